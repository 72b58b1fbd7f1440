"""Text that articles hold, written so that Markdown shows it and does nothing with it.

To add a piece of Markdown: a function from plain text to a line.
"""

import re
from collections.abc import Iterable, Sequence

# Also what would become a link by itself: http://…, www.…, a@b.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$@]|(?<=:)/|(?<=www)\.)", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# A number or a sign at the beginning of a line would make a list or a rule of it.
LEADING = re.compile(r"\A(\d+(?=[.)])|[-+=])")


def plain(text: str) -> str:
    """Return `text` on one line, with every character that Markdown or HTML reads escaped."""
    escaped = SPECIAL.sub(r"\\\1", CONTROLS.sub(" ", text)).strip()
    return LEADING.sub(lambda found: _escape_last(found.group()), escaped)


def _escape_last(text: str) -> str:
    return text + "\\" if text[0].isdigit() else "\\" + text


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table whose cells are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def counted(number: int, noun: str) -> str:
    """Return 1 article, 2 articles, 3 entities."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else many}"
