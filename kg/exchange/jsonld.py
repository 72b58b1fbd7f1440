"""The graph as JSON-LD 1.1, a node a line, sorted; articles' graphs as named graphs.

To write terms in another way, change `_Terms`; names are shortened by PREFIXES alone.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from kg.entities import TYPE
from kg.source import Graph
from kg.terms import Quad, Term
from kg.turtle import by_subject, rank
from ontology.names import PREFIXES


def jsonld(graph: Graph) -> Iterator[str]:
    """Yield JSON-LD piece by piece."""
    terms = _Terms(graph.quads)
    yield f'{{"@context": {_json(terms.context)},\n"@graph": ['
    between = "\n"
    for name, quads in groupby(graph.quads, key=lambda quad: quad[3]):
        if name:
            yield f'{between}{{"@id": {_json(terms.iri(name))}, "@graph": ['
            yield from _joined(_nodes(quads, terms), "\n")
            yield "\n]}"
        else:
            yield from _joined(_nodes(quads, terms), between)
        between = ",\n"
    yield "\n]}\n"


class _Terms:
    """How terms are written: IRIs with the prefixes of `context`, which no IRI has as a scheme."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        # Under a prefix geo, <geo:22.5,114.1> would be read as a name in its namespace.
        iris = {term for quad in quads for term in quad if isinstance(term, str)}
        schemes = {iri.partition(":")[0] for iri in iris}
        self.context = {p: n for p, n in sorted(PREFIXES.items()) if p not in schemes}
        self._prefixes = {namespace: prefix for prefix, namespace in self.context.items()}

    def iri(self, iri: str) -> str:
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri

    def value(self, term: Term) -> dict[str, str] | str:
        if isinstance(term, str):
            return {"@id": self.iri(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype:
            return {"@value": term.value, "@type": self.iri(term.datatype)}
        return term.value


def _joined(nodes: Iterable[str], between: str) -> Iterator[str]:
    for node in nodes:
        yield between + node
        between = ",\n"


def _nodes(quads: Iterable[Quad], terms: _Terms) -> Iterator[str]:
    subjects = by_subject((s, p, o) for s, p, o, _ in quads)
    for subject in sorted(subjects):
        about = subjects[subject]
        node: dict[str, Any] = {"@id": terms.iri(subject)}
        for predicate in sorted(about, key=rank):
            if predicate == TYPE:
                node["@type"] = [terms.iri(str(kind)) for kind in about[predicate]]
            else:
                node[terms.iri(predicate)] = [terms.value(term) for term in about[predicate]]
        yield _json(node)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
