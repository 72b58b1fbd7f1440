"""Put right the bounds of one mention by its own characters and those beside it.

To add a rule: a function (mention, text, rules) → mentions, and its place in `SHAPES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from extract.folding import fold
from extract.linking.short_forms import is_scattered_in
from extract.mention import Mention
from extract.mentions.rules import MentionRules

PAIRS = {
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "“": "”",
    "‘": "’",
    "【": "】",
}
CLOSING = {closing: opening for opening, closing in PAIRS.items()}
QUOTES = "「『《〈“‘"


def cut(mention: Mention, text: str, start: int, end: int, rule: str) -> tuple[Mention, ...]:
    """Return the mention with new bounds, or nothing if no character is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return ()
    found_by = mention.found_by if (start, end) == (mention.start, mention.end) else rule
    return (replace(mention, start=start, end=end, surface=text[start:end], found_by=found_by),)


def closed_brackets(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A name has both brackets of a pair or neither: 三個「驛站 → 三個; 「節」活動 → 節."""
    start, end = mention.start, mention.end
    opened: list[int] = []
    for at in range(start, end):
        if text[at] in PAIRS:
            opened.append(at)
        elif text[at] in CLOSING:
            if opened and text[opened[-1]] == CLOSING[text[at]]:
                opened.pop()
            else:  # closed here, opened before the mention
                return cut(mention, text, start, at, "brackets")
    if opened:
        first = opened[0]
        closes = text[end : end + 1] == PAIRS[text[first]] and len(opened) == 1
        if closes and mention.type != "QTY":
            end += 1
        elif first > start:
            end = first
        else:
            start += 1
    if start == end:  # it was a bracket and nothing else
        return ()
    wrapped = text[start] in QUOTES and text[end - 1] == PAIRS[text[start]]
    if wrapped and PAIRS[text[start]] not in text[start : end - 1]:
        start, end = start + 1, end - 1
    return cut(mention, text, start, end, "brackets")


def alias_in_brackets(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A short form in brackets is a mention of its own: 香港海關（海關）."""
    full, opening, rest = mention.surface.rpartition("（")
    short = rest.removesuffix("）")
    if not opening or short == rest or mention.type in ("DATE", "QTY", "POST"):
        return (mention,)
    if not is_scattered_in(fold(short), fold(full)):
        return (mention,)
    at = mention.start + len(full)
    return (
        *cut(mention, text, mention.start, at, "alias in brackets"),
        *cut(mention, text, at + 1, mention.end - 1, "alias in brackets"),
    )


def place_characters(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """粵港澳 is one mention a character, where it is not a name of its own."""
    characters = rules.gazetteer.characters
    surface = fold(mention.surface)
    if (
        mention.type != "PLACE"
        or len(surface) < 2
        or not all(character in characters for character in surface)
        or any(character in rules.not_in_compounds for character in surface)
        or rules.gazetteer.find(mention.surface, "PLACE")
    ):
        return (mention,)
    return tuple(
        part
        for at in range(mention.start, mention.end)
        for part in cut(mention, text, at, at + 1, "place characters")
    )


def shares(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """After %, 成 and 分之 a quantity ends: 58%收入 → 58%."""
    found = rules.share.match(fold(mention.surface)) if mention.type == "QTY" else None
    if found is None:
        return (mention,)
    return cut(mention, text, mention.start, mention.start + found.end(), "share")


def posts(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A title is without 首任 or 前, and two titles of one person are two: 創始人兼董事長."""
    folded = fold(mention.surface)
    if mention.type != "POST" or folded in rules.posts | rules.whole_posts:
        return (mention,)
    start, end = mention.start, mention.end
    for word in rules.before_a_post:
        if folded.startswith(word) and len(folded) > len(word) + 1:
            start += len(word)
            folded = folded[len(word) :]
            break
    for word in rules.between_posts:
        first, between, second = folded.partition(word)
        if between and len(first) > 1 and len(second) > 1 and "（" not in first:
            middle = start + len(first)
            return (
                *cut(mention, text, start, middle, "two posts"),
                *cut(mention, text, middle + len(word), end, "two posts"),
            )
    return cut(mention, text, start, end, "post")


def surname_and_post(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """冼監督 is a surname and a title."""
    folded = fold(mention.surface)
    if mention.type == "PER":
        for surname in (folded[:1], folded[:2]):
            if surname in rules.surnames and folded[len(surname) :] in rules.posts:
                middle = mention.start + len(surname)
                return (
                    *cut(mention, text, mention.start, middle, "surname and post"),
                    *cut(
                        replace(mention, type="POST"), text, middle, mention.end, "surname and post"
                    ),
                )
    return (mention,)


def foreign_person(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A transliterated name goes on as long as its characters do: 亞歷山大·盧卡 → …盧卡申科."""
    if mention.type != "PER" or "·" not in mention.surface:
        return (mention,)
    end = mention.end
    while end < len(text) and fold(text[end]) in rules.transliteration:
        end += 1
    return cut(mention, text, mention.start, end, "foreign person")


def place_before_zone(mention: Mention, text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """香港北部都會區 is a place and a zone; a zone's full name before its part is two zones."""
    gazetteer = rules.gazetteer
    if mention.type != "ZONE":
        return (mention,)
    known = gazetteer.find(mention.surface, "ZONE")
    for at in range(len(mention.surface) - 2, 1, -1):
        before, after = mention.surface[:at], mention.surface[at:]
        parts = gazetteer.find(after, "ZONE")
        whole = any(fold(part.parent) == fold(before) for part in parts)
        if whole or (parts and not known and gazetteer.find(before, "PLACE")):
            middle = mention.start + at
            first = replace(mention, type="ZONE" if whole else "PLACE")
            return (
                *cut(first, text, mention.start, middle, "place before zone"),
                *cut(mention, text, middle, mention.end, "place before zone"),
            )
    return (mention,)


SHAPES: tuple[Callable[[Mention, str, MentionRules], tuple[Mention, ...]], ...] = (
    closed_brackets,
    alias_in_brackets,
    place_characters,
    shares,
    posts,
    surname_and_post,
    place_before_zone,
    foreign_person,
)


def shape(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """Return `mentions` with each rule of `SHAPES` applied to each of them in turn."""
    current = tuple(mentions)
    for rule in SHAPES:
        current = tuple(new for mention in current for new in rule(mention, text, rules))
    return current
