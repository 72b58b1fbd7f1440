"""Half characters, lone surrogates, which no file of triples can hold: refused where they come in.

To look into one more thing that an extraction says, yield it from `_texts`.
"""

import re
from collections.abc import Iterator

from extract.errors import InputError
from extract.mention import Extraction

HALF = re.compile(r"[\ud800-\udfff]")


def refuse_halves(extraction: Extraction) -> None:
    """Raise InputError where an article, or what was found in it, holds half a character."""
    for what, text in _texts(extraction):
        half = HALF.search(text)
        if half:
            article = extraction.document.article.id.encode("ascii", "backslashreplace").decode()
            fault = f"its {what} holds half a character (U+{ord(half[0]):X} at {half.start()})"
            raise InputError(f"article {article}", fault, "write it as UTF-8")


def _texts(extraction: Extraction) -> Iterator[tuple[str, str]]:
    article = extraction.document.article
    for name in ("id", "text", "title", "source", "author", "date"):
        yield name, getattr(article, name)
    for link in extraction.links:
        yield "entity", link.entity.name
    for relation in extraction.relations:
        yield "relation", relation.subject.name
        yield "relation", relation.object.name
        yield "relation", "\n".join((relation.post, relation.date, relation.found_by))
