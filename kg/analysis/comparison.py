"""Two networks side by side: two periods or two papers, as the filters of `kg.show` give them.

To compare in another respect: a function of two networks here, and its line in `COMPARISONS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.analysis.centrality import DIGITS
from kg.analysis.results import Findings, Node, node
from kg.markdown import counted


@dataclass(frozen=True, slots=True)
class Change:
    """An entity's facts in two networks, and what part of all facts of each these are."""

    entity: Node
    first: int
    second: int
    first_share: float
    second_share: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that only the `first` or only the `second` network has, and the articles that say so."""

    subject: Node
    relation: str
    object: Node
    only_in: str
    articles: tuple[str, ...]


def compare_entities(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> Findings[Change]:
    """Return the entities of both, first those whose share of the facts differs most."""
    whole = [max(network.number_of_edges(), 1) for network in (one, other)]
    found = []
    for iri in sorted({*one, *other}):
        has = [int(network.degree(iri)) if iri in network else 0 for network in (one, other)]
        shares = [round(count / all_, DIGITS) for count, all_ in zip(has, whole, strict=True)]
        found.append(Change(node(one if iri in one else other, iri), *has, *shares))
    found.sort(key=lambda change: -abs(change.first_share - change.second_share))
    counts = [counted(network.number_of_edges(), "fact") for network in (one, other)]
    note = "{} in the first, {} in the second".format(*counts)
    return Findings(tuple(found), note)


def compare_facts(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> Findings[Difference]:
    """Return the facts that one of them has alone, those of the first network first.

    Of each, first what most articles say.
    """
    both = 0
    found = []
    for which, network, against in (("first", one, other), ("second", other, one)):
        alone = []
        for start, end, key, about in network.edges(keys=True, data=True):
            if against.has_edge(start, end, key):
                both += 1
                continue
            ends = node(network, start), node(network, end)
            alone.append(Difference(ends[0], about["relation"], ends[1], which, about["articles"]))
        alone.sort(key=lambda fact: (-len(fact.articles), fact.subject, fact.relation, fact.object))
        found += alone
    return Findings(tuple(found), f"in both: {counted(both // 2, 'fact')}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison tells, in a line, and the function that makes it."""

    title: str
    of: Callable[[nx.MultiDiGraph, nx.MultiDiGraph], Findings[Any]]


COMPARISONS: Mapping[str, Comparison] = {
    "entities": Comparison("Whose share of the facts differs most", compare_entities),
    "facts": Comparison("Facts that only one of the two has", compare_facts),
}
