"""Extraction in several processes, each with a pipeline of its own; results in order.

To change how much a process takes at a time: `CHUNK`.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

from extract.article import Article
from extract.decisions import UNDECIDED, Decision, Decisions, make_decisions
from extract.errors import InputError
from extract.mention import Extraction
from extract.pipeline import Pipeline, load_pipeline

Extract = Callable[[Sequence[Article]], Iterable[Extraction]]
Task = TypeVar("Task")
Result = TypeVar("Result")

CHUNK = 16  # articles that a process takes at a time: one task an article costs three times more
AHEAD = 3  # tasks that wait for each process, so that none is idle and memory does not grow


def extract_all(
    articles: Iterable[Article], *, workers: int = 1, decisions: Decisions = UNDECIDED
) -> Iterator[Extraction | InputError]:
    """Yield what each article says, in order, the same for any number of `workers`.

    In place of an article that cannot be extracted stands an InputError with the reason.
    """
    waiting = iter(articles)
    chunks = iter(lambda: tuple(islice(waiting, CHUNK)), ())
    work = partial(extract_each, extract=by_decisions(decisions))
    for found in in_processes(work, chunks, workers=workers):
        yield from found


def in_processes(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, workers: int
) -> Iterator[Result]:
    """Yield `work` of each task, in order, done by so many processes, or by this one if by one.

    Raises InputError where a process ends before its work is done.
    """
    if workers <= 1:
        yield from map(work, tasks)
        return
    waiting = iter(tasks)
    running: deque[Future[Result]] = deque()
    # A process that is forked while a model's threads run may never end.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
    try:
        while True:
            for task in islice(waiting, workers * AHEAD - len(running)):
                running.append(pool.submit(work, task))
            if not running:
                return
            yield running.popleft().result()
    except BrokenProcessPool as error:
        remedy = "run it with fewer --workers, or look whether memory ran out"
        raise InputError("--workers", "a process ended before its work was done", remedy) from error
    finally:
        # Python waits for what runs at its own end in any case, and not as carefully.
        pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the process that began this one, and end when that ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def extract_each(
    articles: Sequence[Article], extract: Extract | None = None
) -> list[Extraction | InputError]:
    """Return what each article says, or why that cannot be told; `extract` by default the pipeline.

    If one of `articles` makes extraction fail, the others are extracted all the same.
    """
    extract = extract or by_decisions(UNDECIDED)
    try:
        return list(extract(articles))
    except InputError:  # a model or a table, not the article, is wrong
        raise
    except Exception as error:  # whatever it is, it is told, with the article that made it
        if len(articles) > 1:
            return [found for article in articles for found in extract_each([article], extract)]
        place = f"{articles[0].file or 'article'}, {articles[0].id}"
        fault = f"it cannot be extracted ({type(error).__name__}: {error})"
        return [InputError(place, " ".join(fault.split()), "leave it out, and report the fault")]


def by_decisions(decisions: Decisions) -> Extract:
    """Return the extraction by what people decided, in a form that other processes can be sent."""
    return partial(_extract, decisions.rows)


def _extract(rows: tuple[Decision, ...], articles: Sequence[Article]) -> Iterable[Extraction]:
    return _pipeline(rows)(articles)


@lru_cache(maxsize=1)
def _pipeline(rows: tuple[Decision, ...]) -> Pipeline:
    return load_pipeline(decisions=make_decisions(rows))
