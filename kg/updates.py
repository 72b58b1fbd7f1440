"""Articles into a store and out of it: what changed is extracted, what did not is left alone.

To make a change of another kind, hold the writers' lock as `add` does, and open the store with
`changing` only while it is changed, so that readers seldom wait.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from extract.article import Article
from extract.errors import InputError
from extract.gazetteer_record import Records
from extract.mention import Extraction
from kg.claims import heading
from kg.locks import WRITERS, locked
from kg.query import IS_STORE
from kg.store import changing
from kg.terms import Triple
from ontology.names import article_iri

BATCH = 64  # articles of one transaction
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
    folder: Path,
    records: Records,
    extract: Extract,
    *,
    anew: bool = False,
    batch: int = BATCH,
) -> Change:
    """Put articles into the store in `folder`, new where there is none, and return what changed.

    An article that is in with the same text, title, paper, author and date is left as it is,
    unless `anew`. Each `batch` goes in whole or not at all; after a crash the same call goes on
    where it stopped. Raise InputError where another process changes the store.
    """
    _make_room(folder)
    change = Change()
    with locked(folder, WRITERS):
        with changing(folder, records) as store:
            known = store.headings()
        extracted = extract(_to_extract(found, {} if anew else known, change))
        kept = _kept(extracted, change)
        while some := list(islice(kept, batch)):
            with changing(folder, records) as store:
                store.add(some)
            iris = {article_iri(one.document.article.id) for one in some}
            change.replaced += len(iris & known.keys())
            change.added += len(iris - known.keys())
    return change


def retract(article_ids: Iterable[str], folder: Path, records: Records) -> None:
    """Take articles out of the store in `folder`, all or, where one is not in it, none.

    Raise InputError where there is no such store or article, or another process changes the store.
    """
    if not (folder / IS_STORE).exists():
        raise InputError(str(folder), "no store in this folder", "make one with gbakg add")
    with locked(folder, WRITERS), changing(folder, records) as store:
        store.retract(article_ids)


def _make_room(folder: Path) -> None:
    """Make the folder; refuse one of other things, which a store would be mixed up with."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / IS_STORE).exists() and not (folder / WRITERS).exists():
            others = sorted(path.name for path in folder.iterdir())
            if others:
                fault = f"this folder holds no store, but {others[0]}"
                raise InputError(str(folder), fault, "give a folder that is new or empty")
    except OSError as error:
        fault = f"cannot be a store's folder ({error.strerror or error})"
        raise InputError(str(folder), fault, "choose another folder") from error


def _to_extract(
    found: Iterable[Article | InputError], known: dict[str, frozenset[Triple]], change: Change
) -> Iterator[Article]:
    for one in found:
        if isinstance(one, InputError):
            change.errors.append(one)
        elif known.get(article_iri(one.id)) == frozenset(heading(one)):
            change.unchanged += 1
        else:
            yield one


def _kept(extracted: Iterable[Extraction | InputError], change: Change) -> Iterator[Extraction]:
    for one in extracted:
        if isinstance(one, InputError):
            change.errors.append(one)
        else:
            yield one
