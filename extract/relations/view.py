"""A scene as arrays: where each name stands, and what is known of it there.

To add a feature of one name: a number in `_of_entities` or in `_of_places`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.folding import fold
from extract.mention import Entity
from extract.relations.arrays import Bools, Floats, Ints
from extract.relations.resources import Resources
from extract.relations.scene import Place, Scene
from extract.relations.signs import SIGNS, TYPES
from extract.relations.voices import Voices
from extract.relations.wording import match_rules, page_of

ROLES = ("headline", "subhead", "byline", "body", "caption", "item", "note")
# What stands right before and right after a name: ^ and $ are the edges of its clause.
LEFTS = (
    "^", "的", "由", "在于", "与和同跟及", "、", "对向给", "为", "把将", "获", "以从自经", "是", "等", "新",
)  # fmt: skip
RIGHTS = (
    "$", "的", "与和同跟及", "、", "是成为", "将会要拟", "在于", "由", "有已", "等", "内中上", "亦也则",
    "企资人", "不", "业界",
)  # fmt: skip
EDGES = "，。；：！？ 　"
AROUND = ("before", "after", "last", "line")
PLACE_NUMBERS = 19
ENTITY_NUMBERS = 18
FAR = 60
REPORTS = re.compile("记者|通讯员|摄影|编辑|特派员|采访")


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A scene, and its names in order as arrays over their numbers.

    Offsets count the characters of all lines, each with one more for its end; line m begins at
    `starts[m]`. `at` is the offset of each name, `first` and `last` those of its list's edges,
    `entity` the number of what it names in `entities`, which `number` gives for each of these, as
    `place_number` gives that of a name by its line and its index in it. `words[n]` and `names[n]` count, by class
    and by type, the trigger words and names that stand before offset n. `rows` is what is known of
    each name where it stands; `rules` the (subject, object, rule) that are worded.
    """

    scene: Scene
    voices: Voices
    places: tuple[Place, ...]
    entities: tuple[Entity, ...]
    number: Mapping[Entity, int]
    place_number: Mapping[tuple[int, int], int]
    starts: Ints
    line: Ints
    clause: Ints
    at: Ints
    first: Ints
    last: Ints
    type: Ints
    entity: Ints
    words: Ints
    names: Ints
    rows: Floats
    rules: tuple[tuple[int, int, int], ...]


def row_names(resources: Resources) -> tuple[str, ...]:
    """Return the names of the columns of `View.rows`."""
    return (
        *(f"{where} {word}" for where in AROUND for word in resources.triggers.names),
        *(f"left {marks}" for marks in (*LEFTS, *TYPES)),
        *(f"right {marks}" for marks in (*RIGHTS, *TYPES)),
        *(f"clause has {type_}" for type_ in TYPES),
        *(f"place {n}" for n in range(PLACE_NUMBERS)),
        *(f"is {type_}" for type_ in TYPES),
        *(f"role {role}" for role in ROLES),
        *(f"kind {kind}" for kind in (*resources.kinds.names, "none")),
        *(f"entity {n}" for n in range(ENTITY_NUMBERS)),
    )


def view(scene: Scene, voices: Voices, resources: Resources) -> View:
    """Return the arrays of `scene`, made once an article."""
    places = tuple(place for line in scene.lines for place in line.places)
    entities = tuple(dict.fromkeys(place.entity for place in places))
    number = {entity: n for n, entity in enumerate(entities)}
    place_number = {(place.line, place.at): n for n, place in enumerate(places)}
    starts = np.cumsum([0, *(len(line.text) + 1 for line in scene.lines)])
    line = np.array([place.line for place in places], np.int64)
    at = np.array([place.at for place in places], np.int64) + starts[line]
    first, last = _edges(places, at)
    type_ = np.array([TYPES.index(place.entity.type) for place in places], np.int64)
    entity = np.array([number[place.entity] for place in places], np.int64)
    stands = np.zeros((int(starts[-1]) + 1, len(TYPES)), np.int64)
    stands[at + 1, type_] = 1
    triggers = _triggers(scene, starts, len(resources.triggers.names))
    seen = View(
        scene,
        voices,
        places,
        entities,
        number,
        place_number,
        starts,
        line,
        np.array([place.clause for place in places], np.int64),
        at,
        first,
        last,
        type_,
        entity,
        triggers.before,
        stands.cumsum(0),
        np.zeros((0, 0), np.float32),
        _worded(scene, place_number, resources),
    )
    of_entities = _of_entities(scene, voices, entities, resources)
    rows = np.concatenate([_of_places(seen, triggers), of_entities[entity]], axis=1)
    return replace(seen, rows=rows.astype(np.float32))


def _edges(places: Sequence[Place], at: Ints) -> tuple[Ints, Ints]:
    """Return where the list of each place begins and ends."""
    edges: dict[tuple[int, int], list[int]] = {}
    for place, offset in zip(places, at.tolist(), strict=True):
        edges.setdefault((place.line, place.group), []).append(offset)
    both = [(edges[p.line, p.group][0], edges[p.line, p.group][-1]) for p in places]
    pairs = np.array(both, np.int64).reshape(len(places), 2)
    return pairs[:, 0], pairs[:, 1]


@dataclass(frozen=True, slots=True, eq=False)
class _Triggers:
    """The trigger words in order: where each begins and ends, its classes, how many stand before."""

    start: Ints
    end: Ints
    classes: Ints
    before: Ints


def _triggers(scene: Scene, starts: Ints, classes: int) -> _Triggers:
    spans: list[tuple[int, int]] = []
    marks: list[tuple[int, int]] = []
    for line, start in zip(scene.lines, starts.tolist(), strict=False):
        for trigger in line.triggers:
            marks += [(len(spans), n) for n in trigger.numbers]
            spans.append((start + trigger.start, start + trigger.end))
    span = np.array(spans, np.int64).reshape(len(spans), 2)
    which = np.array(marks, np.int64).reshape(len(marks), 2)
    table = np.zeros((len(spans) + 1, classes), np.int64)  # the last is for no word at all
    table[which[:, 0], which[:, 1]] = 1
    begins = np.zeros((int(starts[-1]) + 1, classes), np.int64)
    begins[span[:, 0] + 1] = table[:-1]
    return _Triggers(span[:, 0], span[:, 1], table, begins.cumsum(0))


def _of_places(seen: View, triggers: _Triggers) -> Floats:
    """Return what is around each name: words, marks, other names, and where in the line it is."""
    lines = seen.scene.lines
    edges = [
        (lines[p.line].clauses[p.clause], lines[p.line].clause_end(p.clause)) for p in seen.places
    ]
    clauses = np.array(edges, np.int64).reshape(len(edges), 2)
    begin = seen.starts[seen.line]
    start, end = begin + clauses[:, 0], begin + clauses[:, 1]
    stop = seen.starts[seen.line + 1]
    word, none = triggers, len(triggers.start)
    low = np.searchsorted(word.start, start)
    left = np.searchsorted(word.end, seen.first, "right")
    right = np.searchsorted(word.start, seen.last, "right")
    high = np.searchsorted(word.end, end, "right")
    before, after = np.where(left > low, left - 1, none), np.where(right < high, right, none)
    ends = np.append(word.end, 0)[before]
    begins = np.append(word.start, 0)[after]
    around = [
        word.classes[before],
        word.classes[after],
        word.classes[np.where(right < high, high - 1, none)],
        np.minimum(word.before[stop] - word.before[begin], 1),
    ]
    here = seen.names[end] - seen.names[start]
    ahead = seen.names[seen.first] - seen.names[start]
    each = np.arange(len(seen.places))
    long = stop - begin
    numbers = [
        seen.line, seen.line / len(lines), np.full(len(each), len(lines)), seen.first - begin,
        (seen.first - begin) / long, seen.first - start, seen.clause,
        np.array([len(lines[n].clauses) for n in seen.line.tolist()]),
        np.array([place.quoted for place in seen.places]),
        np.array([place.pointed for place in seen.places]),
        seen.last > seen.first, seen.at > seen.first,
        np.where(before < none, seen.first - ends, FAR), left - np.minimum(low, left),
        np.where(after < none, begins - seen.last, FAR), np.maximum(high, right) - right,
        ahead[each, seen.type], here[each, seen.type],
        (seen.names[stop] - seen.names[begin]).sum(axis=1),
    ]  # fmt: skip
    return np.concatenate(
        [
            *around,
            _neighbours(seen, begin, start, end),
            here,
            np.stack(numbers, axis=1),
            seen.type[:, None] == np.arange(len(TYPES)),
            np.array([[line.sentence.role == role for role in ROLES] for line in lines])[seen.line],
        ],
        axis=1,
    )


def _neighbours(seen: View, begin: Ints, start: Ints, end: Ints) -> Bools:
    """Return what stands right before and after the list of each name, ^ and $ at a clause's edge."""
    lefts, rights = [], []
    spans = zip(seen.first - begin, seen.last + 1 - begin, start - begin, end - begin, strict=True)
    for place, (first, last, clause, over) in zip(seen.places, spans, strict=True):
        text = seen.scene.lines[place.line].text
        lefts.append("^" if first == clause else text[first - 1])
        rest = text[last : last + 1]
        edge = not rest or (rest in EDGES and not text[last:over].strip(EDGES))
        rights.append("$" if edge else rest)
    found = [
        (
            *(left in marks for marks in LEFTS),
            *(left == SIGNS[type_] for type_ in TYPES),
            *(right in marks for marks in RIGHTS),
            *(right == SIGNS[type_] for type_ in TYPES),
        )
        for left, right in zip(lefts, rights, strict=True)
    ]
    width = len(LEFTS) + len(RIGHTS) + 2 * len(TYPES)
    return np.array(found, np.bool_).reshape(len(found), width)


def _of_entities(
    scene: Scene, voices: Voices, entities: Sequence[Entity], resources: Resources
) -> Floats:
    """Return for each entity its kind by the ending of its name, and its part in the article."""
    counts = Counter(link.entity for link in scene.links)
    types = Counter(entity.type for entity in counts)
    lines: dict[Entity, set[int]] = {}
    for line in scene.lines:
        for place in line.places:
            lines.setdefault(place.entity, set()).add(line.number)
    heads = {n for n, line in enumerate(scene.lines) if line.sentence.role in ROLES[:2]}
    body = next((n for n, line in enumerate(scene.lines) if line.sentence.role == "body"), 0)
    said = Counter(
        entity
        for speakers in voices.speaks.values()
        for entity in {place.entity for _, place in speakers}
    )
    kinds = {entity: resources.kinds.of(entity.name) for entity in entities}
    plan = resources.kinds.names.index("plan")
    plans = [e.name for e in entities if e.type == "INIT" and kinds[e] == plan]
    reporters = _reporters(scene)
    ranks: dict[str, list[int]] = {}
    for entity, count in counts.items():
        ranks.setdefault(entity.type, []).append(count)
    rows = np.zeros((len(entities), len(resources.kinds.names) + 1 + ENTITY_NUMBERS), np.float32)
    for row, entity in zip(rows, entities, strict=True):
        row[kinds[entity]] = 1
        its, count = lines[entity], counts[entity]
        rank = sum(other > count for other in ranks[entity.type])
        first = min(its)
        row[-ENTITY_NUMBERS:] = (
            count, count == 1, len(its), bool(its & heads),
            bool(its & {body, body + 1}), first / max(1, len(scene.lines)), first == 0,
            rank == 0, rank == 1, rank, types[entity.type],
            types[entity.type] == 1, len(entity.name),
            any(entity.name in name for name in plans), bool(plans), said[entity],
            entity in reporters, entity in scene.bodies.values(),
        )  # fmt: skip
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


def _worded(
    scene: Scene, number: Mapping[tuple[int, int], int], resources: Resources
) -> tuple[tuple[int, int, int], ...]:
    """Return (subject, object, rule) for each pair of places that a rule words."""
    nth = {rule.name: n for n, rule in enumerate(resources.rules)}
    found = set()
    for rule, s, o in match_rules(page_of(scene.lines), resources.rules, resources.ends):
        pair = (number[s.line, s.at], number[o.line, o.at])
        found.add((*pair, nth[rule.name]))
        if resources.ends[rule.relation].symmetric:
            found.add((*pair[::-1], nth[rule.name]))
    return tuple(sorted(found))
