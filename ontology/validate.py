"""Whether a graph is as it should be: SHACL shapes, and what SHACL cannot see.

To add a rule: a shape in ontology/shapes.ttl, or, where it takes the article's text or compares
claims with direct triples, a function in CHECKS.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat, parse
from pyshacl import validate
from rdflib.namespace import SH

from ontology.names import OA, ONTOLOGY, PREFIXES, RDF, SCHEMA
from ontology.schema import RelationType, Schema, load_schema

SHAPES_TTL = Path(__file__).parent / "shapes.ttl"
STATED = (ONTOLOGY + "asserted", ONTOLOGY + "planned")

About = Mapping[str, list[str]]
Facts = Mapping[str, About]
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node, the rule that it breaks, and what is wrong."""

    node: str
    rule: str
    message: str

    def __str__(self) -> str:
        """Return one line, with the node's IRI shortened."""
        return f"{_short(self.node)}: {self.message} [{self.rule}]"


def validate_file(path: Path, texts: Texts | None = None) -> tuple[Violation, ...]:
    """Return what is wrong with the Turtle in `path`, sorted; nothing where it is as it should be.

    `texts` are the articles' texts by their identifiers: what is quoted from them is compared with
    them. Raise SyntaxError, with its `lineno`, for what is not Turtle, OSError for no file.
    """
    facts = _read(path)
    schema = load_schema()
    found = set(shape_violations(path, schema))
    for check in CHECKS:
        found |= set(check(facts, schema, texts or {}))
    return tuple(sorted(found))


def shape_violations(path: Path, schema: Schema) -> Iterator[Violation]:
    """Yield what breaks the shapes of shapes.ttl, and those made from domains and ranges."""
    shapes = rdflib.Graph(bind_namespaces="none").parse(SHAPES_TTL, format="turtle")
    shapes.parse(data=relation_shapes(schema), format="turtle")
    # As bytes: by its name rdflib does not open a file that the locale has no characters for.
    data = rdflib.Graph(bind_namespaces="none")
    data.parse(data=path.read_bytes(), format="turtle", publicID=path.absolute().as_uri())
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    if not isinstance(report, rdflib.Graph):
        raise RuntimeError(f"the shapes cannot be applied: {report}")
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        shape = report.value(result, SH.resultPath) or report.value(result, SH.sourceShape)
        value = report.value(result, SH.value)
        message = str(report.value(result, SH.resultMessage))
        seen = "" if value is None else f", not {_short(str(value))}"
        yield Violation(str(report.value(result, SH.focusNode)), _short(str(shape)), message + seen)


def relation_shapes(schema: Schema) -> str:
    """Return shapes, in Turtle, for the subjects and objects that each relation may have."""
    lines = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("gba", "rdf")]
    lines.append("@prefix sh: <http://www.w3.org/ns/shacl#> .")
    names = {type_.tag: type_.name for type_ in schema.types}
    for relation in schema.relations:
        for end, target, place in (
            ("subject", "sh:targetSubjectsOf", 0),
            ("object", "sh:targetObjectsOf", 1),
        ):
            kinds = sorted({names[pair[place]] for pair in relation.pairs})
            union = " ".join(f"[ sh:class gba:{kind} ]" for kind in kinds)
            message = f"the {end} of {relation.name} is one of {', '.join(kinds)}"
            lines.append(
                f"gba:{relation.name}-{end} a sh:NodeShape ; {target} gba:{relation.name} ;"
                f' sh:or ( {union} ) ; sh:message "{message}" .'
            )
    return "\n".join(lines)


def triples_and_claims_that_disagree(
    facts: Facts, schema: Schema, texts: Texts
) -> Iterator[Violation]:
    """Yield each direct triple that no claim states, and each stated claim without its triple."""
    relations = {relation.iri for relation in schema.relations}
    either_way = {relation.iri for relation in schema.relations if relation.symmetric}
    stated = {}
    for claim, about in _of_type(facts, ONTOLOGY + "Claim"):
        fact = tuple(_one(about, ONTOLOGY + end) for end in ("subject", "predicate", "object"))
        if _one(about, ONTOLOGY + "modality") in STATED:
            stated[fact] = claim
            if fact[1] in either_way:
                stated[fact[::-1]] = claim
    direct = {
        (subject, predicate, object_)
        for subject, about in facts.items()
        for predicate in relations & about.keys()
        for object_ in about[predicate]
    }
    for subject, predicate, object_ in direct - stated.keys():
        message = f"{_short(predicate)} {_short(object_)} has no claim that states it"
        yield Violation(subject, "claim-for-triple", message)
    for fact in stated.keys() - direct:
        said = " ".join(map(_short, fact))
        yield Violation(stated[fact], "triple-for-claim", f"states {said}, which is no triple")


def pairs_not_allowed(facts: Facts, schema: Schema, texts: Texts) -> Iterator[Violation]:
    """Yield each claim between types that its relation does not run between."""
    tags = {type_.iri: type_.tag for type_ in schema.types}
    relations: dict[str, RelationType] = {relation.iri: relation for relation in schema.relations}
    for claim, about in _of_type(facts, ONTOLOGY + "Claim"):
        relation = relations.get(_one(about, ONTOLOGY + "predicate"))
        if relation is None:
            message = f"{_short(_one(about, ONTOLOGY + 'predicate'))} is no relation of gba.ttl"
            yield Violation(claim, "relation", message)
            continue
        one, other = (
            {
                tags[type_]
                for type_ in facts.get(_one(about, end), {}).get(RDF + "type", ())
                if type_ in tags
            }
            for end in (ONTOLOGY + "subject", ONTOLOGY + "object")
        )
        if not any(relation.allows(subject, object_) for subject in one for object_ in other):
            ends = f"{'/'.join(sorted(one)) or 'nothing'} to {'/'.join(sorted(other)) or 'nothing'}"
            yield Violation(claim, "ends", f"{relation.name} does not run from {ends}")


def quotes_that_differ(facts: Facts, schema: Schema, texts: Texts) -> Iterator[Violation]:
    """Yield evidence that lies outside its article or is not what stands there."""
    for evidence, about in _of_type(facts, ONTOLOGY + "Evidence"):
        article = facts.get(_one(about, OA + "hasSource"), {})
        passage = facts.get(_one(about, OA + "hasSelector"), {})
        places = [_one(passage, OA + end) for end in ("start", "end")]
        length = _one(article, ONTOLOGY + "textLength")
        if not all(number.isdecimal() for number in (*places, length)):
            yield Violation(evidence, "offsets", "its place or its article's length is missing")
            continue
        (start, end), quote = map(int, places), _one(passage, OA + "exact")
        if not start < end <= int(length):
            message = f"[{start}, {end}) lies outside its article of {length} characters"
            yield Violation(evidence, "offsets", message)
        elif len(quote) != end - start:
            message = f"the quote has {len(quote)} characters, [{start}, {end}) has {end - start}"
            yield Violation(evidence, "quote", message)
        text = texts.get(_one(article, SCHEMA + "identifier"))
        if text is not None and text[start:end] != quote:
            message = f"the quote is {quote!r}, the text at {start} {text[start:end]!r}"
            yield Violation(evidence, "quote", message)


def texts_that_changed(facts: Facts, schema: Schema, texts: Texts) -> Iterator[Violation]:
    """Yield each article whose text is not the one that the graph was made from."""
    for article, about in _of_type(facts, SCHEMA + "NewsArticle"):
        text = texts.get(_one(about, SCHEMA + "identifier"))
        if text is not None:
            digest = sha256(text.encode("utf-8")).hexdigest()
            if digest != _one(about, ONTOLOGY + "textHash"):
                yield Violation(article, "text", "its text is not the one that was read")


CHECKS: tuple[Callable[[Facts, Schema, Texts], Iterator[Violation]], ...] = (
    triples_and_claims_that_disagree,
    pairs_not_allowed,
    quotes_that_differ,
    texts_that_changed,
)


def _read(path: Path) -> Facts:
    facts: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, object_, _ in parse(path=path, format=RdfFormat.TURTLE):
        about = facts.setdefault(str(subject.value), {})
        about.setdefault(predicate.value, []).append(str(object_.value))
    return facts


def _of_type(facts: Facts, type_: str) -> Iterator[tuple[str, About]]:
    for node, about in facts.items():
        if type_ in about.get(RDF + "type", ()):
            yield node, about


def _one(about: About, predicate: str) -> str:
    return next(iter(about.get(predicate, ())), "")


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
