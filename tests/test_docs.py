"""What the documentation names exists, and the commands of the guide run in their order."""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import gbakg
from kg.questions import shipped_queries

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])
CODE = re.compile(r"^```\w*\n(.*?)^```|(?<!`)`([^`\n]+)`(?!`)", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:^|[\s/`(])gbakg((?: +(?![#>|])\S+)+)", re.MULTILINE)
OPTION = re.compile(r"--[a-z][a-z-]*")
HERE = re.compile(r"^cat > (\S+) <<'END'\n(.*?)^END\n", re.MULTILINE | re.DOTALL)
OPTIONS = {
    name: {"--help"}
    | {opt for one in command.params for opt in (*one.opts, *one.secondary_opts) if opt[0] == "-"}
    for name, command in gbakg.commands.items()
}
QUERIES = {query.name: query for query in shipped_queries()}


def code(page: Path) -> Iterator[str]:
    """Yield every block and every word of code of a page."""
    for block, word in CODE.findall(page.read_text("utf-8")):
        yield block or word


def calls(page: Path) -> Iterator[list[str]]:
    """Yield the arguments of each call of gbakg that a page names."""
    for piece in code(page):
        for call in CALL.findall(piece):
            yield shlex.split(call)


CALLS = [
    pytest.param(call, id=f"{page.name}: {' '.join(call)}"[:80])
    for page in PAGES
    for call in calls(page)
]


def test_the_pages_name_many_calls():
    assert len(CALLS) > 30


@pytest.mark.parametrize("call", CALLS)
def test_a_command_and_its_options_exist(call):
    command = call[0]
    if command.startswith("-"):
        assert command in {"--help", "--version"}
        return

    assert command in OPTIONS
    given = {part for part in call if OPTION.fullmatch(part)}
    assert given <= OPTIONS[command]


@pytest.mark.parametrize(
    "call",
    # Of those in extending.md, its own test sees to it that they run.
    [call for call in CALLS if "--name" in call.values[0] and "extending.md" not in call.id],
)
def test_a_question_and_its_parameters_exist(call):
    query = QUERIES[call[call.index("--name") + 1]]

    given = {after.partition("=")[0] for before, after in pairwise(call) if before == "--param"}
    assert given <= {parameter.name for parameter in query.parameters}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_option_that_stands_alone_is_one_of_some_command(page):
    named = {piece for piece in code(page) if OPTION.fullmatch(piece)}

    assert named <= set().union(*OPTIONS.values())


def test_the_guide_tells_every_option_of_every_command_that_it_tells():
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    told = {call[0] for call in calls(ROOT / "docs" / "guide.md")} & set(gbakg.commands)
    usual = {"--help", "--page"}  # what every command has, and what is so by default

    untold = {
        f"{name} {option}"
        for name in told
        for option in OPTIONS[name] - usual
        if option not in guide
    }

    assert untold == set()


def test_the_commands_of_the_guide_run(tmp_path, monkeypatch):
    for name in ("seeds", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)

    ran = [line for block in blocks for line in lines(block)]

    assert len(ran) > 15
    assert Path("agreements.csv").read_text("utf-8").startswith("year,")


def lines(block: str) -> Iterator[str]:
    """Run a block: write the files that it holds, run its calls; yield each call that ran."""
    for name, text in HERE.findall(block):
        Path(name).write_text(text, "utf-8")
    for line in HERE.sub("", block).splitlines():
        program, *arguments = shlex.split(line)
        assert program == "gbakg"
        *arguments, into = (
            [*arguments[:-2], arguments[-1]] if ">" in arguments else [*arguments, ""]
        )
        result = CliRunner().invoke(gbakg, arguments)
        assert result.exit_code == 0, f"{line}\n{result.output}"
        if into:
            Path(into).write_text(result.stdout, "utf-8")
        yield line
