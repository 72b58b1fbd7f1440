"""An article's sentences with its names as single signs: what rules and features read.

To read something new of a sentence, add it to `Line`; `set_scene` is the only maker of lines.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.article import Document, Sentence
from extract.folding import fold
from extract.mention import Entity, Link
from extract.relations.triggers import Trigger, Triggers

TYPES = ("ORG", "PER", "POST", "ZONE", "PLACE", "INIT", "EVENT", "INDUSTRY", "DATE", "QTY")
SIGNS: Mapping[str, str] = {type_: chr(0xE000 + n) for n, type_ in enumerate(TYPES)}
ANY = f"[{SIGNS['ORG']}-{SIGNS['QTY']}]"
QUOTES = re.compile("[「」『』《》〈〉“”‘’]")
# A name's own alias, or a word on the name, in brackets says nothing of others.
ASIDE = re.compile("[（(][^（）()]*[）)]")
COMMA = re.compile("[，；：。！？,;:!?…]|——")
GAP = re.compile("[，；：。！？,;:!? 　]|——")
AND = "(?:、|和|与|及|以及|同|跟|并|暨|/|联同|联合|连同|；)"


@dataclass(frozen=True, slots=True)
class Place:
    """A link where it stands: in line `line`, at index `at` of the line's text."""

    link: Link
    line: int
    at: int
    clause: int
    group: int
    quoted: bool

    @property
    def entity(self) -> Entity:
        """The entity that stands here."""
        return self.link.entity


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in Simplified characters, with one sign for each name and without quotes.

    `clauses` holds where each clause begins, `triggers` the trigger words in order.
    """

    sentence: Sentence
    number: int
    text: str
    places: tuple[Place, ...]
    clauses: tuple[int, ...]
    triggers: tuple[Trigger, ...]

    def at(self, index: int) -> Place | None:
        """Return the place of the sign at `index` of the text, if there is one."""
        return next((place for place in self.places if place.at == index), None)

    def clause_of(self, index: int) -> int:
        """Return the number of the clause that the character at `index` is in."""
        return bisect_right(self.clauses, index) - 1

    def clause_end(self, clause: int) -> int:
        """Return where clause number `clause` ends."""
        return self.clauses[clause + 1] if clause + 1 < len(self.clauses) else len(self.text)


@dataclass(frozen=True, slots=True)
class Scene:
    """All lines of an article."""

    document: Document
    lines: tuple[Line, ...]
    links: tuple[Link, ...]


def set_scene(document: Document, links: Sequence[Link], triggers: Triggers) -> Scene:
    """Return `document` with each of its `links` as one sign in its sentence."""
    ordered = sorted(links, key=lambda link: link.mention.start)
    starts = [link.mention.start for link in ordered]
    lines: list[Line] = []
    for sentence in document.sentences:
        begin, end = (
            bisect_right(starts, sentence.start - 1),
            bisect_right(starts, sentence.end - 1),
        )
        inside = [link for link in ordered[begin:end] if link.mention.end <= sentence.end]
        lines.append(_line(sentence, len(lines), inside, triggers))
    return Scene(document, tuple(lines), tuple(ordered))


def _line(sentence: Sentence, number: int, links: Sequence[Link], triggers: Triggers) -> Line:
    raw, done, depth = "", 0, []
    for link in links:
        start = sentence.index(link.mention.start)
        end = sentence.index(link.mention.end - 1) + 1
        if link.entity.type not in SIGNS or start < done:
            continue
        raw += sentence.text[done:start] + SIGNS[link.entity.type]
        depth.append(link)
        done = end
    raw = fold(raw + sentence.text[done:])
    text, kept, quoted = _clean(raw, depth)
    # In a headline a blank parts clauses; in running text it is a slip of the page.
    heads = sentence.role in ("headline", "subhead", "item", "caption", "byline")
    breaks = [found.end() for found in (GAP if heads else COMMA).finditer(text)]
    clauses = (0, *(at for at in breaks if at < len(text)))
    signs = [at for at, char in enumerate(text) if SIGNS["ORG"] <= char <= SIGNS["QTY"]]
    groups = _groups(text, signs)
    places = tuple(
        Place(link, number, at, bisect_right(clauses, at) - 1, group, inside)
        for link, at, group, inside in zip(kept, signs, groups, quoted, strict=True)
    )
    return Line(sentence, number, text, places, clauses, triggers.find(text))


def _clean(raw: str, links: Sequence[Link]) -> tuple[str, list[Link], list[bool]]:
    """Return the text without quotes, declared aliases and asides, with the links that stay."""
    order = {at: n for n, at in enumerate(m.start() for m in re.finditer(ANY, raw))}
    drop: set[int] = set()
    for found in ASIDE.finditer(QUOTES.sub("\0", raw)):
        inner = [order[at] for at in range(found.start(), found.end()) if at in order]
        before = [n for at, n in order.items() if at < found.start()]
        own = before and all(links[n].entity == links[before[-1]].entity for n in inner)
        dates = all(links[n].entity.type == "DATE" for n in inner)
        if (inner and (own or dates)) or (not inner and found.end() - found.start() <= 14):
            drop.update(range(found.start(), found.end()))
    text, kept, quoted, inside = "", [], [], 0
    for at, char in enumerate(raw):
        if char in "「『“":
            inside += 1
        elif char in "」』”":
            inside = max(0, inside - 1)
        if at in drop or QUOTES.match(char):
            continue
        text += char
        if at in order:
            kept.append(links[order[at]])
            quoted.append(inside > 0)
    return text, kept, quoted


def _groups(text: str, signs: Sequence[int]) -> list[int]:
    """Return for each sign the number of the list (甲、乙及丙) that it is an item of."""
    groups: list[int] = []
    for n, at in enumerate(signs):
        group = len(groups)
        for back in range(n - 1, max(-1, n - 4), -1):
            if text[signs[back]] != text[at]:
                continue
            gap = text[signs[back] + 1 : at]
            beside = text[at] == SIGNS["PLACE"] and gap == ""
            if beside or re.fullmatch(f"等?{AND}(?:{ANY})?", gap):
                group = groups[back]
            break
        groups.append(group)
    return groups
