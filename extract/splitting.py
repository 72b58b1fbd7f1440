"""Where one newspaper article ends and the next begins, in a file that holds several.

To add what speaks for a new article: points in [start] of data/rules/layout.toml, and a line in
`_points`.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from extract import resources
from extract.lines import Line, load_looks, read_lines

TEXT = ("text", "opening", "item")
FIRST_HAN = "\u3400"
READ_ON = 400
BOX_ENTRY = re.compile(r"[^\s：]{1,12}：\S+\Z")
HEAD = ("heading", "byline", "ornament")


@dataclass(frozen=True, slots=True)
class Start:
    """[start] of data/rules/layout.toml: the points, and the patterns that they are given for."""

    points: dict[str, int]
    lengths: tuple[tuple[int, int], ...]
    told_below: float
    told_above: float
    two_clauses: re.Pattern[str]
    day: re.Pattern[str]


@cache
def load_start(path: Path | None = None) -> Start:
    """Read [start] in `path`, or what ships with the package."""
    row = tomllib.loads((path or resources.path("rules/layout.toml")).read_text("utf-8"))["start"]
    return Start(
        {name: value for name, value in row.items() if isinstance(value, int)},
        tuple((length, points) for length, points in row["lengths"]),
        row["news_told_below"],
        row["news_told_above"],
        re.compile(row["two_clauses_pattern"]),
        re.compile(row["day_pattern"]),
    )


def split_articles(text: str) -> tuple[tuple[int, int], ...]:
    """Return `[start, end)` of each article in `text`, without the blank lines around it.

    A text without a character that is not blank holds none.
    """
    lines = read_lines(text)
    if not lines:
        return ()
    starts = [0, *_starts(lines)]
    ends = [*starts[1:], len(lines)]
    return tuple(
        (lines[first].start, lines[after - 1].end)
        for first, after in zip(starts, ends, strict=True)
    )


def _starts(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines with which a second, third … article begins."""
    rules = load_start()
    usual = _usual_gap(lines)
    written, told, read_to = 0, set[str](), 0  # characters and pairs since the article began
    for first, after in _heads(lines):
        for line in lines[read_to:first]:
            written += len(line.text) if line.look in TEXT else 0
            told |= _pairs(line.text)
        read_to = first
        if not first or written < rules.points["fewest_characters"]:
            continue
        if _points(lines, first, after, usual, told) >= rules.points["enough"]:
            yield first
            written, told = 0, set()


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring Chinese characters in `text`."""
    return {f"{one}{two}" for one, two in pairwise(text) if min(one, two) >= FIRST_HAN}


def _is_news(lines: Sequence[Line], first: int, after: int, told: set[str]) -> bool:
    """Tell whether the text below tells what the heading says, and the text above did not."""
    rules = load_start()
    head = _pairs("\n".join(line.text for line in lines[first:after]))
    if len(lines[first].text) < rules.points["news_fewest_characters"] or not head:
        return False
    below = "\n".join(line.text[:READ_ON] for line in lines[after : after + 3])
    told_below = len(head & _pairs(below)) / len(head)
    told_above = len(head & told) / len(head)
    return told_below >= rules.told_below and told_above <= rules.told_above


def _usual_gap(lines: Sequence[Line]) -> int:
    """Return the most blank lines that stand between a text and the text below it."""
    beside = {*TEXT, "caption"}
    gaps = (b.gap for a, b in pairwise(lines) if a.look in beside and b.look in beside)
    return max(gaps, default=1)


def _heads(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield `[first, after)` of each run of headings, with its byline, that has text below it."""
    at = 0
    while at < len(lines):
        if not _is_heading(lines, at):
            at += 1
            continue
        first = at
        at += 1
        while at < len(lines) and (lines[at].look in HEAD or lines[at].text[0] in "（("):
            at += 1
        # The lines of a fact box (稅務：減半) that the paper put above belong to what is above.
        entries = [i for i in range(first, at) if BOX_ENTRY.match(lines[i].text)]
        if len(entries) > 1 and at - 1 not in entries:
            first = entries[-1] + 1
        if at < len(lines) and lines[at].look in TEXT:
            yield first, at


def _is_heading(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the line can be the first of an article."""
    line = lines[at]
    if line.mark or line.indented or at + 1 == len(lines):
        return False
    if line.look == "heading":
        # In a file with blank lines between paragraphs, one right above text is cut from it.
        return not (line.gap and not lines[at + 1].gap and lines[at + 1].look == "text")
    short = len(line.text) <= load_looks().heading_longest
    return short and line.text[-1] in "：:" and lines[at + 1].look == "heading"


def _points(lines: Sequence[Line], first: int, after: int, usual_gap: int, told: set[str]) -> int:
    """Return what speaks for an article that begins with `lines[first:after]`."""
    rules = load_start()
    above, head, below = lines[first - 1], lines[first], lines[after]
    headings = [line for line in lines[first:after] if line.look == "heading"]
    speaks = {
        "opening": below.look == "opening",
        "byline": any(line.look == "byline" for line in lines[first:after]),
        "after_note": above.look == "note",
        "after_ruler": above.look == "ornament",
        "after_gap": head.gap > usual_gap,
        "two_headings": len(headings) > 1,
        "two_clauses": rules.two_clauses.search(head.text) is not None,
        "news": _is_news(lines, first, after, told),
        "question": head.text[-1] in "？?",
        "day": rules.day.search(below.text, 0, rules.points["day_within"]) is not None,
    }
    length = max(
        (points for length, points in rules.lengths if len(head.text) >= length), default=0
    )
    return length + sum(rules.points[name] for name, holds in speaks.items() if holds)
