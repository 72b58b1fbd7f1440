"""Which types each relation may join, as the ontology declares it.

To add a relation: declare it in ontology/gba.ttl, then write rules that see it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ontology.schema import Schema

# A zone in a zone is part of it, so that of two zones only partOf is ever looked for.
NEVER = {"locatedIn": frozenset({("ZONE", "ZONE")})}


@dataclass(frozen=True, slots=True)
class Ends:
    """The pairs of types that a relation may join, and whether it holds in both directions."""

    pairs: frozenset[tuple[str, str]]
    symmetric: bool = False

    @property
    def subjects(self) -> frozenset[str]:
        """The types that may be its subject."""
        return frozenset(subject for subject, _ in self.pairs)

    @property
    def objects(self) -> frozenset[str]:
        """The types that may be its object."""
        return frozenset(object_ for _, object_ in self.pairs)


def ends_of(schema: Schema) -> Mapping[str, Ends]:
    """Return the ends of each relation that `schema` declares, in its order."""
    return {
        relation.name: Ends(
            relation.pairs - NEVER.get(relation.name, frozenset()), relation.symmetric
        )
        for relation in schema.relations
    }
