"""The day of the paper: an ISO 8601 date, or nothing."""

import re
from datetime import date

from extract.errors import InputError


def check_date(text: str, where: str) -> None:
    """Raise InputError unless `text` is a day such as 2026-05-29, or empty."""
    if not text:
        return
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            date.fromisoformat(text)
            return
    except ValueError:
        pass
    raise InputError(where, f"{text[:40]!r} is not a date", "write it as 2026-05-29")
