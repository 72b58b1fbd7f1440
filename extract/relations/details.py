"""How and when a fact is said: its modality, its date, the title of a post.

To add a word of modality: data/lexicon/relations_modality.txt.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.folding import fold
from extract.mention import Modality
from extract.relations.scene import Line, Place, Scene
from extract.relations.signs import SIGNS

# What somebody said, where a thing is and what it is part of are facts as they stand.
PLAIN = frozenset({"comments", "partOf"})
UNDATED = frozenset({"comments", "partOf", "promotes", "develops"})
# What goes on for years is a plan where it is pressed ahead (加快, 推進).
PRESSED = frozenset({"develops", "promotes", "cooperatesWith"})
SLOT = re.compile(r"\{([A-Z]+)\}")
INSTEAD = re.compile("而是|反而")  # 沒有與前海爭，而是發展海洋經濟
# 打算設立總部，與港科大合辦: a clause that begins so goes on with the one before.
GOES_ON = re.compile("(?:并|亦|且|还|再)*(?:与|和|同|联同|联合|由|把|在|为|于)")


@dataclass(frozen=True, slots=True)
class Modalities:
    """The words of each class as a pattern."""

    patterns: Mapping[str, re.Pattern[str]]

    def says(self, name: str, text: str) -> bool:
        """Tell whether a word of the class is in `text`."""
        return bool(self.patterns[name].search(text))

    def ends(self, name: str, text: str) -> bool:
        """Tell whether `text` ends in a word of the class."""
        return any(found.end() == len(text) for found in self.patterns[name].finditer(text))


def read_modalities(rows: Iterable[str]) -> Modalities:
    """Return the modalities in `rows`, each the name of a class and its words."""
    patterns = {}
    for row in rows:
        name, *words = row.split()
        worded = fold("|".join(words))
        patterns[name] = re.compile(SLOT.sub(lambda slot: SIGNS[slot[1]], worded))
    return Modalities(patterns)


def modality_of(
    scene: Scene, relation: str, subject: Place, object_: Place, modalities: Modalities
) -> Modality:
    """Return how the text says the relation, by the words of the clauses of its names.

    What is dated after the article is planned.
    """
    if relation in PLAIN:
        return "asserted"
    if subject.line == object_.line:
        early, late = sorted((subject, object_), key=lambda place: place.at)
    else:
        early = late = _where_it_acts(scene, subject, object_)
    line = scene.lines[late.line]
    between = line.text[early.at + 1 : late.at]
    if relation == "holdsPost" or (relation == "locatedIn" and _beside(early, late)):
        # Of a title beside a name, what is said is not how the post is held.
        return "planned" if modalities.says("planned", between) else "asserted"
    return _by_words(line, relation, early, late, modalities) or _by_date(
        scene, relation, subject, object_
    )


def _where_it_acts(scene: Scene, subject: Place, object_: Place) -> Place:
    """Return which of two names in different sentences stands in the one that says the fact."""
    subject_is_in_text = scene.lines[subject.line].sentence.role == "body"
    object_is_in_text = scene.lines[object_.line].sentence.role == "body"
    return subject if subject_is_in_text and not object_is_in_text else object_


def _by_words(
    line: Line, relation: str, early: Place, late: Place, modalities: Modalities
) -> Modality | None:
    start, end = line.clauses[early.clause], line.clause_end(late.clause)
    own = line.text[line.clauses[late.clause] : end]  # 由…主辦 stands right before or after
    near = own if early.clause == late.clause else line.text[start : _end(line, early)] + own
    lead = line.text[line.clauses[early.clause - 1] : start] if early.clause else ""
    whole = (lead if GOES_ON.match(line.text, start) else "") + line.text[start:end]
    denied = modalities.says("denied", near[: len(near) - (end - late.at)])
    if modalities.says("undone", near) or (denied and not INSTEAD.search(near)):
        return "denied"
    if modalities.says("proposed", near) or modalities.ends("proposed", lead.rstrip("，：")):
        return "proposed"
    if modalities.says("reported", near) or modalities.says("reported", lead):
        return "reported"
    pressed = relation in PRESSED and modalities.says("pressed", whole)
    return "planned" if pressed or modalities.says("planned", whole) else None


def _beside(one: Place, other: Place) -> bool:
    return one.line == other.line and abs(one.at - other.at) == 1


def _end(line: Line, place: Place) -> int:
    return line.clause_end(place.clause)


def _by_date(scene: Scene, relation: str, subject: Place, object_: Place) -> Modality:
    published = scene.document.article.date
    date = date_of(scene, relation, subject, object_)
    later = published and date[: len(published)] > published[: len(date)]
    return "planned" if later else "asserted"


def date_of(scene: Scene, relation: str, subject: Place, object_: Place) -> str:
    """Return the ISO 8601 date that the clause of either name, or else the sentence, gives."""
    if relation in UNDATED:
        return ""
    line = scene.lines[object_.line]
    if relation == "locatedIn" and subject.entity.type != "EVENT" and _beside(subject, object_):
        return ""  # 香港北部都會區: where it lies has no date
    dates = [place for place in line.places if place.entity.type == "DATE"]
    clauses = {object_.clause, subject.clause if subject.line == object_.line else object_.clause}
    before = [p for p in line.places if p.clause == min(clauses) - 1]
    # 今年2月，甲與乙簽訂…: a date in front may have a comma of its own.
    goes_on = min(clauses) > 0 and GOES_ON.match(line.text, line.clauses[min(clauses)])
    fronted = min(clauses) - 1 if len(before) == 1 or goes_on else min(clauses)
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
