"""From files of articles to a folder of results: graph, page, extractions, report.

To add a result: a function that writes it, and its line in `OUTPUTS`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.article import Article
from extract.errors import InputError
from extract.gazetteer_record import Records
from extract.jsonl import to_json
from extract.mention import Extraction
from extract.readers import read_articles
from kg.claims import entity_iris, graph_of
from kg.files import write_whole
from kg.report import write_report
from kg.terms import Triple
from kg.turtle import write_turtle

Extractor = Callable[[Iterable[Article]], Iterable[Extraction]]
PAGE = "graph.html"


@dataclass(frozen=True, slots=True)
class Results:
    """What the articles say, and what is known of the entities in them."""

    extractions: tuple[Extraction, ...]
    records: Records
    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Build:
    """What was built: counts, the files in order, and what could not be read."""

    articles: int
    mentions: Mapping[str, int]
    entities: int
    relations: int
    files: tuple[Path, ...]
    errors: tuple[InputError, ...]


def read_inputs(
    inputs: Iterable[str | Path], *, date: str = ""
) -> tuple[tuple[Article, ...], tuple[InputError, ...]]:
    """Return the articles in `inputs`, and what could not be read."""
    found = tuple(read_articles(inputs, date=date))
    articles = tuple(one for one in found if isinstance(one, Article))
    return articles, tuple(one for one in found if isinstance(one, InputError))


def build(
    articles: Sequence[Article],
    out: Path,
    extract: Extractor,
    records: Records,
    *,
    outputs: Iterable[str] | None = None,
    errors: Sequence[InputError] = (),
) -> Build:
    """Write what `articles` say to the folder `out` and return what was built.

    `outputs` are names of OUTPUTS, all by default. A file is written whole or not at all; raises
    InputError where the folder does not allow it. Without articles nothing is written.
    """
    if not articles:
        return Build(0, {}, 0, 0, (), tuple(errors))
    extractions = tuple(extract(articles))
    results = Results(extractions, records, graph_of(extractions, records))
    files = []
    for name in OUTPUTS if outputs is None else outputs:
        OUTPUTS[name](out / name, results)
        files.append(out / name)
    links = [link for extraction in extractions for link in extraction.links]
    return Build(
        articles=len(extractions),
        mentions=Counter(link.mention.type for link in links),
        entities=len({link.entity for link in links}),
        relations=sum(len(extraction.relations) for extraction in extractions),
        files=tuple(files),
        errors=tuple(errors),
    )


def _write_graph(path: Path, results: Results) -> None:
    write_turtle(path, results.triples)


def _write_extractions(path: Path, results: Results) -> None:
    iris = entity_iris(results.extractions, results.records)
    lines: Iterator[str] = (to_json(one, iris.__getitem__) + "\n" for one in results.extractions)
    write_whole(path, lines)


def _write_report(path: Path, results: Results) -> None:
    write_whole(path, [write_report(results.extractions)])


OUTPUTS: Mapping[str, Callable[[Path, Results], None]] = {
    "graph.ttl": _write_graph,
    "extractions.jsonl": _write_extractions,
    "report.md": _write_report,
}
