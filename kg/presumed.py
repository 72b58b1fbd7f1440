"""Whom a title alone stands for: no article says so, our table of office holders does.

To let one more wording count as a title alone: in `_stands_alone`.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract import resources
from extract.folding import fold, name_key
from extract.mention import Entity, Extraction, Link
from extract.office_holders import OfficeHolders, Tenure, load_office_holders

BODIES = ("ORG", "PLACE")
WINDOW = 16  # characters, more than any title or verb of speech has


@dataclass(frozen=True, slots=True)
class Presumption:
    """That `person` is meant where an article names the post `title` at `body` without a name.

    `evidence` holds `[start, end)` of each sentence that does; `source` is the table's.
    """

    person: Entity
    title: str
    body: Entity
    source: str
    evidence: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """Who held what, and folded: each body's titles, longest first, words after and before one."""

    holders: OfficeHolders
    titles: Mapping[str, tuple[str, ...]]
    verbs: tuple[str, ...]
    before: tuple[str, ...]


@lru_cache(maxsize=1)
def _knowledge() -> _Knowledge:
    holders = load_office_holders()
    rules = tomllib.loads(resources.path("rules/mentions.toml").read_text("utf-8"))
    titles = defaultdict(list)
    for title, body in sorted(holders.tenures, key=lambda held: -len(held[0])):
        titles[body].append(title)
    return _Knowledge(
        holders,
        {body: tuple(found) for body, found in titles.items()},
        tuple(map(fold, resources.lines("lexicon/speech_verbs.txt"))),
        tuple(map(fold, rules["before_a_post"])),
    )


def presumptions(extraction: Extraction) -> tuple[Presumption, ...]:
    """Return whom the article means by titles alone, by what is known of its day, sorted.

    Nobody where the article itself says who holds the post, or speaks of another year.
    """
    known, found = _knowledge(), defaultdict(list)
    for link in extraction.links:
        tenure = _holder(extraction, link, known) if link.entity.type in BODIES else None
        if tenure and not _says_who(extraction, tenure):
            span = _sentence(extraction, link)
            if _is_of_the_day(extraction, span):
                found[tenure, link.entity].append(span)
    told = (
        Presumption(Entity(t.person, "PER"), t.post, body, t.source, tuple(sorted(set(spans))))
        for (t, body), spans in found.items()
    )
    return tuple(sorted(told, key=lambda one: (one.person.name, one.title, one.body.name)))


def _holder(extraction: Extraction, link: Link, known: _Knowledge) -> Tenure | None:
    """Return who held the post whose title alone follows the body."""
    article, body, at = extraction.document.article, link.entity.name, link.mention.end
    titles = known.titles.get(name_key(body), ())
    after = fold(article.text[at : at + WINDOW]) if titles else ""
    title = next((title for title in titles if after.startswith(title)), "")
    before = fold(article.text[max(0, link.mention.start - WINDOW) : link.mention.start])
    alone = title and _stands_alone(extraction, at + len(title), known)
    if alone and not before.endswith(known.before):
        return known.holders.holder(title, body, article.date)
    return None


def _stands_alone(extraction: Extraction, end: int, known: _Knowledge) -> bool:
    """Tell whether a title that ends there says something itself, at once or after a date."""
    dates = {link.mention.start: link.mention.end for link in _dates(extraction)}
    at = dates.get(end, end)
    return fold(extraction.document.text[at : at + WINDOW]).startswith(known.verbs)


def _says_who(extraction: Extraction, tenure: Tenure) -> bool:
    post = (name_key(tenure.post), tenure.body)
    held = (one for one in extraction.relations if one.relation == "holdsPost")
    return any((name_key(one.post), one.object.name) == post for one in held)


def _sentence(extraction: Extraction, link: Link) -> tuple[int, int]:
    for sentence in extraction.document.sentences:
        if sentence.start <= link.mention.start < sentence.end:
            return sentence.start, sentence.end
    return link.mention.start, link.mention.end


def _is_of_the_day(extraction: Extraction, span: tuple[int, int]) -> bool:
    """Tell whether the sentence speaks of no year but the article's."""
    year = extraction.document.article.date[:4]
    inside = (one for one in _dates(extraction) if span[0] <= one.mention.start < span[1])
    return all(one.entity.name.startswith(year) for one in inside)


def _dates(extraction: Extraction) -> Iterator[Link]:
    return (link for link in extraction.links if link.entity.type == "DATE")
