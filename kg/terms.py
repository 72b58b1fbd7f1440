"""The terms of RDF as plain values: an IRI is a str, a literal a small tuple.

To add a kind of literal, write a function that makes it here. Blank nodes are left out on
purpose: with them two equal graphs do not have equal bytes.
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from ontology.names import XSD

PRECISIONS = (  # how much of an ISO 8601 date is given, and the datatype that says so
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD + "date"),
    (re.compile(r"\d{4}-(?:0[1-9]|1[0-2])"), XSD + "gYearMonth"),
    (re.compile(r"\d{4}"), XSD + "gYear"),
)


class Literal(NamedTuple):
    """A value with a language or a datatype (an IRI); with neither it is plain text."""

    value: str
    language: str = ""
    datatype: str = ""


Term = str | Literal
Triple = tuple[str, str, Term]
Quad = tuple[str, str, Term, str]


def integer(value: int) -> Literal:
    """Return a whole number."""
    return Literal(str(value), datatype=XSD + "integer")


def decimal(value: float) -> Literal:
    """Return a number to four places in the one way of writing it that every store keeps."""
    whole, _, fraction = f"{value:.4f}".partition(".")
    return Literal(f"{whole}.{fraction.rstrip('0') or '0'}", datatype=XSD + "decimal")


def when(value: str) -> Literal:
    """Return an ISO 8601 day, month or year with its datatype; any other text stays text."""
    for pattern, datatype in PRECISIONS:
        if pattern.fullmatch(value) and value >= "0001" and (len(value) < 10 or _is_day(value)):
            return Literal(value, datatype=datatype)
    return Literal(value)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def order(triple: Triple) -> tuple[str, str, tuple[str, ...]]:
    """Return the key by which triples are sorted: IRIs before literals, then by what they say."""
    subject, predicate, object_ = triple
    return (subject, predicate, ("", object_) if isinstance(object_, str) else ("~", *object_))


def from_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """Return a term of Oxigraph's as a plain value; a blank node becomes `_:` and its label."""
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, language=usual_case(term.language))
        datatype = term.datatype.value
        if datatype == XSD + "string":
            return Literal(term.value)
        if datatype == XSD + "decimal" and "." not in term.value:  # stores rewrite 1.0 as 1
            return Literal(term.value + ".0", datatype=datatype)
        return Literal(term.value, datatype=datatype)
    return str(term)


def to_oxigraph(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a plain term as Oxigraph's."""
    if isinstance(term, str):
        return ox.BlankNode(term[2:]) if term.startswith("_:") else ox.NamedNode(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    if term.datatype:
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    return ox.Literal(term.value)


@lru_cache(maxsize=64)
def usual_case(language: str) -> str:
    """Return a language tag as BCP 47 writes it (zh-Hant), which Oxigraph gives as zh-hant."""
    first, *rest = language.split("-")
    cased = (part.title() if len(part) == 4 else part.upper() for part in rest)
    return "-".join((first.lower(), *cased))
