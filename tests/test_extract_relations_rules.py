"""Each rule finds what its examples mean, and nothing in what it must not be taken for."""

import pytest

from extract.article import Article, Block, Document, Sentence
from extract.errors import InputError
from extract.gold import unmark
from extract.mention import Entity, Link, Mention
from extract.relations import load_resources
from extract.relations.ends import Ends
from extract.relations.scene import Line, set_scene
from extract.relations.wording import read_rules

RESOURCES = load_resources()
EXAMPLES = [
    pytest.param(rule, marked, means, id=f"{rule.name}-{n}")
    for rule in RESOURCES.rules
    for n, (marked, means) in enumerate(rule.examples)
]
NEVER = [
    pytest.param(rule, marked, id=rule.name) for rule in RESOURCES.rules for marked in rule.never
]


def line(marked: str) -> Line:
    text, mentions = unmark(marked)
    links = [
        Link(
            Mention(m.start, m.end, m.type, m.surface, "test"), Entity(m.canonical, m.type), "test"
        )
        for m in mentions
    ]
    sentence = Sentence(0, len(text), text, "body", 0, 0)
    document = Document(Article("test", text), (Block(0, len(text), "body"),), (sentence,))
    return set_scene(document, links, RESOURCES.triggers).lines[0]


@pytest.mark.parametrize(("rule", "marked", "means"), EXAMPLES)
def test_a_rule_finds_what_its_example_means(rule, marked, means):
    pairs = rule.match(line(marked), RESOURCES.ends[rule.relation])

    found = {f"{s.entity.name} | {rule.relation} | {o.entity.name}" for s, o in pairs}

    assert found == set(means)


@pytest.mark.parametrize(("rule", "marked"), NEVER)
def test_a_rule_finds_nothing_in_what_it_must_not_match(rule, marked):
    assert list(rule.match(line(marked), RESOURCES.ends[rule.relation])) == []


def test_every_rule_has_an_example():
    assert [rule.name for rule in RESOURCES.rules if not rule.examples] == []


def test_rule_names_are_unique():
    names = [rule.name for rule in RESOURCES.rules]

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
