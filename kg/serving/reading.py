"""Reading from a client that may be slow, and may not be slow for ever.

A moment for something else than a request: set `until` to it.
"""

from io import RawIOBase
from socket import socket
from time import monotonic
from typing import Any


class Patient(RawIOBase):
    """Bytes from a socket until the moment `until`, however slowly they drip."""

    def __init__(self, connection: socket) -> None:
        self._connection = connection
        self.until = 0.0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there into `buffer`; raise TimeoutError after the moment."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError("the client took too long")
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)
