"""Who holds which post, from when to when the articles say so, and who moved.

To follow another relation through time: `tenures` with its name, then a reading like `moves`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from kg.analysis.results import Findings, Node, node


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person's post at a body; `first` and `last` are the days of articles that say so."""

    person: Node
    post: str
    body: Node
    first: str
    last: str
    articles: int


@dataclass(frozen=True, slots=True)
class Move:
    """A person whom articles up to `left` give one post, and those from `came` on another."""

    person: Node
    old_post: str
    old_body: Node
    new_post: str
    new_body: Node
    left: str
    came: str


@dataclass(frozen=True, slots=True)
class Succession:
    """A post that articles up to `left` give to one person, and those from `came` on to another."""

    post: str
    body: Node
    before: Node
    after: Node
    left: str
    came: str


def posts(network: nx.MultiDiGraph) -> Findings[Tenure]:
    """Return the posts that articles say are held, by body; those that are planned are not."""
    found = sorted(_tenures(network), key=lambda one: (one.body, one.post, one.first, one.person))
    return Findings(tuple(found))


def moves(network: nx.MultiDiGraph) -> Findings[Move]:
    """Return who moved from one post to another, the latest first.

    Seen is what articles of different days say: who holds two posts at once did not move.
    """
    held: defaultdict[Node, list[Tenure]] = defaultdict(list)
    for one in _named(network):
        held[one.person].append(one)
    found = [
        Move(one.person, one.post, one.body, next_.post, next_.body, one.last, next_.first)
        for those in held.values()
        for one, next_ in _turns(those)
    ]
    found.sort(key=lambda move: (move.person, move.old_body, move.old_post))
    return Findings(tuple(sorted(found, key=lambda move: move.came, reverse=True)))


def successions(network: nx.MultiDiGraph) -> Findings[Succession]:
    """Return who followed whom in a post, the latest first."""
    held: defaultdict[tuple[Node, str], list[Tenure]] = defaultdict(list)
    for one in _named(network):
        held[one.body, one.post].append(one)
    found = [
        Succession(one.post, one.body, one.person, next_.person, one.last, next_.first)
        for those in held.values()
        for one, next_ in _turns(those)
    ]
    found.sort(key=lambda one: (one.body, one.post, one.before))
    return Findings(tuple(sorted(found, key=lambda one: one.came, reverse=True)))


def _named(network: nx.MultiDiGraph) -> Iterator[Tenure]:
    """Yield the tenures by which a change can be seen: those with a post and a day."""
    return (one for one in _tenures(network) if one.post and one.first)


def _turns(held: list[Tenure]) -> Iterator[tuple[Tenure, Tenure]]:
    in_time = sorted(held, key=lambda one: (one.first, one.last, one.post, one.body, one.person))
    return ((one, next_) for one, next_ in pairwise(in_time) if one.last < next_.first)


def _tenures(network: nx.MultiDiGraph) -> Iterator[Tenure]:
    for person, body, about in network.edges(data=True):
        if about["relation"] != "holdsPost" or about["planned"]:
            continue
        days = {said.article: said.date for said in about["evidence"]}
        saying: defaultdict[str, set[str]] = defaultdict(set)
        for article, post in about["posts"]:
            if article in days:  # a filter may have left this article out
                saying[post].add(article)
        untold = set(days) - {article for those in saying.values() for article in those}
        if untold:
            saying[""] = untold
        for post, articles in saying.items():
            dated = [days[article] for article in articles if days[article]]
            yield Tenure(
                node(network, person),
                post,
                node(network, body),
                min(dated, default=""),
                max(dated, default=""),
                len(articles),
            )
