"""Claims as a table for spreadsheets: one row for each passage that says a claim.

To add a column: its name in COLUMNS and its value in `_rows`.
"""

import csv
import io
import re
from collections.abc import Iterator

from kg.exchange.claims import (
    Facts,
    Passage,
    Thing,
    articles_of,
    claims_of,
    facts_of,
    text,
    things_of,
)
from kg.source import Graph
from ontology.names import SCHEMA
from ontology.schema import load_schema

COLUMNS = (
    *("subject", "subject_type", "relation", "object", "object_type"),
    *("modality", "confidence", "post", "date"),
    *("article", "title", "source", "published", "start", "end", "quote"),
    *("subject_iri", "object_iri", "claim_iri"),
)
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# What makes a spreadsheet take a cell for a formula, full-width forms too, whatever is before it.
FORMULA = re.compile(r"[\s\x00-\x20\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
NOWHERE = Passage(0, 0, "")


def csv_claims(graph: Graph) -> Iterator[str]:
    """Yield RFC 4180's CSV, line by line, for Excel with a byte order mark before the first.

    A text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    out = io.StringIO(newline="")
    lines = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in (COLUMNS, *_rows(facts_of(graph.triples))):
        lines.writerow(map(harmless, row))
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def _rows(facts: Facts) -> Iterator[list[str]]:
    schema = load_schema()
    things = {thing.iri: thing for thing in things_of(facts, schema)}
    articles = dict(articles_of(facts))
    for claim in claims_of(facts, schema):
        article = articles.get(claim.article, {})
        ends = (*_end(claim.subject, things), claim.relation.name, *_end(claim.object, things))
        for passage in claim.passages or (NOWHERE,):
            yield [
                *ends,
                claim.modality,
                claim.confidence,
                claim.post,
                claim.date,
                text(article, SCHEMA + "identifier"),
                text(article, SCHEMA + "headline"),
                text(article, SCHEMA + "publisher"),
                text(article, SCHEMA + "datePublished"),
                str(passage.start),
                str(passage.end),
                passage.quote,
                claim.subject,
                claim.object,
                claim.iri,
            ]


def _end(iri: str, things: dict[str, Thing]) -> tuple[str, str]:
    thing = things.get(iri)
    return (thing.label, thing.kind.tag) if thing else (iri, "")
