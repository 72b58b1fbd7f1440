"""Where on the pages beside each other things stand, so that one page leads into the next.

To lead to one more kind of thing: a function here, used where it is written and where it is named.
"""

import os
from pathlib import Path
from urllib.parse import quote

from ontology.names import hashed_iri

ARTICLES = "articles.html"  # what a build calls the page of `kg.marked`
EXPLORER = "graph.html"
REPORT = "report.html"


def article_anchor(iri: str) -> str:
    """Return where on the articles' page the article of this IRI begins."""
    return "a" + hashed_iri("", iri)[:12]


def passage_anchor(iri: str, start: int, end: int) -> str:
    """Return where on that page a stretch of the article stands which says something."""
    return f"{article_anchor(iri)}-{start}-{end}"


def beside(graph: Path, name: str, page: Path) -> str:
    """Return the address, seen from `page`, of the file `name` beside `graph`; "" if it is not there."""
    there = graph.parent / name
    if not there.is_file():
        return ""
    way = os.path.relpath(there, page.parent)
    return quote(way.replace(os.sep, "/"))
