"""The page of the articles shows each text whole, with its marks and relations, and runs nothing."""

import re
from html import unescape
from pathlib import Path

import pytest

from extract.article import Article
from extract.gold import read_gold_folders
from extract.layout import lay_out
from extract.mention import Entity, Extraction, Link, Mention, Relation
from kg.anchors import passage_anchor
from kg.hypertext import allowed
from kg.marked import marked_page
from kg.wording import read_table
from ontology.names import article_iri

SEEDS = read_gold_folders([Path(__file__).parent.parent / "data/gold/seeds"])
TEXT = re.compile(r'<div class="text".*?</div>', re.S)


def shown(html):
    return unescape(re.sub("<[^>]*>", "", html))


def page_of(extraction, **options):
    return "".join(marked_page([extraction], **options))


def read(text, *passages):
    """Return an extraction of `text` in which each of the passages says that 甲局 cooperates."""
    document = lay_out(Article("a", text))
    names = [Entity(name, "ORG") for name in ("甲局", "乙局")]
    links = tuple(
        Link(Mention(at, at + 2, "ORG", text[at : at + 2], "test"), names[0], "test")
        for at in (text.index("甲局"),)
    )
    relation = Relation(names[0], "cooperatesWith", names[1], passages, "test")
    return Extraction(document, links, (relation,))


@pytest.mark.parametrize("number", range(4))
def test_all_of_the_text_and_every_mention_is_on_the_page(marked_extraction, number):
    extraction = marked_extraction(SEEDS[number])

    page = page_of(extraction)

    [body] = TEXT.findall(page)
    assert re.sub(r"\s", "", shown(body)) == re.sub(r"\s", "", extraction.document.text)
    assert body.count("<mark") == len(extraction.links)


@pytest.mark.parametrize("number", range(4))
def test_every_relation_leads_to_the_passage_that_says_it(marked_extraction, number):
    extraction = marked_extraction(SEEDS[number])
    article = extraction.document.article

    page = page_of(extraction)

    for relation in extraction.relations:
        [(start, end)] = relation.evidence
        anchor = passage_anchor(article_iri(article.id), start, end)
        [passage] = re.findall(rf'<span class="said" id="{anchor}">(.*?)</span>', page, re.S)
        assert f'href="#{anchor}"' in page
        assert shown(passage) == article.text[start:end]


def test_passages_inside_each_other_are_both_there():
    extraction = read("甲局表示合作。乙局同意。", (0, 12), (7, 12))

    [body] = TEXT.findall(page_of(extraction))

    outer, inner = (passage_anchor(article_iri("a"), *span) for span in ((0, 12), (7, 12)))
    assert f'<span class="said" id="{inner}">乙局同意。</span></span>' in body
    assert f'<span class="said" id="{outer}"><mark' in body


@pytest.mark.parametrize("passages", [((0, 9), (7, 12)), ((0, 12), (1, 7)), ((0, 1), (0, 12))])
def test_a_passage_that_would_cross_another_or_a_mention_is_a_place_to_jump_to(passages):
    extraction = read("甲局表示合作。乙局同意。", *passages)

    [body] = TEXT.findall(page_of(extraction))

    assert len(re.findall(r'<span class="said" id="[^"]*"></span>', body)) == 1
    assert shown(body).strip() == extraction.document.text
    for passage in passages:
        assert f'id="{passage_anchor(article_iri("a"), *passage)}"' in body


def test_what_is_planned_or_denied_says_so(said):
    for modality, word in (("planned", "計劃"), ("denied", "否認")):
        extraction = said(
            "[ORG 甲局]與[ORG 乙局]合作。", "甲局 | cooperatesWith | 乙局", modality=modality
        )

        assert f'<span class="modality">{word}</span>' in page_of(extraction)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-Hant", "讀到的關係"), ("zh-Hans", "读到的关系"), ("en", "Relations read")],
)
def test_the_page_speaks_three_languages(said, language, words):
    extraction = said("[ORG 甲局]與[ORG 乙局]合作。", "甲局 | cooperatesWith | 乙局")

    page = page_of(extraction, language=language)

    assert f'<html lang="{language}">' in page
    assert words in page
    assert "甲局" in page


def test_nothing_in_an_article_is_markup_or_an_address():
    text = '<script>alert(1)</script>" onload="x http://a.b'
    mention = Mention(0, 8, "ORG", text[:8], "test")
    hostile = Entity('"><script>', "ORG")
    relation = Relation(hostile, "cooperatesWith", hostile, ((0, 40),), "test", post=text)
    article = Article("<a>", text, title=text, source=text, author=text, date=text)

    page = page_of(Extraction(lay_out(article), (Link(mention, hostile, "test"),), (relation,)))

    assert "<script" not in page
    assert 'onload="x' not in page
    assert "://" not in page


def test_the_policy_allows_the_style_of_the_page_and_nothing_else(marked_extraction):
    page = page_of(marked_extraction(SEEDS[3]))

    [style] = re.findall("<style>(.*?)</style>", page, re.S)
    [policy] = re.findall('Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src {allowed(style)};" in policy
    assert " style=" not in page


def test_words_of_the_two_tables_do_not_hide_each_other():
    assert not read_table("words.toml").keys() & read_table("paper.toml").keys()
