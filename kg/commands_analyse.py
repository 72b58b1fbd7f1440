"""The command `gbakg analyse`: takes measures of a graph's network and prints them.

To offer one more: see `kg.analysis.measures`, and for two networks `kg.analysis.comparison`.
"""
# ruff: noqa: PLC0415

import json
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.errors import InputError
from kg.network_options import GRAPH, part_options, read_part
from kg.refusal import says_what_is_wrong

if TYPE_CHECKING:
    import networkx as nx

    from kg.analysis.tables import Result

WIDE = 120  # columns, where the output is no terminal
MOST_CHARACTERS = 80  # of a cell


def _list_measures(context: click.Context, option: click.Parameter, asked: bool) -> None:
    from kg.analysis.comparison import COMPARISONS
    from kg.analysis.measures import MEASURES

    if asked:
        for name, measure in MEASURES.items():
            click.echo(f"{name:14} {measure.title}")
        for name, comparison in COMPARISONS.items():
            click.echo(f"{name:14} {comparison.title} (with --compare)")
        context.exit()


@click.command()
@GRAPH
@click.option("--measure", multiple=True, metavar="NAME", help="See --list; all by default.")
@click.option("--top", "most", default=10, type=click.IntRange(1), show_default=True, help="Rows.")
@click.option(
    "--compare",
    type=(str, str),
    metavar="A B",
    help="Two papers, or two periods: 2025 2026, 2026-01..2026-05 2026-06.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
@click.option(
    "--backend",
    default="",
    metavar="NAME",
    help="A backend of networkx takes the measures that it has: parallel, cugraph, networkx.",
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_measures,
    help="List measures.",
)
@part_options
@says_what_is_wrong
def analyse(
    *,
    graph: Path,
    measure: tuple[str, ...],
    most: int,
    compare: tuple[str, str] | None,
    backend: str,
    format_: str,
    **part: Any,
) -> None:
    """Measure a graph: who matters, who belongs together, what changes.

    What the filters leave of the graph is measured. CSV holds one measure.
    """
    from kg.analysis.backends import check_backend, measured
    from kg.analysis.comparison import COMPARISONS
    from kg.analysis.measures import MEASURES
    from kg.analysis.tables import as_csv, as_row, top

    known: Mapping[str, Any] = COMPARISONS if compare else MEASURES
    names = measure or tuple(known)
    for name in names:
        _check(name, known)
    if format_ == "csv" and len(names) > 1:
        raise click.UsageError("a CSV file holds one measure; give one --measure")
    if backend and compare:
        raise click.UsageError("--backend takes measures of one network; leave --compare out")
    if backend:
        check_backend(backend, names)
    network = read_part(graph, **part)
    found: dict[str, Result] = {}
    if compare:
        one, other = (_side(network, side) for side in compare)
        found = {name: COMPARISONS[name].of(one, other) for name in names}
    else:
        found = {name: measured(network, name, backend) for name in names}
    results = {name: top(result, most) for name, result in found.items()}
    if format_ == "csv":
        for result in results.values():
            click.echo(as_csv(result), nl=False)
    elif format_ == "json":
        rows = {name: {"title": known[name].title} | as_row(results[name]) for name in names}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for name, result in results.items():
            _print(f"{name}: {known[name].title}", result)


def _check(name: str, known: Mapping[str, Any]) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise InputError(f"--measure {name}", "no such measure", remedy)


def _side(network: "nx.MultiDiGraph", side: str) -> "nx.MultiDiGraph":
    """Return what a paper or a period, as `--compare` names it, has of the network."""
    from kg.show import DATE, from_source, in_time

    since, _, until = side.partition("..")
    if DATE.fullmatch(since):
        return in_time(network, since=since, until=until or since)
    return from_source(network, side)


def _print(title: str, result: "Result") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.analysis.tables import table_of

    laid_out = table_of(result)
    if laid_out.rows:
        # what an article calls somebody is text, never rich's markup
        table = Table(caption=Text(laid_out.note), caption_justify="left")
        for column, cell in zip(laid_out.columns, laid_out.rows[0], strict=True):
            number = not isinstance(cell, str)
            table.add_column(Text(column), justify="right" if number else "left", overflow="fold")
        for row in laid_out.rows:
            table.add_row(*(Text(_printable(cell)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    console.print(Text(title, style="bold"))
    console.print(table if laid_out.rows else "nothing found")


def _printable(cell: str | int | float) -> str:
    from kg.analysis.tables import text_of

    shown = "".join(one if one.isprintable() else " " for one in text_of(cell))
    return shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - 1] + "…"
