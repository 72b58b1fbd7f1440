"""A graph that lasts: one named graph an article, each change whole or not at all.

To keep it in another place, write a class that does what `Quads` says, and a `Place` of
kg/places.py that opens it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Protocol
from urllib.parse import unquote

from extract.errors import InputError
from extract.gazetteer_record import Records
from extract.mention import Entity, Extraction
from kg.claims import article_facts
from kg.identity import entities_of, identify, normal
from kg.query import Answer, Rows
from kg.terms import Quad, Term, Triple, order
from ontology.names import ENTITY, article_iri, entity_iri
from ontology.schema import load_schema

AT_ONCE = 500  # IRIs of one query: servers refuse a query of megabytes
HEADING = "?article a schema:NewsArticle ; ?p ?o FILTER(?p != schema:mentions)"


class Quads(Protocol):
    """Where the triples of named graphs lie."""

    def answer(self, text: str) -> Answer:
        """Answer a query, whose prefixes need not be declared."""

    def change(
        self,
        dropped: Collection[str],
        renamed: Sequence[tuple[str, str]],
        added: Mapping[str, Collection[Triple]],
    ) -> None:
        """Rename resources in turn, drop graphs, and fill those of them that are in `added`."""

    def close(self) -> None:
        """Let go of what is open."""


class Store:
    """Articles' facts.

    Whatever was added and retracted in whatever order, the triples are those of `graph_of` the
    articles that are in it: where a name comes to be shared, or is shared no more, the IRIs of
    what it names change with it.
    """

    def __init__(self, data: Quads, records: Records) -> None:
        self.data = data
        self._records = records
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
        return dict(sorted((_value(id_), _value(hash_)) for id_, hash_ in rows))

    def headings(self, articles: Iterable[str]) -> dict[str, frozenset[Triple]]:
        """Return what the store says of each of these articles by itself, by IRI."""
        found = defaultdict(set)
        for some in _some(articles):
            rows = self._rows(
                f"SELECT ?article ?p ?o WHERE {{ {_values('article', some)}"
                f" GRAPH ?article {{ {HEADING} }} }}"
            )
            for article, predicate, object_ in rows:
                found[_value(article)].add((_value(article), _value(predicate), object_))
        return {article: frozenset(triples) for article, triples in found.items()}

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
        quads = ((_value(s), _value(p), o, _value(g)) for s, p, o, g in rows)
        return tuple(sorted(quads, key=lambda quad: (quad[3], order(quad[:3]))))

    def _change(self, graphs: Collection[str], extractions: Sequence[Extraction]) -> None:
        if not graphs:
            return
        added = {entity for extraction in extractions for entity in entities_of(extraction)}
        names = {normal(entity.name) for entity in added} | set(self._names_in(graphs))
        staying = dict(self._staying(names, graphs))
        identity = identify(added | set(staying.values()), self._records)
        renamed = {
            iri: identity.iri(entity)
            for iri, entity in staying.items()
            if identity.iri(entity) != iri
        }
        taken = set(renamed.values())  # what has a name that another gets must give it up before
        in_turn = sorted(renamed.items(), key=lambda pair: (pair[0] not in taken, pair))
        facts = {
            article_iri(extraction.document.article.id): frozenset(
                article_facts(extraction, identity, self._schema)
            )
            for extraction in extractions
        }
        self.data.change(graphs, in_turn, facts)

    def _names_in(self, graphs: Iterable[str]) -> Iterator[str]:
        """Yield what these articles name."""
        for some in _some(graphs):
            rows = self._rows(
                f"SELECT DISTINCT ?thing ?kind WHERE {{ {_values('article', some)}"
                f" {_values('kind', self._tags)} GRAPH ?article {{ ?thing a ?kind }} }}"
            )
            for thing, kind in rows:
                yield normal(_name(_value(thing), self._tags[_value(kind)]))

    def _staying(
        self, names: Iterable[str], dropped: Collection[str]
    ) -> Iterator[tuple[str, Entity]]:
        """Yield, by IRI, what of these names the articles that are not dropped name."""
        called = {
            entity_iri(name, tag, ambiguous=shared): name
            for name in names
            for tag in self._tags.values()
            for shared in (False, True)
        }
        going = ", ".join(f"<{graph}>" for graph in dropped)
        for some in _some(sorted(called)):
            rows = self._rows(
                f"SELECT DISTINCT ?thing ?kind WHERE {{ {_values('thing', some)}"
                f" GRAPH ?article {{ ?thing a ?kind }} FILTER(?article NOT IN ({going})) }}"
            )
            for thing, kind in rows:
                iri, tag = _value(thing), self._tags.get(_value(kind))
                if tag:  # else it is a kind of a kind
                    yield iri, Entity(called[iri], tag)

    def _rows(self, text: str) -> Iterator[tuple[Term, ...]]:
        answer = self.data.answer(text)
        assert isinstance(answer, Rows)
        for row in answer.rows:
            yield tuple(term for term in row if term is not None)


def renaming(old: str, new: str) -> str:
    """Return the update that calls the resource `old` `new`, in whatever graphs name it."""
    return " ;\n".join(
        f"DELETE {{ GRAPH ?g {{ {what.format(old)} }} }}"
        f" INSERT {{ GRAPH ?g {{ {what.format(new)} }} }}"
        f" WHERE {{ GRAPH ?g {{ {what.format(old)} }} }}"
        for what in ("<{}> ?p ?o", "?s ?p <{}>")
    )


def _name(iri: str, tag: str) -> str:
    name = iri.removeprefix(ENTITY).removesuffix(f"_{tag}")
    return unquote(name, errors="surrogatepass")


def _some(iris: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(iris)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def _values(name: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _value(term: Term) -> str:
    return term if isinstance(term, str) else term.value
