"""Ways of linking by what the article itself makes plain: declarations, surnames, short forms.

To add one: a function (mention, context) → (canonical name, reason) or None, and its place in
`WAYS` of link.py.
"""

from dataclasses import replace

from extract.editions import is_edition
from extract.folding import fold, name_key
from extract.linking.context import VALUES, Context, FullName, Named
from extract.linking.known import is_full_name, known, without_prefix
from extract.linking.papers import five_year_plan, work_report
from extract.linking.short_forms import (
    ShortFormWords,
    declared_pairs,
    fullest,
    is_scattered_in,
)
from extract.mention import Mention

FULL_NAMES = (known, without_prefix, five_year_plan, work_report)
HAVE_NO_SHORT_FORMS = ("PER", "PLACE", "INDUSTRY")  # by characters in order, that is
ALIKE = 0.7  # of the shorter name's characters


def declared(mention: Mention, context: Context) -> Named | None:
    """A short form that the article declares."""
    name = context.declared.get((mention.type, fold(mention.surface)))
    return (name, "declared alias") if name else None


def own_word(mention: Mention, context: Context) -> Named | None:
    """What the paper calls itself."""
    if fold(mention.surface) not in context.rules.own_words or not context.source:
        return None
    paper = replace(mention, surface=context.source)
    return (known(paper, context) or (context.source, ""))[0], "the paper itself"


def surname(mention: Mention, context: Context) -> Named | None:
    """A surname alone (陳局長): the person of that surname named last before, else next."""
    if mention.type != "PER" or len(mention.surface) > 2:
        return None
    persons = [
        (other.start > mention.start, abs(other.start - mention.start), other)
        for other in context.mentions
        if other.type == "PER"
        and other.surface.startswith(mention.surface)
        and len(other.surface) > len(mention.surface)
    ]
    nearest = min(persons, key=lambda found: found[:2], default=None)
    return (context.written(nearest[2]), "surname") if nearest else None


def part_of_foreign_name(mention: Mention, context: Context) -> Named | None:
    """A part of a transliterated name used alone (盧卡申科)."""
    if mention.type != "PER":
        return None
    for other in context.mentions:
        parts = other.surface.split("·")
        if other.type == "PER" and len(parts) > 1 and mention.surface in parts:
            return context.written(other), "part of a name"
    return None


def short_form(mention: Mention, context: Context) -> Named | None:
    """A short form of a fuller name in the article: its characters, in their order."""
    if mention.type in HAVE_NO_SHORT_FORMS:
        return None
    candidates = [
        full
        for full in context.full
        if full.type == mention.type and full.surface != mention.surface
    ]
    rules, characters = context.rules, "".join(context.gazetteer.characters)
    words = ShortFormWords(rules.prefixes.keys(), rules.legal_endings, characters)
    name = fullest(mention.surface, mention.start, candidates, words)
    return (name, "short form") if name else None


def with_declarations(text: str, context: Context) -> Context:
    """Return `context` with the short forms that `text` declares."""
    names: dict[tuple[str, str], str] = {}
    for first, second in declared_pairs(text, context.mentions, context.rules):
        if first.type in VALUES:
            continue
        full, name = _declared_thing(first, second, context)
        for mention in (first, second):
            if mention is not full and not is_full_name(mention, context):
                names.setdefault((mention.type, fold(mention.surface)), name)
    return replace(context, declared=names)


def _declared_thing(first: Mention, second: Mention, context: Context) -> tuple[Mention, str]:
    """Return which of the two is the full name, and the canonical name of both."""
    if first.type == "PER":
        return first, context.written(first)
    ways = (known(first, context) or without_prefix(first, context), known(second, context))
    one, other = (way[0] if way else "" for way in ways)
    if one:
        return first, one
    if other and _alike(first.surface, other):
        return second, other
    if not other and is_scattered_in(fold(first.surface), fold(second.surface)):
        return second, context.written(second)
    return first, context.written(first)


def _alike(surface: str, name: str) -> bool:
    """Tell whether a new name and a known one, of one declaration, may be spellings of one."""
    if is_edition(surface) != is_edition(name):
        return False
    one, other = name_key(surface), name_key(name)
    shorter, longer = sorted((one, other), key=len)
    return sum(character in longer for character in shorter) >= ALIKE * len(shorter)


def with_full_names(context: Context) -> Context:
    """Return `context` with the names that short forms may stand for."""
    full = []
    for mention in context.mentions:
        if mention.type in VALUES or (mention.type, fold(mention.surface)) in context.declared:
            continue
        ways = (way(mention, context) for way in FULL_NAMES)
        name, _ = next(filter(None, ways), (context.written(mention), ""))
        full.append(FullName(mention.start, mention.type, mention.surface, name))
    return replace(context, full=tuple(full))
