"""What an article says of itself: its title, the paper, who wrote it, the day of its release.

To add a way in which articles say so: a [[credit]] in data/rules/credits.toml, with an example.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from extract import resources
from extract.layout import find_roles
from extract.lines import Line, read_lines
from extract.names import has_double_surname, looks_like_a_name

FIRST_WORDS = 80
LONGEST_TITLE = 100
NUMERALS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
NUMERALS |= {"零": 0, "○": 0} | {chr(ord("０") + n): n for n in range(10)}


@dataclass(frozen=True, slots=True)
class Credits:
    """What an article says of itself; empty where it does not say."""

    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The patterns of data/rules/credits.toml."""

    credits: tuple[re.Pattern[str], ...]
    between: re.Pattern[str]
    after: re.Pattern[str]


@cache
def load_wordings(path: Path | None = None) -> Wordings:
    """Read the wordings in `path`, or those that ship with the package."""
    rows = tomllib.loads((path or resources.path("rules/credits.toml")).read_text("utf-8"))
    return Wordings(
        tuple(re.compile(row["pattern"]) for row in rows["credit"]),
        re.compile(rows["names"]["between"]),
        re.compile(rows["names"]["after"]),
    )


def read_credits(text: str) -> Credits:
    """Return what the article `text` says of itself."""
    lines = read_lines(text)
    roles = find_roles(lines)
    source = author = ""
    for line, role in zip(lines, roles, strict=True):
        if role == "byline" or line.look == "opening":
            found_source, found_author = find_credit(line.text[:FIRST_WORDS])
            source, author = source or found_source, author or found_author
    days = [read_day(line.text) for line in lines if line.look == "note"]
    return Credits(_title(lines, roles), source, author, next(filter(None, days), ""))


def find_credit(words: str) -> tuple[str, str]:
    """Return the paper and the writers that the first words of a line name."""
    source, authors = "", list[str]()
    for pattern in load_wordings().credits:
        for found in pattern.finditer(words):
            groups = found.groupdict()
            source = source or _without_place(groups.get("source") or "")
            if not authors:
                authors = _names(groups.get("names") or "")
    return source, "、".join(authors)


def _title(lines: Sequence[Line], roles: Sequence[str]) -> str:
    """Return the first headline, with what stands right below it."""
    parts: list[str] = []
    for line, role in zip(lines, roles, strict=True):
        if role != "headline" or (parts and line.gap):
            break
        parts.append(re.sub(r"[（(]附圖[）)]\Z", "", line.text))
    return re.sub(r"\s+", " ", " ".join(parts))[:LONGEST_TITLE]


def _names(text: str) -> list[str]:
    """Return the names in 黃寶儀廣州報道 or 郁可心、見習記者 倪小舟."""
    wordings = load_wordings()
    if text.isascii():
        return [text.strip()] if text.strip() else []
    parts = [wordings.after.sub("", part) for part in wordings.between.split(text)]
    return [_name(part) for part in parts if len(part) > 1 and part not in _places()]


def _name(text: str) -> str:
    """Return the name with which `text` begins, without the place that may follow it."""
    short = not has_double_surname(text)
    for length in (3, 2, 4) if short else (3, 4):
        if text[length:] in _places():
            return text[:length]
    if looks_like_a_name(text) or len(text) <= 3 or not "\u3400" <= text[0] <= "\u9fff":
        return text
    return text[: 3 if short else 4]


def _without_place(source: str) -> str:
    """Return 金穗財經 of 金穗財經深圳."""
    place = next((name for name in _places() if source.endswith(name)), "")
    return source[: len(source) - len(place)] if len(source) > len(place) + 1 else source


@cache
def _places() -> frozenset[str]:
    return frozenset(resources.lines("lexicon/dateline_places.txt"))


def read_day(text: str) -> str:
    """Return the ISO 8601 day of a line such as ２０２６年６月２日（星期二）, or an empty string."""
    parts = re.search(r"(\S{2,4})年(\S{1,3})月(\S{1,3})[日號号]", text)
    numbers = [_number(part) for part in parts.groups()] if parts else []
    try:
        return date(*numbers).isoformat() if len(numbers) == 3 and numbers[0] > 1000 else ""
    except ValueError:
        return ""


def _number(text: str) -> int:
    """Return the number that 二〇二六, 二十五 or ２５ stands for, or 0."""
    values = [NUMERALS.get(c, int(c) if c in "0123456789" else -1) for c in text if c != "十"]
    if -1 in values:
        return 0
    if "十" not in text:
        return int("".join(map(str, values)) or 0)
    tens, _, ones = text.partition("十")
    return (NUMERALS.get(tens, 0) if tens else 1) * 10 + (NUMERALS.get(ones, 0) if ones else 0)
