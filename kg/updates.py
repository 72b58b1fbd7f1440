"""Articles into a store and out of it: what changed is extracted, what did not is left alone.

To make a change of another kind, write as `add` does, and open the store with `changing` only
while it is changed, so that readers seldom wait.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from extract.article import Article
from extract.decisions import UNDECIDED, Decisions
from extract.errors import InputError
from extract.gazetteer_record import Records
from extract.mention import Extraction
from kg.claims import heading
from kg.places import Place
from kg.store import Store
from ontology.names import article_iri

BATCH = 64  # articles of one transaction
AHEAD = 512  # articles that are looked up in the store at a time
Kept = TypeVar("Kept")
Extract = Callable[[Iterable[Article]], Iterable[Extraction | InputError]]


@dataclass(slots=True)
class Change:
    """How many articles are new, in the place of another, as they were; and what went wrong."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    errors: list[InputError] = field(default_factory=list)


def add(
    found: Iterable[Article | InputError],
    place: Place,
    records: Records,
    extract: Extract,
    *,
    anew: bool = False,
    batch: int = BATCH,
    decisions: Decisions = UNDECIDED,
) -> Change:
    """Put articles into the store at `place`, new where there is none; return what changed.

    An article that is in with the same text, title, paper, author and date is left as it is,
    unless `anew`. Each `batch` goes in whole or not at all, on a server each article; after a crash
    the same call goes on where it stopped. Which articles are copies is told at the end, of all that
    are in. Raise InputError where another process changes the
    store.
    """
    change = Change()
    with place.writing(make=True):
        extracted = extract(_to_extract(found, place, records, change, anew))
        kept = _kept(extracted, change)
        while some := list(islice(kept, batch)):
            iris = {article_iri(one.document.article.id) for one in some}
            with place.changing() as quads:
                store = Store(quads, records, decisions)
                known = store.headings(iris).keys()
                store.add(some)
            change.replaced += len(known)
            change.added += len(iris - known)
        with place.changing() as quads:
            Store(quads, records).tell_copies()
    return change


def retract(
    article_ids: Iterable[str],
    place: Place,
    records: Records,
    *,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Take articles out of the store at `place`, all or, where one is not in it, none.

    Raise InputError where there is no such store or article, or another process changes the store.
    """
    with place.writing(make=False), place.changing() as quads:
        store = Store(quads, records, decisions)
        store.retract(article_ids)
        store.tell_copies()


def _to_extract(
    found: Iterable[Article | InputError],
    place: Place,
    records: Records,
    change: Change,
    anew: bool,
) -> Iterator[Article]:
    waiting = _kept(found, change)
    while some := list(islice(waiting, AHEAD)):
        with place.changing() as quads:
            known = Store(quads, records).headings(article_iri(one.id) for one in some)
        for one in some:
            if not anew and known.get(article_iri(one.id)) == frozenset(heading(one)):
                change.unchanged += 1
            else:
                yield one


def _kept(found: Iterable[Kept | InputError], change: Change) -> Iterator[Kept]:
    for one in found:
        if isinstance(one, InputError):
            change.errors.append(one)
        else:
            yield one
