"""An article as received, and the blocks and sentences that its layout makes of it.

All offsets are `[start, end)` in characters of `Article.text`.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["headline", "subhead", "byline", "body", "caption", "item", "note"]


@dataclass(frozen=True, slots=True)
class Article:
    """One newspaper article: its text as received and what is known of it.

    `date` is the day of the paper in ISO 8601, or empty. `file` and `file_start` say where `text`
    was cut from, so that `file_text[file_start + i] == text[i]`.
    """

    id: str
    text: str
    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""
    file: str = ""
    file_start: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines with one part to play: a headline, a byline, a paragraph of the body."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is read: line breaks that cut it are taken out of `text`.

    `starts` holds where each piece begins, as pairs (index in `text`, offset in the article); a
    sentence that no page break cuts has one piece. `block` is the index of its block, and
    sentences of one `paragraph` belong to one paragraph of the article.
    """

    start: int
    end: int
    text: str
    role: Role
    block: int
    paragraph: int
    starts: tuple[tuple[int, int], ...] = field(default=((0, 0),))

    def offset(self, index: int) -> int:
        """Return where in the article the character `text[index]` stands."""
        at = bisect_right(self.starts, (index, 1 << 62)) - 1
        begin, where = self.starts[at]
        return where + index - begin

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the article's `[start, end)` of `text[start:end]`, which must not be empty."""
        return self.offset(start), self.offset(end - 1) + 1

    def index(self, offset: int) -> int:
        """Return the index in `text` of the article's character `offset` (or where it would be)."""
        for begin, where in reversed(self.starts):
            if offset >= where:
                return min(begin + offset - where, len(self.text))
        return 0


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its layout: what every later step reads."""

    article: Article
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The article's text as received."""
        return self.article.text
