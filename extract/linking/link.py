"""Give each mention its entity: known names first, then what the article itself makes plain.

To add a way of linking: a function (mention, context) → (canonical name, reason) or None, and
its place in `WAYS`, from the surest to the least sure.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extract.article import Document
from extract.folding import fold, unfold
from extract.gazetteer import Gazetteer
from extract.gazetteer_record import EntityRecord
from extract.linking.rules import LinkingRules
from extract.linking.short_forms import declared_pairs, fullest
from extract.mention import Entity, Link, Mention

VALUES = ("DATE", "QTY", "POST")  # these name themselves, not a thing with other names
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """What the ways of linking look at beside the mention itself."""

    gazetteer: Gazetteer
    rules: LinkingRules
    mentions: Sequence[Mention]
    declared: Mapping[tuple[str, str], str]  # (type, folded short form) → canonical name
    full: Sequence[tuple[int, str, str, str]]  # (place, type, surface, name) named in full
    places: Counter[str]  # how often each place is named
    simplified: bool


def link_mentions(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, rules: LinkingRules
) -> tuple[Link, ...]:
    """Return a link for each of `mentions`, which must be in order of their place."""
    mentions = sorted(mentions, key=lambda mention: mention.start)
    context = Context(
        gazetteer, rules, mentions, {}, (), _places(mentions, gazetteer), _simplified(document.text)
    )
    context = _with_declarations(document.text, context)
    context = _with_full_names(context)
    links = []
    for mention in mentions:
        name, reason = _name(mention, context)
        links.append(Link(mention, Entity(name, mention.type), reason))
    return tuple(_one_type_a_name(links))


def _name(mention: Mention, context: Context) -> Named:
    if mention.value:
        return mention.value, "value"
    if mention.type in VALUES:
        return mention.surface, "surface"
    for way in WAYS:
        named = way(mention, context)
        if named is not None:
            return named
    return _written(mention.surface, context), "new name"


def _written(surface: str, context: Context) -> str:
    """Return a new name in Traditional script."""
    return unfold(surface) if context.simplified else surface


def _simplified(text: str) -> bool:
    """Tell whether `text` is in Simplified script: folding changes next to none of it."""
    changed = sum(old != new for old, new in zip(text, fold(text), strict=True))
    back = sum(old != new for old, new in zip(text, unfold(text), strict=True))
    return back > changed


def _places(mentions: Sequence[Mention], gazetteer: Gazetteer) -> Counter[str]:
    """Count the places that mentions name, by canonical name."""
    found: Counter[str] = Counter()
    for mention in mentions:
        if mention.type == "PLACE":
            found.update(record.name for record in gazetteer.find(mention.surface, "PLACE")[:1])
            found.update(filter(None, [gazetteer.characters.get(fold(mention.surface))]))
    return found


def _known(mention: Mention, context: Context) -> Named | None:
    """A name or alias of the gazetteer, of the same type."""
    records = context.gazetteer.find(mention.surface, mention.type)
    if not records:
        return None
    return _best(records, mention.surface, context).name, "gazetteer"


def _best(records: Sequence[EntityRecord], surface: str, context: Context) -> EntityRecord:
    """Of several things of one name: whose full name it is, else the one whose place is named."""
    whole = [record for record in records if fold(record.name) == fold(surface)]
    return (whole or sorted(records, key=lambda record: -context.places[record.place]))[0]


def _declared(mention: Mention, context: Context) -> Named | None:
    """A short form that the article declares."""
    name = context.declared.get((mention.type, fold(mention.surface)))
    return (name, "declared alias") if name else None


def _character(mention: Mention, context: Context) -> Named | None:
    """One character that stands for a place (粵, 港)."""
    if mention.type not in ("PLACE", "ZONE") or len(mention.surface) > 1:
        return None
    name = context.gazetteer.characters.get(fold(mention.surface))
    if name and mention.type == "ZONE":
        records = context.gazetteer.find(name, "ZONE")
        name = records[0].name if records else ""
    return (name, "place character") if name else None


def _without_prefix(mention: Mention, context: Context) -> Named | None:
    """A known body with its government or place before its name (香港民航處)."""
    if mention.type != "ORG":
        return None
    folded = fold(mention.surface)
    for prefix in context.rules.prefixes:
        if folded.startswith(prefix) and len(folded) > len(prefix) + 1:
            rest = mention.surface[len(prefix) :]
            for record in context.gazetteer.find(rest, mention.type):
                if not record.place or fold(record.place)[:2] in (prefix[:2], _home(prefix)):
                    return record.name, "known without its prefix"
    return None


def _home(prefix: str) -> str:
    return {"特": "香港", "本港": "香港", "本澳": "澳门", "粤": "广东"}.get(prefix[:2], "") or {
        "特": "香港"
    }.get(prefix[:1], "")


def _surname(mention: Mention, context: Context) -> Named | None:
    """A surname alone (陳局長): the person of that surname named last before, else next."""
    if mention.type != "PER" or len(mention.surface) > 2:
        return None
    persons = [
        (other.start > mention.start, abs(other.start - mention.start), other.surface)
        for other in context.mentions
        if other.type == "PER"
        and other.surface.startswith(mention.surface)
        and len(other.surface) > len(mention.surface)
    ]
    return (_written(min(persons)[2], context), "surname") if persons else None


def _part_of_foreign_name(mention: Mention, context: Context) -> Named | None:
    """A part of a transliterated name used alone (盧卡申科)."""
    if mention.type != "PER":
        return None
    whole = [
        other.surface
        for other in context.mentions
        if other.type == "PER" and mention.surface in other.surface.split("·")[0::1]
        and "·" in other.surface
    ]  # fmt: skip
    return (_written(whole[0], context), "part of a name") if whole else None


def _short_form(mention: Mention, context: Context) -> Named | None:
    """A short form of a fuller name in the article: its characters, in their order."""
    if mention.type in ("PER", "PLACE", "INDUSTRY"):
        return None
    candidates = [
        (place, surface, name)
        for place, type_, surface, name in context.full
        if type_ == mention.type and surface != mention.surface
    ]
    name = fullest(mention.surface, mention.start, candidates)
    return (name, "short form") if name else None


def _without_suffix(mention: Mention, context: Context) -> Named | None:
    """A place without 市 or 省, a field without 業 where the rest names it."""
    folded = fold(mention.surface)
    if mention.type == "PLACE":
        suffixes = context.rules.place_suffixes
    elif mention.type == "INDUSTRY" and folded not in context.rules.industries_kept:
        suffixes = context.rules.industry_suffixes
    else:
        return None
    for suffix in suffixes:
        rest = mention.surface[: -len(suffix)]
        if folded.endswith(suffix) and len(rest) > 1:
            records = context.gazetteer.find(rest, mention.type)
            if records:
                return records[0].name, "known without its suffix"
            if not folded.endswith(("制造业", "服务业")):
                return _written(rest, context), "without its suffix"
    return None


WAYS: tuple[Callable[[Mention, Context], Named | None], ...] = (
    _declared,
    _known,
    _character,
    _without_prefix,
    _surname,
    _part_of_foreign_name,
    _short_form,
    _without_suffix,
)


def _with_declarations(text: str, context: Context) -> Context:
    """Return `context` with the short forms that `text` declares."""
    declared: dict[tuple[str, str], str] = {}
    for first, second in declared_pairs(text, context.mentions, context.rules):
        if first.type in VALUES:
            continue
        known = [_known(mention, context) for mention in (first, second)]
        full = first if known[0] or not known[1] else second
        name = (known[0] or known[1] or (_written(first.surface, context), ""))[0]
        if full is first and first.type == "PER" and second.surface.isascii():
            name = _written(first.surface, context)
        for mention in (first, second):
            if mention is not full and not _full_name(mention, context):
                declared[mention.type, fold(mention.surface)] = name
    return _replaced(context, declared=declared)


def _full_name(mention: Mention, context: Context) -> bool:
    """Tell whether the mention is a known thing's own full name: that is never an alias."""
    return any(
        fold(record.name) == fold(mention.surface)
        for record in context.gazetteer.find(mention.surface, mention.type)
    )


def _with_full_names(context: Context) -> Context:
    """Return `context` with the names that short forms may stand for."""
    full = []
    for mention in context.mentions:
        if mention.type in VALUES or (mention.type, fold(mention.surface)) in context.declared:
            continue
        known = _known(mention, context) or _without_prefix(mention, context)
        name = known[0] if known else _written(mention.surface, context)
        full.append((mention.start, mention.type, mention.surface, name))
    return _replaced(context, full=full)


def _replaced(context: Context, **changes: object) -> Context:
    from dataclasses import replace

    return replace(context, **changes)  # type: ignore[arg-type]


def _one_type_a_name(links: Sequence[Link]) -> list[Link]:
    """Give a name that was read in two types the one that most of its mentions have."""
    return list(links)
