"""A name that somebody gives means an entity by any of its names, in either script."""

import pytest

from extract.errors import InputError
from kg.claims import graph_of
from kg.naming import called
from kg.network import network


@pytest.fixture
def graph(said, some_records):
    marked = "[ZONE 河套=河套深港科技創新合作區]位於[PLACE 深圳]，[ORG 商經局=商務及經濟發展局]建設[ZONE 河套園區]。"
    facts = ["河套深港科技創新合作區 | locatedIn | 深圳", "商務及經濟發展局 | develops | 河套園區"]
    return network(graph_of([said(marked, *facts)], some_records))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("河套", "河套深港科技創新合作區"),
        ("商經局", "商務及經濟發展局"),
        ("商经局", "商務及經濟發展局"),
        ("河套园区", "河套園區"),
        ("shenzhen", "深圳"),
        ("深圳", "深圳"),
    ],
)
def test_an_entity_is_found_by_any_of_its_names(graph, name, label):
    assert graph.nodes[called(graph, name)]["label"] == label


def test_an_iri_means_itself(graph):
    assert [called(graph, node) for node in graph] == list(graph)


def test_a_name_that_is_only_near_is_refused_with_what_it_is_near_to(graph):
    with pytest.raises(InputError, match="did you mean 商務及經濟發展局"):
        called(graph, "商務及經貿發展局")


def test_a_name_of_two_entities_is_refused_with_both(said):
    marked = "[ORG 甲園=港深甲園]與[ORG 甲園=粵港甲園]合作。"
    graph = network(graph_of([said(marked, "港深甲園 | cooperatesWith | 粵港甲園")], {}))

    with pytest.raises(InputError, match=r"甲園 is the name of 2 entities; give one of .*粵港甲園"):
        called(graph, "甲園")
