"""Persons in a store: in which articles each is, and at which bodies, by what they are called.

To tell persons apart by more than their bodies: ask for it in `persons_called`, and put it into
`Holding`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extract.mention import Entity
from extract.namesakes import Holding
from kg.identity import PERSON, Identity, normal
from kg.pieces import AT_ONCE, some, value, values
from kg.terms import Literal, Term

Ask = Callable[[str], Iterator[tuple[Term, ...]]]
A_PERSON = '?person a gba:Person ; skos:prefLabel ?name FILTER(LANGMATCHES(LANG(?name), "zh-Hant"))'
# Where persons hold posts, by what articles say, and by whom titles alone are taken to mean.
AT_A_BODY = (
    "{ ?post org:member ?person ; gba:heldAt ?body }"
    " UNION { ?post gba:presumed ?person ; gba:presumedAt ?body }"
    ' ?body skos:prefLabel ?called FILTER(LANGMATCHES(LANG(?called), "zh-Hant"))'
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A person of a store: its IRI and name, and by article the bodies at which it holds posts."""

    iri: str
    name: str
    articles: Mapping[str, Collection[str]] = field(default_factory=dict)

    def holdings(self) -> Iterator[Holding]:
        """Yield what the articles say of the person."""
        for bodies in self.articles.values():
            yield Holding(normal(self.name), frozenset(bodies))

    def moves(self, identity: Identity) -> Iterator[tuple[str, list[str]]]:
        """Yield each other IRI that the person has by `identity`, with its articles."""
        found = defaultdict(list)
        for article, bodies in sorted(self.articles.items()):
            said = Holding(normal(self.name), frozenset(bodies))
            found[identity.of_persons([said]).iri(Entity(self.name, PERSON))].append(article)
        for iri, articles in sorted(found.items()):
            for start in range(0, len(articles), AT_ONCE):
                if iri != self.iri:
                    yield iri, articles[start : start + AT_ONCE]


def names_of_persons(ask: Ask, articles: Iterable[str]) -> Iterator[str]:
    """Yield the names of the persons in these articles."""
    for few in some(articles):
        rows = ask(
            f"SELECT DISTINCT ?name WHERE {{ {values('article', few)}"
            f" GRAPH ?article {{ {A_PERSON} }} }}"
        )
        yield from (value(name) for (name,) in rows)


def persons_called(ask: Ask, names: Iterable[str], but: Collection[str]) -> list[Stored]:
    """Return the persons of these names, in all articles but some."""
    found = defaultdict[tuple[str, str], dict[str, set[str]]](dict)
    for few in some(Literal(name, language="zh-Hant") for name in sorted(names)):
        for person, name, article in ask(
            f"SELECT ?person ?name ?article WHERE {{ {values('name', few)}"
            f" GRAPH ?article {{ {A_PERSON} }} }}"
        ):
            if value(article) not in but:
                found[value(person), value(name)][value(article)] = set()
    by_iri = {iri: articles for (iri, _), articles in found.items()}
    for few in some(sorted(by_iri)):
        for person, article, body in ask(
            f"SELECT ?person ?article ?called WHERE {{ {values('person', few)}"
            f" GRAPH ?article {{ {AT_A_BODY} }} }}"
        ):
            if value(article) not in but:
                by_iri[value(person)][value(article)].add(normal(value(body)))
    return [Stored(iri, name, articles) for (iri, name), articles in sorted(found.items())]
