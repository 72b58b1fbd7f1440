"""Train the ranker of relations on marked articles: boosted trees, judged on articles held out.

To change what is learned from: extract/relations/features.py; how: `fit_trees`. Deterministic:
the same articles, in any order, give the same model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from extract.gold import GoldArticle
from extract.layout import lay_out
from extract.mention import Entity, Link, Mention
from extract.relations.candidates import Candidate
from extract.relations.features import column_names
from extract.relations.forest import Forest, Rows
from extract.relations.model import Model, Ranker
from extract.relations.rank import study
from extract.relations.resources import Resources

FOLDS = 5
TREES = 100
TRIAL_TREES = 50
# Of the pairs that no sentence joins only some are learned from, with so much more weight.
FAR_SHARE = 0.25
# Of the places where a pair that holds stands, those this near to the best one count as saying so.
NEAR_BEST = 0.8
RARE = 20

Pair = tuple[int, str, str]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """One relation's candidates in all articles: features, whether they hold, whose they are.

    `pairs[n]` is (article, subject, object) of row n, `near[n]` whether one sentence holds both;
    `gold` the pairs that hold, candidates or not.
    """

    rows: Rows
    holds: Bools
    near: Bools
    pairs: Sequence[Pair]
    gold: frozenset[Pair]


def train_relations(golds: Sequence[GoldArticle], resources: Resources) -> Model:
    """Return the ranker learned from `golds`, with thresholds chosen on articles held out."""
    ordered = sorted(golds, key=lambda gold: gold.article.id)
    rankers = {}
    for relation, lessons in lessons_of(ordered, resources).items():
        folds = np.random.RandomState(0).permutation(len(ordered)) % FOLDS
        odds = held_out_odds(lessons, folds)
        slope, intercept = calibrate(lessons, odds)
        scores = 1 / (1 + np.exp(-(slope * odds + intercept)))
        threshold = best_threshold(best_scores(lessons, scores), lessons.gold)
        everything = np.ones(len(odds), np.bool_)
        rankers[relation] = Ranker(fit(lessons, everything), slope, intercept, threshold)
    return Model(rankers, column_names(resources))


def gold_links(gold: GoldArticle) -> list[Link]:
    """Return the marks of a gold article as links."""
    return [
        Link(
            Mention(mark.start, mark.end, mark.type, mark.surface, "gold"),
            Entity(mark.canonical, mark.type),
            "gold",
        )
        for mark in gold.mentions
    ]


def lessons_of(golds: Sequence[GoldArticle], resources: Resources) -> Mapping[str, Lessons]:
    """Return what each relation can learn from `golds`."""
    rows: dict[str, list[Rows]] = {relation: [] for relation in resources.ends}
    found: dict[str, list[tuple[int, Candidate]]] = {relation: [] for relation in resources.ends}
    true: dict[str, set[Pair]] = {relation: set() for relation in resources.ends}
    for number, gold in enumerate(golds):
        for s, relation, o in gold.relations:
            true[relation].add(_pair(number, s, o, resources.ends[relation].symmetric))
        for relation, (made, of) in study(
            lay_out(gold.article), gold_links(gold), resources
        ).items():
            if made:
                rows[relation].append(of)
            found[relation] += [(number, candidate) for candidate in made]
    lessons = {}
    for relation, ends in resources.ends.items():
        if not rows[relation]:
            continue
        pairs = [
            _pair(n, c.subject.entity.name, c.object.entity.name, ends.symmetric)
            for n, c in found[relation]
        ]
        holds = np.array([pair in true[relation] for pair in pairs], np.bool_)
        near = np.array([c.subject.line == c.object.line for _, c in found[relation]], np.bool_)
        lessons[relation] = Lessons(
            np.concatenate(rows[relation]), holds, near, pairs, frozenset(true[relation])
        )
    return lessons


def _pair(number: int, subject: str, object_: str, symmetric: bool) -> Pair:
    if symmetric and object_ < subject:
        return number, object_, subject
    return number, subject, object_


def held_out_odds(lessons: Lessons, folds: NDArray[np.int64]) -> Floats:
    """Return the log-odds of each row by trees that learned from other articles' folds."""
    fold = folds[[number for number, _, _ in lessons.pairs]]
    odds = np.full(len(fold), -10.0)
    for n in range(FOLDS):
        inside = fold == n
        if inside.any() and lessons.holds[~inside].any():
            odds[inside] = fit(lessons, ~inside).odds(lessons.rows[inside])
    return odds


def fit(lessons: Lessons, learn: Bools) -> Forest:
    """Return trees learned from the rows that `learn` picks.

    A pair that holds need not be said wherever both names stand: after a trial only its best
    places count as saying so, and its others are not learned from at all.
    """
    far = ~lessons.near & ~lessons.holds
    kept = learn & (~far | (np.random.RandomState(1).rand(len(learn)) < FAR_SHARE))
    weights = np.where(far, 1 / FAR_SHARE, 1.0)
    places: dict[Pair, list[int]] = {}
    for n in np.flatnonzero(lessons.holds).tolist():
        places.setdefault(lessons.pairs[n], []).append(n)
    for group in places.values():
        weights[group] = 1 / np.sqrt(len(group))
    trial = fit_trees(lessons.rows[kept], lessons.holds[kept], weights[kept], TRIAL_TREES)
    scores = np.zeros(len(learn))
    said = kept & lessons.holds
    scores[said] = 1 / (1 + np.exp(-trial.odds(lessons.rows[said])))
    for group in places.values():
        best = scores[group].max()
        weights[group] = np.where(scores[group] >= NEAR_BEST * best, 1.0, 0.0)
    return fit_trees(lessons.rows[kept], lessons.holds[kept], weights[kept], TREES)


def fit_trees(rows: Rows, holds: Bools, weights: Floats, count: int) -> Forest:
    """Return `count` boosted trees over the columns of `rows` that are not nearly constant."""
    columns = np.flatnonzero((rows != rows[0]).sum(axis=0) > RARE)
    boosted = HistGradientBoostingClassifier(
        max_iter=count,
        learning_rate=0.1,
        max_leaf_nodes=12,
        min_samples_leaf=10,
        l2_regularization=1,
        max_features=0.2,
        max_bins=63,
        early_stopping=False,
        random_state=0,
    ).fit(rows[:, columns], holds, sample_weight=weights)
    return _plain(boosted, columns)


def _plain(boosted: HistGradientBoostingClassifier, columns: NDArray[np.int64]) -> Forest:
    """Return the trees of `boosted` as arrays; scikit-learn has no public way to read them."""
    trees = [predictor.nodes for (predictor,) in boosted._predictors]
    starts = np.concatenate([[0], np.cumsum([len(tree) for tree in trees])]).astype(np.int32)
    nodes = np.concatenate(trees)
    base = np.repeat(starts[:-1], [len(tree) for tree in trees])
    leaf = nodes["is_leaf"].astype(np.bool_)
    itself = np.arange(len(nodes))
    return Forest(
        columns=columns.astype(np.int32),
        roots=starts[:-1],
        feature=np.where(leaf, 0, nodes["feature_idx"]).astype(np.int32),
        threshold=np.where(leaf, 0.0, nodes["num_threshold"]),
        left=np.where(leaf, itself, nodes["left"] + base).astype(np.int32),
        right=np.where(leaf, itself, nodes["right"] + base).astype(np.int32),
        value=np.where(leaf, nodes["value"], 0.0),
        baseline=np.array(float(boosted._baseline_prediction.ravel()[0])),
        depth=np.array(int(nodes["depth"].max()), np.int32),
    )


def best_scores(lessons: Lessons, scores: Floats) -> Mapping[Pair, float]:
    """Return the best score of each pair of entities in each article."""
    best: dict[Pair, float] = {}
    for pair, score in zip(lessons.pairs, scores.tolist(), strict=True):
        best[pair] = max(best.get(pair, 0.0), score)
    return best


def calibrate(lessons: Lessons, odds: Floats) -> tuple[float, float]:
    """Return slope and intercept that turn held-out log-odds into frequencies (Platt's way)."""
    best = best_scores(lessons, odds + 100)
    values = np.array([[score - 100] for score in best.values()])
    holds = np.array([pair in lessons.gold for pair in best])
    scaled = LogisticRegression(C=100.0).fit(values, holds)
    return float(scaled.coef_[0, 0]), float(scaled.intercept_[0])


def best_threshold(best: Mapping[Pair, float], gold: frozenset[Pair]) -> float:
    """Return the score from which on keeping pairs gives the highest F1."""
    ordered = sorted(best.items(), key=lambda item: -item[1])
    hits, top, threshold = 0, 0.0, 0.5
    for found, (pair, score) in enumerate(ordered, 1):
        hits += pair in gold
        f1 = 2 * hits / (found + len(gold))
        if f1 > top:
            top, threshold = f1, score
    return threshold
