"""Numerals are read as they are written, and written as event names have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numerals import read_number, write_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿八", 28),
        ("一百零五", 105),
        ("一百三十九", 139),
        ("兩", 2),
        ("二零二六", 2026),
        ("二○○三", 2003),
        ("１３９", 139),
    ],
)
def test_a_numeral_is_read(written, number):
    assert read_number(written) == number


@given(st.integers(0, 9999))
def test_what_is_written_reads_as_the_same_number(number):
    assert read_number(write_number(number)) == number


def test_numbers_are_written_as_ordinals_of_events_are():
    assert [write_number(n) for n in (10, 15, 22, 105, 139, 110)] == [
        "十",
        "十五",
        "二十二",
        "一百零五",
        "一百三十九",
        "一百一十",
    ]


def test_what_is_no_numeral_is_refused():
    with pytest.raises(ValueError, match="not a digit"):
        read_number("甲")
