"""The gazetteer: what is known of names before any article is read.

To add a name: a row in a file of data/gazetteer; its columns are those of `EntityRecord`.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from extract import resources
from extract.editions import is_edition, series_key
from extract.errors import InputError
from extract.folding import fold, name_key
from extract.gazetteer_record import EntityRecord, Records
from extract.mention import Entity

COLUMNS = frozenset(field.name for field in fields(EntityRecord))
Key = TypeVar("Key")
CHARACTERS = "place_characters.csv"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Known things by what they are called.

    `named` maps the key of a name or alias to the records that bear it, `characters` the one-character
    names of places (粵, 港) to the places' canonical names, `editions` (type, what editions of one
    thing share) to the dated records of its editions.
    """

    records: tuple[EntityRecord, ...]
    named: Mapping[str, tuple[EntityRecord, ...]]
    characters: Mapping[str, str]
    editions: Mapping[tuple[str, str], tuple[EntityRecord, ...]]

    def find(self, surface: str, type_: str) -> tuple[EntityRecord, ...]:
        """Return the records of `type_` that are called `surface`, in either script."""
        return tuple(r for r in self.named.get(name_key(surface), ()) if r.type == type_)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield (name, type) of all names and aliases."""
        for record in self.records:
            for name in (record.name, *record.aliases):
                yield name, record.type

    def by_entity(self) -> Records:
        """Return the records by the entity that each describes."""
        return {Entity(record.name, record.type): record for record in self.records}


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Read the tables in `folder`, or those that ship with the package."""
    folder = folder or resources.path("gazetteer")
    records: list[EntityRecord] = []
    characters: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        rows, columns = _read_rows(path)
        if path.name == CHARACTERS:
            characters |= {fold(row["character"]): row["name"] for _, row in rows}
        elif "aliases" in columns:
            records += [_record(path, line, row) for line, row in rows]
    return make_gazetteer(records, characters)


def make_gazetteer(records: Iterable[EntityRecord], characters: Mapping[str, str]) -> Gazetteer:
    """Return the gazetteer of `records`; a full name goes before others' aliases."""
    records = tuple(records)
    named: dict[str, list[EntityRecord]] = {}
    for record in records:
        named.setdefault(name_key(record.name), []).append(record)
    for record in records:
        for alias in record.aliases:
            bearers = named.setdefault(name_key(alias), [])
            if record not in bearers:
                bearers.append(record)
    editions: dict[tuple[str, str], list[EntityRecord]] = {}
    for record in records:
        if record.valid_from and is_edition(record.name):
            editions.setdefault((record.type, series_key(record.name)), []).append(record)
    return Gazetteer(records, _frozen(named), characters, _frozen(editions))


def _frozen(table: Mapping[Key, list[EntityRecord]]) -> dict[Key, tuple[EntityRecord, ...]]:
    return {key: tuple(found) for key, found in table.items()}


def _read_rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], frozenset[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
            columns = frozenset(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fault = getattr(error, "strerror", None) or f"no table in UTF-8: {error}"
        remedy = "install the package anew, or put the table right"
        raise InputError(str(path), f"it cannot be read ({fault})", remedy) from error
    for line, row in rows:
        if row.keys() != columns or None in row.values():
            fault = f"a row that has not {len(columns)} cells"
            raise InputError(f"{path}, line {line}", fault, "put it right")
    return rows, columns


def _record(path: Path, line: int, row: Mapping[str, str]) -> EntityRecord:
    if not row.get("name") or not row.get("type"):
        raise InputError(f"{path}, line {line}", "a row without name or type", "fill both cells")
    values = {key: row.get(key, "") for key in COLUMNS if key != "aliases"}
    aliases = tuple(alias for alias in row.get("aliases", "").split("|") if alias)
    return EntityRecord(aliases=aliases, **values)
