"""Dates within a year that is said or understood: 去年12月底, 明年首季, 28日, 春節假期.

To add a wording: a function (text, year or None, moment) → value or None, and its place in `PARTS`.
"""

import re
from datetime import date

from extract.dates.calendar import day_text, month_text, months_text, shift_months
from extract.dates.moment import Moment, any_of
from extract.numerals import NUMERAL, read_number

YEAR = re.compile(r"([0-9〇零○一二三四五六七八九]{4})年度?|(\d{2})年(?=\d{1,2}月)")
MONTH = re.compile(rf"({NUMERAL}{{1,3}})月份?")
DAY = re.compile(rf"({NUMERAL}{{1,3}})日?")
QUARTER = re.compile(r"(?:第?([一二三四1-4])季度?|([首末])季度?|Q([1-4]))", re.IGNORECASE)
QUARTERS = re.compile(r"(?:首|前|头)([二三两23])(?:个)?季度?")
MONTHS = re.compile(rf"(?:首|前|头)({NUMERAL}{{1,3}})(?:个)?月")
FAR_AHEAD, FAR_BEHIND = 10, 9  # months; a month as far off is rather of the year beside this
STILL_SAID = 20  # characters for which a year that the sentence names holds


def read_year(text: str, moment: Moment) -> str | None:
    """Return the value of a date that may begin with its year."""
    written = YEAR.match(text)
    if written:
        year: int | None = read_number(written[1] or written[2])
        if year is not None and written[2]:
            year += 1900 if year > 50 else 2000
        return _within(text[written.end() :], year, moment)
    named = re.match(any_of(moment.words.years), text)
    if named and moment.day:
        year = moment.day.year + moment.words.years[named[0]]
        return _within(text[named.end() :], year, moment)
    return _within(text, None, moment) if text and not named else None


def _within(text: str, year: int | None, moment: Moment) -> str | None:
    text = text.lstrip("的")
    if year is not None and text in ("", "内"):
        return f"{year:04}"
    for part in PARTS:
        value = part(text, year, moment)
        if value:
            return value
    return None


def _part_of_year(text: str, year: int | None, moment: Moment) -> str | None:
    """年底, 年中, 年內, 上半年, 全年."""
    year = year or (moment.day.year if moment.day else None)
    if year is None:
        return None
    if text == "年内":
        return f"{year}"
    if text in moment.words.year_parts and (text[0] in "年岁" or text in "初中底末"):
        return month_text(year, moment.words.year_parts[text])
    if text == "全年":
        return f"{year}"
    first, last = moment.words.halves.get(text, (0, 0))
    return months_text(year, first, last) if first else None


def _quarter(text: str, year: int | None, moment: Moment) -> str | None:
    """第三季, 首季, 下季, 前三季度, 首八個月."""
    day = moment.day
    year = year or (day.year if day else None)
    if year is None:
        return None
    if found := QUARTER.fullmatch(text):
        number = {"首": 1, "末": 4}.get(found[2] or "") or read_number(found[1] or found[3])
        return months_text(year, 3 * number - 2, 3 * number)
    if found := QUARTERS.fullmatch(text):
        return months_text(year, 1, 3 * read_number(found[1]))
    if found := MONTHS.fullmatch(text):
        return months_text(year, 1, read_number(found[1]))
    found = re.fullmatch(f"({any_of(moment.words.steps)})季度?", text)
    if not found or not day:
        return None
    first = (day.month - 1) // 3 * 3 + 1
    start = shift_months(day.year, first, 3 * moment.words.steps[found[1]])
    return months_text(start[0], start[1], start[1] + 2)


def _month(text: str, year: int | None, moment: Moment) -> str | None:
    """6月底, 12月23日, 上月27日, 本月中旬; 28日."""
    found = MONTH.match(text)
    stepped = re.match(f"({any_of(moment.words.steps)})个?月", text)
    if stepped and moment.day:
        year, month = shift_months(
            moment.day.year, moment.day.month, moment.words.steps[stepped[1]]
        )
        rest = text[stepped.end() :]
    elif found:
        month, rest = read_number(found[1]), text[found.end() :]
    elif text in ("月初", "月中", "月底", "月末", "月内") and moment.day and year is None:
        year, month, rest = moment.day.year, moment.day.month, ""
    else:
        return _bare_day(text, moment) if year is None else None
    day = DAY.fullmatch(rest)
    if rest and not day and rest not in (*moment.words.parts["month"], "内"):
        return None
    number = read_number(day[1]) if day else 0
    year = year or _year_of(month, number, moment)
    if year is None:
        return None
    return day_text(year, month, number) if day else month_text(year, month)


def _year_of(month: int, day: int, moment: Moment) -> int | None:
    """Return the year that is meant where only the month, or the month and day, is said."""
    if moment.day is None:
        return None
    said = re.findall(r"(\d{4})年|([去前明后]年)", moment.before[-STILL_SAID:])
    if said and moment.nearby:
        last = int(moment.nearby[-1][:4])
        number, word = said[-1]
        if (number and int(number) == last) or (
            word and moment.day.year + moment.words.years[word] == last
        ):
            return last
    now, there = (moment.day.month, moment.day.day), (month, day or moment.day.day)
    if moment.ahead:
        return moment.day.year + (there < now)
    if moment.behind:
        return moment.day.year - (there > now)
    far = month - moment.day.month
    return moment.day.year + (far <= -FAR_BEHIND) - (far >= FAR_AHEAD)


def _bare_day(text: str, moment: Moment) -> str | None:
    """28日: of the month named just before it, else the nearest such day."""
    found = DAY.fullmatch(text)
    if not found or not text.endswith("日") or not moment.day:
        return None
    number, here = read_number(found[1]), moment.day
    last = moment.nearby[-1] if moment.nearby else ""
    if len(last) == 10 and int(last[8:]) < number and f"{int(last[5:7])}月" in moment.before:
        return day_text(int(last[:4]), int(last[5:7]), number)
    near = (shift_months(here.year, here.month, steps) for steps in (-1, 0, 1))
    days = [date.fromisoformat(day) for pair in near if (day := day_text(*pair, number))]
    if moment.ahead:
        days = [day for day in days if day >= here] or days
    elif moment.behind:
        days = [day for day in days if day <= here] or days
    else:
        # News is of what has been: a day of this month that is past goes before one near ahead.
        days = [day for day in days if day <= here and day.month == here.month] or days
    return min(days, key=lambda day: (abs(day - here), day)).isoformat() if days else None


def _season(text: str, year: int | None, moment: Moment) -> str | None:
    """秋季, 今夏, 去冬, 這個冬天, 暑假."""
    seasons = moment.words.seasons
    found = re.fullmatch(f"(今|去|明|来|这个?|本|当)?({any_of(seasons)})", text)
    if not found or not (found[1] or len(found[2]) > 1 or year):
        return None
    first, last = seasons[found[2]]
    if year is None:
        if not moment.day:
            return None
        year = moment.day.year + {"去": -1, "明": 1, "来": 1}.get(found[1] or "", 0)
        year -= last < first and moment.day.month <= last  # this winter began last year
    return months_text(year, first, last)


def _feast(text: str, year: int | None, moment: Moment) -> str | None:
    """五一, 中秋節, 春節黃金周, 聖誕假期."""
    words = moment.words
    named = re.match(any_of([*words.feasts, *words.moving_feasts, *words.holidays]), text)
    if not named:
        return None
    year = year or (_year_of(_feast_month(named[0], moment), 0, moment) if moment.day else None)
    if year is None:
        return None
    rest = text[named.end() :]
    if re.fullmatch("(?:小长|长|公众|连)?假期?|黄金周|节假期", rest):
        name = named[0] if named[0] in words.holidays else named[0].removesuffix("节")
        known = words.holidays.get(name, ())
    elif rest:
        return None
    else:
        known = [
            *words.moving_feasts.get(named[0], ()),
            *filter(None, [words.feasts.get(named[0])]),
        ]
    return next(filter(None, (_of_year(value, year) for value in known)), None)


def _feast_month(name: str, moment: Moment) -> int:
    """Return the month around which the feast lies."""
    words = moment.words
    fixed = words.feasts.get(name)
    moving = words.moving_feasts.get(name) or words.moving_feasts.get(name.removesuffix("节"))
    return int(fixed[:2]) if fixed else int(moving[0][5:7]) if moving else 1


def _of_year(value: str, year: int) -> str | None:
    """Return `value`, a date of one year (2026-02-17) or of all (12-25), as it is in `year`."""
    if re.match(r"\d{4}-", value):
        return value if value.startswith(f"{year}-") else None
    return "/".join(f"{year}-{end}" for end in value.split("/"))


PARTS = (_part_of_year, _quarter, _season, _feast, _month)
