"""What a build found, kept on disk in shards: read from the beginning by each output.

To give outputs one more thing to read: a method here.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from extract.jsonl import from_row
from extract.mention import Extraction
from kg.files import write_whole
from kg.merging import merged
from kg.shards import GRAPH, ROWS, emit_shard, emitted, keep, tell_copies
from kg.turtle import read_triples
from kg.turtle_lines import BETWEEN, turtle_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@dataclass(frozen=True)
class Results:
    """What the articles say, kept on disk: each function reads it from the beginning."""

    articles: int
    shards: tuple[str, ...]
    folder: Path
    names: str
    copies: Path

    def turtle(self) -> Iterator[str]:
        """Yield the graph as Turtle, piece by piece."""
        lines = [*emitted(self.shards, self.folder, GRAPH), self.copies]
        return turtle_of(merged(lines, self.folder))

    def part(self, articles: int) -> "Results":
        """Return what so many articles of the first shard say; all where there are no more.

        Of a part it is not told which articles are copies, since others may be the first.
        """
        if self.articles <= articles:
            return self
        some = islice(replace(self, shards=self.shards[:1]).extractions(), articles)
        [(shard, count)] = keep(some, self.folder, size=articles)
        emit_shard(shard, self.folder, self.names)
        copies = tell_copies((), self.folder / "part")
        return replace(self, articles=count, shards=(shard,), copies=copies)

    def rows(self) -> Iterator[str]:
        """Yield the extractions as lines of JSON, in order of the articles' ids."""
        lines = merged(emitted(self.shards, self.folder, ROWS), self.folder)
        return (line.rsplit(BETWEEN, 1)[1] for line in lines)

    def extractions(self) -> Iterator[Extraction]:
        """Yield the extractions in the same order."""
        return (from_row(json.loads(row)) for row in self.rows())

    @cached_property
    def network(self) -> "MultiDiGraph":
        """The graph as `kg.network.network` returns it, for the pages."""
        from kg.network import network  # noqa: PLC0415

        graph = self.folder / "page.ttl"
        write_whole(graph, self.turtle())
        return network(read_triples(graph))

    @cached_property
    def title(self) -> str:
        """The first article's title, and of how many articles it is the first."""
        first = next(self.extractions()).document.article.title
        return first if self.articles == 1 else f"{first}（{self.articles}）"
