"""Pieces of the queries by which a store is asked, small enough for servers.

To ask for terms of another kind: write them as `values` does.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.nquads import ntriples
from kg.terms import Term

AT_ONCE = 500  # terms of one query: servers refuse a query of megabytes


def some(terms: Iterable[Term]) -> Iterator[list[Term]]:
    """Yield the terms, as many at a time as one query may have."""
    waiting = iter(terms)
    while taken := list(islice(waiting, AT_ONCE)):
        yield taken


def values(name: str, terms: Iterable[Term]) -> str:
    """Return the clause that gives a variable these terms."""
    return f"VALUES ?{name} {{ {' '.join(map(ntriples, terms))} }}"


def value(term: Term) -> str:
    """Return the IRI, or the text of the literal."""
    return term if isinstance(term, str) else term.value
