"""Entities have places of their own, those of one community together; the same each time."""

import networkx as nx
import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from kg.communities import communities
from kg.positions import importance, positions, radius


def placed(network):
    return positions(network, communities(network), importance(network))


@pytest.fixture
def two_cliques():
    network = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(6))
    network.add_edge(0, 8)
    return nx.MultiDiGraph(nx.relabel_nodes(network, lambda node: f"n{node:02}"))


@pytest.fixture(scope="module")
def scale_free():
    graph = nx.barabasi_albert_graph(600, 2, seed=3)
    return nx.MultiDiGraph(nx.relabel_nodes(graph, str).edges)


def test_communities_are_numbered_from_the_largest(two_cliques):
    groups = communities(two_cliques)

    assert {groups[f"n{node:02}"] for node in range(8)} == {0}
    assert {groups[f"n{node:02}"] for node in range(8, 14)} == {1}


def test_communities_find_what_networkx_finds(scale_free):
    graph = nx.Graph(scale_free)
    groups = communities(scale_free)
    ours = [{node for node in groups if groups[node] == number} for number in set(groups.values())]

    louvain = nx.community.louvain_communities(graph, seed=7)

    found, reference = (nx.community.modularity(graph, parts) for parts in (ours, louvain))
    assert found >= reference - 0.01


def test_a_node_without_links_is_a_community_of_its_own():
    network = nx.MultiDiGraph([("a", "b")])
    network.add_nodes_from(["x", "y"])

    assert communities(network) == {"a": 0, "b": 0, "x": 1, "y": 2}


def test_the_hub_is_the_most_important():
    ranks = importance(nx.MultiDiGraph([("hub", leaf) for leaf in "abcd"]))

    assert ranks["hub"] == 1
    assert all(0 < ranks[leaf] < 1 for leaf in "abcd")


def test_the_same_network_in_another_order_has_the_same_places(scale_free):
    other = nx.MultiDiGraph()
    other.add_nodes_from(sorted(scale_free, reverse=True))
    other.add_edges_from(sorted(scale_free.edges(), reverse=True))

    assert placed(other) == placed(scale_free)


def test_no_two_entities_overlap(scale_free):
    places, ranks = placed(scale_free), importance(scale_free)
    nodes = sorted(places)
    radii = np.array([radius(ranks[node]) for node in nodes])

    apart = squareform(pdist(np.array([places[node] for node in nodes])))

    np.fill_diagonal(apart, np.inf)
    assert (apart > radii[:, None] + radii[None, :]).all()


def test_members_stand_nearer_to_their_community_than_to_any_other(scale_free):
    places, groups = placed(scale_free), communities(scale_free)
    middles = {
        number: np.mean([places[node] for node in places if groups[node] == number], axis=0)
        for number in set(groups.values())
    }

    at_home = [
        min(middles, key=lambda number: np.linalg.norm(middles[number] - places[node]))
        == groups[node]
        for node in places
    ]

    assert np.mean(at_home) > 0.9


def test_unlinked_entities_stand_in_rows_below_the_rest(two_cliques):
    two_cliques.add_nodes_from(["x", "y"])

    places = placed(two_cliques)

    lowest = max(y for node, (_, y) in places.items() if node not in "xy")
    assert places["x"][1] == places["y"][1] > lowest
    assert places["x"][0] != places["y"][0]


@pytest.mark.parametrize("network", [nx.MultiDiGraph(), nx.MultiDiGraph([("a", "a")])])
def test_a_network_without_links_has_places_too(network):
    assert placed(network).keys() == set(network)
