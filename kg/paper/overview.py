"""The first page of the report: how much there is, what it says in short, who acts most.

To show another figure: a line in `_figures`; another column of the actors: in `_actor`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.charts import bar
from kg.hypertext import Markup, tag
from kg.paper.material import Fact, Material, articles
from kg.paper.sources import Sources
from kg.paper.tables import table

MOST_ACTORS = 16
MOST_ACTS = 4
ACTORS = ("ORG", "PLACE")  # bodies, and places that stand for their governments


def overview(material: Material, sources: Sources) -> Markup:
    """Return the figures, and of each relation the fact that most articles state."""
    facts = list(material.facts.values())
    first: dict[str, Fact] = {}
    for fact in facts:
        first.setdefault(fact.relation, fact)
    lead = tag("p", _span(material, facts), class_="lead")
    most_said = sorted(first.values(), key=lambda fact: (-articles([fact]), -material.worth(fact)))
    points = [_point(fact, material, sources) for fact in most_said]
    figures = tag("dl", *_figures(material, facts, sources), class_="figures")
    heading = tag("h3", material.say("in_short"))
    return tag("div", lead, figures, heading, tag("ul", *points, class_="points"))


def _span(material: Material, facts: Sequence[Fact]) -> str:
    said = [said for fact in facts for said in fact.about["evidence"]]
    days = sorted({one.date for one in said if one.date})
    papers = sorted({one.source for one in said if one.source})
    parts = [f"{days[0]} – {days[-1]}" if len(days) > 1 else "".join(days), "、".join(papers)]
    return material.say("lead", about=" · ".join(filter(None, parts)))


def _figures(material: Material, facts: Sequence[Fact], sources: Sources) -> Iterator[Markup]:
    planned = [fact for fact in facts if fact.about["planned"]]
    for key, number in (
        ("counts_articles", tag("a", str(articles(facts)), href="#articles")),
        ("counts_entities", tag("span", str(len(material.network)))),
        ("counts_facts", tag("a", str(len(facts)), href="#relations")),
        ("counts_planned", sources.number(len(planned), material.say("counts_planned"), planned)),
    ):
        yield tag("div", tag("dt", material.say(key)), tag("dd", number))


def _point(fact: Fact, material: Material, sources: Sources) -> Markup:
    words = tag("a", *material.words(fact), href=sources.fact(fact))
    return tag("li", tag("p", words), sources.quote(fact, fact.evidence[0]))


def relations(material: Material, sources: Sources) -> Markup:
    """Return how many facts there are of each relation."""
    by_relation: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in material.facts.values():
        by_relation[fact.relation].append(fact)
    most = max(map(len, by_relation.values()), default=0)
    rows = [
        tag(
            "tr",
            tag("th", material.verb(name), scope="row"),
            tag("td", bar(len(facts), most)),
            tag("td", sources.number(len(facts), material.verb(name), facts), class_="count"),
        )
        for name, facts in by_relation.items()
    ]
    return tag("table", tag("tbody", *rows), class_="bars")


def actors(material: Material, sources: Sources) -> Markup:
    """Return the bodies and places with most facts, and what they mostly do."""
    shown = material.entities(*ACTORS)[:MOST_ACTORS]
    most = len(material.facts_of[shown[0]]) if shown else 0
    head = ("actor", "facts_head", "section_articles", "acts")
    rows = [_actor(iri, most, material, sources) for iri in shown]
    return table(head, rows, material) if rows else Markup("")


def _actor(iri: str, most: int, material: Material, sources: Sources) -> Markup:
    facts = material.facts_of[iri]
    name = material.name(iri)
    return tag(
        "tr",
        tag("th", material.entity(iri), scope="row"),
        tag("td", bar(len(facts), most), sources.number(len(facts), name, facts), class_="barred"),
        tag("td", sources.number(articles(facts), name, facts), class_="count"),
        tag("td", *_acts(iri, material, sources), class_="acts"),
    )


def _acts(iri: str, material: Material, sources: Sources) -> Iterator[Markup]:
    by_act: defaultdict[tuple[str, bool], list[Fact]] = defaultdict(list)
    for fact in material.facts_of[iri]:
        by_act[fact.relation, material.is_backwards(fact, iri)].append(fact)
    often = sorted(by_act.items(), key=lambda act: -len(act[1]))[:MOST_ACTS]
    for (relation, backwards), facts in often:
        verb = material.verb(relation, backwards=backwards)
        title = f"{material.name(iri)}：{verb}"
        yield tag("span", f"{verb} ", sources.number(len(facts), title, facts))
