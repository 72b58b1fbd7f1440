"""What the ranker is told of a pair of names: what is between them, what ties them, what rules say.

To add a feature of a pair: a column in `_ties`, with `TIES` raised by one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.mention import Entity
from extract.relations.arrays import Bools, Floats, Ints
from extract.relations.candidates import Pairs
from extract.relations.resources import Resources
from extract.relations.signs import AND, SIGNS, TYPES
from extract.relations.view import View

# The words between two lists of names where these are few, each kind as one.
GAPS = ("", "的", "P", "在", "由", "与", "（", "）", "对", "内", "等", ",", "获", "为")
LONGEST_GAP = 3
APART = (-3, -2, -1, 0, 1, 2, 3)
CLAUSES = (-2, -1, 0, 1, 2, 3)
FAR = 60
HEAD = 4  # characters of a beginning that two names share
HOW = 3  # how an actor was come by: in the clause, earlier in the line, in an earlier line
SPREAD, TIES = 5, 24


def feature_names(resources: Resources) -> tuple[str, ...]:
    """Return the names of the columns of `pair_features`, so that a model can tell its own."""
    return (
        *(f"between {name}" for name in resources.triggers.names),
        *(f"between {type_}" for type_ in TYPES),
        *(f"gap {gap}" for gap in GAPS),
        *(f"lines {n}" for n in APART),
        *(f"clauses {n}" for n in CLAUSES),
        *(f"spread {n}" for n in range(SPREAD)),
        *(f"tie {n}" for n in range(TIES)),
        *(f"worded {relation}" for relation in resources.ends),
        *(f"rule {rule.name}" for rule in resources.rules),
    )


def pair_features(seen: View, pairs: Pairs, resources: Resources) -> Floats:
    """Return what is known of each pair, (n, columns of `feature_names`)."""
    s, o = pairs.subject, pairs.object
    low, high = _between(seen, s, o)
    near = seen.line[s] == seen.line[o]
    words = np.where(near[:, None], seen.words[high] - seen.words[low], 0)
    names = np.where(near[:, None], seen.names[high] - seen.names[low], 0)
    each = np.arange(len(s))
    spread = [
        np.where(near, high - low, FAR), words.sum(axis=1), names.sum(axis=1),
        names[each, seen.type[s]], names[each, seen.type[o]],
    ]  # fmt: skip
    apart = np.clip(seen.line[o] - seen.line[s], APART[0], APART[-1])
    clauses = np.clip(seen.clause[o] - seen.clause[s], CLAUSES[0], CLAUSES[-1])
    return np.concatenate(
        [
            words,
            names,
            _gaps(seen, low, high, near),
            apart[:, None] == APART,
            near[:, None] & (clauses[:, None] == CLAUSES),
            np.stack(spread, axis=1),
            _ties(seen, s, o),
            _worded(seen, s, o, resources),
        ],
        axis=1,
        dtype=np.float32,
    )


def _between(seen: View, s: Ints, o: Ints) -> tuple[Ints, Ints]:
    """Items of one list have the same surroundings: what is between is counted from its edges."""
    mates = (seen.first[s] == seen.first[o]) & (seen.line[s] == seen.line[o])
    forth = seen.at[s] < seen.at[o]
    low = np.where(
        mates, np.minimum(seen.at[s], seen.at[o]), np.where(forth, seen.last[s], seen.last[o])
    )
    high = np.where(
        mates, np.maximum(seen.at[s], seen.at[o]), np.where(forth, seen.first[o], seen.first[s])
    )
    return low + 1, np.maximum(low + 1, high)


def _gaps(seen: View, low: Ints, high: Ints, near: Bools) -> Bools:
    text = "\0".join(line.text for line in seen.scene.lines)
    gaps = np.full(len(low), len(GAPS), np.int64)
    for n in np.flatnonzero(near & (high - low <= LONGEST_GAP)).tolist():
        gaps[n] = _gap(text[low[n] : high[n]])
    kinds: Bools = gaps[:, None] == np.arange(len(GAPS))
    return kinds


def _gap(gap: str) -> int:
    if gap == SIGNS["POST"]:
        return GAPS.index("P")
    gap = gap.strip("，") or gap
    word = "与" if gap and re.fullmatch(AND, gap) else gap[:1]
    return GAPS.index(word) if word in GAPS else len(GAPS)


def _ties(seen: View, s: Ints, o: Ints) -> NDArray[np.float64]:
    """Return `TIES` columns: order, names within names, who acts, who speaks."""
    one, two = seen.entity[s], seen.entity[o]
    one_has_two, two_has_one, prefix = _names_in_names(seen.entities, one, two)
    paragraph = np.array([line.sentence.paragraph for line in seen.scene.lines])
    paragraphs = np.abs(paragraph[seen.line[o]] - paragraph[seen.line[s]])
    heard, acts, bodies = _hear(seen), _acts(seen), _bodies(seen)
    clause, other, speaker = heard.clause[o], heard.clause[s], heard.speaker[o]
    columns = [
        seen.at[s] < seen.at[o],
        (seen.first[s] == seen.first[o]) & (seen.line[s] == seen.line[o]),
        paragraphs == 0,
        paragraphs == 1,
        one_has_two,
        two_has_one,
        prefix,
        two_has_one & (prefix > 0),
        *(acts.how[clause, one] == how for how in range(HOW)),
        *(acts.how[other, two] == how for how in range(HOW)),
        acts.planned[clause, one],
        acts.plan[clause],
        speaker == one,
        heard.speaker[s] == two,
        bodies[one] == two,
        bodies[two] == one,
        (speaker >= 0) & (bodies[speaker] == one),
        heard.nth[o],
        _headings(seen)[seen.line[o], one],
        heard.leads[s],
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def _names_in_names(entities: Sequence[Entity], one: Ints, two: Ints) -> tuple[Bools, Bools, Ints]:
    """Return whether each name has the other in it, and how long a beginning they share."""
    names = [entity.name for entity in entities]
    pairs, back = np.unique(one * len(names) + two, return_inverse=True)
    both = [(names[pair // len(names)], names[pair % len(names)]) for pair in pairs.tolist()]
    found = [(b in a, a in b) for a, b in both]
    table = np.array(found, np.bool_).reshape(len(found), 2)[back.reshape(-1)]
    heads = np.zeros((len(names), HEAD), np.int64)
    for row, name in zip(heads, names, strict=True):
        row[: len(name)] = [ord(char) for char in name[:HEAD]]
    same = (heads[one] == heads[two]) & (heads[one] > 0)
    return table[:, 0], table[:, 1], np.cumprod(same, axis=1).sum(axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """For each place: the number of its clause, the entity that speaks there or -1, how many names
    stand between it and the word of speech or -1, whether it is the first of its line."""

    clause: Ints
    speaker: Ints
    nth: Ints
    leads: Bools


def _hear(seen: View) -> _Heard:
    number = seen.number
    clauses = np.cumsum([0, *(len(line.clauses) for line in seen.scene.lines)])
    speaker, nth, leads = [], [], []
    for line in seen.scene.lines:
        speaks = seen.voices.speaks[line.number]
        for n, place in enumerate(line.places):
            leads.append(line.places[0].entity == place.entity)
            heard = [(start, who) for start, who in speaks if start <= place.at]
            if not heard:
                speaker.append(-1)
                nth.append(-1)
                continue
            start, who = heard[-1]
            speaker.append(number[who.entity])
            nth.append(sum(start < other.at for other in line.places[:n]))
    return _Heard(
        clauses[seen.line] + seen.clause,
        np.array(speaker, np.int64),
        np.array(nth, np.int64),
        np.array(leads, np.bool_),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Acts:
    """For each clause: how each entity acts in it (`HOW` for not), whether a plan does, and whether
    a plan does that has the entity's name in its own."""

    how: NDArray[np.int8]
    planned: Bools
    plan: Bools


def _acts(seen: View) -> _Acts:
    number = seen.number
    count = sum(len(line.clauses) for line in seen.scene.lines)
    how = np.full((count, len(number)), HOW, np.int8)
    planned, plan = np.zeros((count, len(number)), np.bool_), np.zeros(count, np.bool_)
    inside: dict[str, list[int]] = {}
    clause = 0
    for line in seen.scene.lines:
        for n in range(len(line.clauses)):
            actors, manner = seen.voices.acts[line.number, n]
            for actor in actors:
                how[clause, number[actor.entity]] = manner
                if actor.entity.type == "INIT":
                    name = actor.entity.name
                    if name not in inside:
                        inside[name] = [m for m, e in enumerate(seen.entities) if e.name in name]
                    plan[clause] = True
                    planned[clause, inside[name]] = True
            clause += 1
    return _Acts(how, planned, plan)


def _bodies(seen: View) -> Ints:
    """Return the number of the body that each entity speaks for, or -2."""
    number = seen.number
    bodies = seen.scene.bodies
    return np.array([number.get(bodies[e], -2) if e in bodies else -2 for e in number], np.int64)


def _headings(seen: View) -> Bools:
    """Return the entities named in the nearest heading above each line."""
    number = seen.number
    table = np.zeros((len(seen.scene.lines), len(number)), np.bool_)
    above: list[int] = []
    for line in seen.scene.lines:
        table[line.number, above] = True
        if line.sentence.role in ("subhead", "headline"):
            above = [number[place.entity] for place in line.places]
    return table


def _worded(seen: View, s: Ints, o: Ints, resources: Resources) -> Bools:
    """Return which relations, and which rules, word each pair."""
    relations = list(resources.ends)
    table = np.zeros((len(s), len(relations) + len(resources.rules)), np.bool_)
    row = {pair: n for n, pair in enumerate(zip(s.tolist(), o.tolist(), strict=True))}
    for subject, object_, rule in seen.rules:
        n = row.get((subject, object_))
        if n is not None:
            table[n, relations.index(resources.rules[rule].relation)] = True
            table[n, len(relations) + rule] = True
    return table
