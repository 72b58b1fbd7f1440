"""What the page knows, as one JSON text: a pyvis network packed into columns, and all words.

To give the page one more thing to show of an entity or a fact, add its column here and read it
in templates/model.js.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from kg.anchors import article_anchor
from kg.labels import simplified
from kg.wording import LANGUAGES, in_three, read_table
from ontology.names import ARTICLE, ENTITY
from ontology.schema import Schema

ABOUT = ("title", "source", "date")  # what is told of an article beside its name

Row = Mapping[str, Any]


def page_data(
    nodes: Sequence[Row],
    edges: Sequence[Row],
    schema: Schema,
    *,
    title: str,
    language: str,
    articles_page: str = "",
) -> dict[str, Any]:
    """Return what the script of the page reads, from the nodes and edges of a pyvis network.

    `articles_page` is where, seen from the page, the articles of `kg.marked` lie.
    """
    return {
        "title": title,
        "language": language,
        "languages": LANGUAGES,
        "words": _words(),
        "types": _types(nodes, schema),
        "kinds": {kind.name: in_three(kind.label_zh, kind.label_en) for kind in schema.subtypes},
        "relations": [
            {"name": relation.name, "label": in_three(relation.label_zh, relation.label_en)}
            for relation in schema.relations
        ],
        "modalities": schema.modalities,
        "articles_page": articles_page,
        "nodes": _node_columns(nodes),
        **_fact_columns(nodes, edges, schema),
    }


def script_json(value: object) -> str:
    """Return JSON that may stand in a script element and in which no address can be followed."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.replace("://", ":\\/\\/")


def _words() -> dict[str, dict[str, str]]:
    named = {key: in_three(row["zh"], row["en"]) for key, row in read_table("words.toml").items()}
    return {tongue: {key: row[tongue] for key, row in named.items()} for tongue in LANGUAGES}


def _types(nodes: Sequence[Row], schema: Schema) -> list[dict[str, Any]]:
    look = read_table("look.toml")
    present = {node["group"] for node in nodes}
    types = [
        {"tag": type_.tag, "label": in_three(type_.label_zh, type_.label_en)}
        for type_ in schema.types
        if type_.tag in present
    ]
    foreign = sorted(present - {type_.tag for type_ in schema.types})  # of a graph made elsewhere
    types += [{"tag": tag, "label": in_three("其他", "other")} for tag in foreign]
    return [{**type_, **look["type"].get(type_["tag"], look["other"])} for type_ in types]


def _node_columns(nodes: Sequence[Row]) -> dict[str, list[Any]]:
    large = any(node["backbone"] for node in nodes)
    hans = (simplified(node["label"]) for node in nodes)
    return {
        "key": [str(node["id"]).removeprefix(ENTITY) for node in nodes],
        "label": [node["label"] for node in nodes],
        # empty where it says nothing new: half of the names are the same in both scripts
        "hans": [
            "" if text == node["label"] else text for text, node in zip(hans, nodes, strict=True)
        ],
        "en": [node["en"] for node in nodes],
        "type": [node["group"] for node in nodes],
        "kind": [node["kind"] for node in nodes],
        "mentions": [node["mentions"] for node in nodes],
        "x": [node["x"] for node in nodes],
        "y": [node["y"] for node in nodes],
        "importance": [node["importance"] for node in nodes],
        "community": [node["community"] for node in nodes],
        "backbone": [node["backbone"] for node in nodes] if large else [],
    }


def _fact_columns(nodes: Sequence[Row], edges: Sequence[Row], schema: Schema) -> dict[str, Any]:
    place = {node["id"]: index for index, node in enumerate(nodes)}
    relation = {known.name: index for index, known in enumerate(schema.relations)}
    modality = {name: index for index, name in enumerate(schema.modalities)}
    articles: dict[str, int] = {}
    about: list[tuple[str, ...]] = []
    quotes: dict[tuple[Any, ...], int] = {}
    stories: set[str] = set()
    of_fact = []
    for edge in edges:
        said = []
        for piece in edge["evidence"]:
            stories.add(piece["story"] or piece["article"])
            iri = piece["article"]
            article = articles.setdefault(iri, len(articles))
            if article == len(about):
                name = unquote(iri.removeprefix(ARTICLE))
                about.append((name, *(piece[key] for key in ABOUT), article_anchor(iri)))
            quote = (article, piece["start"], piece["end"], piece["quote"])
            said.append(quotes.setdefault(quote, len(quotes)))
        of_fact.append(said)
    return {
        "articles": about,
        "stories": len(stories),
        "quotes": list(quotes),
        "facts": {
            "subject": [place[edge["from"]] for edge in edges],
            "object": [place[edge["to"]] for edge in edges],
            "relation": [relation[edge["relation"]] for edge in edges],
            "modality": [modality[edge["modality"]] for edge in edges],
            "confidence": [round(edge["confidence"], 2) for edge in edges],
            "post": [edge["post"] for edge in edges],
            "date": [edge["date"] for edge in edges],
            "quotes": of_fact,
        },
    }
