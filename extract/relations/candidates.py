"""Pairs of names that a relation may join: all in one sentence, and those that a text ties.

To reach further: add a source of names to `_antecedents`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

import numpy as np

from extract.mention import Entity
from extract.relations.arrays import Bools, Ints
from extract.relations.ends import Ends
from extract.relations.scene import Place, Scene
from extract.relations.signs import TYPES
from extract.relations.view import View

# How many of the names last said before a line, and of the commonest, of each type.
RECENT = 2
FREQUENT = 1
# A speaker named after the quote, an event named after its scene.
SOON = 2
# Types whose names may tell of what they are part.
NAMED_AFTER = ("ORG", "ZONE")
SOON_TYPES = frozenset({"PER", "EVENT"})


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of a view's places: numbers of subject and object (n,), `may` (n, relations)."""

    subject: Ints
    object: Ints
    may: Bools


@lru_cache(maxsize=4)  # the same for every article
def allowed(ends: tuple[Ends, ...]) -> Bools:
    """Return which relations may join two types, (2, types, types, relations).

    The first row is for a subject that stands before its object; what holds either way is asked
    of the earlier name alone.
    """
    table = np.zeros((2, len(TYPES), len(TYPES), len(ends)), np.bool_)
    for n, its in enumerate(ends):
        for subject, object_ in its.pairs:
            s, o = TYPES.index(subject), TYPES.index(object_)
            table[0, s, o, n] = True
            if its.symmetric:
                table[0, o, s, n] = True
            else:
                table[1, s, o, n] = True
    table.flags.writeable = False
    return table


def candidates(seen: View, may: Bools, bylines: re.Pattern[str]) -> Pairs:
    """Return the pairs of places that relations may join by `may`, each once.

    `bylines` finds where a byline ends in its line.
    """
    s, o = np.concatenate([*_together(seen), *_apart(seen)], axis=1)
    which = may[(s > o).astype(np.int64), seen.type[s], seen.type[o]]
    behind = _behind_byline(seen, bylines)
    apart = (seen.line[s] == seen.line[o]) & (behind[s] != behind[o])
    some = which.any(axis=1) & (seen.entity[s] != seen.entity[o]) & ~apart
    _, once = np.unique(s[some] * len(seen.places) + o[some], return_index=True)
    return Pairs(s[some][once], o[some][once], which[some][once])


def _behind_byline(seen: View, bylines: re.Pattern[str]) -> Bools:
    """Return which places stand behind the colon of 記者甲廣州報道： in their line.

    What is told there has nothing to do with who tells it.
    """
    ends = [bylines.search(line.text) for line in seen.scene.lines]
    end = np.array([found.end() if found else 1 << 30 for found in ends])
    behind: Bools = seen.at - seen.starts[seen.line] >= end[seen.line]
    return behind


@lru_cache
def _each_two(count: int) -> Ints:
    """Return the pairs of different numbers below `count`, (2, pairs)."""
    s, o = np.indices((count, count)).reshape(2, -1)
    return np.stack([s[s != o], o[s != o]])


def _together(seen: View) -> Iterator[Ints]:
    """Yield the pairs in one line, in either order."""
    done = 0
    for line in seen.scene.lines:
        yield _each_two(len(line.places)) + done
        done += len(line.places)


def _apart(seen: View) -> Iterator[Ints]:
    """Yield the pairs in different lines: names within names, and each line's antecedents."""
    of: dict[Entity, list[int]] = {}
    for n, place in enumerate(seen.places):
        of.setdefault(place.entity, []).append(n)
    firsts = [(of[part][0], of[whole][0]) for part, whole in _named_after(seen.entities)]
    far = [(s, o) for s, o in firsts if seen.line[s] != seen.line[o]]
    yield np.array(far, np.int64).reshape(len(far), 2).T
    common = _common(seen.scene, of)
    said: dict[str, dict[Entity, int]] = {}
    done = 0
    for line in seen.scene.lines:
        here = {place.entity for place in line.places}
        numbers = range(done, done + len(line.places))
        if here:
            found = _antecedents(seen, line.number, said, common)
            away = np.array([n for n in found if seen.places[n].entity not in here], np.int64)
            pairs = np.stack([np.repeat(away, len(numbers)), np.tile(numbers, len(away))])
            yield from (pairs, pairs[::-1])
        for n in numbers:
            entity = seen.places[n].entity
            last = said.setdefault(entity.type, {})
            last.pop(entity, None)
            last[entity] = n
        done = numbers.stop


def _named_after(entities: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Yield the pairs of entities of one type of which the first has the second in its name."""
    by_type: dict[str, list[Entity]] = {}
    for entity in entities:
        by_type.setdefault(entity.type, []).append(entity)
    for type_ in NAMED_AFTER:
        for part, whole in permutations(by_type.get(type_, ()), 2):
            if whole.name in part.name:
                yield part, whole


def _common(scene: Scene, of: Mapping[Entity, Sequence[int]]) -> Sequence[Sequence[int]]:
    """Return all places of the commonest entities of each type."""
    counts = Counter(link.entity for link in scene.links if link.entity in of)
    taken: Counter[str] = Counter()
    common = []
    for entity, _ in counts.most_common():
        if taken[entity.type] < FREQUENT:
            taken[entity.type] += 1
            common.append(of[entity])
    return common


def _antecedents(
    seen: View,
    line: int,
    said: Mapping[str, Mapping[Entity, int]],
    common: Sequence[Sequence[int]],
) -> Sequence[int]:
    """Return at most one place for each name in other lines that `line` may have to do with."""
    chosen: dict[Entity, int] = {}

    def add(place: Place) -> None:
        if place.line != line:
            chosen.setdefault(place.entity, seen.place_number[place.line, place.at])

    for clause in range(len(seen.scene.lines[line].clauses)):
        for actor in seen.voices.acts[line, clause][0]:
            add(actor)
    for _, speaker in seen.voices.speaks[line]:
        add(speaker)
    for last in said.values():
        for entity in list(last)[-RECENT:]:
            chosen.setdefault(entity, last[entity])
    for later in seen.scene.lines[line + 1 : line + 1 + SOON]:
        soon = [other for other in later.places if other.entity.type in SOON_TYPES]
        if soon:
            add(soon[0])
            break
    for its in common:
        before = [n for n in its if seen.line[n] < line]
        add(seen.places[before[-1] if before else its[0]])
    return list(chosen.values())
