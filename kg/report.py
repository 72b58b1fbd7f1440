"""What a set of extractions says, to be read: report.md, each fact with the sentence that says it.

To add a section: a function from Material to lines of Markdown, and its place in `SECTIONS`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.mention import Entity, Extraction, Relation
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
    """What the sections are written from; `articles` are lines of the last of them."""

    articles: Sequence[str]
    mentioned: Mapping[Entity, int]
    facts: Sequence[Fact]
    schema: Schema

    def of(self, relation: str) -> list[Fact]:
        """Return the facts of one relation."""
        return [fact for fact in self.facts if fact.relation.relation == relation]


def write_report(extractions: Iterable[Extraction]) -> str:
    """Return report.md: counts, main actors, posts, agreements, zones, and the articles.

    Of each extraction only its facts and their sentences are kept.
    """
    articles: list[str] = []
    mentioned: Counter[Entity] = Counter()
    facts: list[Fact] = []
    for one in extractions:
        articles.append(_article(one))
        mentioned.update(link.entity for link in one.links)
        facts += (Fact(relation, _quote(relation, one), _title(one)) for relation in one.relations)
    material = Material(articles, mentioned, facts, load_schema())
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
        f"{counted(len(material.articles), 'article')}, "
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
    signed = sorted(material.of("signs"), key=lambda fact: fact.relation.object.name)
    for name, facts in groupby(signed, key=lambda fact: fact.relation.object.name):
        group = list(facts)
        parties = sorted({fact.relation.subject.name for fact in group})
        yield f"* **{plain(name)}**, signed by {'、'.join(map(plain, parties))}: {_cite(group[0])}"


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


def _quote(relation: Relation, one: Extraction) -> str:
    start, end = relation.evidence[0]
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
    """Return the sentence that says so, with the article's title."""
    return f"「{plain(fact.quote)}」 ({plain(fact.title)})"


SECTIONS: tuple[tuple[str, Callable[[Material], Iterator[str]]], ...] = (
    ("In figures", _counts),
    ("Main actors", _actors),
    ("Who holds which post", _posts),
    ("Agreements", _agreements),
    ("Zone by zone", _zones),
    ("Articles", _articles),
)
