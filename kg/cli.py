"""The command `gbakg`: each command parses, calls one function, prints.

To add a command: a function here under `@gbakg.command()`, or in a module of its own, added at
the end. What is slow to import is imported in the command that needs it, so that --help is fast.
"""
# ruff: noqa: PLC0415

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from extract.errors import InputError
from kg.commands_analyse import analyse
from kg.commands_export import export
from kg.commands_report import report
from kg.commands_serve import serve
from kg.commands_show import show
from kg.commands_store import add, retract
from kg.decided import DECISIONS, read_all, review
from kg.refusal import refuse, refuse_graph, says_what_is_wrong

if TYPE_CHECKING:
    from extract.article import Article
    from extract.decisions import Decisions
    from extract.evaluate import Score
    from extract.mention import Extraction
    from kg.build import Build

Found = TypeVar("Found")
INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
DATE = click.option(
    "--date", default="", help="Day of articles that do not say theirs: 2026-05-29."
)
WORKERS = click.option(
    "--workers", default=1, type=click.IntRange(1, 64), show_default=True, help="Processes."
)
DASK = click.option(
    "--dask",
    metavar="local|tcp://…",
    help="Work on Dask: the workers of this scheduler, or --workers of one made here.",
)
GOLD = click.argument(
    "gold",
    nargs=-1,
    required=True,
    metavar="GOLD_DIR…",
    type=click.Path(exists=True, path_type=Path),
)
FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gba-kg", message="%(version)s")
def gbakg() -> None:
    """Knowledge graphs of Greater Bay Area cooperation from Chinese news.

    Exit codes: 0 done, 1 does not conform, 2 bad input or usage.
    """


def main() -> None:
    """Run the command line; what it writes is UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    gbakg()


@gbakg.command()
@INPUTS
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder of the results."
)
@DATE
@WORKERS
@DASK
@DECISIONS
@click.option("--page/--no-page", default=True, help="Write the pages of HTML too.")
@says_what_is_wrong
def build(
    *,
    inputs: tuple[str, ...],
    out: Path,
    date: str,
    workers: int,
    dask: str | None,
    decisions: tuple[Path, ...],
    page: bool,
) -> None:
    """Build graph, page, extractions and report from articles.

    INPUT is a file or an archive of articles, a folder of these, or - for JSON Lines on standard
    input. A build that was killed goes on where it stopped; the same command starts it again.
    Articles that have not changed since the last build in this folder are not extracted again.
    """
    from kg.build import OUTPUTS, PAGES
    from kg.markdown import counted

    outputs = [name for name in OUTPUTS if page or name not in PAGES]
    decided = read_all(decisions)
    built = _build(inputs, out, decided, date=date, workers=workers, outputs=outputs, dask=dask)
    if built.articles:
        types = "  ".join(f"{type_} {count}" for type_, count in sorted(built.mentions.items()))
        mentions = counted(sum(built.mentions.values()), "mention")
        entities, relations = (
            counted(built.entities, "entity"),
            counted(built.relations, "relation"),
        )
        click.echo(f"{counted(built.articles, 'article')}: {mentions} of {entities}, {relations}")
        click.echo(f"mentions: {types}")
        if built.unchanged:
            unchanged = counted(built.unchanged, "article")
            click.echo(f"{unchanged} as in the last build, not extracted again")
        for path in built.files:
            click.echo(f"  {path}")
    if built.violations:
        refuse_graph(built.violations)
    if built.errors:
        refuse(built.errors)


def _build(
    inputs: tuple[str, ...],
    out: Path,
    decisions: "Decisions",
    *,
    date: str,
    workers: int,
    outputs: Sequence[str],
    dask: str | None = None,
) -> "Build":
    from extract.decisions import with_added
    from extract.gazetteer import load_gazetteer
    from extract.parallel import in_processes
    from extract.readers import read_articles
    from kg.build import build as build_results
    from kg.progress import watch

    results = partial(
        build_results,
        read_articles(inputs, date=date),
        out,
        with_added(load_gazetteer(), decisions).by_entity(),
        outputs=outputs,
        decisions=decisions,
        watch=watch,
    )
    if not dask:
        return results(run=partial(in_processes, workers=workers))
    from kg.distributed import SHARD, on_dask

    with on_dask(dask, workers=workers) as run:
        return results(run=run, shard=SHARD)


@gbakg.command()
@INPUTS
@click.option("--to", type=click.Choice(["jsonl", "html"]), default="jsonl", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder of extractions.jsonl; a run that was killed goes on where it stopped.",
)
@DATE
@WORKERS
@DECISIONS
@says_what_is_wrong
def extract(
    *,
    inputs: tuple[str, ...],
    to: str,
    out: Path | None,
    date: str,
    workers: int,
    decisions: tuple[Path, ...],
) -> None:
    """Write what articles say to standard output, or to a folder.

    As JSON Lines, one object an article, or as a page of HTML with the mentions marked.
    """
    from extract.decisions import with_added
    from extract.gazetteer import load_gazetteer
    from extract.jsonl import to_json
    from extract.readers import read_articles
    from kg.claims import entity_iris
    from kg.marked import marked_page

    decided = read_all(decisions)
    if out:
        if to != "jsonl":
            raise click.UsageError("--out writes JSON Lines")
        outputs = ["extractions.jsonl"]
        built = _build(inputs, out, decided, date=date, workers=workers, outputs=outputs)
        for path in built.files:
            click.echo(path)
        if built.errors:
            refuse(built.errors)
        return
    errors: list[InputError] = []
    articles = _without(errors, read_articles(inputs, date=date))
    extractions = _without(errors, _with_progress(_extract(articles, workers, decided), None))
    if to == "html":
        for piece in marked_page(extractions):
            click.echo(piece, nl=False)
    else:
        records = with_added(load_gazetteer(), decided).by_entity()
        for one in extractions:
            [iris] = entity_iris([one], records)
            click.echo(to_json(one, iris.__getitem__))
    if errors:
        refuse(errors)


def _without(errors: list[InputError], found: "Iterable[Found | InputError]") -> "Iterator[Found]":
    """Yield what is no error; the errors go to `errors`."""
    for one in found:
        if isinstance(one, InputError):
            errors.append(one)
        else:
            yield one


@gbakg.command()
@click.argument("graph", required=False)
@click.argument("sparql", required=False)
@click.option("--file", type=click.Path(path_type=Path), help="A query of your own, in a file.")
@click.option("--name", help="A query that comes with gbakg; --list shows them.")
@click.option("--param", multiple=True, metavar="NAME=VALUE", help="Sets a parameter of the query.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--list", "list_", is_flag=True, help="List the queries that come with gbakg.")
@says_what_is_wrong
def query(
    *,
    graph: str | None,
    sparql: str | None,
    file: Path | None,
    name: str | None,
    param: tuple[str, ...],
    format_: str,
    list_: bool,
) -> None:
    """Answer SPARQL over a graph: SPARQL, --file or --name.

    GRAPH is a file, a store's folder, or the http address of a server that speaks SPARQL 1.1.
    """
    from kg.answers import format_result
    from kg.asking import asked
    from kg.questions import read_query, shipped_queries, shipped_query, with_parameters

    if list_:
        for shipped in shipped_queries():
            click.echo(f"{shipped.name:32} {shipped.title}")
        return
    if graph is None:
        raise click.UsageError("give the graph, such as out/graph.ttl")
    if sum(given is not None for given in (sparql, file, name)) != 1:
        raise click.UsageError("give one of SPARQL, --file and --name")
    if param and sparql is not None:
        raise click.UsageError("--param sets a parameter of --file or --name")
    text, where = sparql or "", "query"
    if sparql is None:
        question = shipped_query(name) if name else read_query(file or Path())
        text, where = with_parameters(question, dict(_pair(one) for one in param)), question.name
    with asked(graph) as answer_to:
        answer = answer_to(text, where)
    click.echo(format_result(answer, format_), nl=False)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise InputError(f"--param {text}", "no value", "write --param NAME=VALUE")
    return name, value


@gbakg.command()
@GOLD
@click.option("--json", "as_json", is_flag=True, help="Print the figures for a program.")
@click.option("--errors", default=0, metavar="N", help="List the N commonest slips of each type.")
@click.option(
    "--found",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score these extractions instead of extracting now.",
)
@WORKERS
@says_what_is_wrong
def evaluate(
    *, gold: tuple[Path, ...], as_json: bool, errors: int, found: Path | None, workers: int
) -> None:
    """Score extraction against marked articles: precision, recall, F1, linking.

    Articles that the models were trained on score better than others would.
    """
    from extract.decisions import UNDECIDED
    from extract.evaluate import commonest
    from extract.evaluate import evaluate as score
    from extract.gold import read_gold_folders
    from extract.jsonl import read_extractions
    from kg.markdown import counted

    golds = read_gold_folders(gold)
    if not golds:
        raise InputError(str(gold[0]), "no marked articles", "give a folder such as data/gold/dev")
    extractions: Iterable[Extraction]
    failed: list[InputError] = []
    if found:
        extractions = read_extractions(found)
    else:
        articles = [one.article for one in golds]
        extracted = _with_progress(_extract(articles, workers, UNDECIDED), len(articles))
        extractions = _without(failed, extracted)
    figures = score(golds, extractions)
    if failed:
        refuse(failed)
    if as_json:
        click.echo(json.dumps(figures.as_row(), ensure_ascii=False))
        return
    click.echo(counted(figures.articles, "article"))
    if figures.missing:
        click.echo(f"without an extraction: {', '.join(figures.missing)}")
    _echo_scores("mentions", figures.mentions, figures.by_type.items())
    click.echo(f"{'linking':16} {figures.linking:.3f}")
    _echo_scores("relations", figures.relations, figures.by_relation.items())
    for slip, times in commonest(figures.slips, errors):
        click.echo(f"{slip.type} {slip.kind} {times}×: {slip.what}")
        click.echo(f"    {slip.article}: {slip.sentence}")


def _echo_scores(title: str, whole: "Score", parts: Iterable[tuple[str, "Score"]]) -> None:
    for name, score in ((title, whole), *((f"  {name}", part) for name, part in parts)):
        click.echo(
            f"{name:16} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
            f"  gold {score.gold:5}  found {score.found:5}"
        )


@gbakg.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.option(
    "--articles",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="extractions.jsonl, to compare each quotation with the text that it points into.",
)
@says_what_is_wrong
def validate(*, graph: Path, articles: Path | None) -> None:
    """Check a graph against the ontology and its shapes; exit 1 where it does not conform."""
    from extract.jsonl import read_extractions
    from kg.validate import validate_file

    read = (one.document.article for one in read_extractions(articles)) if articles else ()
    texts = {article.id: article.text for article in read}
    violations = validate_file(graph, texts)
    if violations:
        refuse_graph(violations)
    click.echo(f"{graph} conforms")


@gbakg.command()
@GOLD
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder of the models.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same models.")
@says_what_is_wrong
def train(*, gold: tuple[Path, ...], out: Path, seed: int) -> None:
    """Train the models on marked articles. Needs gba-kg[train]."""
    from extract.gold import read_gold_folders
    from extract.train import train_models

    for folder in train_models(read_gold_folders(gold), out, seed=seed):
        click.echo(folder)


def _extract(
    articles: "Iterable[Article]", workers: int, decisions: "Decisions"
) -> "Iterator[Extraction | InputError]":
    from extract.parallel import extract_all

    return extract_all(articles, workers=workers, decisions=decisions)


def _with_progress(found: "Iterable[Found]", total: int | None) -> "Iterator[Found]":
    """Pass `found` on, with a bar on standard error where that is a terminal."""
    from kg.progress import watch

    with watch("extracting", total) as advance:
        for one in found:
            yield one
            advance(1)


gbakg.add_command(review)
gbakg.add_command(analyse)
gbakg.add_command(show)
gbakg.add_command(report)
gbakg.add_command(export)
gbakg.add_command(add)
gbakg.add_command(retract)
gbakg.add_command(serve)

if __name__ == "__main__":
    main()
