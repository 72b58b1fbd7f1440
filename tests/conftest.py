"""What the tests share: golden files, and sentences written with the guide's marks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from extract.article import Article, Document
from extract.facts import find_facts, load_wordings
from extract.gazetteer_record import EntityRecord
from extract.gold import GoldArticle, read_gold_folders, unmark
from extract.layout import lay_out
from extract.mention import Entity, Extraction, Link, Mention, Relation
from extract.relations.loading import load_words
from extract.relations.scene import set_scene

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SEEDS = ROOT / "data" / "gold" / "seeds"
WORDS = load_words()
WORDINGS = load_wordings()
SENTENCE = re.compile(r"[^。\n]+。?")

# A test of properties says the same on each run, and on a machine that is busy.
settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")
    parser.addoption("--update-floors", action="store_true", help="raise data/gold/floors.json")
    parser.addoption("--lower-floors", action="store_true", help="write it though floors fall")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of tests/golden that it must equal."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare


@pytest.fixture
def annotated() -> Callable[[str], tuple[Document, tuple[Link, ...]]]:
    """Read "[ORG 貿發局=香港貿易發展局]主辦…" as a document and the links that its marks make."""

    def read(marked: str) -> tuple[Document, tuple[Link, ...]]:
        text, marks = unmark(marked)
        links = tuple(
            Link(
                Mention(mark.start, mark.end, mark.type, mark.surface, "test"),
                Entity(mark.canonical, mark.type),
                "test",
            )
            for mark in marks
        )
        return lay_out(Article(id="test", text=text)), links

    return read


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout, where seeds/ and data/ lie."""
    return ROOT


def as_extraction(gold: GoldArticle, **relation_fields: Any) -> Extraction:
    """Return the extraction that is right about `gold`; evidence is the sentence of both ends."""
    text = gold.article.text
    types = {mention.canonical: mention.type for mention in gold.mentions}
    links = tuple(
        Link(
            Mention(mark.start, mark.end, mark.type, mark.surface, "gold"),
            Entity(mark.canonical, mark.type),
            "marked",
        )
        for mark in gold.mentions
    )

    def evidence(ends: set[str]) -> tuple[int, int]:
        def names_in(span: tuple[int, int]) -> set[str]:
            return {m.canonical for m in gold.mentions if span[0] <= m.start and m.end <= span[1]}

        spans = [found.span() for found in SENTENCE.finditer(text)]
        return max(spans, key=lambda span: len(names_in(span) & ends))

    def post(person: str, span: tuple[int, int]) -> str:
        """Return the title that stands nearest to the person's name."""
        inside = [m for m in gold.mentions if span[0] <= m.start and m.end <= span[1]]
        pairs = (
            (abs(title.start - name.start), title.canonical)
            for name in inside
            for title in inside
            if name.canonical == person and title.type == "POST"
        )
        return min(pairs, default=(0, ""))[1]

    def relation(subject: str, name: str, object_: str) -> Relation:
        span = evidence({subject, object_})
        ends = Entity(subject, types[subject]), Entity(object_, types[object_])
        fields = {"post": post(subject, span) if name == "holdsPost" else "", **relation_fields}
        return Relation(ends[0], name, ends[1], (span,), "gold", **fields)

    relations = tuple(relation(*row) for row in gold.relations)
    document = lay_out(gold.article)
    scene = set_scene(document, links, WORDS.triggers, WORDS.pointers)
    return Extraction(document, links, relations, find_facts(scene, relations, WORDINGS))


@pytest.fixture
def said() -> Callable[..., Extraction]:
    """Read "[ORG 貿發局]主辦[EVENT 論壇]。" and "貿發局 | organises | 論壇" as an extraction."""

    def read(
        marked: str,
        *facts: str,
        article: Mapping[str, str] | None = None,
        **relation_fields: Any,
    ) -> Extraction:
        text, mentions = unmark(marked)
        rows = tuple((s, r, o) for s, r, o in (fact.split(" | ") for fact in facts))
        about = Article(**{"id": "a", **(article or {}), "text": text})
        return as_extraction(GoldArticle(about, mentions, rows), **relation_fields)

    return read


@pytest.fixture(scope="session")
def seed_extractions() -> list[Extraction]:
    """Return the extractions that are right about the four seed articles."""
    return [as_extraction(gold) for gold in read_gold_folders([SEEDS])]


@pytest.fixture(scope="session")
def some_records() -> dict[Entity, EntityRecord]:
    """Return what a gazetteer might know of a few names of the seed articles."""
    rows = (
        EntityRecord("中國", "PLACE", "Country", en="China"),
        EntityRecord("廣東", "PLACE", "Province", ("粵",), "Guangdong", parent="中國"),
        EntityRecord("深圳", "PLACE", "City", (), "Shenzhen", parent="廣東", wikidata="Q15174"),
        EntityRecord(
            "香港", "PLACE", "Province", ("港",), "Hong Kong", "中國", valid_from="1997-07-01"
        ),
        EntityRecord("粵港澳大灣區", "ZONE", "BayArea", ("大灣區",), "Greater Bay Area"),
        EntityRecord(
            "北部都會區", "ZONE", "MetropolitanArea", (), "Northern Metropolis", "", "香港"
        ),
        EntityRecord(
            "河套深港科技創新合作區",
            "ZONE",
            "CooperationZone",
            ("河套",),
            "",
            "粵港澳大灣區",
            "深圳",
        ),
        EntityRecord("商務及經濟發展局", "ORG", "GovernmentBody", ("商經局",), place="香港"),
    )
    return {Entity(row.name, row.type): row for row in rows}


@pytest.fixture(scope="session")
def marked_extraction() -> Callable[[GoldArticle], Extraction]:
    """Return what the marks of a gold article say, as an extraction without a fault."""
    return as_extraction


@pytest.fixture(scope="session")
def reprinted() -> Callable[..., Extraction]:
    """Return an extraction as another paper prints the same text, under another identifier."""

    def reprint(extraction: Extraction, id_: str, **about: str) -> Extraction:
        article = replace(extraction.document.article, id=id_, **about)
        return replace(extraction, document=lay_out(article))

    return reprint
