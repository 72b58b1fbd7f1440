"""`gbakg serve`: a graph on this machine's own network, to ask in a browser or from programs.

To add a limit, give it a field in `Limits` of kg/serving/keeper.py and an option here.
"""
# ruff: noqa: PLC0415

import os
from ipaddress import ip_address
from pathlib import Path
from secrets import token_urlsafe

import click

from extract.errors import InputError
from kg.refusal import says_what_is_wrong

TOKEN = "GBAKG_TOKEN"  # in the environment, since others of a machine can read command lines
SHORTEST = 16  # characters of a token


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
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Long queries that are answered at a time.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; past this machine only with a token.",
)
@says_what_is_wrong
def serve(*, graph: Path, port: int, seconds: float, most: int, workers: int, host: str) -> None:
    """Answer queries over a graph, a file or a store's folder, at http://127.0.0.1.

    / is a page to ask in a browser, /sparql a read-only SPARQL 1.1 endpoint; /graph.html,
    /report.html and /articles.html are those beside the file. Nothing outside this machine can
    reach them, unless --host names another address; then each request must bear a token, that of
    the variable GBAKG_TOKEN or one made up and told. Ctrl-C ends it.
    """
    from kg.serving.keeper import Limits
    from kg.serving.server import Server
    from kg.serving.workers import Workers

    token = _token(host)
    limits = Limits(seconds=seconds, most=most)
    answering = Workers(graph, limits, number=workers)
    try:
        try:
            built = graph.parent if graph.is_file() else None
            server = Server(answering, limits, port, host=host, token=token, built=built)
        except OSError as error:
            fault = f"the port cannot be used ({(error.strerror or str(error)).lower()})"
            raise InputError(f"--port {port}", fault, "choose another") from error
        with server:
            click.echo(server.address)
            if token and TOKEN not in os.environ:
                click.echo(f"token: {token}", err=True)
            server.serve_forever()
    except KeyboardInterrupt:
        click.echo("ended", err=True)
    finally:
        answering.close()


def _token(host: str) -> str:
    """Return what each request must bear; nothing on loopback, where none is asked for."""
    try:
        loopback = ip_address(host).is_loopback
    except ValueError as error:
        remedy = "give one such as 127.0.0.1 or 0.0.0.0"
        raise InputError(f"--host {host}", "this is no address", remedy) from error
    token = os.environ.get(TOKEN)
    if token is None:
        return "" if loopback else token_urlsafe()
    if len(token) < SHORTEST or not (token.isascii() and token.isprintable()) or " " in token:
        fault = f"a token has {SHORTEST} characters or more, ASCII and without spaces"
        raise InputError(TOKEN, fault, "unset it, and one is made up")
    return token
