"""Every command of the READMEs runs, in their order, on what `make run` builds, and answers."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.zh-Hant.md")
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder like a checkout after `make run`, whose gbakg is this one."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("seeds", "data"):
        (folder / name).symlink_to(ROOT / name)
    command = folder / ".venv/bin/gbakg"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m kg.cli "$@"\n')
    command.chmod(0o755)
    shutil.copytree(ROOT / "seeds", folder / "my-articles")
    [article, *_] = sorted((ROOT / "seeds").glob("*.txt"))
    shutil.copy(article, folder / "article.txt")
    for line in what_make_runs():
        shell(line, folder)
    return folder


def what_make_runs():
    """Return the calls of gbakg that `make run` makes."""
    told = subprocess.run(
        ["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = [line for line in told.stdout.splitlines() if line.startswith(".venv/bin/gbakg")]
    assert len(lines) == 1
    return lines


def shell(line, folder, **env):
    done = subprocess.run(
        ["sh", "-e", "-c", line],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, f"{line}\n{done.stderr.decode()}"
    return done.stdout.decode()


def code(page, language):
    found = BLOCK.findall((ROOT / page).read_text("utf-8"))
    return [text for kind, text in found if kind == language]


@pytest.mark.parametrize("page", PAGES)
def test_each_command_of_a_readme_runs(page, checkout):
    first, *blocks = code(page, "sh")
    cloning, making = first.splitlines()
    assert cloning.startswith("git clone ") and making == "make run"
    lines = [line for block in blocks for line in block.splitlines()]

    said = {line: shell(line, checkout) for line in lines}

    assert len(lines) >= 9
    assert all(line.startswith(".venv/bin/gbakg ") for line in lines)
    for line, answer in said.items():
        if " query " in line:  # a heading, and an answer at least
            assert len(answer.splitlines()) > 1, line
        elif ">" not in line:
            assert answer.strip(), line
    assert (checkout / "a.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("page", PAGES)
def test_the_files_that_a_readme_names_are_those_that_make_run_writes(page, checkout):
    named = set(re.findall(r"^\| `([\w.]+)` \|", (ROOT / page).read_text("utf-8"), re.MULTILINE))

    assert {path.name for path in (checkout / "out").glob("[!.]*")} == named


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_readme_runs(page, checkout):
    [text] = code(page, "python")

    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=1200,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert "丘應樺" in done.stdout.decode()
