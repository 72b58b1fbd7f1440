"""The ranker is trained, kept as plain arrays, and read back the same."""

import re
from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from extract.errors import InputError
from extract.gold import read_gold_folders
from extract.layout import lay_out
from extract.relations import find_relations
from extract.relations.features import column_names
from extract.relations.forest import joined
from extract.relations.loading import load_words
from extract.relations.model import load_model, save_model
from extract.relations.rank import study
from extract.relations.train import fit_trees, gold_links, train_relations
from extract.relations.wording import read_rules

WORDS = load_words()


@pytest.fixture(scope="module")
def few():
    """Words for two relations only, so that training takes seconds."""
    ends = {name: WORDS.ends[name] for name in ("holdsPost", "signs")}
    return replace(
        WORDS, ends=ends, rules=tuple(rule for rule in WORDS.rules if rule.relation in ends)
    )


@pytest.fixture(scope="module")
def golds(root):
    folder = root / "data" / "gold" / "dev"
    return read_gold_folders(sorted(folder.glob("*.txt"))[::12])


@pytest.fixture(scope="module")
def model(golds, few):
    return train_relations(golds, few)


def test_plain_trees_say_what_scikit_learn_says():
    random = np.random.RandomState(0)
    rows = random.rand(400, 6).astype(np.float32)
    holds = (rows[:, 0] > 0.5) ^ (rows[:, 3] > 0.7)

    ours = fit_trees(rows, holds, np.ones(400), columns=np.arange(6), count=30, seed=0)

    theirs = HistGradientBoostingClassifier(
        max_iter=30, learning_rate=0.1, max_leaf_nodes=12, min_samples_leaf=10,
        l2_regularization=1, max_features=0.2, max_bins=63, early_stopping=False, random_state=0,
    ).fit(rows, holds, sample_weight=np.ones(400))  # fmt: skip
    assert np.allclose(ours.odds(rows), theirs.decision_function(rows))


def test_joined_trees_say_the_mean_of_what_each_says():
    random = np.random.RandomState(0)
    rows = random.rand(400, 6).astype(np.float32)
    holds = rows[:, 0] > rows[:, 3]
    columns = np.array([0, 3, 5])
    one, two = (
        fit_trees(rows, holds, np.ones(400), columns=columns, count=count, seed=count)
        for count in (5, 9)
    )

    both = joined([one, two])

    assert np.allclose(both.odds(rows), (one.odds(rows) + two.odds(rows)) / 2)


def test_a_pair_has_a_number_for_each_named_column(golds):
    studied = study(lay_out(golds[0].article), gold_links(golds[0]), WORDS)

    widths = {its.rows.shape[1] for its in studied.values() if its.candidates}

    assert widths == {len(column_names(WORDS))}


def test_a_model_read_back_finds_the_same(model, few, golds, tmp_path):
    path = tmp_path / "model.npz"
    document, links = lay_out(golds[0].article), gold_links(golds[0])

    save_model(model, path)
    again = load_model(path, column_names(few))

    found = find_relations(document, links, replace(few, model=model))
    assert find_relations(document, links, replace(few, model=again)) == found != ()


def test_training_twice_gives_the_same_model(model, few, golds):
    again = train_relations(golds[::-1], few)

    for relation, ranker in model.rankers.items():
        other = again.rankers[relation]
        assert ranker.threshold == other.threshold
        assert np.array_equal(ranker.forest.value, other.forest.value)
        assert np.array_equal(ranker.weights, other.weights)


def test_a_rule_that_is_added_later_does_not_disturb_a_model(model, few, golds, tmp_path):
    path = tmp_path / "model.npz"
    document, links = lay_out(golds[0].article), gold_links(golds[0])
    silent = replace(few.rules[0], name="a new one", pattern=re.compile("(?!)"))
    more = replace(few, rules=(silent, *few.rules))

    save_model(model, path)
    moved = load_model(path, column_names(more))

    before = find_relations(document, links, replace(few, model=model))
    after = find_relations(document, links, replace(more, model=moved))
    assert [(r.subject, r.relation, r.object) for r in after] == [
        (r.subject, r.relation, r.object) for r in before
    ]


def test_a_rule_speaks_for_itself_until_a_model_has_learned_it(model, few, tmp_path, annotated):
    path = tmp_path / "model.npz"
    rule = 'name = "new"\nrelation = "signs"\nwording = "{S}為{O}蓋章"\nexamples = []\n'
    (tmp_path / "new.toml").write_text(f"[[rule]]\n{rule}", "utf-8")
    more = replace(few, rules=(*few.rules, *read_rules(tmp_path, few.ends)))
    article = annotated("[ORG 甲公司]為[INIT 備忘錄]蓋章。")

    save_model(model, path)
    moved = load_model(path, column_names(more))
    learned = replace(moved, learned=frozenset(column_names(more)))

    [fact] = find_relations(*article, replace(more, model=moved))
    assert (fact.subject.name, fact.relation, fact.object.name) == ("甲公司", "signs", "備忘錄")
    assert fact.found_by == "relations.new"
    assert find_relations(*article, replace(more, model=learned)) == ()


def test_a_file_that_is_no_model_is_refused(tmp_path):
    path = tmp_path / "model.npz"
    path.write_bytes(b"not a model")

    with pytest.raises(InputError, match="not a model of relations"):
        load_model(path, column_names(WORDS))
