"""Short forms of names: those that an article declares, and those that it merely uses.

A short form keeps characters of the full name in their order. That alone proves nothing (香港大學
does so of 香港中文大學), so the caller asks only for names that are not known otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence

from extract.folding import fold
from extract.linking.rules import LinkingRules
from extract.mention import Mention

OPENING, QUOTES = "（(", "「『“‘《〈\"'"
SPACE = " \u3000，,：:"
MOST_KEPT = 0.8  # of the full name's characters; a longer "short form" is another name
SHORTEST = 2


def declared_pairs(
    text: str, mentions: Sequence[Mention], rules: LinkingRules
) -> Iterator[tuple[Mention, Mention]]:
    """Yield (first, second) of neighbours where a bracket after the first declares the second."""
    for first, second in zip(mentions, mentions[1:], strict=False):
        between = text[first.end : second.start]
        if first.type == second.type and len(between) <= 12 and _declares(between, rules):
            yield first, second


def _declares(between: str, rules: LinkingRules) -> bool:
    """Tell whether `between` opens a bracket or quote and says no more than a declaration."""
    rest = fold(between).lstrip("」』”’》〉" + SPACE)
    bracketed = rest[:1] in OPENING and bool(rest)
    rest = rest.lstrip(OPENING + SPACE)
    said = next((word for word in rules.declarations if rest.startswith(word)), "")
    rest = rest.removeprefix(said).strip(SPACE + "为")
    return bool(bracketed or said) and not rest.strip(QUOTES)


def is_short_form(short: str, full: str) -> bool:
    """Tell whether folded `short` may stand for folded `full`: its characters, in their order.

    Contiguous parts are short forms if they end the name; scattered ones if they begin and end
    within the name's first and last words.
    """
    if not SHORTEST <= len(short) < len(full) or len(short) > MOST_KEPT * len(full) + 1:
        return False
    if full.endswith(short) or full.startswith(short):
        return True
    remaining = iter(full)
    return all(character in remaining for character in short) and short[-1] in full[-3:]


def fullest(short: str, place: int, candidates: Iterable[tuple[int, str, str]]) -> str | None:
    """Return the canonical name that `short`, standing at `place`, is a short form of.

    `candidates` are (place, surface, canonical name). The nearest before wins, then the nearest
    after; forms that end or begin the full name go before scattered ones.
    """
    folded = fold(short)
    ranked = []
    for where, surface, name in candidates:
        forms = [form for form in {fold(surface), fold(name)} if is_short_form(folded, form)]
        if forms:
            whole = any(folded in form for form in forms)
            ranked.append((not whole, where > place, abs(where - place), name))
    return min(ranked)[3] if ranked else None
