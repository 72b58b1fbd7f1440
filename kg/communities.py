"""Communities of a network: groups of entities that are linked more with each other than outside.

The work is done by Leiden's method in Rust, with a seed, so that one network has one answer.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

import graspologic_native
import networkx as nx


def weights(network: nx.Graph) -> Counter[tuple[int, int]]:
    """Return how many edges join each pair of nodes, as places in the sorted list of nodes.

    The smaller place comes first; edges from a node to itself are left out.
    """
    place = {node: index for index, node in enumerate(sorted(network))}
    pairs = ((place[one], place[other]) for one, other in network.edges())
    return Counter((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])


def communities(network: nx.Graph, *, seed: int = 7) -> dict[Hashable, int]:
    """Return the number of each node's community, 0 for the largest; a lone node is its own."""
    nodes = sorted(network)
    edges = [(str(a), str(b), float(w)) for (a, b), w in sorted(weights(network).items())]
    found = graspologic_native.leiden(edges, seed=seed, trials=3)[1] if edges else {}
    groups = defaultdict(list)
    for index, node in enumerate(nodes):
        groups[str(found.get(str(index), node))].append(node)
    return numbered(groups.values())


def numbered(groups: Iterable[Iterable[Any]]) -> dict[Hashable, int]:
    """Return the number of each member's group, 0 for the largest."""
    in_order = sorted(map(sorted, groups), key=lambda members: (-len(members), members[0]))
    return {node: number for number, members in enumerate(in_order) for node in members}
