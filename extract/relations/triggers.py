"""Words that speak of a relation (簽署, 主辦, 落戶), found in a sentence by their class.

To add a word: data/lexicon/relations_triggers.txt.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.folding import fold


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger word at `[start, end)` of a line's text; bit n of `classes` is class n.

    `numbers` are the same classes one by one.
    """

    start: int
    end: int
    classes: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Triggers:
    """All trigger words: `names` of the classes in order, and each word's classes as bits."""

    names: tuple[str, ...]
    words: Mapping[str, tuple[int, tuple[int, ...]]]
    pattern: re.Pattern[str]

    def find(self, text: str) -> tuple[Trigger, ...]:
        """Return the trigger words in `text`, the longest where several begin together."""
        return tuple(
            Trigger(found.start(), found.end(), *self.words[found.group()])
            for found in self.pattern.finditer(text)
        )


def read_triggers(rows: Iterable[str]) -> Triggers:
    """Return the triggers in `rows`, each a class and its words, folded to Simplified."""
    names: list[str] = []
    words: dict[str, int] = {}
    for row in rows:
        name, *listed = row.split()
        names.append(name)
        for word in listed:
            folded = fold(word)
            words[folded] = words.get(folded, 0) | 1 << (len(names) - 1)
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    classes = {
        word: (bits, tuple(n for n in range(len(names)) if bits >> n & 1))
        for word, bits in words.items()
    }
    return Triggers(tuple(names), classes, re.compile("|".join(map(re.escape, longest_first))))
