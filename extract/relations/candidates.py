"""Pairs of names that a relation may join: all in one sentence, and those that a text ties.

To reach further: add a source of names to `_antecedents`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from extract.mention import Entity
from extract.relations.ends import Ends
from extract.relations.scene import Place, Scene
from extract.relations.voices import Voices

# How many of the names last said before a line, and of the commonest, of each type.
RECENT = 2
FREQUENT = 1
# A speaker named after the quote, an event named after its scene.
SOON = 2
SOON_TYPES = frozenset({"PER", "EVENT"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of places that `relation` may join."""

    relation: str
    subject: Place
    object: Place


@dataclass(frozen=True, slots=True)
class Index:
    """The places of a scene in order, those of each entity, the commonest entities by type."""

    scene: Scene
    voices: Voices
    places: Sequence[Place]
    starts: Sequence[int]
    of: Mapping[Entity, Sequence[Place]]
    common: Mapping[str, Sequence[Entity]]
    named_after: Sequence[tuple[Place, Place]]


def index_of(scene: Scene, voices: Voices) -> Index:
    """Return `scene` as `candidates` reads it, made once an article."""
    places: list[Place] = []
    starts = []
    of: dict[Entity, list[Place]] = {}
    for line in scene.lines:
        starts.append(len(places))
        places += line.places
        for place in line.places:
            of.setdefault(place.entity, []).append(place)
    counts = Counter(link.entity for link in scene.links if link.entity in of)
    common: dict[str, list[Entity]] = {}
    for entity, _ in counts.most_common():
        if len(common.setdefault(entity.type, [])) < FREQUENT:
            common[entity.type].append(entity)
    named = [
        (of[part][0], of[whole][0])
        for part in of
        for whole in of
        if part.type == whole.type and whole.name in part.name and part != whole
    ]
    return Index(scene, voices, places, starts, of, common, named)


def candidates(index: Index, relation: str, ends: Ends) -> Iterator[Candidate]:
    """Yield the pairs of places that `relation` may join, each pair of places once."""
    for s, o in (*_together(index, ends), *_apart(index, ends)):
        yield Candidate(relation, s, o)


def _together(index: Index, ends: Ends) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs of allowed types in one line, in either order."""
    for line in index.scene.lines:
        for s, o in permutations(line.places, 2):
            if s.entity == o.entity or (ends.symmetric and s.at > o.at):
                continue
            types = (s.entity.type, o.entity.type)
            if types in ends.pairs or (ends.symmetric and types[::-1] in ends.pairs):
                yield s, o


def _apart(index: Index, ends: Ends) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs in different lines: names within names, and each name's antecedents."""
    pairs, subjects, objects = ends.pairs, ends.subjects, ends.objects
    for s, o in index.named_after:
        if (s.entity.type, o.entity.type) in pairs and s.line != o.line:
            yield s, o
    for line in index.scene.lines:
        here = {place.entity for place in line.places}
        found: list[tuple[Place, Place]] = []
        for place in line.places:
            if place.entity.type in objects:
                found += [(s, place) for s in _antecedents(index, place, subjects)]
            if place.entity.type in subjects and not ends.symmetric:
                found += [(place, o) for o in _antecedents(index, place, objects)]
        for s, o in found:
            away = o if s.line == line.number else s
            if away.entity not in here and (s.entity.type, o.entity.type) in pairs:
                yield s, o


def _antecedents(index: Index, place: Place, types: frozenset[str]) -> Sequence[Place]:
    """Return at most one place for each name in other lines that `place` may have to do with."""
    chosen: dict[Entity, Place] = {}

    def add(other: Place) -> None:
        if other.entity.type in types and other.line != place.line:
            chosen.setdefault(other.entity, other)

    for actor in index.voices.acts[place.line, place.clause][0]:
        add(actor)
    speaker = index.voices.speaker(place.line, place.at)
    if speaker:
        add(speaker)
    wanted = dict.fromkeys(types, RECENT)
    for n in range(index.starts[place.line] - 1, -1, -1):
        other = index.places[n]
        if wanted.get(other.entity.type) and other.entity not in chosen:
            wanted[other.entity.type] -= 1
            chosen[other.entity] = other
            if not any(wanted.values()):
                break
    for later in index.scene.lines[place.line + 1 : place.line + 1 + SOON]:
        soon = [other for other in later.places if other.entity.type in SOON_TYPES]
        if soon:
            add(soon[0])
            break
    for type_ in sorted(types):
        for entity in index.common.get(type_, ()):
            its = index.of[entity]
            before = [other for other in its if other.line < place.line]
            add(before[-1] if before else its[0])
    return list(chosen.values())
