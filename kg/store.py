"""A graph that lasts: one named graph an article, each change whole or not at all.

To keep it in another place, write a class that does what `Quads` says, and a `Place` of
kg/places.py that opens it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from extract.decisions import UNDECIDED, Decisions
from extract.errors import InputError
from extract.gazetteer_record import Records
from extract.mention import Entity, Extraction
from extract.namesakes import tell_apart
from extract.stories import Told, copies
from kg.claims import article_facts, copy_facts
from kg.identity import PERSON, entities_of, holdings, identify, normal
from kg.pieces import some, value, values
from kg.query import Answer, Rows
from kg.stored_persons import names_of_persons, persons_called
from kg.terms import Quad, Term, Triple, order
from ontology.names import ENTITY, STORIES, article_iri, entity_iri
from ontology.schema import load_schema

HEADING = "?article a schema:NewsArticle ; ?p ?o FILTER(?p != schema:mentions)"


class Renaming(NamedTuple):
    """That a resource gets another IRI, in some graphs, or with none given in all."""

    old: str
    new: str
    graphs: tuple[str, ...] = ()


class Quads(Protocol):
    """Where the triples of named graphs lie."""

    def answer(self, text: str) -> Answer:
        """Answer a query, whose prefixes need not be declared."""

    def change(
        self,
        dropped: Collection[str],
        renamed: Sequence[Renaming],
        added: Mapping[str, Collection[Triple]],
    ) -> None:
        """Rename resources in turn, drop graphs, and fill those of them that are in `added`."""

    def close(self) -> None:
        """Let go of what is open."""


class Store:
    """Articles' facts.

    Whatever was added and retracted in whatever order, the triples, once copies are told, are those
    of `graph_of` the articles that are in it: where a name comes to be shared, or is shared no more, the IRIs of
    what it names change with it. `decisions` are heeded for the persons of the names that a change
    touches.
    """

    def __init__(self, data: Quads, records: Records, decisions: Decisions = UNDECIDED) -> None:
        self.data = data
        self._records = records
        self._decisions = decisions
        self._schema = load_schema()
        self._tags = {kind.iri: kind.tag for kind in self._schema.types}

    def add(self, extractions: Sequence[Extraction]) -> None:
        """Put articles in, each in the place of the one that had its identifier."""
        graphs = {article_iri(extraction.document.article.id) for extraction in extractions}
        self._change(graphs, extractions)

    def retract(self, article_ids: Iterable[str]) -> None:
        """Take articles out; raise InputError, and take none, where one is not in."""
        graphs = {article_iri(article_id): article_id for article_id in article_ids}
        missing = graphs.keys() - self.headings(graphs).keys()
        for graph in sorted(missing):
            known = self.hashes()
            near = get_close_matches(graphs[graph], known, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"it has {len(known)} articles"
            raise InputError(graphs[graph], "no such article in the store", remedy)
        self._change(set(graphs), ())

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of each article's text by its identifier, sorted."""
        rows = self._rows(
            "SELECT ?id ?hash"
            " WHERE { GRAPH ?article { ?article schema:identifier ?id ; gba:textHash ?hash } }"
        )
        return dict(sorted((value(id_), value(hash_)) for id_, hash_ in rows))

    def headings(self, articles: Iterable[str]) -> dict[str, frozenset[Triple]]:
        """Return what the store says of each of these articles by itself, by IRI."""
        found = defaultdict(set)
        for few in some(articles):
            rows = self._rows(
                f"SELECT ?article ?p ?o WHERE {{ {values('article', few)}"
                f" GRAPH ?article {{ {HEADING} }} }}"
            )
            for article, predicate, object_ in rows:
                found[value(article)].add((value(article), value(predicate), object_))
        return {article: frozenset(triples) for article, triples in found.items()}

    def tell_copies(self) -> None:
        """Say which of the articles are copies, as `graph_of` does; to be done after changes."""
        rows = self._rows(
            "SELECT ?id ?sketch ?date WHERE { GRAPH ?article { ?article schema:identifier ?id ;"
            " gba:textSketch ?sketch OPTIONAL { ?article schema:datePublished ?date } } }"
        )
        articles = [
            Told("".join(map(value, date)), value(id_), value(sketched))
            for id_, sketched, *date in rows
        ]
        now = frozenset(copy_facts(copies(articles)))
        if now != {(value(s), value(p), o) for s, p, o in self._copies()}:
            self.data.change([STORIES], [], {STORIES: now} if now else {})

    def _copies(self) -> Iterator[tuple[Term, ...]]:
        return self._rows(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{STORIES}> {{ ?s ?p ?o }} }}")

    def close(self) -> None:
        """Close what is open; the store is of no use then."""
        self.data.close()

    def triples(self) -> tuple[Triple, ...]:
        """Return all triples once, in order, as `graph_of` does."""
        return tuple(sorted({quad[:3] for quad in self.quads()}, key=order))

    def quads(self) -> tuple[Quad, ...]:
        """Return all triples with the article that says each, graph after graph."""
        rows = self._rows(
            "SELECT ?s ?p ?o ?article"
            " WHERE { GRAPH ?article { ?article a schema:NewsArticle . ?s ?p ?o } }"
        )
        quads = [(value(s), value(p), o, value(g)) for s, p, o, g in rows]
        quads += ((value(s), value(p), o, STORIES) for s, p, o in self._copies())
        return tuple(sorted(quads, key=lambda quad: (quad[3], order(quad[:3]))))

    def _change(self, graphs: Collection[str], extractions: Sequence[Extraction]) -> None:
        if not graphs:
            return
        added = {entity for extraction in extractions for entity in entities_of(extraction)}
        names = {normal(entity.name) for entity in added} | set(self._names_in(graphs))
        staying = dict(self._staying(names, graphs))
        persons = persons_called(self._rows, names, graphs)
        said = {one for extraction in extractions for one in holdings(extraction)}
        said |= {one for person in persons for one in person.holdings()}
        identity = identify(
            added | set(staying.values()) | {Entity(one.name, PERSON) for one in persons},
            self._records,
            tell_apart(said, self._records, self._decisions),
        )
        renamed = {
            iri: identity.iri(entity)
            for iri, entity in staying.items()
            if identity.iri(entity) != iri
        }
        taken = set(renamed.values())  # what has a name that another gets must give it up before
        in_turn = sorted(renamed.items(), key=lambda pair: (pair[0] not in taken, pair))
        moved = [
            Renaming(person.iri, iri, tuple(articles))
            for person in persons
            for iri, articles in person.moves(identity)
        ]
        facts = {
            article_iri(extraction.document.article.id): frozenset(
                article_facts(extraction, identity, self._schema)
            )
            for extraction in extractions
        }
        self.data.change(graphs, [*moved, *(Renaming(*pair) for pair in in_turn)], facts)

    def _names_in(self, graphs: Iterable[str]) -> Iterator[str]:
        """Yield what these articles name."""
        yield from map(normal, names_of_persons(self._rows, graphs))
        for few in some(graphs):
            rows = self._rows(
                f"SELECT DISTINCT ?thing ?kind WHERE {{ {values('article', few)}"
                f" {values('kind', self._tags)} GRAPH ?article {{ ?thing a ?kind }} }}"
            )
            for thing, kind in rows:
                yield normal(_name(value(thing), self._tags[value(kind)]))

    def _staying(
        self, names: Iterable[str], dropped: Collection[str]
    ) -> Iterator[tuple[str, Entity]]:
        """Yield, by IRI, what of these names, persons apart, articles not dropped name."""
        called = {
            entity_iri(name, tag, ambiguous=shared): name
            for name in names
            for tag in self._tags.values()
            if tag != PERSON
            for shared in (False, True)
        }
        going = ", ".join(f"<{graph}>" for graph in dropped)
        for few in some(sorted(called)):
            rows = self._rows(
                f"SELECT DISTINCT ?thing ?kind WHERE {{ {values('thing', few)}"
                f" GRAPH ?article {{ ?thing a ?kind }} FILTER(?article NOT IN ({going})) }}"
            )
            for thing, kind in rows:
                iri, tag = value(thing), self._tags.get(value(kind))
                if tag and tag != PERSON:  # else it is a kind of a kind
                    yield iri, Entity(called[iri], tag)

    def _rows(self, text: str) -> Iterator[tuple[Term, ...]]:
        answer = self.data.answer(text)
        assert isinstance(answer, Rows)
        for row in answer.rows:
            yield tuple(term for term in row if term is not None)


def renaming(what: Renaming) -> str:
    """Return the update that gives a resource its other IRI."""
    where = values("g", what.graphs) if what.graphs else ""
    return " ;\n".join(
        f"DELETE {{ GRAPH ?g {{ {triple.format(what.old)} }} }}"
        f" INSERT {{ GRAPH ?g {{ {triple.format(what.new)} }} }}"
        f" WHERE {{ {where} GRAPH ?g {{ {triple.format(what.old)} }} }}"
        for triple in ("<{}> ?p ?o", "?s ?p <{}>")
    )


def _name(iri: str, tag: str) -> str:
    name = iri.removeprefix(ENTITY).removesuffix(f"_{tag}")
    return unquote(name, errors="surrogatepass")
