"""Options by which a command takes a part of a graph: --ego, --types, --since and so on.

To add one: its line in `OPTIONS`; the filter itself belongs in `kg.show`.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.errors import InputError

if TYPE_CHECKING:
    import networkx as nx

GRAPH = click.argument("graph", type=click.Path(path_type=Path))
LANGUAGES = ("zh-Hant", "zh-Hans", "en")
LANGUAGE = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="Of the words on the page.",
)
OPTIONS = (
    click.option("--ego", default="", metavar="NAME", help="What lies around an entity."),
    click.option(
        "--depth",
        default=1,
        type=click.IntRange(0),
        show_default=True,
        help="How many facts away from --ego.",
    ),
    click.option(
        "--path",
        type=(str, str),
        metavar="NAME NAME",
        help="A shortest path between two entities.",
    ),
    click.option("--types", multiple=True, metavar="ORG,…", help="Entities of these types alone."),
    click.option(
        "--relations", multiple=True, metavar="signs,…", help="Facts of these relations alone."
    ),
    click.option("--since", default="", metavar="DATE", help="Articles from then on: 2026-05."),
    click.option("--until", default="", metavar="DATE", help="Articles up to then."),
    click.option("--source", default="", metavar="PAPER", help="What one paper says."),
    click.option(
        "--community",
        type=click.IntRange(0),
        metavar="NUMBER",
        help="One community: 0 is the largest.",
    ),
)


def part_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command OPTIONS; it hands them to `read_part` as they are."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def read_part(
    graph: Path,
    *,
    ego: str,
    path: tuple[str, str] | None,
    types: tuple[str, ...],
    relations: tuple[str, ...],
    **others: Any,
) -> "nx.MultiDiGraph":
    """Return the part of a graph's network that the options ask for.

    Raise InputError where the graph cannot be read, a name means nothing, or nothing is left.
    """
    from kg.naming import called
    from kg.network import network
    from kg.show import narrowed
    from kg.turtle import read_triples

    whole = network(read_triples(graph))
    part = narrowed(
        whole,
        ego=called(whole, ego) if ego else "",
        path=(called(whole, path[0]), called(whole, path[1])) if path else None,
        types=_parts(types),
        relations=_parts(relations),
        **others,
    )
    if not len(part):
        raise InputError(str(graph), "nothing is left to be seen", "take fewer filters")
    return part


def _parts(given: tuple[str, ...]) -> list[str]:
    return [part for one in given for part in one.replace("、", ",").split(",") if part]
