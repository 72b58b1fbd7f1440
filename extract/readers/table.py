"""Read CSV: a row an article, its columns named in the first line, in English or Chinese.

Which names a column may have: `NAMES` of fields.py.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from extract.article import Article
from extract.errors import InputError
from extract.readers.decoding import decode
from extract.readers.fields import article_of, day_of, field_named
from extract.readers.origin import Origin

SHAPE = "name the columns id, title, source, author, date, text"
PIECE = 1 << 16


def read_csv(origin: Origin) -> Iterator[Article | InputError]:
    """Yield the article of each row, or what is wrong with it; UTF-8 is read row by row."""
    if _is_utf8(origin):
        with origin.path.open(encoding="utf-8-sig", newline="") as lines:
            yield from _rows(lines, origin)
    else:
        text = decode(origin.path.read_bytes(), origin.name)
        yield from _rows(io.StringIO(text, newline=""), origin)


def _is_utf8(origin: Origin) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with origin.path.open("rb") as file:
            sound = True
            while piece := file.read(PIECE):
                sound = sound and b"\0" not in piece
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return sound


def _rows(lines: Iterable[str], origin: Origin) -> Iterator[Article | InputError]:
    reader = csv.reader(lines, strict=True)
    try:
        columns = [field_named(name) for name in next(reader, ())]
        if "text" not in columns:
            yield InputError(origin.name, 'there is no column "text"', SHAPE)
            return
        found = False
        for number, row in enumerate(filter(any, reader), 1):
            found = True
            place = f"{origin.name}, line {reader.line_num}"
            fields = {name: cell for name, cell in zip(columns, row, strict=False) if name}
            fields["date"] = day_of(fields.get("date", ""))
            try:
                yield article_of(fields, origin, number=number, place=place, shape=SHAPE)
            except InputError as error:
                yield error
        if not found:
            yield InputError(origin.name, "the table has no rows", "give a row an article")
    except csv.Error as error:
        place = f"{origin.name}, line {reader.line_num}"
        yield InputError(place, f"this is not CSV ({error})", "save the table as CSV in UTF-8")
