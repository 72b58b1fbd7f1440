"""Train the ranker of relations on marked articles, judged on articles held out.

To change what is learned from: extract/relations/features.py and phrases.py; how: `fit_trees`.
Deterministic: the same articles, in any order, give the same model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from extract.gold import GoldArticle
from extract.layout import lay_out
from extract.mention import Entity, Link, Mention
from extract.relations.candidates import Candidate
from extract.relations.features import column_names
from extract.relations.forest import Forest, Rows, joined
from extract.relations.model import Model, Ranker
from extract.relations.phrases import SIZE
from extract.relations.rank import study
from extract.relations.resources import Resources

FOLDS = 5
# Trees of several trainings, averaged, waver less than those of one.
BAGS = 3
TREES = 70
TRIAL_TREES = 40
# Of the pairs that no sentence joins only some are learned from, with so much more weight.
FAR_SHARE = 0.15
# Of the places where a pair that holds stands, those this near to the best one count as saying so.
NEAR_BEST = 0.8
RARE = 20
# How strongly the weights of single phrases are held near zero.
RESTRAINT = 0.1
# Names that a tagger found add wrong pairs, so that precision weighs a little more than recall.
BETA = 0.8

Pair = tuple[int, str, str]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """One relation's candidates in all articles: features, phrases, whether they hold.

    `pairs[n]` is (article, subject, object) of row n, `near[n]` whether one sentence holds both;
    `gold` the pairs that hold, candidates or not.
    """

    rows: Rows
    phrases: csr_matrix
    holds: Bools
    near: Bools
    pairs: Sequence[Pair]
    gold: frozenset[Pair]


def train_relations(golds: Sequence[GoldArticle], resources: Resources) -> Model:
    """Return the ranker learned from `golds`, with thresholds chosen on articles held out."""
    ordered = sorted(golds, key=lambda gold: gold.article.id)
    folds = folds_of(len(ordered))
    # One thread, so that sums are made in one order and the model is the same each time.
    with threadpool_limits(limits=1):
        rankers = {
            relation: train_ranker(lessons, held_out_odds(lessons, folds))
            for relation, lessons in lessons_of(ordered, resources).items()
            if lessons.holds.any()
        }
    columns = column_names(resources)
    return Model(rankers, columns, frozenset(columns))


def folds_of(count: int) -> NDArray[np.int64]:
    """Return the fold, below FOLDS, of each of `count` articles."""
    return np.asarray(np.random.RandomState(0).permutation(count) % FOLDS)


def train_ranker(lessons: Lessons, odds: Floats) -> Ranker:
    """Return the ranker learned from all of `lessons`, tuned on their held-out log-odds."""
    slope, intercept = calibrate(lessons, odds)
    scores = 1 / (1 + np.exp(-(slope * odds + intercept)))
    threshold = best_threshold(best_scores(lessons, scores), lessons.gold)
    everything = np.ones(len(odds), np.bool_)
    weights, bias = fit_phrases(lessons, everything)
    forest = fit(lessons, everything)
    return Ranker(forest, weights, bias, slope, intercept, threshold)


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
    phrases: dict[str, list[NDArray[np.int32]]] = {relation: [] for relation in resources.ends}
    true: dict[str, set[Pair]] = {relation: set() for relation in resources.ends}
    for number, gold in enumerate(golds):
        for s, relation, o in gold.relations:
            if relation in true:
                true[relation].add(_pair(number, s, o, resources.ends[relation].symmetric))
        studied = study(lay_out(gold.article), gold_links(gold), resources)
        for relation, its in studied.items():
            if its.candidates:
                rows[relation].append(its.rows)
            phrases[relation] += its.phrases
            found[relation] += [(number, candidate) for candidate in its.candidates]
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
            np.concatenate(rows[relation]),
            _matrix(phrases[relation]),
            holds,
            near,
            pairs,
            frozenset(true[relation]),
        )
    return lessons


def _matrix(phrases: Sequence[NDArray[np.int32]]) -> csr_matrix:
    """Return how often each row holds each phrase, (n, SIZE)."""
    ends = np.concatenate([[0], np.cumsum([len(ids) for ids in phrases])])
    ids = np.concatenate(phrases)
    return csr_matrix((np.ones(len(ids), np.float32), ids, ends), shape=(len(phrases), SIZE))


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
            weights, bias = fit_phrases(lessons, ~inside)
            worded = lessons.phrases[inside] @ weights + bias
            odds[inside] = (fit(lessons, ~inside).odds(lessons.rows[inside]) + worded) / 2
    return odds


def fit_phrases(lessons: Lessons, learn: Bools) -> tuple[NDArray[np.float32], float]:
    """Return the weight of each phrase and the bias, learned from the rows that `learn` picks."""
    kept = learn & _kept(lessons)
    line = LogisticRegression(C=RESTRAINT, solver="liblinear", random_state=0)
    line.fit(lessons.phrases[kept], lessons.holds[kept])
    return line.coef_[0].astype(np.float32), float(line.intercept_[0])


def _kept(lessons: Lessons, seed: int = 0) -> Bools:
    """Return which rows to learn from: of those that no sentence joins and do not hold, a share."""
    far = ~lessons.near & ~lessons.holds
    kept: Bools = ~far | (np.random.RandomState(1 + seed).rand(len(far)) < FAR_SHARE)
    return kept


def fit(lessons: Lessons, learn: Bools) -> Forest:
    """Return trees learned from the rows that `learn` picks, BAGS times from other shares of them.

    A pair that holds need not be said wherever both names stand: after a trial only its best
    places count as saying so, and its others are not learned from at all.
    """
    columns = varying(lessons.rows[learn])
    places: dict[Pair, list[int]] = {}
    for n in np.flatnonzero(lessons.holds & learn).tolist():
        places.setdefault(lessons.pairs[n], []).append(n)
    return joined(
        [_fit(lessons, learn, columns, list(places.values()), seed) for seed in range(BAGS)]
    )


def _fit(
    lessons: Lessons,
    learn: Bools,
    columns: NDArray[np.int64],
    groups: Sequence[list[int]],
    seed: int,
) -> Forest:
    kept = learn & _kept(lessons, seed)
    weights = np.where(lessons.near | lessons.holds, 1.0, 1 / FAR_SHARE)
    for group in groups:
        weights[group] = 1 / np.sqrt(len(group))
    rows, holds = lessons.rows[kept], lessons.holds[kept]
    trial = fit_trees(rows, holds, weights[kept], columns=columns, count=TRIAL_TREES, seed=seed)
    scores = np.zeros(len(learn))
    scores[kept & lessons.holds] = 1 / (1 + np.exp(-trial.odds(rows[holds])))
    for group in groups:
        weights[group] = np.where(scores[group] >= NEAR_BEST * scores[group].max(), 1.0, 0.0)
    return fit_trees(rows, holds, weights[kept], columns=columns, count=TREES, seed=seed)


def varying(rows: Rows) -> NDArray[np.int64]:
    """Return the columns of `rows` that are not all but constant."""
    return np.flatnonzero((rows != rows[0]).sum(axis=0) > RARE)


def fit_trees(
    rows: Rows,
    holds: Bools,
    weights: Floats,
    *,
    columns: NDArray[np.int64],
    count: int,
    seed: int,
) -> Forest:
    """Return `count` boosted trees over `columns` of `rows`."""
    boosted = HistGradientBoostingClassifier(
        max_iter=count,
        learning_rate=0.1,
        max_leaf_nodes=12,
        min_samples_leaf=10,
        l2_regularization=1,
        max_features=0.2,
        max_bins=63,
        early_stopping=False,
        random_state=seed,
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
    """Return the score from which on keeping pairs gives the highest F measure."""
    ordered = sorted(best.items(), key=lambda item: -item[1])
    hits, top, threshold = 0, 0.0, 0.5
    for found, (pair, score) in enumerate(ordered, 1):
        hits += pair in gold
        quality = (1 + BETA**2) * hits / (found + BETA**2 * len(gold))
        if quality > top:
            top, threshold = quality, score
    return threshold
