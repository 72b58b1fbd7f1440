"""`gbakg add` and `gbakg retract`: what a store on disk holds.

To add a command that changes a store: a function in kg/updates.py, and its command here.
"""
# ruff: noqa: PLC0415

from functools import partial
from pathlib import Path

import click

from kg.decided import DECISIONS, read_all
from kg.refusal import refuse, says_what_is_wrong

STORE = click.option(
    "--store",
    "where",
    required=True,
    metavar="DIR|http://…",
    help="Folder of the store, or address of a server that speaks SPARQL 1.1.",
)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@STORE
@click.option("--date", default="", help="Day of articles that do not say theirs: 2026-05-29.")
@click.option(
    "--workers", default=1, type=click.IntRange(1, 64), show_default=True, help="Processes."
)
@click.option(
    "--anew",
    is_flag=True,
    help="Extract unchanged articles too, as after an update of gbakg or with other --decisions.",
)
@DECISIONS
@says_what_is_wrong
def add(
    *,
    inputs: tuple[str, ...],
    where: str,
    date: str,
    workers: int,
    anew: bool,
    decisions: tuple[Path, ...],
) -> None:
    """Put articles into a store; those that are in it unchanged are left alone.

    INPUT is what gbakg build takes. A run that was killed leaves each article in or not in, none
    half; the same command goes on. Ask the store as a graph: gbakg query DIR --list.
    """
    from extract.decisions import with_added
    from extract.gazetteer import load_gazetteer
    from extract.parallel import extract_all
    from extract.readers import read_articles
    from kg.markdown import counted
    from kg.places import place_of
    from kg.updates import add as add_articles

    decided = read_all(decisions)
    change = add_articles(
        read_articles(inputs, date=date),
        place_of(where),
        with_added(load_gazetteer(), decided).by_entity(),
        partial(extract_all, workers=workers, decisions=decided),
        anew=anew,
        decisions=decided,
    )
    if change.added or change.replaced or change.unchanged:
        added = counted(change.added, "article")
        click.echo(f"{added} added, {change.replaced} replaced, {change.unchanged} unchanged")
    if change.errors:
        refuse(change.errors)


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@STORE
@DECISIONS
@says_what_is_wrong
def retract(*, articles: tuple[str, ...], where: str, decisions: tuple[Path, ...]) -> None:
    """Take articles out of a store, by their ids: all, or none where one is not in it.

    Give the decisions with which they were added: they say what the names that remain stand for.
    """
    from extract.decisions import with_added
    from extract.gazetteer import load_gazetteer
    from kg.markdown import counted
    from kg.places import place_of
    from kg.updates import retract as retract_articles

    decided = read_all(decisions)
    records = with_added(load_gazetteer(), decided).by_entity()
    retract_articles(articles, place_of(where), records, decisions=decided)
    click.echo(f"{counted(len(set(articles)), 'article')} retracted")
