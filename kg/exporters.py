"""Graphs for other programs: each exporter turns a graph into text, piece by piece.

To add a format: a function from `Graph` to pieces of text, in a module of kg/exchange, its line in
EXPORTERS, and its name in kg/commands_export.py.
"""

from collections.abc import Callable, Iterator, Mapping

from kg.exchange.csv_claims import csv_claims
from kg.exchange.followthemoney import followthemoney
from kg.exchange.jsonld import jsonld
from kg.exchange.networks import gexf, graphml
from kg.exchange.nif import nif
from kg.nquads import nquads, trig
from kg.source import Graph

Exporter = Callable[[Graph], Iterator[str]]


def _nquads(graph: Graph) -> Iterator[str]:
    return nquads(graph.quads)


def _trig(graph: Graph) -> Iterator[str]:
    return trig(graph.quads)


EXPORTERS: Mapping[str, Exporter] = {
    "graphml": graphml,
    "gexf": gexf,
    "jsonld": jsonld,
    "nquads": _nquads,
    "trig": _trig,
    "csv": csv_claims,
    "ftm": followthemoney,
    "nif": nif,
}
