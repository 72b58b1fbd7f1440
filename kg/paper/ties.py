"""Who works with whom: matrices of places, bodies, zones and industries; communities; go-betweens.

To show another matrix: its line in `matrices`.
"""

from kg.analysis.groups import NAMED_AFTER, named_communities
from kg.analysis.matrices import cooperation, zones_and_industries
from kg.analysis.results import Matrix, Node
from kg.analysis.roles import brokers
from kg.analysis.tables import top
from kg.hypertext import Markup, tag
from kg.paper.material import Material
from kg.paper.sources import Sources
from kg.paper.tables import table

WIDEST = 12  # rows and columns
SHADES = 5
MOST_COMMUNITIES = 10
MOST_MEMBERS = 14
MOST_BROKERS = 8


def matrices(material: Material, sources: Sources) -> Markup:
    """Return the matrices that have any tie; a cell says how many articles tie the two."""
    network = material.network
    found = {
        "places": cooperation(network, "PLACE"),
        "bodies": cooperation(network, "ORG"),
        "industries": zones_and_industries(network),
    }
    shown = [
        tag("h3", material.say(f"matrix_{key}"))
        + tag("p", material.say(f"matrix_{key}_note"), class_="soft")
        + _matrix(matrix, material, sources, label=material.say(f"matrix_{key}"))
        for key, matrix in found.items()
        if matrix.ties
    ]
    return tag("div", *map(Markup, shown))


def _matrix(whole: Matrix, material: Material, sources: Sources, *, label: str) -> Markup:
    matrix = top(whole, WIDEST)
    assert isinstance(matrix, Matrix)
    most = max(len(tie.articles) for tie in whole.ties)

    def cell(row: Node, column: Node) -> Markup:
        tie = matrix.tie(row, column)
        if tie is None:
            return tag("td", class_="same") if row == column else tag("td")
        count = len(tie.articles)
        facts = [material.facts[edge] for edge in tie.facts]
        title = f"{material.name(row.iri)} × {material.name(column.iri)}"
        shade = 1 + (SHADES - 1) * (count - 1) // max(most - 1, 1)
        return tag("td", sources.number(count, title, facts), class_=f"shade{shade}")

    heads = (tag("th", tag("span", material.name(one.iri)), scope="col") for one in matrix.columns)
    rows = [
        tag(
            "tr",
            tag("th", material.name(row.iri), scope="row"),
            *(cell(row, column) for column in matrix.columns),
        )
        for row in matrix.rows
    ]
    head = tag("thead", tag("tr", tag("td"), *heads))
    drawn = tag("table", head, tag("tbody", *rows), class_="matrix")
    return tag("div", drawn, class_="wide", tabindex=0, role="region", aria_label=label)


def communities(material: Material, sources: Sources) -> Markup:
    """Return who belongs together by the facts that join them."""
    found = named_communities(material.network).rows[:MOST_COMMUNITIES]
    rows = []
    for at, one in enumerate(found, 1):
        inside = {member.iri for member in one.members}
        facts = [fact for fact in material.facts.values() if {*fact.edge[:2]} <= inside]
        names = [material.name(member.iri) for member in one.members[:MOST_MEMBERS]]
        first, rest = (
            "、".join(names[:NAMED_AFTER]),
            "".join(f"、{name}" for name in names[NAMED_AFTER:]),
        )
        more = "…" if len(one.members) > MOST_MEMBERS else ""
        rows.append(
            tag(
                "tr",
                tag("th", str(at), scope="row"),
                tag("td", tag("strong", first), rest + more),
                tag("td", str(one.size), class_="count"),
                tag("td", sources.number(one.inside, first, facts), class_="count"),
            )
        )
    head = ("community", "members", "size", "inside")
    return table(head, rows, material) if rows else Markup("")


def go_betweens(material: Material, sources: Sources) -> Markup:
    """Return the entities that join others who are not joined among themselves."""
    rows = [
        tag(
            "tr",
            tag("th", material.entity(one.entity.iri), scope="row"),
            tag("td", str(one.neighbours), class_="count"),
            tag("td", f"{one.constraint:.2f}", class_="count"),
            tag("td", _facts(one.entity, material, sources), class_="count"),
        )
        for one in brokers(material.network).rows[:MOST_BROKERS]
    ]
    head = ("actor", "neighbours", "constraint", "facts_head")
    return table(head, rows, material) if rows else Markup("")


def _facts(one: Node, material: Material, sources: Sources) -> Markup:
    facts = material.facts_of[one.iri]
    return sources.number(len(facts), material.name(one.iri), facts)
