"""The commands' side of decisions: the option that replays them, and `gbakg review`.

To let another command replay them: `@DECISIONS` above its function, and `read_all` in it.
"""
# ruff: noqa: PLC0415

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.errors import InputError
from kg.refusal import says_what_is_wrong

if TYPE_CHECKING:
    from extract.decisions import Decisions

MARK = "\ufeff"  # by which programs for tables know UTF-8
FILE = click.Path(path_type=Path, dir_okay=False)
DECISIONS = click.option(
    "--decisions",
    multiple=True,
    type=FILE,
    metavar="FILE.csv",
    help="What people decided about names, as gbakg review asks it; may be given again.",
)


def read_all(paths: Iterable[Path]) -> "Decisions":
    """Return the decisions in all the tables; raise InputError where two contradict each other."""
    from extract.decisions import make_decisions, read_decisions

    tables = {str(path): read_decisions(path) for path in paths}
    rows = (row for table in tables.values() for row in table.rows)
    return make_decisions(rows, " and ".join(tables))


@click.command()
@click.argument("out", metavar="OUT", type=click.Path(exists=True, path_type=Path, file_okay=False))
@click.option("--candidates", required=True, type=FILE, metavar="FILE.csv", help="Table to write.")
@DECISIONS
@says_what_is_wrong
def review(*, out: Path, candidates: Path, decisions: tuple[Path, ...]) -> None:
    """List names that people should look at: new ones, and pairs that may be one.

    OUT is the folder of a build. In the table's first column write same, different, wrong type,
    ignore or add, and give the table to the next build as --decisions.
    """
    from extract.decisions import with_added
    from extract.gazetteer import load_gazetteer
    from extract.jsonl import read_extractions
    from extract.linking import load_linking_rules
    from extract.namesakes import tell_apart
    from extract.review import find_candidates, find_namesakes, write_candidates
    from kg.files import write_whole
    from kg.identity import holdings
    from kg.markdown import counted

    decided = read_all(decisions)
    _refuse_to_lose_decisions(candidates)
    extractions = out / "extractions.jsonl"
    gazetteer = with_added(load_gazetteer(), decided)
    found = find_candidates(read_extractions(extractions), gazetteer, load_linking_rules(), decided)
    held = (one for extraction in read_extractions(extractions) for one in holdings(extraction))
    namesakes = tell_apart(held, gazetteer.by_entity(), decided)
    found += find_namesakes(read_extractions(extractions), namesakes, holdings, decided)
    write_whole(candidates, [MARK, write_candidates(found)])
    pairs = sum(bool(one.other) for one in found)
    click.echo(f"{counted(len(found) - pairs, 'new name')}, {counted(pairs, 'pair')}: {candidates}")


def _refuse_to_lose_decisions(path: Path) -> None:
    from extract.decisions import read_decisions

    if path.exists() and read_decisions(path).rows:
        remedy = f"give another --candidates, and this one as --decisions {path}"
        raise InputError(str(path), "it holds decisions, which would be lost", remedy)
