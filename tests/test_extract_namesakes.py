"""Persons of one name in two bodies are two, until somebody says otherwise."""

from itertools import permutations

import pytest

from extract.decisions import Decision, make_decisions
from extract.gazetteer import load_gazetteer
from extract.namesakes import Holding, tell_apart

RECORDS = load_gazetteer().by_entity()


def called(*together, name="陳偉", decisions=()):
    """Return how the person of each article is called; an article is a text of bodies."""
    said = [Holding(name, frozenset(bodies.split())) for bodies in together]
    found = tell_apart(said, RECORDS, make_decisions(decisions))
    return [found.called(one) for one in said]


def decided(kind, one, other):
    return Decision(kind, one, "PER", other, "PER")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("廣東省商務廳", "越疆科技"),
        ("深圳市科技創新局", "肇慶市工業和信息化局"),
        ("香港大學", "香港中文大學"),
        ("南方都市報", "信報"),
        ("鵬灣燈塔實驗室", "鵬灣燈塔公司"),
        ("國家發展和改革委員會", "北京"),
    ],
)
def test_of_bodies_that_have_nothing_in_common_the_persons_are_two(one, other):
    assert called(one, other) == [f"陳偉（{one}）", f"陳偉（{other}）"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("商務及經濟發展局", "商務及經濟發展局"),
        ("發展局", "房屋局"),  # of one government: who moves there stays who he is
        ("香港警務處", "香港特別行政區政府"),
        ("香港", "發展局"),  # the place whose government it is
        ("大公報", "文匯報"),  # of one group
        ("廣東省工業和信息化廳電子信息處", "廣東省商務廳"),
        ("香港大學", "香港大學李嘉誠醫學院"),
    ],
)
def test_of_bodies_of_one_house_the_person_is_one(one, other):
    assert called(one, other) == ["陳偉", "陳偉"]


def test_what_one_article_says_together_joins_what_others_say():
    assert called("越疆科技", "香港大學", "越疆科技 香港大學") == ["陳偉"] * 3


def test_an_article_that_gives_no_body_keeps_the_bare_name_where_there_are_several():
    assert called("", "越疆科技", "香港大學")[0] == "陳偉"
    assert called("", "越疆科技") == ["陳偉", "陳偉"]


def test_whom_the_table_of_office_holders_knows_is_one_whatever_else_he_does():
    assert called("香港", "越疆科技", name="李家超") == ["李家超", "李家超"]


def test_the_order_of_the_articles_changes_nothing():
    articles = ("越疆科技", "香港大學", "發展局", "房屋局 香港大學", "", "信報")
    told = dict(zip(articles, called(*articles), strict=True))

    for order in permutations(articles):
        assert dict(zip(order, called(*order), strict=True)) == told


def test_persons_that_people_decided_to_be_one_are_one():
    both = decided("same", "陳偉（越疆科技）", "陳偉（香港大學）")

    assert called("越疆科技", "香港大學", decisions=[both]) == ["陳偉", "陳偉"]
    assert called("越疆科技", "香港大學", "信報", decisions=[both]) == [
        "陳偉（越疆科技）",
        "陳偉（越疆科技）",
        "陳偉（信報）",
    ]


def test_persons_that_people_decided_to_be_different_are_two_whatever_any_rule_says():
    two = decided("different", "陳偉（發展局）", "陳偉（房屋局）")
    holder = decided("different", "李家超", "李家超（越疆科技）")

    assert called("發展局", "房屋局", decisions=[two]) == ["陳偉（發展局）", "陳偉（房屋局）"]
    assert called("香港", "越疆科技", name="李家超", decisions=[holder]) == [
        "李家超",
        "李家超（越疆科技）",
    ]


def test_a_decision_holds_in_either_script():
    both = decided("same", "陈伟（越疆科技）", "陈伟（香港大学）")

    assert called("越疆科技", "香港大學", decisions=[both]) == ["陳偉", "陳偉"]
