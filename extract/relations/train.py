"""Train the ranker of relations on marked articles, judged on articles held out.

To change what is learned from: extract/relations/view.py and features.py; how: boosting.py.
Deterministic: the same articles, in any order, give the same model. Needs the extra `train`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from extract.gold import GoldArticle
from extract.layout import lay_out
from extract.relations.arrays import Bools, Floats, Ints
from extract.relations.boosting import Boosted, as_onnx, boost, varying
from extract.relations.lessons import Networks, folds_of, gold_links, in_order
from extract.relations.model import Belief, Trained
from extract.relations.rank import column_names, likely_pairs, look, mixed, rows_of
from extract.relations.resources import Resources

FOLDS = 5
# Trees of several trainings, averaged, waver less than those of one.
BAGS = 3
TRIAL_TREES = 40
# Of the pairs that no sentence joins only some are learned from, with so much more weight.
FAR_SHARE = 0.15
# Of the places where a pair that holds stands, those this near to the best one count as saying so.
NEAR_BEST = 0.8
# Names that a tagger found add wrong pairs, so that precision weighs a little more than recall.
BETA = 0.8

NEVER = -10.0

Pair = tuple[int, str, str]
Odds = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """One relation's candidates in all articles: rows of features, and whether they hold.

    `pairs[n]` is (article, subject, object) of row n, `near[n]` whether one sentence holds both,
    `said[n]` what a network that has not seen the article says of it; `gold` the pairs that hold,
    candidates or not.
    """

    rows: Floats
    said: Floats
    holds: Bools
    near: Bools
    pairs: Sequence[Pair]
    gold: frozenset[Pair]


def train_relations(
    golds: Sequence[GoldArticle], networks: Networks, resources: Resources
) -> Trained:
    """Return the ranker learned from `golds`, with thresholds chosen on articles held out."""
    ordered = in_order(golds)
    folds = folds_of(len(ordered), FOLDS)
    columns = column_names(resources)
    forests, beliefs = {}, {}
    with threadpool_limits(limits=1):  # more threads gain nothing on so few rows
        classroom = _classroom(ordered, networks, resources)
        for relation in resources.ends:
            lessons = classroom.lessons(relation, resources)
            if lessons.holds.any():
                beliefs[relation] = believe(lessons, held_out_odds(lessons, folds))
                everything = np.ones(len(lessons.holds), np.bool_)
                learned, shown = fit(lessons, everything, bags=BAGS)
                forests[relation] = as_onnx(learned, shown, len(columns))
    return Trained(networks.whole, forests, beliefs, columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Classroom:
    """All likely pairs of all articles: the article, names and features of each, which relations
    are asked of it, and what the network says."""

    golds: Sequence[GoldArticle]
    article: Ints
    names: Sequence[tuple[str, str]]
    rows: Floats
    said: Floats
    may: Bools
    near: Bools

    def lessons(self, relation: str, resources: Resources) -> Lessons:
        """Return what `relation` can learn."""
        symmetric = resources.ends[relation].symmetric
        column = list(resources.ends).index(relation)
        asked = np.flatnonzero(self.may[:, column])
        pairs = [_pair(int(self.article[n]), *self.names[n], symmetric) for n in asked.tolist()]
        gold = frozenset(
            _pair(number, s, o, symmetric)
            for number, gold in enumerate(self.golds)
            for s, said, o in gold.relations
            if said == relation
        )
        holds = np.array([pair in gold for pair in pairs], np.bool_)
        said = self.said[asked, column]
        return Lessons(self.rows[asked], said, holds, self.near[asked], pairs, gold)


def _classroom(
    golds: Sequence[GoldArticle], networks: Networks, resources: Resources
) -> _Classroom:
    article, names, rows, said, may, near = [], [], [], [], [], []
    for number, gold in enumerate(golds):
        seen = look(lay_out(gold.article), gold_links(gold), resources)
        network = networks.held_out[gold.article.id]
        pairs, odds = likely_pairs(seen, network, resources)
        s, o = pairs.subject, pairs.object
        called = [entity.name for entity in seen.entities]
        article.append(np.full(len(s), number))
        names += [
            (called[a], called[b]) for a, b in zip(seen.entity[s], seen.entity[o], strict=True)
        ]
        rows.append(rows_of(seen, pairs, resources))
        may.append(pairs.may)
        said.append(odds)
        near.append(seen.line[s] == seen.line[o])
    return _Classroom(
        golds,
        np.concatenate(article),
        names,
        np.concatenate(rows),
        np.concatenate(said),
        np.concatenate(may),
        np.concatenate(near),
    )


def _pair(number: int, subject: str, object_: str, symmetric: bool) -> Pair:
    if symmetric and object_ < subject:
        return number, object_, subject
    return number, subject, object_


def held_out_odds(lessons: Lessons, folds: Ints) -> Odds:
    """Return the log-odds of each row by trees that learned from other articles' folds, mixed."""
    fold = folds[[number for number, _, _ in lessons.pairs]]
    odds = np.full(len(fold), NEVER)
    for n in range(FOLDS):
        inside = fold == n
        if inside.any() and lessons.holds[~inside].any():
            [learned], shown = fit(lessons, ~inside, bags=1)
            trees = learned.decision_function(lessons.rows[inside][:, shown])
            odds[inside] = mixed(trees, lessons.said[inside])
    return odds


def fit(lessons: Lessons, learn: Bools, *, bags: int) -> tuple[list[Boosted], NDArray[np.int64]]:
    """Return trees learned `bags` times from shares of the rows that `learn` picks, and their columns.

    A pair that holds need not be said wherever both names stand: after a trial only its best
    places count as saying so, and its others are not learned from at all.
    """
    columns = varying(lessons.rows[learn])
    return [_fit(lessons, learn, columns, seed) for seed in range(bags)], columns


def _fit(lessons: Lessons, learn: Bools, columns: NDArray[np.int64], seed: int) -> Boosted:
    far = ~lessons.near & ~lessons.holds
    share = np.random.RandomState(1 + seed).rand(len(far)) < FAR_SHARE
    kept = np.flatnonzero(learn & (~far | share))
    rows, holds = lessons.rows[kept][:, columns], lessons.holds[kept]
    weights = np.where(far[kept], 1 / FAR_SHARE, 1.0)
    groups: dict[Pair, list[int]] = {}
    for n in np.flatnonzero(holds).tolist():
        groups.setdefault(lessons.pairs[kept[n]], []).append(n)
    for group in groups.values():
        weights[group] = 1 / np.sqrt(len(group))
    trial = boost(rows, holds, weights, trees=TRIAL_TREES, seed=seed)
    scores = np.zeros(len(kept))
    scores[holds] = trial.predict_proba(rows[holds])[:, 1]
    for group in groups.values():
        weights[group] = np.where(scores[group] >= NEAR_BEST * scores[group].max(), 1.0, 0.0)
    return boost(rows, holds, weights, seed=seed)


def believe(lessons: Lessons, odds: Odds) -> Belief:
    """Return how to read the odds of a relation, tuned on their held-out log-odds."""
    slope, intercept = calibrate(lessons, odds)
    scores = 1 / (1 + np.exp(-(slope * odds + intercept)))
    return Belief(slope, intercept, best_threshold(best_scores(lessons, scores), lessons.gold))


def best_scores(lessons: Lessons, scores: Odds) -> Mapping[Pair, float]:
    """Return the best score of each pair of entities in each article."""
    best: dict[Pair, float] = {}
    for pair, score in zip(lessons.pairs, scores.tolist(), strict=True):
        best[pair] = max(best.get(pair, 0.0), score)
    return best


def calibrate(lessons: Lessons, odds: Odds) -> tuple[float, float]:
    """Return slope and intercept that turn held-out log-odds into frequencies (Platt's way)."""
    best = best_scores(lessons, odds + 100)
    values = np.array([[score - 100] for score in best.values()])
    holds = np.array([pair in lessons.gold for pair in best])
    scaled = LogisticRegression(C=100.0).fit(values, holds)
    return float(scaled.coef_[0, 0]), float(scaled.intercept_[0])


def best_threshold(best: Mapping[Pair, float], gold: frozenset[Pair]) -> float:
    """Return the score from which on keeping pairs gives the highest F measure."""
    ordered = sorted(best.items(), key=lambda item: -item[1])
    hits, top, threshold = 0, 0.0, 0.5
    for found, (pair, score) in enumerate(ordered, 1):
        hits += pair in gold
        quality = (1 + BETA**2) * hits / (found + BETA**2 * len(gold))
        if quality > top:
            top, threshold = quality, score
    return threshold
