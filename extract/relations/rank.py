"""Judge the pairs of names that a relation may join by the trained ranker.

To change what the ranker sees: extract/relations/view.py (of a name), features.py (of a pair).
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
from extract.relations.resources import Resources
from extract.relations.scene import Place, set_scene
from extract.relations.view import View, row_names, view
from extract.relations.voices import hear


@dataclass(frozen=True, slots=True)
class Judged:
    """Two places that the ranker believes `relation` joins, with its calibrated probability."""

    relation: str
    subject: Place
    object: Place
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """An article's pairs of places, and for each a row of features."""

    seen: View
    pairs: Pairs
    rows: Floats


def look(document: Document, links: Sequence[Link], resources: Resources) -> View:
    """Return `document` as the ranker sees it."""
    scene = set_scene(document, links, resources.triggers, resources.pointers)
    speech = 1 << resources.triggers.names.index("speech")
    return view(scene, hear(scene, speech), resources)


def study(seen: View, resources: Resources) -> Studied:
    """Return the pairs of names that relations may join, and what the ranker is told of each."""
    pairs = candidates(seen, allowed(tuple(resources.ends.values())), resources.bylines)
    known = pair_features(seen, pairs, resources)
    rows = np.concatenate([seen.rows[pairs.subject], seen.rows[pairs.object], known], axis=1)
    return Studied(seen, pairs, rows)


def column_names(resources: Resources) -> tuple[str, ...]:
    """Return the names of the columns of `Studied.rows`, so that a model can tell its own."""
    own = row_names(resources)
    sides = (*(f"subject {name}" for name in own), *(f"object {name}" for name in own))
    return (*sides, *feature_names(resources))


def judge(seen: View, model: Model, resources: Resources) -> Iterator[Judged]:
    """Yield the best two places of each pair of entities that `model` believes."""
    studied = study(seen, resources)
    rows = model.reads(studied.rows)
    for n, (relation, ends) in enumerate(resources.ends.items()):
        asked = np.flatnonzero(studied.pairs.may[:, n])
        if relation not in model.rankers or not len(asked):
            continue
        ranker = model.rankers[relation]
        likely = ranker.belief.probabilities(ranker.forest.odds(rows[asked]))
        believed = np.flatnonzero(likely >= ranker.belief.threshold)
        best: dict[tuple[int, ...], Judged] = {}
        for at in believed[np.argsort(-likely[believed], kind="stable")].tolist():
            s, o = studied.pairs.subject[asked[at]], studied.pairs.object[asked[at]]
            pair = (int(seen.entity[s]), int(seen.entity[o]))
            key = tuple(sorted(pair)) if ends.symmetric else pair
            if key not in best:
                best[key] = Judged(relation, seen.places[s], seen.places[o], float(likely[at]))
        yield from best.values()
