"""Read marked articles: `[TYPE surface=Canonical]` in the text, relations below a line `---`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extract.article import Article
from extract.errors import InputError

MARK = re.compile(r"\[([A-Z]+) ([^\[\]=]+)(?:=([^\[\]=]+))?\]")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mark: its place in the unmarked text, its type, surface and canonical name."""

    start: int
    end: int
    type: str
    surface: str
    canonical: str


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with what a careful reader found in it."""

    article: Article
    mentions: tuple[GoldMention, ...]
    relations: tuple[tuple[str, str, str], ...]


def unmark(marked: str) -> tuple[str, tuple[GoldMention, ...]]:
    """Return the text without its marks, and the marks with offsets into it."""
    text, mentions, done = "", [], 0
    for found in MARK.finditer(marked):
        type_, surface, canonical = found.groups()
        text += marked[done : found.start()] + surface
        start = len(text) - len(surface)
        mentions.append(GoldMention(start, len(text), type_, surface, canonical or surface))
        done = found.end()
    return text + marked[done:], tuple(mentions)


def read_gold(path: Path) -> GoldArticle:
    """Return the marked article in `path`; raise InputError where it is not one."""
    head, _, body = path.read_bytes().decode("utf-8").partition("\n\n")
    marked, rule, tail = body.partition("\n---\n")
    if not rule:
        raise InputError(str(path), "no line --- after the text", "see data/gold/GUIDE.md")
    header = {}
    for line in head.split("\n"):
        key, _, value = line.removeprefix("# ").partition(":")
        header[key] = value.strip()
    text, mentions = unmark(marked)
    rows = [tuple(line.split(" | ")) for line in tail.split("\n") if line]
    relations = []
    for row in rows:
        if len(row) != 3:
            raise InputError(str(path), f"not a relation: {' | '.join(row)}", "write s | r | o")
        relations.append((row[0], row[1], row[2]))
    article = Article(
        id=f"{path.parent.name}/{path.stem}",
        text=text,
        title=header.get("title", ""),
        source=header.get("source", ""),
        author=header.get("author", ""),
        date=header.get("date", ""),
    )
    return GoldArticle(article, mentions, tuple(relations))


def read_gold_folders(folders: Iterable[Path]) -> list[GoldArticle]:
    """Return all marked articles in `folders` (each a folder or one file), sorted by path."""
    paths: list[Path] = []
    for folder in folders:
        paths += sorted(folder.glob("*.txt")) if folder.is_dir() else [folder]
    return [read_gold(path) for path in paths]
