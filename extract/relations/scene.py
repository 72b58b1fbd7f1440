"""An article's sentences with its names as single signs: what rules and features read.

To read something new of a sentence, add it to `Line`; `set_scene` is the only maker of lines.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.article import Document, Sentence
from extract.folding import fold
from extract.mention import Entity, Link, Mention
from extract.relations.pointers import Pointers, Said, look_back
from extract.relations.signs import AND, ANY, SIGNS
from extract.relations.triggers import Trigger, Triggers

NAME = re.compile(ANY)
OPENING, CLOSING = "「『“", "」』”"
QUOTES = re.compile("[「」『』《》〈〉“”‘’]")
MARKS = re.compile("[「」『』《》〈〉“”‘’（(]")
MARKS_AND_NAMES = re.compile(f"{MARKS.pattern}|{ANY}")
# A name's own alias, or a word on the name, in brackets says nothing of others.
ASIDE = re.compile("[（(][^（）()]*[）)]")
COMMA = re.compile("[，；：。！？,;:!?…]|——")
GAP = re.compile("[，；：。！？,;:!? 　]|——")
OWN_BODY = re.compile(
    f"({SIGNS['ORG']}){SIGNS['PLACE']}?[^，。]{{0,3}}?(?:{SIGNS['POST']}、?)+({SIGNS['PER']})"
)
# What stands between two items of one list.
ITEMS = re.compile(f"{SIGNS['DATE']}?等?{AND}(?:{ANY})?")
POINTED = "pointer"
# Old texts of Hong Kong have characters of the private use area, which must not read as names.
NO_SIGNS = {ord(sign): "\ufffd" for sign in SIGNS.values()}
# The longest sentence of the marked articles has 23 names. What has more is a register: it relates
# no two of them, and to look at each two would take for ever.
MOST_NAMES = 30


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

    @property
    def pointed(self) -> bool:
        """Whether a word that points back (該局) stands here in place of the name."""
        return self.link.mention.found_by == POINTED


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
    """All lines of an article; `bodies` says which body each person speaks for."""

    document: Document
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    bodies: Mapping[Entity, Entity]


def set_scene(
    document: Document, links: Sequence[Link], triggers: Triggers, pointers: Pointers
) -> Scene:
    """Return `document` with each of its `links`, and each word that points at one, as a sign."""
    ordered = sorted(links, key=lambda link: link.mention.start)
    starts = [link.mention.start for link in ordered]
    lines: list[Line] = []
    bodies: dict[Entity, Entity] = {}
    for sentence in document.sentences:
        begin = bisect_right(starts, sentence.start - 1)
        end = bisect_right(starts, sentence.end - 1)
        inside = [link for link in ordered[begin:end] if link.mention.end <= sentence.end]
        raw, kept, pieces = _signs(sentence, inside if len(inside) <= MOST_NAMES else [])
        back = _Back(lines, bodies, sentence, len(lines))
        raw, kept = _point(raw, kept, pieces, pointers, back)
        line = _line(sentence, len(lines), raw, kept, triggers)
        lines.append(line)
        for found in OWN_BODY.finditer(line.text):
            body, person = line.at(found.start(1)), line.at(found.start(2))
            if body and person and not person.pointed:
                bodies.setdefault(person.entity, body.entity)
    return Scene(document, tuple(lines), tuple(ordered), bodies)


def _signs(
    sentence: Sentence, links: Sequence[Link]
) -> tuple[str, list[Link], list[tuple[int, int]]]:
    """Return the sentence with a sign for each name, the names, and where its pieces come from.

    The last are pairs (index in the text with signs, index in the sentence's own).
    """
    text, kept, done = "", [], 0
    pieces = [(0, 0)]
    plain = sentence.text.translate(NO_SIGNS)
    for link in links:
        start = sentence.index(link.mention.start)
        if link.entity.type not in SIGNS or start < done:
            continue
        text += plain[done:start] + SIGNS[link.entity.type]
        kept.append(link)
        done = sentence.index(link.mention.end - 1) + 1
        pieces.append((len(text), done))
    return fold(text + plain[done:]), kept, pieces


@dataclass(frozen=True, slots=True)
class _Back:
    """What stands before a sentence: the lines so far, and whom each person speaks for."""

    lines: Sequence[Line]
    bodies: Mapping[Entity, Entity]
    sentence: Sentence
    number: int

    def said(self) -> Iterator[tuple[Link, tuple[int, int]]]:
        """Yield the names themselves with their lists, in order, without words that point at them."""
        places = (p for line in self.lines for p in line.places if not p.pointed)
        return ((place.link, (place.line, place.group)) for place in places)


def _point(
    raw: str,
    links: Sequence[Link],
    pieces: Sequence[tuple[int, int]],
    pointers: Pointers,
    back: _Back,
) -> tuple[str, list[Link]]:
    """Return the text and the names with signs for the words that point back at names."""
    found = list(pointers.find(raw))
    if not found:
        return raw, list(links)
    earlier = list(back.said())
    signs = [sign.start() for sign in NAME.finditer(raw)]
    text, kept, done, n = "", [], 0, 0
    for at, pointer in found:
        while n < len(signs) and signs[n] < at:
            kept.append(links[n])
            n += 1
        before, clear, _ = _clean(raw[:at], links[:n])
        lists = _groups(before, [sign.start() for sign in NAME.finditer(before)])
        here = ((link, (back.number, group)) for link, group in zip(clear, lists, strict=True))
        so_far = [*earlier, *here]
        said = [
            Said(link.entity.type, fold(link.entity.name), group, group[0])
            for link, group in so_far
        ]
        people = [link for link, _ in so_far if link.entity.type == "PER"]
        own = back.bodies.get(people[-1].entity) if people else None
        meant = look_back(pointer, said, back.number, fold(own.name) if own else None)
        entities = list(dict.fromkeys(so_far[m][0].entity for m in meant))
        if not entities:
            continue
        piece, where = pieces[bisect_right(pieces, (at, len(raw) + 1)) - 1]
        first = where + at - piece
        last = first + len(pointer.word)
        start, end = back.sentence.span(first, last)
        for entity in entities:
            surface = back.sentence.text[first:last]
            mention = Mention(start, end, entity.type, surface, POINTED)
            kept.append(Link(mention, entity, "a word that points back"))
        text += raw[done:at] + "、".join(SIGNS[entity.type] for entity in entities)
        done = at + len(pointer.word)
    return text + raw[done:], [*kept, *links[n:]]


def _line(
    sentence: Sentence, number: int, raw: str, links: Sequence[Link], triggers: Triggers
) -> Line:
    text, kept, quoted = _clean(raw, links)
    # In a headline a blank parts clauses; in running text it is a slip of the page.
    heads = sentence.role in ("headline", "subhead", "item", "caption", "byline")
    breaks = [found.end() for found in (GAP if heads else COMMA).finditer(text)]
    clauses = (0, *(at for at in breaks if at < len(text)))
    signs = [sign.start() for sign in NAME.finditer(text)]
    groups = _groups(text, signs)
    places = tuple(
        Place(link, number, at, bisect_right(clauses, at) - 1, group, inside)
        for link, at, group, inside in zip(kept, signs, groups, quoted, strict=True)
    )
    return Line(sentence, number, text, places, clauses, triggers.find(text))


def _clean(raw: str, links: Sequence[Link]) -> tuple[str, list[Link], list[bool]]:
    """Return the text without quotes, declared aliases and asides, with the links that stay."""
    if not MARKS.search(raw):
        return raw, list(links), [False] * len(links)
    signs = [sign.start() for sign in NAME.finditer(raw)]
    drop = list(_asides(raw, signs, links))
    text, kept, quoted, inside, done = "", [], [], 0, 0
    for mark in MARKS_AND_NAMES.finditer(raw):
        at, char = mark.start(), mark.group()
        inside = max(0, inside + (char in OPENING) - (char in CLOSING))
        if at < done:
            continue
        if drop and at == drop[0].start:
            text += raw[done:at]
            done = drop.pop(0).stop
        elif QUOTES.match(char):
            text += raw[done:at]
            done = at + 1
        elif NAME.match(char):
            kept.append(links[bisect_right(signs, at) - 1])
            quoted.append(inside > 0)
    return text + raw[done:], kept, quoted


def _asides(raw: str, signs: Sequence[int], links: Sequence[Link]) -> Iterator[range]:
    """Yield the brackets that hold a name's own alias, dates, or a few words."""
    for found in ASIDE.finditer(QUOTES.sub("\0", raw)):
        first, last = (bisect_left(signs, at) for at in found.span())
        inner = links[first:last]
        own = first > 0 and all(link.entity == links[first - 1].entity for link in inner)
        dates = all(link.entity.type == "DATE" for link in inner)
        if (inner and (own or dates)) or (not inner and len(found.group()) <= 14):
            yield range(*found.span())


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
            if beside or ITEMS.fullmatch(gap):
                group = groups[back]
            break
        groups.append(group)
    return groups
