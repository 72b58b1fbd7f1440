"""Turtle that reads well and has the same bytes on every run: grouped by kind, sorted.

To give a kind of node a heading of its own, add it to SECTIONS.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from extract.errors import InputError
from kg.files import write_whole
from kg.query import opened
from kg.terms import Literal, Term, Triple, from_oxigraph, order
from ontology.names import OA, ONTOLOGY, ORG, PREFIXES, RDF, SCHEMA, SKOS, XSD

TYPE = RDF + "type"
SECTIONS = (  # heading, and the class of what stands under it; a node goes under the first
    ("Articles", SCHEMA + "NewsArticle"),
    ("Organisations", ONTOLOGY + "Organisation"),
    ("Persons", ONTOLOGY + "Person"),
    ("Posts", ONTOLOGY + "Post"),
    ("Tenures: who holds which post", ORG + "Membership"),
    ("Zones", ONTOLOGY + "Zone"),
    ("Places", ONTOLOGY + "Place"),
    ("Initiatives", ONTOLOGY + "Initiative"),
    ("Events", ONTOLOGY + "Event"),
    ("Industries", ONTOLOGY + "Industry"),
    ("Dates", ONTOLOGY + "Date"),
    ("Quantities", ONTOLOGY + "Quantity"),
    ("Claims: what the articles say", ONTOLOGY + "Claim"),
    ("Signings: who signs what", ONTOLOGY + "Signing"),
    ("Gatherings: how events are held", ONTOLOGY + "Gathering"),
    ("Measurements: what numbers count", ONTOLOGY + "Measurement"),
    ("Speeches: who speaks about what", ONTOLOGY + "Speech"),
    ("Evidence: where they say it", ONTOLOGY + "Evidence"),
    ("Passages: the words themselves", OA + "TextQuoteSelector"),
    ("Appearances: how often a thing is named", ONTOLOGY + "Appearance"),
)
OTHERS = "Others"
FACT, LIST = " ;\n    ", " ,\n        "
FIRST = {TYPE: " 0", SKOS + "prefLabel": " 1", SKOS + "altLabel": " 2"}

NAMESPACES = {namespace: prefix for prefix, namespace in PREFIXES.items()}
LETTER = r"A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00020000-\U0003ffff"
LOCAL = re.compile(rf"(?:[{LETTER}]|%[0-9A-F]{{2}})(?:[{LETTER}·-]|%[0-9A-F]{{2}}|\.(?!\Z))*")
SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f]')
ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
BARE = {  # numbers that Turtle reads as of this datatype without being told
    XSD + "integer": re.compile(r"[+-]?\d+", re.ASCII),
    XSD + "decimal": re.compile(r"[+-]?\d*\.\d+", re.ASCII),
}


def write_turtle(path: Path, triples: Iterable[Triple]) -> None:
    """Write `triples`, in whatever order they come, to `path`."""
    write_whole(path, turtle(triples))


def turtle(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield the Turtle of `triples` piece by piece: prefixes, then kind after kind."""
    written = Written()
    subjects = by_subject(triples)
    yield from prefixes("@prefix {}: <{}> .\n")
    sections = defaultdict(list)
    for subject, about in subjects.items():
        sections[section_of(about.get(TYPE, ()))].append(subject)
    for section in sorted(sections):
        yield title(section)
        for subject in sorted(sections[section]):
            yield block(subject, subjects[subject], written)


def prefixes(line: str) -> Iterator[str]:
    """Yield a line for each prefix, in order."""
    for prefix, namespace in sorted(PREFIXES.items()):
        yield line.format(prefix, namespace)


def by_subject(triples: Iterable[Triple]) -> dict[str, dict[str, list[Term]]]:
    """Return the objects of each subject and predicate, as they come."""
    subjects: dict[str, dict[str, list[Term]]] = {}
    for subject, predicate, object_ in triples:
        about = subjects.get(subject)
        if about is None:
            about = subjects[subject] = {}
        if predicate in about:
            about[predicate].append(object_)
        else:
            about[predicate] = [object_]
    return subjects


class Written(dict[Term, str]):
    """Terms as Turtle writes them, each worked out once: `written[term]`."""

    def __missing__(self, term: Term) -> str:
        """Write a term that is new."""
        text = self[term] = _iri(term) if isinstance(term, str) else _literal(term, self)
        return text


def block(subject: str, about: Mapping[str, list[Term]], written: Written) -> str:
    """Return all that is said of one subject: its types on one line, then one object a line."""
    facts = []
    for predicate in sorted(about, key=rank):
        objects = sorted({written[term] for term in about[predicate]})
        facts.append(fact("a" if predicate == TYPE else written[predicate], objects))
    return f"\n{written[subject]} {FACT.join(facts)} .\n"


def fact(predicate: str, objects: Sequence[str]) -> str:
    """Return a predicate with its objects, as they are written: types on one line."""
    return f"{predicate} {(' , ' if predicate == 'a' else LIST).join(objects)}"


def rank(predicate: str) -> str:
    """Return the key by which the predicates of a subject are sorted: types and labels first."""
    return FIRST.get(predicate, predicate)


def section_of(types: Collection[Term]) -> int:
    """Return under which of SECTIONS a thing of these types stands, or their number."""
    kinds = (number for number, (_, kind) in enumerate(SECTIONS) if kind in types)
    return next(kinds, len(SECTIONS))


def title(section: int) -> str:
    """Return the heading of a section."""
    name = SECTIONS[section][0] if section < len(SECTIONS) else OTHERS
    return f"\n\n# ---------- {name}\n"


def escaped(text: str) -> str:
    """Return `text` as it stands between quotes in Turtle, SPARQL and N-Triples."""
    return SPECIAL.sub(lambda found: ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text)


def read_triples(path: Path) -> tuple[Triple, ...]:
    """Return the triples of a Turtle file, or of the store in a folder.

    Raise InputError with the line that is wrong.
    """
    if path.is_dir():
        with opened(path) as store:
            quads = store.quads_for_pattern(None, None, None, None)
            found = {(str(from_oxigraph(s)), p.value, from_oxigraph(o)) for s, p, o, _ in quads}
        return tuple(sorted(found, key=order))
    try:
        return tuple(
            (str(from_oxigraph(s)), p.value, from_oxigraph(o))
            for s, p, o, _ in parse(path=path, format=RdfFormat.TURTLE)
        )
    except SyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}", error.msg, "correct the Turtle") from error
    except OSError as error:
        fault = error.strerror or str(error)
        raise InputError(str(path), f"cannot be read ({fault})", "check the path") from error


def _iri(iri: str) -> str:
    if iri.startswith("_:"):
        return iri
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = NAMESPACES.get(iri[:cut])
    if prefix is not None and LOCAL.fullmatch(iri, cut):
        return f"{prefix}:{iri[cut:]}"
    return f"<{iri}>"


def _literal(literal: Literal, written: Written) -> str:
    bare = BARE.get(literal.datatype)
    if bare and bare.fullmatch(literal.value):
        return literal.value
    quoted = f'"{escaped(literal.value)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return f"{quoted}^^{written[literal.datatype]}" if literal.datatype else quoted
