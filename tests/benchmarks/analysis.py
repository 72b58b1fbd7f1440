"""Measure betweenness and communities beside networkx alone, conversion included.

Run `python tests/benchmarks/analysis.py [EDGES …]`; it prints a table. The network has the links of
a Barabási–Albert graph; each figure is the CPU time of the best of ROUNDS, networkx's of one.
"""

import sys
from collections.abc import Callable
from typing import Any

import networkx as nx
from cpu_time import cpu_seconds

from kg.analysis.centrality import betweenness
from kg.communities import communities

ROUNDS = 3


def made_up(edges: int) -> nx.MultiDiGraph:
    """Return a network of about `edges` facts among half as many entities."""
    graph = nx.barabasi_albert_graph(edges // 2, 2, seed=3)
    network = nx.MultiDiGraph()
    for node in graph:
        network.add_node(f"n{node:06}", label=str(node), type="ORG")
    network.add_edges_from((f"n{one:06}", f"n{other:06}") for one, other in graph.edges)
    return network


def main() -> None:
    """Print a line for each number of edges and each measure."""
    for edges in map(int, sys.argv[1:] or ["5000"]):
        network = made_up(edges)
        simple = nx.Graph(network)
        pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
            "betweenness, all paths": (
                lambda network=network: betweenness(network, sources=len(network)),
                lambda simple=simple: nx.betweenness_centrality(simple),
            ),
            "betweenness, 256 sources": (
                lambda network=network: betweenness(network, sources=256),
                lambda simple=simple: nx.betweenness_centrality(simple, k=256, seed=7),
            ),
            "communities": (
                lambda network=network: communities(network),
                lambda simple=simple: nx.community.louvain_communities(simple, seed=7),
            ),
        }
        for name, (ours, theirs) in pairs.items():
            here, there = cpu_seconds(ours, ROUNDS), cpu_seconds(theirs, 1)
            print(f"{edges:7} edges  {name:26} {here:7.3f} s  networkx {there:7.3f} s", end="")
            print(f"  {there / here:5.1f}×")


if __name__ == "__main__":
    main()
