"""The ranker is trained, kept as plain arrays, and read back the same."""

import re
from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from extract import resources
from extract.errors import InputError
from extract.gold import read_gold_folders
from extract.layout import lay_out
from extract.relations import find_relations
from extract.relations.boosting import as_onnx, boost
from extract.relations.forest import load_forest
from extract.relations.lessons import Networks, gold_links
from extract.relations.loading import load_words
from extract.relations.model import load_model, save_model
from extract.relations.network import Written, load_network
from extract.relations.rank import LEAST, column_names, likely_pairs, look, pairs_of, rows_of
from extract.relations.reading import read
from extract.relations.train import train_relations
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
    return read_gold_folders(sorted(folder.glob("*.txt"))[::18])


@pytest.fixture(scope="module")
def networks(golds):
    """The network that ships in the place of all: to train one takes minutes, and PyTorch."""
    folder = resources.path("models/relations")
    network = load_network(folder)
    written = Written(
        (folder / "network.onnx").read_bytes(), network.vocabulary, network.relations, network.ties
    )
    return Networks(written, {gold.article.id: network for gold in golds})


@pytest.fixture(scope="module")
def trained(golds, networks, few):
    return train_relations(golds, networks, few)


@pytest.fixture(scope="module")
def folder(trained, tmp_path_factory):
    """Where a trained model was written."""
    folder = tmp_path_factory.mktemp("model")
    save_model(trained, folder)
    return folder


def test_trees_as_onnx_say_the_mean_of_what_scikit_learn_says():
    random = np.random.RandomState(0)
    rows = random.rand(400, 6).astype(np.float32)
    holds = (rows[:, 0] > 0.5) ^ (rows[:, 3] > 0.7)
    shown = np.array([0, 3, 5])
    learned = [
        boost(rows[:, shown], holds, np.ones(400), trees=trees, seed=trees) for trees in (5, 30)
    ]

    ours = load_forest(as_onnx(learned, shown, rows.shape[1]))

    with threadpool_limits(limits=1):
        theirs = np.mean([one.decision_function(rows[:, shown]) for one in learned], axis=0)
    assert np.allclose(ours.odds(rows), theirs, atol=1e-5)


def test_a_pair_has_a_number_for_each_named_column(golds):
    seen = look(lay_out(golds[0].article), gold_links(golds[0]), WORDS)
    pairs = pairs_of(seen, WORDS)

    rows = rows_of(seen, pairs, WORDS)

    assert rows.shape == (len(pairs.subject), len(column_names(WORDS)))
    assert pairs.may.any(axis=1).all()


def test_pairs_that_the_network_rules_out_are_not_asked_but_hardly_one_that_holds(golds, networks):
    relations, left, every, kept, said = list(WORDS.ends), 0, 0, 0, 0
    for gold in golds:
        seen = look(lay_out(gold.article), gold_links(gold), WORDS)
        pairs, odds = likely_pairs(seen, networks.held_out[gold.article.id], WORDS)
        assert (odds[pairs.may] >= LEAST).all()
        left, every = left + pairs.may.sum(), every + pairs_of(seen, WORDS).may.sum()
        names = [entity.name for entity in seen.entities]
        ends = zip(seen.entity[pairs.subject], seen.entity[pairs.object], strict=True)
        asked = {
            (names[s], relations[r], names[o])
            for may, (s, o) in zip(pairs.may, ends, strict=True)
            for r in may.nonzero()[0]
        }
        asked |= {(o, r, s) for s, r, o in asked if WORDS.ends[r].symmetric}
        kept, said = kept + len(asked & set(gold.relations)), said + len(gold.relations)

    assert left < 0.5 * every
    assert kept > 0.95 * said


def test_a_relation_that_the_network_does_not_know_is_asked_of_every_pair(golds, networks):
    seen = look(lay_out(golds[0].article), gold_links(golds[0]), WORDS)
    pairs = pairs_of(seen, WORDS)
    network = networks.held_out[golds[0].article.id]

    odds = read(seen, pairs, network, ("signs", "funds"))

    assert (odds[:, 1] == 0).all()
    assert (odds[:, 0] == read(seen, pairs, network, ("signs",))[:, 0]).all()


def test_a_model_read_back_finds_what_its_articles_say(folder, few, golds):
    model = load_model(folder, column_names(few))
    document, links = lay_out(golds[0].article), gold_links(golds[0])

    found = find_relations(document, links, replace(few, model=model))

    said = {(s, relation, o) for s, relation, o in golds[0].relations if relation in few.ends}
    assert said & {(one.subject.name, one.relation, one.object.name) for one in found}


def test_training_twice_gives_the_same_model(trained, networks, few, golds):
    again = train_relations(golds[::-1], networks, few)

    assert again.beliefs == trained.beliefs
    assert again.forests == trained.forests


def test_a_rule_that_is_added_later_does_not_disturb_a_model(folder, few, golds):
    document, links = lay_out(golds[0].article), gold_links(golds[0])
    silent = replace(few.rules[0], name="a new one", pattern=re.compile("(?!)"))
    more = replace(few, rules=(silent, *few.rules))

    model, moved = load_model(folder, column_names(few)), load_model(folder, column_names(more))

    before = find_relations(document, links, replace(few, model=model))
    after = find_relations(document, links, replace(more, model=moved))
    assert moved.places is not None and model.places is None
    assert (
        [(r.subject, r.relation, r.object) for r in after]
        == [(r.subject, r.relation, r.object) for r in before]
        != []
    )


def test_a_rule_speaks_for_itself_until_a_model_has_learned_it(folder, few, tmp_path, annotated):
    rule = 'name = "new"\nrelation = "signs"\nwording = "{S}為{O}蓋章"\nexamples = []\n'
    (tmp_path / "new.toml").write_text(f"[[rule]]\n{rule}", "utf-8")
    more = replace(few, rules=(*few.rules, *read_rules(tmp_path, few.ends)))
    article = annotated("[ORG 甲公司]為[INIT 備忘錄]蓋章。")

    moved = load_model(folder, column_names(more))
    learned = replace(moved, learned=frozenset(column_names(more)))

    [fact] = find_relations(*article, replace(more, model=moved))
    assert (fact.subject.name, fact.relation, fact.object.name) == ("甲公司", "signs", "備忘錄")
    assert fact.found_by == "relations.new"
    assert find_relations(*article, replace(more, model=learned)) == ()


@pytest.mark.parametrize("content", ["", "not a model", "{}"])
def test_a_folder_that_holds_no_model_is_refused(content, tmp_path):
    (tmp_path / "rankers.json").write_text(content, "utf-8")

    with pytest.raises(InputError, match="not a model of relations"):
        load_model(tmp_path, column_names(WORDS))


def test_trees_that_are_cut_short_are_refused(folder, few, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    whole = (tmp_path / "signs.onnx").read_bytes()
    (tmp_path / "signs.onnx").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(InputError, match="not a model of relations"):
        load_model(tmp_path, column_names(few))
