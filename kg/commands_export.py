"""`gbakg export`: a graph in the formats of other programs.

To add a format, see kg/exporters.py; its name goes into FORMATS too, so that --help is fast.
"""
# ruff: noqa: PLC0415

from pathlib import Path

import click

from kg.decided import DECISIONS, read_all
from kg.refusal import says_what_is_wrong

FORMATS = ("graphml", "gexf", "jsonld", "nquads", "trig", "csv", "ftm", "nif")


@click.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.option("--to", "format_", required=True, type=click.Choice(FORMATS), help="The format.")
@click.option("--out", type=click.Path(path_type=Path), help="A file; else standard output.")
@DECISIONS
@says_what_is_wrong
def export(*, graph: Path, format_: str, out: Path | None, decisions: tuple[Path, ...]) -> None:
    """Write a graph for other programs.

    GRAPH is a file of triples or quads, a store's folder, or extractions.jsonl. graphml and gexf
    hold the network of stated facts, csv each claim with its words, ftm FollowTheMoney entities.
    A named graph an article (nquads, trig, jsonld) comes from a store or from extractions.jsonl,
    the articles' texts (nif) from extractions.jsonl, with the decisions of their build.
    """
    from kg.exporters import EXPORTERS
    from kg.files import write_whole
    from kg.source import read_graph

    pieces = EXPORTERS[format_](read_graph(graph, read_all(decisions)))
    if out:
        write_whole(out, pieces)
        click.echo(out)
        return
    for piece in pieces:
        click.echo(piece, nl=False)
