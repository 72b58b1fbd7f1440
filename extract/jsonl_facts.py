"""Whole facts as rows of JSON and back, by the fields of their values.

A new kind of fact needs its line in `read_facts`; a field of a new type needs its case in `_plain` and `_value`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import Field, fields
from typing import Any, TypeVar, get_args

from extract.mention import Entity, Facts, Gathering, Measure, Signing, Spans, Speech, Tenure

Row = dict[str, Any]
F = TypeVar("F", Signing, Gathering, Speech, Tenure, Measure)


def facts_row(facts: Facts) -> Row:
    """Return whole facts as plain values, entities by their names, without what is empty."""
    rows = {kind.name: [_row(fact) for fact in getattr(facts, kind.name)] for kind in fields(facts)}
    return {kind: found for kind, found in rows.items() if found}


def read_facts(row: Row, named: Mapping[str, Entity]) -> Facts:
    """Return the facts that `facts_row` made `row` of; raise KeyError or TypeError for another."""
    return Facts(
        _read(Signing, row.get("signings", ()), named),
        _read(Gathering, row.get("gatherings", ()), named),
        _read(Speech, row.get("speeches", ()), named),
        _read(Tenure, row.get("tenures", ()), named),
        _read(Measure, row.get("measures", ()), named),
    )


def _read(kind: type[F], rows: Iterable[Row], named: Mapping[str, Entity]) -> tuple[F, ...]:
    return tuple(
        kind(**{field.name: _value(field, row, named) for field in fields(kind)}) for row in rows
    )


def _row(fact: Signing | Gathering | Speech | Tenure | Measure) -> Row:
    plain = {field.name: _plain(getattr(fact, field.name)) for field in fields(fact)}
    return {name: value for name, value in plain.items() if value not in ("", [], None)}


def _plain(value: object) -> object:
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, tuple):
        return [
            one.name if isinstance(one, Entity) else {"start": one[0], "end": one[1]}
            for one in value
        ]
    return value


def _value(field: Field[Any], row: Row, named: Mapping[str, Entity]) -> Any:
    kinds = {field.type, *get_args(field.type)}
    if field.type == Spans:
        return tuple((one["start"], one["end"]) for one in row[field.name])
    if field.type == tuple[Entity, ...]:
        return tuple(named[name] for name in row.get(field.name, ()))
    if Entity in kinds:
        return named[row[field.name]] if type(None) not in kinds or field.name in row else None
    return row[field.name] if field.type is int else row.get(field.name, "")
