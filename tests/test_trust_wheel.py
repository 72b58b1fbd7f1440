"""The wheel holds what it should and no more, and works where there is no checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="hatchling builds the wheel; pip install 'gba-kg[dev]'"
)


def run(*command, **options):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, check=False, timeout=1200, **options
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The gbakg of a new environment that has the wheel, and what it needs from this one."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    venv.create(folder, with_pip=False, symlinks=True)
    inside = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", inside))
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin/python")
    run(*pip, "install", "--no-deps", "--no-index", "--disable-pip-version-check", wheel)
    # Its own packages go first; those of here only fill in what is not the wheel's.
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin/gbakg"


def test_its_top_level_is_ours_alone(names):
    top = {name.split("/")[0] for name in names}

    [info] = (name for name in top if name.endswith(".dist-info"))
    assert top == {"extract", "kg", "ontology", info}


def test_it_holds_all_data_that_the_package_reads(names):
    missing = []
    for folder in ("gazetteer", "lexicon", "rules", "models"):
        for path in sorted((ROOT / "data" / folder).rglob("*")):
            inside = f"extract/_data/{path.relative_to(ROOT / 'data').as_posix()}"
            if path.is_file() and inside not in names:
                missing.append(inside)
    for package in ("extract", "kg", "ontology"):
        for path in sorted((ROOT / package).rglob("*")):
            inside = path.relative_to(ROOT).as_posix()
            if path.is_file() and "__pycache__" not in path.parts and inside not in names:
                missing.append(inside)

    assert not missing
    assert {"ontology/gba.ttl", "kg/templates/page.js", "extract/_data/rules/dates.toml"} <= {
        *names
    }


def test_it_holds_no_article_and_no_test(names):
    inside = [name.removeprefix("extract/_data/") for name in names]

    assert not [name for name in inside if name.startswith(("gold/", "seeds/", "tests/"))]
    texts = [name for name in inside if name.endswith(".txt") and ".dist-info/" not in name]
    assert all(name.startswith("lexicon/") for name in texts)


def test_it_names_its_licence(names):
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_installed_it_extracts_and_builds_from_an_empty_folder(installed, tmp_path):
    # What is imported must be the wheel's: no path to the checkout, no folder to import from.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    seeds = ROOT / "seeds"

    assert "  build " in run(installed, "--help", cwd=tmp_path, env=env)
    rows = run(installed, "extract", seeds, cwd=tmp_path, env=env).splitlines()
    run(installed, "build", seeds, "--out", "out", "--date", "2026-05-29", cwd=tmp_path, env=env)

    assert len(rows) == 4 and all(json.loads(row)["relations"] for row in rows)
    for name in (
        "graph.ttl",
        "graph.html",
        "articles.html",
        "report.html",
        "extractions.jsonl",
        "report.md",
    ):
        assert (tmp_path / "out" / name).stat().st_size > 1_000
    conforms = run(installed, "validate", "out/graph.ttl", cwd=tmp_path, env=env)
    assert "conforms" in conforms
    python = installed.with_name("python")
    where = "import extract, kg, ontology; print(extract.__file__, kg.__file__, ontology.__file__)"
    assert str(ROOT) not in run(python, "-c", where, cwd=tmp_path, env=env)
