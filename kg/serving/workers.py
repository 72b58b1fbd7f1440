"""Processes that answer queries, each ended when a query takes too long or too much memory.

The engine has no limit of its own, so one that holds can only be set on a process. To answer with
something else than `run_query`, change `_reply`.
"""

import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, Queue
from time import monotonic

import pyoxigraph as ox

from extract.errors import InputError
from kg.query import Answer, Rows, Triples, load, opened, run_query
from kg.serving.formats import NoSuchFormatError, body_of

GRACE = 5  # seconds after the limit at which a query ends whose server is not there to end it
LOADING = 600.0  # seconds that a graph may take to be loaded
CLOSED = "the server is closed"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, rows or triples of its answer, bytes of memory."""

    seconds: float = 10.0
    most: int = 10_000
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as text; `cut` where there was more of it than the limit allows."""

    media: str
    body: str
    cut: bool


class TooMuchError(Exception):
    """A query that took more than it may, or for which no process was free."""


class Workers:
    """So many processes that have `path`, a file or a store's folder, open for reading.

    Raise InputError where the graph cannot be read.
    """

    def __init__(self, path: Path, limits: Limits, *, number: int = 2) -> None:
        self._path, self._limits = path, limits
        self._free: Queue[_Worker | None] = Queue()
        self._all = [_Worker(path, limits)]
        try:
            self._all[0].wait_until_ready(LOADING)  # a faulty graph is told once
        except BaseException:
            self._all[0].end()
            raise
        self._all += [_Worker(path, limits) for _ in range(number - 1)]
        for worker in self._all:
            self._free.put(worker)

    def ask(self, text: str, accept: str) -> Reply:
        """Return the answer to a query in the format that `accept` likes best.

        Raise InputError for a query that is wrong, NoSuchFormatError where no format is acceptable,
        TooMuchError where the limits end the query.
        """
        until = monotonic() + self._limits.seconds
        try:
            worker = self._free.get(timeout=self._limits.seconds)
        except Empty:
            raise TooMuchError("other queries kept the server busy; ask again later") from None
        if worker is None:
            self._free.put(None)
            raise TooMuchError(CLOSED)
        fresh = worker
        try:
            worker.wait_until_ready(max(until - monotonic(), 0.0))
            return worker.ask(text, accept, self._limits.seconds)
        except (TooMuchError, EOFError, OSError) as error:
            if worker.ready or not worker.alive():
                fresh = self._replace(worker)
            if isinstance(error, TooMuchError):
                raise
            fault = "the query ended its process, it may have taken too much memory; ask for less"
            raise TooMuchError(fault) from error
        finally:
            self._free.put(fresh)

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that answer now."""
        return tuple(worker.pid for worker in self._all)

    def _replace(self, worker: "_Worker") -> "_Worker":
        worker.end()
        fresh = _Worker(self._path, self._limits)
        self._all[self._all.index(worker)] = fresh
        return fresh

    def close(self) -> None:
        """End all processes."""
        self._free.put(None)
        for worker in self._all:
            worker.end()


class _Worker:
    """One process and the connection to it; `ready` once it has the graph."""

    def __init__(self, path: Path, limits: Limits) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=answer_queries, args=(path, limits, theirs), daemon=True
        )
        self._process.start()
        theirs.close()
        self.ready = False

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def alive(self) -> bool:
        return self._process.is_alive()

    def wait_until_ready(self, seconds: float) -> None:
        if not self.ready:
            if not self._connection.poll(seconds):
                raise TooMuchError("the graph is being loaded; ask again later")
            fault = self._connection.recv()
            if isinstance(fault, InputError):
                raise fault
            self.ready = True

    def ask(self, text: str, accept: str, seconds: float) -> Reply:
        self._connection.send((text, accept))
        if not self._connection.poll(seconds):
            raise TooMuchError(f"the query took more than {seconds:g} seconds; ask for less")
        found = self._connection.recv()
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, Reply)
        return found

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()


def answer_queries(path: Path, limits: Limits, connection: Connection) -> None:
    """Answer what comes over `connection` until its other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    # The system ends the process at the alarm, whatever the engine is doing.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(EOFError, ConnectionError):  # the server ended
        try:
            store = None if path.is_dir() else load(path)
            if store is None:
                with opened(path):
                    pass
        except InputError as error:
            connection.send(error)
            return
        _limit_memory(limits.memory)
        connection.send(None)
        while True:
            text, accept = connection.recv()
            signal.alarm(ceil(limits.seconds) + GRACE)
            connection.send(_answer(path, store, text, accept, limits.most))
            signal.alarm(0)


def _answer(
    path: Path, store: ox.Store | None, text: str, accept: str, most: int
) -> Reply | InputError | NoSuchFormatError:
    try:
        if store is not None:
            return _reply(run_query(store, text, most=most + 1), accept, most)
        with opened(path) as data:  # a store is closed between queries, so that it can be changed
            return _reply(run_query(data, text, most=most + 1), accept, most)
    except (InputError, NoSuchFormatError) as error:
        return error


def _reply(answer: Answer, accept: str, most: int) -> Reply:
    cut = False
    if isinstance(answer, Rows):
        cut, answer = len(answer.rows) > most, Rows(answer.variables, answer.rows[:most])
    elif isinstance(answer, Triples):
        cut, answer = len(answer.triples) > most, Triples(answer.triples[:most])
    media, body = body_of(answer, accept)
    return Reply(media, body, cut)


def _limit_memory(more: int) -> None:
    """Let this process take so many bytes beside what it has; where that is not known, no limit."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return
    most = pages * os.sysconf("SC_PAGE_SIZE") + more
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
