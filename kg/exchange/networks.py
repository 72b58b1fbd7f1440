"""The network as GraphML and GEXF, for Gephi, yEd, igraph and their like.

To carry one more thing of a node or an edge, name it in NODE or EDGE; values are text or numbers.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from kg.network import network
from kg.source import Graph

NODE = ("label", "en", "type", "kind", "mentions")
EDGE = ("relation", "label", "modality", "planned", "confidence", "post", "date")
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TODAY = re.compile(r' lastmodifieddate="[^"]*"')


def graphml(graph: Graph) -> Iterator[str]:
    """Yield the network of stated facts as GraphML, line by line."""
    yield "<?xml version='1.0' encoding='utf-8'?>\n"
    yield from (line + "\n" for line in nx.generate_graphml(_flat(graph)))


def gexf(graph: Graph) -> Iterator[str]:
    """Yield the network of stated facts as GEXF 1.2, line by line."""
    yield "<?xml version='1.0' encoding='utf-8'?>\n"
    for line in nx.generate_gexf(_flat(graph)):
        yield TODAY.sub("", line) + "\n"  # the same bytes on every day


def _flat(graph: Graph) -> nx.MultiDiGraph:
    """Return the network with plain values, and a number that is its own for each edge."""
    whole = network(graph.triples)
    flat = nx.MultiDiGraph()
    for node, about in whole.nodes(data=True):
        flat.add_node(node, **_plain(about, NODE))
    for number, (one, other, about) in enumerate(whole.edges(data=True)):
        evidence = about["evidence"]
        flat.add_edge(
            one,
            other,
            key=f"e{number}",
            id=f"e{number}",
            **_plain(about, EDGE),
            articles=" ".join(about["articles"]),
            sources=_lines(piece.source for piece in evidence),
            quotes=_lines(piece.quote for piece in evidence),
        )
    return flat


def _plain(about: dict[str, Any], names: Iterable[str]) -> dict[str, str | int | float | bool]:
    return {name: _legal(v) if isinstance(v := about[name], str) else v for name in names}


def _lines(texts: Iterable[str]) -> str:
    return _legal("\n".join(dict.fromkeys(text for text in texts if text)))


def _legal(text: str) -> str:
    """Return `text` without what XML cannot write."""
    return NOT_XML.sub("\ufffd", text)
