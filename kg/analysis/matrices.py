"""Who works with whom, and which zone with which industry, by the number of articles that say so.

To add a matrix: a function that collects what is `Said` and ends in `_matrix`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

import networkx as nx

from kg.analysis.results import Edge, Matrix, Tie, node

JOINT = ("signs", "organises", "establishes", "develops", "issues")
INSIDE = ("locatedIn", "partOf")
Said = tuple[str, str, str, Edge]  # one IRI, another, an article's, and the fact that it states


def cooperation(network: nx.MultiDiGraph, type_: str) -> Matrix:
    """Return how many articles say that two entities of a type (PLACE, ORG) work together.

    They do where an article says that they cooperate, or that both sign, organise, establish,
    develop or issue the same thing. What is planned counts.
    """
    said: set[Said] = set()
    joint: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    members = {iri for iri, about in network.nodes(data=True) if about["type"] == type_}
    for one, other, about in network.edges(data=True):
        for article in about["articles"]:
            if about["relation"] == "cooperatesWith" and {one, other} <= members:
                edge = one, other, about["relation"]
                said.add((min(one, other), max(one, other), article, edge))
            elif about["relation"] in JOINT and one in members:
                joint[about["relation"], other, article].add(one)
    for (relation, thing, article), doers in joint.items():
        for one, other in combinations(sorted(doers), 2):
            said |= {(one, other, article, (doer, thing, relation)) for doer in (one, other)}
    note = "articles that say that two cooperate or do the same thing together"
    return _matrix(network, said, note, both_ways=True)


def zones_and_industries(network: nx.MultiDiGraph) -> Matrix:
    """Return how many articles say that a zone, or what is in it, promotes an industry."""
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for iri, about in network.nodes(data=True):
        if about["type"] == "ZONE":
            inside[iri].add(iri)
    for one, other, about in network.edges(data=True):
        if about["relation"] in INSIDE and network.nodes[other]["type"] == "ZONE":
            inside[one].add(other)
    said = {
        (zone, other, article, (one, other, about["relation"]))
        for one, other, about in network.edges(data=True)
        if about["relation"] == "promotes" and network.nodes[other]["type"] == "INDUSTRY"
        for zone in inside[one]
        for article in about["articles"]
    }
    note = "articles that say that a zone, or what is in it, promotes an industry"
    return _matrix(network, said, note, both_ways=False)


def _matrix(
    network: nx.MultiDiGraph, said: Iterable[Said], note: str, *, both_ways: bool
) -> Matrix:
    articles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    facts: defaultdict[tuple[str, str], set[Edge]] = defaultdict(set)
    for one, other, article, fact in said:
        if one != other:
            articles[one, other].add(article)
            facts[one, other].add(fact)
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (one, other), those in articles.items():
        rows[one] += len(those)
        (rows if both_ways else columns)[other] += len(those)
    ties = [
        Tie(
            node(network, one),
            node(network, other),
            tuple(sorted(those)),
            tuple(sorted(facts[one, other])),
        )
        for (one, other), those in articles.items()
    ]
    ties.sort(key=lambda tie: (-len(tie.articles), tie.one, tie.other))
    in_rows, in_columns = (
        tuple(node(network, iri) for iri in sorted(counts, key=lambda iri: (-counts[iri], iri)))
        for counts in (rows, rows if both_ways else columns)
    )
    return Matrix(in_rows, in_columns, tuple(ties), note)
