"""Ways of linking by what the gazetteer knows: a name, an alias, a known name with more around it.

To add one: a function (mention, context) → (canonical name, reason) or None, and its place in
`WAYS` of link.py.
"""

from collections.abc import Iterator

from extract.folding import fold, name_key, unfold
from extract.linking.context import Context, Named
from extract.mention import Mention

PLACE_MARKS, LENGTHS_OF_PLACES = {"City": "市", "Province": "省"}, (2, 3)
SHORTEST_HEAD, SHORTEST_PART = 3, 2  # characters of a body's name, and of its part's


def known(mention: Mention, context: Context) -> Named | None:
    """A name or alias of the gazetteer, of the same type."""
    return _find(mention.surface, mention.type, context, "gazetteer")


def _find(surface: str, type_: str, context: Context, reason: str) -> Named | None:
    records = context.gazetteer.find(surface, type_)
    return (context.best(records, surface).name, reason) if records else None


def is_full_name(mention: Mention, context: Context) -> bool:
    """Tell whether the mention is a known thing's own full name: that is never an alias."""
    folded = fold(mention.surface)
    records = context.gazetteer.find(mention.surface, mention.type)
    return any(fold(record.name) == folded for record in records)


def place_character(mention: Mention, context: Context) -> Named | None:
    """One character that stands for a place (粵, 港)."""
    if mention.type not in ("PLACE", "ZONE") or len(mention.surface) > 1:
        return None
    character = fold(mention.surface)
    name = context.gazetteer.characters.get(character, "")
    if not context.gazetteer.find(name, mention.type):
        return None
    return _country_named(name, character, context) or name, "place character"


def _country_named(name: str, character: str, context: Context) -> str | None:
    """Return the other country whose name begins so, where the article names it and not `name`."""
    usual = {record.subtype for record in context.gazetteer.find(name, "PLACE")}
    if usual != {"Country"}:
        return None
    names = {
        record.name
        for other in context.mentions
        if other.type == "PLACE" and len(other.surface) > 1
        for record in context.gazetteer.find(other.surface, "PLACE")
        if record.subtype == "Country" and fold(record.name).startswith(character)
    }
    return names.pop() if len(names) == 1 else None


def without_prefix(mention: Mention, context: Context) -> Named | None:
    """A known body with its government or place before its name (香港民航處)."""
    if mention.type != "ORG":
        return None
    folded = fold(mention.surface)
    for prefix, places in context.rules.prefixes.items():
        rest = mention.surface[len(prefix) :]
        if folded.startswith(prefix) and len(rest) >= SHORTEST_HEAD:
            for record in context.gazetteer.find(rest, mention.type):
                if not record.place or record.place in places:
                    return record.name, "known without its prefix"
    return None


def with_place_mark(mention: Mention, context: Context) -> Named | None:
    """A known body whose name has 市 or 省 after its place (珠海市…), named without."""
    if mention.type != "ORG":
        return None
    for end in LENGTHS_OF_PLACES:
        place, rest = mention.surface[:end], mention.surface[end:]
        for record in context.gazetteer.find(place, "PLACE"):
            mark = PLACE_MARKS.get(record.subtype, "")
            found = _find(f"{place}{mark}{rest}", "ORG", context, "known with its place in full")
            if mark and found:
                return found
    return None


def local_body(mention: Mention, context: Context) -> Named | None:
    """A body of the province, city or district named last (市發改委, 區政府)."""
    if mention.type != "ORG":
        return None
    for place in _local_places(mention, context):
        mark, rest = mention.surface[0], mention.surface[1:]
        for name in (f"{place}{mark}{rest}", f"{place}{rest}"):
            found = _find(name, "ORG", context, "body of the place named")
            if found:
                return found
    return None


def _local_places(mention: Mention, context: Context) -> Iterator[str]:
    """Yield the places that the mention's first character may mean, nearest before first."""
    kinds = context.rules.local.get(fold(mention.surface[:1]), ())
    before = [other for other in context.mentions if other.start < mention.start]
    for other in reversed(before):
        if kinds and other.type == "PLACE":
            for record in context.gazetteer.find(other.surface, "PLACE"):
                if record.subtype in kinds:
                    yield record.name.removesuffix("區").removesuffix("縣")
                    yield record.name
    if "Province" in kinds:
        yield "廣東"


def part_of_known(mention: Mention, context: Context) -> Named | None:
    """A department after the name of the known body that it belongs to (省市監局認證處)."""
    surface, folded = mention.surface, fold(mention.surface)
    if mention.type != "ORG" or not folded.endswith(context.rules.departments):
        return None
    for end in range(len(surface) - SHORTEST_PART, SHORTEST_HEAD - 1, -1):
        if not folded[:end].endswith(context.rules.bodies):
            continue
        head = Mention(mention.start, mention.start + end, "ORG", surface[:end], mention.found_by)
        for way in (known, without_prefix, local_body):
            named = way(head, context)
            if named:
                rest = Mention(head.end, mention.end, "ORG", surface[end:], mention.found_by)
                return named[0] + context.written(rest), "part of a known body"
    return None


def without_ending(mention: Mention, context: Context) -> Named | None:
    """A place without 市 or 省, a field without 業 where the rest names it."""
    folded, rules = fold(mention.surface), context.rules
    if mention.type == "PLACE":
        endings = rules.place_endings
    elif mention.type == "INDUSTRY" and not folded.endswith(rules.industries_kept):
        endings = rules.industry_endings
    else:
        return None
    for ending in endings:
        rest = mention.surface[: -len(ending)]
        if folded.endswith(ending) and len(rest) > 1:
            shorter = Mention(
                mention.start, mention.end - len(ending), mention.type, rest, mention.found_by
            )
            found = _find(rest, mention.type, context, "known without its ending")
            return found or (context.written(shorter), "without its ending")
    return None


def with_ending(mention: Mention, context: Context) -> Named | None:
    """A field without the 業 or 產業 that its name has."""
    if mention.type != "INDUSTRY":
        return None
    for ending in context.rules.industry_endings:
        longer = mention.surface + unfold(ending)
        for record in context.gazetteer.find(longer, "INDUSTRY"):
            if name_key(record.name) == name_key(longer):
                return record.name, "known with its ending"
    return None
