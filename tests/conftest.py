"""What the tests share: golden files, and sentences written with the guide's marks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extract.article import Article, Document
from extract.gold import unmark
from extract.layout import lay_out
from extract.mention import Entity, Link, Mention

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


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
