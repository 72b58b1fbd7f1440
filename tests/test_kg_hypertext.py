"""HTML is made of nested calls, and text stays text whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.charts import Column, bar, columns
from kg.hypertext import Markup, escaped, joined, opening, tag


def test_elements_nest_and_attributes_are_named_as_in_python():
    link = tag("a", "河套", href="#a", class_="far", data_where="註1", title=None)

    assert tag("p", link, " 與 ", "深圳") == (
        '<p><a href="#a" class="far" data-where="註1">河套</a> 與 深圳</p>'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<b>", "&lt;b&gt;"),
        ('"', "&quot;"),
        ("'", "&#x27;"),
        ("&amp;", "&amp;amp;"),
        ("http://a.b", "http&#58;//a.b"),
        ("香港", "香港"),
    ],
)
def test_text_is_escaped_and_no_address_can_be_followed(text, written):
    assert escaped(text) == written
    assert tag("p", text, title=text) == f'<p title="{written}">{written}</p>'


@given(st.text())
def test_no_text_opens_an_element_or_ends_an_attribute(text):
    assert not set("<>\"'") & set(escaped(text))
    assert "://" not in escaped(text)


def test_markup_is_not_escaped_again():
    assert joined([Markup("<br>"), "<br>"]) == "<br>&lt;br&gt;"


def test_a_document_allows_its_own_style_and_nothing_else():
    text = opening(title="<甲>", language="zh-Hant", style="p{color:red}")

    assert "default-src 'none'; style-src 'sha256-" in text
    assert "<title>&lt;甲&gt;</title>" in text


def test_a_bar_is_as_long_as_its_part_of_the_highest():
    assert '<rect width="25.0" height="1">' in bar(5, 20)
    assert '<rect width="0" height="1">' in bar(0, 0)


def test_a_chart_of_columns_is_as_high_as_its_greatest_value():
    rows = [Column("2026-01", 2, 2), Column("2026-02", 0, 2), Column("2026-03", 4, 6)]

    chart = columns(rows, title="新事實", highest="最多", total="累計")

    assert '<rect x="0.14" y="50.0" width="0.72" height="50.0"><title>2026-01: 2</title>' in chart
    assert 'height="100.0"><title>2026-03: 4</title>' in chart
    assert '<polyline points="0.5,66.67 1.5,66.67 2.5,0.0">' in chart
    assert "最多 4" in chart
    assert "累計 6" in chart
    assert " style=" not in chart
