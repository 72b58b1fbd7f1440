"""An event with who runs, backs and attends it, who speaks there, its place and its days.

To read one more wording of a day: data/rules/facts/days.toml.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from extract.facts.said import Said, earliest, evidence, names, surest
from extract.mention import Entity, Gathering, Speech
from extract.numerals import NUMERAL, read_number

DAY = 10  # characters of a date that gives a day
LENGTH = re.compile(f"({NUMERAL}+)[日天]")
LONGEST = 400  # days: what lasts longer is no event
ROLES = ("organises", "supports", "participatesIn")


def find_gatherings(said: Said, speeches: Sequence[Speech]) -> tuple[Gathering, ...]:
    """Return each event that something is said of, once, sorted by name."""
    found = {relation.object for relation in said.of(*ROLES)}
    found |= {relation.subject for relation in said.of("locatedIn")}
    found |= {speech.occasion for speech in speeches if speech.occasion}
    found |= {detail.subject for detail in said.details}
    events = names(entity for entity in found if entity.type == "EVENT")
    gatherings = (_gathering(said, event, speeches) for event in events)
    return tuple(gathering for gathering in gatherings if gathering)


def _gathering(said: Said, event: Entity, speeches: Sequence[Speech]) -> Gathering | None:
    about = [relation for relation in said.of(*ROLES) if relation.object == event]
    places = [relation for relation in said.of("locatedIn") if relation.subject == event]
    spoke = [speech for speech in speeches if speech.occasion == event]
    if not (about or places or spoke):
        return None
    how = surest([*about, *places]) if about or places else "asserted"
    about = [relation for relation in about if relation.modality == how]
    places = [relation for relation in places if relation.modality == how]

    def who(role: str) -> tuple[Entity, ...]:
        return names(relation.subject for relation in about if relation.relation == role)

    days = [d for name in ("heldOn", "heldUntil", "heldFor") for d in said.detailed(name, event)]
    starts = [day.value for day in days if day.name == "heldOn"]
    start, slash, end = earliest(starts).partition("/")
    ends = [day.value for day in days if day.name == "heldUntil"]
    end = end if slash else earliest(ends).rpartition("/")[2]
    lasts = [day.value for day in days if day.name == "heldFor"]
    spans = evidence([*about, *places], days)
    return Gathering(
        event,
        who("organises"),
        who("supports"),
        who("participatesIn"),
        names(speech.speaker for speech in spoke),
        names(relation.object for relation in places),
        spans or tuple((speech.start, speech.end) for speech in spoke),
        how,
        start or _days_from(end, lasts, -1),
        end or _days_from(start, lasts, 1),
    )


def _days_from(day: str, lasts: Sequence[str], way: int) -> str:
    """Return the other end of so many days (三日) that begin, or for -1 end, on `day`, if known."""
    for length in lasts:
        number = LENGTH.fullmatch(length)
        if number and len(day) == DAY:
            away = min(read_number(number[1]), LONGEST) - 1
            try:
                return (date.fromisoformat(day) + timedelta(days=way * away)).isoformat()
            except OverflowError:  # before the year 1 or after 9999
                return ""
    return ""
