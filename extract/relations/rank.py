"""Judge the pairs of names that a relation may join: a network reads them, then trees decide.

To change what the trees see: extract/relations/view.py (of a name), features.py (of a pair); what the
network sees: reading.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.article import Document
from extract.mention import Link
from extract.relations.arrays import Floats
from extract.relations.candidates import Pairs, allowed, candidates
from extract.relations.features import feature_names, pair_features
from extract.relations.model import Model
from extract.relations.network import Network
from extract.relations.reading import read
from extract.relations.resources import Resources
from extract.relations.scene import Place, set_scene
from extract.relations.view import View, row_names, view
from extract.relations.voices import hear

# Log-odds by the network below which the trees are not asked: of what holds one in a hundred lies
# there, of all that may hold more than half.
LEAST = -7.0
# How much the network's log-odds count beside the trees': they err in different places.
SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Judged:
    """Two places that the ranker believes `relation` joins, with its calibrated probability."""

    relation: str
    subject: Place
    object: Place
    probability: float


def look(document: Document, links: Sequence[Link], resources: Resources) -> View:
    """Return `document` as the ranker sees it."""
    scene = set_scene(document, links, resources.triggers, resources.pointers)
    speech = 1 << resources.triggers.names.index("speech")
    return view(scene, hear(scene, speech), resources)


def pairs_of(seen: View, resources: Resources) -> Pairs:
    """Return the pairs of names that relations may join."""
    return candidates(seen, allowed(tuple(resources.ends.values())), resources.bylines)


def likely_pairs(seen: View, network: Network, resources: Resources) -> tuple[Pairs, Floats]:
    """Return the pairs that `network` does not rule out, and its log-odds, (n, relations)."""
    pairs = pairs_of(seen, resources)
    odds = read(seen, pairs, network, tuple(resources.ends))
    likely = pairs.may & (odds >= LEAST)
    some = likely.any(axis=1)
    return Pairs(pairs.subject[some], pairs.object[some], likely[some]), odds[some]


def rows_of(seen: View, pairs: Pairs, resources: Resources) -> Floats:
    """Return what the trees are told of each of `pairs`, (n, columns)."""
    known = pair_features(seen, pairs, resources)
    return np.concatenate([seen.rows[pairs.subject], seen.rows[pairs.object], known], axis=1)


def mixed(trees: Floats, said: Floats) -> Floats:
    """Return the log-odds of pairs by what trees and network say of each."""
    return np.asarray((1 - SHARE) * trees + SHARE * said)


def column_names(resources: Resources) -> tuple[str, ...]:
    """Return the names of the columns of `rows_of`, so that a model can tell its own."""
    own = row_names(resources)
    sides = (*(f"subject {name}" for name in own), *(f"object {name}" for name in own))
    return (*sides, *feature_names(resources))


def judge(seen: View, model: Model, resources: Resources) -> Iterator[Judged]:
    """Yield the best two places of each pair of entities that `model` believes."""
    pairs, said = likely_pairs(seen, model.network, resources)
    rows = model.reads(rows_of(seen, pairs, resources))
    for n, (relation, ends) in enumerate(resources.ends.items()):
        asked = np.flatnonzero(pairs.may[:, n])
        if relation not in model.rankers or not len(asked):
            continue
        ranker = model.rankers[relation]
        odds = mixed(ranker.forest.odds(rows[asked]), said[asked, n])
        likely = ranker.belief.probabilities(odds)
        believed = np.flatnonzero(likely >= ranker.belief.threshold)
        best: dict[tuple[int, ...], Judged] = {}
        for at in believed[np.argsort(-likely[believed], kind="stable")].tolist():
            s, o = pairs.subject[asked[at]], pairs.object[asked[at]]
            pair = (int(seen.entity[s]), int(seen.entity[o]))
            key = tuple(sorted(pair)) if ends.symmetric else pair
            if key not in best:
                best[key] = Judged(relation, seen.places[s], seen.places[o], float(likely[at]))
        yield from best.values()
