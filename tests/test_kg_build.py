"""A build writes graph, extractions and report, whole or not at all, and tells what is wrong."""

from pathlib import Path

import pytest

from extract.errors import InputError
from extract.gold import read_gold_folders
from extract.jsonl import read_extractions
from kg.build import OUTPUTS, build, read_inputs
from kg.query import load, run_query

GOLD = Path(__file__).parent.parent / "data" / "gold"
SEEDS = read_gold_folders([GOLD / "seeds"])


@pytest.fixture
def extractor(marked_extraction):
    by_text = {gold.article.text: gold for gold in SEEDS}
    return lambda articles: [marked_extraction(by_text[article.text]) for article in articles]


def test_a_build_of_the_seeds_writes_every_output(tmp_path, root, extractor):
    articles, errors = read_inputs([root / "seeds"], date="2026-05-29")

    built = build(articles, tmp_path / "out", extractor, {}, errors=errors)

    assert [path.name for path in built.files] == list(OUTPUTS)
    assert (built.articles, built.errors) == (4, ())
    assert built.mentions["ORG"] == sum(
        mark.type == "ORG" for gold in SEEDS for mark in gold.mentions
    )
    assert len(list(read_extractions(tmp_path / "out/extractions.jsonl"))) == 4
    found = run_query(load(tmp_path / "out/graph.ttl"), "SELECT * { ?claim ?is ?what } LIMIT 5")
    assert len(found.rows) == 5
    assert not list((tmp_path / "out").glob(".*"))


def test_the_same_articles_give_the_same_bytes(tmp_path, root, extractor):
    articles, _ = read_inputs([root / "seeds"])

    one, other = (build(articles, tmp_path / name, extractor, {}) for name in ("1", "2"))

    for path, twin in zip(one.files, other.files, strict=True):
        assert path.read_bytes() == twin.read_bytes()


def test_what_is_bad_is_told_and_what_is_good_is_built(tmp_path, root, extractor):
    articles, errors = read_inputs([root / "seeds", tmp_path / "none.txt"])

    built = build(articles, tmp_path / "out", extractor, {}, outputs=["report.md"], errors=errors)

    assert [path.name for path in built.files] == ["report.md"]
    assert "no such file" in str(*built.errors)


def test_without_articles_nothing_is_written(tmp_path, extractor):
    articles, errors = read_inputs([tmp_path / "none.txt"])

    built = build(articles, tmp_path / "out", extractor, {}, errors=errors)

    assert not built.files
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path, root, extractor):
    (tmp_path / "out").write_text("a file")
    articles, _ = read_inputs([root / "seeds"])

    with pytest.raises(InputError, match="choose another --out"):
        build(articles, tmp_path / "out", extractor, {})
