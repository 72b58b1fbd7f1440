"""What happened when: what each period brought, and the facts that have a date of their own.

To count something else by period: a column in `growth`.
"""

from collections.abc import Sequence
from itertools import groupby

from kg.analysis.growth import UNITS
from kg.analysis.growth import growth as grown
from kg.charts import Column, columns
from kg.hypertext import Markup, tag
from kg.paper.material import Fact, Material
from kg.paper.sources import Sources
from kg.paper.tables import table

MOST_DATED = 80
MOST_PERIODS = 48  # of a chart


def growth(material: Material, sources: Sources) -> Markup:
    """Return what the articles of each period say, as a chart and a table; of one day nothing."""
    unit = _unit(material)
    rows = grown(material.network, unit=unit).rows
    if len(rows) < 2:
        return Markup("")
    found = {row.period: row for row in rows}
    drawn, total = [], 0
    for period in _all_between(rows[0].period, rows[-1].period, unit):
        row = found.get(period)
        total = row.all_facts if row else total
        drawn.append(Column(period, row.new_facts if row else 0, total))
    words = {"title": material.say("growth_title"), "highest": material.say("highest")}
    chart = columns(drawn, **words, total=material.say("all_facts"))
    lines = []
    for row in rows:
        facts = [fact for fact in material.facts.values() if _is_of(fact, row.period)]
        numbers = (row.articles, row.facts, row.new_facts, row.new_entities, row.all_facts)
        cells: list[Markup | str] = list(map(str, numbers))
        cells[1] = sources.number(row.facts, row.period, facts)
        counts = (tag("td", cell, class_="count") for cell in cells)
        lines.append(tag("tr", tag("th", row.period, scope="row"), *counts))
    head = ("period", "section_articles", "facts_head", "new_facts", "new_entities", "all_facts")
    return tag("div", chart, table(head, lines, material))


def timeline(material: Material, sources: Sources) -> Markup:
    """Return the facts that the articles give a date, in order of time."""
    dated = [fact for fact in material.facts.values() if fact.about.get("date")]
    dated.sort(key=lambda fact: (str(fact.about["date"]), fact.number))
    days = []
    for date, those in groupby(dated[-MOST_DATED:], key=lambda fact: str(fact.about["date"])):
        facts = [
            tag("li", tag("a", *_words(fact, material), href=sources.fact(fact))) for fact in those
        ]
        days.append(tag("li", tag("time", date), tag("ul", *facts)))
    return tag("ol", *days, class_="timeline") if days else Markup("")


def _words(fact: Fact, material: Material) -> Sequence[str]:
    verb = tag("span", material.verb(fact.relation), class_="verb")
    return [material.name(fact.subject), verb, material.name(fact.object), material.modality(fact)]


def _is_of(fact: Fact, period: str) -> bool:
    return any(said.date.startswith(period) for said in fact.about["evidence"])


def _unit(material: Material) -> str:
    """Return the finest unit of time by which there are no more than MOST_PERIODS."""
    days = {
        said.date[: UNITS["day"]]
        for fact in material.facts.values()
        for said in fact.about["evidence"]
        if said.date
    }
    if not days:
        return "day"
    for unit in ("day", "month"):
        first, last = (day[: UNITS[unit]] for day in (min(days), max(days)))
        if unit == "day" and first[: UNITS["month"]] == last[: UNITS["month"]]:
            return unit
        if unit == "month" and len(_all_between(first, last, unit)) <= MOST_PERIODS:
            return unit
    return "year"


def _all_between(first: str, last: str, unit: str) -> list[str]:
    """Return every period from one to another, those without articles too."""
    if unit == "day":
        month = first[: UNITS["month"]]
        if not first[UNITS["month"] :] or not last[UNITS["month"] :]:
            return sorted({first, last})
        return [f"{month}-{day:02}" for day in range(int(first[8:]), int(last[8:]) + 1)]
    years = range(int(first[:4]), int(last[:4]) + 1)
    if unit == "year":
        return [f"{year:04}" for year in years]
    months = [f"{year:04}-{month:02}" for year in years for month in range(1, 13)]
    return [month for month in months if first <= month <= last]
