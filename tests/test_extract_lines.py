"""A line is known by its look, as data/rules/layout.toml says with examples."""

import tomllib

import pytest

from extract import resources
from extract.lines import load_looks, read_lines

LAYOUT = tomllib.loads(resources.path("rules/layout.toml").read_text("utf-8"))
EXAMPLES = [(row["look"], line) for row in LAYOUT["look"] for line in row["examples"]]
NEVER = [(row["look"], line) for row in LAYOUT["look"] for line in row["never"]]


@pytest.mark.parametrize(("look", "line"), EXAMPLES)
def test_each_example_has_the_look_that_it_stands_for(look, line):
    assert load_looks().look_of(line.strip()) == look


@pytest.mark.parametrize(("look", "line"), NEVER)
def test_what_must_not_have_a_look_does_not(look, line):
    assert load_looks().look_of(line.strip()) != look


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("河套連接粵港 建「門戶型創新區」", "heading"),
        ("誰來執行？", "heading"),
        ("深「十五五」藍圖：聯港打造科創高地 培育八大未來產業", "heading"),
        ("港大深圳醫院與廣東省人民醫院、澳門協和醫院按國際醫療質量協會標準", "text"),
        ("也有冷靜聲音。", "text"),
        ("有關重點如下：", "text"),
        ("（一）共建「跨境徵信互認平台」；", "item"),
        ("・累計獲批車輛：逾2.6萬輛", "item"),
    ],
)
def test_other_lines_are_known_by_their_shape(text, look):
    assert load_looks().look_of(text) == look


def test_offsets_leave_out_the_blanks_around_a_line_and_count_the_blank_lines_above():
    text = "題目\r\n\r\n \r\n\u3000\u3000香港今日公布新措施。\r\n"

    first, second = read_lines(text)

    assert text[second.start : second.end] == second.text == "香港今日公布新措施。"
    assert (first.gap, second.gap) == (0, 2)
    assert (first.indented, second.indented) == (False, True)


def test_lines_cut_by_the_width_of_a_page_are_one_line():
    paragraph = "香港與深圳昨日簽署合作協議，內容涵蓋科技創新、金融服務、人才流動三個範疇，"
    width = 12
    rows = [paragraph * 3][0]
    cut = "\n".join(rows[at : at + width] for at in range(0, len(rows), width))

    [line] = read_lines(cut)

    assert line.text == rows
    assert len(line.pieces) == len(cut.split("\n"))


def test_a_line_break_between_latin_words_is_read_as_a_space():
    text = "香港投資推廣署\n" + "\n".join(["Invest Hong Kong"] * 8)

    line = read_lines(text)[-1]

    assert "Invest Hong Kong Invest" in line.text
