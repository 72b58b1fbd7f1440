"""Extraction in several processes, each with a pipeline of its own; results in order.

To change how much a process takes at a time: `CHUNK`.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice
from multiprocessing import get_context

from extract.article import Article
from extract.mention import Extraction
from extract.pipeline import Pipeline, load_pipeline

CHUNK = 16  # articles that a process takes at a time: one task an article costs three times more
AHEAD = 3  # chunks that wait for each process, so that none is idle and memory does not grow


def extract_all(articles: Iterable[Article], *, workers: int = 1) -> Iterator[Extraction]:
    """Yield what each article says, in order, the same for any number of `workers`."""
    if workers <= 1:
        yield from _pipeline()(articles)
        return
    waiting = iter(articles)
    running: deque[Future[list[Extraction]]] = deque()
    # A process that is forked while a model's threads run may never end.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        while True:
            while len(running) < workers * AHEAD and (chunk := list(islice(waiting, CHUNK))):
                running.append(pool.submit(_extract, chunk))
            if not running:
                return
            yield from running.popleft().result()


def _extract(articles: list[Article]) -> list[Extraction]:
    return list(_pipeline()(articles))


@cache
def _pipeline() -> Pipeline:
    return load_pipeline()
