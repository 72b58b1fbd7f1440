"""Judge the pairs of names that a relation may join by the trained ranker.

To change what the ranker sees: extract/relations/features.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.article import Document
from extract.mention import Link
from extract.relations.candidates import Candidate, Index, candidates, index_of
from extract.relations.features import pair_rows
from extract.relations.model import Model
from extract.relations.phrases import Ids, Phrases
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


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """A relation's candidates, for each a row of features and the numbers of its phrases."""

    candidates: Sequence[Candidate]
    rows: Rows
    phrases: Sequence[Ids]


def study(document: Document, links: Sequence[Link], resources: Resources) -> Mapping[str, Studied]:
    """Return for each relation what the ranker is told of its candidates in `document`."""
    seen = look(document, links, resources)
    index = index_of(seen.scene, seen.voices)
    phrases = Phrases(seen)
    return {relation: _study(phrases, index, relation, resources) for relation in resources.ends}


def _study(phrases: Phrases, index: Index, relation: str, resources: Resources) -> Studied:
    found = list(candidates(index, relation, resources.ends[relation]))
    rows = pair_rows(phrases.seen, found, phrases.ties) if found else np.zeros((0, 0), np.float32)
    return Studied(found, rows, [phrases.ids(candidate) for candidate in found])


def judge(seen: View, model: Model, resources: Resources) -> Iterator[Judged]:
    """Yield the best candidate of each pair of entities that `model` believes."""
    index = index_of(seen.scene, seen.voices)
    phrases = Phrases(seen)
    for relation, ranker in model.rankers.items():
        studied = _study(phrases, index, relation, resources)
        if not studied.candidates:
            continue
        scores = ranker.probabilities(studied.rows, studied.phrases)
        best: dict[frozenset[object] | tuple[object, object], Judged] = {}
        symmetric = resources.ends[relation].symmetric
        for candidate, score in zip(studied.candidates, scores.tolist(), strict=True):
            ends = (candidate.subject.entity, candidate.object.entity)
            key = frozenset(ends) if symmetric else ends
            if score >= ranker.threshold and (key not in best or score > best[key].probability):
                best[key] = Judged(candidate, score)
        yield from best.values()
