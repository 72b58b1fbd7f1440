"""The benchmark's articles and its section of the page are what it says they are."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parent / "benchmarks" / "bench_extract.py"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_extract", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_made_up_articles_are_like_the_marked_ones_and_all_different(bench):
    articles = list(bench.made_up(300))

    assert len({article.id for article in articles}) == 300
    assert len({article.text for article in articles}) == 300
    average = sum(len(article.text) for article in articles) / 300
    golds = bench.read_gold_folders(bench.GOLD)
    assert average == pytest.approx(sum(len(g.article.text) for g in golds) / len(golds), rel=0.1)
    assert articles == list(bench.made_up(300))


def test_a_section_is_replaced_and_the_others_stay(bench, tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n\n## Page\n\nfast\n", "utf-8")

    bench.write_section(page, "| one |\n")
    bench.write_section(page, "| two |\n")

    assert page.read_text("utf-8") == (
        "# Benchmarks\n\n## Page\n\nfast\n\n## Extraction\n\n| two |\n"
    )
    page.write_text(page.read_text("utf-8") + "\n## Graph\n\nsmall\n", "utf-8")
    bench.write_section(page, "| three |")
    assert "| three |\n\n## Graph\n\nsmall\n" in page.read_text("utf-8")
    assert "| two |" not in page.read_text("utf-8")
