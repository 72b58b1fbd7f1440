"""Locks on a folder: one writer of a store or one build at a time, no reader while files change.

A lock ends with its process, however that ends. To lock for one more purpose, add a name.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.errors import InputError

WRITERS = "writer.lock"  # held by a command that changes the store, from its start to its end
FILES = "files.lock"  # held while the store's files are open: by one that writes or many that read
BUILDER = "build.lock"  # held by a build in its folder of what is not finished
PATIENCE = 10.0  # seconds that a reader waits for a change to end, and a change for readers
PAUSE = 0.02


@contextmanager
def locked(folder: Path, name: str, *, shared: bool = False, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock `name` of `folder`, waiting at most `wait` seconds for it.

    Raise InputError where another process keeps it longer, or the folder allows no lock.
    """
    path = folder / name
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        fault = error.strerror or str(error)
        raise InputError(str(path), f"cannot be locked ({fault})", "check its folder") from error
    try:
        _take(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, folder, wait)
        if not shared:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)  # which gives the lock back


def _take(descriptor: int, kind: int, folder: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= until:
                holder = os.pread(descriptor, 20, 0).decode("ascii", "replace")
                fault = f"another gbakg has it open (process {holder or 'unknown'})"
                raise InputError(str(folder), fault, "wait until that is done") from error
        time.sleep(PAUSE)
