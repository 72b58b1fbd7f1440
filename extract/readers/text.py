"""Read a .txt file: one newspaper article or several, perhaps with header lines above.

To add a header: its name in `HEADERS`, and the field of `Article` in `read_text`.
"""

import re
from collections.abc import Iterator, Mapping

from extract.article import Article
from extract.errors import InputError
from extract.gold import MARK
from extract.readers.credits import read_credits
from extract.readers.dates import check_date
from extract.readers.decoding import decode
from extract.readers.origin import Origin
from extract.splitting import split_articles

HEADERS = ("id", "title", "source", "author", "date")
# Lines "# title: …", then a blank line.
HEADER = re.compile(r"(?:#[ \t]*\w+[ \t]*:[^\r\n]*(?:\r\n|\n|\r))+(?=[ \t]*(?:\r\n|\n|\r|\Z))")
FIELD = re.compile(r"#[ \t]*(\w+)[ \t]*:[ \t]*([^\r\n]*)")
NOTHING: Mapping[str, str] = {}
GOLD = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


def read_text(origin: Origin) -> Iterator[Article]:
    """Yield the articles in a file of text.

    `Article.file_start` counts characters of the file's text after its byte order mark.
    """
    text = decode(origin.path.read_bytes(), origin.name)
    head = HEADER.match(text)
    start = head.end() if head else 0
    if GOLD.search(text, start) and MARK.search(text, start):
        fault = "this is a marked gold file, not a plain article"
        raise InputError(origin.name, fault, "give it to gbakg evaluate")
    yield from articles_in(text, origin, start=start, header=dict(FIELD.findall(text[:start])))


def articles_in(
    text: str, origin: Origin, *, start: int = 0, header: Mapping[str, str] = NOTHING
) -> Iterator[Article]:
    """Yield the articles in `text` from `start` on; `header` goes before what they say."""
    check_date(header.get("date", ""), origin.name)
    spans = split_articles(text[start:])
    # A header with a title speaks of one article.
    if "title" in header and spans:
        spans = ((spans[0][0], spans[-1][1]),)
    if not spans:
        raise InputError(origin.name, "the file holds no text", "give a file with articles")
    parts = [text[start + begin : start + end] for begin, end in spans]
    credits = [read_credits(part) for part in parts]
    # Articles that stand in one file are of one paper, if those that name a paper name but one.
    papers = {said.source for said in credits if said.source}
    paper = papers.pop() if len(papers) == 1 else ""
    for number, (part, said, (begin, _)) in enumerate(zip(parts, credits, spans, strict=True), 1):
        yield Article(
            id=header.get("id") or (origin.id if len(spans) == 1 else f"{origin.id}-{number}"),
            text=part,
            title=header.get("title") or said.title,
            source=header.get("source") or said.source or paper,
            author=header.get("author") or said.author,
            date=header.get("date") or origin.date or said.date,
            file=origin.name,
            file_start=start + begin,
        )
