"""A relation says how it is meant, when it happened, and under which title a post is held."""

from dataclasses import replace

import pytest

from extract.relations.details import date_of, modality_of, post_of
from extract.relations.loading import load_words
from extract.relations.scene import Line, Place, set_scene

WORDS = load_words()


@pytest.fixture
def scene_of(annotated):
    """Read marked sentences as a scene."""
    return lambda marked: set_scene(*annotated(marked), WORDS.triggers, WORDS.pointers)


def place(line: Line, name: str) -> Place:
    return next(place for place in line.places if place.entity.name == name)


@pytest.mark.parametrize(
    ("marked", "modality"),
    [
        ("[ORG 商經局][DATE 昨日=2026-05-27]成立[ORG 出海專班]。", "asserted"),
        ("[ORG 商經局]將成立[ORG 出海專班]。", "planned"),
        ("[ORG 商經局]擬於[DATE 明年=2027]設立[ORG 出海專班]。", "planned"),
        ("[ORG 商經局]否認成立[ORG 出海專班]。", "denied"),
        ("[ORG 商經局]並未設立[ORG 出海專班]。", "denied"),
        ("據了解[ORG 商經局]成立[ORG 出海專班]。", "reported"),
        ("學者建議[ORG 商經局]成立[ORG 出海專班]。", "proposed"),
    ],
)
def test_the_words_of_a_clause_say_how_it_is_meant(scene_of, marked, modality):
    scene = scene_of(marked)
    s, o = place(scene.lines[0], "商經局"), place(scene.lines[0], "出海專班")

    assert modality_of(scene, "establishes", s, o, WORDS.modalities) == modality


def test_what_a_person_says_of_a_plan_is_said_not_planned(scene_of):
    scene = scene_of("[PER 丘應樺]說，[ORG 出海專班]將擴大。")
    s, o = place(scene.lines[0], "丘應樺"), place(scene.lines[0], "出海專班")

    assert modality_of(scene, "comments", s, o, WORDS.modalities) == "asserted"


def test_a_signing_has_the_date_of_its_clause(scene_of):
    scene = scene_of(
        "[DATE 去年=2025]生意好，[DATE 今年2月=2026-02]，[ORG 甲局]與[ORG 乙局]簽訂《[INIT 備忘錄]》。"
        "[DATE 昨日=2026-05-27][ORG 甲局]與[ORG 乙局]再簽《[INIT 新備忘錄]》。"
    )
    s, o = place(scene.lines[1], "甲局"), place(scene.lines[1], "新備忘錄")

    assert date_of(scene, "signs", s, o) == "2026-05-27"


def test_a_sentence_without_a_date_gives_none(scene_of):
    scene = scene_of("[ORG 甲局]與[ORG 乙局]簽訂《[INIT 備忘錄]》。")
    s, o = place(scene.lines[0], "甲局"), place(scene.lines[0], "備忘錄")

    assert date_of(scene, "signs", s, o) == ""


@pytest.mark.parametrize(
    ("marked", "post"),
    [
        ("[ORG 商經局][POST 局長][PER 丘應樺]表示滿意。", "局長"),
        ("[PER 丘應樺]（[ORG 商經局][POST 局長]）表示滿意。", "局長"),
        ("[PER 丘應樺]將出任[ORG 商經局][POST 局長]。", "局長"),
        ("[ORG 商經局]的[PER 丘應樺]表示滿意。", ""),
    ],
)
def test_a_post_has_the_title_beside_its_holder(scene_of, marked, post):
    [line] = scene_of(marked).lines

    assert post_of(line, place(line, "丘應樺")) == post


def test_a_title_before_somebody_else_is_not_ones_own(scene_of):
    marked = "[PLACE 中國][POST 主席][PER 甲方]同[PLACE 白俄羅斯][POST 總統][PER 乙方]會面。"
    line = scene_of(marked).lines[0]

    assert post_of(line, place(line, "甲方")) == "主席"
    assert post_of(line, place(line, "乙方")) == "總統"
    other = scene_of("[PER 甲方]同[PLACE 白俄羅斯][POST 總統][PER 乙方]會面。").lines[0]
    assert post_of(other, place(other, "甲方")) == ""


@pytest.mark.parametrize(
    ("published", "modality"),
    [("2026-05-29", "planned"), ("2026-12-31", "asserted"), ("", "asserted")],
)
def test_what_is_dated_after_the_article_is_planned(scene_of, published, modality):
    scene = scene_of("[ORG 商經局][DATE 十月=2026-10]成立[ORG 出海專班]。")
    article = replace(scene.document.article, date=published)
    scene = replace(scene, document=replace(scene.document, article=article))
    s, o = place(scene.lines[0], "商經局"), place(scene.lines[0], "出海專班")

    assert modality_of(scene, "establishes", s, o, WORDS.modalities) == modality


def test_of_a_subject_named_before_the_sentence_of_the_object_says_how_it_is_meant(scene_of):
    scene = scene_of(
        "[PLACE 廣東]未來重點\n\n規劃出台。\n\n[PLACE 廣東]聯手港澳。推進[ZONE 河套]建設。\n\n"
    )
    first = place(scene.lines[0], "廣東")
    zone = next(place(line, "河套") for line in scene.lines if "建设" in line.text)

    assert modality_of(scene, "develops", first, zone, WORDS.modalities) == "planned"
