"""Who holds which post, and what changed: people as the articles present them.

To tell more of a person: a column in `posts`.
"""

from collections.abc import Iterator

from kg.analysis import posts as held
from kg.analysis.results import Node
from kg.hypertext import Markup, tag
from kg.paper.material import Fact, Material
from kg.paper.sources import Sources
from kg.paper.tables import table

Change = tuple[str, tuple[tuple[Node, Node], ...]]  # words, and who holds a post where

MOST_POSTS = 100
MOST_CHANGES = 20


def posts(material: Material, sources: Sources) -> Markup:
    """Return the posts that are held, at the important bodies first, then who moved or followed whom."""
    found = sorted(held.posts(material.network), key=lambda one: -material.ranks[one.body.iri])
    rows = [
        tag(
            "tr",
            tag("th", material.entity(one.person.iri), scope="row"),
            tag("td", one.post),
            tag("td", material.entity(one.body.iri)),
            tag("td", _days(one.first, one.last)),
            tag("td", _number(one, material, sources), class_="count"),
        )
        for one in found[:MOST_POSTS]
    ]
    head = ("person", "post", "body", "days", "section_articles")
    left = len(found) - len(rows)
    shown = table(head, rows, material, left=left) if rows else Markup("")
    return tag("div", shown, _changes(material, sources))


def _number(one: held.Tenure, material: Material, sources: Sources) -> Markup:
    facts = _facts(material, (one.person, one.body))
    return sources.number(one.articles, material.name(one.person.iri), facts)


def _facts(material: Material, *held_at: tuple[Node, Node]) -> list[Fact]:
    edges = [(person.iri, body.iri, "holdsPost") for person, body in held_at]
    return [material.facts[edge] for edge in dict.fromkeys(edges)]


def _changes(material: Material, sources: Sources) -> Markup:
    changed = [*_moved(material), *_followed(material)]
    lines = [
        tag("li", sources.number(words, words, _facts(material, *held_at)))
        for words, held_at in changed
    ]
    if not lines:
        return Markup("")
    return tag("div", tag("h3", material.say("changes")), tag("ul", *lines, class_="lines"))


def _moved(material: Material) -> Iterator[Change]:
    for one in held.moves(material.network).rows[:MOST_CHANGES]:
        words = material.say(
            "moved",
            who=material.name(one.person.iri),
            old=f"{material.name(one.old_body.iri)}{one.old_post}",
            new=f"{material.name(one.new_body.iri)}{one.new_post}",
            left=one.left,
            came=one.came,
        )
        yield words, ((one.person, one.old_body), (one.person, one.new_body))


def _followed(material: Material) -> Iterator[Change]:
    for one in held.successions(material.network).rows[:MOST_CHANGES]:
        words = material.say(
            "followed",
            post=f"{material.name(one.body.iri)}{one.post}",
            before=material.name(one.before.iri),
            after=material.name(one.after.iri),
            left=one.left,
            came=one.came,
        )
        yield words, ((one.before, one.body), (one.after, one.body))


def _days(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"
