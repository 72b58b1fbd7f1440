"""Answer SPARQL over a file of triples or a store's folder.

The engine is Oxigraph; to change it, change `load`, `opened` and `run_query` and keep what they
return.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from extract.errors import InputError
from kg.locks import FILES, PATIENCE, locked
from kg.terms import Term, Triple, from_oxigraph
from ontology.names import PREFIXES

IS_STORE = "CURRENT"  # the file by which a folder is known to hold a store
FAULT_AT = re.compile(r"error at (\d+):\d+: (.*)", re.DOTALL)
CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Where SERVICE and FROM would be no keywords: strings, IRIs, comments, what a backslash escapes.
QUOTED = re.compile(
    r'\\.|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\'|<[^<>"{}|^`\\\x00-\x20]*>|#[^\n\r]*',
    re.DOTALL,
)
SERVICE = re.compile(r"(?<![?$:\w-])service(?![\w:-])", re.IGNORECASE)
FROM = re.compile(r"(?<![?$:\w-])from(?![\w:-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rows:
    """What SELECT answers: a term, or None where there is none, for each variable of each row."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class YesOrNo:
    """What ASK answers."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """What CONSTRUCT and DESCRIBE answer."""

    triples: tuple[Triple, ...]


Answer = Rows | YesOrNo | Triples


@dataclass(frozen=True, slots=True)
class Bare:
    """A query without its strings, IRIs and comments; whether it says of which graphs it asks."""

    text: str
    names_graphs: bool


def load(path: Path) -> ox.Store:
    """Return the triples of a file; its ending (.ttl, .nt, .nq, .trig, .rdf …) tells the format.

    Raise InputError, with the line where there is one, for a file that cannot be read.
    """
    format_ = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format_ is None:
        raise InputError(str(path), "not a file of triples by its ending", "give a .ttl file")
    store = ox.Store()
    try:
        store.load(path=path, format=format_)
    except SyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}", error.msg, "correct the file") from error
    except (OSError, ValueError) as error:
        fault = getattr(error, "strerror", None) or str(error)
        raise InputError(str(path), f"cannot be read ({fault})", "check the path") from error
    return store


@contextmanager
def opened(path: Path) -> Iterator[ox.Store]:
    """Open a file of triples, or a store's folder for reading only, which nobody changes meanwhile.

    Keep no reference to the store that this gives. Raise InputError for what is neither.
    """
    if not path.is_dir():
        yield load(path)
        return
    if not (path / IS_STORE).exists():
        remedy = "give a .ttl file, or make a store with gbakg add … --store"
        raise InputError(str(path), "no store in this folder", remedy)
    with locked(path, FILES, shared=True, wait=PATIENCE):
        try:
            store = ox.Store.read_only(str(path))
        except OSError as error:
            fault = " ".join(str(error).split())
            raise InputError(str(path), f"cannot be opened ({fault})", "check the path") from error
        try:
            yield store
        finally:
            del store


def run_query(
    store: ox.Store, text: str, *, where: str = "query", most: int | None = None
) -> Answer:
    """Return what `store`, its named graphs taken together, answers to a SPARQL query.

    Where the query says FROM, it is asked of these graphs alone. Prefixes of the ontology need not
    be declared. With `most`, what comes after so many rows or triples is not asked for. Raise
    InputError for a query that is wrong, with its line, for one that asks another machine
    (SERVICE), and for an update.
    """
    union = not checked(text, where).names_graphs  # else the engine would take no notice of FROM
    try:
        found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=union)
    except SyntaxError as error:
        at = FAULT_AT.match(str(error))
        line, fault = (f", line {at[1]}", at[2]) if at else ("", str(error))
        raise InputError(f"{where}{line}", " ".join(fault.split()), "correct the query") from error
    try:
        return plain(found, most)
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(where, f"cannot be answered ({error})", "ask for less") from error


def checked(text: str, where: str) -> Bare:
    """Return a query bare, on as many lines; raise InputError where it asks another machine."""
    # SPARQL reads \u0053 as S before all else, so it must be read so here too.
    decoded = CODE_POINT.sub(_character, text)
    bare = QUOTED.sub(lambda found: "\n" * found[0].count("\n") or " ", decoded)
    asked = SERVICE.search(bare)
    if asked:
        line = bare.count("\n", 0, asked.start()) + 1
        fault = "SERVICE would ask another machine"
        raise InputError(f"{where}, line {line}", fault, "ask this graph alone")
    return Bare(bare, FROM.search(bare) is not None)


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def plain(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, most: int | None = None
) -> Answer:
    """Return what the engine found, at most so many rows or triples, as plain values."""
    if isinstance(found, ox.QueryBoolean):
        return YesOrNo(bool(found))
    if isinstance(found, ox.QueryTriples):
        some = islice(found, most)
        return Triples(
            tuple((str(from_oxigraph(s)), p.value, from_oxigraph(o)) for s, p, o in some)
        )
    variables = tuple(variable.value for variable in found.variables)
    rows = tuple(
        tuple(None if term is None else from_oxigraph(term) for term in solution)
        for solution in islice(found, most)
    )
    return Rows(variables, rows)
