"""A process that keeps a graph loaded and answers each query in a copy of itself, within limits.

The engine has no limit of its own, so those that hold are set on a process; a copy costs some
milliseconds whatever the graph's size. To limit one more thing: a field of Limits, set in `_answer`.
"""

import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import NamedTuple, NoReturn

import pyoxigraph as ox

from extract.errors import InputError
from kg.query import Answer, Rows, Triples, load, opened, run_query
from kg.serving.formats import NoSuchFormatError, body_of


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, bytes of memory; rows or triples, bytes of its answer."""

    seconds: float = 10.0
    most: int = 10_000
    memory: int = 4 << 30
    length: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as text; `cut` where there was more of it than the limit allows."""

    media: str
    body: bytes
    cut: bool


class TooMuchError(Exception):
    """A query that took more than it may, or for which no process was free."""


class Task(NamedTuple):
    """A query, what its asker accepts, the seconds of a core for it (0: any), how nice."""

    text: str
    accept: str
    core: float
    nice: int


def keep(path: Path, limits: Limits, connection: Connection) -> None:
    """Load `path`, say None or what is wrong with it, then answer tasks until the other end is gone.

    With each task comes the end of a pipe, which gets a Reply or an error, or is closed unused
    where a limit ended the query. A store's folder is opened anew for each, so that it can change.
    """
    os.setpgid(0, 0)  # one signal ends it with all its copies; Ctrl-C is for the server alone
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # which leaves no ended copy behind
    with suppress(EOFError, ConnectionError):
        try:
            store = None if path.is_dir() else load(path)
        except InputError as error:
            connection.send(error)
            return
        connection.send(None)
        while True:
            task = connection.recv()
            with Connection(recv_handle(connection), readable=False) as asker, suppress(OSError):
                if not os.fork():
                    connection.close()
                    _answer(task, path, store, limits, asker)
    os.killpg(0, signal.SIGKILL)


def _answer(
    task: Task, path: Path, store: ox.Store | None, limits: Limits, asker: Connection
) -> NoReturn:
    """Answer one query and end this process, which the system does too at a limit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # for what the engine says of memory
        for number in (signal.SIGALRM, signal.SIGPROF):
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        signal.setitimer(signal.ITIMER_PROF, task.core)
        os.nice(task.nice)
        _limit_memory(limits.memory)
        asker.send(_found(task, path, store, limits))
    finally:
        os._exit(0)


def _found(
    task: Task, path: Path, store: ox.Store | None, limits: Limits
) -> Reply | InputError | NoSuchFormatError | TooMuchError:
    try:
        if store is not None:
            return _reply(run_query(store, task.text, most=limits.most + 1), task.accept, limits)
        with opened(path) as data:
            return _reply(run_query(data, task.text, most=limits.most + 1), task.accept, limits)
    except (InputError, NoSuchFormatError, TooMuchError) as error:
        return error


def _reply(answer: Answer, accept: str, limits: Limits) -> Reply:
    most, cut = limits.most, False
    if isinstance(answer, Rows):
        cut, answer = len(answer.rows) > most, Rows(answer.variables, answer.rows[:most])
    elif isinstance(answer, Triples):
        cut, answer = len(answer.triples) > most, Triples(answer.triples[:most])
    media, text = body_of(answer, accept)
    body = text.encode()
    if len(body) > limits.length:
        raise TooMuchError(f"the answer has more than {limits.length:,} bytes; ask for less")
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
