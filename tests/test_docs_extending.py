"""The recipes of docs/extending.md are followed to the letter in a copy of the checkout."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n", re.M | re.S)
APPEND = re.compile("Append to `([^`]+)`:\n\n$")
WRITE = re.compile("In a new file `([^`]+)`, write:\n\n$")
INSERT = re.compile("In `([^`]+)`, (before|after) the line `([^`]+)`, add:\n\n$")
REPLACE = re.compile("^In `([^`]+)`, replace `([^`]+)` by `([^`]+)`\\.$", re.M)
PROGRAMS = {"gbakg": "kg.cli", "pytest": "pytest"}


@pytest.fixture
def copy(tmp_path):
    """A copy of the checkout; what is large and not changed is linked."""
    here = tmp_path / "checkout"
    here.mkdir()
    for name in ("kg", "extract", "ontology", "tests", "docs"):
        shutil.copytree(ROOT / name, here / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("gazetteer", "gold", "rules"):
        shutil.copytree(ROOT / "data" / name, here / "data" / name)
    for name in ("lexicon", "models"):
        (here / "data" / name).symlink_to(ROOT / "data" / name)
    shutil.copy(ROOT / "pyproject.toml", here)
    (here / "seeds").symlink_to(ROOT / "seeds")
    return here


def test_each_recipe_does_what_it_says(copy):
    programs = copy / "bin"
    programs.mkdir()
    for name, module in PROGRAMS.items():
        script = programs / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
        script.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(copy),
    }

    followed = list(BLOCK.findall(PAGE))
    for kind, text in steps(copy):
        if kind == "sh":
            done = subprocess.run(
                ["sh", "-e", "-c", text], cwd=copy, env=environment, capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{text}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"

    assert len(followed) > 20


def steps(copy: Path) -> Iterator[tuple[str, str]]:
    """Follow the page from its beginning, and yield the kind and text of each block once done."""
    at = 0
    for block in BLOCK.finditer(PAGE):
        said, at = PAGE[at : block.start()], block.end()
        for path, old, new in REPLACE.findall(said):
            change(copy / path, old, new)
        follow(copy, said, *block.groups())
        yield block[1], block[2]


def follow(copy: Path, instruction: str, kind: str, text: str) -> None:
    if found := APPEND.search(instruction):
        with (copy / found[1]).open("a", encoding="utf-8") as file:
            file.write(text)
    elif found := WRITE.search(instruction):
        assert not (copy / found[1]).exists()
        (copy / found[1]).write_text(text, "utf-8")
    elif found := INSERT.search(instruction):
        path, where, begins = found.groups()
        content = (copy / path).read_text("utf-8")
        [line] = [one for one in content.splitlines(True) if one.startswith(begins)]
        change(copy / path, line, text + line if where == "before" else line + text)
    else:
        assert kind == "sh", f"nothing says where this goes: {text}"


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), "utf-8")
