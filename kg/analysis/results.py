"""What the measures return: entities with figures, as frozen values in a settled order.

A new measure has rows of its own, a frozen dataclass whose fields are nodes, texts, numbers, or
tuples of nodes or texts; `kg.analysis.tables` writes any such row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import networkx as nx

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """An entity of a network: its IRI, its label, and its tag (ORG, PLACE …)."""

    iri: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Findings(Generic[Row]):
    """The rows that a measure found, first what matters most, and what to know of how."""

    rows: tuple[Row, ...]
    note: str = ""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


Edge = tuple[str, str, str]  # of a network: subject, object, and the relation, which is its key


@dataclass(frozen=True, slots=True)
class Tie:
    """Two entities, the IRIs of the articles that tie them, and the facts by which they do."""

    one: Node
    other: Node
    articles: tuple[str, ...]
    facts: tuple[Edge, ...]


@dataclass(frozen=True)
class Matrix:
    """Ties laid out: `rows` by `columns`, each in order of how many articles tie it.

    Where rows and columns are the same entities, a tie is listed once and counts either way.
    """

    rows: tuple[Node, ...]
    columns: tuple[Node, ...]
    ties: tuple[Tie, ...]
    note: str = ""

    @cached_property
    def _ties(self) -> dict[tuple[Node, Node], Tie]:
        one_way = {(tie.one, tie.other): tie for tie in self.ties}
        if self.rows != self.columns:
            return one_way
        return one_way | {(other, one): tie for (one, other), tie in one_way.items()}

    def tie(self, row: Node, column: Node) -> Tie | None:
        """Return what ties the two, in either order where rows and columns are the same."""
        return self._ties.get((row, column))

    def count(self, row: Node, column: Node) -> int:
        """Return how many articles tie the two."""
        tie = self.tie(row, column)
        return len(tie.articles) if tie else 0


def node(network: nx.MultiDiGraph, iri: str) -> Node:
    """Return what `network` knows of the entity `iri`."""
    about = network.nodes[iri]
    return Node(iri, about["label"], about["type"])
