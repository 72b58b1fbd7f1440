"""Look over the tables of the gazetteer for rows that would mislead the linking.

To add a check: a function (rows, words) → faults, and its place in `CHECKS`.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract import resources
from extract.folding import fold, name_key, unfold
from extract.gazetteer import CHARACTERS, COLUMNS
from ontology.schema import Schema, load_schema

REQUIRED = frozenset({"name", "type", "source"})
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ALSO_TRADITIONAL = "恒厦"  # 恒生, 厦村: Hong Kong writes them so
ITEM = re.compile(r"Q\d+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: where it stands, its cells, and its names, the canonical one first."""

    where: str
    cells: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Return its canonical name and its aliases."""
        return (self.cells["name"], *filter(None, self.cells["aliases"].split("|")))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the rows are held against: what may be declared, and words that name nothing."""

    schema: Schema
    common_words: frozenset[str]


def lint(folder: Path | None = None) -> list[str]:
    """Return a line a fault in the tables of `folder`, or of those that ship: place and fault."""
    folder = folder or resources.path("gazetteer")
    common = frozenset(map(name_key, resources.lines("lexicon/common_words.txt")))
    rows = list(_rows(folder))
    knowledge = Knowledge(load_schema(), common)
    faults = [fault for check in CHECKS for fault in check(rows, knowledge)]
    return faults + list(_characters(folder, rows))


def _rows(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if "aliases" in (reader.fieldnames or ()):
                for cells in reader:
                    where = f"{path.name}, line {reader.line_num}"
                    filled = {key: cells.get(key) or "" for key in COLUMNS | REQUIRED}
                    yield Row(where, filled)


def _cells(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """Required cells are filled, no cell has blanks around it, no alias is empty or twice there."""
    for row in rows:
        for column in sorted(REQUIRED):
            if not row.cells[column]:
                yield f"{row.where}: no {column}"
        for column, cell in sorted(row.cells.items()):
            if cell != cell.strip():
                yield f"{row.where}: blanks around {column}"
        if "" in row.cells["aliases"].split("|") and row.cells["aliases"]:
            yield f"{row.where}: an empty alias"
        for name in sorted({name for name in row.names if row.names.count(name) > 1}):
            yield f"{row.where}: {name} twice in its names"


def _types(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """Types and subtypes are declared in the ontology, the subtype under the type."""
    tags = {type_.tag for type_ in knowledge.schema.types}
    subtypes = {kind.name: kind.tag for kind in knowledge.schema.subtypes}
    subtypes |= {type_.name: type_.tag for type_ in knowledge.schema.types}
    for row in rows:
        type_, subtype = row.cells["type"], row.cells["subtype"]
        if type_ not in tags:
            yield f"{row.where}: no type {type_}"
        elif subtype and subtypes.get(subtype) != type_:
            yield f"{row.where}: no subtype {subtype} of {type_}"


def _duplicates(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """No two rows have one name and one type."""
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (name_key(row.cells["name"]), row.cells["type"])
        if key in seen:
            yield f"{row.where}: {row.cells['name']} is also in {seen[key]}"
        seen.setdefault(key, row.where)


def _ambiguous(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """One name of two things is told apart by their types or their places."""
    bearers: dict[tuple[str, str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        for name in row.names:
            key = (name_key(name), row.cells["type"], row.cells["place"])
            bearers[key][row.cells["name"]] = row
    for (name, _, _), found in bearers.items():
        if len(found) > 1:
            things = " and ".join(f"{row.cells['name']} ({row.where})" for row in found.values())
            yield f"{name} may be {things}: nothing tells them apart"


def _known(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """Parents are rows, of the same type or a body; places are rows too."""
    types: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        types[row.cells["name"]].add(row.cells["type"])
    for row in rows:
        parent, place = row.cells["parent"], row.cells["place"]
        if parent and not types[parent]:
            yield f"{row.where}: no row for the parent {parent}"
        if place and not types[place] & {"PLACE", "ZONE"}:
            yield f"{row.where}: no row for the place {place}"


def _cycles(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """Nothing is a part of itself, by however many steps."""
    parents = {
        (row.cells["name"], row.cells["type"]): (row.cells["parent"], row.cells["type"])
        for row in rows
        if row.cells["parent"]
    }
    for row in rows:
        start = at = (row.cells["name"], row.cells["type"])
        passed = set()
        while at in parents and at not in passed:
            passed.add(at)
            at = parents[at]
        if at == start and passed:
            yield f"{row.where}: {start[0]} is a part of itself"


def _dates(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """Dates are ISO 8601 and in order; Wikidata ids look like ids."""
    for row in rows:
        since, until = row.cells["valid_from"], row.cells["valid_to"]
        for value in filter(None, (since, until)):
            if not is_date(value):
                yield f"{row.where}: {value} is no date such as 2024, 2024-05 or 2024-05-31"
        if since and until and since[: len(until)] > until[: len(since)]:
            yield f"{row.where}: it ends before it begins"
        if row.cells["wikidata"] and not ITEM.fullmatch(row.cells["wikidata"]):
            yield f"{row.where}: {row.cells['wikidata']} is no Wikidata id"


def is_date(text: str) -> bool:
    """Tell whether `text` is a year, a month or a day of the calendar in ISO 8601."""
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return bool(DATE.fullmatch(text))


def _common_words(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """No name is a word that says something else in most articles."""
    for row in rows:
        for name in row.names:
            if name_key(name) in knowledge.common_words:
                yield f"{row.where}: {name} is a common word (data/lexicon/common_words.txt)"


def _script(rows: Sequence[Row], knowledge: Knowledge) -> Iterator[str]:
    """Names are in Traditional script; the Simplified one is derived."""
    for row in rows:
        for name in row.names:
            found = "".join(filter(_is_simplified, name))
            if found:
                yield f"{row.where}: {name} has {found} in Simplified script"


def _is_simplified(character: str) -> bool:
    """Tell whether `character` is written in Simplified script alone."""
    if character in ALSO_TRADITIONAL or not "\u3400" <= character <= "\u9fff":
        return False
    in_big5 = character.encode("big5", "ignore")  # which has no room for Simplified forms
    return not in_big5 and unfold(character) != character == fold(character)


def _characters(folder: Path, rows: Sequence[Row]) -> Iterator[str]:
    """The one-character names of places stand for known places."""
    known = {row.cells["name"] for row in rows if row.cells["type"] in ("PLACE", "ZONE")}
    path = folder / CHARACTERS
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for cells in csv.DictReader(file):
                if cells["name"] not in known:
                    yield f"{path.name}: no row for {cells['name']}"


CHECKS: tuple[Callable[[Sequence[Row], Knowledge], Iterator[str]], ...] = (
    _cells,
    _types,
    _duplicates,
    _ambiguous,
    _known,
    _cycles,
    _dates,
    _common_words,
    _script,
)
