"""Disks that are full, processes that are killed, data that is damaged: results are whole or absent.

GBAKG_KILLS=50 asks for so many kills of a build, and for twenty disks more that are full; the moments
and sizes are drawn anew on each run.
"""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.errors import InputError
from extract.intact import check_intact, is_part, write_sums
from kg.build import OUTPUTS, PAGES, UNFINISHED
from kg.earlier import STAMP

ROOT = Path(__file__).parent.parent
NEWS = "河套香港園區再添平台\n\n香港特區政府昨日與深圳市人民政府簽署《合作協議》，推動人工智能。\n"
MANY = "GBAKG_KILLS" in os.environ
KILLS = int(os.environ.get("GBAKG_KILLS", "6"))
ROOM = (0, 1_000, 30_000, 200_000, *(random.sample(range(300_000), 20) if MANY else ()))
BUILD = ("build", str(ROOT / "seeds"), "--date", "2026-05-29", "--no-page", "--out")
WRITTEN = set(OUTPUTS) - set(PAGES)


def gbakg(*arguments, **options):
    """Run the command as users do, in a process of its own."""
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    options = {"capture_output": True, "cwd": ROOT, "timeout": 1200} | options
    return subprocess.run(command, check=False, **options)


def assert_told_in_one_line(done):
    [line] = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert line.startswith("gbakg: ") and "; " in line


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """What a build of the seed articles writes, when nothing goes wrong."""
    out = tmp_path_factory.mktemp("built") / "out"
    done = gbakg(*BUILD, out)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {*WRITTEN, STAMP}
    return contents(out)


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder closed to root too")
def test_a_folder_that_may_not_be_written_is_told_in_one_line():
    done = gbakg(*BUILD, "/sys/kernel/out")

    assert_told_in_one_line(done)
    assert b"cannot be written" in done.stderr


@pytest.mark.parametrize("limit", ROOM)
def test_a_full_disk_leaves_files_whole_or_absent_and_the_next_build_ends_it(
    limit, tmp_path, built
):
    def no_more_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    out = tmp_path / "out"

    done = gbakg(*BUILD, out, preexec_fn=no_more_room)

    assert_told_in_one_line(done)
    left = contents(out) if out.exists() else {}
    assert left.items() <= built.items()
    assert not [path for path in out.rglob(".*") if path.is_file() and path.name != STAMP]
    assert gbakg(*BUILD, out).returncode == 0
    assert contents(out) == built


def test_a_build_that_is_killed_at_any_moment_leaves_whole_files_and_goes_on(tmp_path, built):
    choice = random.Random(None if MANY else 0)
    out = tmp_path / "out"
    started = time.perf_counter()
    gbakg(*BUILD, tmp_path / "timed")
    lasts = time.perf_counter() - started

    killed = 0
    for _ in range(KILLS):
        running = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", *BUILD, str(out)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # Most moments lie behind the start, in which nothing is written yet.
        time.sleep(lasts * choice.uniform(0.2, 1.0))
        running.send_signal(signal.SIGKILL)
        if running.wait() == -signal.SIGKILL:
            killed += 1
        else:
            lasts /= 2  # the machine has become faster than it was
        left = contents(out) if out.exists() else {}
        whole = {name: data for name, data in left.items() if not name.startswith(".")}
        assert whole.items() <= built.items()

    assert killed
    done = gbakg(*BUILD, out)
    assert done.returncode == 0, done.stderr
    assert contents(out) == built
    assert not (out / UNFINISHED).exists()


@pytest.fixture
def package(tmp_path):
    """A copy of the package whose data may be damaged."""
    copy = tmp_path / "package"
    for name in ("extract", "kg", "ontology"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("gazetteer", "lexicon", "rules", "models"):
        shutil.copytree(ROOT / "data" / name, copy / "data" / name)
    for folder in ("tagger", "relations"):
        write_sums(copy / "data/models" / folder)
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    return copy


@pytest.mark.parametrize(
    ("damaged", "fault"),
    [
        ("models/tagger/tagger.onnx", "damaged"),
        ("models/tagger/steps.npz", "damaged"),
        ("models/tagger/names.tsv", "damaged"),
        ("models/relations/signs.onnx", "damaged"),
        ("models/relations/network.json", "damaged"),
        ("gazetteer/zones.csv", "cells"),
    ],
)
@pytest.mark.parametrize("how", ["cut short", "taken away"])
def test_damaged_data_is_named_in_one_line(damaged, fault, how, package):
    path = package / "data" / damaged
    if how == "taken away":
        path.unlink()
    else:
        data = path.read_bytes().rstrip()
        path.write_bytes(data[: len(data) * 2 // 3].rpartition(b",")[0] or data[:99])
    if how == "taken away" and damaged.startswith("gazetteer"):
        shutil.rmtree(path.parent)
        path = path.parent

    done = gbakg("extract", package.parent / "a.txt", cwd=package)

    assert_told_in_one_line(done)
    assert str(path) in done.stderr.decode()
    assert done.stdout == b""
    if how == "cut short":
        assert fault in done.stderr.decode()


def test_damaged_data_is_told_by_a_build_with_workers_too(package):
    (package / "data/models/tagger/tagger.onnx").write_bytes(b"")
    out = package / "out"

    done = gbakg("build", package.parent / "a.txt", "--out", out, "--workers", 2, cwd=package)

    assert_told_in_one_line(done)
    assert "tagger.onnx" in done.stderr.decode()
    assert not contents(out)


def test_every_model_that_ships_is_what_its_sums_say():
    sums = sorted((ROOT / "data/models").glob("*/SHA256SUMS"))

    assert sums
    for path in sums:
        check_intact(path.parent)
        named = {line.split("  ")[1] for line in path.read_text("utf-8").splitlines()}
        assert named == {other.name for other in path.parent.iterdir() if is_part(other)}


def test_sums_tell_one_bit_from_another(tmp_path):
    (tmp_path / "model").write_bytes(b"\x00" * 100)
    write_sums(tmp_path)
    check_intact(tmp_path)

    (tmp_path / "model").write_bytes(b"\x00" * 99 + b"\x01")

    with pytest.raises(InputError, match="damaged"):
        check_intact(tmp_path)


PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_a_terminal_that_is_not_utf_8_gets_the_same_bytes(tmp_path, built):
    seeds = tmp_path / "種子"
    shutil.copytree(ROOT / "seeds", seeds)
    one, other = (gbakg("extract", seeds, env=os.environ | env) for env in ({}, PLAIN))

    assert (other.returncode, other.stderr) == (0, b"")
    assert one.stdout == other.stdout
    plain = gbakg(*BUILD, tmp_path / "產出", env=os.environ | PLAIN)
    assert plain.returncode == 0, plain.stderr
    assert contents(tmp_path / "產出") == built


def test_lines_that_end_as_on_windows_say_the_same(tmp_path):
    names = {}
    for end in ("\n", "\r\n"):
        path = tmp_path / "a.txt"
        path.write_bytes(NEWS.replace("\n", end).encode())
        done = gbakg("extract", path)
        assert done.returncode == 0, done.stderr
        row = json.loads(done.stdout)
        assert all(
            row["text"][found["start"] : found["end"]] == found["surface"]
            for found in row["mentions"]
        )
        names[end] = [(found["surface"], found["canonical"]) for found in row["mentions"]]

    assert names["\n"] == names["\r\n"] != []


@pytest.mark.parametrize("to", ["jsonl", "html"])
def test_who_stops_reading_early_sees_no_fault(to, tmp_path):
    rows = [json.dumps({"id": str(n), "text": NEWS * 20}) for n in range(20)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), "utf-8")
    command = [sys.executable, "-m", "kg.cli", "extract", str(tmp_path / "a.jsonl"), "--to", to]

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as running:
        assert running.stdout.read(100)
        running.stdout.close()
        told = running.stderr.read()

    assert told == b""
