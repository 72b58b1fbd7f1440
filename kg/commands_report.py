"""The command `gbakg report`: writes what a graph, or a part of it, says as a page to be printed.

To choose parts in one more way: see `kg.network_options`; to add a section: `kg.paper.page`.
"""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Any

import click

from kg.network_options import GRAPH, LANGUAGE, part_options, read_part
from kg.refusal import says_what_is_wrong


@click.command()
@GRAPH
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The report's file.")
@click.option("--title", default="", help="By default, what --ego or --path names.")
@LANGUAGE
@part_options
@says_what_is_wrong
def report(*, graph: Path, out: Path, title: str, language: str, **part: Any) -> None:
    """Write what a graph, or a part of it, says as a page to be read and printed.

    Every number leads to the facts that it counts, every fact to its sentences, and these to the
    articles where their page, articles.html, lies beside the graph.
    """
    from kg.anchors import ARTICLES, EXPLORER, beside
    from kg.markdown import counted
    from kg.paper.page import write_report_page

    network = read_part(graph, **part)
    told = part["path"] or filter(None, [part["ego"]])
    write_report_page(
        out,
        network,
        title=title or "—".join(told),
        language=language,
        articles_page=beside(graph, ARTICLES, out),
        explorer=beside(graph, EXPLORER, out),
    )
    entities = counted(len(network), "entity")
    click.echo(f"{out}: {entities}, {counted(network.number_of_edges(), 'fact')}")
