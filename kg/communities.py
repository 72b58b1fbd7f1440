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
    many = network.is_multigraph()
    found: Counter[tuple[int, int]] = Counter()
    # By neighbours, which costs a third of what going through the edges does.
    for one, neighbours in network.adjacency():
        here = place[one]
        for other, edges in neighbours.items():
            there = place[other]
            if here < there or (here > there and network.is_directed()):
                pair = (here, there) if here < there else (there, here)
                found[pair] += len(edges) if many else 1
    return found


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
