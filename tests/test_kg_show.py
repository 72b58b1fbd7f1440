"""Filters take from a network what was asked for, and leave the network as it was."""

import networkx as nx
import pytest

from extract.errors import InputError
from kg.claims import graph_of
from kg.network import network
from kg.show import around, find, narrowed

DAILY = {"id": "a", "source": "大公報", "date": "2026-05-29"}
MONTHLY = {"id": "b", "source": "文匯報", "date": "2026-06-30"}


@pytest.fixture
def two_papers(said):
    first = said(
        "[ORG 貿發局]在[PLACE 香港]主辦[EVENT 出海論壇]。[PER 丘應樺]出席[EVENT 出海論壇]。",
        "貿發局 | organises | 出海論壇",
        "丘應樺 | participatesIn | 出海論壇",
        "出海論壇 | locatedIn | 香港",
        article=DAILY,
    )
    second = said(
        "[PLACE 香港]與[PLACE 深圳]合作。[ORG 貿發局]主辦[EVENT 出海論壇]。[PER 甲]任[ORG 乙]。",
        "香港 | cooperatesWith | 深圳",
        "貿發局 | organises | 出海論壇",
        "甲 | holdsPost | 乙",
        article=MONTHLY,
    )
    return network(graph_of([first, second], {}))


def labels(shown):
    return {about["label"] for _, about in shown.nodes(data=True)}


def relations(shown):
    return sorted(key for _, _, key in shown.edges(keys=True))


def test_without_filters_the_network_is_whole(two_papers):
    shown = narrowed(two_papers)

    assert nx.utils.graphs_equal(shown, two_papers)


def test_around_an_entity_lies_what_facts_join_to_it_either_way(two_papers):
    assert labels(narrowed(two_papers, ego="出海論壇")) == {"出海論壇", "貿發局", "丘應樺", "香港"}
    assert labels(narrowed(two_papers, ego="貿發局")) == {"貿發局", "出海論壇"}


def test_each_step_of_depth_goes_one_fact_further(two_papers):
    assert "深圳" not in labels(narrowed(two_papers, ego="出海論壇", depth=1))
    assert "深圳" in labels(narrowed(two_papers, ego="出海論壇", depth=2))


def test_a_type_is_named_by_its_tag_or_by_its_class(two_papers):
    assert labels(narrowed(two_papers, types=["PLACE"])) == {"香港", "深圳"}
    assert labels(narrowed(two_papers, types=["Place", "EVENT"])) == {"香港", "深圳", "出海論壇"}


def test_of_some_relations_only_these_facts_are_left(two_papers):
    shown = narrowed(two_papers, relations=["locatedIn"])

    assert relations(shown) == ["locatedIn"]
    assert labels(shown) == {"出海論壇", "香港"}


def test_days_choose_facts_and_their_evidence(two_papers):
    shown = narrowed(two_papers, since="2026-06")

    assert relations(shown) == ["cooperatesWith", "holdsPost", "organises"]
    dates = {said.date for *_, about in shown.edges(data=True) for said in about["evidence"]}
    assert dates == {"2026-06-30"}


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2026-05-29", "2026-05-29", 3),
        ("2026", "2026", 5),
        ("", "2026-05", 3),
        ("2026-05-30", "2026-06-29", 0),
        ("2027", "", 0),
    ],
)
def test_a_month_or_a_year_counts_as_all_its_days(two_papers, since, until, count):
    shown = narrowed(two_papers, since=since, until=until)

    assert shown.number_of_edges() == count


def test_one_paper_is_shown_with_what_it_says_alone(two_papers):
    shown = narrowed(two_papers, source="大公報")

    assert relations(shown) == ["locatedIn", "organises", "participatesIn"]
    assert all(len(about["evidence"]) == 1 for *_, about in shown.edges(data=True))


def test_a_path_has_the_facts_of_its_steps_and_no_others(two_papers):
    shown = narrowed(two_papers, path=("丘應樺", "深圳"))

    assert labels(shown) == {"丘應樺", "出海論壇", "香港", "深圳"}
    assert relations(shown) == ["cooperatesWith", "locatedIn", "participatesIn"]


def test_a_path_that_the_filters_cut_is_refused(two_papers):
    with pytest.raises(InputError, match="nothing joins 丘應樺 and 甲"):
        narrowed(two_papers, path=("丘應樺", "甲"))


def test_a_community_is_shown_by_its_number(two_papers):
    smallest = narrowed(two_papers, community=1)

    assert len(smallest) < len(narrowed(two_papers, community=0))
    with pytest.raises(InputError, match="no community 9"):
        narrowed(two_papers, community=9)


def test_part_of_a_name_finds_the_only_one_that_has_it(two_papers):
    assert two_papers.nodes[find(two_papers, "論壇")]["label"] == "出海論壇"


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"ego": "出海會壇"}, "did you mean 出海論壇"),
        ({"types": ["PLCE"]}, "did you mean PLACE"),
        ({"relations": ["organizes"]}, "did you mean organises"),
        ({"source": "明報"}, "there are 大公報、文匯報"),
        ({"since": "昨日"}, "昨日 is no date"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(two_papers, filters, message):
    with pytest.raises(InputError, match=message):
        narrowed(two_papers, **filters)


def test_filters_leave_the_network_as_it_was(two_papers):
    before = two_papers.copy()

    narrowed(two_papers, since="2026-06", types=["PLACE"])
    around(two_papers, find(two_papers, "香港"))

    assert nx.utils.graphs_equal(two_papers, before)
