"""The report as one file of HTML: its sections in order, then the sources that they lead to.

No script runs in it and nothing is loaded; it is laid out for screens, phones and A4. To add a
section: a function from Material and Sources to Markup, and its line in `SECTIONS`.
"""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import networkx as nx

from kg.anchors import article_anchor
from kg.files import write_whole
from kg.hypertext import CLOSING, Markup, opening, tag
from kg.marked import Reader, paper_style
from kg.network import Evidence
from kg.paper.material import Fact, Material
from kg.paper.overview import actors, overview, relations
from kg.paper.people import posts
from kg.paper.sources import Sources, facts, notes
from kg.paper.tables import table
from kg.paper.things import agreements, events, plans, zones
from kg.paper.ties import communities, go_betweens, matrices
from kg.paper.time import growth, timeline
from kg.wording import TEMPLATES, read_wording
from ontology.schema import load_schema

MOST_ARTICLES = 400

Section = Callable[[Material, Sources], Markup]


def write_report_page(path: Path, network: nx.MultiDiGraph, **options: str) -> None:
    """Write what `report_page` returns to `path`, whole or not at all.

    Raise InputError where the path cannot be written.
    """
    write_whole(path, [report_page(network, **options)])


def report_page(
    network: nx.MultiDiGraph,
    *,
    title: str = "",
    language: str = "zh-Hant",
    articles_page: str = "",
    explorer: str = "",
) -> str:
    """Return the report of a network, as `kg.network.network` returns it, in one of LANGUAGES.

    `articles_page` and `explorer` are the addresses, seen from the report, of the pages of
    `kg.marked` and `kg.page`; without them, evidence is quoted all the same.
    """
    reader = Reader(read_wording(language), load_schema())
    material = Material(network, reader, articles_page, explorer)
    sources = Sources(material)
    title = title or material.say("report_title")
    written = [(key, section(material, sources)) for key, section in SECTIONS]
    written += [("sources", facts(sources)), ("notes", notes(sources))]  # after all that lead there
    shown = [(key, body) for key, body in written if _says_anything(body)]
    contents = [
        tag("li", tag("a", material.say(f"section_{key}"), href=f"#{key}")) for key, _ in shown
    ]
    sheet = paper_style() + (TEMPLATES / "report.css").read_text("utf-8")
    parts = [
        opening(title=title, language=language, style=sheet),
        tag("header", tag("h1", title), tag("p", material.say("subtitle")), class_="masthead"),
        '\n<div class="page">\n',
        tag("nav", tag("ol", *contents), aria_label=material.say("contents")),
        "\n<main>\n",
        *(_section(key, body, material) + "\n" for key, body in shown),
        tag("footer", tag("p", material.say("method")), class_="soft"),
        "</main>\n</div>\n",
        CLOSING,
    ]
    return "".join(parts)


def _section(key: str, body: Markup, material: Material) -> Markup:
    return tag("section", tag("h2", material.say(f"section_{key}")), body, id=key)


def _says_anything(body: Markup) -> bool:
    return any(element in body for element in ("<li", "<tr", "<figure", "<section"))


def _articles(material: Material, sources: Sources) -> Markup:
    """Return the articles that state any fact, the newest first."""
    stating: defaultdict[str, list[Fact]] = defaultdict(list)
    about: dict[str, Evidence] = {}
    for fact in material.facts.values():
        for article in fact.about["articles"]:
            stating[article].append(fact)
        about.update((said.article, said) for said in fact.about["evidence"])
    rows = []
    in_order = sorted(sorted(about), key=lambda iri: about[iri].date, reverse=True)
    for iri in in_order[:MOST_ARTICLES]:
        said = about[iri]
        title = said.title or iri
        place = f"{material.articles_page}#{article_anchor(iri)}"
        name = tag("a", title, href=place) if material.articles_page else title
        number = tag("a", str(len(stating[iri])), href=place, class_="number")
        if not material.articles_page:
            number = sources.number(len(stating[iri]), title, stating[iri])
        rows.append(
            tag(
                "tr",
                tag("th", name, scope="row"),
                tag("td", said.source),
                tag("td", said.date, class_="day"),
                tag("td", number, class_="count"),
            )
        )
    head = ("article", "paper", "date", "facts_head")
    left = len(in_order) - len(rows)
    return table(head, rows, material, left=left) if rows else Markup("")


SECTIONS: tuple[tuple[str, Section], ...] = (
    ("overview", overview),
    ("actors", actors),
    ("zones", zones),
    ("plans", plans),
    ("agreements", agreements),
    ("events", events),
    ("posts", posts),
    ("timeline", timeline),
    ("growth", growth),
    ("matrices", matrices),
    ("communities", communities),
    ("go_betweens", go_betweens),
    ("relations", relations),
    ("articles", _articles),
)
