"""SPARQL servers that are not ours, started on loopback for a test and ended after it."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.remote.endpoint import connect
from kg.remote.quads import Remote
from kg.store import Store

PATIENCE = 60  # seconds that a server may take to start on a busy machine
HERE = "127.0.0.1"
VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 8
NumberOfBuffers = 2000
MaxDirtyBuffers = 1500
SchedulerInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 10000
"""


def found(name: str) -> str:
    """Return a program, which may have come as a Python package; "" where there is none."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name) or ""


OXIGRAPH, VIRTUOSO_T = found("oxigraph"), found("virtuoso-t")


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """Give the address of a server that anyone may change."""
    port = free_port()
    command = [OXIGRAPH, "serve", "--location", str(folder), "--bind", f"{HERE}:{port}"]
    with _running(command, folder, port):
        yield f"http://{HERE}:{port}"


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    """Give the address of a server that only those may change who log in."""
    port = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port), "ascii")
    command = [VIRTUOSO_T, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, port):
        yield f"http://dba:dba@{HERE}:{port}"


def free_port() -> int:
    """Return a port of loopback that nothing listens at."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Oxigraph's own server."""
    if not OXIGRAPH:
        pytest.skip("Oxigraph's server is not installed (pip install oxigraph)")
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso, with a user who may write."""
    if not VIRTUOSO_T:
        pytest.skip("Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin)")
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> str:
    """The address of each server in turn, without an article in it."""
    address: str = request.getfixturevalue(request.param)
    store = Store(Remote(*connect(address)), {})
    store.retract(store.hashes())
    return address


@contextmanager
def _running(command: Sequence[str], folder: Path, port: int) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet) as server:
        try:
            _wait(server, port)
            yield
        finally:
            server.kill()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((HERE, port), timeout=1).close()
            return
        except OSError:
            assert server.poll() is None, "the server ended at once"
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.05)
