"""Days and periods counted from the day of the paper or from the date named last.

To add a wording: a function (text, moment) → value or None, and its place in `READINGS`.
"""

import re
from datetime import date, timedelta

from extract.dates.absolute import term_text
from extract.dates.calendar import is_day, shift_months, week_text, weekend_text
from extract.dates.moment import Moment, any_of
from extract.numerals import NUMERAL, read_number

WEEKDAYS = "一二三四五六日"
COUNT = rf"(?P<count>{NUMERAL}+|半)"
UNIT = r"(?P<unit>年|学?个?月|周|星期|日|天)"
AHEAD, PAST = "未来|今后|往后|接下来", "过去|近|最近|过往"
SPAN = re.compile(
    rf"(?:(?P<ahead>{AHEAD})|(?P<past>{PAST})){COUNT}个?{UNIT}"
    rf"|{COUNT.replace('count', 'counted')}个?{UNIT.replace('unit', 'of')}(?P<side>之?内|以内|前|后|来)"
)
SPEECH_REACH = timedelta(days=7)


def _day(text: str, moment: Moment) -> str | None:
    """昨日, 今晨, 昨晚; what a speaker calls today is the day of the speech."""
    words = moment.words
    found = re.fullmatch(f"({any_of(words.days)}){any_of(words.parts['day'])}?", text)
    step = words.days[found[1]] if found else {"前晚": -2, "前夜": -2}.get(text)
    if step is None or not moment.day:
        return None
    if step == 0 and moment.quoted:
        said = moment.last_past_day()
        if said and moment.day - said <= SPEECH_REACH:
            return said.isoformat()
    return (moment.day + timedelta(days=step)).isoformat()


def _echo(text: str, moment: Moment) -> str | None:
    """同日, 首航當日, 翌日凌晨; 同年, 翌年; 同月."""
    words = moment.words
    found = re.fullmatch(f".{{0,4}}?({any_of(words.echoes)}){any_of(words.parts['day'])}?", text)
    # 當 points at the day just named, 同 at the day of the news.
    points = found and found.start(1) == 0 and text[0] in "当翌次隔"
    last = moment.last_day() if points else moment.last_past_day()
    if found and last:
        return (last + timedelta(days=words.echoes[found[1]])).isoformat()
    year = moment.last_year()
    if text in words.year_echoes and year:
        return f"{year + words.year_echoes[text]}"
    if text in ("同月", "当月") and moment.nearby and len(moment.nearby[-1]) >= 7:
        return moment.nearby[-1][:7]
    return None


def _week(text: str, moment: Moment) -> str | None:
    """上周三, 本周六, 下周, 周末; a weekday alone is the nearest."""
    step = any_of(moment.words.steps)
    found = re.fullmatch(rf"({step})?个?周(?:([{WEEKDAYS}天])|(末))?", text)
    if not found or not moment.day or text == "周":
        return None
    steps, weekday, weekend = found.groups()
    weeks = moment.words.steps.get(steps, 0)
    if weekend:
        return weekend_text(moment.day, weeks)
    if not weekday:
        return week_text(moment.day, weeks)
    index = WEEKDAYS.index(weekday.replace("天", "日"))
    ahead = (index - moment.day.weekday()) % 7
    if steps:
        return (moment.day + timedelta(days=index - moment.day.weekday() + 7 * weeks)).isoformat()
    near = ahead if ahead <= 3 else ahead - 7
    days = ahead if moment.ahead else ahead - 7 if moment.behind and ahead else near
    return (moment.day + timedelta(days=days)).isoformat()


def _span(text: str, moment: Moment) -> str | None:
    """未來五年, 過去一年, 三年內, 半年前, 兩周後."""
    if re.fullmatch("下一?个五年", text) and moment.day:
        start = moment.day.year + (1 - moment.day.year) % 5  # plans begin in years such as 2026
        return f"{start}/{start + 4}"
    found = SPAN.fullmatch(text)
    if not found or not moment.day:
        return None
    written, unit = found["count"] or found["counted"], found["unit"] or found["of"]
    if written == "半":
        written, unit = ("六", "月") if unit == "年" else ("", unit)
    if not written:
        return None
    count, side = read_number(written), found["side"] or ""
    ahead = bool(found["ahead"]) or side.endswith(("内", "后"))
    point = side in ("前", "后")
    if unit == "年":
        return _years(moment.day, count, ahead, point)
    other = _other_end(moment.day, count if ahead else -count, unit)
    now = moment.day.isoformat()[: len(other)]
    if point:
        return other
    return f"{now}/{other}" if ahead else f"{other}/{now}"


def _years(day: date, count: int, ahead: bool, point: bool) -> str:
    """Return a span of years, with this one as the first or the last; of one year by months."""
    month = f"-{day.month:02}" if count == 1 else ""
    other = f"{day.year + (count if ahead else -count)}{month}"
    if point:
        return other
    if count == 1:
        return f"{day.year}{month}/{other}" if ahead else f"{other}/{day.year}{month}"
    if ahead:
        return f"{day.year}/{day.year + count - 1}"
    return f"{other}/{day.year}"


def _other_end(day: date, count: int, unit: str) -> str:
    """Return the month or day that lies `count` units after `day`."""
    if unit.endswith("月"):
        year, month = shift_months(day.year, day.month, count)
        return f"{year:04}-{month:02}"
    return (day + timedelta(days=count * (7 if unit in ("周", "星期") else 1))).isoformat()


def _term(text: str, moment: Moment) -> str | None:
    """本學年, 新學年, 下個財政年度, 新年度, 本年度."""
    words, day = moment.words, moment.day
    kinds = f"{any_of(words.terms)}|年度"
    found = re.fullmatch(f"({any_of(words.term_steps)})({kinds})", text)
    if not found or not day:
        return None
    step, kind = words.term_steps[found[1]], found[2]
    purse = any(cue in moment.before + moment.after for cue in words.cues["purse"])
    if kind == "年度" and not purse:
        return f"{day.year + {'now': 0, 'new': 0, 'next': 1, 'last': -1}[step]}"
    first = words.terms.get(kind, words.terms["财政年度"])
    current = day.year - (day.month < first)
    year = {"now": current, "new": day.year, "next": current + 1, "last": current - 1}[step]
    return term_text(year, first)


def _same_period(text: str, moment: Moment) -> str | None:
    """去年同期: the period named last, a year earlier."""
    if text not in ("去年同期", "上年同期") or not moment.day:
        return None
    last = moment.nearby[-1] if moment.nearby else f"{moment.day.year}"
    if is_day(last) or not last.startswith(f"{moment.day.year}"):
        return f"{moment.day.year - 1}"
    return "/".join(f"{int(end[:4]) - 1}{end[4:]}" for end in last.split("/"))


READINGS = (_day, _echo, _week, _span, _term, _same_period)
