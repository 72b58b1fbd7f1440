"""Read JSON Lines: one article an object, with `text` and perhaps id, title, source, author, date.

Other fields are passed over, so that what `gbakg extract` wrote can be read again. To add a field:
`FIELDS` of fields.py, and the same name in `Article`.
"""

import codecs
import json
from collections.abc import Iterable, Iterator

from extract.article import Article
from extract.errors import InputError
from extract.readers.fields import FIELDS, article_of
from extract.readers.origin import Origin

SHAPE = 'write {"id": "…", "date": "2026-05-29", "text": "…"}'


def read_jsonl(origin: Origin) -> Iterator[Article | InputError]:
    """Yield the article of each line of a file, or what is wrong with that line."""
    with origin.path.open("rb") as lines:
        yield from read_jsonl_lines(lines, origin)


def read_jsonl_lines(lines: Iterable[bytes], origin: Origin) -> Iterator[Article | InputError]:
    """Yield the article of each of `lines`, or what is wrong with it."""
    found = False
    for number, line in enumerate(lines, 1):
        if line.strip():
            found = True
            try:
                yield _article(line.removeprefix(codecs.BOM_UTF8), number, origin)
            except InputError as error:
                yield error
    if not found:
        yield InputError(origin.name, "the file is empty", "write one JSON object a line")


def _article(line: bytes, number: int, origin: Origin) -> Article:
    place = f"{origin.name}, line {number}"
    row = _object(line, place)
    for field in FIELDS:
        value = row.get(field)
        if value is not None and not isinstance(value, str):
            raise InputError(place, f'"{field}" is not a string', SHAPE)
    fields = {field: str(row.get(field) or "") for field in FIELDS if field in row}
    return article_of(fields, origin, number=number, place=place, shape=SHAPE)


def _object(line: bytes, place: str) -> dict[str, object]:
    """Return the JSON object in `line`."""
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError(place, "the line is not UTF-8", "save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        fault = f"this is not JSON ({error.msg} at column {error.colno})"
        raise InputError(place, fault, SHAPE) from None
    except (RecursionError, ValueError):
        raise InputError(place, "this JSON is nested or long beyond use", SHAPE) from None
    if not isinstance(row, dict):
        raise InputError(place, "this is not a JSON object", SHAPE)
    return row
