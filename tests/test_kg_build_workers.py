"""One process or two, killed or not: the command line builds the same bytes."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest

from extract.article import Article
from extract.errors import InputError
from extract.gold import read_gold_folders
from extract.parallel import extract_each, in_processes
from kg.build import UNFINISHED
from kg.earlier import STAMP

GOLD = Path(__file__).parent.parent / "data" / "gold"
COPIES = 2


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """A file with enough articles for several shards, one of them without a text."""
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    golds = read_gold_folders([GOLD / "dev"])[:35]
    rows = [
        asdict(gold.article) | {"id": f"{copy}/{gold.article.id}"}
        for copy in range(COPIES)
        for gold in golds
    ]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in [*rows, {"text": ""}]]
    path.write_text("".join(lines), "utf-8")
    return path


def command(corpus: Path, out: Path, *options: str) -> list[str]:
    given = ["build", str(corpus), "--out", str(out), "--no-page", *options]
    return [sys.executable, "-m", "kg.cli", *given]


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.fixture(scope="module")
def whole(corpus, tmp_path_factory) -> dict[str, bytes]:
    """What one process builds without interruption."""
    out = tmp_path_factory.mktemp("whole")
    done = subprocess.run(command(corpus, out), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and '"text" is empty' in done.stderr
    return files(out)


def test_a_build_leaves_its_results_and_what_was_wrong(whole):
    assert set(whole) == {STAMP, "graph.ttl", "extractions.jsonl", "report.md", "errors.jsonl"}
    assert whole["extractions.jsonl"].count(b"\n") == 35 * COPIES


def test_two_processes_build_the_same_bytes(corpus, whole, tmp_path):
    subprocess.run(command(corpus, tmp_path, "--workers", "2"), capture_output=True, check=False)

    assert files(tmp_path) == whole


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_build_goes_on_where_it_stopped(corpus, whole, tmp_path, workers):
    started = command(corpus, tmp_path, "--workers", workers)
    process = psutil.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    folder, patience = tmp_path / UNFINISHED, time.monotonic() + 600
    while not (done := list(folder.glob("*.found"))):
        assert process.poll() is None and time.monotonic() < patience
        time.sleep(0.01)
    children = process.children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=120)
    assert not alive
    kept = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in done}

    twin = subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while twin.poll() is None:
        for path, stamp in list(kept.items()):
            try:
                status = path.stat()
            except FileNotFoundError:
                break
            assert (status.st_mtime_ns, status.st_ino) == stamp, "a shard was done again"
        time.sleep(0.05)

    assert files(tmp_path) == whole


def _ends_its_process(number: int) -> int:
    if number == 3:
        os._exit(1)
    return number


def test_a_process_that_ends_too_soon_is_told():
    with pytest.raises(InputError, match="a process ended before its work was done"):
        list(in_processes(_ends_its_process, range(9), workers=2))


def _refuses(number: int) -> int:
    raise InputError("a.txt", f"fault {number}", "mend it")


def test_an_input_error_comes_whole_from_another_process():
    with pytest.raises(InputError, match=r"a\.txt: fault 0; mend it"):
        list(in_processes(_refuses, range(2), workers=2))


def test_results_come_in_the_order_of_the_tasks():
    assert list(in_processes(abs, range(-50, 0), workers=2)) == list(range(50, 0, -1))


def test_one_article_that_cannot_be_extracted_does_not_harm_the_others():
    def trips(articles):
        return [{"好": "found"}[article.text] for article in articles]

    found = extract_each([Article("a", "好"), Article("b", "壞"), Article("c", "好")], trips)

    assert found[0] == found[2] == "found"
    assert isinstance(found[1], InputError) and found[1].where == "article, b"
