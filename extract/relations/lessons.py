"""What the network and the trees that judge relations both learn from: marked articles, in folds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.gold import GoldArticle
from extract.mention import Entity, Link, Mention
from extract.relations.arrays import Ints
from extract.relations.network import Network, Written


@dataclass(frozen=True, slots=True, eq=False)
class Networks:
    """The network that learned from all articles, and for the id of each one that did not see it."""

    whole: Written
    held_out: Mapping[str, Network]


def in_order(golds: Sequence[GoldArticle]) -> list[GoldArticle]:
    """Return the articles in the order of their ids, so that what is learned depends on no other."""
    return sorted(golds, key=lambda gold: gold.article.id)


def folds_of(count: int, folds: int) -> Ints:
    """Return the fold, below `folds`, of each of `count` articles."""
    return np.asarray(np.random.RandomState(0).permutation(count) % folds)


def gold_links(gold: GoldArticle) -> list[Link]:
    """Return the marks of a gold article as links."""
    return [
        Link(
            Mention(mark.start, mark.end, mark.type, mark.surface, "gold"),
            Entity(mark.canonical, mark.type),
            "gold",
        )
        for mark in gold.mentions
    ]
