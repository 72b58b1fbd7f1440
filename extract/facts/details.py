"""What a sentence says of a fact beside its pair: the day, the place, the occasion.

To add a wording: an entry in data/rules/facts/*.toml, in the manner of the rules of relations. To add
a detail: its line in `DETAILS`, and the fact that asks for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from extract import resources
from extract.folding import fold
from extract.mention import Entity
from extract.relations.details import Modalities, read_modalities
from extract.relations.ends import Ends
from extract.relations.scene import Line, Scene
from extract.relations.wording import Rule, page_of, read_rules

Span = tuple[int, int]
POINT = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


def _ends(subjects: tuple[str, ...], objects: tuple[str, ...]) -> Ends:
    return Ends(frozenset(product(subjects, objects)))


DETAILS: Mapping[str, Ends] = {
    "signedIn": _ends(("INIT",), ("PLACE", "ZONE")),
    "signedAt": _ends(("INIT",), ("EVENT",)),
    "heldOn": _ends(("EVENT",), ("DATE",)),
    "heldUntil": _ends(("EVENT",), ("DATE",)),
    "heldFor": _ends(("EVENT",), ("QTY",)),
    "spokeAt": _ends(("PER",), ("EVENT",)),
    "tookPost": _ends(("PER",), ("DATE",)),
    "leftPost": _ends(("PER",), ("DATE",)),
}
# What a number says of the thing that it counts.
OWNERS = ("ORG", "PLACE", "ZONE", "INIT", "EVENT")
MEASURES: Mapping[str, Ends] = {
    aspect: _ends(OWNERS, ("QTY",))
    for aspect in ("has", "attracts", "invests", "size", "attendance", "signs")
}
ENDS: Mapping[str, Ends] = {**DETAILS, **MEASURES}


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail where a sentence words it; `value` is an ISO 8601 date where `object` is one."""

    name: str
    subject: Entity
    object: Entity
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Wordings:
    """The rules that word details, what says of a speech that it is at the event, and modalities."""

    rules: tuple[Rule, ...]
    addresses: re.Pattern[str]
    modalities: Modalities


def load_wordings() -> Wordings:
    """Return the wordings that ship with the package; raise InputError for one that is wrong."""
    words = map(fold, resources.lines("lexicon/address_words.txt"))
    return Wordings(
        read_rules(resources.path("rules/facts"), ENDS),
        re.compile("|".join(map(re.escape, words))),
        read_modalities(resources.lines("lexicon/relations_modality.txt")),
    )


def find_details(scene: Scene, rules: Sequence[Rule]) -> tuple[Detail, ...]:
    """Return what the sentences of `scene` say by `rules`, in the order of the sentences."""
    worded = [rule for rule in rules if rule.relation in DETAILS]
    return tuple(detail for line in scene.lines for detail in _of_line(line, worded))


def _of_line(line: Line, rules: Sequence[Rule]) -> Iterator[Detail]:
    types = {place.entity.type for place in line.places}
    page = page_of((line,))
    for rule in rules:
        ends = ENDS[rule.relation]
        if types & ends.subjects and types & ends.objects:
            for s, o in rule.match(page, ends):
                value = o.link.mention.value or o.entity.name
                if o.entity.type != "DATE" or is_date(value):
                    span = line.sentence.start, line.sentence.end
                    yield Detail(rule.relation, s.entity, o.entity, value, span)


def is_date(value: str) -> bool:
    """Tell whether `value` is a day, a month or a year of ISO 8601, or a period between two."""
    return all(_is_point(point) for point in value.split("/", 1) if point)


def _is_point(value: str) -> bool:
    if not POINT.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "0001-01-01"[len(value) :])
    except ValueError:
        return False
    return True
