"""Each wording of a detail finds what its examples mean, and nothing in what it must not match."""

import pytest

from extract.facts.details import ENDS, is_date, load_wordings
from extract.relations.loading import load_words
from extract.relations.scene import set_scene
from extract.relations.wording import page_of

WORDS = load_words()
RULES = load_wordings().rules
EXAMPLES = [
    pytest.param(rule, marked, means, id=f"{rule.name}-{n}")
    for rule in RULES
    for n, (marked, means) in enumerate(rule.examples)
]
NEVER = [
    pytest.param(rule, marked, id=f"{rule.name}-{n}")
    for rule in RULES
    for n, marked in enumerate(rule.never)
]


@pytest.fixture
def found(annotated):
    """Return what a wording finds in marked sentences, as lines."""

    def find(rule, marked):
        scene = set_scene(*annotated(marked), WORDS.triggers, WORDS.pointers)
        return {
            f"{s.entity.name} | {rule.relation} | {o.entity.name}"
            for s, o in rule.match(page_of(scene.lines), ENDS[rule.relation])
        }

    return find


@pytest.mark.parametrize(("rule", "marked", "means"), EXAMPLES)
def test_a_wording_finds_what_its_example_means(found, rule, marked, means):
    assert found(rule, marked) == set(means)


@pytest.mark.parametrize(("rule", "marked"), NEVER)
def test_a_wording_finds_nothing_in_what_it_must_not_match(found, rule, marked):
    assert found(rule, marked) == set()


def test_every_wording_has_an_example_and_every_detail_a_wording():
    assert [rule.name for rule in RULES if not rule.examples] == []
    assert {rule.relation for rule in RULES} == set(ENDS)


@pytest.mark.parametrize("value", ["2026", "2026-02", "2026-02-28", "2026/2030", "2026-05/"])
def test_a_day_a_month_a_year_or_a_period_is_a_date(value):
    assert is_date(value)


@pytest.mark.parametrize("value", ["今日", "2026-13", "2026-02-30", "2026-W05", "P3D"])
def test_what_has_no_value_is_no_date(value):
    assert not is_date(value)
