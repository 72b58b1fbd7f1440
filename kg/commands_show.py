"""The command `gbakg show`: writes the page of a graph, or of a part of it.

To choose parts in one more way: see `kg.network_options`.
"""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Any

import click

from kg.network_options import GRAPH, LANGUAGE, part_options, read_part
from kg.refusal import says_what_is_wrong


@click.command()
@GRAPH
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The page's file.")
@click.option("--title", default="", help="By default, what is shown.")
@LANGUAGE
@part_options
@says_what_is_wrong
def show(*, graph: Path, out: Path, title: str, language: str, **part: Any) -> None:
    """Write a graph, or a part of it, as a page that opens offline.

    Names may be short forms, Simplified or English. The facts are chosen first; what lies around
    --ego or on a --path is by these facts alone. Evidence leads to the articles where their page,
    articles.html, lies beside the graph.
    """
    from kg.anchors import ARTICLES, beside
    from kg.markdown import counted
    from kg.page import write_page

    network = read_part(graph, **part)
    shown = part["path"] or filter(None, [part["ego"]])
    title = title or "—".join(shown) or graph.stem
    articles = beside(graph, ARTICLES, out)
    write_page(out, network, title=title, language=language, articles_page=articles)
    entities = counted(len(network), "entity")
    click.echo(f"{out}: {entities}, {counted(network.number_of_edges(), 'fact')}")
