"""`gbakg serve`: a graph on this machine's own network, to ask in a browser or from programs.

To add a limit, give it a field in `Limits` of kg/serving/workers.py and an option here.
"""
# ruff: noqa: PLC0415

from pathlib import Path

import click

from extract.errors import InputError
from kg.refusal import says_what_is_wrong


@click.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.option(
    "--port", default=8890, show_default=True, type=click.IntRange(0, 65535), help="0: any free."
)
@click.option(
    "--seconds",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="That a query may take.",
)
@click.option(
    "--most",
    default=10_000,
    show_default=True,
    type=click.IntRange(1),
    help="Rows or triples of an answer.",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@says_what_is_wrong
def serve(*, graph: Path, port: int, seconds: float, most: int, workers: int) -> None:
    """Answer queries over a graph, a file or a store's folder, at http://127.0.0.1.

    / is a page to ask in a browser, /sparql a read-only SPARQL 1.1 endpoint. Nothing outside this
    machine can reach them. Ctrl-C ends it.
    """
    from kg.serving.server import Server
    from kg.serving.workers import Limits, Workers

    limits = Limits(seconds=seconds, most=most)
    answering = Workers(graph, limits, number=workers)
    try:
        try:
            server = Server(answering, limits, port)
        except OSError as error:
            fault = f"the port cannot be used ({(error.strerror or str(error)).lower()})"
            raise InputError(f"--port {port}", fault, "choose another") from error
        with server:
            click.echo(server.address)
            server.serve_forever()
    except KeyboardInterrupt:
        click.echo("ended", err=True)
    finally:
        answering.close()
