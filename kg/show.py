"""Parts of a network: what lies around an entity, between two, of some types, of some days.

Each filter is a function from a network to a smaller one and leaves the first as it was. To add
one, write it here and give it its place in `narrowed`.
"""

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

import networkx as nx

from extract.errors import InputError
from kg.communities import communities

DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def narrowed(
    network: nx.MultiDiGraph,
    *,
    types: Collection[str] = (),
    relations: Collection[str] = (),
    since: str = "",
    until: str = "",
    source: str = "",
    community: int | None = None,
    ego: str = "",
    depth: int = 1,
    path: tuple[str, str] | None = None,
) -> nx.MultiDiGraph:
    """Return the part of `network` that passes all of the filters that are given.

    The facts are chosen first, then what lies around `ego` or on a `path` by these facts alone.
    """
    if types:
        network = of_types(network, types)
    if relations:
        network = of_relations(network, relations)
    if since or until:
        network = in_time(network, since=since, until=until)
    if source:
        network = from_source(network, source)
    if community is not None:
        network = of_community(network, community)
    if ego:
        network = around(network, find(network, ego), depth=depth)
    if path:
        network = between(network, *(find(network, name) for name in path))
    return network


def find(network: nx.MultiDiGraph, name: str) -> str:
    """Return the node that is called `name`, by its IRI, label, or English name.

    Where none is, a name that contains `name` will do if it is the only one; else raise
    InputError, which offers names that are near.
    """
    if name in network:
        return name
    labels: dict[str, str] = {}
    for node, about in sorted(network.nodes(data=True)):
        for label in (about["label"], about.get("en", "")):
            if label:
                labels.setdefault(label, node)
    if name in labels:
        return labels[name]
    parts = {node for label, node in labels.items() if name.lower() in label.lower()}
    if len(parts) == 1:
        return parts.pop()
    near = sorted(network.nodes[node]["label"] for node in parts)
    near = near[:5] or get_close_matches(name, labels, n=5, cutoff=0.4)
    remedy = f"did you mean {'、'.join(near)}?" if near else "see the names in the graph"
    raise InputError("network", f"no entity is named {name}", remedy)


def of_types(network: nx.MultiDiGraph, types: Collection[str]) -> nx.MultiDiGraph:
    """Return the entities whose tag (ORG) or class (Company) is one of `types`."""
    tags = {value for _, about in network.nodes(data=True) for value in _classes(about)}
    _check("type", types, tags)
    kept = [node for node, about in network.nodes(data=True) if _classes(about) & set(types)]
    return network.subgraph(kept).copy()


def of_relations(network: nx.MultiDiGraph, relations: Collection[str]) -> nx.MultiDiGraph:
    """Return the facts whose relation is one of `relations`, and the entities that they join."""
    _check("relation", relations, {about["relation"] for _, _, about in network.edges(data=True)})
    return _facts(network, lambda about: about if about["relation"] in relations else None)


def in_time(network: nx.MultiDiGraph, *, since: str = "", until: str = "") -> nx.MultiDiGraph:
    """Return the facts that articles of these days state, with the evidence of these days alone.

    A year or a month counts as all its days, on both sides; what has no date is left out.
    """
    for date in (since, until):
        if date and not DATE.fullmatch(date):
            raise InputError("network", f"{date} is no date", "write 2026, 2026-05 or 2026-05-29")
    first, last = _first_day(since), _last_day(until)
    return _evidence(
        network,
        lambda said: (
            bool(said.date) and first <= _last_day(said.date) and _first_day(said.date) <= last
        ),
    )


def from_source(network: nx.MultiDiGraph, source: str) -> nx.MultiDiGraph:
    """Return the facts that articles of one paper state, with the evidence of that paper alone."""
    edges = network.edges(data=True)
    _check("source", [source], {said.source for _, _, about in edges for said in about["evidence"]})
    return _evidence(network, lambda said: bool(said.source == source))


def of_community(network: nx.MultiDiGraph, number: int) -> nx.MultiDiGraph:
    """Return the entities of one community; 0 is the largest."""
    groups = communities(network)
    kept = [node for node, group in groups.items() if group == number]
    if not kept:
        count = len(set(groups.values()))
        raise InputError("network", f"no community {number}", f"there are {count}, from 0")
    return network.subgraph(kept).copy()


def around(network: nx.MultiDiGraph, node: str, *, depth: int = 1) -> nx.MultiDiGraph:
    """Return what lies within `depth` facts of `node`, whichever way the facts run."""
    near = nx.single_source_shortest_path_length(network.to_undirected(as_view=True), node, depth)
    return network.subgraph(near).copy()


def between(network: nx.MultiDiGraph, one: str, other: str) -> nx.MultiDiGraph:
    """Return a shortest path between two nodes with all facts of each step.

    Raise InputError where nothing joins them.
    """
    try:
        path = nx.shortest_path(network.to_undirected(as_view=True), one, other)
    except nx.NetworkXNoPath as error:
        names = (network.nodes[node]["label"] for node in (one, other))
        fault = "nothing joins {} and {}".format(*names)
        raise InputError("network", fault, "take fewer filters") from error
    steps = {frozenset(step) for step in pairwise(path)}
    shown = nx.MultiDiGraph()
    shown.add_nodes_from((node, network.nodes[node]) for node in path)
    shown.add_edges_from(
        (start, end, key, about)
        for start, end, key, about in network.edges(path, keys=True, data=True)
        if frozenset((start, end)) in steps
    )
    return shown


def _classes(about: dict[str, Any]) -> set[str]:
    return {about["type"], about.get("kind", "")}


def _check(what: str, asked: Collection[str], there: Collection[str]) -> None:
    for name in asked:
        if name not in there:
            near = get_close_matches(name, there, n=1, cutoff=0.5)
            known = "、".join(sorted(filter(None, there)))
            remedy = f"did you mean {near[0]}?" if near else f"there are {known}"
            raise InputError("network", f"no {what} {name}", remedy)


def _first_day(date: str) -> str:
    return date + "0000-01-01"[len(date) :]


def _last_day(date: str) -> str:
    return date + "9999-12-31"[len(date) :]


def _evidence(network: nx.MultiDiGraph, keep: Callable[[Any], bool]) -> nx.MultiDiGraph:
    def kept(about: dict[str, Any]) -> dict[str, Any] | None:
        evidence = tuple(said for said in about["evidence"] if keep(said))
        articles = tuple(sorted({said.article for said in evidence}))
        return {**about, "evidence": evidence, "articles": articles} if evidence else None

    return _facts(network, kept)


def _facts(
    network: nx.MultiDiGraph, keep: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> nx.MultiDiGraph:
    """Return the facts for which `keep` returns what is to be known of them, and their ends."""
    shown = nx.MultiDiGraph()
    edges = [
        (one, other, key, left)
        for one, other, key, about in network.edges(keys=True, data=True)
        if (left := keep(about)) is not None
    ]
    ends = {end for edge in edges for end in edge[:2]}
    shown.add_nodes_from((node, network.nodes[node]) for node in network if node in ends)
    shown.add_edges_from(edges)
    return shown
