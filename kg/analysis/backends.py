"""Measures taken by networkx, so that a backend of it, such as nx-parallel or nx-cugraph, works.

To offer one more: a function from a network and a backend's name to the Findings that the measure
returns, and its line in `BY_NETWORKX`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx

from extract.errors import InputError
from kg.analysis.centrality import ranked
from kg.analysis.groups import Community, named_communities
from kg.analysis.measures import MEASURES
from kg.analysis.results import Findings, Matrix
from kg.analysis.roles import Broker, brokers_by
from kg.communities import numbered, weights

OWN = "networkx"  # which needs no backend


@dataclass(frozen=True, slots=True)
class ByNetworkx:
    """A measure's algorithm in networkx, by which backends say that they have it, and its taking."""

    algorithm: Any
    of: Callable[[nx.MultiDiGraph, str], Findings[Any]]


def measured(network: nx.MultiDiGraph, name: str, backend: str = "") -> Findings[Any] | Matrix:
    """Return the measure called `name`, taken by `backend` where that offers it.

    The note says which backend took it; without one, it was measured as usual. Raise InputError
    where the backend fails.
    """
    if not offers(backend, name):
        return MEASURES[name].of(network)
    try:
        found = BY_NETWORKX[name].of(network, backend)
    except Exception as error:  # of a package that is not ours, made for another networkx perhaps
        remedy = f"install the version of it that is made for networkx {nx.__version__}"
        raise InputError(f"--backend {backend}", f"it failed ({error})", remedy) from error
    by = f"by networkx's backend {backend}" if backend != OWN else "by networkx alone"
    return replace(found, note="; ".join(filter(None, (found.note, by))))


def offers(backend: str, name: str) -> bool:
    """Say whether a backend of networkx has the algorithm of a measure."""
    return name in BY_NETWORKX and backend in BY_NETWORKX[name].algorithm.backends


def check_backend(backend: str, names: tuple[str, ...]) -> None:
    """Raise InputError where a backend is not installed, or has none of the measures of `names`."""
    installed = [OWN, *nx.config.backends]
    if backend not in installed:
        remedy = f"there are {', '.join(installed)}; install nx-parallel, nx-cugraph or another"
        raise InputError(f"--backend {backend}", "no such backend of networkx", remedy)
    if not any(offers(backend, name) for name in names):
        can = [name for name in BY_NETWORKX if offers(backend, name)]
        remedy = f"it has {', '.join(can)}" if can else "leave --backend out"
        raise InputError(f"--backend {backend}", f"it does not have {', '.join(names)}", remedy)


def _pagerank(network: nx.MultiDiGraph, backend: str) -> Findings[Any]:
    return ranked(network, nx.pagerank(_simple(network), weight="weight", backend=backend))


def _betweenness(network: nx.MultiDiGraph, backend: str) -> Findings[Any]:
    return ranked(network, nx.betweenness_centrality(_simple(network), backend=backend))


def _core(network: nx.MultiDiGraph, backend: str) -> Findings[Any]:
    return ranked(network, nx.core_number(_simple(network), backend=backend))


def _brokers(network: nx.MultiDiGraph, backend: str) -> Findings[Broker]:
    return brokers_by(network, nx.constraint(_simple(network), weight="weight", backend=backend))


def _communities(network: nx.MultiDiGraph, backend: str) -> Findings[Community]:
    graph = _simple(network)
    found = nx.community.louvain_communities(graph, weight="weight", seed=7, backend=backend)
    return named_communities(network, groups=numbered(found))


def _simple(network: nx.MultiDiGraph) -> nx.Graph:
    """Return the network undirected, an edge a pair, whose weight counts its facts."""
    nodes = sorted(network)
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    for (one, other), weight in sorted(weights(network).items()):
        graph.add_edge(nodes[one], nodes[other], weight=weight)
    return graph


BY_NETWORKX: Mapping[str, ByNetworkx] = {
    "pagerank": ByNetworkx(nx.pagerank, _pagerank),
    "betweenness": ByNetworkx(nx.betweenness_centrality, _betweenness),
    "core": ByNetworkx(nx.core_number, _core),
    "brokers": ByNetworkx(nx.constraint, _brokers),
    "communities": ByNetworkx(nx.community.louvain_communities, _communities),
}
