"""Results as tables for a reader, as CSV for a spreadsheet, as JSON for a program.

To add a form: a function from `Table`, or from the result itself where its structure matters.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from html import escape
from typing import Any

from kg.analysis.results import Findings, Matrix, Node

STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
Cell = str | int | float
Result = Findings[Any] | Matrix


@dataclass(frozen=True, slots=True)
class Table:
    """A result laid out: names of columns, rows of as many cells, and what to know of them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def _repr_html_(self) -> str:
        """Return the table as a notebook shows it."""
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(text_of(cell))}</td>' for cell in row)}</tr>"
            for row in self.rows
        )
        caption = f"<caption>{escape(self.note)}</caption>" if self.note else ""
        return f"<table>{caption}<tr>{head}</tr>{body}</table>"


def text_of(cell: Cell) -> str:
    """Return a cell as a reader wants it: four decimals say enough."""
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)


def top(result: Result, count: int) -> Result:
    """Return the first `count` rows of a result, and of a matrix as many columns too."""
    if isinstance(result, Findings):
        return replace(result, rows=result.rows[:count])
    rows, columns = result.rows[:count], result.columns[:count]
    kept = [
        tie
        for tie in result.ties
        if (tie.one in rows and tie.other in columns)
        or (result.rows == result.columns and {tie.one, tie.other} <= set(rows))
    ]
    return replace(result, rows=rows, columns=columns, ties=tuple(kept))


def table_of(result: Result, *, iris: Sequence[str] = ()) -> Table:
    """Return a result as a table, an entity as its label.

    For each name in `iris`, of `type` and `iri`, an entity has one more column.
    """
    if isinstance(result, Matrix):
        head = ("", *(column.label for column in result.columns))
        counts: list[tuple[Cell, ...]] = [
            (row.label, *(result.count(row, column) for column in result.columns))
            for row in result.rows
        ]
        return Table(head, tuple(counts), result.note)
    rows = [dict(_cells(row, iris)) for row in result.rows]
    columns = tuple(rows[0]) if rows else ()
    return Table(columns, tuple(tuple(row.values()) for row in rows), result.note)


def as_csv(result: Result) -> str:
    """Return a result as CSV with a header line; an entity has its type and IRI beside it.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    table = table_of(result, iris=("type", "iri"))
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(map(_harmless, table.columns))
    lines.writerows(map(_harmless, row) for row in table.rows)
    return out.getvalue()


def as_row(result: Result) -> dict[str, Any]:
    """Return a result as dictionaries and lists for JSON."""
    if isinstance(result, Findings):
        return {"note": result.note, "rows": [asdict(row) for row in result.rows]}
    return {
        "note": result.note,
        "rows": [asdict(row) for row in result.rows],
        "columns": [asdict(column) for column in result.columns],
        "ties": [asdict(tie) for tie in result.ties],
    }


def _cells(row: Any, iris: Sequence[str]) -> Iterator[tuple[str, Cell]]:
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Node):
            yield field.name, value.label
            for about in iris:
                yield f"{field.name}_{about}", getattr(value, about)
        elif isinstance(value, tuple):
            texts = (one.label if isinstance(one, Node) else str(one) for one in value)
            yield field.name, "、".join(texts)
        elif isinstance(value, bool):
            yield field.name, "yes" if value else "no"
        else:
            yield field.name, value


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(STARTS_A_FORMULA):
        return "'" + cell
    return cell
