"""The notebooks run from a clean kernel, use what is public, and are kept without output."""

import re
from pathlib import Path
from shutil import copytree

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
PRIVATE = re.compile(r"(?:\.|import |from )_\w|\bfrom \w+(?:\.\w+)*\._")
SECONDS = 600  # of a cell


def code_of(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_a_clean_kernel_and_says_something(path, tmp_path, root):
    copytree(root / "seeds", tmp_path / "seeds")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook = nbformat.read(path, as_version=4)

    NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    ).execute()

    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    assert outputs
    assert not [out for out in outputs if out.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_what_is_public_alone(path):
    assert not [cell.source for cell in code_of(path) if PRIVATE.search(cell.source)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_output(path):
    assert all(not cell.outputs and cell.execution_count is None for cell in code_of(path))


def test_there_are_three_notebooks():
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03"]
