"""What a set of extractions says, to be read: report.md, each fact with the sentence that says it.

To add a section: a function from Material to lines of Markdown, and its place in `SECTIONS`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.mention import Entity, Extraction, Gathering, Relation, Signing, Spans
from extract.stories import Told, copies, told
from kg.markdown import counted, plain, table
from ontology.schema import Schema, load_schema

MOST_ACTORS = 20
MOST_OF_A_ZONE = 12
SPEAKS = ("asserted", "reported")


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation, the sentence that says so without line breaks, and the title of its article."""

    relation: Relation
    quote: str
    title: str


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections are written from; `articles` are lines of the last of them.

    `copies` is how many of them are copies of another.
    Signings and gatherings come with the words that say so.
    """

    articles: Sequence[str]
    copies: int
    mentioned: Mapping[Entity, int]
    facts: Sequence[Fact]
    signings: Sequence[tuple[Signing, str]]
    gatherings: Sequence[tuple[Gathering, str]]
    schema: Schema

    def of(self, relation: str) -> list[Fact]:
        """Return the facts of one relation."""
        return [fact for fact in self.facts if fact.relation.relation == relation]


def write_report(extractions: Iterable[Extraction]) -> str:
    """Return report.md: counts, main actors, posts, agreements, events, zones, the articles.

    Of each extraction only its facts and their sentences are kept.
    """
    articles: list[tuple[Told, str, str]] = []
    mentioned: Counter[Entity] = Counter()
    facts: list[Fact] = []
    signings: list[tuple[Signing, str]] = []
    gatherings: list[tuple[Gathering, str]] = []
    for one in extractions:
        articles.append((told(one.document.article), _title(one), _article(one)))
        mentioned.update(link.entity for link in one.links)
        facts += (Fact(r, _quote(r.evidence, one), _title(one)) for r in one.relations)
        signings += ((whole, _words(whole.evidence, one)) for whole in one.facts.signings)
        gatherings += ((whole, _words(whole.evidence, one)) for whole in one.facts.gatherings)
    found = copies(article for article, _, _ in articles)
    titles = {article.id: title for article, title, _ in articles}
    listed = [
        f"{line}, a copy of {plain(titles[found[article.id]])}" if article.id in found else line
        for article, _, line in articles
    ]
    material = Material(listed, len(found), mentioned, facts, signings, gatherings, load_schema())
    lines = ["# What the articles say", ""]
    for title, section in SECTIONS:
        body = list(section(material))
        if body:
            lines += [f"## {title}", "", *body, ""]
    return "\n".join(lines).rstrip() + "\n"


def _counts(material: Material) -> Iterator[str]:
    entities = Counter(entity.type for entity in material.mentioned)
    mentions: Counter[str] = Counter()
    for entity, times in material.mentioned.items():
        mentions[entity.type] += times
    relations = Counter(fact.relation.relation for fact in material.facts)
    yield (
        f"{counted(len(material.articles), 'article')}{_copies(material.copies)}, "
        f"{counted(mentions.total(), 'mention')} of "
        f"{counted(sum(entities.values()), 'entity')}, {counted(len(material.facts), 'relation')}."
    )
    yield ""
    rows = [
        (f"{kind.label_zh} {kind.tag}", str(entities[kind.tag]), str(mentions[kind.tag]))
        for kind in material.schema.types
    ]
    yield from table(["type", "entities", "mentions"], rows)
    yield ""
    found = [
        (f"{kind.label_zh} {kind.name}", str(relations[kind.name]))
        for kind in material.schema.relations
    ]
    yield from table(["relation", "found"], found)


def _copies(number: int) -> str:
    verb = "is a copy" if number == 1 else "are copies"
    return f", of which {number} {verb} of another" if number else ""


def _actors(material: Material) -> Iterator[str]:
    mentioned = material.mentioned
    ties: dict[Entity, list[Fact]] = {}
    for fact in material.facts:
        for end in (fact.relation.subject, fact.relation.object):
            ties.setdefault(end, []).append(fact)
    organisations = [entity for entity in mentioned if entity.type == "ORG"]
    organisations.sort(key=lambda one: (-len(ties.get(one, ())), -mentioned[one], one.name))
    rows = [
        (
            plain(one.name),
            str(len(ties.get(one, ()))),
            str(mentioned[one]),
            _why(ties.get(one, ()), material.schema),
        )
        for one in organisations[:MOST_ACTORS]
    ]
    if rows:
        yield from table(["organisation", "relations", "mentions", "for example"], rows)


def _posts(material: Material) -> Iterator[str]:
    facts = sorted(material.of("holdsPost"), key=lambda fact: fact.relation.subject.name)
    rows = [
        (
            plain(fact.relation.subject.name),
            plain(fact.relation.post),
            plain(fact.relation.object.name),
            _cite(fact),
        )
        for fact in facts
    ]
    if rows:
        yield from table(["person", "post", "at", "said in"], rows)


def _agreements(material: Material) -> Iterator[str]:
    signed = sorted(material.signings, key=lambda told: told[0].agreement.name)
    for name, group in groupby(signed, key=lambda told: told[0].agreement.name):
        found, words = zip(*group, strict=True)
        about = (
            _listed("signed by", {party for one in found for party in one.parties}),
            _dates("on", {one.date for one in found}),
            _listed("in", {one.place for one in found if one.place}),
            _listed("at", {one.occasion for one in found if one.occasion}),
        )
        yield f"* **{plain(name)}**, {', '.join(filter(None, about))}: {words[0]}"


def _events(material: Material) -> Iterator[str]:
    held = sorted(material.gatherings, key=lambda told: told[0].event.name)
    for name, group in groupby(held, key=lambda told: told[0].event.name):
        found, words = zip(*group, strict=True)
        about = (
            _dates("from" if any(one.end for one in found) else "on", {one.start for one in found}),
            _dates("to", {one.end for one in found}),
            _listed("in", {place for one in found for place in one.places}),
            _listed("organised by", {who for one in found for who in one.organisers}),
            _listed("supported by", {who for one in found for who in one.supporters}),
            _listed("speakers", {who for one in found for who in one.speakers}),
        )
        yield f"* {', '.join([f'**{plain(name)}**', *filter(None, about)])}: {words[0]}"


def _listed(word: str, entities: Iterable[Entity]) -> str:
    names = "、".join(sorted(plain(entity.name) for entity in entities))
    return f"{word} {names}" if names else ""


def _dates(word: str, dates: Iterable[str]) -> str:
    known = " or ".join(sorted(plain(date) for date in dates if date))
    return f"{word} {known}" if known else ""


def _zones(material: Material) -> Iterator[str]:
    zones: dict[str, list[Fact]] = {}
    for fact in material.facts:
        for end in (fact.relation.subject, fact.relation.object):
            if end.type == "ZONE":
                zones.setdefault(end.name, []).append(fact)
    for name in sorted(zones, key=lambda zone: (-len(zones[zone]), zone)):
        yield f"### {plain(name)}"
        yield ""
        for fact in zones[name][:MOST_OF_A_ZONE]:
            yield f"* {_statement(fact, material.schema)}: {_cite(fact)}"
        left = len(zones[name]) - MOST_OF_A_ZONE
        if left > 0:
            yield f"* and {left} more in the graph"
        yield ""


def _articles(material: Material) -> Iterator[str]:
    yield from material.articles


def _article(one: Extraction) -> str:
    article = one.document.article
    about = "，".join(filter(None, (article.source, article.author, article.date)))
    counts = f"{counted(len(one.links), 'mention')}, {counted(len(one.relations), 'relation')}"
    return f"* {plain(_title(one))}{f'（{plain(about)}）' if about else ''}: {counts}"


def _title(one: Extraction) -> str:
    return one.document.article.title or one.document.article.id


def _quote(evidence: Spans, one: Extraction) -> str:
    start, end = evidence[0]
    inside = (s.text for s in one.document.sentences if s.start < end and start < s.end)
    return "".join(inside)


def _statement(fact: Fact, schema: Schema) -> str:
    """Return what a fact says: 廣東 *開發 (planned)* 河套."""
    relation = fact.relation
    word = schema.relation(relation.relation).label_zh
    how = "" if relation.modality in SPEAKS else f" ({relation.modality})"
    return f"{plain(relation.subject.name)} *{word}{how}* {plain(relation.object.name)}"


def _why(facts: Iterable[Fact], schema: Schema) -> str:
    return next((f"{_statement(fact, schema)}: {_cite(fact)}" for fact in facts), "")


def _cite(fact: Fact) -> str:
    return _cited(fact.quote, fact.title)


def _words(evidence: Spans, one: Extraction) -> str:
    return _cited(_quote(evidence, one), _title(one))


def _cited(quote: str, title: str) -> str:
    """Return the sentence that says so, with the article's title."""
    return f"「{plain(quote)}」 ({plain(title)})"


SECTIONS: tuple[tuple[str, Callable[[Material], Iterator[str]]], ...] = (
    ("In figures", _counts),
    ("Main actors", _actors),
    ("Who holds which post", _posts),
    ("Agreements", _agreements),
    ("Events", _events),
    ("Zone by zone", _zones),
    ("Articles", _articles),
)
