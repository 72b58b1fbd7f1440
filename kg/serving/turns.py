"""Whose turn it is: so many at a time, who came last first, for in a flood the others wait in vain.

For another order, change which waiter `leave` takes.
"""

from threading import Lock


class Turns:
    """A semaphore whose waiters are let in newest first: a flood does not delay who comes after it."""

    def __init__(self, number: int) -> None:
        self._lock = Lock()
        self._free = number
        self._waiting: list[Lock] = []

    def enter(self, seconds: float) -> bool:
        """Take a place, waiting for one so long; return whether there was one."""
        turn = Lock()
        turn.acquire()
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            self._waiting.append(turn)
        if turn.acquire(timeout=seconds):
            return True
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # it was given while we gave up

    def leave(self) -> None:
        """Give the place to who came last, or keep it free."""
        with self._lock:
            if self._waiting:
                self._waiting.pop().release()
            else:
                self._free += 1
