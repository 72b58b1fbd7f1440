"""Judge the pairs of names that a relation may join by the trained ranker.

To change what the ranker sees: extract/relations/features.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.article import Document
from extract.mention import Link
from extract.relations.candidates import Candidate, candidates
from extract.relations.features import pair_rows
from extract.relations.model import Model
from extract.relations.resources import Resources
from extract.relations.scene import set_scene
from extract.relations.view import Rows, View, view
from extract.relations.voices import hear


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate that the ranker believes, with its calibrated probability."""

    candidate: Candidate
    probability: float


def look(document: Document, links: Sequence[Link], resources: Resources) -> View:
    """Return `document` as the ranker sees it."""
    scene = set_scene(document, links, resources.triggers, resources.pointers)
    speech = 1 << resources.triggers.names.index("speech")
    return view(scene, hear(scene, speech), resources)


def study(
    document: Document, links: Sequence[Link], resources: Resources
) -> Mapping[str, tuple[Sequence[Candidate], Rows]]:
    """Return for each relation its candidates in `document` and a row of features for each."""
    seen = look(document, links, resources)
    return {relation: _rows(seen, relation, resources) for relation in resources.ends}


def _rows(seen: View, relation: str, resources: Resources) -> tuple[Sequence[Candidate], Rows]:
    found = list(candidates(seen.scene, seen.voices, relation, resources.ends[relation]))
    return found, pair_rows(seen, found) if found else np.zeros((0, 0), np.float32)


def judge(seen: View, model: Model, resources: Resources) -> Iterator[Judged]:
    """Yield the best candidate of each pair of entities that `model` believes."""
    for relation, ranker in model.rankers.items():
        found, rows = _rows(seen, relation, resources)
        if not found:
            continue
        best: dict[frozenset[object] | tuple[object, object], Judged] = {}
        symmetric = resources.ends[relation].symmetric
        for candidate, score in zip(found, ranker.probabilities(rows).tolist(), strict=True):
            ends = (candidate.subject.entity, candidate.object.entity)
            key = frozenset(ends) if symmetric else ends
            if score >= ranker.threshold and (key not in best or score > best[key].probability):
                best[key] = Judged(candidate, score)
        yield from best.values()
