"""Who may ask when: short queries go before long ones, so that many long ones delay them little.

Every query is tried in the first lane; one that takes more of a core than a lane allows begins anew
in the next. To treat queries in one more way, add a lane in `Workers`.
"""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import send_handle
from pathlib import Path
from threading import Lock
from time import monotonic

from extract.errors import InputError
from kg.serving.keeper import Limits, Reply, Task, TooMuchError, keep
from kg.serving.turns import Turns

GRACE = 5.0  # seconds after the limit at which a process is no longer waited for
LOADING = 600.0  # seconds that a graph may take to be loaded
BUSY = "other queries kept the server busy; ask again later"
CLOSED = "the server is closed"
MEMORY = "the query ended its process, it may have taken too much memory; ask for less"


@dataclass(frozen=True, slots=True)
class Lane:
    """So many queries at a time, the seconds of a core for each (0: any), how nice."""

    turns: Turns
    core: float
    nice: int


class Workers:
    """Answer queries over `path`, a file or a store's folder, `number` long ones at a time.

    Raise InputError where the graph cannot be read.
    """

    def __init__(self, path: Path, limits: Limits, *, number: int = 2) -> None:
        self._path, self._limits = path, limits
        self._lanes = (
            Lane(Turns(2 * number), 0.04, 0),  # a store's opening takes half of it
            Lane(Turns(number), 0.3, 5),
            Lane(Turns(number), 0, 10),
        )
        self._lock, self._closed = Lock(), False
        self._keeper = _Keeper(path, limits)
        try:
            self.ask("ASK {}", "")  # a faulty store is told at once
        except BaseException:
            self.close()
            raise

    def ask(self, text: str, accept: str) -> Reply:
        """Return the answer to a query in the format that `accept` likes best.

        Raise InputError for a query that is wrong, NoSuchFormatError where no format is acceptable,
        TooMuchError where the limits end the query.
        """
        until = monotonic() + self._limits.seconds
        taken = 0.0
        for lane in self._lanes:
            if not lane.turns.enter(max(until - monotonic(), 0.0)):
                raise TooMuchError(BUSY)
            started = monotonic()
            try:
                reply = self._answer(Task(text, accept, lane.core, lane.nice))
            finally:
                lane.turns.leave()
            if reply:
                return reply
            taken = monotonic() - started
            if taken >= self._limits.seconds:
                break
        if taken < self._limits.seconds:
            raise TooMuchError(MEMORY)
        raise TooMuchError(
            f"the query took more than {self._limits.seconds:g} seconds; ask for less"
        )

    def _answer(self, task: Task) -> Reply | None:
        """Return the answer, or None where a limit ended the query."""
        with self._loaded().asked(task) as answer:
            try:
                found = answer.recv() if answer.poll(self._limits.seconds + GRACE) else None
            except EOFError:
                return None
        if isinstance(found, Exception):
            raise found
        assert found is None or isinstance(found, Reply)
        return found

    def _loaded(self) -> "_Keeper":
        with self._lock:
            if self._closed:
                raise TooMuchError(CLOSED)
            if not self._keeper.alive():  # as when the system was short of memory
                self._keeper.end()
                self._keeper = _Keeper(self._path, self._limits)
            return self._keeper

    @property
    def process(self) -> int:
        """The id of the process whose children answer now."""
        return self._keeper.pid

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._closed = True
            self._keeper.end()


class _Keeper:
    """The process that has the graph, and the connection to it."""

    def __init__(self, path: Path, limits: Limits) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=keep, args=(path, limits, theirs), daemon=True
        )
        self._process.start()
        theirs.close()
        self._lock = Lock()
        try:
            if not self._connection.poll(LOADING):
                raise InputError(str(path), "loading takes too long", "ask a store: gbakg add")
            fault = self._connection.recv()
        except EOFError as error:
            self.end()
            raise InputError(str(path), "loading it ended its process", "check its size") from error
        except BaseException:
            self.end()
            raise
        if isinstance(fault, InputError):
            self.end()
            raise fault

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def alive(self) -> bool:
        return self._process.is_alive()

    def asked(self, task: Task) -> Connection:
        """Hand over a task and return the end of a pipe at which its answer comes."""
        answer, theirs = get_context("spawn").Pipe(duplex=False)
        with theirs, self._lock, suppress(OSError):  # where the process is gone, the answer ends
            self._connection.send(task)
            send_handle(self._connection, theirs.fileno(), self.pid)
        return answer

    def end(self) -> None:
        if self.alive():
            with suppress(ProcessLookupError):  # it has no group of its own yet
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._connection.close()
