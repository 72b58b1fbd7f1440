"""Each mention is linked to the thing it names in this article, with the reason why."""

import pytest

from extract.article import Article
from extract.gazetteer import load_gazetteer
from extract.gold import read_gold_folders, unmark
from extract.layout import lay_out
from extract.linking import link_mentions, load_linking_rules
from extract.mention import Mention

GAZETTEER, RULES = load_gazetteer(), load_linking_rules()
VALUES = ("DATE", "QTY", "POST")


def links(marked, **article):
    text, marks = unmark(marked)
    mentions = [Mention(m.start, m.end, m.type, m.surface, "test") for m in marks]
    document = lay_out(Article("test", text, **article))
    return link_mentions(document, mentions, GAZETTEER, RULES)


def names(marked, **article):
    return [link.entity.name for link in links(marked, **article)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[ORG 商經局]", ["商務及經濟發展局"]),
        ("[ORG 香港民航處]", ["民航處"]),
        ("[ORG 商务及经济发展局]", ["商務及經濟發展局"]),
        ("[PLACE 廣東省][PLACE 广东]", ["廣東", "廣東"]),
        ("[PLACE 港][PLACE 粵]", ["香港", "廣東"]),
        ("[ZONE 前海]", ["前海深港現代服務業合作區"]),
        ("[ORG 中山大學]", ["中山大學"]),
        ("[INDUSTRY 零售業][INDUSTRY 製造業]", ["零售", "製造業"]),
        ("[INDUSTRY 製造][INDUSTRY 珠寶設計產業]", ["製造業", "珠寶設計"]),
        ("[EVENT 第139屆廣交會]", ["第一百三十九屆中國進出口商品交易會"]),
        ("[EVENT 第12屆灣區陶瓷節]", ["第十二屆灣區陶瓷節"]),
        ("[ORG 珠海金灣區人民政府]", ["珠海市金灣區人民政府"]),
    ],
)
def test_known_names_are_linked_by_any_of_their_names(marked, expected):
    assert names(marked) == expected


def test_a_declared_short_form_holds_through_the_article():
    marked = "[ORG 灣區鯨躍科技有限公司]（下稱「[ORG 鯨躍]」）簽約。[ORG 鯨躍]說。"

    assert names(marked) == ["灣區鯨躍科技有限公司"] * 3


def test_one_bracket_may_declare_several_short_forms():
    marked = "[ORG 鵬灣燈塔實驗室]（簡稱[ORG 燈塔室]，英文縮寫[ORG PBL]）。[ORG PBL]成立。"

    assert names(marked) == ["鵬灣燈塔實驗室"] * 4


def test_a_class_word_may_stand_before_the_declaration():
    marked = "《[INIT 灣區海纜升級方案]》諮詢文件（下稱《[INIT 方案]》）公布。《[INIT 方案]》說"

    assert names(marked) == ["灣區海纜升級方案"] * 3


def test_a_surname_with_a_title_is_the_person_named_last():
    marked = "[PER 陳小燕]與[PER 李嘉文]出席。[PER 陳]局長說，[PER 李]先生說。"

    assert names(marked)[2:] == ["陳小燕", "李嘉文"]


def test_part_of_a_transliterated_name_is_the_person():
    marked = "[PER 亞歷山大·盧卡申科]抵達。[PER 盧卡申科]表示"

    assert names(marked)[1] == "亞歷山大·盧卡申科"


@pytest.mark.parametrize(
    ("marked", "same"),
    [
        ("[ORG 澄心製藥科技有限公司]來了。[ORG 澄心製藥]說", True),
        ("[ORG 粵澳琴心科技產業園開發有限公司]來了。[ORG 產業園公司]說", True),
        ("[ORG 香港豐泰明國際投資有限公司]來了。[ORG 豐泰明國際]說", True),
        ("[ORG 鵬馳汽車海外事業部]來了。[ORG 鵬馳汽車]說", False),
        ("[INIT 灣區標準國際化三年指引]來了。[INIT 灣區標準]說", False),
        ("[ZONE 前海深港青年夢工場]來了。[ZONE 前海]說", False),
        ("[PER 陳小燕]來了。[PER 小燕]說", False),
    ],
)
def test_a_short_form_is_of_a_full_name_only_by_its_parts(marked, same):
    first, second = names(marked)

    assert (first == second) is same


def test_what_recurs_is_the_edition_that_the_article_names():
    marked = "[EVENT 第二十屆灣區琴書節]開幕。[EVENT 琴書節]說，[EVENT 灣區琴書節]好。"

    assert names(marked)[2] == "第二十屆灣區琴書節"


def test_a_yearly_paper_is_the_last_one_on_the_day():
    assert names("[INIT 施政報告]", date="2026-05-29") == ["2025施政報告"]
    assert names("[INIT 施政報告]", date="2025-03-01") == ["2024施政報告"]
    assert names("[INIT 財政預算案]", date="2026-05-29") == ["2026-27財政預算案"]
    assert names("[INIT 施政報告]") == ["施政報告"]


def test_a_name_of_two_things_is_the_one_whose_place_the_article_names():
    macao = "[PLACE 澳門]、[PLACE 澳門]、[PLACE 澳門]。[ORG 特區政府]說，[ORG 立法會]說"
    both = "[PLACE 香港]與[PLACE 澳門]。[ORG 特區政府]說，[ORG 立法會]說"

    assert names(macao)[3:] == ["澳門特別行政區政府", "澳門立法會"]
    assert names(both)[2:] == ["香港特別行政區政府", "立法會"]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[INIT 廣州「十五五」規劃]", "廣州市國民經濟和社會發展第十五個五年規劃綱要"),
        ("[INIT 深「十五五」藍圖]", "深圳市國民經濟和社會發展第十五個五年規劃綱要"),
        ("[INIT 順德「十四五」規劃綱要]", "佛山市順德區國民經濟和社會發展第十四個五年規劃綱要"),
        ("[INIT 國家「十五五」規劃]", "國家「十五五」規劃"),
        ("[INIT 福建省政府工作報告]", "2026年福建省政府工作報告"),
        ("[INIT 2025年福建政府工作報告]", "2025年福建省政府工作報告"),
    ],
)
def test_a_paper_of_a_place_has_its_full_title(marked, name):
    assert names(marked, date="2026-05-29") == [name]


def test_a_character_of_several_countries_is_the_one_that_the_article_names():
    assert names("[PLACE 中][PLACE 印]")[1] == "印度"
    assert names("[PLACE 印尼]與[PLACE 中][PLACE 印]")[2] == "印尼"
    assert names("[PLACE 印尼]與[PLACE 印度]：[PLACE 中][PLACE 印]")[3] == "印度"


def test_a_body_without_its_place_is_of_the_place_named_last():
    marked = "[PLACE 廣州]和[PLACE 肇慶]。[ORG 市政府]說"

    assert names(marked)[2] == "肇慶市人民政府"


def test_a_department_bears_the_full_name_of_its_body():
    assert names("[ORG 前海管理局綠色金融處]") == ["深圳市前海深港現代服務業合作區管理局綠色金融處"]


def test_new_names_of_simplified_articles_are_in_traditional_script():
    marked = "广东发布新规，《[INIT 湾区“鲸跃”工程]》由[PER 范启峰]与[PER 于群]说明。"

    assert names(marked) == ["灣區「鯨躍」工程", "范啟峰", "于群"]


def test_dates_are_linked_to_their_values():
    marked = "[DATE 昨日]說，[DATE 今年2月]和[DATE 同日]，[DATE 近年]"

    found = links(marked, date="2026-05-29")

    assert [link.entity.name for link in found] == ["2026-05-28", "2026-02", "2026-05-28", "近年"]
    assert found[0].reason == "resolved"


def test_in_one_article_a_name_has_one_type():
    marked = "[ZONE 琴心園]、[ZONE 琴心園]與[PLACE 琴心園]"

    found = links(marked)

    assert {link.entity.type for link in found} == {"ZONE"}
    assert [link.mention.type for link in found] == [link.entity.type for link in found]


def test_every_mention_has_a_link_with_a_reason_in_order_of_place(root):
    for gold in read_gold_folders([root / "data/gold/seeds"]):
        mentions = [Mention(m.start, m.end, m.type, m.surface, "t") for m in gold.mentions]

        found = link_mentions(lay_out(gold.article), reversed(mentions), GAZETTEER, RULES)

        assert [(link.mention.start, link.mention.end) for link in found] == [
            (m.start, m.end) for m in mentions
        ]
        assert all(link.reason for link in found)


def test_the_mentions_of_the_gold_are_linked_as_careful_readers_did(root):
    wrong, count = [], 0
    for gold in read_gold_folders([root / "data/gold/seeds", root / "data/gold/dev"]):
        mentions = [Mention(m.start, m.end, m.type, m.surface, "t") for m in gold.mentions]
        found = link_mentions(lay_out(gold.article), mentions, GAZETTEER, RULES)
        for link, mark in zip(found, gold.mentions, strict=True):
            if mark.type not in VALUES:
                count += 1
                if link.entity.name != mark.canonical:
                    wrong.append((mark.surface, mark.canonical, link.entity.name))

    assert count > 5000
    assert len(wrong) <= 0.02 * count, wrong


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # A field loses 業 where the rest names it, but not where it is the name.
        ("[INDUSTRY 珠寶設計業]", ["珠寶設計"]),
        ("[INDUSTRY 陶瓷加工業]", ["陶瓷加工業"]),
        ("[INDUSTRY 特色農業]", ["特色農業"]),
        # What another names is no short form of a place, a person or a field.
        ("[INDUSTRY 海洋生物醫藥]，[INDUSTRY 海醫]", ["海洋生物醫藥", "海醫"]),
        ("[PLACE 銀沙灣海灘]，[PLACE 銀灘]", ["銀沙灣海灘", "銀灘"]),
    ],
)
def test_fields_and_places_keep_what_makes_their_names(marked, expected):
    assert names(marked) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("香港", "香港政府工作報告"),
        ("廣東省", "2026年廣東省政府工作報告"),
        ("深圳", "2026年深圳市政府工作報告"),
    ],
)
def test_a_report_of_a_government_has_its_year_and_its_place_in_full(place, expected):
    [name] = names(f"《[INIT {place}政府工作報告]》", date="2026-02-03")

    assert name == expected


def test_a_known_name_is_the_full_name_of_a_declared_spelling_that_is_like_it():
    alike, unlike = (
        "[ORG 香港科枝大學]（[ORG 香港科技大學]）",
        "[ORG 灣區數據公司]（[ORG 香港科技大學]）",
    )

    assert names(alike) == ["香港科技大學"] * 2
    assert names(unlike)[0] == "灣區數據公司"


def test_a_bracket_after_one_that_declared_goes_on_only_where_the_words_do():
    marked = "[ORG 鵬灣燈塔實驗室]（簡稱[ORG 燈塔室]），[ORG 燈室協會]成立。"

    assert names(marked)[2] == "燈室協會"
