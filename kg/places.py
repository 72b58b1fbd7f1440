"""Where stores are, as users name them: a folder of this machine, or a server's address.

To keep stores in a place of another kind, write a class that does what `Place` says, and its case
in `place_of`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extract.errors import InputError
from kg.asking import is_address
from kg.embedded import Embedded
from kg.locks import FILES, PATIENCE, WRITERS, locked
from kg.query import IS_STORE
from kg.remote.endpoint import connect
from kg.remote.quads import Remote
from kg.store import Quads


class Place(Protocol):
    """Where a store is, or may be made."""

    def writing(self, *, make: bool) -> AbstractContextManager[None]:
        """Keep other writers out; raise InputError for no store, if one is not to be made."""

    def changing(self) -> AbstractContextManager[Quads]:
        """Open it to change it; nobody reads it meanwhile."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine."""

    path: Path

    @contextmanager
    def writing(self, *, make: bool) -> Iterator[None]:
        """Hold the writers' lock; refuse a folder of other things, which a store would mix with."""
        if make:
            self._make_room()
        elif not (self.path / IS_STORE).exists():
            raise InputError(str(self.path), "no store in this folder", "make one with gbakg add")
        with locked(self.path, WRITERS):
            yield

    @contextmanager
    def changing(self) -> Iterator[Quads]:
        """Open the files, which only one process can, when no reader has them open."""
        with locked(self.path, FILES, wait=PATIENCE):
            quads = Embedded(self.path)
            try:
                yield quads
            finally:
                quads.close()

    def _make_room(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if not (self.path / IS_STORE).exists() and not (self.path / WRITERS).exists():
                others = sorted(path.name for path in self.path.iterdir())
                if others:
                    fault = f"this folder holds no store, but {others[0]}"
                    raise InputError(str(self.path), fault, "give a folder that is new or empty")
        except OSError as error:
            fault = f"cannot be a store's folder ({error.strerror or error})"
            raise InputError(str(self.path), fault, "choose another folder") from error


@dataclass(frozen=True, slots=True)
class Server:
    """A server, which sees by itself to who reads while it is changed."""

    quads: Remote

    @contextmanager
    def writing(self, *, make: bool) -> Iterator[None]:
        """Keep nobody out: SPARQL has no locks, so only one may write to a server at a time."""
        yield

    @contextmanager
    def changing(self) -> Iterator[Quads]:
        """Give what changes it."""
        yield self.quads


def place_of(text: str) -> Place:
    """Return the place that `text` names; raise InputError where no such server answers."""
    return Server(Remote(*connect(text))) if is_address(text) else Folder(Path(text))
