"""What the rest of the article says about a mention: one name is one thing all through it.

To add a rule: a function (mentions, text, rules) → mentions, and its place in `STEPS`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from extract.folding import fold
from extract.mention import Mention
from extract.mentions.rules import KNOWN_TYPES, MentionRules

OPENING, CLOSING = "（(「『“《", "）)」』”》"
QUOTED = re.compile(r"[「“](?P<name>[^「」“”\n]{6,60})[」”]")
LONGEST_ALIAS = 14
SURE = 0.5


def sure_enough(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """Of kinds that are often seen where none is, only the surer ones count."""
    return tuple(m for m in mentions if m.confidence >= rules.least_sure.get(m.type, 0))


def declared(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A short form that brackets declare after a name is a name: 甲局（下稱「乙」）."""
    added = []
    for mention in mentions:
        span = _declared_after(mention, text, rules)
        if span is not None and mention.type not in ("DATE", "QTY", "POST", "PLACE"):
            start, end = span
            added.append(
                replace(mention, start=start, end=end, surface=text[start:end], found_by="declared")
            )
    return _without_overlaps([*mentions, *added])


def _declared_after(mention: Mention, text: str, rules: MentionRules) -> tuple[int, int] | None:
    """Return where the alias stands that is declared right after `mention`, if one is."""
    at = mention.end
    if text[at : at + 1] and text[at] in "」』”》":
        at += 1
    if text[at : at + 1] not in ("（", "("):
        return None
    at += 1
    folded = fold(text[at : at + 8])
    said = next((word for word in rules.declarations if folded.startswith(word)), "")
    at += len(said)
    if not said:
        return None
    while text[at : at + 1] and text[at] in OPENING + "：: 為为":
        at += 1
    end = at
    while end < len(text) and end - at <= LONGEST_ALIAS and text[end] not in CLOSING + "，,。\n":
        end += 1
    closed = end < len(text) and text[end] in CLOSING
    return (at, end) if closed and end > at + 1 else None


def quoted_events(
    mentions: Sequence[Mention], text: str, rules: MentionRules
) -> tuple[Mention, ...]:
    """What quotation marks wrap and an event's ending ends is one event, whatever is in it."""
    whole = {(mention.start, mention.end) for mention in mentions}
    found = [
        Mention(start, end, "EVENT", text[start:end], "quoted event", 0.9)
        for start, end in (match.span("name") for match in QUOTED.finditer(text))
        if (start, end) not in whole and rules.quoted_event.search(fold(text[start:end]))
    ]
    return _without_overlaps([*found, *mentions])


def one_type(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A surface read in several types has one: the gazetteer's, else that which was surest."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        weights[mention.surface][mention.type] += mention.confidence
    chosen = {}
    for surface, types in weights.items():
        if len(types) > 1 and len(surface) > 1 and not {"DATE", "QTY"} & types.keys():
            known = [type_ for type_ in types if rules.gazetteer.find(surface, type_)]
            by_weight = sorted(types, key=lambda type_: (-types[type_], type_))
            chosen[surface] = known[0] if len(known) == 1 else by_weight[0]
    return tuple(
        replace(mention, type=chosen[mention.surface], found_by="one type")
        if chosen.get(mention.surface, mention.type) != mention.type
        else mention
        for mention in mentions
    )


def repeats(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A name found once is that name wherever its characters stand unclaimed."""
    names: dict[str, Mention] = {}
    for mention in mentions:
        enough = rules.repeated.get(mention.type, len(text))
        if len(mention.surface) >= enough and mention.confidence >= SURE:
            names.setdefault(mention.surface, mention)
    taken = _taken(mentions, len(text))
    added = []
    for surface in sorted(names, key=lambda name: (-len(name), name)):
        at = text.find(surface)
        while at >= 0:
            end = at + len(surface)
            if not any(taken[at:end]):
                added.append(replace(names[surface], start=at, end=end, found_by="repeat"))
                taken[at:end] = b"\1" * (end - at)
            at = text.find(surface, end)
    return tuple(sorted([*mentions, *added], key=lambda mention: mention.start))


def known(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """A long name of the gazetteer is a mention where nothing else is."""
    taken = _taken(mentions, len(text))
    added = [
        Mention(start, end, KNOWN_TYPES[types[0]], text[start:end], "gazetteer", 0.8)
        for start, end, types in rules.known.find(fold(text))
        if not any(taken[start:end])
    ]
    return tuple(sorted([*mentions, *added], key=lambda mention: mention.start))


def _taken(mentions: Sequence[Mention], length: int) -> bytearray:
    taken = bytearray(length)
    for mention in mentions:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return taken


def _without_overlaps(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return `mentions` in order; of two that overlap the one given first."""
    kept: list[Mention] = []
    end_of_text = max((mention.end for mention in mentions), default=0)
    taken = bytearray(end_of_text)
    for mention in mentions:
        if not any(taken[mention.start : mention.end]):
            kept.append(mention)
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return tuple(sorted(kept, key=lambda mention: mention.start))


STEPS: tuple[Callable[[Sequence[Mention], str, MentionRules], tuple[Mention, ...]], ...] = (
    sure_enough,
    quoted_events,
    declared,
    one_type,
    repeats,
    known,
)


def agree(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """Return `mentions` after each step of `STEPS`, in order of their place."""
    current = _without_overlaps(mentions)
    for step in STEPS:
        current = step(current, text, rules)
    return current
