"""A scene reads sentences with names as signs, lists as one, and pointing words as what they mean."""

import pytest

from extract.relations.loading import load_words
from extract.relations.scene import Scene, set_scene

WORDS = load_words()


@pytest.fixture
def scene_of(annotated):
    """Read marked sentences as a scene."""
    return lambda marked: set_scene(*annotated(marked), WORDS.triggers, WORDS.pointers)


def pointed(scene: Scene) -> list[tuple[str, str]]:
    """The words that point, each with the name that it was read as."""
    places = [place for line in scene.lines for place in line.places if place.pointed]
    return [(place.link.mention.surface, place.entity.name) for place in places]


@pytest.mark.parametrize(
    ("marked", "means"),
    [
        (
            "[ORG 園區公司]與[ORG 生命科學研究院]簽署《[INIT 合作協議]》，雙方將設立[ORG 中試中心]。",
            [("雙方", "園區公司"), ("雙方", "生命科學研究院")],
        ),
        (
            "[EVENT 灣區金融論壇][DATE 昨日=2026-05-12]開幕。[PER 陳大文]在會上指出，前景良好。",
            [("會上", "灣區金融論壇")],
        ),
        (
            "[ORG 創新科技署][POST 署長][PER 葉家曦]說，該署會推動[INDUSTRY 人工智能]。",
            [("該署", "創新科技署")],
        ),
        ("[PER 葉家曦]見證簽約。她說，[PLACE 香港]有優勢。", [("她", "葉家曦")]),
        (
            "[ORG 商經局]簽訂《[INIT 交流合作備忘錄]》。備忘錄涵蓋[INDUSTRY 金融科技]。",
            [("備忘錄", "交流合作備忘錄")],
        ),
    ],
)
def test_a_word_that_points_back_is_read_as_the_name_it_means(scene_of, marked, means):
    assert pointed(scene_of(marked)) == means


@pytest.mark.parametrize(
    "marked",
    [
        "[PER 葉家曦]說，其他城市亦可參考[PLACE 香港]。",
        "[PER 葉家曦]說，他們會到[PLACE 香港]。",
        "[ORG 港鐵]與多家科技公司合作。",
        "[PER 陳大文]在[EVENT 環保展]開幕式上致辭。",
        "雙方將設立[ORG 中試中心]。",
    ],
)
def test_a_word_that_points_at_nothing_in_the_article_stays_a_word(scene_of, marked):
    assert pointed(scene_of(marked)) == []


def test_a_pointing_word_keeps_its_own_characters(scene_of):
    marked = (
        "[ORG 創新科技署][POST 署長][PER 葉家曦]見證簽約。\n\n她說，該署會推動[INDUSTRY 人工智能]。"
    )

    scene = scene_of(marked)

    places = [place for line in scene.lines for place in line.places]
    assert [scene.document.text[p.link.mention.start : p.link.mention.end] for p in places] == [
        place.link.mention.surface for place in places
    ]


def test_names_of_one_list_are_one_group(scene_of):
    [line] = scene_of(
        "[PLACE 粵=廣東][PLACE 港=香港]與[PLACE 瑞士][ORG 龍沙]、[ORG 晶泰]合作。"
    ).lines

    groups = {place.entity.name: place.group for place in line.places}

    assert groups["廣東"] == groups["香港"]
    assert groups["龍沙"] == groups["晶泰"] != groups["廣東"]


def test_an_alias_in_brackets_is_no_name_of_its_own(scene_of):
    [line] = scene_of("[ORG 港深創科園公司]（下稱「[ORG 園區公司=港深創科園公司]」）簽約。").lines

    assert [place.link.mention.surface for place in line.places] == ["港深創科園公司"]


def test_another_body_in_brackets_stays(scene_of):
    [line] = scene_of("[ORG 神經科學實驗室]（[ORG 香港科技大學]）重組。").lines

    assert [place.entity.name for place in line.places] == ["神經科學實驗室", "香港科技大學"]


def test_simplified_and_traditional_sentences_read_the_same(scene_of):
    traditional = scene_of("[ORG 甲局]與[ORG 乙局]簽署《[INIT 協議]》。")
    simplified = scene_of("[ORG 甲局]与[ORG 乙局]签署《[INIT 协议=協議]》。")

    assert traditional.lines[0].text == simplified.lines[0].text
    assert traditional.lines[0].triggers == simplified.lines[0].triggers
