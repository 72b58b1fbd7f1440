"""Fields by name → an article: what a line of JSON, a row of a table and an item of a feed share.

To let a field go by one more name: a word in `NAMES`.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime

from extract.article import Article
from extract.errors import InputError
from extract.readers.credits import read_day
from extract.readers.dates import check_date
from extract.readers.origin import Origin

FIELDS = ("id", "text", "title", "source", "author", "date")
NAMES: Mapping[str, str] = {
    name: field
    for field, names in {
        "id": "id guid identifier 編號 编号",
        "text": "text body content encoded fulltext 正文 內文 内文 內容 内容 全文",
        "title": "title headline 標題 标题 題目 题目",
        "source": "source publisher newspaper media site_name 來源 来源 報紙 报纸 媒體 媒体 出處",
        "author": "author creator byline reporter 作者 記者 记者",
        "date": "date pubdate published published_time datepublished updated 日期 發布日期 發佈日期",
    }.items()
    for name in names.split()
}
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\D|\Z)|(\d{4})(\d{2})(\d{2})\Z")


def article_of(
    fields: Mapping[str, str], origin: Origin, *, number: int, place: str, shape: str
) -> Article:
    """Return the article that `fields` tell of, the `number`-th of its file.

    Raises InputError with `place`, and `shape` as the remedy, where there is no text or no date.
    """
    if "text" not in fields:
        raise InputError(place, 'the field "text" is missing', shape)
    id, text, title, source, author, day = (fields.get(field) or "" for field in FIELDS)
    for field in FIELDS:
        if any("\ud800" <= character <= "\udfff" for character in fields.get(field) or ""):
            raise InputError(place, f'"{field}" holds half a character', "write it as UTF-8")
    if not text.strip():
        raise InputError(place, '"text" is empty', "leave it out or give the article's text")
    check_date(day, place)
    return Article(
        id=id or f"{origin.id}-{number}",
        text=text,
        title=title,
        source=source,
        author=author,
        date=day or origin.date,
        file=origin.name,
    )


def field_named(name: str) -> str:
    """Return the field that a column or an element means (dc:creator, 標題), or an empty string."""
    plain = re.split(r"[:}]", name.strip().casefold())[-1]
    return NAMES.get(plain, "")


def day_of(text: str) -> str:
    """Return the ISO 8601 day of a moment as feeds, pages and tables write it, else `text`."""
    text = text.strip()
    iso = ISO.match(text)
    with suppress(ValueError):
        if iso:
            year, month, day = (int(part) for part in iso.groups() if part)
            return date(year, month, day).isoformat()
        return read_day(text) or parsedate_to_datetime(text).date().isoformat()
    return text
