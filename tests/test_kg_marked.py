"""The page of marked articles shows the text whole, with its marks, and runs nothing."""

import re
from html import unescape
from pathlib import Path

from extract.article import Article
from extract.gold import read_gold_folders
from extract.layout import lay_out
from extract.mention import Entity, Extraction, Link, Mention
from kg.marked import marked_page

SEEDS = read_gold_folders([Path(__file__).parent.parent / "data/gold/seeds"])


def test_all_of_the_text_and_every_mention_is_on_the_page(marked_extraction):
    extraction = marked_extraction(SEEDS[3])

    page = "".join(marked_page([extraction]))

    body = page[page.index("<article>") : page.index("</article>")]
    shown = unescape(re.sub("<[^>]*>", "", body))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", extraction.document.text)
    assert body.count("<mark") == len(extraction.links)


def test_nothing_in_an_article_is_markup():
    text = '<script>alert(1)</script>" onload="x'
    mention = Mention(0, 8, "ORG", text[:8], "test")
    link = Link(mention, Entity('"><script>', "ORG"), "test")

    page = "".join(marked_page([Extraction(lay_out(Article("a", text)), (link,), ())]))

    assert "<script" not in page
    assert 'onload="x' not in page
    assert "http" not in page.replace("http-equiv", "")
