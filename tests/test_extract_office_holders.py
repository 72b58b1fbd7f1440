"""Who held a post is known by the day, and only where it is sure."""

import pytest

from extract.errors import InputError
from extract.gazetteer import load_gazetteer
from extract.office_holders import load_office_holders

HOLDERS = load_office_holders()
HEADER = "post,body,person,from,to,source\n"


def read(tmp_path, *rows):
    path = tmp_path / "holders.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return load_office_holders(path)


def person(holders, day, post="局長", body="甲局"):
    found = holders.holder(post, body, day)
    return found.person if found else None


@pytest.mark.parametrize(
    ("post", "body", "day", "name"),
    [
        ("行政長官", "香港", "2026-05-29", "李家超"),
        ("行政長官", "香港", "2020-05-29", "林鄭月娥"),
        ("行政长官", "香港", "2020-05-29", "林鄭月娥"),
        ("局長", "商務及經濟發展局", "2021-12-31", "邱騰華"),
        ("局長", "商務及經濟發展局", "2026-05-29", "丘應樺"),
        ("局長", "商務及經濟發展局", "1990-01-01", None),
        ("局長", "沒有這個局", "2026-05-29", None),
        ("行政長官", "香港", "", None),
    ],
)
def test_the_holder_of_a_post_is_the_one_of_the_day(post, body, day, name):
    assert person(HOLDERS, day, post, body) == name


def test_a_post_that_several_hold_names_no_one():
    assert HOLDERS.holder("副總理", "國務院", "2026-05-29") is None


def test_the_year_in_which_a_tenure_begins_or_ends_is_not_sure(tmp_path):
    holders = read(tmp_path, "局長,甲局,陳一,2020,2023-06,s")

    assert [person(holders, day) for day in ("2020-05-01", "2021-01-01", "2023-06-01")] == [
        None,
        "陳一",
        None,
    ]


def test_a_tenure_of_unknown_beginning_is_never_sure(tmp_path):
    assert person(read(tmp_path, "局長,甲局,陳一,,,s"), "2026-01-01") is None


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("局長,甲局,,2020,,s", "a row without post, body or person"),
        ("局長,甲局,陳一,2020-13,,s", "2020-13 is no date"),
        ("局長,甲局,陳一,2020,2019,s", "it ends before it begins"),
    ],
)
def test_a_row_that_is_none_is_refused_with_its_place(tmp_path, row, fault):
    with pytest.raises(InputError, match=f"line 2: {fault}"):
        read(tmp_path, row)


def test_every_body_of_the_table_is_known_to_the_gazetteer():
    known = {record.name for record in load_gazetteer().records}
    bodies = {tenure.body for found in HOLDERS.tenures.values() for tenure in found}

    assert bodies <= known
