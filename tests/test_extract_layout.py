"""The layout of an article: roles of its blocks, and sentences that cover all of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.article import Article
from extract.gold import read_gold_folders
from extract.layout import lay_out

GOLD = Path(__file__).parent.parent / "data" / "gold"
SEEDS = read_gold_folders([GOLD / "seeds"])
DEV = read_gold_folders([GOLD / "dev"])


def roles(text):
    document = lay_out(Article(id="test", text=text))
    return [(block.role, text[block.start : block.end]) for block in document.blocks]


def assert_sentences_cover(text):
    document = lay_out(Article(id="test", text=text))
    seen = []
    for sentence in document.sentences:
        assert "\n" not in sentence.text
        assert (sentence.start, sentence.end) == sentence.span(0, len(sentence.text))
        offsets = [sentence.offset(index) for index in range(len(sentence.text))]
        for index, offset in enumerate(offsets):
            # A line break between Latin words is read as a space; all else is as received.
            assert text[offset] == sentence.text[index] or text[offset].isspace()
        seen += [offset for offset in offsets if not text[offset].isspace()]
    assert seen == [at for at, character in enumerate(text) if not character.isspace()]


@pytest.mark.parametrize("gold", SEEDS + DEV, ids=lambda gold: gold.article.id)
def test_sentences_cover_each_gold_article_once(gold):
    assert_sentences_cover(gold.article.text)


NEWS = st.text(
    st.sampled_from("香港深圳河套創新，。！？；：「」『』《》（）()“”…—▲■【】1a \u3000\n\r\t?!)")
    | st.characters(codec="utf-8"),
    max_size=400,
)


@given(NEWS)
def test_sentences_cover_any_text_once(text):
    assert_sentences_cover(text)


@given(NEWS)
def test_every_sentence_lies_in_the_block_that_it_names(text):
    document = lay_out(Article(id="test", text=text))

    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert block.role == sentence.role


@pytest.mark.parametrize("gold", SEEDS, ids=lambda gold: gold.article.id)
def test_the_seed_articles_are_laid_out_as_the_golden_files_say(gold, golden):
    document = lay_out(gold.article)

    rows = [
        f"{sentence.block:3} {sentence.role:8} {sentence.start:5}-{sentence.end:<5} {sentence.text}"
        for sentence in document.sentences
    ]

    golden(f"layout/{gold.article.id.split('/')[-1]}.txt", "\n".join(rows) + "\n")


@pytest.mark.parametrize("gold", SEEDS + DEV, ids=lambda gold: gold.article.id)
def test_a_gold_article_begins_with_its_headline(gold):
    first = lay_out(gold.article).blocks[0]

    assert first.role == "headline"


def test_a_sentence_that_a_page_break_cut_is_whole_again():
    text = (
        "港擔當超級聯繫人\n\n去年成立的專責小組，作為一站式平台，全力支持包括白俄羅斯等國\n\n"
        "在內沿線國家企業，拓展海外市場。九月再辦論壇。"
    )

    _, sentence, after = lay_out(Article(id="test", text=text)).sentences

    assert sentence.text.endswith("全力支持包括白俄羅斯等國在內沿線國家企業，拓展海外市場。")
    assert text[slice(*sentence.span(sentence.text.index("在內"), len(sentence.text)))] == (
        "在內沿線國家企業，拓展海外市場。"
    )
    assert after.text == "九月再辦論壇。"


def test_a_sentence_cut_before_a_subhead_does_not_take_it_in():
    text = (
        "香港專班支援內企\n\n丘應樺致辭時指出，專班積極開展工作。三位一體為企業拓展海\n\n"
        "「廣東製造+港澳服務」優勢互補\n\n陳麗文致辭時指出，粵港聯手。"
    )

    assert [role for role, _ in roles(text)] == ["headline", "body", "subhead", "body"]


def test_each_part_of_a_newspaper_page_has_its_role():
    text = """河套香港園區再添平台 深港合建中試線
首期投資二億港元

濠江新聞　記者蘇曼婷

河套深港科技創新合作區香港園區再添「鄰居」。

數字看「河套」

・累計簽約：60間

・研發人員：30名

曹志遙透露，研究院已獲撥款支持。

▲河套香港園區首批大樓。圖為選址所在。

資料來源：《規劃綱要》
（責任編輯：尤嘉）"""

    assert [role for role, _ in roles(text)] == [
        "headline",
        "headline",
        "byline",
        "body",
        "subhead",
        "item",
        "item",
        "body",
        "caption",
        "note",
        "note",
    ]


def test_the_name_of_the_writer_under_the_headlines_is_a_byline():
    text = "灣區觀潮\n\n北都不是「後花園」\n\n霍文韜\n\n《行動綱領》公布轉眼兩年。"

    assert [role for role, _ in roles(text)] == ["headline", "headline", "byline", "body"]


def test_a_short_kicker_that_is_no_name_stays_a_headline():
    text = "加強粵港澳高校人才聯通\n\n人才流動\n\n人才互聯互通是發展重點。"

    assert [role for role, _ in roles(text)] == ["headline", "headline", "body"]


def test_paragraphs_of_a_side_box_are_items():
    text = (
        "廣東規劃出爐\n\n規劃昨日發布。\n\n新興產業發展重點\n\n鍛造產業集群\n\n做大做強新能源。\n\n"
        "發揮協同優勢\n\n扎實推進智能駕駛。\n\n資料來源：《規劃綱要》"
    )

    assert [role for role, _ in roles(text)][2:] == [
        "subhead",
        "subhead",
        "item",
        "subhead",
        "item",
        "note",
    ]


def test_a_bullet_alone_is_a_subhead_and_bullets_in_succession_are_items():
    text = "三地演練\n\n演練昨日舉行。\n\n◆有甚麼不足？\n\n海霧預報仍差半小時。\n■創科　建設園區\n■金融　建設市場"

    assert [role for role, _ in roles(text)][2:] == ["subhead", "body", "item", "item"]


def test_a_text_without_line_breaks_is_laid_out_in_linear_time():
    sentence = "「做細胞治療，最怕樣本在路上」（曹志遙），他說：香港與深圳簽署《協議》。"

    document = lay_out(Article(id="test", text=sentence * 20_000))

    assert len(document.sentences) == 20_000


def test_short_lines_below_the_last_text_are_a_fact_box_or_a_signature():
    text = "首份規劃出爐 三區各有分工\n\n規劃昨日公布。\n\n"
    box = "走廊分工\n發現：科學園\n試驗：深圳市人民醫院"
    signature = "承董事會命\n滄海智造控股有限公司\n龔永年\n香港，二零二六年二月二十五日"

    assert [role for role, _ in roles(text + box)][2:] == ["subhead", "item", "item"]
    assert [role for role, _ in roles(text + signature)][2:] == ["note"] * 4


def test_a_first_line_that_is_punctuated_is_a_headline_but_no_whole_paragraph():
    text = "深圳要做「機器人之城」：一條機器人谷，串起香港的腦、東莞的手\n\n留仙大道長三公里。"
    paragraph = (
        "留仙大道長三公里，被創業者叫作機器人谷，往西走不到半小時便會經過三家科技公司的總部。"
    )

    assert roles(text)[0][0] == "headline"
    assert roles(f"{paragraph}\n\n{paragraph}")[0][0] == "body"
