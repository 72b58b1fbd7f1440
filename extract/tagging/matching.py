"""Find known strings in text, leftmost and longest first (Aho–Corasick over characters)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind


@dataclass(frozen=True, slots=True)
class Matcher:
    """Known strings, each with the numbers of the classes that it belongs to."""

    classes: tuple[tuple[int, ...], ...]
    automaton: AhoCorasick | None

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Yield (start, end, classes) of each hit in `text`; hits do not overlap."""
        if self.automaton is not None:
            for which, start, end in self.automaton.find_matches_as_indexes(text):
                yield start, end, self.classes[which]


def make_matcher(known: Mapping[str, Iterable[int]]) -> Matcher:
    """Return a matcher of the strings in `known`, which maps each to its classes."""
    names = sorted(known)
    automaton = (
        AhoCorasick(names, matchkind=MatchKind.LeftmostLongest, store_patterns=False)
        if names
        else None
    )
    return Matcher(tuple(tuple(sorted(known[name])) for name in names), automaton)
