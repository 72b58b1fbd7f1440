"""Days, months and periods as ISO 8601 text.

To add a unit of time: a function that writes it.
"""

from datetime import date, timedelta


def day_text(year: int, month: int, day: int) -> str | None:
    """Return 2026-05-28, or None where the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def month_text(year: int, month: int) -> str | None:
    """Return 2026-05, or None where there is no such month; months past 12 are not carried."""
    return f"{year:04}-{month:02}" if 1 <= month <= 12 else None


def shift_months(year: int, month: int, steps: int) -> tuple[int, int]:
    """Return the (year, month) that is `steps` months after the one given."""
    years, index = divmod(year * 12 + month - 1 + steps, 12)
    return years, index + 1


def months_text(year: int, first: int, last: int) -> str | None:
    """Return 2026-07/2026-09; a `last` before `first` is of the next year."""
    start, end = month_text(year, first), month_text(year + (last < first), last)
    return f"{start}/{end}" if start and end else None


def week_text(day: date, steps: int) -> str:
    """Return Monday/Sunday of the week that is `steps` weeks after that of `day`."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=steps)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def weekend_text(day: date, steps: int) -> str:
    """Return Saturday/Sunday of the week that is `steps` weeks after that of `day`."""
    monday = date.fromisoformat(week_text(day, steps)[:10])
    return f"{monday + timedelta(days=5)}/{monday + timedelta(days=6)}"


def span_text(start: str | None, end: str | None) -> str | None:
    """Return the period from the beginning of `start` to the end of `end`, as each is written."""
    if not start or not end:
        return None
    return f"{start.split('/')[0]}/{end.split('/')[-1]}"


def is_day(value: str) -> bool:
    """Tell whether `value` is one day."""
    return len(value) == 10 and value[4] == value[7] == "-"
