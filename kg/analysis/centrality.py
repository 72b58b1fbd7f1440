"""How central each entity is: by its facts, its neighbours, the paths through it, its core.

To add a measure of each entity: a function that ends in `ranked`. All read facts both ways, as
who is the subject of a fact is a matter of its wording.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import networkx as nx
import numpy as np
import rustworkx
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kg.analysis.results import Findings, Node, node
from kg.communities import weights
from kg.positions import importance

MOST_STEPS = 5e7  # nodes × pairs, up to which all shortest paths are followed: some five seconds
SOURCES = 256  # entities from which paths are followed beyond that
BATCH = 32
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Rank:
    """An entity and its value by a measure."""

    entity: Node
    value: float


def degree(network: nx.MultiDiGraph) -> Findings[Rank]:
    """Return in how many facts each entity stands."""
    return ranked(network, dict(network.degree()))


def pagerank(network: nx.MultiDiGraph) -> Findings[Rank]:
    """Return each entity's PageRank, all of which sum to 1; a neighbour counts by its facts."""
    ranks = importance(network)
    whole = sum(ranks.values())
    return ranked(network, {str(iri): rank / whole for iri, rank in ranks.items()})


def betweenness(
    network: nx.MultiDiGraph, *, sources: int | None = None, seed: int = 7
) -> Findings[Rank]:
    """Return the part of all shortest paths that lead through each entity, 0 to 1.

    From as many entities as `sources` says the paths are followed; by default from all, or from
    some hundreds in a network that is too large for it. The note then says so.
    """
    nodes, pairs = sorted(network), sorted(weights(network))
    if sources is None and len(nodes) * len(pairs) > MOST_STEPS:
        sources = SOURCES
    if sources is None or sources >= len(nodes):
        # in one thread: how many add up a figure would show in its last digits
        graph = simple(nodes, pairs)
        values = rustworkx.graph_betweenness_centrality(graph, parallel_threshold=len(nodes) + 1)
        return ranked(network, {iri: values[place] for place, iri in enumerate(nodes)})
    chosen = sorted(Random(seed).sample(range(len(nodes)), sources))
    through = _paths_through(nodes, pairs, chosen)
    through *= len(nodes) / sources / max((len(nodes) - 1) * (len(nodes) - 2), 1)
    note = f"estimated by the paths from {sources} of {len(nodes)} entities"
    return ranked(network, dict(zip(nodes, through.tolist(), strict=True)), note)


def core(network: nx.MultiDiGraph) -> Findings[Rank]:
    """Return the k of the innermost k-core that each entity is in.

    Each member of a k-core has k neighbours or more in it.
    """
    nodes = sorted(network)
    values = rustworkx.graph_core_number(simple(nodes, sorted(weights(network))))
    cores = {iri: values[place] for place, iri in enumerate(nodes)}  # type: ignore[index]
    return ranked(network, cores)  # rustworkx types its mapping as int


def simple(nodes: Sequence[str], pairs: Sequence[tuple[int, int]]) -> rustworkx.PyGraph:
    """Return the network as an undirected graph with one edge a pair."""
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(nodes)
    graph.add_edges_from_no_data(list(pairs))
    return graph


def matrix_of(
    pairs: Mapping[tuple[int, int], int] | Sequence[tuple[int, int]], size: int
) -> csr_array:
    """Return the symmetric matrix of pairs, size × size, with their weights or with ones."""
    ends = np.array(list(pairs), dtype=int).reshape(-1, 2)
    values = np.array(list(pairs.values()) if isinstance(pairs, Mapping) else [1] * len(ends))
    both = np.concatenate([ends, ends[:, ::-1]])
    filled = (np.concatenate([values, values]).astype(float), both.T)
    return csr_array(filled, shape=(size, size))


def _paths_through(
    nodes: Sequence[str], pairs: Sequence[tuple[int, int]], sources: Sequence[int]
) -> NDArray[np.float64]:
    """Return what Brandes's algorithm sums up from `sources`, many of them in one product."""
    joined = matrix_of(pairs, len(nodes))
    through = np.zeros(len(nodes))
    for first in range(0, len(sources), BATCH):
        batch = sources[first : first + BATCH]
        paths = np.zeros((len(nodes), len(batch)))
        paths[batch, range(len(batch))] = 1
        depth = np.where(paths > 0, 0, -1)
        reached, deepest = paths, 0
        while reached.any():
            reached = np.where(depth < 0, joined @ reached, 0)
            deepest += 1
            depth[reached > 0] = deepest
            paths = paths + reached
        through_each = np.zeros_like(paths)
        counted = np.maximum(paths, 1)
        for level in range(deepest - 1, 0, -1):
            below = np.where(depth == level + 1, (1 + through_each) / counted, 0)
            through_each += np.where(depth == level, paths * (joined @ below), 0)
        through += through_each.sum(axis=1)
    return through


def ranked(network: nx.MultiDiGraph, values: Mapping[str, float], note: str = "") -> Findings[Rank]:
    """Return values of entities, the highest first."""
    ranks = [Rank(node(network, iri), round(value, DIGITS)) for iri, value in values.items()]
    return Findings(tuple(sorted(ranks, key=lambda rank: (-rank.value, rank.entity))), note)
