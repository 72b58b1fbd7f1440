"""From where a date is said: the day of the paper, the dates before it, the words around it.

To add a word: data/rules/dates.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extract import resources
from extract.dates.calendar import is_day
from extract.folding import fold
from extract.numerals import NUMERAL

DROPPED = re.compile(r"[\s「」『』“”‘’\"'《》]|(?<=.)[(\[][^()\[\]]*[)\]]")
SENTENCE_END = re.compile(r"[。！？!?\n]")
OPENED = re.compile(r"[「“][^」”]*$")
DATELINE = re.compile(r"\d日专?[电讯]")
REACH = 6  # characters before a date in which a cue may end


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of data/rules/dates.toml, folded to Simplified."""

    days: Mapping[str, int]
    steps: Mapping[str, int]
    years: Mapping[str, int]
    echoes: Mapping[str, int]
    year_echoes: Mapping[str, int]
    parts: Mapping[str, Sequence[str]]
    year_parts: Mapping[str, int]
    seasons: Mapping[str, Sequence[int]]
    halves: Mapping[str, Sequence[int]]
    terms: Mapping[str, int]
    term_steps: Mapping[str, str]
    cues: Mapping[str, Sequence[str]]
    feasts: Mapping[str, str]
    moving_feasts: Mapping[str, Sequence[str]]
    holidays: Mapping[str, Sequence[str]]


def load_date_words() -> DateWords:
    """Return the words that ship with the package."""
    table = tomllib.loads(resources.path("rules/dates.toml").read_text("utf-8"))
    term_steps = table["terms"].pop("when")
    return DateWords(term_steps=_folded(term_steps), **{k: _folded(v) for k, v in table.items()})


def _folded(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return `table` with its words folded, longer words first."""

    def value(cell: Any) -> Any:
        return [fold(item) if isinstance(item, str) else item for item in cell]

    return {
        fold(word): value(cell) if isinstance(cell, list) else cell
        for word, cell in sorted(table.items(), key=lambda row: -len(row[0]))
    }


def any_of(words: Mapping[str, object] | Sequence[str]) -> str:
    """Return a pattern for one of `words`, the longest that fits."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a reading of a date may look at beside its words.

    `day` is the day of the paper or None, `nearby` the values of the dates before, in order;
    `before` and `after` are what stands around the date in its sentence, folded.
    """

    words: DateWords
    day: date | None
    nearby: Sequence[str]
    before: str = ""
    after: str = ""

    @property
    def ahead(self) -> bool:
        """Tell whether the words before the date speak of what is to come."""
        return self.before[-REACH:].endswith(tuple(self.words.cues["ahead"]))

    @property
    def behind(self) -> bool:
        """Tell whether the words before the date speak of what is past."""
        return self.before[-REACH:].endswith(tuple(self.words.cues["behind"]))

    @property
    def quoted(self) -> bool:
        """Tell whether someone speaks of a day of their own: in quotes, or under a dateline."""
        return bool(OPENED.search(self.before) or DATELINE.search(self.before))

    def last_day(self) -> date | None:
        """Return the day that the text named last, else the paper's."""
        named = (date.fromisoformat(value) for value in reversed(self.nearby) if is_day(value))
        return next(named, self.day)

    def last_past_day(self) -> date | None:
        """Return the day that the text named last and that is not to come, else the paper's."""
        days = (date.fromisoformat(value) for value in reversed(self.nearby) if is_day(value))
        return next((day for day in days if self.day is None or day <= self.day), self.day)

    def last_year(self) -> int | None:
        """Return the year of the date that the text named last, else the paper's."""
        if self.nearby:
            return int(self.nearby[-1][:4])
        return self.day.year if self.day else None


def make_moment(
    words: DateWords, day: str, nearby: Sequence[str], before: str, after: str
) -> Moment:
    """Return the moment of a date that stands between `before` and `after` in an article."""
    return Moment(
        words,
        date.fromisoformat(day) if day else None,
        tuple(nearby),
        plain(SENTENCE_END.split(before)[-1], ""),
        plain(SENTENCE_END.split(after)[0], ""),
    )


def plain(text: str, dropped: str = DROPPED.pattern) -> str:
    """Return `text` folded, with narrow digits, without what `dropped` matches."""
    narrow = unicodedata.normalize("NFKC", text.replace("…", ""))
    folded = fold(narrow).replace("号", "日").replace("星期", "周").replace("礼拜", "周")
    folded = re.sub(rf"({NUMERAL})个月", r"\1个月", folded)
    return re.sub(dropped, "", folded) if dropped else folded
