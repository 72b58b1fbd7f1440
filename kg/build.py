"""From articles to a folder of results: graph, page, extractions, report; killed, it goes on.

To add a result: a function that writes it, and its line in `OUTPUTS`.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Protocol, TypeVar

from extract.article import Article
from extract.decisions import UNDECIDED, Decisions
from extract.errors import InputError
from extract.gazetteer_record import Records
from extract.mention import Entity
from extract.namesakes import Holding
from extract.parallel import Extract, by_decisions
from extract.stories import Told
from kg.anchors import ARTICLES, EXPLORER, REPORT, beside
from kg.earlier import Earlier
from kg.files import write_whole
from kg.locks import BUILDER, locked
from kg.marked import marked_page
from kg.report import write_report
from kg.results import Results
from kg.shards import (
    emit_shard,
    error_row,
    extract_shard,
    keep,
    plan,
    resolve,
    tell_copies,
)

if TYPE_CHECKING:
    from ontology.validate import Violation

Task = TypeVar("Task")
Result = TypeVar("Result")
Advance = Callable[[int], None]

PAGES = (ARTICLES, EXPLORER, REPORT)  # which a corpus too large to look at goes without
TURTLE = "graph.ttl"
EXTRACTIONS = "extractions.jsonl"
ERRORS = "errors.jsonl"
UNFINISHED = ".unfinished"  # folder of what a build has done, until it has done all
SHARD = 32  # articles: enough sentences of like length for full batches, little to do again
CHECKED = 8  # articles whose triples are held against the shapes: each takes longer than to extract


class Run(Protocol):
    """A way to do tasks: yields `work` of each, in any order."""

    def __call__(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Result]: ...


class Watch(Protocol):
    """What is told how far a build is: a step's name, and how many articles it has to do."""

    def __call__(self, step: str, total: int | None) -> AbstractContextManager[Advance]: ...


@dataclass(frozen=True, slots=True)
class Build:
    """What was built: counts, the files in order, and what could not be read or extracted.

    `unchanged` articles were extracted by an earlier build, and not again; `violations` are what
    breaks the shapes in the graph of some CHECKED articles.
    """

    articles: int
    mentions: Mapping[str, int]
    entities: int
    relations: int
    files: tuple[Path, ...]
    errors: tuple[InputError, ...]
    unchanged: int = 0
    violations: "tuple[Violation, ...]" = ()


def one_by_one(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """Yield `work` of each task, done here."""
    return map(work, tasks)


def unwatched(step: str, total: int | None) -> AbstractContextManager[Advance]:
    """Tell nobody how far a build is."""
    return nullcontext(lambda _: None)


def build(
    found: Iterable[Article | InputError],
    out: Path,
    records: Records,
    *,
    outputs: Iterable[str] | None = None,
    extract: Extract | None = None,
    decisions: Decisions = UNDECIDED,
    run: Run = one_by_one,
    watch: Watch = unwatched,
    shard: int = SHARD,
) -> Build:
    """Write what the articles in `found` say to the folder `out` and return what was built.

    `outputs` are names of OUTPUTS, all by default; `records` holds what `decisions` added too. Every
    file has the same bytes in whatever order the articles come, whatever `run` does the work and
    however often it was killed in between; it is written whole or not at all. What is no article,
    or cannot be extracted, is passed over and told in errors.jsonl. Without articles nothing is
    written. An article that the last build in `out` found by the same means is not extracted again.
    Raises InputError where the folder does not allow it, or another build is at work in it.
    """
    folder = (out / UNFINISHED).absolute()  # the same for a worker that runs elsewhere
    errors: list[InputError] = []
    with watch("reading", None) as advance:
        articles = _articles(found, errors, advance)
        earlier = Earlier(out / EXTRACTIONS, decisions)
        new = earlier.without_known(articles)
        planned = list(plan(new, folder, size=shard, decisions=decisions))
        kept = list(keep(earlier.kept(), folder, size=shard))
        planned += kept
    shards, total = tuple(name for name, _ in planned), sum(number for _, number in planned)
    if not shards:
        return Build(0, {}, 0, 0, (), tuple(errors))
    with locked(folder, BUILDER):
        mentions: Counter[str] = Counter()
        entities, linked, persons = set[Entity](), set[Entity](), set[Holding]()
        articles_told: list[Told] = []
        done = relations = 0
        with watch("extracting", total) as advance:
            work = partial(extract_shard, folder=folder, extract=extract or by_decisions(decisions))
            for summary in run(work, shards):
                advance(summary.articles + len(summary.errors))
                mentions.update(summary.mentions)
                entities |= summary.entities
                linked |= summary.linked
                persons |= summary.persons
                articles_told += summary.told
                done += summary.articles
                relations += summary.relations
                errors += summary.errors
        names = resolve(entities, persons, records, folder, decisions=decisions)
        with watch("writing", done) as advance:
            for number in run(partial(emit_shard, folder=folder, names=names), shards):
                advance(number)
        results = Results(done, shards, folder, names, tell_copies(articles_told, folder))
        files = [*_write_errors(out / ERRORS, errors)]
        for name in (OUTPUTS if outputs is None else outputs) if done else ():
            OUTPUTS[name](out / name, results)
            files.append(out / name)
        violations = _check(results) if out / TURTLE in files else ()
        if out / EXTRACTIONS in files:
            earlier.stamp()
        rmtree(folder)
        return Build(
            done,
            mentions,
            len(linked),
            relations,
            tuple(files),
            tuple(errors),
            unchanged=sum(number for _, number in kept),
            violations=violations,
        )


def _check(results: Results) -> "tuple[Violation, ...]":
    from kg.validate import validate_file  # noqa: PLC0415 - SHACL is slow to import

    part, graph = results.part(CHECKED), results.folder / "checked.ttl"
    write_whole(graph, part.turtle())
    articles = (one.document.article for one in part.extractions())
    return validate_file(graph, {article.id: article.text for article in articles})


def _articles(
    found: Iterable[Article | InputError], errors: list[InputError], advance: Advance
) -> Iterator[Article]:
    for one in found:
        if isinstance(one, InputError):
            errors.append(one)
        else:
            advance(1)
            yield one


def _write_errors(path: Path, errors: Iterable[InputError]) -> Iterator[Path]:
    lines = sorted(json.dumps(error_row(one), ensure_ascii=False) + "\n" for one in errors)
    if lines:
        write_whole(path, lines)
        yield path
    else:
        path.unlink(missing_ok=True)  # an earlier build's


def _write_graph(path: Path, results: Results) -> None:
    write_whole(path, results.turtle())


def _write_extractions(path: Path, results: Results) -> None:
    write_whole(path, results.rows())


def _write_explorer(path: Path, results: Results) -> None:
    # The drawing library is slow to import; a build without a page does without it.
    from kg.page import write_page  # noqa: PLC0415

    articles = beside(path, ARTICLES, path)
    write_page(path, results.network, title=results.title, articles_page=articles)


def _write_report_page(path: Path, results: Results) -> None:
    from kg.paper.page import write_report_page  # noqa: PLC0415

    write_report_page(
        path,
        results.network,
        articles_page=beside(path, ARTICLES, path),
        explorer=beside(path, EXPLORER, path),
    )


def _write_articles(path: Path, results: Results) -> None:
    write_whole(path, marked_page(results.extractions()))


def _write_report(path: Path, results: Results) -> None:
    write_whole(path, [write_report(results.extractions())])


OUTPUTS: Mapping[str, Callable[[Path, Results], None]] = {
    TURTLE: _write_graph,
    ARTICLES: _write_articles,
    EXPLORER: _write_explorer,
    REPORT: _write_report_page,
    EXTRACTIONS: _write_extractions,
    "report.md": _write_report,
}
