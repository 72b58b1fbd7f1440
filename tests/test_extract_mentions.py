"""Rules put right what the tagger proposes, by what Chinese news writes."""

from itertools import pairwise

import pytest

from extract.gazetteer import load_gazetteer
from extract.gold import unmark
from extract.mention import Mention
from extract.mentions import load_mention_rules, put_right


@pytest.fixture(scope="module")
def rules():
    return load_mention_rules(load_gazetteer())


def proposed(marked):
    """Read marks as the text and what a tagger might have proposed for it."""
    text, marks = unmark(marked)
    return text, [Mention(m.start, m.end, m.type, m.surface, "tagger", 0.9) for m in marks]


def found(marked, rules):
    text, mentions = proposed(marked)
    right = put_right(mentions, text, rules)
    assert all(text[mention.start : mention.end] == mention.surface for mention in right)
    return [(mention.type, mention.surface) for mention in right]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[PLACE 粵港澳]三地", [("PLACE", "粵"), ("PLACE", "港"), ("PLACE", "澳")]),
        ("[PLACE 深珠]航線", [("PLACE", "深"), ("PLACE", "珠")]),
        ("[PLACE 珠海]航線", [("PLACE", "珠海")]),
        ("設立[QTY 三個「驛站]」", [("QTY", "三個")]),
        ("「[EVENT 揚帆東盟」推介會]昨舉行", [("EVENT", "揚帆東盟")]),
        ("[EVENT 第十一屆「一帶一路」高峰論壇]", [("EVENT", "第十一屆「一帶一路」高峰論壇")]),
        ("[ORG 香港城市大學（東莞]）", [("ORG", "香港城市大學（東莞）")]),
        ("[INIT 《北都行動綱領》]", [("INIT", "北都行動綱領")]),
        ("[ORG 香港海關（海關）]聯同", [("ORG", "香港海關"), ("ORG", "海關")]),
        ("[ZONE 前海深港青年夢工場]", [("ZONE", "前海深港青年夢工場")]),
        ("歡迎[PLACE 港青]參與", [("PLACE", "港青")]),
        ("[QTY 58%收入]來自海外", [("QTY", "58%")]),
        ("由[QTY 60%至70%]", [("QTY", "60%至70%")]),
        ("總統[PER 亞歷山大·盧卡]申科指出", [("PER", "亞歷山大·盧卡申科")]),
        ("[POST 策略及轉型總監]", [("POST", "策略及轉型總監")]),
        (
            "由[ORG 甲集團]支持的「聯通紐帶——[ZONE 中白工業園]交流會議」28日舉行",
            [("ORG", "甲集團"), ("EVENT", "聯通紐帶——中白工業園交流會議")],
        ),
        ("[QTY 約三成時間]", [("QTY", "約三成")]),
        ("[QTY 三個成員]", [("QTY", "三個成員")]),
        ("[POST 首任理事長][PER 歐陽啟文]", [("POST", "理事長"), ("PER", "歐陽啟文")]),
        ("[POST 創始人兼董事長]", [("POST", "創始人"), ("POST", "董事長")]),
        ("[PER 冼監督]說", [("PER", "冼"), ("POST", "監督")]),
        ("[ZONE 香港北部都會區]", [("PLACE", "香港"), ("ZONE", "北部都會區")]),
        (
            "[ZONE 河套深港科技創新合作區深圳園區]",
            [("ZONE", "河套深港科技創新合作區"), ("ZONE", "深圳園區")],
        ),
    ],
)
def test_bounds_are_put_right(marked, expected, rules):
    assert found(marked, rules) == expected


def test_a_declared_short_form_and_its_later_use_are_found(rules):
    marked = "[ORG 滄海智造有限公司]（下稱「滄海」）昨公布，滄海會擴張。"

    names = found(marked, rules)

    assert names == [("ORG", "滄海智造有限公司"), ("ORG", "滄海"), ("ORG", "滄海")]


def test_a_name_found_once_is_found_again_but_not_inside_another(rules):
    marked = "[PER 霍文韜]指出，[ORG 霍文韜基金會]成立，霍文韜感欣慰。"

    names = found(marked, rules)

    assert names == [("PER", "霍文韜"), ("ORG", "霍文韜基金會"), ("PER", "霍文韜")]


def test_one_name_has_one_type_and_the_gazetteer_says_which(rules):
    marked = "[ORG 河套深港科技創新合作區]與[ZONE 河套深港科技創新合作區]"

    assert {type_ for type_, _ in found(marked, rules)} == {"ZONE"}


def test_a_long_known_name_is_found_where_the_tagger_saw_nothing(rules):
    assert found("商務及經濟發展局表示歡迎", rules) == [("ORG", "商務及經濟發展局")]


def test_mentions_never_overlap(rules):
    text = "香港特別行政區政府商務及經濟發展局局長"
    tangled = [
        Mention(0, 17, "ORG", text[:17], "tagger", 0.9),
        Mention(9, 17, "ORG", text[9:17], "tagger", 0.8),
    ]

    right = put_right(tangled, text, rules)

    assert all(a.end <= b.start for a, b in pairwise(right))
