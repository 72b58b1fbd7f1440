"""The wording around and between two names as hashed numbers: what the linear ranker reads.

To add a feature: a string in `_of_place` (what is around one name) or in `_of_pair`.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from extract.relations.candidates import Candidate
from extract.relations.scene import Place
from extract.relations.view import View

SIZE = 1 << 15
LONGEST_GAP = 8
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The hashed phrases of an article's places and pairs; each is made once.

    Several relations ask about one pair: what is made is kept for as long as the article is read.
    """

    seen: View
    places: dict[tuple[str, int, str], Ids] = field(default_factory=dict)
    pairs: dict[tuple[int, int], Ids] = field(default_factory=dict)
    ties: dict[tuple[int, int], list[float]] = field(default_factory=dict)

    def ids(self, candidate: Candidate) -> Ids:
        """Return the numbers, below SIZE, of the phrases around and between the pair."""
        s, o = candidate.subject, candidate.object
        near, apart = ("N", "B"), ("F", "L")
        way = (near if s.line == o.line else apart)[(s.line, s.at) > (o.line, o.at)]
        return np.concatenate(
            [self._place("s", s, way), self._place("o", o, way), self._pair(s, o, way)]
        )

    def _place(self, side: str, place: Place, way: str) -> Ids:
        key = (side, self.seen.numbers[place.line, place.at], way)
        if key not in self.places:
            self.places[key] = _hash(_of_place(self.seen, place, side, way))
        return self.places[key]

    def _pair(self, s: Place, o: Place, way: str) -> Ids:
        key = (self.seen.numbers[s.line, s.at], self.seen.numbers[o.line, o.at])
        if key not in self.pairs:
            parts = [*_of_pair(self.seen, s, o, way), *_of_parts(self.seen, s, o, way)]
            self.pairs[key] = _hash(parts)
        return self.pairs[key]


def _hash(phrases: Sequence[str]) -> Ids:
    return np.array([zlib.crc32(phrase.encode()) % SIZE for phrase in phrases], np.int32)


def _of_place(seen: View, place: Place, side: str, way: str) -> list[str]:
    """Return the characters and trigger words beside the list that `place` is an item of."""
    line = seen.scene.lines[place.line]
    first, last = seen.edges[place.line, place.group]
    phrases = [f"{side}name {place.entity.name[-2:]}"]
    for size in (1, 2, 3, 4):
        left, right = line.text[max(0, first - size) : first], line.text[last + 1 : last + 1 + size]
        phrases += [f"{side}left {left}", f"{side}right {right}"]
        if size in (2, 3):
            phrases += [f"{side}left {left} {way}", f"{side}right {right} {way}"]
    before, after = _beside(seen, place)
    type_ = place.entity.type
    phrases += [f"{side}before {before} {way} {type_}", f"{side}after {after} {way} {type_}"]
    return [*phrases, f"{side}both {before} {after} {way}"]


def _beside(seen: View, place: Place) -> tuple[str, str]:
    """Return the nearest trigger words before and after the list of `place` in its clause."""
    line = seen.scene.lines[place.line]
    first, last = seen.edges[place.line, place.group]
    start, end = line.clauses[place.clause], line.clause_end(place.clause)
    before = [t for t in line.triggers if start <= t.start and t.end <= first]
    after = [t for t in line.triggers if last < t.start and t.end <= end]
    return (
        line.text[before[-1].start : before[-1].end] if before else "-",
        line.text[after[0].start : after[0].end] if after else "-",
    )


def _of_pair(seen: View, s: Place, o: Place, way: str) -> list[str]:
    """Return what is between two names of one sentence, or how far apart their sentences are."""
    types = f"{s.entity.type} {o.entity.type}"
    phrases = [f"types {types} {way}"]
    phrases.append(f"verbs {_beside(seen, s)[1]} {_beside(seen, o)[0]} {way}")
    if s.line != o.line:
        return [*phrases, f"lines {max(-5, min(5, o.line - s.line))} {types}"]
    line = seen.scene.lines[s.line]
    one, two = seen.edges[s.line, s.group], seen.edges[o.line, o.group]
    if s.group == o.group:
        low, high = min(s.at, o.at) + 1, max(s.at, o.at)
    else:
        low, high = (one[1] + 1, two[0]) if s.at < o.at else (two[1] + 1, one[0])
    gap = line.text[low:high]
    if len(gap) <= LONGEST_GAP:
        phrases.append(f"gap {gap} {way}")
    phrases += [f"in {gap[n : n + 2]} {way}" for n in range(len(gap) - 1)]
    phrases.append(f"long {min(len(gap) // 4, 8)} {way} {types}")
    words = [line.text[t.start : t.end] for t in line.triggers if low <= t.start and t.end <= high]
    phrases += [f"word {word} {way} {types}" for word in words]
    return [*phrases, f"words {' '.join(words[-3:])} {way}"]


def _of_parts(seen: View, s: Place, o: Place, way: str) -> list[str]:
    """Return what part each name plays for the other, joined with the words beside them."""
    types = f"{s.entity.type} {o.entity.type}"
    verb, kinds = _beside(seen, o)[0], f"{seen.kinds[s.entity]} {seen.kinds[o.entity]}"
    acts, how = seen.voices.acts[o.line, o.clause]
    does = how if any(place.entity == s.entity for place in acts) else 3
    speaker = seen.voices.speaker(o.line, o.at)
    says = speaker is not None and speaker.entity == s.entity
    own = speaker is not None and seen.scene.bodies.get(speaker.entity) == s.entity
    line = seen.scene.lines[o.line]
    first, last = seen.edges[o.line, o.group]
    edges = f"{line.text[first - 1 : first] or '^'} {line.text[last + 1 : last + 2]}"
    near, far = seen.between(s, o)
    clauses = max(-2, min(3, o.clause - s.clause)) if s.line == o.line else way
    phrases = [
        f"does {does} {way} {types}", f"does {does} {verb} {way}", f"does {does} {verb} {types}",
        f"says {says} {own} {types} {way}", f"says {says} {edges}", f"says {says} {verb}",
        f"kinds {kinds} {way}", f"kind s {seen.kinds[s.entity]} {verb} {way}",
        f"kind o {seen.kinds[o.entity]} {verb} {does}", f"near {near} {far} {types} {way}",
        f"clauses {clauses} {types} {verb}", f"clauses {clauses} {near} {types}",
        f"often {seen.ranks[s.entity]} {types} {way}", f"often {seen.ranks[s.entity]} {does} {verb}",
        f"often o {seen.ranks[o.entity]} {says} {types}", f"role {line.sentence.role} {types} {way} {does}",
        f"heading {s.entity in seen.headings[o.line]} {types} {way} {verb}",
        f"pointed {s.pointed} {o.pointed} {types} {verb} {way}",
    ]  # fmt: skip
    if says:
        spoken = seen.voices.since(o.line, o.at)
        nth = -1 if spoken is None else min(4, sum(spoken < p.at < o.at for p in line.places))
        phrases += [f"topic {nth} {o.entity.type} {o.line - s.line > 0}", f"topic {nth} {edges}"]
    bits = seen.rules.get((seen.numbers[s.line, s.at], seen.numbers[o.line, o.at]), 0)
    return [*phrases, *(f"rule {n}" for n in range(seen.rule_count) if bits >> n & 1)]
