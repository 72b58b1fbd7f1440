"""Zones, plans and agreements: of each thing what is said of it, by relation.

To tell of another type of thing in the same way: a function like `zones`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.hypertext import Markup, tag
from kg.paper.material import Fact, Material, articles
from kg.paper.sources import Sources
from kg.paper.tables import table

MOST_THINGS = 12
MOST_NAMES = 10
MOST_AGREEMENTS = 60
AGREEMENT = "Agreement"


def zones(material: Material, sources: Sources) -> Markup:
    """Return each zone with what is said of it."""
    shown = material.entities("ZONE")[:MOST_THINGS]
    return tag("div", *(dossier(iri, material, sources) for iri in shown), class_="dossiers")


def plans(material: Material, sources: Sources) -> Markup:
    """Return plans, policies and projects; agreements have a section of their own."""
    those = (iri for iri in material.entities("INIT") if not _is_agreement(iri, material))
    shown = [dossier(iri, material, sources) for iri in those][:MOST_THINGS]
    return tag("div", *shown, class_="dossiers")


def events(material: Material, sources: Sources) -> Markup:
    """Return meetings, fairs and the like."""
    shown = material.entities("EVENT")[:MOST_THINGS]
    return tag("div", *(dossier(iri, material, sources) for iri in shown), class_="dossiers")


def agreements(material: Material, sources: Sources) -> Markup:
    """Return the agreements with their parties, and the words that say who signed."""
    signed: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in material.facts.values():
        if fact.relation == "signs":
            signed[fact.object].append(fact)
    rows = []
    in_order = sorted(signed, key=lambda iri: (-articles(signed[iri]), iri))
    for iri in in_order[:MOST_AGREEMENTS]:
        facts = signed[iri]
        parties = [
            tag("li", material.entity(fact.subject), material.modality(fact)) for fact in facts
        ]
        days = sorted({day for fact in facts if (day := str(fact.about.get("date", "")))})
        rows.append(
            tag(
                "tr",
                tag("th", material.entity(iri), scope="row"),
                tag("td", tag("ul", *parties)),
                tag("td", "、".join(days)),
                tag(
                    "td", sources.number(articles(facts), material.name(iri), facts), class_="count"
                ),
            )
        )
    head = ("agreement", "parties", "date", "section_articles")
    left = len(in_order) - len(rows)
    return table(head, rows, material, left=left) if rows else Markup("")


def dossier(iri: str, material: Material, sources: Sources) -> Markup:
    """Return what is said of one entity: a line for each relation, seen from this end of it."""
    facts = material.facts_of[iri]
    number = sources.number(len(facts), material.name(iri), facts)
    about = tag("p", f"{material.kind(iri)} · {material.say('facts_head')} ", number, class_="soft")
    lines = tag("dl", *_lines(iri, facts, material, sources))
    return tag("section", tag("h3", material.entity(iri)), about, lines, class_="dossier")


def _lines(
    iri: str, facts: Iterable[Fact], material: Material, sources: Sources
) -> Iterator[Markup]:
    by_line: defaultdict[tuple[str, bool], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_line[fact.relation, material.is_backwards(fact, iri)].append(fact)
    for (relation, backwards), those in by_line.items():
        verb = material.verb(relation, backwards=backwards)
        names = [tag("li", *_end(iri, fact, material, sources)) for fact in those[:MOST_NAMES]]
        left = len(those) - MOST_NAMES
        if left > 0:
            title = f"{material.name(iri)}：{verb}"
            names.append(tag("li", sources.number(f"+{left}", title, those)))
        yield tag("div", tag("dt", verb), tag("dd", tag("ul", *names)))


def _end(iri: str, fact: Fact, material: Material, sources: Sources) -> Iterator[Markup]:
    other = fact.object if fact.subject == iri else fact.subject
    yield tag("a", material.name(other), href=sources.fact(fact))
    yield from material.more(fact)
    yield material.modality(fact)


def _is_agreement(iri: str, material: Material) -> bool:
    return bool(material.network.nodes[iri].get("kind") == AGREEMENT) or any(
        fact.relation == "signs" and fact.object == iri for fact in material.facts_of[iri]
    )
