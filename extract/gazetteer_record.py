"""What is known of a name beforehand: one row of the gazetteer, as a frozen value.

To add a column: a field here, its cell in data/gazetteer/*.csv, and what the graph makes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.mention import Entity


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A known thing: its canonical name and tag, and whatever else is known of it.

    `subtype` names a class of ontology/gba.ttl; `parent` and `place` are canonical names of other
    records; `valid_from` and `valid_to` are ISO 8601 dates, `wikidata` an item's id. Empty text
    says that a thing is not known.
    """

    name: str
    type: str
    subtype: str = ""
    aliases: tuple[str, ...] = ()
    en: str = ""
    parent: str = ""
    place: str = ""
    valid_from: str = ""
    valid_to: str = ""
    wikidata: str = ""


Records = Mapping[Entity, EntityRecord]
