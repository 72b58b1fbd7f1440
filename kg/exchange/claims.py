"""What the graph claims, as plain rows: who, what, whom, how it is said, and where.

To carry one more thing of a claim: a field of `Claim`, filled in `claims_of`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.entities import ALT_LABEL, PREF_LABEL, TYPE
from kg.terms import Literal, Term, Triple
from kg.turtle import by_subject
from ontology.names import OA, ONTOLOGY, SCHEMA, SKOS, WIKIDATA
from ontology.schema import EntityType, RelationType, Schema

About = Mapping[str, list[Term]]
Facts = Mapping[str, About]


class Passage(NamedTuple):
    """Words of an article: `[start, end)` in its text."""

    start: int
    end: int
    quote: str


class Claim(NamedTuple):
    """One fact as one article says it, with the passages that say it in order."""

    iri: str
    subject: str
    relation: RelationType
    object: str
    modality: str
    confidence: str
    post: str
    date: str
    article: str
    passages: tuple[Passage, ...]


class Thing(NamedTuple):
    """An entity: its IRI, what it is, what it is called."""

    iri: str
    kind: EntityType
    label: str
    english: str
    names: tuple[str, ...]
    wikidata: str


def facts_of(triples: Iterable[Triple]) -> Facts:
    """Return what is said of each subject, by predicate."""
    return by_subject(triples)


def claims_of(facts: Facts, schema: Schema) -> Iterator[Claim]:
    """Yield every claim, of whatever modality, in order of their IRIs."""
    relations = {relation.iri: relation for relation in schema.relations}
    for iri in sorted(facts):
        about = facts[iri]
        relation = relations.get(text(about, ONTOLOGY + "predicate"))
        if relation is not None and ONTOLOGY + "Claim" in about.get(TYPE, ()):
            yield Claim(
                iri,
                text(about, ONTOLOGY + "subject"),
                relation,
                text(about, ONTOLOGY + "object"),
                text(about, ONTOLOGY + "modality").removeprefix(ONTOLOGY),
                text(about, ONTOLOGY + "confidence"),
                text(about, ONTOLOGY + "title"),
                text(about, ONTOLOGY + "date"),
                text(about, ONTOLOGY + "article"),
                tuple(sorted(_passages(about, facts))),
            )


def things_of(facts: Facts, schema: Schema) -> Iterator[Thing]:
    """Yield every entity, in order of their IRIs, with the most special of its classes."""
    classes = {kind.iri: kind for kind in (*schema.types, *schema.subtypes)}
    for iri in sorted(facts):
        about = facts[iri]
        kinds = [classes[term] for term in about.get(TYPE, ()) if term in classes]
        if kinds:
            names = [t.value for t in about.get(ALT_LABEL, ()) if isinstance(t, Literal)]
            same = [str(term) for term in about.get(SKOS + "exactMatch", ())]
            yield Thing(
                iri,
                max(kinds, key=lambda kind: (len(kind.ancestors), kind.name)),
                text(about, PREF_LABEL, "zh-Hant") or text(about, PREF_LABEL) or iri,
                text(about, PREF_LABEL, "en"),
                tuple(sorted({*names, text(about, PREF_LABEL, "zh-Hans")} - {""})),
                next((o.removeprefix(WIKIDATA) for o in same if o.startswith(WIKIDATA)), ""),
            )


def articles_of(facts: Facts) -> Iterator[tuple[str, About]]:
    """Yield every article with what is said of it, in order of their IRIs."""
    for iri in sorted(facts):
        if SCHEMA + "NewsArticle" in facts[iri].get(TYPE, ()):
            yield iri, facts[iri]


def text(about: About, predicate: str, language: str = "") -> str:
    """Return the first value of `predicate`, in `language` where one is asked for, or nothing."""
    for value in about.get(predicate, ()):
        if not language or (isinstance(value, Literal) and value.language == language):
            return value.value if isinstance(value, Literal) else value
    return ""


def _passages(claim: About, facts: Facts) -> Iterator[Passage]:
    for evidence in claim.get(ONTOLOGY + "evidence", ()):
        about = facts.get(text(facts.get(str(evidence), {}), OA + "hasSelector"), {})
        yield Passage(
            int(text(about, OA + "start") or 0),
            int(text(about, OA + "end") or 0),
            text(about, OA + "exact"),
        )
