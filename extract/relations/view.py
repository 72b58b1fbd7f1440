"""A scene as arrays: a row of numbers for each name where it stands, running counts between.

To add a feature of one place: `_place_numbers`; of one entity in its article: `_entity_numbers`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.folding import fold
from extract.mention import Entity
from extract.relations.resources import Resources
from extract.relations.scene import Line, Place, Scene
from extract.relations.signs import SIGNS, TYPES
from extract.relations.voices import Voices
from extract.relations.wording import match_rules

Rows = NDArray[np.float32]
Counts = NDArray[np.int32]
ROLES = ("headline", "subhead", "byline", "body", "caption", "item", "note")
# What stands right before and right after a name: ^ and $ are the edges of its clause.
LEFTS = (
    "^", "的", "由", "在于", "与和同跟及", "对向给", "为", "把将", "获", "、", "以从自经", "是", "等", "新",
)  # fmt: skip
RIGHTS = (
    "$", "的", "与和同跟及", "、", "是成为", "将会要拟", "在于", "由", "有已", "等", "内中上", "亦也则",
    "企资人", "不", "业界",
)  # fmt: skip
AROUND = ("before", "after", "last", "line")
PLACE_NUMBERS = len(TYPES) * 4 + len(ROLES) + len(LEFTS) + len(RIGHTS) + 19
ENTITY_NUMBERS = 13
FAR = 60
REPORTS = re.compile("记者|通讯员|摄影|编辑|特派员|采访")


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A scene, its places in order with their `rows`, and what `pair_rows` looks up.

    `trigger_counts[n]` and `place_counts[n]` count, by class and by type, what stands before
    character n of all lines, line m of which begins at `offsets[m]`. `rules` holds, for each pair
    of place numbers, a bit for each rule that words it. `edges` is where the list (line, group)
    begins and ends, `headings` the names in the nearest heading above each line, `kinds` the kind
    of each entity by the ending of its name, `ranks` how many are named more often.
    """

    scene: Scene
    voices: Voices
    places: tuple[Place, ...]
    numbers: Mapping[tuple[int, int], int]
    rows: Rows
    offsets: NDArray[np.int64]
    trigger_counts: Counts
    place_counts: Counts
    rules: Mapping[tuple[int, int], int]
    rule_count: int
    edges: Mapping[tuple[int, int], tuple[int, int]]
    headings: Sequence[frozenset[Entity]]
    kinds: Mapping[Entity, int]
    ranks: Mapping[Entity, int]

    def between(self, one: Place, other: Place) -> tuple[int, int]:
        """Return how many names of the type of `one`, and of `other`, stand between, up to 3."""
        low, high = sorted(int(self.offsets[p.line]) + p.at for p in (one, other))
        names = self.place_counts[high] - self.place_counts[low + 1]
        kinds = (TYPES.index(place.entity.type) for place in (one, other))
        first, second = (min(3, int(names[kind])) for kind in kinds)
        return first, second


def place_names(resources: Resources) -> list[str]:
    """Return the names of the columns of `View.rows`."""
    names = [f"{where} {word}" for where in AROUND for word in resources.triggers.names]
    names += [f"kind {kind}" for kind in resources.kinds.names]
    names += [f"place {n}" for n in range(PLACE_NUMBERS)]
    return names + [f"entity {n}" for n in range(ENTITY_NUMBERS)]


def view(scene: Scene, voices: Voices, resources: Resources) -> View:
    """Return the arrays of `scene`, made once an article."""
    places = tuple(place for line in scene.lines for place in line.places)
    numbers = {(place.line, place.at): n for n, place in enumerate(places)}
    lengths = [len(line.text) + 1 for line in scene.lines]
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    classes = len(resources.triggers.names)
    triggers = np.zeros((int(offsets[-1]) + 1, classes), np.int32)
    stands = np.zeros((int(offsets[-1]) + 1, len(TYPES)), np.int32)
    for line in scene.lines:
        for trigger in line.triggers:
            triggers[offsets[line.number] + trigger.start + 1] += bits(trigger.classes, classes)
    for place in places:
        stands[offsets[place.line] + place.at + 1, TYPES.index(place.entity.type)] += 1
    of_entity = _entity_rows(scene, voices, resources)
    rows = np.zeros((len(places), len(place_names(resources))), np.float32)
    kinds = len(resources.kinds.names)
    for row, place in zip(rows, places, strict=True):
        around = _around(scene.lines[place.line], place, classes)
        number = _place_numbers(scene, place)
        own = of_entity[place.entity]
        row[:] = np.concatenate([around, own[:kinds], number, own[kinds:]])
    return View(
        scene,
        voices,
        places,
        numbers,
        rows,
        offsets,
        triggers.cumsum(0, dtype=np.int32),
        stands.cumsum(0, dtype=np.int32),
        _worded(scene, numbers, resources),
        len(resources.rules),
        _edges(places),
        _headings(scene),
        {link.entity: resources.kinds.of(link.entity.name) for link in scene.links},
        _ranks(scene),
    )


def _edges(places: Sequence[Place]) -> Mapping[tuple[int, int], tuple[int, int]]:
    edges: dict[tuple[int, int], tuple[int, int]] = {}
    for place in places:
        first, _ = edges.get((place.line, place.group), (place.at, place.at))
        edges[place.line, place.group] = (first, place.at)
    return edges


def _ranks(scene: Scene) -> Mapping[Entity, int]:
    """Return how many entities of the same type are named more often, up to 3."""
    counts = Counter(link.entity for link in scene.links)
    return {
        entity: min(3, sum(e.type == entity.type and n > count for e, n in counts.items()))
        for entity, count in counts.items()
    }


def _headings(scene: Scene) -> Sequence[frozenset[Entity]]:
    names: frozenset[Entity] = frozenset()
    above = []
    for line in scene.lines:
        above.append(names)
        if line.sentence.role in ("subhead", "headline"):
            names = frozenset(place.entity for place in line.places)
    return above


def bits(mask: int, count: int) -> Counts:
    """Return the lowest `count` bits of `mask` as zeros and ones, the lowest first."""
    return np.array([mask >> n & 1 for n in range(count)], np.int32)


def _worded(
    scene: Scene, numbers: Mapping[tuple[int, int], int], resources: Resources
) -> Mapping[tuple[int, int], int]:
    """Return the rules that word each pair of places, as bits."""
    nth = {rule.name: n for n, rule in enumerate(resources.rules)}
    rules: dict[tuple[int, int], int] = {}
    for line in scene.lines:
        for rule, s, o in match_rules(line, resources.rules, resources.ends):
            key = (numbers[s.line, s.at], numbers[o.line, o.at])
            rules[key] = rules.get(key, 0) | 1 << nth[rule.name]
            if resources.ends[rule.relation].symmetric:
                rules[key[::-1]] = rules.get(key[::-1], 0) | 1 << nth[rule.name]
    return rules


def _entity_rows(scene: Scene, voices: Voices, resources: Resources) -> Mapping[Entity, Rows]:
    """Return for each entity its kind by the ending of its name, and its part in the article."""
    counts = Counter(link.entity for link in scene.links)
    kind = {entity: resources.kinds.of(entity.name) for entity in counts}
    types = Counter(entity.type for entity in counts)
    seen: dict[Entity, list[Line]] = {}
    for line in scene.lines:
        for entity in {place.entity for place in line.places}:
            seen.setdefault(entity, []).append(line)
    body = next((n for n, line in enumerate(scene.lines) if line.sentence.role == "body"), 0)
    plan = resources.kinds.names.index("plan")
    plans = [e.name for e in counts if e.type == "INIT" and kind[e] == plan]
    said = Counter(
        entity
        for speakers in voices.speaks.values()
        for entity in {place.entity for _, place in speakers}
    )
    reporters = _reporters(scene)
    rows = {}
    for entity, count in counts.items():
        lines = seen.get(entity, [])
        first = lines[0].number if lines else 0
        rank = sum(1 for e, n in counts.items() if e.type == entity.type and n > count)
        numbers = [
            count, len(lines), sum(line.sentence.role in ("headline", "subhead") for line in lines),
            sum(body <= line.number < body + 2 for line in lines), first,
            first / max(1, len(scene.lines)), types[entity.type], rank, len(entity.name),
            sum(entity.name in name for name in plans), len(plans), said[entity], entity in reporters,
        ]  # fmt: skip
        kinds = [kind[entity] == n for n in range(len(resources.kinds.names))]
        rows[entity] = np.array([*kinds, *numbers], np.float32)
    return rows


def _reporters(scene: Scene) -> frozenset[Entity]:
    """Return the persons whose post, right before the name, is one at a newspaper."""
    found = set()
    for line in scene.lines:
        for post, person in zip(line.places, line.places[1:], strict=False):
            types = (post.entity.type, person.entity.type)
            if types == ("POST", "PER") and REPORTS.search(fold(post.link.mention.surface)):
                found.add(person.entity)
    return frozenset(found)


def _mates(line: Line, place: Place) -> Sequence[Place]:
    return [other for other in line.places if other.group == place.group]


def _around(line: Line, place: Place, classes: int) -> Counts:
    """Return the classes of the trigger words nearest to the list that `place` is an item of."""
    mates = _mates(line, place)
    start, end = line.clauses[place.clause], line.clause_end(place.clause)
    before = [t.classes for t in line.triggers if start <= t.start and t.end <= mates[0].at]
    after = [t.classes for t in line.triggers if mates[-1].at < t.start and t.end <= end]
    whole = 0
    for trigger in line.triggers:
        whole |= trigger.classes
    masks = (
        before[-1] if before else 0,
        after[0] if after else 0,
        after[-1] if after else 0,
        whole,
    )
    return np.concatenate([bits(mask, classes) for mask in masks])


def _place_numbers(scene: Scene, place: Place) -> list[float]:
    line = scene.lines[place.line]
    mates = _mates(line, place)
    first, last = mates[0].at, mates[-1].at
    start, end = line.clauses[place.clause], line.clause_end(place.clause)
    before = [t.end for t in line.triggers if start <= t.start and t.end <= first]
    after = [t.start for t in line.triggers if last < t.start and t.end <= end]
    here = [other for other in line.places if other.clause == place.clause]
    same = [other for other in here if other.entity.type == place.entity.type]
    row: list[float] = [place.entity.type == type_ for type_ in TYPES]
    row += [line.sentence.role == role for role in ROLES]
    row += _neighbours(line.text, first, last, start, end)
    row += [sum(other.entity.type == type_ for other in here) for type_ in TYPES]
    row += [
        place.line, place.line / len(scene.lines), len(scene.lines), first, first / len(line.text),
        first - start, place.clause, len(line.clauses), place.quoted, place.pointed, len(mates),
        mates[0] != place, first - before[-1] if before else FAR, len(before),
        after[0] - last if after else FAR, len(after),
        same.index(mates[0]) if mates[0] in same else 0, len(same), len(line.places),
    ]  # fmt: skip
    return row


def _neighbours(text: str, first: int, last: int, start: int, end: int) -> list[float]:
    """Return what stands right before and after a list of names."""
    left = "^" if first == start else text[first - 1]
    ends = not text[last + 1 : end].strip("，。；：！？ 　")
    right = "$" if ends else text[last + 1]
    row: list[float] = [left in marks for marks in LEFTS]
    row += [right in marks for marks in RIGHTS]
    row += [left == SIGNS[type_] for type_ in TYPES]
    return row + [right == SIGNS[type_] for type_ in TYPES]
