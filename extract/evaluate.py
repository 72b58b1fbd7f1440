"""How good extractions are, against marked articles: precision, recall, F1, as the guide scores.

To add a figure: a field of `Figures`, filled in `evaluate`. What counts as right is said in
data/gold/GUIDE.md, under Scores.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from extract.gold import GoldArticle
from extract.layout import lay_out
from extract.mention import Extraction

# Their canonical name is a value or the title itself, so that linking them proves nothing.
NOT_LINKED = ("DATE", "QTY", "POST")
EITHER_WAY = "cooperatesWith"

Triple = tuple[str, str, str]
Key = TypeVar("Key")
Spans = dict[tuple[int, int, str], str]  # start, end and type → canonical name


@dataclass(frozen=True, slots=True)
class Score:
    """How many were right, how many there were to find, how many were found."""

    right: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right, 0 to 1."""
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """The share of what there was to find that was found, 0 to 1."""
        return self.right / max(1, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of both, 0 to 1."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class Slip:
    """Something missed, or found falsely, with the sentence that it stands in."""

    kind: str  # missed, false or wrong name
    type: str
    what: str
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All scores of one evaluation; `linking` is the share of right mentions rightly linked."""

    articles: int
    missing: tuple[str, ...]
    mentions: Score
    linking: float
    relations: Score
    by_type: Mapping[str, Score]
    by_relation: Mapping[str, Score]
    slips: tuple[Slip, ...]

    def as_row(self) -> dict[str, object]:
        """Return the figures as plain values, for JSON."""
        return {
            "articles": self.articles,
            "missing": list(self.missing),
            "mentions": _row(self.mentions),
            "linking": self.linking,
            "relations": _row(self.relations),
            "by_type": {name: _row(score) for name, score in self.by_type.items()},
            "by_relation": {name: _row(score) for name, score in self.by_relation.items()},
        }


def _row(score: Score) -> dict[str, float]:
    return {
        "p": score.precision,
        "r": score.recall,
        "f1": score.f1,
        "gold": score.gold,
        "found": score.found,
    }


def evaluate(golds: Sequence[GoldArticle], extractions: Iterable[Extraction]) -> Figures:
    """Score `extractions` against the marked articles with the same ids.

    A marked article without an extraction counts as one in which nothing was found.
    """
    by_id = {extraction.document.article.id: extraction for extraction in extractions}
    types: dict[str, Counter[str]] = {}
    relations: dict[str, Counter[str]] = {}
    slips: list[Slip] = []
    named = linked = 0
    for gold in golds:
        extraction = by_id.get(gold.article.id)
        wanted, found = _gold_spans(gold), _spans(extraction)
        _count(types, wanted, found, type_of=lambda span: span[2])
        right = [span for span in wanted if span in found and span[2] not in NOT_LINKED]
        named += len(right)
        linked += sum(wanted[span] == found[span] for span in right)
        triples, others = _triples(gold.relations), _found_triples(extraction)
        _count(relations, triples, others, type_of=lambda triple: triple[1])
        slips += _slips(gold, wanted, found, triples, others)
    return Figures(
        articles=len(golds),
        missing=tuple(gold.article.id for gold in golds if gold.article.id not in by_id),
        mentions=_sum(types.values()),
        linking=linked / max(1, named),
        relations=_sum(relations.values()),
        by_type={name: _sum([types[name]]) for name in sorted(types)},
        by_relation={name: _sum([relations[name]]) for name in sorted(relations)},
        slips=tuple(slips),
    )


def _gold_spans(gold: GoldArticle) -> Spans:
    return {(mark.start, mark.end, mark.type): mark.canonical for mark in gold.mentions}


def _spans(extraction: Extraction | None) -> Spans:
    links = extraction.links if extraction else ()
    return {
        (link.mention.start, link.mention.end, link.mention.type): link.entity.name
        for link in links
    }


def _triples(relations: Iterable[Triple]) -> frozenset[Triple]:
    """Return the relations, those that hold either way in one order."""
    return frozenset(
        (min(subject, object_), relation, max(subject, object_))
        if relation == EITHER_WAY
        else (subject, relation, object_)
        for subject, relation, object_ in relations
    )


def _found_triples(extraction: Extraction | None) -> frozenset[Triple]:
    relations = extraction.relations if extraction else ()
    return _triples((one.subject.name, one.relation, one.object.name) for one in relations)


def _count(
    counts: dict[str, Counter[str]],
    wanted: Iterable[Key],
    found: Iterable[Key],
    type_of: Callable[[Key], str],
) -> None:
    """Add to `counts`, type by type, what was to find, what was found, and what of it is right."""
    wanted, found = set(wanted), set(found)
    for name, keys in (("gold", wanted), ("found", found), ("right", wanted & found)):
        for key in keys:
            counts.setdefault(type_of(key), Counter())[name] += 1


def _sum(counts: Iterable[Counter[str]]) -> Score:
    total: Counter[str] = sum(counts, Counter())
    return Score(total["right"], total["gold"], total["found"])


def _slips(
    gold: GoldArticle,
    wanted: Spans,
    found: Spans,
    triples: frozenset[Triple],
    others: frozenset[Triple],
) -> Iterator[Slip]:
    """Yield what is wrong in one article, in the order of the text; relations last."""
    text = gold.article.text
    sentences = lay_out(gold.article).sentences
    where = gold.article.id

    def around(*offsets: int) -> str:
        for sentence in sentences:
            if all(sentence.start <= offset < sentence.end for offset in offsets):
                return sentence.text
        return ""

    for span in sorted({*wanted, *found}):
        start, end, type_ = span
        surface = text[start:end]
        if span not in found:
            yield Slip("missed", type_, surface, where, around(start))
        elif span not in wanted:
            yield Slip("false", type_, surface, where, around(start))
        elif wanted[span] != found[span] and type_ not in NOT_LINKED:
            what = f"{surface} → {found[span]}, not {wanted[span]}"
            yield Slip("wrong name", type_, what, where, around(start))
    places: dict[str, list[int]] = {}
    for spans in (wanted, found):
        for (start, _, _), name in spans.items():
            places.setdefault(name, []).append(start)
    for kind, relations in (("missed", triples - others), ("false", others - triples)):
        for subject, relation, object_ in sorted(relations):
            both = product(places.get(subject, ()), places.get(object_, ()))
            sentence = next(filter(None, (around(*pair) for pair in both)), "")
            yield Slip(kind, relation, f"{subject} | {relation} | {object_}", where, sentence)


def commonest(slips: Iterable[Slip], most: int) -> Iterator[tuple[Slip, int]]:
    """Yield the `most` commonest slips of each kind and type, with how often each was made.

    The slip that is yielded is the first of its like, so that its sentence can be read.
    """
    groups: dict[tuple[str, str], dict[str, list[Slip]]] = {}
    for slip in slips:
        groups.setdefault((slip.type, slip.kind), {}).setdefault(slip.what, []).append(slip)
    for key in sorted(groups):
        alike = sorted(groups[key].values(), key=lambda found: (-len(found), found[0].what))
        for found in alike[:most]:
            yield found[0], len(found)
