"""What the sections are written from: the facts of a network in order, and the words for them.

To know one more thing of a fact or an entity: a method of Material.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

import networkx as nx

from kg.analysis.results import Edge
from kg.hypertext import Markup, tag
from kg.labels import unbroken
from kg.marked import Reader, chip, modality_chip
from kg.network import Evidence
from kg.positions import importance
from ontology.names import ENTITY


@dataclass(frozen=True, slots=True)
class Fact:
    """An edge of the network and what is known of it; `number` is its place in the report."""

    number: int
    edge: Edge
    about: Mapping[str, Any] = field(compare=False)

    @property
    def subject(self) -> str:
        """The IRI of who does it."""
        return self.edge[0]

    @property
    def object(self) -> str:
        """The IRI of whom or what it is done to."""
        return self.edge[1]

    @property
    def relation(self) -> str:
        """The name of the relation."""
        return self.edge[2]

    @property
    def evidence(self) -> list[Evidence]:
        """What says so, the newest first."""
        return sorted(self.about["evidence"], key=lambda said: said.date, reverse=True)


@dataclass(frozen=True)
class Material:
    """A network, the words of its reader, and the addresses of the pages beside the report."""

    network: nx.MultiDiGraph
    reader: Reader
    articles_page: str = ""
    explorer: str = ""

    @cached_property
    def ranks(self) -> Mapping[Hashable, float]:
        """How important each entity is, 1 for the most important."""
        return importance(self.network)

    @cached_property
    def facts(self) -> Mapping[Edge, Fact]:
        """All facts, by relation, then what most articles say, then the important first."""
        order = {relation.name: at for at, relation in enumerate(self.reader.schema.relations)}

        def key(edge: tuple[str, str, str, dict[str, Any]]) -> tuple[Any, ...]:
            one, other, relation, about = edge
            worth = round(self.ranks[one] + self.ranks[other], 6)
            return order[relation], -len(about["articles"]), -worth, one, other

        edges = sorted(self.network.edges(keys=True, data=True), key=key)
        return {
            (one, other, relation): Fact(number, (one, other, relation), about)
            for number, (one, other, relation, about) in enumerate(edges, 1)
        }

    @cached_property
    def facts_of(self) -> Mapping[str, Sequence[Fact]]:
        """The facts in which each entity stands, in the same order."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts.values():
            for end in dict.fromkeys((fact.subject, fact.object)):
                found.setdefault(end, []).append(fact)
        return found

    def entities(self, *tags: str) -> list[str]:
        """Return the entities of these types, first those with most facts."""
        nodes = self.network.nodes
        those = [iri for iri in self.facts_of if nodes[iri]["type"] in tags]
        return sorted(those, key=lambda iri: (-len(self.facts_of[iri]), -self.ranks[iri], iri))

    def say(self, key: str, **values: object) -> str:
        """Return words of the report in the reader's language."""
        return self.reader.wording.say(key, **values)

    def name(self, iri: str) -> str:
        """Return what the reader calls an entity."""
        about = self.network.nodes[iri]
        return self.reader.wording.pick(about["label"], about.get("en", ""))

    def kind(self, iri: str) -> str:
        """Return what sort of thing an entity is, or "" for what the ontology does not know."""
        about = self.network.nodes[iri]
        known = about.get("kind") or about["type"]
        return self.reader.type_name(known) if known else ""

    def entity(self, iri: str) -> Markup:
        """Return an entity with a dot in its type's colour; it leads into the explorer."""
        name: str = self.name(iri)
        if self.explorer:
            key = quote(iri.removeprefix(ENTITY), safe="")
            name = tag("a", name, href=f"{self.explorer}#{key}", class_="name")
        return chip(self.network.nodes[iri]["type"], name)

    def worth(self, fact: Fact) -> float:
        """Return how important the two ends of a fact are together."""
        return round(self.ranks[fact.subject] + self.ranks[fact.object], 6)

    def is_backwards(self, fact: Fact, iri: str) -> bool:
        """Say whether `iri` is that end of a fact from which its relation has another name."""
        symmetric = self.reader.schema.relation(fact.relation).symmetric
        return fact.subject != iri and not symmetric

    def verb(self, name: str, *, backwards: bool = False) -> str:
        """Return what a relation is called, seen from its object where that is asked for."""
        relation = self.reader.schema.relation(name)
        if backwards and relation.inverse_zh:
            return self.reader.wording.pick(relation.inverse_zh, relation.inverse_en)
        return self.reader.wording.pick(relation.label_zh, relation.label_en)

    def words(self, fact: Fact) -> list[str]:
        """Return what a fact says, with its modality, post and date behind it."""
        verb = tag("span", self.verb(fact.relation), class_="verb")
        ends = self.name(fact.subject), self.name(fact.object)
        return [ends[0], verb, ends[1], *self.more(fact), self.modality(fact)]

    def more(self, fact: Fact) -> list[Markup]:
        """Return the post and the date that a fact has beside its ends, as far as it has them."""
        found = {key: fact.about.get(key) for key in ("post", "date")}
        return [
            tag("span", f" {word}", class_=f"soft {key}") for key, word in found.items() if word
        ]

    def modality(self, fact: Fact) -> Markup:
        """Return a mark behind what is planned; what is asserted needs none."""
        return modality_chip(
            "planned" if fact.about["planned"] else "asserted", self.reader.wording
        )


def quoted(said: Evidence) -> str:
    """Return the words of a piece of evidence without the line breaks of the page."""
    return unbroken(said.quote)


def articles(facts: Iterable[Fact]) -> int:
    """Return how many articles state one of these facts."""
    return len({article for fact in facts for article in fact.about["articles"]})
