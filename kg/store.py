"""A graph that lasts: Oxigraph on disk, one named graph an article, each change whole or not at all.

To add a kind of change, say it as what to drop, delete and insert, and let `_change` apply it: one
SPARQL update is one transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from extract.errors import InputError
from extract.gazetteer_record import Records
from extract.mention import Entity, Extraction
from kg.claims import article_facts
from kg.entities import TYPE
from kg.identity import entities_of, identify, normal
from kg.locks import FILES, PATIENCE, locked
from kg.nquads import ntriples
from kg.terms import Quad, Term, Triple, from_oxigraph, order
from ontology.names import ENTITY, ONTOLOGY, SCHEMA, article_iri, entity_iri
from ontology.schema import load_schema


class Store:
    """Articles' facts in a folder; `data` is what `kg.query.run_query` asks.

    Whatever was added and retracted in whatever order, the triples are those of `graph_of` the
    articles that are in it: where a name comes to be shared, or is shared no more, the IRIs of
    what it names change with it.
    """

    def __init__(self, data: ox.Store, records: Records) -> None:
        self.data = data
        self._records = records
        self._schema = load_schema()

    def add(self, extractions: Sequence[Extraction]) -> None:
        """Put articles in, each in the place of the one that had its identifier."""
        graphs = {article_iri(extraction.document.article.id) for extraction in extractions}
        self._change(graphs, extractions)

    def retract(self, article_ids: Iterable[str]) -> None:
        """Take articles out; raise InputError, and take none, where one is not in."""
        known = self.hashes()
        wanted = list(article_ids)
        for article_id in wanted:
            if article_id not in known:
                near = get_close_matches(article_id, known, n=1)
                remedy = f"did you mean {near[0]}?" if near else f"it has {len(known)} articles"
                raise InputError(article_id, "no such article in the store", remedy)
        self._change({article_iri(article_id) for article_id in wanted}, ())

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of each article's text by its identifier, sorted."""
        found = {}
        for quad in self._quads(None, SCHEMA + "identifier", None):
            [known] = self._quads(quad[0], ONTOLOGY + "textHash", None)
            found[_value(quad[2])] = _value(known[2])
        return dict(sorted(found.items()))

    def headings(self) -> dict[str, frozenset[Triple]]:
        """Return what the store says of each article by itself, by its IRI."""
        found = defaultdict(set)
        for kind in self._quads(None, TYPE, SCHEMA + "NewsArticle"):
            for s, p, o, _ in self._quads(kind[0], None, None, kind[3]):
                if p != SCHEMA + "mentions":
                    found[s].add((s, p, o))
        return {article: frozenset(triples) for article, triples in found.items()}

    def close(self) -> None:
        """Close the files; the store is of no use then."""
        self.data.flush()
        del self.data

    def triples(self) -> tuple[Triple, ...]:
        """Return all triples once, in order, as `graph_of` does."""
        quads = self._quads(None, None, None)
        return tuple(sorted({(s, p, o) for s, p, o, _ in quads}, key=order))

    def quads(self) -> tuple[Quad, ...]:
        """Return all triples with the article that says each, graph after graph."""
        quads = self._quads(None, None, None)
        return tuple(sorted(quads, key=lambda quad: (quad[3], order(quad[:3]))))

    def _change(self, dropped: set[str], extractions: Sequence[Extraction]) -> None:
        added = {entity for extraction in extractions for entity in entities_of(extraction)}
        names = {normal(entity.name) for entity in added} | self._names_in(dropped)
        staying = dict(self._staying(names, dropped))
        identity = identify(added | set(staying.values()), self._records)
        renamed = {
            iri: identity.iri(entity)
            for iri, entity in staying.items()
            if identity.iri(entity) != iri
        }
        old = {quad for iri in renamed for quad in self._quads_about(iri) if quad[3] not in dropped}
        new = {(renamed.get(s, s), p, _renamed(o, renamed), g) for s, p, o, g in old}
        for extraction in extractions:
            graph = article_iri(extraction.document.article.id)
            facts = article_facts(extraction, identity, self._schema)
            new |= {(*triple, graph) for triple in facts}
        steps = [f"DROP SILENT GRAPH <{graph}>" for graph in sorted(dropped)]
        steps.append(f"DELETE DATA {{ {_data(old)} }}")
        steps.append(f"INSERT DATA {{ {_data(new)} }}")
        self.data.update(" ;\n".join(steps))

    def _names_in(self, graphs: set[str]) -> set[str]:
        return {
            normal(_entity(s, kind.tag).name)
            for graph in graphs
            for kind in self._schema.types
            for s, _, _, _ in self._quads(None, TYPE, kind.iri, graph)
        }

    def _staying(self, names: set[str], dropped: set[str]) -> Iterator[tuple[str, Entity]]:
        """Yield, by IRI, what of these names the articles that are not dropped name."""
        for name in sorted(names):
            for kind in self._schema.types:
                for shared in (False, True):
                    iri = entity_iri(name, kind.tag, ambiguous=shared)
                    if any(q[3] not in dropped for q in self._quads(iri, TYPE, kind.iri)):
                        yield iri, Entity(name, kind.tag)

    def _quads_about(self, iri: str) -> Iterator[Quad]:
        yield from self._quads(iri, None, None)
        yield from self._quads(None, None, iri)

    def _quads(
        self, subject: str | None, predicate: str | None, object: str | None, graph: str = ""
    ) -> Iterator[Quad]:
        ends = (None if iri is None else ox.NamedNode(iri) for iri in (subject, predicate, object))
        one, link, other = ends
        named = ox.NamedNode(graph) if graph else None
        for s, p, o, g in self.data.quads_for_pattern(one, link, other, named):
            yield str(from_oxigraph(s)), p.value, from_oxigraph(o), str(from_oxigraph(g))


def open_store(folder: Path, records: Records) -> Store:
    """Return the store in `folder`, new where there is none.

    `records` is what the gazetteer knows, the same at each call. Raise InputError where the folder
    cannot be opened, such as when another process has it open.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(ox.Store(folder), records)
    except OSError as error:
        fault = " ".join(str(error).split())
        remedy = "close what else has it open, or choose another folder"
        raise InputError(str(folder), f"the store cannot be opened ({fault})", remedy) from error


@contextmanager
def changing(folder: Path, records: Records) -> Iterator[Store]:
    """Open the store in `folder`, which must be there, to change it; nobody reads it meanwhile."""
    with locked(folder, FILES, wait=PATIENCE):
        store = open_store(folder, records)
        try:
            yield store
        finally:
            store.close()


def _entity(iri: str, tag: str) -> Entity:
    name = iri.removeprefix(ENTITY).removesuffix(f"_{tag}")
    return Entity(unquote(name, errors="surrogatepass"), tag)


def _renamed(term: Term, names: dict[str, str]) -> Term:
    return names.get(term, term) if isinstance(term, str) else term


def _data(quads: set[Quad]) -> str:
    return "\n".join(
        f"GRAPH <{graph}> {{ {ntriples(s)} {ntriples(p)} {ntriples(o)} }}"
        for s, p, o, graph in sorted(quads, key=lambda quad: (quad[3], order(quad[:3])))
    )


def _value(term: Term) -> str:
    return term if isinstance(term, str) else term.value
