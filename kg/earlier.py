"""What the last build of a folder found: articles that are as they were are not extracted again.

To have it depend on one more thing than articles, decisions, code and data, add that to `_stamp`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from hashlib import file_digest, sha256
from pathlib import Path

from extract.article import Article
from extract.decisions import Decisions
from extract.fingerprint import fingerprint
from extract.jsonl import article_of, from_row
from extract.mention import Extraction
from kg.files import write_whole

STAMP = ".extracted"  # says what made the extractions beside it


class Earlier:
    """The extractions in `path`, if they are as a build by the same means left them."""

    def __init__(self, path: Path, decisions: Decisions) -> None:
        self._path, self._decided = path, repr(decisions.rows)
        self._kept: list[int] = []
        self._lines = dict(self._digests()) if self._is_ours() else {}

    def without_known(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Yield the articles that have to be extracted; keep the others in mind for `kept`."""
        for article in articles:
            line = self._lines.get(_digest(article))
            if line is None:
                yield article
            else:
                self._kept.append(line)

    def kept(self) -> Iterator[Extraction]:
        """Yield what was found in the articles that `without_known` did not yield."""
        if self._kept:
            with self._path.open("rb") as file:
                for line in self._kept:
                    file.seek(line)
                    yield from_row(json.loads(file.readline()))

    def stamp(self) -> None:
        """Say that what is in the file now was made by these means."""
        write_whole(self._path.with_name(STAMP), [self._stamp()])

    def _is_ours(self) -> bool:
        try:
            return self._path.with_name(STAMP).read_text("utf-8") == self._stamp()
        except (OSError, UnicodeDecodeError):
            return False

    def _stamp(self) -> str:
        with self._path.open("rb") as file:
            content = file_digest(file, "sha256").hexdigest()
        means = sha256((fingerprint() + self._decided).encode()).hexdigest()
        return f"{means} {content}\n"

    def _digests(self) -> Iterator[tuple[str, int]]:
        with self._path.open("rb") as file:
            start = 0
            for line in file:
                yield _digest(article_of(json.loads(line))), start
                start += len(line)


def _digest(article: Article) -> str:
    return sha256(json.dumps(asdict(article), sort_keys=True).encode()).hexdigest()
