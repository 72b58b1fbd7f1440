"""Sentences end at 。！？ outside quotations and brackets, and keep what closes with them."""

import pytest

from extract.sentences import find_sentences


def sentences(text):
    return [text[start:end] for start, end in find_sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["香港機場怎樣配合？", "民航處表示，第二批項目已開展。"],
        ["廣東有整機；香港有認證；兩地聯手。", "下一步擴容。"],
        ["他指出：「平台已整裝待發。政府會繼續支持。」", "工業園承載着期望。"],
        ["「做細胞治療，最怕樣本在路上。」曹志遙說，產線已建成。", "他再說一次。"],
        ["「關稅單子一天三變。」", "商會率團走訪粵西四市，全程有人陪同。"],
        ["《誰來執行？》昨日出版。", "反應正面。"],
        ["會上討論「往哪裏去？」的問題。", "完。"],
        ["人家問：你們過了認證沒有？", "我說，過了。"],
        ["他參加了展覽。……", "買家問價。"],
        ["太好了！！", "真的？！", "是的。"],
        ["（全文見內頁。）", "另訊。"],
        ["網址example.org/?q=1可查詢。", "完。"],
        ["公司（OMO）與港大合作。", "J.P. Morgan也參與。"],
        ["沒有句號的一行"],
    ],
    ids=lambda parts: parts[0],
)
def test_a_text_is_cut_into_its_sentences(parts):
    assert sentences("".join(parts)) == parts


def test_blanks_between_sentences_belong_to_none():
    assert sentences("　今日開幕。 明日閉幕。　") == ["今日開幕。", "明日閉幕。"]


def test_a_quotation_that_is_never_closed_does_not_swallow_the_rest():
    assert sentences("他說：「香港好。深圳好。廣州好。") == [
        "他說：「香港好。",
        "深圳好。",
        "廣州好。",
    ]


def test_a_very_long_quotation_is_cut_at_its_full_stops():
    inside = "粵港澳大灣區建設正穩步推進，成果豐碩。" * 20

    assert len(sentences(f"他說：「{inside}」")) == 20


def test_a_text_without_a_full_stop_is_cut_at_its_pauses_or_where_it_is_too_long():
    listed = "新能源、新材料、" * 500
    unbroken = "港" * 2500

    assert all(len(one) <= 1000 and one.endswith("、") for one in sentences(listed))
    assert [len(one) for one in sentences(unbroken)] == [1000, 1000, 500]
    assert "".join(sentences(listed)) == listed
