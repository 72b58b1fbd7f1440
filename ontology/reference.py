"""The reference page of the ontology, docs/ontology.md, written from gba.ttl by `make docs`.

To show one more thing of a term: a line of `_facts`. A term is shown where it is declared, under
the section of its kind, so that whoever adds one has nothing to do here.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ontology.names import DCTERMS, ONTOLOGY, OWL, PREFIXES, RDF, RDFS, SKOS
from ontology.schema import GBA_TTL, Schema, load_schema

Term = NamedNode | BlankNode | Literal
NOTE = "<!-- Written by `make docs` from ontology/gba.ttl; change that. -->"
ABOUT = NamedNode(ONTOLOGY.removesuffix("#"))
PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
TRAITS = {
    OWL + "SymmetricProperty": "symmetric",
    OWL + "TransitiveProperty": "transitive",
    OWL + "FunctionalProperty": "functional",
}


def reference(path: Path = GBA_TTL) -> str:
    """Return the page, as Markdown: the same for the same ontology."""
    return "\n".join(_lines(_Ontology(path), load_schema(path)))


class _Ontology:
    """The triples of a file, by subject and predicate, in the order of the file."""

    def __init__(self, path: Path) -> None:
        self.facts: dict[Term, defaultdict[str, list[Term]]] = {}
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            about = self.facts.setdefault(quad.subject, defaultdict(list))
            about[quad.predicate.value].append(quad.object)
        self.terms = [
            node
            for node in self.facts
            if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY)
        ]

    def values(self, node: Term, predicate: str) -> list[Term]:
        """Return the values of one predicate of a node."""
        return self.facts[node][predicate] if node in self.facts else []

    def text(self, node: Term, predicate: str, language: str = "") -> str:
        """Return a value in a language, or without one."""
        for value in self.values(node, predicate):
            if isinstance(value, Literal) and (value.language or "").lower() == language.lower():
                return value.value
        return ""

    def kinds(self, node: Term) -> set[str]:
        """Return the IRIs of a node's classes."""
        return {kind.value for kind in self.values(node, RDF + "type") if _is_named(kind)}

    def classes_in(self, node: Term) -> list[Term]:
        """Return the classes that a domain or a range is of: one, or those of a union."""
        unions = self.values(node, OWL + "unionOf")
        return [one for union in unions for one in self._members(union)] or [node]

    def _members(self, node: Term) -> Iterator[Term]:
        while node in self.facts:
            yield from self.values(node, RDF + "first")
            [node] = self.values(node, RDF + "rest")


def _lines(ontology: _Ontology, schema: Schema) -> Iterator[str]:
    version = ontology.text(ABOUT, OWL + "versionInfo")
    yield from (NOTE, "", f"# {_both(ontology, ABOUT, DCTERMS + 'title')}", "")
    for language in ("en", "zh-Hant"):
        yield from (ontology.text(ABOUT, DCTERMS + "description", language), "")
    [license_] = ontology.values(ABOUT, DCTERMS + "license")
    yield f"Version {version}, <{license_.value}>. `gba:` stands for <{ONTOLOGY}>."
    sections = dict(_sections(ontology, schema))
    yield ""
    for title, nodes in sections.items():
        yield f"- [{title}](#{_anchor(title)}): {_links(nodes)}"
    for title, nodes in sections.items():
        yield from ("", f'<a id="{_anchor(title)}"></a>', "", f"## {title}")
        for node in nodes:
            yield from _block(ontology, schema, node)
    yield ""


def _sections(ontology: _Ontology, schema: Schema) -> Iterator[tuple[str, list[Term]]]:
    tagged = [NamedNode(kind.iri) for kind in schema.types]
    relations = [NamedNode(relation.iri) for relation in schema.relations]
    inverses = [
        one for relation in relations for one in ontology.values(relation, OWL + "inverseOf")
    ]
    yield "The ten types of entity", list(tagged)
    for kind in schema.types:
        below = [NamedNode(one.iri) for one in schema.subtypes if one.tag == kind.tag]
        if below:
            yield f"Kinds of {kind.label_en}", list(below)
    yield "The relations", list(relations)
    yield "Their inverses", inverses
    subtypes = [NamedNode(kind.iri) for kind in schema.subtypes]
    left = [n for n in ontology.terms if n not in {*tagged, *subtypes, *relations, *inverses}]
    classes = [node for node in left if OWL + "Class" in ontology.kinds(node)]
    properties = [n for n in left if {OWL + name for name in PROPERTIES} & ontology.kinds(n)]
    yield "What is kept of each fact", list(classes)
    yield "Other properties", list(properties)
    yield "Modalities", [n for n in left if n not in {*classes, *properties}]


def _block(ontology: _Ontology, schema: Schema, node: Term) -> Iterator[str]:
    name = _short(node)
    yield from ("", f'<a id="{_anchor(name)}"></a>', "")
    yield from (f"### {_both(ontology, node, RDFS + 'label')}", "", f"`{name}`")
    for language in ("en", "zh-Hant"):
        yield from ("", ontology.text(node, SKOS + "definition", language))
    facts = [
        f"- {title}: {', '.join(said)}" for title, said in _facts(ontology, schema, node) if said
    ]
    yield from ["", *facts] if facts else ()


def _facts(ontology: _Ontology, schema: Schema, node: Term) -> Iterator[tuple[str, Iterable[str]]]:
    def linked(predicate: str) -> list[str]:
        return [_link(one) for one in ontology.values(node, predicate) if _is_named(one)]

    def ends(predicate: str) -> list[str]:
        found = (ontology.classes_in(one) for one in ontology.values(node, predicate))
        return [_link(one) for some in found for one in some]

    tag = ontology.text(node, ONTOLOGY + "tag")
    yield "tag", [f"`{tag}`"] if tag else []
    yield "kind of", linked(RDFS + "subClassOf")
    yield "kinds", [_link(one) for one in ontology.terms if _is_under(ontology, one, node)]
    yield "special case of", linked(RDFS + "subPropertyOf")
    yield "from", ends(RDFS + "domain")
    yield "to", ends(RDFS + "range")
    between = [sorted(one.pairs) for one in schema.relations if one.iri == node.value]
    yield "between", [f"{subject} → {object_}" for pairs in between for subject, object_ in pairs]
    yield (
        "inverse",
        linked(OWL + "inverseOf")
        or [
            _link(one) for one in ontology.terms if node in ontology.values(one, OWL + "inverseOf")
        ],
    )
    yield "is", [trait for iri, trait in TRAITS.items() if iri in ontology.kinds(node)]
    for title, end in (("may be the subject of", 0), ("may be the object of", 1)):
        yield (
            title,
            [
                _link(NamedNode(relation.iri))
                for relation in schema.relations
                if tag and any(pair[end] == tag for pair in relation.pairs)
            ],
        )
    yield "see also", linked(RDFS + "seeAlso")


def _is_under(ontology: _Ontology, one: Term, other: Term) -> bool:
    return other in ontology.values(one, RDFS + "subClassOf")


def _is_named(term: Term) -> bool:
    return isinstance(term, NamedNode)


def _both(ontology: _Ontology, node: Term, predicate: str) -> str:
    return " · ".join(ontology.text(node, predicate, language) for language in ("en", "zh-Hant"))


def _short(term: Term) -> str:
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return term.value


def _link(term: Term) -> str:
    name = _short(term)
    own = term.value.startswith(ONTOLOGY)
    return f"[{name}](#{_anchor(name)})" if own else f"[{name}]({term.value})"


def _links(terms: Iterable[Term]) -> str:
    return ", ".join(_link(term) for term in terms)


def _anchor(name: str) -> str:
    """Return an identifier for `name`; gba:Date and gba:date have each their own."""
    return name.replace(":", "-").replace(" ", "-")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), "utf-8", newline="\n")
