"""Extractions as JSON Lines, one object an article: what `gbakg extract` writes.

To add a field: in `to_row` and, if it is to be read again, in `from_row`. A field that holds its
usual value (no post, no date) is left out.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from extract.article import Article
from extract.errors import InputError
from extract.jsonl_facts import facts_row, read_facts
from extract.layout import lay_out
from extract.mention import Entity, Extraction, Link, Mention, Relation

Row = dict[str, Any]


def to_json(extraction: Extraction, iri_of: Callable[[Entity], str]) -> str:
    """Return the extraction as one line, without its line break; `iri_of` names an entity."""
    return json.dumps(to_row(extraction, iri_of), ensure_ascii=False)


def to_row(extraction: Extraction, iri_of: Callable[[Entity], str]) -> Row:
    """Return the extraction as plain values: the article's fields, mentions, relations, facts."""
    article = extraction.document.article
    row: Row = {"id": article.id, "title": article.title, "date": article.date}
    row |= _without_empty(
        source=article.source,
        author=article.author,
        file=article.file,
        file_start=article.file_start,
    )
    row["text"] = article.text
    row["mentions"] = [_mention(link, iri_of(link.entity)) for link in extraction.links]
    row["relations"] = [_relation(relation) for relation in extraction.relations]
    if facts := facts_row(extraction.facts):
        row["facts"] = facts
    return row


def _mention(link: Link, iri: str) -> Row:
    mention = link.mention
    return {
        "start": mention.start,
        "end": mention.end,
        "type": mention.type,
        "surface": mention.surface,
        "canonical": link.entity.name,
        "entity": iri,
        "found_by": mention.found_by,
        "confidence": round(mention.confidence, 4),
        "linked_by": link.reason,
    } | _without_empty(value=mention.value)


def _relation(relation: Relation) -> Row:
    return {
        "subject": relation.subject.name,
        "relation": relation.relation,
        "object": relation.object.name,
        **_without_empty(post=relation.post, date=relation.date),
        "evidence": [{"start": start, "end": end} for start, end in relation.evidence],
        "modality": relation.modality,
        "confidence": round(relation.confidence, 4),
        "found_by": relation.found_by,
    }


def _without_empty(**fields: str | int) -> Row:
    return {name: value for name, value in fields.items() if value}


def read_extractions(path: Path) -> Iterator[Extraction]:
    """Yield the extractions that `to_json` wrote; raise InputError with the line that is none."""
    try:
        with path.open(encoding="utf-8") as lines:
            yield from _extractions(lines, str(path))
    except (OSError, UnicodeDecodeError) as error:
        fault = getattr(error, "strerror", None) or "not UTF-8"
        remedy = "give a file that gbakg extract wrote"
        raise InputError(str(path), f"it cannot be read ({fault})", remedy) from error


def _extractions(lines: Iterable[str], where: str) -> Iterator[Extraction]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield from_row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            fault = f"this is no extraction ({type(error).__name__}: {error})"
            remedy = "give a file that gbakg extract wrote"
            raise InputError(f"{where}, line {number}", fault, remedy) from error


def article_of(row: Row) -> Article:
    """Return the article of which a row says what was found in it."""
    names = ("title", "source", "author", "date", "file")
    fields = {name: str(row.get(name, "")) for name in names}
    start = int(row.get("file_start", 0))
    return Article(id=str(row["id"]), text=str(row["text"]), file_start=start, **fields)


def from_row(row: Row) -> Extraction:
    """Return the extraction that `to_row` made `row` of.

    Raise KeyError, TypeError or ValueError where it is no such row, or where a mention's surface
    is not what the text holds there.
    """
    article = article_of(row)
    links = tuple(_link(one, article) for one in row["mentions"])
    named = {link.entity.name: link.entity for link in links}
    relations = tuple(_read_relation(one, named) for one in row["relations"])
    facts = read_facts(row.get("facts", {}), named)
    return Extraction(lay_out(article), links, relations, facts)


def _link(row: Row, article: Article) -> Link:
    start, end, surface = row["start"], row["end"], row["surface"]
    if article.text[start:end] != surface:
        raise ValueError(f"{surface} does not stand at {start}")
    confidence, value = row.get("confidence", 1.0), row.get("value", "")
    mention = Mention(start, end, row["type"], surface, row["found_by"], confidence, value)
    return Link(mention, Entity(row["canonical"], row["type"]), row.get("linked_by", ""))


def _read_relation(row: Row, named: dict[str, Entity]) -> Relation:
    return Relation(
        named[row["subject"]],
        row["relation"],
        named[row["object"]],
        tuple((one["start"], one["end"]) for one in row["evidence"]),
        row["found_by"],
        row.get("confidence", 1.0),
        row.get("modality", "asserted"),
        row.get("post", ""),
        row.get("date", ""),
    )
