"""Names of one thing become one, and of different things never: held on pairs that are hard."""

import csv
from pathlib import Path

import pytest

from extract.article import Article
from extract.gazetteer import load_gazetteer
from extract.gold import unmark
from extract.layout import lay_out
from extract.linking import link_mentions, load_linking_rules
from extract.mention import Mention

GAZETTEER, RULES = load_gazetteer(), load_linking_rules()
PAIRS = Path(__file__).parent / "data" / "linking_pairs.csv"


@pytest.fixture(scope="module")
def pairs():
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def are_merged(pair):
    """Tell whether the two names, in their context, are linked to one thing."""
    alone = "[{type} {first}]來了。[{type} {second}]說。".format(**pair)
    text, marks = unmark(pair["context"] or alone)
    mentions = [Mention(m.start, m.end, m.type, m.surface, "test") for m in marks]
    links = link_mentions(lay_out(Article("a", text)), mentions, GAZETTEER, RULES)
    named = {link.mention.surface: link.entity for link in links}
    return named[pair["first"]] == named[pair["second"]]


def test_the_pairs_are_many_and_half_of_them_different(pairs):
    different = [pair for pair in pairs if pair["same"] == "no"]

    assert len(pairs) >= 250
    assert 0.4 <= len(different) / len(pairs) <= 0.6
    assert {pair["same"] for pair in pairs} == {"yes", "no"}


def test_what_is_merged_is_the_same(pairs):
    merged = [pair for pair in pairs if are_merged(pair)]
    wrong = [(pair["first"], pair["second"]) for pair in merged if pair["same"] == "no"]

    assert len(wrong) <= 0.01 * len(merged), wrong


def test_what_is_the_same_is_merged(pairs):
    same = [pair for pair in pairs if pair["same"] == "yes"]
    missed = [(pair["first"], pair["second"]) for pair in same if not are_merged(pair)]

    assert len(missed) <= 0.05 * len(same), missed
