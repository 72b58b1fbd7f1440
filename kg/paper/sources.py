"""Where numbers and statements come from: notes, each a list of facts, and the facts as quoted.

A section asks `Sources` for links while it is written; what was asked for makes the last two parts
of the report. To show more of a fact there: `_fact`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from kg.anchors import passage_anchor
from kg.hypertext import Markup, tag
from kg.network import Evidence
from kg.paper.material import Fact, Material, quoted

MOST_OF_A_NOTE = 100  # facts; the explorer has all
MOST_QUOTES = 3  # of a fact


@dataclass(frozen=True, slots=True)
class Note:
    """What a number counts: its title and its facts."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The notes and facts that the sections have led to so far, in order."""

    material: Material
    notes: dict[tuple[Fact, ...], int] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    cited: set[Fact] = field(default_factory=set)

    def number(self, count: int | str, title: str, facts: Iterable[Fact]) -> Markup:
        """Return a number that leads to the note of the facts that it counts."""
        those = tuple(sorted(facts, key=lambda fact: fact.number))
        if not those:
            return tag("span", str(count))
        if len(those) == 1:
            [fact] = those
            where = f"#{fact.number}"
            return tag("a", str(count), href=self.fact(fact), class_="number", data_where=where)
        if those not in self.notes:
            self.notes[those] = len(self.notes) + 1
            self.titles.append(title)
            self.cited.update(those[:MOST_OF_A_NOTE])
        note = self.notes[those]
        where = self.material.say("note", number=note)
        return tag("a", str(count), href=f"#n{note}", class_="number", data_where=where)

    def fact(self, fact: Fact) -> str:
        """Return the address of a fact among the sources."""
        self.cited.add(fact)
        return f"#f{fact.number}"

    def passage(self, said: Evidence) -> str | None:
        """Return the address of a passage in its article, or None where there is no such page."""
        page = self.material.articles_page
        anchor = passage_anchor(said.article, said.start, said.end)
        return f"{page}#{anchor}" if page else None

    def quote(self, fact: Fact, said: Evidence) -> Markup:
        """Return a passage with its article, day and paper, which lead to it."""
        told = (said.title or said.article, said.source, said.date)
        place = self.passage(said)
        about = " · ".join(filter(None, told))
        cite = tag("a", about, href=place) if place else Markup(tag("span", about))
        return tag("blockquote", tag("p", quoted(said)), tag("cite", cite), lang="zh")


def notes(sources: Sources) -> Markup:
    """Return the notes, each with its facts in words."""
    material = sources.material
    written = []
    for (facts, number), title in zip(sources.notes.items(), sources.titles, strict=True):
        shown = [
            tag("li", tag("a", *material.words(fact), href=f"#f{fact.number}"))
            for fact in facts[:MOST_OF_A_NOTE]
        ]
        left = len(facts) - len(shown)
        rest = [tag("p", material.say("left_out", count=left), class_="soft")] if left else []
        where = tag("span", material.say("note", number=number), class_="soft")
        heading = tag("h3", where, f" {title} · {len(facts)}")
        written.append(
            tag("section", heading, tag("ul", *shown), *rest, class_="note", id=f"n{number}")
        )
    return tag("div", *written, class_="notes")


def facts(sources: Sources) -> Markup:
    """Return the facts that are led to, by relation, each with the words that say so."""
    in_order = sorted(sources.cited, key=lambda fact: fact.number)
    written = []
    for relation, those in groupby(in_order, key=lambda fact: fact.relation):
        written.append(tag("h3", sources.material.verb(relation)))
        written.append(tag("ol", *(_fact(fact, sources) for fact in those), class_="facts"))
    return tag("div", *written)


def _fact(fact: Fact, sources: Sources) -> Markup:
    return tag("li", *_said(fact, sources), id=f"f{fact.number}")


def _said(fact: Fact, sources: Sources) -> Iterator[Markup]:
    material = sources.material
    sure = material.say("confidence", percent=round(fact.about["confidence"] * 100))
    number = tag("span", f"#{fact.number}", class_="soft index")
    yield tag("p", number, *material.words(fact), tag("span", f" {sure}", class_="soft sure"))
    evidence = fact.evidence
    for said in evidence[:MOST_QUOTES]:
        yield sources.quote(fact, said)
    left = len(evidence) - MOST_QUOTES
    if left > 0:
        yield tag("p", material.say("more_sentences", count=left), class_="soft")
