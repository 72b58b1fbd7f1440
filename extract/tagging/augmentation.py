"""Other names in the same sentence, so that training sees more names than gold has."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract import resources
from extract.gold import GoldArticle

SWAPPED_TYPES = ("ORG", "PER", "ZONE", "PLACE", "INIT", "EVENT", "INDUSTRY")
CHANCE = 0.5
FROM_GAZETTEER = 0.5
MOST_DIFFERENT = 8  # characters: a long plan's title does not stand where a short word stood
LONGEST_CHINESE_NAME = 4
Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Swaps:
    """Names to put in, by type: from gold, from the gazetteer; and surnames."""

    gold: Mapping[str, Sequence[str]]
    gazetteer: Mapping[str, Sequence[str]]
    surnames: Sequence[str]


def make_swaps(golds: Iterable[GoldArticle], gazetteer: Iterable[tuple[str, str]]) -> Swaps:
    """Return the names that may stand for each other; single characters stay as they are."""
    from_gold: dict[str, list[str]] = {type_: [] for type_ in SWAPPED_TYPES}
    known: dict[str, list[str]] = {type_: [] for type_ in SWAPPED_TYPES}
    for gold in golds:
        for mention in gold.mentions:
            if mention.type in from_gold and len(mention.surface) > 1:
                from_gold[mention.type].append(mention.surface)
    for name, type_ in gazetteer:
        if type_ in known and len(name) > 1:
            known[type_].append(name)
    return Swaps(from_gold, known, resources.lines("lexicon/surnames.txt"))


def swap_names(
    text: str, spans: Sequence[Span], swaps: Swaps, chance: random.Random
) -> tuple[str, list[Span]]:
    """Return `text` with about half of the names in `spans` replaced, and the spans moved."""
    swapped, moved, done = "", [], 0
    for start, end, type_ in sorted(spans):
        swapped += text[done:start]
        surface = text[start:end]
        if type_ in SWAPPED_TYPES and len(surface) > 1 and chance.random() < CHANCE:
            surface = _another(surface, type_, swaps, chance)
        moved.append((len(swapped), len(swapped) + len(surface), type_))
        swapped += surface
        done = end
    return swapped + text[done:], moved


def _another(surface: str, type_: str, swaps: Swaps, chance: random.Random) -> str:
    if type_ == "PER" and len(surface) <= LONGEST_CHINESE_NAME and "·" not in surface:
        return _another_person(surface, swaps, chance)
    known = swaps.gazetteer[type_]
    pool = known if known and chance.random() < FROM_GAZETTEER else swaps.gold[type_]
    other = chance.choice(pool) if pool else surface
    return other if abs(len(other) - len(surface)) <= MOST_DIFFERENT else surface


def _another_person(surface: str, swaps: Swaps, chance: random.Random) -> str:
    """Return a surname and another person's given name."""
    given = chance.choice(swaps.gold["PER"] or [surface])[1:]
    if not swaps.surnames or not 1 <= len(given) < LONGEST_CHINESE_NAME - 1:
        return surface
    return chance.choice(swaps.surnames) + given
