"""Where an article says a thing: a stretch of it as Web Annotation gives one, by place and words.

To point at something else than characters of a text, add a function beside these.
"""

from collections.abc import Iterator

from extract.article import Article
from kg.entities import TYPE
from kg.terms import Literal, Triple, integer
from ontology import names
from ontology.names import OA, ONTOLOGY


def evidence_iri(article: Article, start: int, end: int) -> str:
    """Return the IRI of a stretch of an article."""
    return names.hashed_iri(names.EVIDENCE, article.id, start, end)


def evidence_facts(article: Article, start: int, end: int) -> Iterator[Triple]:
    """Yield what the graph says of a stretch of an article."""
    evidence = evidence_iri(article, start, end)
    passage = names.PASSAGE + evidence.removeprefix(names.EVIDENCE)
    yield evidence, TYPE, ONTOLOGY + "Evidence"
    yield evidence, OA + "hasSource", names.article_iri(article.id)
    yield evidence, OA + "hasSelector", passage
    yield passage, TYPE, ONTOLOGY + "Passage"
    yield passage, TYPE, OA + "TextPositionSelector"
    yield passage, TYPE, OA + "TextQuoteSelector"
    yield passage, OA + "start", integer(start)
    yield passage, OA + "end", integer(end)
    yield passage, OA + "exact", Literal(article.text[start:end])
