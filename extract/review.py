"""List what people should look at: names that nothing knows, and names that may be one thing.

To add a sign that two names may be one: a line in `_may_be_one`.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from extract.decisions import Decisions, key, safe_cell
from extract.editions import is_edition, series_key
from extract.folding import name_key
from extract.gazetteer import Gazetteer
from extract.linking.context import VALUES
from extract.linking.rules import LinkingRules
from extract.linking.short_forms import is_scattered_in
from extract.mention import Entity, Extraction, Link
from extract.namesakes import Holding, Namesakes

COLUMNS = (
    "decision", "name", "type", "other", "other_type", "why", "mentions", "articles", "article",
    "sentence",
)  # fmt: skip
SHORT_FORMS = ("ORG", "ZONE", "INIT", "EVENT")
SHORTEST = 3  # characters of a name of which others may be spellings
CROWD = 200  # names that share two characters; more share them by chance


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to decide: a name, or two names where `other` is not empty, and where it stands."""

    name: str
    type: str
    other: str
    other_type: str
    why: str
    mentions: int
    articles: int
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """How often a thing was named, in how many articles, and where first."""

    mentions: int
    articles: int
    article: str
    sentence: str


def find_candidates(
    extractions: Iterable[Extraction],
    gazetteer: Gazetteer,
    rules: LinkingRules,
    decisions: Decisions,
) -> list[Candidate]:
    """Return what is not known and not decided: the most frequent names first, then the pairs."""
    seen = _seen(_named(extractions))
    known = gazetteer.by_entity()
    new = [entity for entity in seen if entity not in known]
    decided = set(decisions.types) | set(decisions.same) | decisions.ignored
    names = [
        _candidate(entity, None, "new name", seen)
        for entity in new
        if key(entity.name, entity.type) not in decided
    ]
    pairs = [
        _candidate(one, other, why, seen)
        for one, other, why in _pairs(list(seen), set(new), rules)
        if not {key(one.name, one.type), key(other.name, other.type)} & decided
        and frozenset({key(one.name, one.type), key(other.name, other.type)})
        not in decisions.different
    ]
    return [*_in_order(names), *_in_order(pairs)]


def _in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda row: (-row.mentions, row.type, row.name, row.other))


def find_namesakes(
    extractions: Iterable[Extraction],
    namesakes: Namesakes,
    holdings: Callable[[Extraction], Iterable[Holding]],
    decisions: Decisions,
) -> list[Candidate]:
    """Return pairs of persons of one name, at bodies of two houses, who may be one.

    `holdings` gives what an article says of the posts of persons.
    """
    seen = _seen(_told_apart(extractions, namesakes, holdings))
    pairs = (
        (Entity(one, "PER"), Entity(other, "PER"))
        for bodies in namesakes.told.values()
        for one, other in combinations(sorted(set(bodies.values())), 2)
    )
    return _in_order(
        _candidate(one, other, "same name, other body", seen)
        for one, other in pairs
        if one in seen and other in seen
        if frozenset({key(one.name, "PER"), key(other.name, "PER")}) not in decisions.different
    )


Naming = tuple[Extraction, Link, Entity]


def _named(extractions: Iterable[Extraction]) -> Iterator[Naming]:
    """Yield each mention that names a thing, with the thing."""
    for extraction in extractions:
        for link in extraction.links:
            if link.entity.type not in VALUES:
                yield extraction, link, link.entity


def _told_apart(
    extractions: Iterable[Extraction],
    namesakes: Namesakes,
    holdings: Callable[[Extraction], Iterable[Holding]],
) -> Iterator[Naming]:
    """Yield each mention of a person who is told apart from others, with the person."""
    for extraction in extractions:
        called = namesakes.apart(holdings(extraction))
        for link in extraction.links if called else ():
            if link.entity.type == "PER" and link.entity.name in called:
                yield extraction, link, Entity(called[link.entity.name], "PER")


def _seen(namings: Iterable[Naming]) -> dict[Entity, _Seen]:
    """Count the things that are named, and keep the first sentence that names each."""
    mentions: dict[Entity, int] = defaultdict(int)
    articles: dict[Entity, set[str]] = defaultdict(set)
    first: dict[Entity, tuple[str, int, str]] = {}
    for extraction, link, entity in namings:
        article = extraction.document.article.id
        mentions[entity] += 1
        articles[entity].add(article)
        place = (article, link.mention.start, _sentence(extraction, link))
        first[entity] = min(first.get(entity, place), place)
    return {
        entity: _Seen(count, len(articles[entity]), first[entity][0], first[entity][2])
        for entity, count in sorted(
            mentions.items(), key=lambda found: (found[0].type, found[0].name)
        )
    }


def _sentence(extraction: Extraction, link: Link) -> str:
    for sentence in extraction.document.sentences:
        if sentence.start <= link.mention.start < sentence.end:
            return sentence.text.strip()
    return link.mention.surface


def _pairs(
    entities: Sequence[Entity], new: set[Entity], rules: LinkingRules
) -> Iterator[tuple[Entity, Entity, str]]:
    """Yield pairs of one type, at least one of them new, that may be one thing."""
    sharing: dict[tuple[str, ...], list[Entity]] = defaultdict(list)
    for entity in entities:
        for bigram in sorted(set(pairwise(name_key(entity.name)))):
            sharing[entity.type, *bigram].append(entity)
    found: set[tuple[Entity, Entity]] = set()
    for group in sharing.values():
        if len(group) <= CROWD:
            found |= {pair for pair in combinations(group, 2) if set(pair) & new}
    for pair in sorted(found, key=lambda pair: (pair[0].name, pair[1].name)):
        shorter, longer = sorted(pair, key=lambda entity: (len(entity.name), entity not in new))
        why = _may_be_one(shorter, longer, shorter in new, rules)
        if why:
            # What is new is to become what is known, and a short form its full name.
            yield (shorter, longer, why) if shorter in new else (longer, shorter, why)


def _may_be_one(one: Entity, other: Entity, one_is_new: bool, rules: LinkingRules) -> str:
    """Return the sign that two things, the shorter name first, may be one, or empty text."""
    shorter, longer = name_key(one.name), name_key(other.name)
    if len(shorter) < SHORTEST or len(shorter) > len(longer) or _are_editions(one, other):
        return ""
    if len(shorter) == len(longer):
        different = sum(a != b for a, b in zip(shorter, longer, strict=True))
        return "one character" if different <= 1 and len(shorter) > SHORTEST else ""
    if one.type == "ORG" and longer.startswith(
        shorter
    ):  # a part of it, unless what is left is only its legal form
        return "legal form" if longer.removeprefix(shorter) in rules.legal_endings else ""
    ends_meet = shorter[0] == longer[0] or shorter[-1] == longer[-1]
    may = one_is_new and one.type in SHORT_FORMS and ends_meet
    return "short form" if may and is_scattered_in(shorter, longer) else ""


def _are_editions(one: Entity, other: Entity) -> bool:
    """Tell whether the two are editions of what recurs, or one is the whole series."""
    numbered = is_edition(one.name) or is_edition(other.name)
    return numbered and series_key(one.name) == series_key(other.name)


def _candidate(
    one: Entity, other: Entity | None, why: str, seen: Mapping[Entity, _Seen]
) -> Candidate:
    """Return the row for a thing, or for two with the sentence of the first."""
    here, there = seen[one], seen[other] if other else None
    return Candidate(
        one.name,
        one.type,
        other.name if other else "",
        other.type if other else "",
        why,
        here.mentions + (there.mentions if there else 0),
        here.articles + (there.articles if there else 0),
        here.article,
        here.sentence,
    )


def write_candidates(candidates: Iterable[Candidate]) -> str:
    """Return a CSV table with an empty column for the decision; no cell can be a formula."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for row in candidates:
        cells = (row.name, row.type, row.other, row.other_type, row.why)
        counts = (str(row.mentions), str(row.articles))
        texts = (*cells, *counts, row.article, row.sentence)
        rows.writerow(["", *(safe_cell(text) for text in texts)])
    return out.getvalue()
