"""Pairs of names that a relation may join: all in one sentence, and those that a text ties.

To reach further: add a source of names to `_antecedents`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.mention import Entity
from extract.relations.ends import Ends
from extract.relations.scene import Place, Scene
from extract.relations.voices import Voices

RECENT = 2
FREQUENT = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of places that `relation` may join."""

    relation: str
    subject: Place
    object: Place


def candidates(scene: Scene, voices: Voices, relation: str, ends: Ends) -> Iterator[Candidate]:
    """Yield the pairs of places in `scene` that `relation` may join."""
    for line in scene.lines:
        for s in line.places:
            for o in line.places:
                if s.entity == o.entity or (ends.symmetric and s.at > o.at):
                    continue
                types = (s.entity.type, o.entity.type)
                if types in ends.pairs or (ends.symmetric and types[::-1] in ends.pairs):
                    yield Candidate(relation, s, o)
    for s, o in _apart(scene, voices, ends):
        if s.entity != o.entity and (s.entity.type, o.entity.type) in ends.pairs:
            yield Candidate(relation, s, o)


def _apart(scene: Scene, voices: Voices, ends: Ends) -> Iterator[tuple[Place, Place]]:
    """Yield (subject, object) in different lines: each name with what goes before it."""
    for s, o in _named_after(scene):
        yield s, o
    for line in scene.lines:
        here = {place.entity for place in line.places}
        for o in line.places:
            if o.entity.type in ends.objects:
                for s in _antecedents(scene, voices, o, ends.subjects):
                    if s.entity not in here:
                        yield s, o
        for s in line.places:
            if s.entity.type in ends.subjects and not ends.symmetric:
                for o in _antecedents(scene, voices, s, ends.objects):
                    if o.entity not in here:
                        yield s, o


def _named_after(scene: Scene) -> Iterator[tuple[Place, Place]]:
    """Yield (part, whole) of names of one type that lie in different lines, one in the other."""
    first: dict[Entity, Place] = {}
    for line in scene.lines:
        for place in line.places:
            first.setdefault(place.entity, place)
    for part, s in first.items():
        for whole, o in first.items():
            if part != whole and part.type == whole.type and whole.name in part.name:
                yield s, o


def _antecedents(
    scene: Scene, voices: Voices, place: Place, types: frozenset[str]
) -> Sequence[Place]:
    """Return at most one place for each name in other lines that `place` may have to do with."""
    chosen: dict[Entity, Place] = {}

    def add(other: Place) -> None:
        if other.entity.type in types and other.line != place.line:
            chosen.setdefault(other.entity, other)

    for actor in voices.acts[place.line, place.clause][0]:
        add(actor)
    speaker = voices.speaker(place.line, place.at)
    if speaker:
        add(speaker)
    earlier = [
        p for line in scene.lines[: place.line] for p in line.places if p.entity.type in types
    ]
    kinds: Counter[str] = Counter()
    for other in reversed(earlier):
        if other.entity not in chosen and kinds[other.entity.type] < RECENT:
            kinds[other.entity.type] += 1
            add(other)
    later = [p for line in scene.lines[place.line + 1 : place.line + 3] for p in line.places]
    for other in later:
        if other.entity.type in ("PER", "EVENT"):
            add(other)
            break
    for entity in _frequent(scene, types):
        nearest = _nearest(scene, entity, place.line)
        if nearest:
            add(nearest)
    return list(chosen.values())


def _frequent(scene: Scene, types: frozenset[str]) -> list[Entity]:
    """Return the names of each of `types` that the article says most often."""
    counts = Counter(link.entity for link in scene.links if link.entity.type in types)
    kinds: Counter[str] = Counter()
    frequent = []
    for entity, _ in counts.most_common():
        kinds[entity.type] += 1
        if kinds[entity.type] <= FREQUENT:
            frequent.append(entity)
    return frequent


def _nearest(scene: Scene, entity: Entity, line: int) -> Place | None:
    places = [p for other in scene.lines for p in other.places if p.entity == entity]
    before = [p for p in places if p.line < line]
    return before[-1] if before else (places[0] if places else None)


def by_pair(found: Sequence[Candidate]) -> Mapping[tuple[Entity, Entity], list[int]]:
    """Return for each pair of entities the indices of its candidates."""
    pairs: dict[tuple[Entity, Entity], list[int]] = {}
    for n, candidate in enumerate(found):
        pairs.setdefault((candidate.subject.entity, candidate.object.entity), []).append(n)
    return pairs
