"""What is installed beside us: each dependency is bounded, justified, licensed, locked with hashes."""

import re
import runpy
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
NEEDED = [Requirement(line) for line in PROJECT["dependencies"]]
ASKED = NEEDED + [Requirement(line) for lines in EXTRAS.values() for line in lines]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PINS = re.findall(r"^([a-z][\w.-]*)==(\S+)(?: ; ([^\\]+?))? \\\n((?:    --hash=.*\n)+)", LOCK, re.M)
LICENCES = runpy.run_path(str(ROOT / "tests/supply/licences.py"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_a_dependency_has_a_lowest_and_a_highest_version(asked):
    operators = {one.operator for one in asked.specifier}

    assert operators in ({"=="}, {">=", "<"})


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_the_version_that_the_tests_run_with_is_one_that_is_allowed(asked):
    try:
        installed = version(asked.name)
    except PackageNotFoundError:
        pytest.skip(f"{asked.name} is not needed by the tests")

    assert asked.specifier.contains(installed, prereleases=True)


def test_each_dependency_is_justified_in_a_line_and_no_line_is_of_another():
    table = re.findall(r"^\| ([\w, :.-]+) \| \S.+ \|$", CONTRIBUTING.partition("## Dependencies")[2], re.M)  # fmt: skip
    named = [name.strip() for row in table[2:] for name in re.sub(r"^\w+: ", "", row).split(",")]

    asked = {canonicalize_name(one.name) for one in ASKED}
    assert sorted(map(canonicalize_name, named)) == sorted(asked)


def test_every_line_of_the_lock_is_one_version_with_its_hashes():
    packages = [line for line in LOCK.splitlines() if re.match(r"[a-zA-Z]", line)]

    assert len(packages) == len(PINS) > 50
    assert not re.search(r"https?://|file:|git\+|^-", LOCK, re.M)


def test_the_lock_holds_what_is_needed_in_versions_that_are_allowed():
    pinned = {}
    for name, pin, _, _ in PINS:
        pinned.setdefault(name, []).append(pin)

    for asked in [*NEEDED, Requirement("hatchling>=1.25,<2")]:
        pins = pinned[canonicalize_name(asked.name)]
        assert all(asked.specifier.contains(pin) for pin in pins), asked


def test_each_locked_package_has_a_licence_that_is_allowed():
    page = LICENCES["known"](ROOT / "docs/licences.md")

    assert sorted(page) == LICENCES["locked"](ROOT / "requirements.lock")
    assert [name for name in page if not LICENCES["ALLOWED"].search(page[name])] == []
    assert [name for name in page if re.search(r"(?<!L)GPL", page[name])] == []


def test_no_install_hint_names_a_package_that_only_looks_like_spacys_model():
    hint = re.compile(r"(?:pip3?|uv|poetry|conda) +(?:\w+ +)*(?:install|add).*zh[-_]core[-_]web")
    files = [
        path
        for folder in ("kg", "extract", "ontology", "docs", "notebooks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".ipynb", ".html", ".js"}
    ]

    assert files
    for path in [*files, *ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "Makefile"]:
        assert not hint.search(path.read_text("utf-8")), path
    assert not {"zh-core-web-sm", "zh_core_web_sm"} & {one.name for one in ASKED}
