"""An agreement with all its parties, its day, place and occasion.

To read one more wording of where or on what occasion: data/rules/facts/signings.toml.
"""

from collections.abc import Sequence

from extract.facts.said import Said, earliest, evidence, first, names, surest
from extract.mention import Entity, Gathering, Relation, Signing


def find_signings(said: Said, gatherings: Sequence[Gathering]) -> tuple[Signing, ...]:
    """Return each agreement that is signed, once, sorted by name.

    What is signed on an occasion has its day, where that is one, and its place, unless the
    sentence gives others.
    """
    held = {gathering.event: gathering for gathering in gatherings}
    agreements = names(relation.object for relation in said.of("signs"))
    return tuple(_signing(said, agreement, held) for agreement in agreements)


def _signing(said: Said, agreement: Entity, held: dict[Entity, Gathering]) -> Signing:
    signs = [one for one in said.of("signs") if one.object == agreement]
    how = surest(signs)
    told = [relation for relation in signs if relation.modality == how]
    spans = evidence(told)
    places = said.detailed("signedIn", agreement, spans)
    occasions = said.detailed("signedAt", agreement, spans)
    occasion = first(occasions)
    gathering = held.get(occasion) if occasion else None
    return Signing(
        agreement,
        names(relation.subject for relation in told),
        spans,
        how,
        _day(told, gathering),
        first(places) or _place(gathering),
        occasion,
    )


def _day(signs: Sequence[Relation], gathering: Gathering | None) -> str:
    own = earliest(relation.date for relation in signs)
    one_day = gathering and gathering.end in ("", gathering.start)
    return own or (gathering.start if gathering and one_day else "")


def _place(gathering: Gathering | None) -> Entity | None:
    return gathering.places[0] if gathering and len(gathering.places) == 1 else None
