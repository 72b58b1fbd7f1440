"""The articles as one page: each text with its mentions coloured, its relations beside it.

No script runs in it; the colours are those of the explorer; each piece of evidence has the anchor
that `kg.anchors` gives it. To add what a mark tells: `_mark`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.article import Article, Block
from extract.mention import Extraction, Link, Relation
from kg.anchors import article_anchor, passage_anchor
from kg.hypertext import CLOSING, Markup, escaped, joined, opening, tag
from kg.labels import language_of
from kg.wording import TEMPLATES, Wording, read_table, read_wording
from ontology.names import article_iri
from ontology.schema import Schema, load_schema

ROLES = {"headline": "h3", "subhead": "h3"}  # what is no paragraph; the first headline is an h2


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the page is for: the words of their language, and what the ontology calls things."""

    wording: Wording
    schema: Schema

    def type_name(self, type_: str) -> str:
        """Return what a type or one of its kinds is called."""
        known = self.schema.entity_type(type_)
        return self.wording.pick(known.label_zh, known.label_en)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text in an element of its own; an empty one is a place to jump to."""

    start: int
    end: int
    anchor: str = ""
    link: Link | None = None


def marked_page(extractions: Iterable[Extraction], *, language: str = "zh-Hant") -> Iterator[str]:
    """Yield the page piece by piece: head, each article, end."""
    reader = Reader(read_wording(language), load_schema())
    say = reader.wording.say
    title = say("articles_title")
    yield opening(title=title, language=language, style=paper_style())
    types = reader.schema.types
    yield tag(
        "header",
        tag("h1", title),
        tag("p", say("articles_lead")),
        tag(
            "p", *(chip(type_.tag, reader.type_name(type_.tag)) for type_ in types), class_="legend"
        ),
        class_="masthead",
    )
    yield "\n<main>\n"
    for extraction in extractions:
        yield _article(extraction, reader) + "\n"
    yield "</main>\n" + CLOSING


@cache
def paper_style() -> str:
    """Return the style sheet of what is read as a paper is, with the colours of the types."""
    look = read_table("look.toml")
    types = {**look["type"], "other": look["other"]}
    light, dark = (
        "".join(f"--{name}:{colours[theme]};" for name, colours in types.items())
        for theme in ("light", "dark")
    )
    classes = "\n".join(f".{name}{{--of:var(--{name})}}" for name in types)
    sheet = (TEMPLATES / "paper.css").read_text("utf-8")
    return (
        f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
        f"{classes}\n.dot{{color:var(--of)}}\n{sheet}"
    )


def chip(type_: str, *children: str) -> Markup:
    """Return something with a dot in the colour of a type before it."""
    return tag("span", tag("i", class_=f"dot {type_}"), *children, class_="chip")


def modality_chip(modality: str, wording: Wording) -> Markup:
    """Return a modality to be put behind a fact; what is asserted needs none."""
    if modality == "asserted":
        return Markup("")
    return tag("span", wording.say(f"modality.{modality}"), class_="modality")


def about_article(article: Article) -> Iterator[str]:
    """Yield what is known of an article beside its title."""
    yield from filter(None, (article.source, article.author, article.date))


def _article(extraction: Extraction, reader: Reader) -> Markup:
    article = extraction.document.article
    iri = article_iri(article.id)
    spans = sorted(_spans(extraction, iri), key=lambda span: (span.start, -span.end))
    starts = [span.start for span in spans]
    blocks = []
    for number, block in enumerate(extraction.document.blocks):
        element = "h2" if not number and block.role == "headline" else ROLES.get(block.role, "p")
        within = spans[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        text = _filled(article.text, block, within, reader)
        blocks.append(tag(element, *text, class_=block.role) + "\n")
    return tag(
        "article",
        tag("header", *(tag("span", about) for about in about_article(article))),
        tag("div", *map(Markup, blocks), class_="text", lang=language_of(article.text)),
        _relations(extraction, iri, reader),
        class_="article",
        id=article_anchor(iri),
    )


def _spans(extraction: Extraction, iri: str) -> Iterator[Span]:
    """Yield mentions, and passages that say something; one that would cross another is a point."""
    links = extraction.links
    yield from (Span(link.mention.start, link.mention.end, link=link) for link in links)
    said = {passage for relation in extraction.relations for passage in relation.evidence}
    block_ends = [block.end for block in extraction.document.blocks]
    mention_ends = [link.mention.end for link in links]
    wrapping = [0]
    for start, end in sorted(said, key=lambda passage: (passage[0], -passage[1])):
        while len(wrapping) > 1 and wrapping[-1] <= start:
            wrapping.pop()
        block = bisect_left(block_ends, start + 1)
        crosses = (
            (len(wrapping) > 1 and end > wrapping[-1])
            or block == len(block_ends)
            or end > block_ends[block]
            or any(_cuts(links, mention_ends, edge) for edge in (start, end))
        )
        if not crosses:
            wrapping.append(end)
        yield Span(start, start if crosses else end, passage_anchor(iri, start, end))


def _cuts(links: Sequence[Link], ends: Sequence[int], edge: int) -> bool:
    """Say whether an offset lies inside a mention; mentions do not overlap."""
    place = bisect_left(ends, edge + 1)
    return place < len(links) and links[place].mention.start < edge


def _filled(
    text: str, within: Block | Span, spans: Sequence[Span], reader: Reader
) -> Iterator[Markup]:
    """Yield the text of a block or a span with the elements of the spans inside it."""
    at, place = within.start, 0
    while place < len(spans):
        span, after = spans[place], place + 1
        while after < len(spans) and spans[after].start < span.end:
            after += 1
        yield escaped(text[at : span.start])
        inside = _filled(text, span, spans[place + 1 : after], reader)
        yield _mark(span.link, inside, reader) if span.link else _passage(span, inside)
        at, place = span.end, after
    yield escaped(text[at : within.end])


def _passage(span: Span, inside: Iterable[str]) -> Markup:
    return tag("span", *inside, class_="said", id=span.anchor)


def _mark(link: Link, inside: Iterable[str], reader: Reader) -> Markup:
    about = reader.type_name(link.entity.type)
    if link.entity.name != link.mention.surface:
        about += f" = {link.entity.name}"
    return tag("mark", *inside, class_=link.mention.type, title=about)


def _relations(extraction: Extraction, iri: str, reader: Reader) -> Markup:
    relations = sorted(extraction.relations, key=lambda one: (one.evidence, _order(one)))
    heading = "relations_read" if relations else "no_relations"
    return tag(
        "aside",
        tag("h3", reader.wording.say(heading)),
        tag("ul", *(_relation(one, iri, reader) for one in relations)),
        class_="relations",
    )


def _order(relation: Relation) -> tuple[str, str, str]:
    return relation.subject.name, relation.relation, relation.object.name


def _relation(relation: Relation, iri: str, reader: Reader) -> Markup:
    declared = reader.schema.relation(relation.relation)
    verb = reader.wording.pick(declared.label_zh, declared.label_en)
    words = joined([relation.subject.name, tag("span", verb, class_="verb"), relation.object.name])
    start, end = relation.evidence[0]
    more = "　".join(filter(None, (relation.post, relation.date)))
    sure = reader.wording.say("confidence", percent=round(relation.confidence * 100))
    return tag(
        "li",
        tag("a", words, href=f"#{passage_anchor(iri, start, end)}", title=sure),
        modality_chip(relation.modality, reader.wording),
        *([tag("small", more)] if more else []),
    )
