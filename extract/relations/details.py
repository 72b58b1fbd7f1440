"""How and when a fact is said: its modality, its date, the title of a post.

To add a word of modality: data/lexicon/relations_modality.txt.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from extract.folding import fold
from extract.mention import Modality
from extract.relations.scene import Line, Place, Scene

# What somebody said, where a thing is and what it is part of are facts as they stand.
PLAIN = frozenset({"comments", "partOf"})
UNDATED = frozenset({"comments", "partOf", "promotes", "develops"})


@dataclass(frozen=True, slots=True)
class Modalities:
    """The words of each modality as a pattern, in the order in which they are looked for."""

    patterns: Mapping[str, re.Pattern[str]]


def read_modalities(rows: Iterable[str]) -> Modalities:
    """Return the modalities in `rows`, each a modality and its words."""
    patterns = {}
    for row in rows:
        name, *words = row.split()
        patterns[name] = re.compile("|".join(re.escape(fold(word)) for word in words))
    return Modalities(patterns)


def modality_of(
    scene: Scene, relation: str, subject: Place, object_: Place, modalities: Modalities
) -> Modality:
    """Return how the text says the relation: by the words that lead up to its later name."""
    if relation in PLAIN:
        return "asserted"
    late = max(subject, object_, key=lambda place: (place.line, place.at))
    early = subject if late is object_ else object_
    line = scene.lines[late.line]
    start = line.clauses[late.clause]
    if early.line == late.line:
        start = min(start, line.clauses[early.clause])
    # 由…主辦 and 將落戶 stand before or right after the later name.
    stretch = line.text[start : line.clause_end(late.clause)]
    for name, pattern in modalities.patterns.items():
        if pattern.search(stretch):
            return cast(Modality, name)
    return "asserted"


def date_of(scene: Scene, relation: str, subject: Place, object_: Place) -> str:
    """Return the ISO 8601 date that the clause of either name, or else the sentence, gives."""
    if relation in UNDATED:
        return ""
    line = scene.lines[object_.line]
    dates = [place for place in line.places if place.entity.type == "DATE"]
    clauses = {object_.clause, subject.clause if subject.line == object_.line else object_.clause}
    before = [p for p in line.places if p.clause == min(clauses) - 1]
    # 今年2月，甲與乙簽訂…: a date in front may have a comma of its own.
    fronted = min(clauses) - 1 if len(before) == 1 else min(clauses)
    inside = [d for d in dates if fronted <= d.clause <= max(clauses)]
    if relation == "holdsPost":
        inside = [d for d in inside if subject.at < d.at < object_.at]
    if not inside:
        return ""
    nearest = min(inside, key=lambda d: min(abs(d.at - object_.at), abs(d.at - subject.at)))
    return nearest.link.mention.value or nearest.entity.name


def post_of(line: Line, person: Place) -> str:
    """Return the title that stands before `person`, or in brackets or after 任 behind the name."""
    posts = [place for place in line.places if place.entity.type == "POST"]
    before = [p for p in posts if p.at < person.at]
    if before and re.fullmatch("[ 　、]?", line.text[before[-1].at + 1 : person.at]):
        return before[-1].link.mention.surface
    others = [place.at for place in line.places if place.entity.type == "PER"]
    after = [
        post
        for post in posts
        if 0 < post.at - person.at <= 14
        and post.clause - person.clause <= 1
        and post.at + 1 not in others  # 甲同總統乙: the title is the other's
    ]
    return after[0].link.mention.surface if after else ""
