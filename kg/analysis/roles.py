"""Who holds a network together: bridges, without which it falls apart, and brokers.

To add a role: a function from a network to Findings of rows that say why an entity has it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import rustworkx

from kg.analysis.centrality import DIGITS, matrix_of, simple
from kg.analysis.results import Findings, Node, node
from kg.communities import weights


@dataclass(frozen=True, slots=True)
class Broker:
    """An entity whose neighbours are little joined among themselves.

    `constraint` is Burt's: near 0 for one that stands between many, 1 or more for one whose
    neighbours all know each other.
    """

    entity: Node
    neighbours: int
    constraint: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two entities that nothing else joins: `cut_off` are on the smaller side without it."""

    one: Node
    other: Node
    relations: tuple[str, ...]
    cut_off: int


def brokers(network: nx.MultiDiGraph) -> Findings[Broker]:
    """Return the entities with two neighbours or more, the least constrained first.

    A neighbour counts by the number of facts with it.
    """
    nodes = sorted(network)
    joined = matrix_of(weights(network), len(nodes))
    strength = np.maximum(joined.sum(axis=1), 1)
    share = joined.multiply((1 / strength)[:, None]).tocsr()
    known = (joined > 0).astype(float)
    invested = share + (share @ share).multiply(known)
    constraint = invested.multiply(invested).sum(axis=1)
    return brokers_by(network, dict(zip(nodes, constraint.tolist(), strict=True)))


def brokers_by(network: nx.MultiDiGraph, constraint: Mapping[str, float]) -> Findings[Broker]:
    """Return the entities with two neighbours or more by Burt's constraint on each."""
    neighbours = {iri: len({*nx.all_neighbors(network, iri)} - {iri}) for iri in sorted(network)}
    found = [
        Broker(node(network, iri), count, round(float(constraint[iri]), DIGITS))
        for iri, count in neighbours.items()
        if count > 1
    ]
    found.sort(key=lambda one: (one.constraint, -one.neighbours, one.entity))
    return Findings(tuple(found))


def bridges(network: nx.MultiDiGraph) -> Findings[Bridge]:
    """Return the bridges of the network, first those without which most would be cut off."""
    nodes, pairs = sorted(network), sorted(weights(network))
    graph = simple(nodes, pairs)
    cuts = sorted((min(pair), max(pair)) for pair in rustworkx.bridges(graph))
    found = [
        Bridge(
            node(network, nodes[one]),
            node(network, nodes[other]),
            _relations(network, nodes[one], nodes[other]),
            cut_off,
        )
        for (one, other), cut_off in _cut_off(graph, cuts).items()
    ]
    found.sort(key=lambda bridge: (-bridge.cut_off, bridge.one, bridge.other))
    return Findings(tuple(found))


def _cut_off(graph: rustworkx.PyGraph, cuts: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return how many nodes are on the smaller side of each bridge.

    What bridges join is a forest, walked here from the leaves up.
    """
    whole = {member: len(part) for part in rustworkx.connected_components(graph) for member in part}
    graph = graph.copy()
    graph.remove_edges_from(cuts)
    parts = rustworkx.connected_components(graph)
    part_of = {member: number for number, part in enumerate(parts) for member in part}
    beside: defaultdict[int, set[tuple[int, tuple[int, int]]]] = defaultdict(set)
    for cut in cuts:
        one, other = (part_of[end] for end in cut)
        beside[one].add((other, cut))
        beside[other].add((one, cut))
    sizes = [len(part) for part in parts]
    leaves = [part for part, cuts_there in beside.items() if len(cuts_there) == 1]
    smaller: dict[tuple[int, int], int] = {}
    while leaves:
        leaf = leaves.pop()
        if not beside[leaf]:
            continue  # the last of its tree
        [(next_part, cut)] = beside.pop(leaf)
        smaller[cut] = min(sizes[leaf], whole[cut[0]] - sizes[leaf])
        sizes[next_part] += sizes[leaf]
        beside[next_part].remove((leaf, cut))
        if len(beside[next_part]) == 1:
            leaves.append(next_part)
    return smaller


def _relations(network: nx.MultiDiGraph, one: str, other: str) -> tuple[str, ...]:
    ways = (one, other), (other, one)
    there = [network.get_edge_data(*way, default={}) for way in ways]
    return tuple(sorted({about["relation"] for edges in there for about in edges.values()}))
