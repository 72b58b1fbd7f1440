"""Which IRI each entity has: its name alone, unless another type shares the name.

Where the gazetteer knows a name, the type it gives keeps the bare name; of types that it does
not know and that share one, each carries its type. So what is asked for by name stays put.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.gazetteer_record import EntityRecord, Records
from extract.mention import Entity, Extraction
from kg.halves import refuse_halves
from kg.presumed import presumptions
from ontology.names import entity_iri


@dataclass(frozen=True, slots=True)
class Identity:
    """What decides an entity's IRI: whose each name is, and the records by name."""

    owners: Mapping[str, str]
    by_name: Mapping[str, EntityRecord]

    def iri(self, entity: Entity) -> str:
        """Return the IRI of `entity`."""
        owner = self.owners.get(normal(entity.name), entity.type)
        return entity_iri(entity.name, entity.type, ambiguous=owner != entity.type)


def normal(name: str) -> str:
    """Return `name` in the one Unicode form in which names are compared."""
    return unicodedata.normalize("NFC", name)


def identify(entities: Iterable[Entity], records: Records) -> Identity:
    """Return the identity of `entities`, which must be all those that the graph will name."""
    by_name = {normal(record.name): record for record in records.values()}
    types = defaultdict(set)
    for entity in entities:
        types[normal(entity.name)].add(entity.type)
    owners = {name: record.type for name, record in by_name.items()}
    for name, of_name in types.items():
        if name not in owners and len(of_name) > 1:
            owners[name] = ""  # nobody's: each of its types is marked
    return Identity(owners, by_name)


def entities_of(extraction: Extraction) -> frozenset[Entity]:
    """Return every entity that the facts of one article name.

    Raise InputError where the article or a name holds half a character.
    """
    refuse_halves(extraction)
    found = {link.entity for link in extraction.links}
    for relation in extraction.relations:
        found |= {relation.subject, relation.object}
        if relation.post:
            found.add(Entity(relation.post, "POST"))
    found |= {presumed.person for presumed in presumptions(extraction)}
    periods = [entity for entity in found if entity.type == "DATE" and "/" in entity.name]
    for period in periods:
        found |= {Entity(end, "DATE") for end in period.name.split("/", 1) if end}
    return frozenset(found)
