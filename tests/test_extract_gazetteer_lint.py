"""The gazetteer's tables are refused where a row would mislead the linking."""

import pytest

from extract.gazetteer import load_gazetteer
from extract.gazetteer_lint import is_date, lint

HEADER = "name,type,subtype,aliases,en,parent,place,valid_from,valid_to,wikidata,source\n"
HONG_KONG = "香港,PLACE,,,,,,,,,s\n"


def faults(tmp_path, *rows):
    table = tmp_path / "table.csv"
    table.write_text(HEADER + HONG_KONG + "".join(f"{row}\n" for row in rows), "utf-8")
    return lint(tmp_path)


def test_the_tables_that_ship_have_no_faults():
    assert lint() == []


def test_the_tables_that_ship_know_enough():
    gazetteer = load_gazetteer()

    assert len(gazetteer.records) >= 2500
    assert sum(1 for _ in gazetteer.names()) >= 6000


def test_a_good_row_has_no_fault(tmp_path):
    assert faults(tmp_path, "貿發局,ORG,,發展局|HKTDC,,,香港,1966,,Q1,s") == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["貿發局,ORG,,,,,,,,,"], "no source"),
        (["貿發局 ,ORG,,,,,,,,,s"], "blanks around name"),
        (["貿發局,ORG,,甲局||乙局,,,,,,,s"], "an empty alias"),
        (["貿發局,ORG,,貿發局,,,,,,,s"], "貿發局 twice in its names"),
        (["貿發局,BODY,,,,,,,,,s"], "no type BODY"),
        (["貿發局,ORG,City,,,,,,,,s"], "no subtype City of ORG"),
        (["貿發局,ORG,,,,,,,,,s", "贸发局,ORG,,,,,香港,,,,s"], "is also in table.csv, line 3"),
        (["甲局,ORG,,發展局,,,,,,,s", "乙局,ORG,,發展局,,,,,,,s"], "nothing tells them apart"),
        (["甲局,ORG,,乙局,,,,,,,s", "乙局,ORG,,,,,,,,,s"], "nothing tells them apart"),
        (["甲局,ORG,,,,乙局,,,,,s"], "no row for the parent 乙局"),
        (["甲局,ORG,,,,,深圳,,,,s"], "no row for the place 深圳"),
        (["甲局,ORG,,,,乙局,,,,,s", "乙局,ORG,,,,甲局,,,,,s"], "甲局 is a part of itself"),
        (["甲局,ORG,,,,,,2024-13,,,s"], "2024-13 is no date"),
        (["甲局,ORG,,,,,,2024-05,2023,,s"], "it ends before it begins"),
        (["甲局,ORG,,,,,,,,1234,s"], "1234 is no Wikidata id"),
        (["甲局,ORG,,規劃,,,,,,,s"], "規劃 is a common word"),
        (["贸发局,ORG,,,,,,,,,s"], "贸发局 has 贸发 in Simplified script"),
    ],
)
def test_a_row_that_would_mislead_is_refused(tmp_path, rows, fault):
    assert any(fault in found for found in faults(tmp_path, *rows))


def test_one_alias_of_two_things_is_allowed_where_type_or_place_tell_them_apart(tmp_path):
    macao = "澳門,PLACE,,,,,,,,,s"
    hong_kong_s, macao_s = "甲局,ORG,,發展局,,,香港,,,,s", "乙局,ORG,,發展局,,,澳門,,,,s"

    assert faults(tmp_path, macao, hong_kong_s, macao_s, "丙園,ZONE,,發展局,,,,,,,s") == []


def test_a_character_that_stands_for_an_unknown_place_is_refused(tmp_path):
    (tmp_path / "place_characters.csv").write_text("character,name\n深,深圳\n港,香港\n", "utf-8")

    assert faults(tmp_path) == ["place_characters.csv: no row for 深圳"]


def test_dates_may_be_years_months_or_days():
    assert [is_date(text) for text in ("2024", "2024-05", "2024-05-31")] == [True] * 3
    assert [is_date(text) for text in ("2024-02-30", "24", "2024-5", "", "May")] == [False] * 5
