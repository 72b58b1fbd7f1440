"""What the graph says of an entity by itself: its types, its labels, and what is known of it.

To say one more thing of entities: a field of EntityRecord, and its line in `known_facts`.
"""

import re
from collections.abc import Iterable, Iterator

from extract.amounts import read_amount
from extract.errors import InputError
from extract.gazetteer_record import EntityRecord
from extract.mention import Entity
from kg.identity import Identity, normal
from kg.labels import date_labels, label, simplified, unbroken
from kg.terms import Literal, Triple, decimal, when
from ontology.names import DCTERMS, GEO, ONTOLOGY, ORG, RDF, SCHEMA, SKOS, TIME, WIKIDATA, XSD
from ontology.schema import Schema

TYPE = RDF + "type"
PREF_LABEL = SKOS + "prefLabel"
ALT_LABEL = SKOS + "altLabel"

# How a thing belongs to its parent, and to its place, by the tag of the thing.
PARENT = {
    "ORG": ORG + "subOrganizationOf",
    "ZONE": GEO + "sfWithin",
    "PLACE": GEO + "sfWithin",
    "INIT": DCTERMS + "isPartOf",
    "EVENT": SCHEMA + "superEvent",
    "INDUSTRY": SKOS + "broader",
}
PLACE = {
    "ORG": SCHEMA + "location",
    "EVENT": SCHEMA + "location",
    "ZONE": GEO + "sfWithin",
    "PLACE": GEO + "sfWithin",
    "INIT": DCTERMS + "spatial",
}
IN_TIME = {  # how OWL-Time gives a date of each precision
    XSD + "date": TIME + "inXSDDate",
    XSD + "gYearMonth": TIME + "inXSDgYearMonth",
    XSD + "gYear": TIME + "inXSDgYear",
}
HAS_NO_SHORT_FORMS = ("DATE", "QTY", "POST")  # 今年2月 is 2026-02 in one article only
WIKIDATA_ID = re.compile(r"Q[1-9]\d*")


def entity_facts(
    entity: Entity, surfaces: Iterable[str], identity: Identity, schema: Schema
) -> Iterator[Triple]:
    """Yield what is said of `entity`, of the things it is known to be in, and so on upwards."""
    yield from _of_one(entity, surfaces, identity, schema)
    done, above = {entity}, _above(entity, identity)
    while above:
        parent = above.pop()
        if parent not in done:
            done.add(parent)
            above += _above(parent, identity)
            yield from _of_one(parent, (), identity, schema)


def _record(entity: Entity, identity: Identity) -> EntityRecord | None:
    record = identity.by_name.get(normal(entity.name))
    return record if record and record.type == entity.type else None


def _above(entity: Entity, identity: Identity) -> list[Entity]:
    record = _record(entity, identity)
    if record is None:
        return []
    names = (record.parent, record.place)
    found = (identity.by_name.get(normal(name)) for name in names if name)
    return [Entity(known.name, known.type) for known in found if known]


def _of_one(
    entity: Entity, surfaces: Iterable[str], identity: Identity, schema: Schema
) -> Iterator[Triple]:
    iri, record = identity.iri(entity), _record(entity, identity)
    kind = schema.entity_type(record.subtype if record and record.subtype else entity.type)
    if kind.tag != entity.type:
        fault = f"its type is {entity.type}, but {kind.name} is a kind of {kind.tag}"
        raise InputError(f"gazetteer, {entity.name}", fault, "correct its subtype")
    for name in (kind.name, *kind.ancestors):
        yield iri, TYPE, ONTOLOGY + name
    labels = _labels(entity, record)
    for text in labels:
        yield iri, PREF_LABEL, text
    names = list(record.aliases) if record else []
    if entity.type not in HAS_NO_SHORT_FORMS:
        names += map(unbroken, surfaces)
    main = {text.value for text in labels}
    for name in names:
        if name not in main:
            yield iri, ALT_LABEL, label(name)
    if entity.type == "DATE":
        yield from _time(entity, iri, identity)
    if entity.type == "QTY":
        yield from _amount(entity, iri)
    if record:
        yield from known_facts(record, iri, identity)


def _labels(entity: Entity, record: EntityRecord | None) -> tuple[Literal, ...]:
    if entity.type == "DATE":
        return date_labels(entity.name)
    own = label(entity.name)
    labels = [Literal(entity.name, language="zh-Hant")]
    labels.append(Literal(simplified(entity.name), language="zh-Hans"))
    english = record.en if record and record.en else entity.name if own.language == "en" else ""
    if english:
        labels.append(Literal(english, language="en"))
    return tuple(labels)


def known_facts(record: EntityRecord, iri: str, identity: Identity) -> Iterator[Triple]:
    """Yield what the gazetteer knows of a thing beside its names."""
    for predicates, name in ((PARENT, record.parent), (PLACE, record.place)):
        above = identity.by_name.get(normal(name)) if name else None
        if above and record.type in predicates and above.name != record.name:
            yield iri, predicates[record.type], identity.iri(Entity(above.name, above.type))
    if record.valid_from:
        yield iri, ONTOLOGY + "validFrom", when(record.valid_from)
    if record.valid_to:
        yield iri, ONTOLOGY + "validUntil", when(record.valid_to)
    if WIKIDATA_ID.fullmatch(record.wikidata):
        yield iri, SKOS + "exactMatch", WIKIDATA + record.wikidata


def _amount(entity: Entity, iri: str) -> Iterator[Triple]:
    amount = read_amount(entity.name)
    if amount is None:
        return
    if amount.upper:
        yield iri, SCHEMA + "minValue", decimal(float(amount.value))
        yield iri, SCHEMA + "maxValue", decimal(float(amount.upper))
    else:
        yield iri, SCHEMA + "value", decimal(float(amount.value))
    if amount.unit:
        yield iri, SCHEMA + "unitText", label(amount.unit)
    if amount.currency:
        yield iri, SCHEMA + "currency", Literal(amount.currency)
    if amount.counted:
        yield iri, ONTOLOGY + "counted", label(amount.counted)
    if amount.qualifier:
        yield iri, ONTOLOGY + "qualifier", Literal(amount.qualifier)


def _time(entity: Entity, iri: str, identity: Identity) -> Iterator[Triple]:
    first, slash, last = entity.name.partition("/")
    if slash:
        yield iri, TYPE, TIME + "ProperInterval"
        if first:
            yield iri, TIME + "hasBeginning", identity.iri(Entity(first, "DATE"))
        if last:
            yield iri, TIME + "hasEnd", identity.iri(Entity(last, "DATE"))
        return
    value = when(entity.name)
    if value.datatype:
        yield iri, IN_TIME[value.datatype], value
