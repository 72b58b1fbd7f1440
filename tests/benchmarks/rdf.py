"""Turtle and SPARQL beside rdflib, over marked articles until there are so many triples.

Run `python tests/benchmarks/rdf.py [TRIPLES …]`; it prints tables for docs/benchmarks.md. Figures are
CPU seconds of this process, ours the least of ROUNDS, rdflib's of one. To measure one more thing,
add it to `tasks`.
"""

import math
import runpy
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import rdflib
from cpu_time import cpu_seconds

from extract.gold import read_gold_folders
from extract.mention import Entity, Extraction
from kg.claims import graph_of
from kg.query import load, run_query
from kg.questions import shipped_query
from kg.terms import Triple
from kg.turtle import write_turtle

ROOT = Path(__file__).parent.parent.parent
QUESTIONS = ("posts", "cooperation", "agreements", "speakers", "most-named", "planned")
ROUNDS = 3
SHARED = 3  # of so many names one is the same in all copies of an article, as 香港 is


def corpus(triples: int) -> tuple[Triple, ...]:
    """Return the graph of marked articles, copied under other names until it is about so large."""
    as_extraction = runpy.run_path(str(ROOT / "tests/conftest.py"))["as_extraction"]
    gold = read_gold_folders([ROOT / "data/gold/dev", ROOT / "data/gold/more"])
    marked = [as_extraction(one) for one in gold]
    each = len(graph_of(marked, {})) / len(marked)
    copies = (_copy(extraction, number) for number in count() for extraction in marked)
    return graph_of(tuple(islice(copies, round(triples / each))), {})


def _copy(extraction: Extraction, number: int) -> Extraction:
    if not number:
        return extraction

    def named(entity: Entity) -> Entity:
        stays = sum(map(ord, entity.name)) % SHARED == 0 or entity.type == "DATE"
        return entity if stays else replace(entity, name=f"{entity.name}{number}")

    article = replace(extraction.document.article, id=f"{extraction.document.article.id}-{number}")
    links = (replace(link, entity=named(link.entity)) for link in extraction.links)
    relations = (
        replace(one, subject=named(one.subject), object=named(one.object))
        for one in extraction.relations
    )
    document = replace(extraction.document, article=article)
    return Extraction(document, tuple(links), tuple(relations))


def tasks(path: Path, triples: tuple[Triple, ...]) -> Iterator[tuple[str, float, float]]:
    """Yield what is done, and the CPU seconds that it takes here and with rdflib."""
    ours, theirs = [load(path)], rdflib.Graph(bind_namespaces="none")
    took = cpu_seconds(lambda: theirs.parse(path), 1)
    yield "parse Turtle", cpu_seconds(lambda: ours.append(load(path)), ROUNDS), took
    out = path.with_name("out.ttl")
    took = cpu_seconds(lambda: theirs.serialize(out, "turtle"), 1)
    yield "write Turtle", cpu_seconds(lambda: write_turtle(out, triples), ROUNDS), took
    for name in QUESTIONS:
        text = shipped_query(name).text
        took = cpu_seconds(lambda text=text: list(theirs.query(text)), 1)  # type: ignore[misc]
        yield f"query {name}", cpu_seconds(lambda text=text: run_query(ours[0], text), ROUNDS), took  # type: ignore[misc]


def main() -> None:
    """Print a table for each size, a line a task."""
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, sys.argv[1:] or ["100000"]):
            triples, path = corpus(size), Path(folder) / "graph.ttl"
            write_turtle(path, triples)
            print(f"\n{len(triples):,} triples\n\n| task | gba-kg | rdflib | × |")
            print("| --- | ---: | ---: | ---: |")
            ratios = {}
            for name, here, there in tasks(path, triples):
                ratios[name] = there / here
                print(f"| {name} | {here:.3f} s | {there:.2f} s | {there / here:.1f} |", flush=True)
            asked = [ratio for name, ratio in ratios.items() if name.startswith("query")]
            mean = math.exp(sum(map(math.log, asked)) / len(asked))
            print(f"| queries, geometric mean | | | {mean:.1f} |")


if __name__ == "__main__":
    main()
