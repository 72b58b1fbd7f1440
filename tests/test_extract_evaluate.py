"""Scores are counted as the guide says: exact span and type, right names, exact triples."""

from dataclasses import replace
from pathlib import Path

import pytest

from extract.article import Article
from extract.evaluate import commonest, evaluate
from extract.gold import GoldArticle, read_gold_folders, unmark
from extract.mention import Entity

SEEDS = read_gold_folders([Path(__file__).parent.parent / "data/gold/seeds"])
MARKED = (
    "[PLACE 香港]專班\n\n[ORG 貿發局=香港貿易發展局]主辦[EVENT 出海論壇]，[ORG 商經局]支持。"
    "[DATE 昨日=2026-05-28]開幕。"
)
RELATIONS = (
    ("香港貿易發展局", "organises", "出海論壇"),
    ("商經局", "supports", "出海論壇"),
    ("香港貿易發展局", "cooperatesWith", "商經局"),
)


@pytest.fixture
def gold():
    text, mentions = unmark(MARKED)
    return GoldArticle(Article(id="a", text=text), mentions, RELATIONS)


def test_an_extraction_without_a_fault_scores_one(marked_extraction):
    figures = evaluate(SEEDS, [marked_extraction(gold) for gold in SEEDS])

    assert figures.mentions.f1 == pytest.approx(1)
    assert figures.linking == 1
    assert figures.relations.f1 == pytest.approx(1)
    assert figures.slips == ()


def test_what_is_missed_and_what_is_false_are_counted_by_type(gold, marked_extraction):
    whole = marked_extraction(gold)
    place, agency, event, bureau, day = whole.links
    longer = replace(event, mention=replace(event.mention, end=event.mention.end + 1))
    misnamed = replace(agency, entity=Entity("貿發局", "ORG"))
    found = replace(whole, links=(place, misnamed, longer, bureau), relations=())

    figures = evaluate([gold], [found])

    assert (figures.mentions.right, figures.mentions.gold, figures.mentions.found) == (3, 5, 4)
    assert figures.by_type["EVENT"].f1 == 0
    assert figures.by_type["ORG"].f1 == pytest.approx(1)
    assert figures.linking == pytest.approx(2 / 3)
    assert (figures.relations.right, figures.relations.gold) == (0, 3)
    kinds = [(slip.kind, slip.type) for slip in figures.slips if slip.type.isupper()]
    assert kinds == [
        ("wrong name", "ORG"),
        ("missed", "EVENT"),
        ("false", "EVENT"),
        ("missed", "DATE"),
    ]
    assert day.mention.surface == "昨日"


def test_a_date_or_a_post_rightly_found_does_not_count_for_linking(gold, marked_extraction):
    whole = marked_extraction(gold)
    other_day = replace(whole.links[-1], entity=Entity("1999", "DATE"))

    figures = evaluate([gold], [replace(whole, links=(*whole.links[:-1], other_day))])

    assert figures.linking == 1
    assert figures.mentions.f1 == pytest.approx(1)


def test_cooperation_counts_in_either_order_and_other_relations_do_not(gold, marked_extraction):
    whole = marked_extraction(gold)
    turned = tuple(replace(one, subject=one.object, object=one.subject) for one in whole.relations)

    figures = evaluate([gold], [replace(whole, relations=turned)])

    assert figures.by_relation["cooperatesWith"].f1 == pytest.approx(1)
    assert figures.by_relation["organises"].f1 == 0


def test_an_article_without_an_extraction_counts_as_one_in_which_nothing_was_found(gold):
    figures = evaluate([gold], [])

    assert figures.missing == ("a",)
    assert (figures.mentions.gold, figures.mentions.found, figures.mentions.f1) == (5, 0, 0)


def test_slips_carry_their_sentence_and_are_listed_commonest_first(gold):
    figures = evaluate([gold, gold], [])

    listed = {(slip.type, slip.what): (slip, times) for slip, times in commonest(figures.slips, 3)}

    slip, times = listed["ORG", "商經局"]
    assert (slip.kind, times) == ("missed", 2)
    assert slip.sentence == "貿發局主辦出海論壇，商經局支持。"
    relation, _ = listed["supports", "商經局 | supports | 出海論壇"]
    assert relation.sentence == "貿發局主辦出海論壇，商經局支持。"


def test_figures_are_plain_values_for_programs(gold):
    row = evaluate([gold], []).as_row()

    assert row["mentions"] == {"p": 0, "r": 0, "f1": 0, "gold": 5, "found": 0}
    assert set(row) >= {"articles", "missing", "linking", "relations", "by_type", "by_relation"}
