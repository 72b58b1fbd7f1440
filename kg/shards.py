"""A build in shards, each a file of its own: plan → extract → resolve → emit, then merge.

A shard is named by the hash of its articles, of the decisions and of what extracts it, so that a
build that was killed finds by name what is done. To add what a shard writes for a result: in
`emit_shard`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from extract.article import Article
from extract.decisions import UNDECIDED, Decisions
from extract.errors import InputError
from extract.fingerprint import fingerprint
from extract.gazetteer_record import EntityRecord, Records
from extract.jsonl import from_row, to_row
from extract.mention import Entity, Extraction
from extract.namesakes import Holding, Namesakes, tell_apart
from extract.parallel import Extract, extract_each
from extract.stories import Told, copies, told
from kg.claims import article_facts, copy_facts
from kg.files import write_whole
from kg.identity import Identity, entities_of, holdings, identify
from kg.turtle import TYPE, Written
from kg.turtle_lines import BETWEEN, turtle_lines
from ontology.names import SCHEMA, article_iri
from ontology.schema import load_schema

ARTICLES, FOUND, GRAPH, ROWS = "articles", "found", "graph", "rows"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a shard holds: counts, its entities, those of them that mentions name, its faults.

    `persons` is what its articles say of where persons hold posts, `told` what copies are known by.
    """

    articles: int
    relations: int
    mentions: Mapping[str, int]
    entities: frozenset[Entity]
    linked: frozenset[Entity]
    persons: frozenset[Holding]
    told: tuple[Told, ...]
    errors: tuple[InputError, ...]


def plan(
    articles: Iterable[Article], folder: Path, *, size: int, decisions: Decisions = UNDECIDED
) -> Iterator[tuple[str, int]]:
    """Write shards of `size` articles to `folder`; yield the name of each, and how many it has."""
    waiting, decided = iter(articles), repr(decisions.rows)
    while some := list(islice(waiting, size)):
        lines = [_line(asdict(article)) for article in some]
        name = sha256("".join([fingerprint(), decided, *lines]).encode()).hexdigest()[:32]
        if not _path(folder, name, FOUND).exists():
            write_whole(_path(folder, name, ARTICLES), lines)
        yield name, len(some)


def keep(
    extractions: Iterable[Extraction], folder: Path, *, size: int
) -> Iterator[tuple[str, int]]:
    """Write shards of what is extracted already, as `plan` and `extract_shard` do of the rest."""
    waiting = iter(extractions)
    while some := list(islice(waiting, size)):
        lines = [_line(asdict(one.document.article)) for one in some]
        name = sha256("".join(["kept", *lines]).encode()).hexdigest()[:32]
        _write_found(_path(folder, name, FOUND), some)
        yield name, len(some)


def extract_shard(name: str, folder: Path, extract: Extract | None = None) -> Summary:
    """Write what the articles of a shard say, unless that is done, and return its summary."""
    done = _path(folder, name, FOUND)
    if not done.exists():
        with _path(folder, name, ARTICLES).open(encoding="utf-8") as lines:
            articles = [Article(**json.loads(line)) for line in lines]
        _write_found(done, extract_each(articles, extract))
    with done.open(encoding="utf-8") as lines:
        return _summary(json.loads(lines.readline()))


def _write_found(done: Path, found: Sequence[Extraction | InputError]) -> None:
    extractions = [one for one in found if not isinstance(one, InputError)]
    linked = {link.entity for one in extractions for link in one.links}
    entities = {entity for one in extractions for entity in entities_of(one)}
    persons = {said for one in extractions for said in holdings(one)}
    head = {
        "articles": len(extractions),
        "relations": sum(len(one.relations) for one in extractions),
        "mentions": Counter(link.mention.type for one in extractions for link in one.links),
        "linked": sorted((one.name, one.type) for one in linked),
        "others": sorted((one.name, one.type) for one in entities - linked),
        "persons": sorted((said.name, sorted(said.bodies)) for said in persons),
        "told": [astuple(told(one.document.article)) for one in extractions],
        "errors": [error_row(one) for one in found if isinstance(one, InputError)],
    }
    write_whole(done, map(_line, [head, *(to_row(one, lambda _: "") for one in extractions)]))


def _summary(head: Row) -> Summary:
    linked = frozenset(Entity(*pair) for pair in head["linked"])
    return Summary(
        head["articles"],
        head["relations"],
        head["mentions"],
        linked | {Entity(*pair) for pair in head["others"]},
        linked,
        frozenset(Holding(name, frozenset(bodies)) for name, bodies in head["persons"]),
        tuple(Told(*one) for one in head["told"]),
        tuple(InputError(row["where"], row["what"], row["remedy"]) for row in head["errors"]),
    )


def error_row(error: InputError) -> dict[str, str]:
    """Return an error as plain values: its place, fault and remedy."""
    return {"where": error.where, "what": error.what, "remedy": error.remedy}


def resolve(
    entities: Iterable[Entity],
    persons: Iterable[Holding],
    records: Records,
    folder: Path,
    *,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Write what names each of all the entities to `folder`, and return the name of that table."""
    owners = identify(entities, records).owners
    table = {
        "persons": tell_apart(persons, records, decisions).told,
        "records": [asdict(records[entity]) for entity in records],
        "shared": sorted(name for name, owner in owners.items() if not owner),
    }
    text = json.dumps(table, ensure_ascii=False)
    name = sha256(text.encode()).hexdigest()[:16]
    write_whole(_path(folder, name, "names"), [text])
    return name


def tell_copies(articles: Iterable[Told], folder: Path) -> Path:
    """Write which of all the articles are copies, as sorted lines, and return the file."""
    path = _path(folder, "copies", GRAPH)
    found = copies(articles)
    kinds = [(article_iri(copy), TYPE, SCHEMA + "NewsArticle") for copy in found]
    write_whole(path, sorted(turtle_lines([*kinds, *copy_facts(found)], Written())))
    return path


@lru_cache(maxsize=1)  # the one table of a build is read once a process
def _identity(path: Path) -> Identity:
    table = json.loads(path.read_text("utf-8"))
    rows = (row | {"aliases": tuple(row["aliases"])} for row in table["records"])
    records = {Entity(row["name"], row["type"]): EntityRecord(**row) for row in rows}
    known = identify((), records, Namesakes(table["persons"]))
    return replace(known, owners={**known.owners, **dict.fromkeys(table["shared"], "")})


def emit_shard(name: str, folder: Path, names: str) -> int:
    """Write triples and rows of a shard as sorted lines, with the table `names`; count the rows."""
    identity, schema, written = _identity(_path(folder, names, "names")), load_schema(), Written()
    graph, rows = set[str](), []
    for row in read_rows(_path(folder, name, FOUND)):
        extraction = from_row(row)
        graph |= set(turtle_lines(article_facts(extraction, identity, schema), written))
        within = identity.within(extraction)
        for mention in row["mentions"]:
            mention["entity"] = within.iri(Entity(mention["canonical"], mention["type"]))
        rows.append(_in_order_of_ids(row["id"]) + BETWEEN + _line(row))
    write_whole(_path(folder, name, GRAPH), sorted(graph))
    write_whole(_path(folder, name, ROWS), sorted(rows))
    return len(rows)


def read_rows(found: Path) -> Iterator[Row]:
    """Yield the extractions that a shard wrote, as rows."""
    with found.open(encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, 1, None))


def emitted(names: Sequence[str], folder: Path, what: str) -> list[Path]:
    """Return the files of sorted lines, of GRAPH or of ROWS, that the shards wrote."""
    return [_path(folder, name, what) for name in sorted(set(names))]


def _path(folder: Path, name: str, what: str) -> Path:
    return folder / f"{name}.{what}"


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _in_order_of_ids(article_id: str) -> str:
    """Return a key by which a-2 stands before a-10."""
    key = re.sub(r"\d+", lambda digits: digits[0].zfill(20), article_id, flags=re.ASCII)
    return json.dumps(key, ensure_ascii=False) + BETWEEN + json.dumps(article_id)
