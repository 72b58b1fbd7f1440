"""Give each mention its entity: known names first, then what the article itself makes plain.

To add a way of linking: a function (mention, context) → (canonical name, reason) or None in
known.py or in_article.py, and its place in `WAYS`, from the surest to the least sure.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from extract.article import Document
from extract.dates import resolve
from extract.decisions import UNDECIDED, Decisions
from extract.folding import ordinals_in_chinese
from extract.gazetteer import Gazetteer
from extract.linking import in_article, known, papers
from extract.linking.context import VALUES, Context, Named, make_context
from extract.linking.editions import edition_of_known, settle_editions
from extract.linking.rules import LinkingRules
from extract.mention import Entity, Link, Mention

Way = Callable[[Mention, Context], Named | None]
WAYS: tuple[Way, ...] = (
    in_article.declared,
    in_article.own_word,
    known.known,
    known.place_character,
    edition_of_known,
    papers.five_year_plan,
    papers.work_report,
    known.without_prefix,
    known.with_place_mark,
    known.local_body,
    in_article.surname,
    in_article.part_of_foreign_name,
    known.part_of_known,
    in_article.short_form,
    known.with_ending,
    known.without_ending,
)
AROUND = 60  # characters before and after a date that say which way it looks


def link_mentions(
    document: Document,
    mentions: Iterable[Mention],
    gazetteer: Gazetteer,
    rules: LinkingRules,
    *,
    decisions: Decisions = UNDECIDED,
) -> tuple[Link, ...]:
    """Return a link for each of `mentions`, in order of their place.

    The entity of a DATE is its ISO 8601 value. A mention of a name that the article uses in two
    types takes the type that its other mentions have. What people decided goes before every rule;
    the gazetteer has the names that they added (`with_added`).
    """
    in_order = sorted(decisions.mentions(mentions), key=lambda mention: mention.start)
    context = make_context(document, in_order, gazetteer, rules)
    context = in_article.with_declarations(document.text, context)
    context = in_article.with_full_names(context)
    links = [_link(mention, context, decisions) for mention in in_order]
    settled = settle_editions(_with_dates(document, links, rules), context)
    links = [
        after if decisions.allow(after.mention, after.entity.name) else before
        for before, after in zip(links, settled, strict=True)
    ]
    return tuple(_one_type_a_name(decisions.links(links), gazetteer))


def _link(mention: Mention, context: Context, decisions: Decisions) -> Link:
    name, reason = _name(mention, context, decisions)
    return Link(mention, Entity(name, mention.type), reason)


def _name(mention: Mention, context: Context, decisions: Decisions) -> Named:
    if mention.value:
        return mention.value, "value"
    if mention.type in VALUES:
        return mention.surface, "surface"
    for way in WAYS:
        named = way(mention, context)
        if named and decisions.allow(mention, named[0]):
            return named
    name = context.written(mention)
    return ordinals_in_chinese(name) if mention.type == "EVENT" else name, "new name"


def _with_dates(document: Document, links: Sequence[Link], rules: LinkingRules) -> list[Link]:
    """Return `links` with the value of each date as its entity's name."""
    text, day = document.text, document.article.date
    nearby: list[str] = []
    dated = []
    for link in links:
        mention = link.mention
        if mention.type == "DATE" and not mention.value:
            value = resolve(
                mention.surface,
                day,
                nearby,
                rules.dates,
                before=text[max(0, mention.start - AROUND) : mention.start],
                after=text[mention.end : mention.end + AROUND],
            )
            if value:
                nearby.append(value)
                link = Link(mention, Entity(value, "DATE"), "resolved")  # noqa: PLW2901
        dated.append(link)
    return dated


def _one_type_a_name(links: Sequence[Link], gazetteer: Gazetteer) -> list[Link]:
    """Give a name that was read in two types the one that is known, else that most mentions have."""
    counts: dict[str, Counter[str]] = {}
    for link in links:
        if link.entity.type not in VALUES:
            counts.setdefault(link.entity.name, Counter())[link.entity.type] += 1
    types = {
        name: max(found, key=lambda type_: (bool(gazetteer.find(name, type_)), found[type_]))
        for name, found in counts.items()
        if len(found) > 1
    }
    return [_with_type(link, types.get(link.entity.name, "")) for link in links]


def _with_type(link: Link, type_: str) -> Link:
    if not type_ or link.entity.type in (*VALUES, type_):
        return link
    return Link(replace(link.mention, type=type_), Entity(link.entity.name, type_), link.reason)
