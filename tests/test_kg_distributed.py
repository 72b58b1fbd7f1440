"""A build on Dask: a scheduler and two workers, one of them killed, give the bytes of one process."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from extract.errors import InputError
from extract.gold import read_gold_folders
from kg.build import UNFINISHED

pytest.importorskip("distributed", reason="gba-kg[dask] is not installed")

from kg.distributed import on_dask

GOLD = Path(__file__).parent.parent / "data" / "gold"
ARTICLES = 200
PATIENCE = 180
LOOPBACK = ("--host", "127.0.0.1")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """A file with articles for several shards."""
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    golds = [gold for gold in read_gold_folders([GOLD / "dev"]) if len(gold.article.text) < 400]
    rows = (asdict(golds[n % len(golds)].article) | {"id": f"a-{n}"} for n in range(ARTICLES))
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def whole(corpus, tmp_path_factory) -> dict[str, bytes]:
    """What one process builds."""
    out = tmp_path_factory.mktemp("whole")
    subprocess.run(command(corpus, out), check=True, capture_output=True)
    return files(out)


def command(corpus: Path, out: Path, *options: str) -> list[str]:
    given = ["build", str(corpus), "--out", str(out), "--no-page", *options]
    return [sys.executable, "-m", "kg.cli", *given]


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def started(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(condition) -> None:
    patience = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < patience, "nothing happened for too long"
        time.sleep(0.02)


@pytest.fixture
def scheduler(tmp_path) -> Iterator[str]:
    """The address of a scheduler of its own process, without workers."""
    about = tmp_path / "scheduler.json"
    arguments = ("--scheduler-file", str(about), "--port", "0", "--no-dashboard", *LOOPBACK)
    process = started("scheduler", *arguments, folder=tmp_path)
    try:
        wait_for(lambda: about.exists() and about.read_text())
        yield json.loads(about.read_text())["address"]
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def workers(scheduler, tmp_path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two workers of that scheduler, each a process."""
    arguments = ("--nthreads", "1", "--no-nanny", "--no-dashboard", *LOOPBACK)
    both = [started("worker", scheduler, *arguments, folder=tmp_path) for _ in range(2)]
    try:
        yield both
    finally:
        for process in both:
            process.kill()
            process.wait()


def wait_for_workers(scheduler: str, number: int) -> None:
    from distributed import Client  # noqa: PLC0415

    with Client(scheduler) as client:
        client.wait_for_workers(number, timeout=PATIENCE)


def test_two_workers_build_what_one_process_builds_though_one_is_killed(
    corpus, whole, scheduler, workers, tmp_path
):
    wait_for_workers(scheduler, 2)
    out = tmp_path / "out"
    build = subprocess.Popen(command(corpus, out, "--dask", scheduler), stdout=subprocess.DEVNULL)
    wait_for(lambda: list((out / UNFINISHED).glob("*.found")))
    workers[0].send_signal(signal.SIGKILL)

    assert build.wait(PATIENCE) == 0
    assert files(out) == whole


def test_a_cluster_made_here_builds_what_one_process_builds(corpus, whole, tmp_path):
    given = command(corpus, tmp_path, "--dask", "local", "--workers", "2")

    subprocess.run(given, check=True, capture_output=True)

    assert files(tmp_path) == whole


def test_a_scheduler_without_workers_is_refused(scheduler):
    fault = "has no workers; start one with: dask worker tcp://"

    with pytest.raises(InputError, match=fault), on_dask(scheduler):
        pass


@pytest.mark.parametrize("where", ["tcp://127.0.0.1:9", "nowhere://", "河套"])
def test_an_address_where_nobody_answers_is_refused(where, monkeypatch):
    monkeypatch.setattr("kg.distributed.TIMEOUT", "1s")

    with pytest.raises(InputError, match="no scheduler answers there"), on_dask(where):
        pass


def test_without_dask_what_to_install_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(InputError, match=r"pip install 'gba-kg\[dask\]'"), on_dask("local"):
        pass
