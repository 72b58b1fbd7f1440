"""Quantities of an article as amounts, and what each counts where its clause says so.

To read one more wording of what a number counts: data/rules/facts/quantities.toml; to tell one more
aspect apart: its line in `extract.facts.details.MEASURES`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.amounts import Amount, read_amount
from extract.facts.details import MEASURES, Wordings
from extract.mention import Measure
from extract.relations.details import date_of, modality_of
from extract.relations.scene import MOST_NAMES, Line, Place, Scene
from extract.relations.wording import Rule, page_of

NO_AMOUNT = Amount("")


def find_measures(scene: Scene, wordings: Wordings) -> tuple[Measure, ...]:
    """Return the quantities of an article in order, each with what it counts, if it is said.

    One that counts several things, which each have so many, is there once for each. One that is no
    plain number and counts nothing is not there.
    """
    rules = [rule for rule in wordings.rules if rule.relation in MEASURES]
    return tuple(one for line in scene.lines for one in _of_line(scene, line, rules, wordings))


def _of_line(
    scene: Scene, line: Line, rules: Sequence[Rule], wordings: Wordings
) -> Iterator[Measure]:
    places = [place for place in line.places if place.entity.type == "QTY"]
    if not places or len(line.places) > MOST_NAMES:
        return
    counted: dict[Place, dict[Place, str]] = {}
    page = page_of((line,))
    for rule in rules:
        for owner, place in rule.match(page, MEASURES[rule.relation]):
            counted.setdefault(place, {}).setdefault(owner, rule.relation)
    for place in places:
        owners = {owner.entity: (owner, aspect) for owner, aspect in counted.get(place, {}).items()}
        amount = read_amount(place.entity.name)
        for owner, aspect in owners.values():
            yield replace(
                _measure(line, place, amount or NO_AMOUNT),
                of=owner.entity,
                aspect=aspect,
                modality=modality_of(scene, aspect, owner, place, wordings.modalities),
                date=date_of(scene, aspect, owner, place),
            )
        if not owners and amount:
            yield _measure(line, place, amount)


def _measure(line: Line, place: Place, amount: Amount) -> Measure:
    mention, sentence = place.link.mention, line.sentence
    return Measure(
        place.entity,
        mention.start,
        mention.end,
        ((sentence.start, sentence.end),),
        amount.value,
        amount.upper,
        amount.qualifier,
        amount.unit,
        amount.counted,
        amount.currency,
    )
