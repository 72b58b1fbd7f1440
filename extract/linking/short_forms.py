"""Short forms of names: those that an article declares, and those that it merely uses.

A short form keeps characters of the full name in their order. That alone proves nothing (香港大學
does so of 香港中文大學), so the caller asks only for names that are not known otherwise.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.folding import fold
from extract.linking.context import FullName
from extract.linking.rules import LinkingRules
from extract.mention import Mention

OPENING, CLOSING, QUOTES = "（(", "）)", "「『“‘《〈\"'"
SPACE = " \u3000，,：:、/／"
GAP = 16  # characters that a declaration may need between the two names
MOST_KEPT = 0.8  # of the full name's characters; a longer "short form" is another name
KEPT_SCATTERED = 0.7  # 廣州醫院 is not 廣州醫學院
SHORTEST, LAST = 2, 3  # characters of a short form, and of the name's end that it must touch
SHORT_TITLE = 5  # characters that a plan's title is cut to
TRADE = 2  # characters for its trade in a company's registered name: 製藥股份有限公司
SUBTITLE = ("：", ":", "—", "─", "－")
CLASS_WORD = re.compile(r"[^（()），。、；」』”’》〉]{1,8}[（(]\s*")
WHERE = re.compile(r"[（(][^（）()]*[)）]$")


@dataclass(frozen=True, slots=True)
class ShortFormWords:
    """Folded words that a short form leaves out: prefixes and legal forms; characters of places."""

    prefixes: Collection[str]
    legal_endings: Sequence[str]
    characters: str


def declared_pairs(
    text: str, mentions: Sequence[Mention], rules: LinkingRules
) -> Iterator[tuple[Mention, Mention]]:
    """Yield (full, short) of neighbours where a bracket after the first declares the second.

    One bracket may declare several: those after the first short form are paired with the full name.
    """
    full: Mention | None = None
    for first, second in pairwise(mentions):
        between = text[first.end : second.start]
        if first.type != second.type or len(between) > GAP:
            full = None
        elif full and not set(between) & set(OPENING + CLOSING) and _goes_on(between, rules):
            yield full, second
        elif _declares(between, rules):
            full = first
            yield first, second
        else:
            full = None


def _declares(between: str, rules: LinkingRules) -> bool:
    """Tell whether `between` opens a bracket or quote and says no more than a declaration.

    Before a bracket that says outright what it declares a class word may stand (《…》草案（下稱).
    """
    rest = fold(between).lstrip("」』”’》〉" + SPACE)
    bracketed = rest[:1] in OPENING and bool(rest)
    said, after = _without_wording(rest.lstrip(OPENING + SPACE), rules)
    if not (bracketed or said):
        bracket = CLASS_WORD.match(rest)
        said, after = _without_wording(rest[bracket.end() :], rules) if bracket else (False, "")
    return (bracketed or said) and not after.strip(QUOTES)


def _goes_on(between: str, rules: LinkingRules) -> bool:
    """Tell whether `between` only joins one more short form to the one before."""
    rest = fold(between).lstrip("」』”’》〉" + SPACE + "或及和")
    return bool(between) and not _without_wording(rest, rules)[1].strip(QUOTES)


def _without_wording(text: str, rules: LinkingRules) -> tuple[bool, str]:
    said = next((word for word in rules.declarations if text.startswith(word)), "")
    return bool(said), text.removeprefix(said).strip(SPACE + "为")


def is_scattered_in(short: str, full: str) -> bool:
    """Tell whether `short` is shorter, and its characters stand in `full` in their order."""
    remaining = iter(full)
    return len(short) < len(full) and all(character in remaining for character in short)


def is_short_form(short: str, full: str, type_: str, words: ShortFormWords) -> bool:
    """Tell whether folded `short` may stand for folded `full`, a thing of `type_`.

    It ends the name (a year in brackets apart), or is all of it but its legal form or its subtitle,
    or is made of characters of the name: the first (or the first after a place) and a last one.
    """
    full = WHERE.sub("", full)
    if not SHORTEST <= len(short) < len(full) or len(short) > MOST_KEPT * len(full) + 1:
        return False
    run = len(full) - len(full.lstrip(words.characters))
    starts = {*range(run + 1), *(len(word) for word in words.prefixes if full.startswith(word))}
    for start in starts:
        if full.startswith(short, start):
            rest = full[start + len(short) :]
            return not rest or _is_idle(rest, type_, words.legal_endings)
    if full.endswith(short):
        return True
    scattered = len(short) <= KEPT_SCATTERED * len(full) and is_scattered_in(short, full)
    if not scattered or short[-1] not in full[-LAST:]:
        return False
    begins = any(full[start : start + 1] == short[0] for start in starts)
    title = type_ == "INIT" and len(short) <= SHORT_TITLE and full.endswith(short[-2:])
    return begins or title or (type_ == "ORG" and _has_stem(short, full, words.legal_endings))


def _has_stem(short: str, full: str, legal_endings: Sequence[str]) -> bool:
    """Tell whether `short` is a part of `full` and the legal form of both (產業園公司)."""
    ending = next((word for word in legal_endings if short.endswith(word)), "")
    stem = short.removesuffix(ending)
    return bool(ending) and len(stem) > SHORTEST and stem in full and full.endswith(ending)


def _is_idle(rest: str, type_: str, legal_endings: Sequence[str]) -> bool:
    """Tell whether `rest` of a name after a short form tells nothing apart."""
    if type_ != "ORG":
        return rest.startswith(SUBTITLE)
    ending = next((word for word in legal_endings if rest.endswith(word)), "")
    return bool(ending) and len(rest) - len(ending) <= TRADE


def fullest(
    short: str, place: int, candidates: Iterable[FullName], words: ShortFormWords
) -> str | None:
    """Return the canonical name that `short`, standing at `place`, is a short form of.

    The nearest before wins, then the nearest after; forms that end or begin the full name go
    before scattered ones.
    """
    folded = fold(short)
    ranked = []
    for full in candidates:
        forms = [
            form
            for form in {fold(full.surface), fold(full.name)}
            if is_short_form(folded, form, full.type, words)
        ]
        if forms:
            whole = any(folded in form for form in forms)
            distance = abs(full.place - place)
            ranked.append((not whole, full.place > place, distance, full.name))
    return min(ranked)[3] if ranked else None
