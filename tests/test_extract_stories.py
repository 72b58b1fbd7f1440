"""Copies of one agency's text are one story, whoever prints it, in whichever script and length."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from extract.article import Article
from extract.folding import fold
from extract.gold import read_gold_folders
from extract.stories import copies, sketch, told

SEEDS = Path(__file__).parent.parent / "data" / "gold" / "seeds"
FIRST, *OTHERS = [gold.article for gold in read_gold_folders([SEEDS])]


def reprint(id_: str, text: str, date: str = "2026-05-30") -> Article:
    return Article(id_, text, source="某報", date=date)


def found(*articles: Article) -> dict[str, str]:
    return copies(map(told, articles))


@pytest.mark.parametrize(
    "text",
    [
        FIRST.text,
        "【某報訊】特約記者甲乙報道：" + FIRST.text,
        fold(FIRST.text),
        FIRST.text.replace("，", ",\n "),
        FIRST.text[: len(FIRST.text) * 4 // 5],
    ],
)
def test_an_article_printed_again_is_a_copy_of_the_one_that_came_first(text):
    assert found(FIRST, reprint("b", text)) == {"b": FIRST.id}


def test_articles_on_one_matter_are_no_copies():
    assert found(FIRST, *OTHERS) == {}


def test_a_short_text_is_no_copy_however_alike():
    brief = "本港天文台發出雷暴警告。"

    assert sketch(brief) == ""
    assert found(reprint("a", brief), reprint("b", brief)) == {}


def test_the_earliest_is_first_then_the_first_by_name_and_the_undated_last():
    same = [
        reprint("d", FIRST.text, ""),
        reprint("c", FIRST.text, "2026-05-30"),
        reprint("b", FIRST.text, "2026-05-29"),
        reprint("a", FIRST.text, "2026-05-30"),
    ]

    assert found(*same) == {"a": "b", "c": "b", "d": "b"}


def test_the_order_of_the_articles_makes_no_difference():
    cut = FIRST.text[: len(FIRST.text) * 3 // 4]
    articles = [FIRST, reprint("b", cut), reprint("c", cut[:-40]), replace(OTHERS[0], id="d")]

    assert len({str(found(*some)) for some in permutations(articles)}) == 1


def test_a_sketch_is_the_same_on_every_machine():
    text = "粵港聯手引進科企，加快河套深港科技創新合作區深圳園區開發建設。" * 3

    assert sketch(text)[:24] == "vMEsY0KDFyx3S/q/i7j1aBlY"
    assert len(sketch(text)) == 344
