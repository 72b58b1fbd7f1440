"""Shards on Dask distributed: the tasks of a build on workers of one machine or of many.

The workers have gba-kg installed and see the folder of the results under the same path. To change
how often a shard is tried anew when its worker ends: `RETRIES`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from itertools import islice
from typing import Any, TypeVar

from extract.errors import InputError

Task = TypeVar("Task")
Result = TypeVar("Result")

LOCAL = "local"
SHARD = 64  # articles: a task is some seconds, its way to a worker a few thousandths
AHEAD = 4  # tasks that wait for each worker
RETRIES = 3
TIMEOUT = "30s"  # until a scheduler answers


class OnDask:
    """Does tasks on the workers of a scheduler, as a `kg.build.Run`."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __call__(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield `work` of each task as it is done; the task of a worker that ends goes to another.

        Raises InputError where a task fails on each of several workers.
        """
        distributed: Any = import_module("distributed")
        waiting = iter(tasks)
        running = distributed.as_completed()

        def send(number: int) -> None:
            for task in islice(waiting, number):
                running.add(self._client.submit(work, task, pure=False, retries=RETRIES))

        send(AHEAD * max(1, len(self._client.nthreads())))
        for future in running:
            try:
                yield future.result()
            except distributed.scheduler.KilledWorker as error:
                remedy = "look at the worker's log, and whether its memory ran out"
                fault = f"a shard ended each worker that tried it ({error.task})"
                raise InputError("--dask", fault, remedy) from error
            send(1)


@contextmanager
def on_dask(where: str, *, workers: int = 1) -> Iterator[OnDask]:
    """Connect to the scheduler at `where` (tcp://…), or to one made here with so many workers.

    Raises InputError where distributed is not installed, nobody answers, or no worker is there.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        fault = "Dask distributed is not installed"
        raise InputError("--dask", fault, "pip install 'gba-kg[dask]'") from error
    with ExitStack() as stack:
        address = where
        if where == LOCAL:
            cluster = distributed.LocalCluster(
                n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
            )
            address = stack.enter_context(cluster).scheduler_address
        try:
            client = stack.enter_context(distributed.Client(address, timeout=TIMEOUT))
        except (OSError, ValueError) as error:
            remedy = "start one with: dask scheduler"
            raise InputError(f"--dask {where}", "no scheduler answers there", remedy) from error
        if not client.nthreads():
            remedy = f"start one with: dask worker {where} --nthreads 1"
            raise InputError(f"--dask {where}", "the scheduler has no workers", remedy)
        yield OnDask(client)
