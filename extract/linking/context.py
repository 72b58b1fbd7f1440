"""What the ways of linking look at beside the mention itself.

To add something: a field of `Context`, filled in `make_context`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.article import Document
from extract.folding import fold, unfold
from extract.gazetteer import Gazetteer
from extract.gazetteer_record import EntityRecord
from extract.linking.rules import LinkingRules
from extract.mention import Mention

Named = tuple[str, str]
VALUES = ("DATE", "QTY", "POST")  # these name themselves, not a thing with other names
ELSEWHERE = 2  # a body of another place is meant where that place is named so many times as often


@dataclass(frozen=True, slots=True)
class FullName:
    """A name that short forms may stand for: where it stands, and what it is linked to."""

    place: int
    type: str
    surface: str
    name: str


@dataclass(frozen=True, slots=True)
class Context:
    """An article's mentions in order, and what is known of them and of the world.

    `declared` maps (type, folded short form) to a canonical name, `places` counts by canonical
    name how often each place is named; `day` and `source` are the paper's, or empty.
    """

    gazetteer: Gazetteer
    rules: LinkingRules
    mentions: Sequence[Mention]
    places: Counter[str]
    simplified: bool
    day: str = ""
    source: str = ""
    declared: Mapping[tuple[str, str], str] = field(default_factory=dict)
    full: Sequence[FullName] = ()

    def written(self, mention: Mention) -> str:
        """Return a new name for `mention`: as it is written, in Traditional script."""
        surface = mention.surface
        if not self.simplified:
            return surface
        name = unfold(surface)
        if mention.type != "PER":
            return name
        kept = self.rules.kept_in_persons  # 范 is a surname, 範 is none
        return "".join(a if a in kept else b for a, b in zip(surface, name, strict=True))

    def best(self, records: Sequence[EntityRecord], surface: str) -> EntityRecord:
        """Return the one of several things of one name that the article is about.

        It is the one whose place the article names most, and whose full name it is unless
        another's place is named far more often.
        """
        folded = fold(surface)

        def weight(record: EntityRecord) -> tuple[float, bool]:
            whole = fold(record.name) == folded
            return self.places[record.place] * (ELSEWHERE if whole else 1) + whole / 2, whole

        return max(records, key=weight)


def make_context(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, rules: LinkingRules
) -> Context:
    """Return the context of `mentions`, which must be in order, before any is linked."""
    article = document.article
    return Context(
        gazetteer,
        rules,
        mentions,
        _places(mentions, gazetteer),
        _simplified(article.text),
        article.date,
        article.source,
    )


def _simplified(text: str) -> bool:
    """Tell whether `text` is in Simplified script: folding changes next to none of it."""
    changed = sum(old != new for old, new in zip(text, fold(text), strict=True))
    back = sum(old != new for old, new in zip(text, unfold(text), strict=True))
    return back > changed


def _places(mentions: Sequence[Mention], gazetteer: Gazetteer) -> Counter[str]:
    """Count the places that mentions name, by canonical name."""
    found: Counter[str] = Counter()
    for mention in mentions:
        if mention.type == "PLACE":
            found.update(record.name for record in gazetteer.find(mention.surface, "PLACE")[:1])
            found.update(filter(None, [gazetteer.characters.get(fold(mention.surface))]))
    return found
