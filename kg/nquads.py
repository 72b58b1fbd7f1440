"""Quads, a named graph an article, as TriG to read and as N-Quads to stream.

Quads whose graph is "" are in the graph that has no name.
To write another format of quads, add a function beside these that goes through `write_whole`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kg.files import write_whole
from kg.terms import Quad, Term
from kg.turtle import Written, block, by_subject, escaped, prefixes


def write_trig(path: Path, quads: Iterable[Quad]) -> None:
    """Write `quads`, in whatever order they come, to `path` as TriG, graph after graph."""
    write_whole(path, trig(quads))


def write_nquads(path: Path, quads: Iterable[Quad]) -> None:
    """Write `quads`, in whatever order they come, to `path` as N-Quads, a quad a line, sorted."""
    write_whole(path, nquads(quads))


def trig(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield the TriG of `quads` piece by piece."""
    written = Written()
    yield from prefixes("@prefix {}: <{}> .\n")
    for graph, of_graph in groupby(sorted(quads, key=_graph), key=_graph):
        subjects = by_subject((s, p, o) for s, p, o, _ in of_graph)
        yield f"\n{written[graph]} {{\n" if graph else ""
        for subject in sorted(subjects):
            yield block(subject, subjects[subject], written)
        yield "}\n" if graph else ""


def nquads(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield the N-Quads of `quads` line by line."""
    lines = {" ".join(ntriples(term) for term in quad if term != "") + " .\n" for quad in quads}
    yield from sorted(lines)


def ntriples(term: Term) -> str:
    """Return a term as N-Triples and SPARQL write it, without prefixes."""
    if isinstance(term, str):
        return term if term.startswith("_:") else f"<{term}>"
    quoted = f'"{escaped(term.value)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return f"{quoted}^^<{term.datatype}>" if term.datatype else quoted


def _graph(quad: Quad) -> str:
    return quad[3]
