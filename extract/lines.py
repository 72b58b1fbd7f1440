"""The lines of a newspaper text, and what each looks like on its own.

To add a look: a [[look]] in data/rules/layout.toml, with an example that the tests run.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract import resources

FEWEST_WRAPPED = 6
NARROWEST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was meant: one line of the file, or several that the width of a page cut.

    `pieces` are the `[start, end)` of its lines in the text, without the blanks around them.
    `look` is one of data/rules/layout.toml's, or by its shape "item", "heading" or "text"; `mark`
    is the kind of sign that it begins with, `gap` the number of blank lines above it.
    """

    pieces: tuple[tuple[int, int], ...]
    text: str
    look: str
    mark: str
    gap: int
    indented: bool

    @property
    def start(self) -> int:
        """Where in the text it begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where in the text it ends."""
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Looks:
    """The patterns of data/rules/layout.toml, compiled."""

    looks: tuple[tuple[str, re.Pattern[str], int], ...]
    mark: re.Pattern[str]
    complete: re.Pattern[str]
    heading_never: re.Pattern[str]
    heading_longest: int
    heading_longest_clause: int

    def mark_of(self, text: str) -> str:
        """Return the kind of list sign that `text` begins with, or an empty string."""
        found = self.mark.match(text)
        if found is None or found.lastgroup is None:
            return ""
        return found.group() if found.lastgroup == "glyph" else found.lastgroup

    def look_of(self, text: str) -> str:
        """Return what the line `text` looks like on its own."""
        for look, pattern, longest in self.looks:
            if len(text) <= longest and pattern.match(text):
                return look
        if self.mark.match(text):
            return "item"
        return "heading" if self.is_short(text) else "text"

    def is_short(self, text: str) -> bool:
        """Tell whether `text` is short and unpunctuated as headlines and subheads are."""
        if len(text) > self.heading_longest or self.heading_never.search(text):
            return False
        # Only a headline of several clauses, with blanks between, is longer than a clause.
        one = "，" in text or "," in text or not re.search(r"\s", text)
        return not one or len(text) <= self.heading_longest_clause

    def is_complete(self, text: str) -> bool:
        """Tell whether `text` ends as a paragraph does, so that nothing of it can follow."""
        return self.complete.search(text) is not None


@cache
def load_looks(path: Path | None = None) -> Looks:
    """Read the looks in `path`, or those that ship with the package."""
    rows = tomllib.loads((path or resources.path("rules/layout.toml")).read_text("utf-8"))
    marks = "|".join(f"(?P<{name}>{pattern})" for name, pattern in rows["marks"].items())
    shape = rows["shape"]
    return Looks(
        tuple(
            (row["look"], re.compile(row["pattern"]), row.get("longest", 1 << 62))
            for row in rows["look"]
        ),
        re.compile(marks),
        re.compile(shape["complete"]),
        re.compile(shape["heading_never"]),
        shape["heading_longest"],
        shape["heading_longest_clause"],
    )


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of `text` that are not blank, those that a page's width cut put together."""
    looks = load_looks()
    rows = _rows(text)
    lines = []
    for pieces, gap, indented in _unwrap(rows, _width(rows)):
        whole = join(text, pieces)
        look, mark = looks.look_of(whole), looks.mark_of(whole)
        lines.append(Line(pieces, whole, look, mark, gap, indented))
    return tuple(lines)


def join(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    """Return the pieces of `text` as they are read: with a space only between Latin words."""
    parts = [text[pieces[0][0] : pieces[0][1]]]
    for start, end in pieces[1:]:
        parts.append(" " * needs_space(parts[-1][-1], text[start]) + text[start:end])
    return "".join(parts)


def needs_space(before: str, after: str) -> bool:
    """Tell whether a line break between two characters stands for a space."""
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _rows(text: str) -> list[tuple[int, int, int, bool]]:
    """Return start, end, blank lines above and indentation of each line that is not blank."""
    rows, at, gap = [], 0, 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            start = at + len(raw) - len(raw.lstrip())
            rows.append((start, start + len(stripped), gap, start > at))
            gap = 0
        else:
            gap += 1
        at += len(raw)
    return rows


def _width(rows: Sequence[tuple[int, int, int, bool]]) -> int:
    """Return the width of page that cut the lines, or 0 where none did.

    Paragraphs differ in length; where half of the lines are equally long, a page has cut them.
    """
    lengths = Counter(end - start for start, end, _, _ in rows)
    widest = max(lengths, default=0)
    full = sum(lengths[width] for width in range(widest - 2, widest + 1))
    return widest if full >= FEWEST_WRAPPED and 2 * full >= len(rows) and widest > NARROWEST else 0


def _unwrap(
    rows: Sequence[tuple[int, int, int, bool]], width: int
) -> list[tuple[tuple[tuple[int, int], ...], int, bool]]:
    """Return the rows as pieces of lines, gap and indentation, full rows joined to the next."""
    lines: list[tuple[list[tuple[int, int]], int, bool]] = []
    full = False
    for start, end, gap, indented in rows:
        if full and not gap and not indented:
            lines[-1][0].append((start, end))
        else:
            lines.append(([(start, end)], gap, indented))
        full = bool(width) and end - start >= width - 2
    return [(tuple(pieces), gap, indented) for pieces, gap, indented in lines]
