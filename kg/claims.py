"""Extractions as RDF: each article's entities and claims, every claim with the words that say it.

To put one more fact into the graph: declare its terms in ontology/gba.ttl, and yield it from the
part of `article_facts` that it belongs to. Nodes are named by what they say, never blank.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from extract.article import Article
from extract.decisions import UNDECIDED, Decisions
from extract.gazetteer_record import Records
from extract.mention import Entity, Extraction, Relation
from extract.stories import copies, sketch, told
from kg.entities import TYPE, entity_facts
from kg.evidence import evidence_facts, evidence_iri
from kg.identity import STATED, Identity, entities_of, identity_of
from kg.labels import label, language_of
from kg.presumed import Presumption, presumptions
from kg.terms import Literal, Quad, Triple, decimal, integer, order, when
from kg.whole_facts import whole_facts
from ontology import names
from ontology.names import DCTERMS, ONTOLOGY, SCHEMA
from ontology.schema import Schema, load_schema


def graph_of(
    extractions: Sequence[Extraction], records: Records, decisions: Decisions = UNDECIDED
) -> tuple[Triple, ...]:
    """Return all that the articles say, and which are copies, each triple once, in order.

    Raise InputError where an article holds half a character, which cannot be written.
    """
    quads = _facts(extractions, records, decisions)
    return tuple(sorted({triple for _, triples in quads for triple in triples}, key=order))


def quads_of(
    extractions: Sequence[Extraction], records: Records, decisions: Decisions = UNDECIDED
) -> tuple[Quad, ...]:
    """Return the same with a named graph an article, whose name is the article's IRI.

    Which articles are copies no article says: that stands in a named graph of its own.
    """
    return tuple(
        (*triple, graph)
        for graph, triples in sorted(_facts(extractions, records, decisions))
        for triple in sorted(set(triples), key=order)
    )


def entity_iris(
    extractions: Sequence[Extraction], records: Records, decisions: Decisions = UNDECIDED
) -> tuple[dict[Entity, str], ...]:
    """Return, article by article, the IRI that each entity has in `graph_of` the same articles."""
    identity = identity_of(extractions, records, decisions)
    within = ((one, identity.within(one)) for one in extractions)
    return tuple({e: here.iri(e) for e in entities_of(one)} for one, here in within)


def _facts(
    extractions: Sequence[Extraction], records: Records, decisions: Decisions
) -> Iterator[tuple[str, list[Triple]]]:
    schema = load_schema()
    identity = identity_of(extractions, records, decisions)
    for extraction in extractions:
        graph = names.article_iri(extraction.document.article.id)
        yield graph, list(article_facts(extraction, identity, schema))
    yield names.STORIES, list(copy_facts(copies(told(_article(one)) for one in extractions)))


def _article(extraction: Extraction) -> Article:
    return extraction.document.article


def copy_facts(found: Mapping[str, str]) -> Iterator[Triple]:
    """Yield which articles are copies, from `extract.stories.copies`."""
    for copy, first in found.items():
        yield names.article_iri(copy), ONTOLOGY + "copyOf", names.article_iri(first)


def article_facts(extraction: Extraction, identity: Identity, schema: Schema) -> Iterator[Triple]:
    """Yield all that one article says, in no order, some of it more than once."""
    article, identity = extraction.document.article, identity.within(extraction)
    yield from heading(article)
    surfaces = defaultdict(set)
    for link in extraction.links:
        surfaces[link.entity].add(link.mention.surface)
    for entity in entities_of(extraction):
        yield from entity_facts(entity, sorted(surfaces[entity]), identity, schema)
    yield from _appearances(extraction, identity)
    for relation in _merged(extraction.relations, schema):
        yield from _claim(relation, article, identity, schema)
        for start, end in relation.evidence:
            yield from evidence_facts(article, start, end)
    yield from whole_facts(extraction, identity)
    for presumed in presumptions(extraction):
        yield from _presumed(presumed, article, identity)


def heading(article: Article) -> Iterator[Triple]:
    """Yield what the graph says of an article by itself: what changes when the article does."""
    iri = names.article_iri(article.id)
    yield iri, TYPE, SCHEMA + "NewsArticle"
    yield iri, SCHEMA + "identifier", Literal(article.id)
    yield iri, SCHEMA + "inLanguage", Literal(language_of(article.text))
    yield iri, ONTOLOGY + "textLength", integer(len(article.text))
    yield iri, ONTOLOGY + "textHash", Literal(text_hash(article.text))
    if sketched := sketch(article.text):
        yield iri, ONTOLOGY + "textSketch", Literal(sketched)
    if article.title:
        yield iri, SCHEMA + "headline", label(article.title)
    if article.source:
        yield iri, SCHEMA + "publisher", label(article.source)
    if article.author:
        yield iri, SCHEMA + "author", label(article.author)
    if article.date:
        yield iri, SCHEMA + "datePublished", when(article.date)


def text_hash(text: str) -> str:
    """Return the SHA-256 of an article's text, by which a changed text is known."""
    return sha256(text.encode("utf-8")).hexdigest()


def _appearances(extraction: Extraction, identity: Identity) -> Iterator[Triple]:
    article = extraction.document.article
    iri = names.article_iri(article.id)
    for entity, count in Counter(link.entity for link in extraction.links).items():
        node = names.hashed_iri(names.APPEARANCE, article.id, entity.name, entity.type)
        yield node, TYPE, ONTOLOGY + "Appearance"
        yield node, ONTOLOGY + "entity", identity.iri(entity)
        yield node, ONTOLOGY + "article", iri
        yield node, ONTOLOGY + "count", integer(count)
        yield iri, SCHEMA + "mentions", identity.iri(entity)


def _merged(relations: Sequence[Relation], schema: Schema) -> list[Relation]:
    """Return each fact once: seen twice, it keeps the surer rule and the evidence of both."""
    merged: dict[tuple[str, ...], Relation] = {}
    for relation in sorted(relations, key=lambda seen: (-seen.confidence, seen.found_by)):
        ends = [relation.subject, relation.object]
        if schema.relation(relation.relation).symmetric:
            ends.sort(key=lambda entity: (entity.name, entity.type))
        turned = replace(relation, subject=ends[0], object=ends[1])
        first = merged.setdefault(_what(turned), turned)
        evidence = tuple(sorted({*first.evidence, *turned.evidence}))
        merged[_what(turned)] = replace(first, evidence=evidence)
    return list(merged.values())


def _what(relation: Relation) -> tuple[str, ...]:
    one, other = relation.subject, relation.object
    ends = (one.name, one.type, relation.relation, other.name, other.type)
    return (*ends, relation.modality, relation.post, relation.date)


def _claim(
    relation: Relation, article: Article, identity: Identity, schema: Schema
) -> Iterator[Triple]:
    claim = names.hashed_iri(names.CLAIM, article.id, *_what(relation))
    subject, object_ = identity.iri(relation.subject), identity.iri(relation.object)
    declared = schema.relation(relation.relation)
    if relation.modality in STATED:
        yield subject, declared.iri, object_
        if declared.symmetric:  # a query finds the fact from either end
            yield object_, declared.iri, subject
        kind = declared.object_class  # what is signed is an agreement
        if kind and schema.entity_type(kind).tag == relation.object.type:
            yield object_, TYPE, ONTOLOGY + kind
    yield claim, TYPE, ONTOLOGY + "Claim"
    yield claim, ONTOLOGY + "subject", subject
    yield claim, ONTOLOGY + "predicate", declared.iri
    yield claim, ONTOLOGY + "object", object_
    yield claim, ONTOLOGY + "modality", ONTOLOGY + relation.modality
    yield claim, ONTOLOGY + "confidence", decimal(relation.confidence)
    yield claim, ONTOLOGY + "rule", Literal(relation.found_by)
    yield claim, ONTOLOGY + "article", names.article_iri(article.id)
    for start, end in relation.evidence:
        yield claim, ONTOLOGY + "evidence", evidence_iri(article, start, end)
    if relation.post:
        yield claim, ONTOLOGY + "title", label(relation.post)
    if relation.date:
        yield claim, ONTOLOGY + "date", when(relation.date)


def _presumed(presumed: Presumption, article: Article, identity: Identity) -> Iterator[Triple]:
    said = (article.id, presumed.person.name, presumed.body.name, presumed.title)
    iri = names.hashed_iri(names.PRESUMPTION, *said)
    yield iri, TYPE, ONTOLOGY + "Presumption"
    yield iri, ONTOLOGY + "presumed", identity.iri(presumed.person)
    yield iri, ONTOLOGY + "presumedAt", identity.iri(presumed.body)
    yield iri, ONTOLOGY + "title", label(presumed.title)
    yield iri, ONTOLOGY + "article", names.article_iri(article.id)
    yield iri, DCTERMS + "source", Literal(f"office_holders.csv: {presumed.source}")
    for start, end in presumed.evidence:
        yield from evidence_facts(article, start, end)
        yield iri, ONTOLOGY + "evidence", evidence_iri(article, start, end)
