"""Read a page of HTML or a file of Markdown: one article each, credits from its head.

What is markup and what is text is told in markup.py.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from extract.article import Article
from extract.errors import InputError
from extract.readers.credits import read_credits
from extract.readers.dates import check_date
from extract.readers.decoding import MARKS, decode
from extract.readers.markup import declared_encoding, page_fields, plain_markdown
from extract.readers.optional import needed, told_if_damaged
from extract.readers.origin import Origin

SHORTEST = "30"  # characters of an article; a page with less is searched for text anywhere


def read_html(origin: Origin) -> Iterator[Article]:
    """Yield the article of a page, without menus, advertisements and comments."""
    trafilatura = needed("trafilatura", origin)
    markup = decode_declared(origin.path.read_bytes(), origin.name)
    with told_if_damaged(origin, "HTML"):
        fields = page_fields(markup)
        text = trafilatura.extract(
            markup, include_comments=False, output_format="txt", config=_config(trafilatura)
        )
    if not text:
        remedy = "save the text of the article as .txt"
        raise InputError(origin.name, "the page holds no article's text", remedy)
    yield _article(text, fields, origin)


def _config(trafilatura: Any) -> Any:
    """Return trafilatura's settings with its least sizes, made for Latin letters, for Chinese."""
    config = deepcopy(trafilatura.settings.DEFAULT_CONFIG)
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", name, SHORTEST)
    return config


def read_markdown(origin: Origin) -> Iterator[Article]:
    """Yield the article of a Markdown file; its front matter, else its heading, gives the title."""
    text, fields = plain_markdown(decode(origin.path.read_bytes(), origin.name))
    if not text:
        raise InputError(origin.name, "the file holds no text", "give a file with an article")
    yield _article(text, fields, origin)


def decode_declared(data: bytes, where: str) -> str:
    """Return the text of `data` in the encoding that it declares, if it holds; else as certain."""
    encoding = declared_encoding(data)
    if encoding and not any(data.startswith(mark) for mark, _ in MARKS):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, where)


def _article(text: str, fields: Mapping[str, str], origin: Origin) -> Article:
    check_date(fields.get("date", ""), origin.name)
    said = read_credits(text)
    return Article(
        id=fields.get("id") or origin.id,
        text=text,
        title=fields.get("title") or said.title,
        source=fields.get("source") or said.source,
        author=fields.get("author") or said.author,
        date=fields.get("date") or origin.date or said.date,
        file=origin.name,
    )
