"""Find what a date says: the first reading that understands it.

To add a way of saying: a reading in absolute.py, relative.py or yearly.py.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.dates import absolute, relative, yearly
from extract.dates.calendar import span_text
from extract.dates.moment import DateWords, Moment, any_of, make_moment, plain
from extract.numerals import NUMERAL

RANGE = re.compile(r"(?P<left>.+?)(?:至|到|[-—–~―−]+)(?P<right>.+)")
BARE_NUMBER = re.compile(rf"(?:.*[年月])?{NUMERAL}+")
UNIT = re.compile(rf"{NUMERAL}+([年月日])")
READINGS = (*absolute.READINGS, *relative.READINGS, yearly.read_year)


def resolve(
    surface: str,
    day: str,
    nearby: Sequence[str],
    words: DateWords,
    *,
    before: str = "",
    after: str = "",
) -> str | None:
    """Return what the date `surface` means in ISO 8601 (a period as start/end), or None.

    `day` is the day of the paper, or empty: then only what does not depend on it has a value.
    `nearby` are the values of the dates before it in the article, in order; `before` and `after`
    what stands around it, as far as the caller has it.
    """
    return _read(plain(surface), make_moment(words, day, nearby, before, after))


def _read(text: str, moment: Moment) -> str | None:
    try:
        return _read_whole(text, moment) or _read_range(text, moment)
    except ValueError:  # a numeral of no number
        return None


def _read_whole(text: str, moment: Moment) -> str | None:
    """Return the value of `text`, else of `text` without words that do not change it."""
    for reading in READINGS:
        value = reading(text, moment)
        if value:
            return value
    ending = f"{any_of([*moment.words.parts['period'], *moment.words.parts['day']])}$"
    shorter = re.sub(ending, "", text)
    return _read_whole(shorter, moment) if shorter != text else None


def _read_range(text: str, moment: Moment) -> str | None:
    """12月24日至27日, 今年1至5月, 2026—2028年: each side has the units that the other says."""
    found = RANGE.fullmatch(text)
    if not found:
        return None
    left, right = found["left"], found["right"]
    unit = UNIT.match(right.removeprefix("今年"))
    if BARE_NUMBER.fullmatch(left) and unit:
        left += unit[1]
    start = _read_whole(left, moment)
    if not start:
        return None
    first = start.split("/")[0]
    return span_text(start, _read_after(right, first, moment))


def _read_after(text: str, first: str, moment: Moment) -> str | None:
    """Return the value of `text`, which ends a period that begins with `first`."""
    if len(first) == 10 and re.fullmatch(f"{NUMERAL}+日", text):
        text = f"{first[:4]}年{int(first[5:7])}月{text}"
    elif len(first) >= 7 and (month := re.match(f"({NUMERAL}+)月", text)):
        ends = _read_whole(f"{first[:4]}年{text}", moment)
        if ends and ends < first[: len(ends)]:
            text = f"{int(first[:4]) + 1}年{text}"
        elif month:
            return ends
    elif re.fullmatch(r"\d{2}年", text):
        text = first[:2] + text
    return _read_whole(text, replace(moment, nearby=(*moment.nearby, first)))
