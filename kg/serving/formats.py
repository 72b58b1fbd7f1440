"""Which format an answer goes out in: what the client likes best of what there is.

To add a format: its media types and writer in OF_ROWS or OF_TRIPLES.
"""

from collections.abc import Callable, Mapping

import pyoxigraph as ox

from kg.answers import as_csv, as_json, as_tsv, as_turtle, as_xml
from kg.query import Answer, Triples
from kg.terms import to_oxigraph

Write = Callable[[Answer], str]


class NoSuchFormatError(Exception):
    """No format of an answer is one that the client takes."""


def as_rdf(format_: ox.RdfFormat) -> Write:
    """Return what writes triples in a format of the engine's."""

    def write(answer: Answer) -> str:
        assert isinstance(answer, Triples)
        triples = (
            ox.Triple(_node(s), ox.NamedNode(p), to_oxigraph(o)) for s, p, o in answer.triples
        )
        written = ox.serialize(triples, format=format_)
        return (written or b"").decode()

    return write


def _node(iri: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)


OF_ROWS: Mapping[str, Write] = {
    "application/sparql-results+json": as_json,
    "application/sparql-results+xml": as_xml,
    "text/csv": as_csv,
    "text/tab-separated-values": as_tsv,
    "application/json": as_json,
    "application/xml": as_xml,
    "text/xml": as_xml,
}
OF_TRIPLES: Mapping[str, Write] = {
    "text/turtle": as_turtle,
    "application/n-triples": as_rdf(ox.RdfFormat.N_TRIPLES),
    "application/rdf+xml": as_rdf(ox.RdfFormat.RDF_XML),
    "application/x-turtle": as_turtle,
}


def body_of(answer: Answer, accept: str) -> tuple[str, str]:
    """Return the media type and the text of `answer` for a client that sends `Accept: accept`."""
    offered = OF_TRIPLES if isinstance(answer, Triples) else OF_ROWS
    ranges = _ranges(accept)
    best = max(offered, key=lambda media: _liking(media, ranges))  # the first of equals
    if _liking(best, ranges) <= 0:
        raise NoSuchFormatError(f"none of these is acceptable: {', '.join(offered)}")
    return best, offered[best](answer)


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in (accept.strip() or "*/*").split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [piece[2:] for piece in parameters if piece.startswith("q=")]
        try:
            found.append((media, float(weights[0]) if weights else 1.0))
        except ValueError:
            found.append((media, 0.0))
    return found


def _liking(media: str, ranges: list[tuple[str, float]]) -> float:
    """Return the weight of the range that says most about `media`."""
    for wanted in (media, media.partition("/")[0] + "/*", "*/*"):
        weights = [weight for range_, weight in ranges if range_ == wanted]
        if weights:
            return max(weights)
    return 0.0
