"""Links that are likely by what two entities share: guesses, of which no article says a word.

To guess in another way: a score beside `_shared`. What is guessed never goes into a graph.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, triu

from kg.analysis.centrality import DIGITS, matrix_of
from kg.analysis.results import Findings, Node, node
from kg.communities import weights
from ontology.schema import Schema, load_schema

PREDICTED = "predicted from shared neighbours (Adamic–Adar); no article says so"
TOO_MANY = 1000  # neighbours: one who knows everybody tells nothing, and has a million pairs
MOST = 1000  # predictions


@dataclass(frozen=True, slots=True)
class Prediction:
    """A link that may be: its Adamic–Adar score, and the neighbours that both have.

    `relation` is the one that entities of these types most often have in the network, of those
    that the ontology allows them; `predicted` is there to be seen wherever the row is copied to.
    """

    subject: Node
    relation: str
    object: Node
    score: float
    through: tuple[Node, ...]
    predicted: bool = True


def predicted_links(network: nx.MultiDiGraph, *, most: int = MOST) -> Findings[Prediction]:
    """Return the likeliest links between entities that no fact joins, the likeliest first.

    A score sums 1/ln(neighbours) over the neighbours that the two share. Only pairs count between
    whose types the network has a relation that the ontology allows. People are left out: a guess
    about a person is a rumour.
    """
    nodes, pairs = sorted(network), weights(network)
    joined = matrix_of(sorted(pairs), len(nodes))
    usual = _usual(network, load_schema())
    tags = [network.nodes[iri]["type"] for iri in nodes]
    found = []
    for one, other, score in _shared(joined):
        ways = ((one, other), (other, one))
        known = [(usual[tags[a], tags[b]], a, b) for a, b in ways if (tags[a], tags[b]) in usual]
        if not known or (one, other) in pairs:
            continue
        (_, relation), subject, object_ = min(known)
        found.append((-round(score, DIGITS), subject, object_, relation))
        if len(found) > 20 * most:  # enough of the rest is forgotten to stay small
            found = sorted(found)[:most]
    rows = [
        Prediction(
            node(network, nodes[subject]),
            relation,
            node(network, nodes[object_]),
            -score,
            _through(network, nodes, joined, (subject, object_)),
        )
        for score, subject, object_, relation in sorted(found)[:most]
    ]
    return Findings(tuple(rows), PREDICTED)


def _usual(network: nx.MultiDiGraph, schema: Schema) -> Mapping[tuple[str, str], tuple[int, str]]:
    """Return the commonest relation from one type to another, with minus its count before it."""
    allowed = {relation.name: relation for relation in schema.relations}
    counts = Counter(
        (network.nodes[one]["type"], network.nodes[other]["type"], about["relation"])
        for one, other, about in network.edges(data=True)
    )
    usual: dict[tuple[str, str], tuple[int, str]] = {}
    for (one, other, name), count in counts.items():
        if name in allowed and allowed[name].allows(one, other) and "PER" not in (one, other):
            usual[one, other] = min(usual.get((one, other), (0, "")), (-count, name))
    return usual


def _shared(joined: csr_array) -> Iterator[tuple[int, int, float]]:
    """Yield each pair that shares neighbours, with its score; the smaller place first."""
    telling = _telling(joined)
    scores = triu((joined * telling) @ joined, k=1, format="coo")
    rows, columns = scores.coords
    for one, other, score in zip(
        rows.tolist(), columns.tolist(), scores.data.tolist(), strict=True
    ):
        if score > 0:
            yield one, other, score


def _telling(joined: csr_array) -> NDArray[np.float64]:
    """Return what each node adds to the score of a pair of its neighbours."""
    degrees = np.diff(joined.indptr)
    counts = (degrees > 1) & (degrees <= TOO_MANY)
    return np.where(counts, 1 / np.log(np.maximum(degrees, 2)), 0.0)


def _through(
    network: nx.MultiDiGraph, nodes: list[str], joined: csr_array, pair: tuple[int, int]
) -> tuple[Node, ...]:
    one, other = (
        set(joined.indices[joined.indptr[end] : joined.indptr[end + 1]].tolist()) for end in pair
    )
    return tuple(node(network, nodes[place]) for place in sorted(one & other))
