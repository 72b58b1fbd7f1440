"""The questions that come with the package, and others of the same shape: a query in a file.

To add one, put a file into ontology/queries: first a comment line that says what it answers, then
`# param NAME: what it is` for each parameter, whose default stands in `VALUES ?NAME { … }`. So
the file is SPARQL that any engine answers as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from extract.errors import InputError
from kg.turtle import escaped
from ontology.names import PREFIXES

FOLDER = Path(__file__).parent.parent / "ontology" / "queries"
PARAMETER = re.compile(r"^# param ([A-Za-z]\w*): (.+)$", re.MULTILINE)
DEFAULT = (
    r'(VALUES\s+\?{}\s*\{{\s*)("(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^\S+)?'
    r"|<[^>\s]*>|[-+]?\d+(?:\.\d+)?|[\w-]*:[^\s}}]*)(\s*\}})"
)
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
PLAIN = re.compile(r"[^\\\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be set in a query: its name, what it is, and its default as SPARQL writes it."""

    name: str
    about: str
    default: str


@dataclass(frozen=True, slots=True)
class ShippedQuery:
    """A query with a name, a title, and what may be set in it."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    text: str


def shipped_queries(folder: Path = FOLDER) -> tuple[ShippedQuery, ...]:
    """Return the queries that come with the package, by name."""
    return tuple(read_query(path) for path in sorted(folder.glob("*.rq")))


def shipped_query(name: str, folder: Path = FOLDER) -> ShippedQuery:
    """Return the query called `name`; raise InputError that offers the nearest."""
    names = sorted(path.stem for path in folder.glob("*.rq"))
    if name not in names:
        near = get_close_matches(name, names, n=1)
        remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        raise InputError(f"--name {name}", "no such query", remedy)
    return read_query(folder / f"{name}.rq")


def read_query(path: Path) -> ShippedQuery:
    """Return the query in a file; raise InputError where it is none."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = getattr(error, "strerror", None) or "not UTF-8"
        raise InputError(str(path), f"cannot be read ({fault})", "give a SPARQL file") from error
    first = text.partition("\n")[0]
    title = first.removeprefix("#").strip() if first.startswith("#") else path.stem
    parameters = []
    for name, about in PARAMETER.findall(text):
        default = re.search(DEFAULT.format(name), text)
        if default is None:
            remedy = f"write VALUES ?{name} {{ … }} with its default"
            raise InputError(str(path), f"parameter {name} has no default", remedy)
        parameters.append(Parameter(name, about.strip(), default[2]))
    return ShippedQuery(path.stem, title, tuple(parameters), text)


def with_parameters(query: ShippedQuery, given: Mapping[str, str]) -> str:
    """Return the text of `query` with the values that are given instead of the defaults.

    A value can only ever be one term of the kind that the default is: text, a number, a date or an
    IRI. Raise InputError for a parameter that the query lacks or a value of another kind.
    """
    text = query.text
    known = {parameter.name: parameter for parameter in query.parameters}
    for name, value in given.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            has = f"it has {', '.join(known)}" if known else "it has no parameters"
            remedy = f"did you mean {near[0]}?" if near else has
            raise InputError(f"--param {name}", f"query {query.name} has no such", remedy)
        term = _term(known[name], value)
        pattern = DEFAULT.format(name)
        text = re.sub(pattern, partial(_instead, term), text, count=1)
    return text


def _instead(term: str, found: re.Match[str]) -> str:
    return found[1] + term + found[3]


def _term(parameter: Parameter, value: str) -> str:
    default = parameter.default
    where = f"--param {parameter.name}={value}"
    if default.startswith('"'):
        _require(PLAIN.fullmatch(value), where, "not plain text", parameter)
        suffix = default[default.rindex('"') + 1 :]
        if suffix.endswith(("xsd:date", "XMLSchema#date>")):
            _require(_is_day(value), where, "not a day", parameter)
        return f'"{escaped(value)}"{suffix}'
    if NUMBER.fullmatch(default):
        _require(NUMBER.fullmatch(value), where, "not a number", parameter)
        return value
    prefix, _, local = value.partition(":")
    iri = PREFIXES.get(prefix, prefix + ":") + local
    _require(IRI.fullmatch(iri), where, "not an IRI", parameter)
    return f"<{iri}>"


def _require(holds: object, where: str, fault: str, parameter: Parameter) -> None:
    if not holds:
        raise InputError(where, fault, f"give {parameter.about}, such as {parameter.default}")


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
