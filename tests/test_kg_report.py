"""report.md tells what was found, each fact with its sentence, and does nothing that it quotes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.article import Article
from extract.gold import read_gold_folders
from extract.layout import lay_out
from extract.mention import Entity, Extraction, Link, Mention, Relation
from kg.markdown import plain
from kg.report import write_report

SEEDS = read_gold_folders([Path(__file__).parent.parent / "data/gold/seeds"])


def test_the_report_on_the_marked_seed_articles(golden, marked_extraction):
    golden("report/seeds.md", write_report([marked_extraction(gold) for gold in SEEDS]))


def test_a_copy_is_told_as_one(marked_extraction, reprinted):
    first = marked_extraction(SEEDS[0])

    report = write_report([first, reprinted(first, "z", source="某報")])

    assert "2 articles, of which 1 is a copy of another, " in report
    assert report.rstrip().endswith("a copy of 粵港聯手引進科企 加快河套建設")


def test_an_empty_set_of_articles_has_a_report_all_the_same():
    assert write_report([]).startswith("# What the articles say\n\n## In figures\n\n0 articles")


def test_a_sentence_that_a_page_break_cut_is_quoted_whole():
    text = (
        "港擔當超級聯繫人\n\n香港投資推廣署昨日推出計劃，作為一站式平台，全力支持包括白俄羅斯等國\n\n"
        "在內的沿線國家企業，拓展海外市場。"
    )
    document = lay_out(Article(id="a", text=text))
    sentence = document.sentences[1]
    body, place = Entity("投資推廣署", "ORG"), Entity("香港", "PLACE")
    relation = Relation(body, "locatedIn", place, ((sentence.start, sentence.end),), "test")
    link = Link(Mention(10, 12, "PLACE", text[10:12], "test"), place, "test")

    report = write_report([Extraction(document, (link, Link(link.mention, body, "")), (relation,))])

    assert "白俄羅斯等國在內的沿線國家企業" in report


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<script>", "\\<script\\>"),
        ("[點擊](javascript:x)", "\\[點擊\\](javascript:x)"),
        ("a|b\nc", "a\\|b c"),
        ("1. 項目", "1\\. 項目"),
        ("- 項目", "\\- 項目"),
        ("http://a.b www.a.b", "http:\\//a.b www\\.a.b"),
        ("\u202e倒", "倒"),
        ("香港「河套」", "香港「河套」"),
    ],
)
def test_markdown_shows_text_and_does_nothing_with_it(text, written):
    assert plain(text) == written


@given(st.text())
def test_no_text_breaks_a_line_or_opens_a_tag(text):
    written = plain(text)

    assert len(written.splitlines()) <= 1
    assert not any(
        sign in "<>|`" and (written[at - 1] != "\\" or not at) for at, sign in enumerate(written)
    )
