"""Graphs as users name them: a file of triples or quads, a store's folder, or extractions.

To read one more kind of source: a function from its path to a `Graph`, and its case in `read_graph`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from extract.decisions import UNDECIDED, Decisions, with_added
from extract.gazetteer import load_gazetteer
from extract.jsonl import read_extractions
from extract.mention import Entity, Extraction
from kg.claims import entity_iris, quads_of
from kg.query import opened
from kg.terms import Quad, Triple, from_oxigraph, order


@dataclass(frozen=True, slots=True)
class Graph:
    """Quads in order, each named graph an article, "" the graph that has no name.

    `extractions`, and for each the IRIs of its entities, are there where the source has them.
    """

    quads: tuple[Quad, ...]
    extractions: tuple[Extraction, ...] = ()
    iris: tuple[Mapping[Entity, str], ...] = ()

    @property
    def triples(self) -> tuple[Triple, ...]:
        """All triples once, in order."""
        return tuple(sorted({(s, p, o) for s, p, o, _ in self.quads}, key=order))


def read_graph(path: Path, decisions: Decisions = UNDECIDED) -> Graph:
    """Return the graph in a file (.ttl .nq .trig .rdf …), a store or an extractions.jsonl.

    The graph of extractions is that of a build with the same `decisions`. Raise InputError, with
    the line where there is one, for what cannot be read.
    """
    if path.suffix == ".jsonl":
        return _of_extractions(path, decisions)
    with opened(path) as store:
        quads = (
            (str(from_oxigraph(s)), p.value, from_oxigraph(o), _name(g))
            for s, p, o, g in store.quads_for_pattern(None, None, None, None)
        )
        return Graph(tuple(sorted(quads, key=lambda quad: (quad[3], order(quad[:3])))))


def _of_extractions(path: Path, decisions: Decisions) -> Graph:
    extractions = tuple(read_extractions(path))
    records = with_added(load_gazetteer(), decisions).by_entity()
    iris = entity_iris(extractions, records, decisions)
    return Graph(quads_of(extractions, records, decisions), extractions, iris)


def _name(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | ox.Triple) -> str:
    return "" if isinstance(graph, ox.DefaultGraph) else str(from_oxigraph(graph))
