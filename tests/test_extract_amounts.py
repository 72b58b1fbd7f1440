"""Quantities as Chinese writes them amount to numbers, with unit, currency and how they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.amounts import LARGEST, Amount, read_amount


@pytest.mark.parametrize(
    ("surface", "value", "unit", "counted"),
    [
        ("175家企業", "175", "家", "企業"),
        ("4.2万亿元", "4200000000000", "元", ""),
        ("兩萬三千四百億元", "2340000000000", "元", ""),
        ("四萬八千批次", "48000", "批次", ""),
        ("千二人", "1200", "人", ""),
        ("三百零五項", "305", "項", ""),
        ("一千二百零三萬", "12030000", "", ""),
        ("百萬條真機數據", "1000000", "條", "真機數據"),
        ("1,500元", "1500", "元", ""),
        ("半年", "0.5", "年", ""),
        ("兩年半", "2.5", "年", ""),
        ("一個半小時", "1.5", "小時", ""),
        ("廿四小時", "24", "小時", ""),
        ("來自21個國家和地區的460位科學家", "460", "位", "科學家"),
    ],
)
def test_a_number_has_a_value_a_unit_and_what_it_counts(surface, value, unit, counted):
    amount = read_amount(surface)

    assert (amount.value, amount.unit, amount.counted) == (value, unit, counted)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("三成", "30"),
        ("七成四", "74"),
        ("六成半", "65"),
        ("一半", "50"),
        ("三分之一", "33.3333"),
        ("百分之三十六", "36"),
        ("3.8%", "3.8"),
    ],
)
def test_a_share_is_in_per_cent(surface, value):
    assert read_amount(surface) == Amount(value, unit="%")


@pytest.mark.parametrize(
    ("surface", "qualifier"),
    [
        ("約三成", "about"),
        ("近半", "about"),
        ("超過一半", "over"),
        ("逾400名代表", "over"),
        ("280多家深企", "over"),
        ("250多萬人次", "over"),
        ("不足1%", "under"),
        ("不少於20家重點企業", "at-least"),
        ("九成以上", "at-least"),
        ("最高15%", "at-most"),
        ("150公斤以下無人機", "at-most"),
        ("25元", ""),
    ],
)
def test_words_around_a_number_say_how_it_is_meant(surface, qualifier):
    assert read_amount(surface).qualifier == qualifier


@pytest.mark.parametrize(
    ("surface", "value", "currency"),
    [
        ("超17億美元", "1700000000", "USD"),
        ("約12億港元", "1200000000", "HKD"),
        ("25億元人民幣", "2500000000", "CNY"),
        ("人民幣4,860萬元", "48600000", "CNY"),
        ("9,600萬澳門元", "96000000", "MOP"),
        ("100萬元獎金", "1000000", ""),
    ],
)
def test_money_has_its_currency_where_it_is_said(surface, value, currency):
    amount = read_amount(surface)

    assert (amount.value, amount.currency) == (value, currency)


@pytest.mark.parametrize(
    ("surface", "low", "high", "unit"),
    [
        ("三至五年", "3", "5", "年"),
        ("七至八成", "70", "80", "%"),
        ("2至3億元", "200000000", "300000000", "元"),
        ("5至7米", "5", "7", "米"),
    ],
)
def test_a_number_may_run_from_one_to_another(surface, low, high, unit):
    assert read_amount(surface) == Amount(low, high, unit=unit)


@pytest.mark.parametrize(
    "surface", ["數十家", "七八份", "一毛七", "零下七十度", "大半年", "中年港人", ""]
)
def test_what_is_no_plain_number_amounts_to_nothing(surface):
    assert read_amount(surface) is None


@given(
    st.text(
        st.sampled_from("0123456789.,一二兩三十百千萬亿兆〇零半成分之多餘至%約超的元家來自廿卅"),
        max_size=80,
    )
)
def test_whatever_is_written_an_amount_is_a_number_within_bounds(surface):
    amount = read_amount(surface)

    if amount:
        assert 0 <= float(amount.value) <= LARGEST
        assert not amount.upper or float(amount.value) < float(amount.upper) <= LARGEST


def test_a_number_of_thousands_of_digits_is_refused_at_once():
    assert read_amount("9" * 100_000 + "元") is None
