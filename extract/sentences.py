"""Sentences: where one ends, what stays with it, and where its characters stand in the article.

To add a mark that ends a sentence: `ENDS`. To add a verb of speech, after which a quotation belongs
to the words that follow it: data/lexicon/speech_verbs.txt.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from extract import resources
from extract.article import Role, Sentence
from extract.folding import fold
from extract.lines import needs_space

OPENS = "「『（《〈【〔“‘(["
CLOSES = "」』）》〉】〕”’)]"
PAIRS = dict(zip(CLOSES, OPENS, strict=True))
QUOTATIONS = "「『“‘（("
# A semicolon joins clauses of one sentence. A full stop of Latin script is left to the words.
ENDS = "。！？!?"
SIGNS = re.compile(f"[{re.escape(OPENS + CLOSES + ENDS)}]")
STAYS = re.compile(f"[{re.escape(ENDS)}]*(?:…+|\\.{{3,6}})?[{re.escape(CLOSES)}]*")
# A quotation longer than this is cut at its full stops, and so is one that is never closed.
LONGEST_QUOTATION = 240
DEEPEST_SLIP = 4
# The longest sentence in 144 articles has 192 characters; what is longer is a list or no prose, and
# is cut so that the steps to come need little memory.
LONGEST_SENTENCE = 1000
PAUSES = "；;，,、 \u3000"
LONGEST_CLAUSE = 48


def split_sentences(
    text: str, article: str, pieces: Sequence[tuple[int, int]], *, role: Role, block: int
) -> Iterator[Sentence]:
    """Yield the sentences of a block: `text` as it is read, whose pieces stand in `article`."""
    indices, offsets = _starts(article, pieces)
    for start, end in find_sentences(text):
        first = bisect_right(indices, start) - 1
        last = bisect_left(indices, end) - 1
        starts = [(0, offsets[first] + start - indices[first])]
        starts += [(indices[at] - start, offsets[at]) for at in range(first + 1, last + 1)]
        stop = offsets[last] + end - indices[last]
        yield Sentence(starts[0][1], stop, text[start:end], role, block, block, tuple(starts))


def _starts(article: str, pieces: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return where each piece begins: indices in the text as it is read, and offsets."""
    indices, offsets = [0], [pieces[0][0]]
    for (begin, end), (after, _) in pairwise(pieces):
        indices.append(indices[-1] + end - begin + needs_space(article[end - 1], article[after]))
        offsets.append(after)
    return indices, offsets


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield `[start, end)` of each sentence in one paragraph, without the blanks around it."""
    start = 0
    for end in (*_ends(text), len(text)):
        while end - start > LONGEST_SENTENCE:
            pause = _pause(text, start, start + LONGEST_SENTENCE)
            yield from _trimmed(text, start, pause)
            start = pause
        yield from _trimmed(text, start, end)
        start = end


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield end - len(part.lstrip()), start + len(part.rstrip())


def _pause(text: str, start: int, end: int) -> int:
    """Return where to cut what is no sentence: behind its last pause, or where it is too long."""
    return max((text.rfind(sign, start, end) for sign in PAUSES), default=-1) + 1 or end


def _ends(text: str) -> Iterator[int]:
    """Yield where each sentence ends, by the marks outside quotations and brackets."""
    signs = [(found.start(), found.group()) for found in SIGNS.finditer(text)]
    if not signs:
        return
    closing = _close(signs)
    opened = closed = -1  # the outermost quotation or bracket that we are in or came out of
    done = 0  # where the last sentence ended
    for at, sign in signs:
        if at < done:
            continue
        if sign in ENDS:
            end = _stays(text, at)
            if at > closed and not _in_latin(text, end):
                done = end
                yield done
        elif at > closed and at in closing:
            opened, closed = at, closing[at]
        elif at == closed and _ends_with(text, opened, closed, begins=done):
            done = _stays(text, at)
            yield done


def _close(signs: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Return where each opening sign closes, for those that close before long."""
    closing: dict[int, int] = {}
    opened: list[tuple[int, str]] = []
    for at, sign in signs:
        if sign in PAIRS:
            for depth in range(len(opened) - 1, max(-1, len(opened) - DEEPEST_SLIP), -1):
                if opened[depth][1] == PAIRS[sign]:
                    if at - opened[depth][0] <= LONGEST_QUOTATION:
                        closing[opened[depth][0]] = at
                    del opened[depth:]
                    break
        elif sign not in ENDS:
            opened.append((at, sign))
    return closing


def _stays(text: str, at: int) -> int:
    """Return where the marks end that stay with the sentence which ends at `at`."""
    found = STAYS.match(text, at)
    return found.end() if found else at


def _in_latin(text: str, end: int) -> bool:
    """Tell whether the mark before `end` stands inside a Latin word: example.org/?q=1."""
    after = text[end : end + 1]
    return text[end - 1].isascii() and after.isascii() and after.isalnum()


def _ends_with(text: str, opened: int, closed: int, *, begins: int) -> bool:
    """Tell whether a sentence ends with the quotation `[opened, closed]`.

    It does not in a title, nor where the words after it say who spoke: 「…。」曹志遙說，
    """
    inside = text[opened + 1 : closed].rstrip(CLOSES)
    if text[opened] not in QUOTATIONS or not inside.endswith(tuple(ENDS)):
        return False
    first = not text[begins:opened].strip()
    if not first:
        # 「往哪裏去？」 in mid-sentence may be the name of a thing.
        return inside.endswith("。")
    after = text[closed + 1 : closed + 1 + LONGEST_CLAUSE]
    return _said().match(fold(after)) is None


@cache
def _said() -> re.Pattern[str]:
    """Return what follows a quotation that goes on: a comma, or a clause that ends in a verb."""
    verbs = "|".join(fold(verb) for verb in resources.lines("lexicon/speech_verbs.txt"))
    return re.compile(f"[，、；：,]|[^，。！？；：「」『』\n]{{0,36}}?(?:{verbs})[道，。：；,:]")
