"""What whole facts are made from, and how what several sentences say is put together.

To let facts ask for one more thing: a method of `Said`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.facts.details import Detail, Span
from extract.mention import Entity, Modality, Relation
from extract.relations.scene import Scene

# What is said in several ways of one thing is said in the first of these.
SUREST: tuple[Modality, ...] = ("asserted", "planned", "reported", "proposed", "denied")


@dataclass(frozen=True, slots=True)
class Said:
    """An article's sentences, its relations, and the details that the sentences give."""

    scene: Scene
    relations: tuple[Relation, ...]
    details: tuple[Detail, ...]

    def of(self, *relations: str) -> list[Relation]:
        """Return the relations of these names, in order."""
        return [relation for relation in self.relations if relation.relation in relations]

    def detailed(self, name: str, subject: Entity, spans: Iterable[Span] = ()) -> list[Detail]:
        """Return the details of a thing, those alone that stand in `spans` where there are any."""
        inside = set(spans)
        return [
            one
            for one in self.details
            if one.name == name and one.subject == subject and (not inside or one.span in inside)
        ]


def surest(relations: Iterable[Relation]) -> Modality:
    """Return the surest way in which one of `relations` is said."""
    return min((relation.modality for relation in relations), key=SUREST.index)


def evidence(relations: Iterable[Relation], details: Iterable[Detail] = ()) -> tuple[Span, ...]:
    """Return the sentences that say any of these, in the order of the text."""
    spans = {span for relation in relations for span in relation.evidence}
    return tuple(sorted(spans | {detail.span for detail in details}))


def names(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return each entity once, sorted."""
    return tuple(sorted(set(entities), key=lambda entity: (entity.name, entity.type)))


def earliest(dates: Iterable[str]) -> str:
    """Return the first of some ISO 8601 dates; of 2026-02 and 2026-02-03, which says more."""
    known = sorted({date for date in dates if date})
    more = [date for date in known if date.startswith(known[0])]
    return max(more, key=len, default="")


def first(details: Sequence[Detail]) -> Entity | None:
    """Return the thing that the first detail gives."""
    return details[0].object if details else None
