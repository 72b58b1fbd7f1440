"""The graph as FollowTheMoney entities, JSON Lines, for Aleph, OpenSanctions' tools and their like.

To give a kind of thing another schema: its line in SCHEMATA, by class or by tag. Industries, which
have no schema there, are keywords of what promotes them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.exchange.claims import (
    About,
    Claim,
    Thing,
    articles_of,
    claims_of,
    facts_of,
    text,
    things_of,
)
from kg.identity import STATED
from kg.source import Graph
from ontology.names import SCHEMA, hashed_iri
from ontology.schema import load_schema

SCHEMATA = {
    "GovernmentBody": "PublicBody",
    "StatutoryBody": "PublicBody",
    "Court": "PublicBody",
    "TaskForce": "PublicBody",
    "Company": "Company",
    "ORG": "Organization",
    "PER": "Person",
    "PLACE": "Address",
    "ZONE": "Address",
    "INIT": "Project",
    "EVENT": "Event",
}
LANGUAGES = {"zh-Hant": "zho", "zh-Hans": "zho", "en": "eng"}
DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
Properties = Mapping[str, list[str]]


def followthemoney(graph: Graph) -> Iterator[str]:
    """Yield a line for each article, each thing and each fact that is stated or planned.

    A person in office at a body is an Employment; any other fact is an UnknownLink with a role.
    """
    schema, facts = load_schema(), facts_of(graph.triples)
    claims = [claim for claim in claims_of(facts, schema) if claim.modality in STATED]
    things = {thing.iri: thing for thing in things_of(facts, schema)}
    articles = dict(articles_of(facts))
    for iri, about in articles.items():
        yield _line(iri, "Article", _article(about))
    mentioned, keywords = _mentions(articles), _keywords(claims, things)
    for iri, thing in things.items():
        known = _schema(thing)
        if known:
            proof = [_id(article) for article in mentioned[iri]]
            yield _line(iri, known, _thing(thing, known, proof, keywords[iri]))
    for claim in claims:
        one, other = things.get(claim.subject), things.get(claim.object)
        if one and other and _schema(one) and _schema(other):
            yield from _fact(claim, one, other, articles.get(claim.article, {}))


def _schema(thing: Thing) -> str:
    return SCHEMATA.get(thing.kind.name) or SCHEMATA.get(thing.kind.tag, "")


def _article(about: About) -> Properties:
    return {
        "title": [text(about, SCHEMA + "headline")],
        "publisher": [text(about, SCHEMA + "publisher")],
        "author": [text(about, SCHEMA + "author")],
        "publishedAt": [text(about, SCHEMA + "datePublished")],
        "language": [LANGUAGES.get(text(about, SCHEMA + "inLanguage"), "")],
    }


def _thing(thing: Thing, schema: str, proof: list[str], keywords: list[str]) -> Properties:
    return {
        "name": [thing.label, thing.english],
        "full": [thing.label] if schema == "Address" else [],
        "alias": list(thing.names),
        "keywords": keywords,
        "wikidataId": [thing.wikidata],
        "proof": proof,
    }


def _fact(claim: Claim, one: Thing, other: Thing, article: About) -> Iterator[str]:
    employed = (one.kind.tag, claim.relation.name, other.kind.tag) == ("PER", "holdsPost", "ORG")
    ends = ("employee", "employer") if employed else ("subject", "object")
    first, slash, last = claim.date.partition("/")
    properties = {
        ends[0]: [_id(one.iri)],
        ends[1]: [_id(other.iri)],
        "role": [claim.post or claim.relation.label_zh],
        "status": [claim.modality],
        "date": [] if slash else _days(first),
        "startDate": _days(first) if slash else [],
        "endDate": _days(last),
        "summary": [passage.quote for passage in claim.passages],
        "publisher": [text(article, SCHEMA + "publisher")],
        "sourceUrl": [claim.article],
        "recordId": [claim.iri],
    }
    yield _line(claim.iri, "Employment" if employed else "UnknownLink", properties)


def _mentions(articles: Mapping[str, About]) -> defaultdict[str, list[str]]:
    found = defaultdict(list)
    for article, about in articles.items():
        for entity in about.get(SCHEMA + "mentions", ()):
            found[str(entity)].append(article)
    return found


def _keywords(claims: list[Claim], things: Mapping[str, Thing]) -> defaultdict[str, list[str]]:
    found = defaultdict(list)
    for claim in claims:
        industry = things.get(claim.object)
        if industry and industry.kind.tag == "INDUSTRY" and claim.relation.name == "promotes":
            found[claim.subject].append(industry.label)
    return found


def _days(date: str) -> list[str]:
    return [date] if DAY.fullmatch(date) else []


def _id(iri: str) -> str:
    """Return an identifier of the few characters that are allowed there."""
    return hashed_iri("gba-", iri)


def _line(iri: str, schema: str, properties: Properties) -> str:
    filled = {
        name: sorted({value for value in values if value})
        for name, values in properties.items()
        if any(values)
    }
    row = {"id": _id(iri), "schema": schema, "properties": filled}
    return json.dumps(row, ensure_ascii=False) + "\n"
