"""Whole facts as RDF: signings, gatherings, speeches and tenures, each a node with its evidence.

To write one more kind: its class in ontology/gba.ttl, a namespace in ontology/names.py, a function here
from its value to triples, and its line in `whole_facts`.
"""

from collections.abc import Iterable, Iterator

from extract.article import Article
from extract.mention import (
    Entity,
    Extraction,
    Gathering,
    Measure,
    Modality,
    Signing,
    Speech,
    Tenure,
)
from kg.entities import PREF_LABEL, TYPE
from kg.evidence import evidence_facts, evidence_iri
from kg.identity import STATED, Identity
from kg.labels import label
from kg.terms import Literal, Triple, when
from ontology import names
from ontology.names import ONTOLOGY, ORG, SCHEMA


def whole_facts(extraction: Extraction, identity: Identity) -> Iterator[Triple]:
    """Yield the whole facts of an article, in no order, some of it more than once."""
    article, facts = extraction.document.article, extraction.facts
    for signing in facts.signings:
        yield from _signing(signing, article, identity)
    for gathering in facts.gatherings:
        yield from _gathering(gathering, article, identity)
    for speech in facts.speeches:
        yield from _speech(speech, article, identity)
    for tenure in facts.tenures:
        if tenure.modality in STATED:
            yield from _tenure(tenure, article, identity)
    for measure in facts.measures:
        yield from _measurement(measure, article, identity)


def _signing(signing: Signing, article: Article, identity: Identity) -> Iterator[Triple]:
    agreement = signing.agreement
    node = names.hashed_iri(names.SIGNING, article.id, agreement.name, agreement.type)
    yield node, TYPE, ONTOLOGY + "Signing"
    yield node, ONTOLOGY + "agreement", identity.iri(agreement)
    yield from _each(node, ONTOLOGY + "party", signing.parties, identity)
    if signing.date:
        yield node, ONTOLOGY + "date", when(signing.date)
    if signing.place:
        yield node, SCHEMA + "location", identity.iri(signing.place)
    if signing.occasion:
        yield node, ONTOLOGY + "occasion", identity.iri(signing.occasion)
    yield from _said(node, article, signing.evidence, signing.modality)


def _gathering(gathering: Gathering, article: Article, identity: Identity) -> Iterator[Triple]:
    event = gathering.event
    node = names.hashed_iri(names.GATHERING, article.id, event.name, event.type)
    yield node, TYPE, ONTOLOGY + "Gathering"
    yield node, ONTOLOGY + "event", identity.iri(event)
    yield from _each(node, SCHEMA + "organizer", gathering.organisers, identity)
    yield from _each(node, SCHEMA + "sponsor", gathering.supporters, identity)
    yield from _each(node, SCHEMA + "attendee", gathering.participants, identity)
    yield from _each(node, SCHEMA + "performer", gathering.speakers, identity)
    yield from _each(node, SCHEMA + "location", gathering.places, identity)
    yield from _days(node, gathering.start, gathering.end)
    yield from _said(node, article, gathering.evidence, gathering.modality)


def _speech(speech: Speech, article: Article, identity: Identity) -> Iterator[Triple]:
    said = (article.id, speech.speaker.name, speech.start, speech.end)
    node = names.hashed_iri(names.SPEECH, *said)
    yield node, TYPE, ONTOLOGY + "Speech"
    yield node, SCHEMA + "spokenByCharacter", identity.iri(speech.speaker)
    yield from _each(node, SCHEMA + "about", speech.topics, identity)
    if speech.occasion:
        yield node, ONTOLOGY + "occasion", identity.iri(speech.occasion)
    yield from _said(node, article, [(speech.start, speech.end)])


def _tenure(tenure: Tenure, article: Article, identity: Identity) -> Iterator[Triple]:
    """Yield a tenure, which is one node whatever article tells of it."""
    person, body = tenure.holder, tenure.body
    node = names.hashed_iri(names.TENURE, person.name, body.name, body.type, tenure.title)
    yield node, TYPE, ORG + "Membership"
    text = f"{person.name}：{body.name}{tenure.title}"
    yield node, PREF_LABEL, Literal(text, language="zh-Hant")
    yield node, ORG + "member", identity.iri(person)
    yield node, ONTOLOGY + "heldAt", identity.iri(body)
    if body.type == "ORG":  # a state's president is no member of a body
        yield node, ORG + "organization", identity.iri(body)
    if tenure.title:
        yield node, ORG + "role", identity.iri(Entity(tenure.title, "POST"))
        yield node, ONTOLOGY + "title", label(tenure.title)
    yield from _days(node, tenure.start, tenure.end)
    yield from _evidence(node, article, tenure.evidence)


def _measurement(measure: Measure, article: Article, identity: Identity) -> Iterator[Triple]:
    """Yield a quantity of an article; what it amounts to is said of the quantity itself."""
    of = (measure.of.name, measure.of.type) if measure.of else ()
    node = names.hashed_iri(names.MEASUREMENT, article.id, measure.start, measure.end, *of)
    yield node, TYPE, ONTOLOGY + "Measurement"
    yield node, ONTOLOGY + "quantity", identity.iri(measure.quantity)
    if measure.of:
        yield node, ONTOLOGY + "measured", identity.iri(measure.of)
        yield node, ONTOLOGY + "aspect", Literal(measure.aspect)
    if measure.date:
        yield node, ONTOLOGY + "date", when(measure.date)
    yield from _said(node, article, measure.evidence, measure.modality)


def _each(
    node: str, predicate: str, entities: Iterable[Entity], identity: Identity
) -> Iterator[Triple]:
    for entity in entities:
        yield node, predicate, identity.iri(entity)


def _days(node: str, start: str, end: str) -> Iterator[Triple]:
    if start:
        yield node, SCHEMA + "startDate", when(start)
    if end:
        yield node, SCHEMA + "endDate", when(end)


def _said(
    node: str,
    article: Article,
    spans: Iterable[tuple[int, int]],
    modality: Modality | None = None,
) -> Iterator[Triple]:
    yield node, ONTOLOGY + "article", names.article_iri(article.id)
    if modality:
        yield node, ONTOLOGY + "modality", ONTOLOGY + modality
    yield from _evidence(node, article, spans)


def _evidence(node: str, article: Article, spans: Iterable[tuple[int, int]]) -> Iterator[Triple]:
    for start, end in spans:
        yield node, ONTOLOGY + "evidence", evidence_iri(article, start, end)
        yield from evidence_facts(article, start, end)
