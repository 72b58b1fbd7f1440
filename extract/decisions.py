"""What people decided about names, replayed on every build: same, different, wrong type, ignore, add.

To add a kind of decision: a constant below, its check in `_decision`, and what
`Decisions` makes of it.
"""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from extract.errors import InputError
from extract.folding import name_key
from extract.gazetteer import Gazetteer, make_gazetteer
from extract.gazetteer_record import EntityRecord
from extract.mention import Entity, Link, Mention
from extract.tagging.labels import TYPES

SAME, DIFFERENT, WRONG_TYPE, IGNORE, ADD = "same", "different", "wrong type", "ignore", "add"
KINDS = (SAME, DIFFERENT, WRONG_TYPE, IGNORE, ADD)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Key = tuple[str, str]  # the key of a name, and its type


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about the thing `name` of `type`, and for some kinds about another thing.

    `other` is the thing that it is or is not, or for an added name its aliases, joined by |.
    """

    kind: str
    name: str
    type: str
    other: str = ""
    other_type: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, ready to be asked; those of `different` beat every rule and every `same`.

    `rows` are the decisions that the rest was made of, each once and in order.
    """

    rows: tuple[Decision, ...] = ()
    same: Mapping[Key, Entity] = field(default_factory=dict)
    different: frozenset[frozenset[Key]] = frozenset()
    types: Mapping[Key, str] = field(default_factory=dict)
    ignored: frozenset[Key] = frozenset()
    added: tuple[EntityRecord, ...] = ()

    def allow(self, mention: Mention, name: str) -> bool:
        """Tell whether `mention` may be linked to the thing called `name`."""
        pair = frozenset({key(mention.surface, mention.type), key(name, mention.type)})
        return pair not in self.different

    def mentions(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Return `mentions` without those ignored, each with the type that was decided."""
        kept = (m for m in mentions if key(m.surface, m.type) not in self.ignored)
        return [replace(m, type=self.types.get(key(m.surface, m.type), m.type)) for m in kept]

    def links(self, links: Iterable[Link]) -> list[Link]:
        """Return `links` with what was decided about the things that they lead to."""
        decided = (self._decided(link) for link in links)
        return [
            link for link in decided if key(link.entity.name, link.entity.type) not in self.ignored
        ]

    def _decided(self, link: Link) -> Link:
        entity = link.entity
        type_ = self.types.get(key(entity.name, entity.type), entity.type)
        decided = self._same(Entity(entity.name, type_), link.mention)
        if decided == entity:
            return link
        return Link(replace(link.mention, type=decided.type), decided, "decided")

    def _same(self, entity: Entity, mention: Mention) -> Entity:
        """Follow what is the same as what, but never to what the mention is decided not to be."""
        while (at := key(entity.name, entity.type)) in self.same:
            if not self.allow(mention, self.same[at].name):
                return entity
            entity = self.same[at]
        return entity


UNDECIDED = Decisions()


def key(name: str, type_: str) -> Key:
    """Return that by which a decision finds the things it is about."""
    return name_key(name), type_


def read_decisions(path: Path) -> Decisions:
    """Read the decisions in `path`, a table such as extract/review.py writes.

    Rows whose decision is empty are left aside. Raise InputError where the file is no such table,
    or a row is not a decision or contradicts another.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return make_decisions(_decisions(csv.DictReader(file), path), str(path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fault = getattr(error, "strerror", None) or f"no table in UTF-8: {error}"
        remedy = "give a table such as gbakg review writes"
        raise InputError(str(path), f"it cannot be read ({fault})", remedy) from error


def _decisions(reader: "csv.DictReader[str]", path: Path) -> Iterable[Decision]:
    missing = {"decision", "name", "type"} - set(reader.fieldnames or ())
    if missing:
        raise InputError(str(path), f"no column {min(missing)}", "start from --candidates")
    for row in reader:
        cells = {column: _plain(cell or "") for column, cell in row.items() if column}
        if cells["decision"]:
            yield _decision(cells, f"{path}, line {reader.line_num}")


def _plain(cell: str) -> str:
    """Return the cell without the apostrophe that kept it from being a formula."""
    cell = cell.strip(" \n")
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def safe_cell(text: str) -> str:
    """Return `text` so that no program for tables takes it for a formula."""
    text = " ".join(text.split("\n"))
    return f"'{text}" if text.startswith(FORMULA) else text


def _decision(cells: Mapping[str, str], where: str) -> Decision:
    kind, name, type_ = cells["decision"].casefold(), cells["name"], cells["type"]
    other, other_type = cells.get("other", ""), cells.get("other_type", "")
    if kind not in KINDS:
        raise InputError(where, f"no decision {kind[:40]!r}", f"write one of {', '.join(KINDS)}")
    if not (name and type_):
        raise InputError(where, "a decision without name or type", "fill both cells")
    if kind in (SAME, DIFFERENT) and not other:
        raise InputError(where, f"{kind} as nothing", "fill the cell other")
    if kind == WRONG_TYPE and not other_type:
        raise InputError(where, "no right type", "fill the cell other_type")
    for given in filter(lambda given: given not in TYPES, (type_, other_type or type_)):
        raise InputError(where, f"no type {given[:40]!r}", f"write one of {', '.join(TYPES)}")
    return Decision(kind, name, type_, other, other_type or type_)


def make_decisions(decisions: Iterable[Decision], where: str = "decisions") -> Decisions:
    """Return `decisions` ready to be asked; their order does not matter."""
    rows = tuple(sorted(set(decisions), key=astuple))
    pairs = {
        frozenset({key(row.name, row.type), key(row.other, row.other_type)})
        for row in rows
        if row.kind == DIFFERENT
    }
    same: dict[Key, Entity] = {}
    types: dict[Key, str] = {}
    for row in rows:
        thing, other = key(row.name, row.type), Entity(row.other, row.other_type)
        itself = thing == key(row.other, row.other_type)
        if row.kind == SAME and not itself and same.setdefault(thing, other) != other:
            fault = f"{row.name} is the same as {same[thing].name} and as {row.other}"
            raise InputError(where, fault, "keep one, and say which of the others is the same")
        if row.kind == WRONG_TYPE and types.setdefault(thing, row.other_type) != row.other_type:
            raise InputError(where, f"{row.name} has two right types", "keep one of the two rows")
    names = {key(row.name, row.type): row.name for row in rows}
    _refuse_contradictions(same, pairs, names, where)
    ignored = frozenset(key(row.name, row.type) for row in rows if row.kind == IGNORE)
    return Decisions(rows, same, frozenset(pairs), types, ignored, tuple(_records(rows)))


def _records(rows: Sequence[Decision]) -> Iterable[EntityRecord]:
    for row in rows:
        if row.kind == ADD:
            aliases = tuple(alias for alias in row.other.split("|") if alias)
            yield EntityRecord(row.name, row.type, aliases=aliases)


def _refuse_contradictions(
    same: Mapping[Key, Entity],
    different: Collection[frozenset[Key]],
    names: Mapping[Key, str],
    where: str,
) -> None:
    """Raise InputError where rows of same lead back, or from a thing to one that is different."""
    for start in same:
        at, passed = start, {start}
        while at in same:
            other = same[at]
            at = key(other.name, other.type)
            if at in passed:
                fault = f"{other.name} comes back to itself by rows of same"
                raise InputError(where, fault, "take one of them out")
            if any(frozenset({before, at}) in different for before in passed):
                fault = f"{names[start]} is the same as {other.name} and different"
                raise InputError(where, fault, "take one of the rows out")
            passed.add(at)


def with_added(gazetteer: Gazetteer, decisions: Decisions) -> Gazetteer:
    """Return `gazetteer` with the names that were added; a row that it has already stays."""
    known = gazetteer.by_entity()
    new = [record for record in decisions.added if Entity(record.name, record.type) not in known]
    if not new:
        return gazetteer
    return make_gazetteer((*gazetteer.records, *new), gazetteer.characters)
