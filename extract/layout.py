"""An article's layout: which part each stretch of lines plays, and the sentences in it.

To add a sign by which a line is known: a look in data/rules/layout.toml. What a line is by the
lines around it is decided here, one step of `ROLES` after the other.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from extract.article import Article, Block, Document, Role
from extract.lines import Line, join, load_looks, read_lines
from extract.names import looks_like_a_name
from extract.sentences import split_sentences

Looks = Sequence[str]
MOST_HEADLINES = 8
FEWEST_BOX_ITEMS = 2
FEWEST_LIST_ITEMS = 3
LONGEST_HEADLINE = 60
SPEECH = ("text", "opening")


def lay_out(article: Article) -> Document:
    """Return `article` with its blocks and sentences.

    Every character that is not blank is in one block and in one sentence. Sentences that a page
    break cut are whole again in `Sentence.text`; their offsets still point into the article.
    """
    text = article.text
    lines = read_lines(text)
    rejoined = rejoin(text, lines)
    roles = find_roles(rejoined)
    blocks = tuple(
        Block(line.start, line.end, role) for line, role in zip(rejoined, roles, strict=True)
    )
    sentences = tuple(
        sentence
        for at, (line, role) in enumerate(zip(rejoined, roles, strict=True))
        for sentence in split_sentences(line.text, text, line.pieces, role=role, block=at)
    )
    return Document(article, blocks, sentences)


def rejoin(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return `lines` with paragraphs that a page break cut in the middle of a sentence whole."""
    groups: list[list[Line]] = []
    for line in lines:
        headline = len(groups) == 1 and _is_headline(lines)
        if groups and not headline and _goes_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(group[0] if len(group) == 1 else _whole(text, group) for group in groups)


def _goes_on(above: Line, line: Line) -> bool:
    """Tell whether the body line `line` is the rest of `above`, which stops in mid-sentence."""
    looks = load_looks()
    return (
        above.look in SPEECH
        and line.look == "text"
        and not line.mark
        and not line.indented
        and not looks.is_complete(above.text)
    )


def _whole(text: str, group: Sequence[Line]) -> Line:
    pieces = tuple(piece for line in group for piece in line.pieces)
    return replace(group[0], pieces=pieces, text=join(text, pieces))


def find_roles(lines: Sequence[Line]) -> tuple[Role, ...]:
    """Return the role of each line: what it looks like, put right by the lines around it."""
    looks: list[str] = [line.look for line in lines]
    for step in ROLES:
        looks = step(lines, looks)
    return tuple(cast(Role, look) for look in looks)


def _items(lines: Sequence[Line], looks: Looks) -> list[str]:
    """Lines with a list sign are items among their like, subheads if short and alone, or body."""
    new = list(looks)
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else None
        below = lines[at + 1] if at + 1 < len(lines) else None
        if looks[at] == "item" and not any(
            other and other.mark == line.mark for other in (above, below)
        ):
            new[at] = "heading" if load_looks().is_short(line.text) else "text"
        # Captions stand apart; arrows on lines one right below the other are a list.
        if looks[at] == "caption" and (_below(above, line) or _below(line, below)):
            new[at] = "item"
    return new


def _below(line: Line | None, other: Line | None) -> bool:
    """Tell whether `other` stands right below `line` and begins with the same arrow."""
    return (
        line is not None
        and other is not None
        and other.gap == 0
        and line.text[0] == other.text[0]
        and not line.text[0].isalnum()
    )


def _headlines(lines: Sequence[Line], looks: Looks) -> list[str]:
    """Headings above the first text are headlines; the last may be the name of the writer."""
    new = list(looks)
    if not lines:
        return new
    # The first line is a headline though it is punctuated, unless it is a paragraph.
    first = looks[0] == "text" and _is_headline(lines)
    content = (at for at in range(first, len(looks)) if looks[at] in (*SPEECH, "item"))
    top = next(content, len(looks))
    headings = [at for at in range(min(top, MOST_HEADLINES)) if looks[at] == "heading"]
    for at in headings:
        new[at] = "headline" if not at or not lines[at].mark else "subhead"
    if first:
        new[0] = "headline"
    if (
        len(headings) + first > 1
        and headings[-1] == top - 1
        and looks_like_a_name(lines[top - 1].text)
    ):
        new[top - 1] = "byline"
    return new


def _is_headline(lines: Sequence[Line]) -> bool:
    """Tell whether the first line can be a headline: it is no sentence, and something follows."""
    first = lines[0].text
    return len(first) <= LONGEST_HEADLINE and "。" not in first and len(lines) > 1


def _lists(lines: Sequence[Line], looks: Looks) -> list[str]:
    """Three headings one below the other, no blank line between and text to come, are a list."""
    new = list(looks)
    last = max((at for at, look in enumerate(looks) if look in SPEECH), default=-1)
    run: list[int] = []
    for at in range(last + 1):
        if looks[at] == "heading" and (not run or lines[at].gap == 0):
            run.append(at)
            continue
        if len(run) >= FEWEST_LIST_ITEMS:
            for i in run:
                new[i] = "item"
        run = [at] if looks[at] == "heading" else []
    return new


def _tail(lines: Sequence[Line], looks: Looks) -> list[str]:
    """Headings are subheads; those that no text follows are a list with its title, or a signature.

    A list has a title and two lines at least; the day of a release stands below a signature.
    """
    last = max((at for at, look in enumerate(looks) if look in (*SPEECH, "item")), default=-1)
    new = ["subhead" if look == "heading" else look for look in looks]
    run: list[int] = []
    for at in range(last + 1, len(looks) + 1):
        if at < len(looks) and looks[at] == "heading":
            run.append(at)
            continue
        signed = at < len(looks) and looks[at] == "note" and lines[at].text[0] not in "（("
        listed = len(run) >= FEWEST_LIST_ITEMS and not signed
        for i in run:
            new[i] = "item" if listed and i != run[0] else "subhead" if listed else "note"
        run = []
    return new


def _boxes(lines: Sequence[Line], looks: Looks) -> list[str]:
    """Paragraphs each under a subhead of its own, below a title, are the items of a side box."""
    new = list(looks)
    at = 0
    while at < len(looks) - 1:
        if looks[at] != "subhead" or looks[at + 1] != "subhead":
            at += 1
            continue
        items = []
        at += 1
        while at < len(looks) - 1 and looks[at] == "subhead" and looks[at + 1] == "text":
            items.append(at + 1)
            at += 2
        ends = at >= len(looks) or looks[at] != "text"
        if len(items) >= FEWEST_BOX_ITEMS and ends:
            for i in items:
                new[i] = "item"
    return new


def _names(lines: Sequence[Line], looks: Looks) -> list[str]:
    """Give the looks that are left the names of roles."""
    names = {"text": "body", "opening": "body", "ornament": "note"}
    return [names.get(look, look) for look in looks]


ROLES: tuple[Callable[[Sequence[Line], Looks], list[str]], ...] = (
    _items,
    _headlines,
    _lists,
    _tail,
    _boxes,
    _names,
)
