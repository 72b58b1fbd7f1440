"""What the ranker knows of a pair of names: both names' rows, what is between, what ties them.

To add a feature of two places: a number in `_tie`, with `TIES` raised by as many.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extract.relations.candidates import Candidate
from extract.relations.resources import Resources
from extract.relations.scene import Place
from extract.relations.signs import AND, SIGNS, TYPES
from extract.relations.view import FAR, Rows, View, bits, place_names

GAPS = ("", "的", "P", "在", "由", "与", "（", "）", "对", "内", "等", ",", "获", "为")
BETWEEN = 12
TIES = len(GAPS) + 25
AGES = 9
Ties = dict[tuple[int, int], list[float]]  # numbers of two places → what ties them


def column_names(resources: Resources) -> tuple[str, ...]:
    """Return the names of the columns of `pair_rows`, so that a model can tell its own."""
    own = place_names(resources)
    return (
        *(f"subject {name}" for name in own),
        *(f"object {name}" for name in own),
        *(f"between {name}" for name in resources.triggers.names),
        *(f"between {type_}" for type_ in TYPES),
        *(f"rule {rule.name}" for rule in resources.rules),
        *(f"between {n}" for n in range(BETWEEN)),
        *(f"tie {n}" for n in range(TIES)),
    )


def pair_rows(seen: View, found: Sequence[Candidate], known: Ties) -> Rows:
    """Return one row of features for each candidate in `found`, as float32 (n, features).

    `known` keeps what ties a pair, for the next relation that asks about it.
    """
    s = np.array([seen.numbers[c.subject.line, c.subject.at] for c in found], np.int64)
    o = np.array([seen.numbers[c.object.line, c.object.at] for c in found], np.int64)
    pairs = list(zip(s.tolist(), o.tolist(), strict=True))
    rules = np.array([bits(seen.rules.get(pair, 0), seen.rule_count) for pair in pairs])
    for a, b in pairs:
        if (a, b) not in known:
            known[a, b] = _tie(seen, seen.places[a], seen.places[b])
    ties = np.array([known[pair] for pair in pairs])
    words, names, numbers = _between(seen, s, o)
    return np.concatenate(
        [seen.rows[s], seen.rows[o], words, names, rules, numbers, ties], axis=1, dtype=np.float32
    )


def _between(
    seen: View, s: NDArray[np.int64], o: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Return the words between each pair by class, the names by type, and how far apart they are.

    Items of one list have the same surroundings: what is between is counted from its edges.
    """
    spot = np.array([seen.offsets[p.line] + p.at for p in seen.places])
    first = np.array([seen.offsets[p.line] + seen.edges[p.line, p.group][0] for p in seen.places])
    last = np.array([seen.offsets[p.line] + seen.edges[p.line, p.group][1] for p in seen.places])
    line = np.array([p.line for p in seen.places])
    clause = np.array([p.clause for p in seen.places])
    type_ = np.array([TYPES.index(p.entity.type) for p in seen.places])
    paragraph = np.array([seen.scene.lines[p.line].sentence.paragraph for p in seen.places])
    near, forth = line[s] == line[o], spot[s] < spot[o]
    mates = near & (first[s] == first[o])
    low = np.where(mates, np.minimum(spot[s], spot[o]), np.where(forth, last[s], last[o])) + 1
    high = np.where(mates, np.maximum(spot[s], spot[o]), np.where(forth, first[o], first[s]))
    high = np.maximum(low, high)
    all_names = seen.place_counts[high] - seen.place_counts[low]
    words = np.where(near[:, None], seen.trigger_counts[high] - seen.trigger_counts[low], 0)
    names = np.where(near[:, None], all_names, 0)
    sign, apart = np.where(forth, 1, -1), line[o] - line[s]
    each = np.arange(len(s))
    numbers = [
        near, apart, np.abs(apart), np.where(near, clause[o] - clause[s], AGES),
        np.where(near, sign * (high - low), sign * FAR), np.where(near, high - low, FAR),
        paragraph[o] == paragraph[s], np.abs(paragraph[o] - paragraph[s]),
        words.sum(1), names.sum(1), all_names[each, type_[s]], all_names[each, type_[o]],
    ]  # fmt: skip
    return words, names, np.stack(numbers, axis=1).astype(np.float64)


def _tie(seen: View, s: Place, o: Place) -> list[float]:
    """Return what ties `s`, the subject, to `o`: the words between, their names, the voices."""
    scene, voices = seen.scene, seen.voices
    gap = _gap(seen, s, o) if s.line == o.line else None
    row: list[float] = [gap is not None and gap[:1] == mark for mark in GAPS]
    row.append(s.line == o.line and s.group == o.group)
    one, two = s.entity.name, o.entity.name
    prefix = 0
    while prefix < min(len(one), len(two)) and one[prefix] == two[prefix]:
        prefix += 1
    row += [two in one, one in two, prefix, prefix / len(two), one.startswith(two)]
    for actor, other in ((s, o), (o, s)):
        acts, how = voices.acts[other.line, other.clause]
        does = any(place.entity == actor.entity for place in acts)
        row += [does and how == 0, does and how == 1, does and how == 2]
    acting = [p.entity.name for p in voices.acts[o.line, o.clause][0] if p.entity.type == "INIT"]
    row += [any(one in plan for plan in acting), bool(acting)]
    speaker, sayer = voices.speaker(o.line, o.at), voices.speaker(s.line, s.at)
    spoken = voices.since(o.line, o.at)
    line = scene.lines[o.line]
    row += [speaker is not None and speaker.entity == s.entity]
    row += [sayer is not None and sayer.entity == o.entity]
    row += [scene.bodies.get(s.entity) == o.entity, scene.bodies.get(o.entity) == s.entity]
    row += [speaker is not None and scene.bodies.get(speaker.entity) == s.entity]
    row += [o.line - speaker.line if speaker else AGES, len(voices.speaks[o.line])]
    row += [o.clause - line.clause_of(spoken) if spoken is not None else AGES]
    row += [sum(spoken < p.at < o.at for p in line.places) if spoken is not None else AGES]
    row.append(s.entity in seen.headings[o.line])
    row.append(line.places[0].entity == s.entity)
    return row


def _gap(seen: View, s: Place, o: Place) -> str | None:
    """Return the words between the lists of `s` and `o` where these are few, each kind as one."""
    if s.group == o.group:
        low, high = min(s.at, o.at) + 1, max(s.at, o.at)
    else:
        one, two = seen.edges[s.line, s.group], seen.edges[o.line, o.group]
        low, high = (one[1] + 1, two[0]) if s.at < o.at else (two[1] + 1, one[0])
    if high - low > 3:
        return None
    gap = seen.scene.lines[s.line].text[low:high]
    if gap == SIGNS["POST"]:
        return "P"
    gap = gap.strip("，") or gap
    return "与" if gap and re.fullmatch(AND, gap) else gap
