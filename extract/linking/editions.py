"""Link what recurs, a meeting or a yearly paper, to the edition that the article means.

To add a way of numbering: extract/editions.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extract.editions import edition_parts, is_edition, series_key
from extract.folding import name_key, ordinals_in_chinese, unfold
from extract.linking.context import Context, Named
from extract.mention import Entity, Link, Mention

RECUR = ("EVENT", "INIT")
RECENT = 400  # days; a yearly thing without its year is the last one


def edition_of_known(mention: Mention, context: Context) -> Named | None:
    """A numbered edition of a known event, by whichever of its names (第139屆廣交會)."""
    before, series, after = edition_parts(mention.surface)
    if mention.type != "EVENT" or not (before or after):
        return None
    records = context.gazetteer.find(series, mention.type)
    if not records:
        return None
    name = records[0].name
    number = unfold(before) if context.simplified else before
    if is_edition(name):  # a known edition's short form with its year before it
        return None
    return f"{ordinals_in_chinese(number)}{name}{after}", "edition of a known event"


def settle_editions(links: Sequence[Link], context: Context) -> list[Link]:
    """Give what recurs, where it is named without a number, the edition that is meant.

    That is the one that the article names nearest before, else after; of a yearly paper that the
    gazetteer knows by editions alone, the last one on the article's day.
    """
    named = [
        (link.mention.start, link.entity.type, series_key(link.entity.name), link.entity.name)
        for link in links
        if link.entity.type in RECUR and is_edition(link.entity.name)
    ]
    return [_settled(link, named, context) for link in links]


def _settled(link: Link, named: Sequence[tuple[int, str, str, str]], context: Context) -> Link:
    entity, here = link.entity, link.mention.start
    if entity.type not in RECUR or is_edition(entity.name):
        return link
    key = name_key(entity.name)
    near = [
        (place > here, abs(place - here), name)
        for place, type_, series, name in named
        if (type_, series) == (entity.type, key)
    ]
    if near:
        return replace(link, entity=Entity(min(near)[2], entity.type), reason="edition named")
    if link.reason != "new name" or not context.day:
        return link
    last = _last_edition(entity, key, context)
    return (
        replace(link, entity=Entity(last, entity.type), reason="edition of the day")
        if last
        else link
    )


def _last_edition(entity: Entity, key: str, context: Context) -> str | None:
    """Return the last edition on the article's day of a thing known by its editions."""
    today = date.fromisoformat(context.day)
    known = []
    for record in context.gazetteer.editions.get((entity.type, key), ()):
        since = date.fromisoformat((record.valid_from + "-01-01")[:10])
        if since <= today and (today - since).days <= RECENT:
            known.append((context.places[record.place], record.valid_from, record.name))
    return max(known)[2] if known else None
