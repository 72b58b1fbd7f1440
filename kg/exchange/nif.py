"""Articles and their mentions as NIF 2.0 in Turtle, for tools that link and annotate text.

To say one more thing of a mention: in `_mention`. Offsets count Unicode code points, as NIF does.
"""

from collections.abc import Iterator

from extract.article import Article
from extract.errors import InputError
from extract.mention import Extraction, Link
from kg.labels import language_of
from kg.nquads import ntriples
from kg.source import Graph
from kg.terms import Literal, decimal
from kg.turtle import FACT
from ontology.names import XSD, article_iri
from ontology.schema import load_schema

NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"


def nif(graph: Graph) -> Iterator[str]:
    """Yield each article's text as a context, then its sentences and mentions.

    Raise InputError where the source is not extractions: a graph does not hold the articles' texts.
    """
    if not graph.extractions:
        remedy = "give the extractions.jsonl of the same build"
        raise InputError("--to nif", "the graph does not hold the articles' texts", remedy)
    schema = load_schema()
    yield f"@prefix nif: <{NIF}> .\n@prefix itsrdf: <{ITSRDF}> .\n"
    for extraction, iris in zip(graph.extractions, graph.iris, strict=True):
        yield from _article(extraction)
        for link in extraction.links:
            kind = schema.entity_type(link.entity.type).iri
            yield _mention(link, extraction.document.article, iris[link.entity], kind)


def _article(extraction: Extraction) -> Iterator[str]:
    article = extraction.document.article
    facts = [
        "a nif:Context , nif:RFC5147String",
        *_place(0, len(article.text)),
        f"nif:isString {ntriples(Literal(article.text, language=language_of(article.text)))}",
    ]
    yield _block(_iri(article, 0, len(article.text)), facts)
    for sentence in extraction.document.sentences:
        yield _part(article, "nif:Sentence", sentence.start, sentence.end, [])


def _mention(link: Link, article: Article, entity: str, kind: str) -> str:
    mention = link.mention
    facts = [
        f"itsrdf:taIdentRef {ntriples(entity)}",
        f"itsrdf:taClassRef {ntriples(kind)}",
        f"itsrdf:taConfidence {ntriples(decimal(mention.confidence))}",
    ]
    return _part(article, "nif:Phrase", mention.start, mention.end, facts)


def _part(article: Article, kind: str, start: int, end: int, facts: list[str]) -> str:
    own = [
        f"a {kind} , nif:RFC5147String",
        f"nif:referenceContext {ntriples(_iri(article, 0, len(article.text)))}",
        *_place(start, end),
        f"nif:anchorOf {ntriples(Literal(article.text[start:end]))}",
        *facts,
    ]
    return _block(_iri(article, start, end), own)


def _place(start: int, end: int) -> tuple[str, str]:
    ends = (("begin", start), ("end", end))
    first, last = (f"nif:{end}Index {ntriples(_count(at))}" for end, at in ends)
    return first, last


def _count(at: int) -> Literal:
    return Literal(str(at), datatype=XSD + "nonNegativeInteger")


def _iri(article: Article, start: int, end: int) -> str:
    return f"{article_iri(article.id)}#char={start},{end}"


def _block(iri: str, facts: list[str]) -> str:
    return f"\n{ntriples(iri)} {FACT.join(facts)} .\n"
