"""What people decide about names goes before every rule, in whatever order they wrote it down."""

from itertools import permutations

import pytest

from extract.article import Article
from extract.decisions import (
    Decision,
    Decisions,
    make_decisions,
    read_decisions,
    safe_cell,
    with_added,
)
from extract.errors import InputError
from extract.gazetteer import load_gazetteer
from extract.gold import unmark
from extract.layout import lay_out
from extract.linking import link_mentions, load_linking_rules
from extract.mention import Mention

GAZETTEER, RULES = load_gazetteer(), load_linking_rules()
HEADER = "decision,name,type,other,other_type\n"


def linked(marked, decisions):
    text, marks = unmark(marked)
    mentions = [Mention(m.start, m.end, m.type, m.surface, "test") for m in marks]
    gazetteer = with_added(GAZETTEER, decisions)
    document = lay_out(Article("a", text))
    links = link_mentions(document, mentions, gazetteer, RULES, decisions=decisions)
    return [(link.entity.name, link.entity.type) for link in links]


def read(tmp_path, text):
    path = tmp_path / "decisions.csv"
    path.write_text(HEADER + text, "utf-8")
    return read_decisions(path)


def test_same_makes_two_names_one(tmp_path):
    decisions = read(tmp_path, "same,鯨躍,ORG,灣區鯨躍科技,\nsame,灣區鯨躍科技,ORG,鯨躍控股,\n")

    assert linked("[ORG 鯨躍]與[ORG 灣區鯨躍科技]", decisions) == [("鯨躍控股", "ORG")] * 2


@pytest.mark.parametrize(
    ("marked", "name", "other"),
    [
        ("[ORG 貿發局]", "貿發局", "香港貿易發展局"),
        ("[ORG 鯨躍科技有限公司]來了。[ORG 鯨躍科技]說", "鯨躍科技", "鯨躍科技有限公司"),
        ("[ORG 鯨躍科技]（下稱[ORG 躍科]）", "躍科", "鯨躍科技"),
        ("[EVENT 第三屆灣區琴書節]與[EVENT 灣區琴書節]", "灣區琴書節", "第三屆灣區琴書節"),
        ("[PER 陳小燕]說。[PER 陳]局長說", "陳", "陳小燕"),
    ],
)
def test_different_beats_every_rule(marked, name, other):
    type_ = unmark(marked)[1][0].type
    decisions = make_decisions([Decision("different", name, type_, other, type_)])

    assert linked(marked, Decisions())[-1] == (other, type_)
    assert linked(marked, decisions)[-1] == (name, type_)


def test_different_beats_same_where_the_mention_is_what_is_different():
    decisions = make_decisions(
        [
            Decision("same", "香港貿易發展局", "ORG", "甲局", "ORG"),
            Decision("different", "貿發局", "ORG", "甲局", "ORG"),
        ]
    )

    found = linked("[ORG 香港貿易發展局]，[ORG 貿發局]", decisions)

    assert [name for name, _ in found] == ["甲局", "香港貿易發展局"]


def test_a_wrong_type_is_put_right_and_the_name_linked_anew():
    decisions = make_decisions([Decision("wrong type", "前海", "PLACE", "", "ZONE")])

    assert linked("[PLACE 前海]", decisions) == [("前海深港現代服務業合作區", "ZONE")]


def test_an_ignored_name_leaves_the_article():
    decisions = make_decisions([Decision("ignore", "超級聯繫人", "INIT")])

    assert linked("[INIT 超級聯繫人]與[ORG 貿發局]", decisions) == [("香港貿易發展局", "ORG")]


def test_an_added_name_is_known_with_its_aliases():
    decisions = make_decisions([Decision("add", "鵬灣燈塔實驗室", "ORG", "燈塔室|PBL")])

    assert linked("[ORG PBL]", decisions) == [("鵬灣燈塔實驗室", "ORG")]


def test_decisions_do_not_depend_on_their_order():
    rows = [
        Decision("same", "甲會", "ORG", "乙會", "ORG"),
        Decision("same", "乙會", "ORG", "丙會", "ORG"),
        Decision("different", "甲會", "ORG", "丁會", "ORG"),
        Decision("ignore", "戊會", "ORG"),
    ]

    assert len({repr(make_decisions(order)) for order in permutations(rows)}) == 1


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("maybe,甲,ORG,,\n", "line 2: no decision 'maybe'"),
        ("same,甲,ORG,,\n", "line 2: same as nothing"),
        ("ignore,甲,org,,\n", "line 2: no type 'org'; write one of ORG, "),
        ("wrong type,甲,ORG,,COMPANY\n", "line 2: no type 'COMPANY'"),
        ("ignore,,ORG,,\n", "line 2: a decision without name or type"),
        ("wrong type,甲,ORG,,\n", "line 2: no right type"),
        ("same,甲,ORG,乙,\ndifferent,乙,ORG,甲,\n", "甲 is the same as 乙 and different"),
        (
            "same,甲,ORG,乙,\nsame,乙,ORG,丙,\ndifferent,甲,ORG,丙,\n",
            "甲 is the same as 丙 and different",
        ),
        ("same,甲,ORG,乙,\nsame,甲,ORG,丙,\n", "甲 is the same as"),
        ("same,甲,ORG,乙,\nsame,乙,ORG,甲,\n", "comes back to itself"),
        ("wrong type,甲,ORG,,ZONE\nwrong type,甲,ORG,,INIT\n", "甲 has two right types"),
    ],
)
def test_what_is_no_decision_is_refused_with_its_place(tmp_path, rows, fault):
    with pytest.raises(InputError, match=fault):
        read(tmp_path, rows)


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_text("name,type\n", "utf-8")

    with pytest.raises(InputError, match="no column decision"):
        read_decisions(path)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("utf-8", ""), ("utf-16", HEADER), ("big5", HEADER + "same,甲,ORG,乙,\n")],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, encoding, content):
    path = tmp_path / "decisions.csv"
    if content:
        path.write_text(content, encoding)

    with pytest.raises(InputError, match=r"decisions\.csv: .*; (give a table|start from)"):
        read_decisions(path)


def test_rows_that_nobody_decided_change_nothing(tmp_path):
    assert read(tmp_path, ",甲,ORG,乙,ORG\n") == Decisions()


@pytest.mark.parametrize("cell", ["=1+1", "+甲", "-甲", "@甲", "\t甲", "＝甲"])
def test_no_cell_is_a_formula_and_names_come_back_as_they_were(tmp_path, cell):
    assert safe_cell(cell) == f"'{cell}"
    decisions = read(tmp_path, f'ignore,"{safe_cell(cell)}",INIT,,\n')
    assert decisions == make_decisions([Decision("ignore", cell, "INIT", "", "INIT")])
