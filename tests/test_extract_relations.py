"""Real sentences in, the relations that they state out."""

import pytest

from extract.relations import find_relations, load_resources
from extract.relations.loading import load_words

WORDS = load_words()
RESOURCES = load_resources()

MEETING = (
    "由[ZONE 中白工業園]聯合[ORG 白俄羅斯駐港總領事館]主辦，[ORG 招商局集團]、[ORG 國機集團]支持的"
    "「[EVENT 歐亞經濟聯盟新興市場交流會議]」[DATE 28日=2026-05-28]在[PLACE 香港]舉行。"
)
SIGNING = (
    "[DATE 今年2月=2026-02]，[ORG 商經局=商務及經濟發展局]與[ORG 國家商務部]簽訂"
    "《[INIT 關於加強海外綜合服務領域交流合作的諒解備忘錄]》。"
)
SPEECH = (
    "[ORG 中國香港國際雙創研社]首任[POST 社長][PER 馬維業]指出，"
    "[ZONE 河套=河套深港科技創新合作區]有望成為連接[PLACE 香港]與[PLACE 內地]的「門戶型創新區」。"
)
BYLINE = "【[ORG 大公報]訊】[POST 記者][PER 黃寶儀][PLACE 廣州]報道：大會開幕。"
BOTH = (
    "[ORG 園區公司]與[ORG 生命科學研究院]簽署《[INIT 合作協議]》，"
    "雙方將在[ZONE 香港園區]設立[ORG 細胞治療中試中心]。"
)
SEQUENCES = [
    (
        MEETING,
        {
            "中白工業園 | organises | 歐亞經濟聯盟新興市場交流會議",
            "白俄羅斯駐港總領事館 | organises | 歐亞經濟聯盟新興市場交流會議",
            "中白工業園 | cooperatesWith | 白俄羅斯駐港總領事館",
            "招商局集團 | supports | 歐亞經濟聯盟新興市場交流會議",
            "國機集團 | supports | 歐亞經濟聯盟新興市場交流會議",
            "歐亞經濟聯盟新興市場交流會議 | locatedIn | 香港",
        },
    ),
    (
        SIGNING,
        {
            "商務及經濟發展局 | signs | 關於加強海外綜合服務領域交流合作的諒解備忘錄",
            "國家商務部 | signs | 關於加強海外綜合服務領域交流合作的諒解備忘錄",
            "商務及經濟發展局 | cooperatesWith | 國家商務部",
        },
    ),
    (
        SPEECH,
        {
            "馬維業 | holdsPost | 中國香港國際雙創研社",
            "馬維業 | comments | 河套深港科技創新合作區",
        },
    ),
    (BYLINE, {"黃寶儀 | holdsPost | 大公報"}),
]


@pytest.fixture
def facts(annotated):
    """Find the relations in marked sentences, as lines of relations."""

    def find(marked, resources=RESOURCES):
        found = find_relations(*annotated(marked), resources)
        return {f"{r.subject.name} | {r.relation} | {r.object.name}": r for r in found}

    return find


@pytest.mark.parametrize(("marked", "means"), SEQUENCES)
def test_a_sentence_yields_the_facts_it_states(facts, marked, means):
    assert set(facts(marked)) == means


@pytest.mark.parametrize(("marked", "means"), SEQUENCES)
def test_the_rules_alone_find_what_is_said_outright(facts, marked, means):
    assert means <= set(facts(marked, WORDS))


def test_both_parties_of_a_signing_found_what_they_set_up_together(facts):
    found = facts(BOTH)

    assert {
        "園區公司 | establishes | 細胞治療中試中心",
        "生命科學研究院 | establishes | 細胞治療中試中心",
        "細胞治療中試中心 | locatedIn | 香港園區",
    } <= set(found)


def test_a_fact_has_its_sentence_its_date_and_its_reason(facts, annotated):
    document, _ = annotated(SIGNING)

    fact = facts(SIGNING)["國家商務部 | signs | 關於加強海外綜合服務領域交流合作的諒解備忘錄"]

    assert [document.text[start:end] for start, end in fact.evidence] == [document.text]
    assert fact.date == "2026-02"
    assert fact.found_by.startswith("relations.signs")
    assert fact.modality == "asserted"
    assert 0.5 < fact.confidence <= 1


def test_what_is_planned_is_said_to_be_planned(facts):
    assert facts(BOTH)["園區公司 | establishes | 細胞治療中試中心"].modality == "planned"


def test_a_held_post_has_its_title(facts):
    assert facts(SPEECH)["馬維業 | holdsPost | 中國香港國際雙創研社"].post == "社長"


def test_an_article_without_names_states_nothing(facts):
    assert facts("本報訊：天氣轉冷，市民宜添衣。") == {}


def test_names_that_only_stand_side_by_side_have_no_relation(facts):
    assert facts("[ORG 甲銀行]股價升[QTY 2%]，[ORG 乙地產]跌[QTY 1%]。") == {}


def test_the_same_article_gives_the_same_relations_in_order(annotated):
    document, links = annotated(MEETING + SIGNING)

    found = find_relations(document, links, RESOURCES)

    assert found == find_relations(document, links[::-1], RESOURCES)
    assert list(found) == sorted(found, key=lambda r: (r.subject.name, r.relation, r.object.name))


def test_whom_a_report_is_about_holds_no_post_at_the_paper(facts):
    found = facts(
        "【[ORG 大公報]訊】[ORG 大公文匯全媒體][POST 記者][PER 田至韜]報道："
        "在[POST 國家主席][PER 習近平]的親自關懷下，[PLACE 中國]與[PLACE 白俄羅斯]的合作日益緊密。"
    )

    assert "習近平 | holdsPost | 大公文匯全媒體" not in found
    assert "田至韜 | holdsPost | 大公文匯全媒體" in found


def test_a_register_of_names_relates_none_of_them(facts):
    names = "、".join(f"[ORG 第{number}公司]" for number in range(40))

    assert facts(names + "。") == {}
