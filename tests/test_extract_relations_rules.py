"""Each rule finds what its examples mean, and nothing in what it must not be taken for."""

import pytest

from extract.errors import InputError
from extract.relations.ends import Ends
from extract.relations.loading import load_words
from extract.relations.scene import set_scene
from extract.relations.wording import page_of, read_rules

WORDS = load_words()
EXAMPLES = [
    pytest.param(rule, marked, means, id=f"{rule.name}-{n}")
    for rule in WORDS.rules
    for n, (marked, means) in enumerate(rule.examples)
]
NEVER = [pytest.param(rule, marked, id=rule.name) for rule in WORDS.rules for marked in rule.never]


@pytest.fixture
def pairs(annotated):
    """Return what a rule finds in marked sentences, as lines of relations."""

    def find(rule, marked):
        scene = set_scene(*annotated(marked), WORDS.triggers, WORDS.pointers)
        return {
            f"{s.entity.name} | {rule.relation} | {o.entity.name}"
            for s, o in rule.match(page_of(scene.lines), WORDS.ends[rule.relation])
        }

    return find


@pytest.mark.parametrize(("rule", "marked", "means"), EXAMPLES)
def test_a_rule_finds_what_its_example_means(pairs, rule, marked, means):
    assert pairs(rule, marked) == set(means)


@pytest.mark.parametrize(("rule", "marked"), NEVER)
def test_a_rule_finds_nothing_in_what_it_must_not_match(pairs, rule, marked):
    assert pairs(rule, marked) == set()


def test_every_rule_has_an_example():
    assert [rule.name for rule in WORDS.rules if not rule.examples] == []


def test_rule_names_are_unique():
    names = [rule.name for rule in WORDS.rules]

    assert len(names) == len(set(names))


def test_a_rule_for_an_undeclared_relation_is_refused(tmp_path):
    (tmp_path / "bad.toml").write_text('[[rule]]\nname = "typo"\nrelation = "organizes"\n', "utf-8")

    with pytest.raises(InputError, match="typo: its relation is not declared"):
        read_rules(tmp_path, {"organises": Ends(frozenset({("ORG", "EVENT")}))})


def test_a_wording_with_an_unknown_slot_is_refused(tmp_path):
    row = '[[rule]]\nname = "typo"\nrelation = "signs"\nwording = "{WHO}簽署{O}"\nexamples = []\n'
    (tmp_path / "bad.toml").write_text(row, "utf-8")

    with pytest.raises(InputError, match="no slot"):
        read_rules(tmp_path, {"signs": Ends(frozenset({("ORG", "INIT")}))})
