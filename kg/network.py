"""The graph as a network: entities that facts relate, with what says so on each edge.

To carry one more thing of an entity or a fact: its field in `_nodes` or `_edges`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import networkx as nx

from kg.entities import ALT_LABEL, PREF_LABEL, TYPE
from kg.terms import Literal, Term, Triple
from kg.turtle import by_subject
from ontology.names import OA, ONTOLOGY, SCHEMA, told_apart
from ontology.schema import Schema, load_schema

Facts = Mapping[str, Mapping[str, list[Term]]]
STATED = {ONTOLOGY + "asserted": "asserted", ONTOLOGY + "planned": "planned"}


class Evidence(NamedTuple):
    """Words that say a fact: which article, whose, of which day, and `[start, end)` in its text.

    `story` is the article, or, of a copy, the one that came first.
    """

    article: str
    title: str
    source: str
    date: str
    start: int
    end: int
    quote: str
    story: str = ""


def network(triples: Iterable[Triple]) -> nx.MultiDiGraph:
    """Return the facts that the articles state or plan, one edge a fact, whatever says it.

    A node is an entity's IRI, with `label`, `en`, `names` (all of them), `type` (the tag), `kind`
    (the name of its most special class), `mentions`. An edge, whose key is the relation's name,
    has `relation`, `label`, `modality`, `planned`, `confidence`, `post`, `posts` (which article
    says which), `date`, `articles` (IRIs; of copies the first alone), `evidence`.
    """
    facts, schema = by_subject(triples), load_schema()
    edges = sorted(_edges(facts, schema), key=lambda edge: edge[:3])
    ends = {end for one, other, _, _ in edges for end in (one, other)}
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(_nodes(facts, schema, ends))
    graph.add_edges_from(edges)
    return graph


def _nodes(facts: Facts, schema: Schema, ends: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    mentions: Counter[str] = Counter()
    for about in facts.values():
        if ONTOLOGY + "Appearance" in about.get(TYPE, ()):
            mentions[_text(about, ONTOLOGY + "entity")] += int(_text(about, ONTOLOGY + "count"))
    classes = {kind.iri: kind for kind in (*schema.types, *schema.subtypes)}
    for node in sorted(ends):
        about = facts.get(node, {})
        kinds = [classes[iri] for iri in about.get(TYPE, ()) if iri in classes]
        kind = max(kinds, key=lambda known: (len(known.ancestors), known.name), default=None)
        yield (
            node,
            {
                "label": told_apart(node, _label(about, "zh-Hant")) or node,
                "en": _label(about, "en"),
                "names": _names(about),
                "type": kind.tag if kind else "",
                "kind": kind.name if kind else "",
                "mentions": mentions[node],
            },
        )


def _edges(facts: Facts, schema: Schema) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    relations = {relation.iri: relation for relation in schema.relations}
    claims: defaultdict[tuple[str, str, str], list[Mapping[str, list[Term]]]] = defaultdict(list)
    for about in facts.values():
        modality = _text(about, ONTOLOGY + "modality")
        if ONTOLOGY + "Claim" in about.get(TYPE, ()) and modality in STATED:
            ends = (_text(about, ONTOLOGY + end) for end in ("subject", "object", "predicate"))
            one, other, predicate = ends
            claims[one, other, predicate].append(about)
    for (one, other, predicate), saying in claims.items():
        relation = relations[predicate]
        evidence = {piece for about in saying for piece in _evidence(about, facts)}
        modalities = {STATED[_text(about, ONTOLOGY + "modality")] for about in saying}
        modality = min(modalities)  # what one article says is done is planned no more
        yield (
            one,
            other,
            relation.name,
            {
                "relation": relation.name,
                "label": relation.label_zh,
                "modality": modality,
                "planned": modality == "planned",
                "confidence": max(float(_text(about, ONTOLOGY + "confidence")) for about in saying),
                "post": _all(saying, ONTOLOGY + "title"),
                "posts": _posts(saying),
                "date": _all(saying, ONTOLOGY + "date"),
                "articles": _stories(saying, facts),
                "evidence": tuple(sorted(evidence)),
            },
        )


def _story_of(article: str, facts: Facts) -> str:
    return _text(facts.get(article, {}), ONTOLOGY + "copyOf") or article


def _evidence(claim: Mapping[str, list[Term]], facts: Facts) -> Iterator[Evidence]:
    for piece in claim.get(ONTOLOGY + "evidence", ()):
        about = facts.get(str(piece), {})
        article = _text(about, OA + "hasSource")
        source, passage = facts.get(article, {}), facts.get(_text(about, OA + "hasSelector"), {})
        yield Evidence(
            article,
            _text(source, SCHEMA + "headline"),
            _text(source, SCHEMA + "publisher"),
            _text(source, SCHEMA + "datePublished"),
            int(_text(passage, OA + "start") or 0),
            int(_text(passage, OA + "end") or 0),
            _text(passage, OA + "exact"),
            _story_of(article, facts),
        )


def _text(about: Mapping[str, list[Term]], predicate: str) -> str:
    for value in about.get(predicate, ()):
        return value.value if isinstance(value, Literal) else value
    return ""


def _stories(claims: Iterable[Mapping[str, list[Term]]], facts: Facts) -> tuple[str, ...]:
    articles = {_text(about, ONTOLOGY + "article") for about in claims}
    return tuple(sorted({_story_of(article, facts) for article in articles}))


def _names(about: Mapping[str, list[Term]]) -> tuple[str, ...]:
    labels = (*about.get(PREF_LABEL, ()), *about.get(ALT_LABEL, ()))
    return tuple(sorted({text.value for text in labels if isinstance(text, Literal)}))


def _posts(claims: Iterable[Mapping[str, list[Term]]]) -> tuple[tuple[str, str], ...]:
    said = {
        (_text(about, ONTOLOGY + "article"), _text(about, ONTOLOGY + "title")) for about in claims
    }
    return tuple(sorted((article, title) for article, title in said if title))


def _all(claims: Iterable[Mapping[str, list[Term]]], predicate: str) -> str:
    return "、".join(sorted({text for about in claims if (text := _text(about, predicate))}))


def _label(about: Mapping[str, list[Term]], language: str) -> str:
    for label in about.get(PREF_LABEL, ()):
        if isinstance(label, Literal) and label.language == language:
            return label.value
    return ""
