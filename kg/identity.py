"""Which IRI each entity has: its name alone, unless another type or another person shares the name.

Where the gazetteer knows a name, the type it gives keeps the bare name; of types that it does
not know and that share one, each carries its type. So what is asked for by name stays put. Persons
whom extract/namesakes.py tells apart carry a body and their type.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.decisions import UNDECIDED, Decisions
from extract.gazetteer_record import EntityRecord, Records
from extract.mention import Entity, Extraction
from extract.namesakes import ONE_EACH, Holding, Namesakes, tell_apart
from kg.halves import refuse_halves
from kg.presumed import presumptions
from ontology.names import entity_iri

PERSON = "PER"
STATED = ("asserted", "planned")  # what is said with another modality is a claim alone


@dataclass(frozen=True, slots=True)
class Identity:
    """What decides an entity's IRI: whose each name is, the records by name, persons of one name.

    `persons` says by name which of them an article means; `within` makes it so.
    """

    owners: Mapping[str, str]
    by_name: Mapping[str, EntityRecord]
    namesakes: Namesakes = ONE_EACH
    persons: Mapping[str, str] = field(default_factory=dict)

    def within(self, extraction: Extraction) -> "Identity":
        """Return the identity of the entities of one article."""
        if not self.namesakes.told:
            return self
        return self.of_persons(holdings(extraction))

    def of_persons(self, said: Iterable[Holding]) -> "Identity":
        """Return the identity of the entities of an article that says so much of its persons."""
        return replace(self, persons=self.namesakes.apart(said))

    def iri(self, entity: Entity) -> str:
        """Return the IRI of `entity`, of a person as the article at hand means it."""
        name = normal(entity.name)
        if entity.type == PERSON and name in self.persons:
            return entity_iri(self.persons[name], PERSON, ambiguous=True)
        owner = self.owners.get(name, entity.type)
        return entity_iri(entity.name, entity.type, ambiguous=owner != entity.type)


def normal(name: str) -> str:
    """Return `name` in the one Unicode form in which names are compared."""
    return unicodedata.normalize("NFC", name)


def identity_of(
    extractions: Sequence[Extraction], records: Records, decisions: Decisions = UNDECIDED
) -> Identity:
    """Return the identity of all that the extractions name."""
    entities = {entity for extraction in extractions for entity in entities_of(extraction)}
    said = {one for extraction in extractions for one in holdings(extraction)}
    return identify(entities, records, tell_apart(said, records, decisions))


def identify(
    entities: Iterable[Entity], records: Records, namesakes: Namesakes = ONE_EACH
) -> Identity:
    """Return the identity of `entities`, which must be all those that the graph will name."""
    by_name = {normal(record.name): record for record in records.values()}
    types = defaultdict(set)
    for entity in entities:
        types[normal(entity.name)].add(entity.type)
    owners = {name: record.type for name, record in by_name.items()}
    for name, of_name in types.items():
        if name not in owners and len(of_name) > 1:
            owners[name] = ""  # nobody's: each of its types is marked
    return Identity(owners, by_name, namesakes)


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


def holdings(extraction: Extraction) -> Iterator[Holding]:
    """Yield, for each person that an article puts at a body or takes for an office holder, where."""
    bodies = defaultdict(set)
    for relation in extraction.relations:
        if relation.relation == "holdsPost" and relation.modality in STATED:
            bodies[normal(relation.subject.name)].add(normal(relation.object.name))
    for presumed in presumptions(extraction):
        bodies[normal(presumed.person.name)].add(normal(presumed.body.name))
    for name in sorted(bodies):
        yield Holding(name, frozenset(bodies[name]))
