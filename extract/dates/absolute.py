"""Dates that mean the same in every paper: 2026年5月28日, 2026-27財政年度, 「十五五」期間.

To add a wording: a function (text, moment) → value or None, and its place in `READINGS`.
"""

import re

from extract.dates.calendar import day_text, month_text
from extract.dates.moment import Moment, any_of
from extract.numerals import read_number

NUMERIC = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
DIGIT = "[0-9〇零○一二三四五六七八九]"
PLAN = re.compile(
    r"(?P<short>十?[一二三四五六七八九]|十)五(?:规划|计划)?"
    r"|第(?P<long>十?[一二三四五六七八九]|十)个五年(?:规划|计划)?"
)
EARLIEST_PLAN = 6  # 六五 of 1981; what sounds like an earlier one is another's plan
OPENING, CLOSING = re.compile("初|开局(?:之)?年|首年|头年"), re.compile("末|底|收官(?:之)?年|尾")
CENTURY = re.compile(r"(?P<which>上|本|\d{2}|二十|二十一)世纪(?P<rest>.*)")
DECADE = re.compile(r"(?P<tens>\d0|[一二三四五六七八九]十)年代")


def _numeric(text: str, moment: Moment) -> str | None:
    """2026-05-28, 2026/5/28, 2026.5."""
    found = NUMERIC.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.group(1, 3, 4))
    return day_text(year, month, day) if day else month_text(year, month)


def _term(text: str, moment: Moment) -> str | None:
    """2026/27年度, 2027/2028學年, 2025年度."""
    kinds = any_of(moment.words.terms)
    year, other = f"({DIGIT}{{4}})", f"({DIGIT}{{2}}|{DIGIT}{{4}})"
    found = re.fullmatch(f"{year}年?(?:[-/—–至]{other})?年?({kinds}|年度)", text)
    if not found:
        return None
    first, kind = read_number(found[1]), found[3]
    if not found[2]:
        return f"{first}" if kind == "年度" else term_text(first, moment.words.terms[kind])
    last = int("".join(str(read_number(sign)) for sign in found[2])) % 100
    if last != (first + 1) % 100:
        return f"{first}/{first // 100 * 100 + last}"
    return term_text(first, moment.words.terms.get(kind, moment.words.terms["财政年度"]))


def term_text(year: int, month: int) -> str:
    """Return the year of twelve months that begins in `month` of `year`."""
    return f"{year}-{month:02}/{year + 1}-{month - 1:02}"


def _plan(text: str, moment: Moment) -> str | None:
    """「十五五」期間: the years of a national five-year plan, or its first or last one."""
    found = PLAN.match(text)
    if not found:
        return None
    number = read_number(found["short"] or found["long"])
    if number < EARLIEST_PLAN:
        return None
    start, rest = 1951 + 5 * number, text[found.end() :]
    if OPENING.fullmatch(rest):
        return f"{start}"
    if CLOSING.fullmatch(rest):
        return f"{start + 4}"
    return None if rest else f"{start}/{start + 4}"


def _century(text: str, moment: Moment) -> str | None:
    """上世紀八十年代, 本世紀中葉; a decade alone is of the last century where that is past."""
    found = CENTURY.fullmatch(text)
    which, rest = (found["which"], found["rest"]) if found else ("", text)
    if which.isdecimal() or which.startswith("二"):
        start = (read_number(which) - 1) * 100
    else:
        start = 2000 if which == "本" else 1900
    decade = DECADE.fullmatch(rest)
    if decade:
        first = start + read_number(decade["tens"])
        if not which and first < 1940:
            first += 100
        return f"{first}/{first + 9}"
    if rest == "中叶":
        return f"{start + 50}"
    return f"{start + 1}/{start + 100}" if found and not rest else None


READINGS = (_numeric, _term, _plan, _century)
