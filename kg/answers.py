"""Answers as text: a table to look at, or CSV, TSV, JSON, XML and Turtle for programs.

To add a format: a function from Answer to text, and its line in WRITERS.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

from extract.errors import InputError
from kg.nquads import ntriples
from kg.query import Answer, Rows, Triples, YesOrNo
from kg.terms import Literal, Term
from kg.turtle import Written, turtle

WIDEST = 48  # columns of a cell in a table; what is longer is cut with …
SPARQL_RESULTS = "http://www.w3.org/2005/sparql-results#"


def format_result(answer: Answer, format: str) -> str:
    """Return `answer` in one of FORMATS, ending with a line break.

    Raise InputError where the answer has no such form: rows have no Turtle, triples no XML table.
    """
    if format not in WRITERS:
        raise InputError(f"--format {format}", "no such format", f"take {', '.join(FORMATS)}")
    return WRITERS[format](answer)


def as_table(answer: Answer) -> str:
    """Return a table whose columns line up, a Chinese character being two columns wide."""
    if isinstance(answer, YesOrNo):
        return "yes\n" if answer.yes else "no\n"
    rows = _rows(answer)
    written = Written()
    cells = [[_cell(term, written) for term in row] for row in rows.rows]
    lines = [list(rows.variables), *cells]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["─" * columns for columns in widths])
    padded = (
        "  ".join(
            cell + " " * (columns - width(cell)) for cell, columns in zip(line, widths, strict=True)
        )
        for line in lines
    )
    count = "1 row" if len(rows.rows) == 1 else f"{len(rows.rows)} rows"
    return "\n".join(line.rstrip() for line in padded) + f"\n{count}\n"


def as_csv(answer: Answer) -> str:
    """Return SPARQL 1.1's CSV: plain values, a header line, lines that end in CR LF."""
    if isinstance(answer, YesOrNo):
        return f"{str(answer.yes).lower()}\r\n"
    rows = _rows(answer)
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(rows.variables)
    lines.writerows(["" if term is None else _value(term) for term in row] for row in rows.rows)
    return out.getvalue()


def as_tsv(answer: Answer) -> str:
    """Return SPARQL 1.1's TSV: terms as Turtle writes them in full, names with a question mark."""
    if isinstance(answer, YesOrNo):
        return f"{str(answer.yes).lower()}\n"
    rows = _rows(answer)
    lines = [[f"?{name}" for name in rows.variables]]
    lines += [["" if term is None else ntriples(term) for term in row] for row in rows.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def as_json(answer: Answer) -> str:
    """Return SPARQL 1.1's JSON."""
    if isinstance(answer, YesOrNo):
        whole: Mapping[str, object] = {"head": {}, "boolean": answer.yes}
    else:
        rows = _rows(answer)
        bindings = [
            {
                name: _json(term)
                for name, term in zip(rows.variables, row, strict=True)
                if term is not None
            }
            for row in rows.rows
        ]
        whole = {"head": {"vars": list(rows.variables)}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_xml(answer: Answer) -> str:
    """Return SPARQL 1.1's XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<sparql xmlns="{SPARQL_RESULTS}">']
    if isinstance(answer, YesOrNo):
        lines += ["<head/>", f"<boolean>{str(answer.yes).lower()}</boolean>"]
    else:
        rows = _rows(answer)
        names = "".join(f"<variable name={quoteattr(name)}/>" for name in rows.variables)
        lines += [f"<head>{names}</head>", "<results>"]
        for row in rows.rows:
            bound = zip(rows.variables, row, strict=True)
            cells = (
                f"<binding name={quoteattr(name)}>{_xml(term)}</binding>"
                for name, term in bound
                if term is not None
            )
            lines.append(f"<result>{''.join(cells)}</result>")
        lines.append("</results>")
    return "\n".join([*lines, "</sparql>"]) + "\n"


def as_turtle(answer: Answer) -> str:
    """Return the triples that CONSTRUCT or DESCRIBE answers as Turtle."""
    if not isinstance(answer, Triples):
        remedy = "take another, or ask with CONSTRUCT"
        raise InputError("--format turtle", "the answer is not triples", remedy)
    return "".join(turtle(answer.triples))


WRITERS: Mapping[str, Callable[[Answer], str]] = {
    "table": as_table,
    "csv": as_csv,
    "tsv": as_tsv,
    "json": as_json,
    "xml": as_xml,
    "turtle": as_turtle,
}
FORMATS = tuple(WRITERS)


def width(text: str) -> int:
    """Return how many columns `text` takes on a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _rows(answer: Rows | Triples) -> Rows:
    if isinstance(answer, Triples):
        return Rows(("subject", "predicate", "object"), answer.triples)
    return answer


def _cell(term: Term | None, written: Written) -> str:
    if term is None:
        return ""
    text = written[term] if isinstance(term, str) else term.value
    text = "".join(c if c.isprintable() else " " for c in text)
    if width(text) <= WIDEST:
        return text
    while width(text) >= WIDEST:
        text = text[:-1]
    return text + "…"


def _value(term: Term) -> str:
    return term if isinstance(term, str) else term.value


def _json(term: Term) -> dict[str, str]:
    if isinstance(term, Literal):
        cell = {"type": "literal", "value": term.value}
        if term.language:
            cell["xml:lang"] = term.language
        if term.datatype:
            cell["datatype"] = term.datatype
        return cell
    if term.startswith("_:"):
        return {"type": "bnode", "value": term[2:]}
    return {"type": "uri", "value": term}


def _xml(term: Term) -> str:
    if isinstance(term, Literal):
        about = f" xml:lang={quoteattr(term.language)}" if term.language else ""
        about += f" datatype={quoteattr(term.datatype)}" if term.datatype else ""
        return f"<literal{about}>{_text(term.value)}</literal>"
    if term.startswith("_:"):
        return f"<bnode>{escape(term[2:])}</bnode>"
    return f"<uri>{escape(term)}</uri>"


def _text(value: str) -> str:
    """Return `value` for XML, which has no way to write most control characters."""
    legal = "".join(c if c >= " " or c in "\t\n\r" else "\ufffd" for c in value)
    return escape(legal, {"\r": "&#13;"})
