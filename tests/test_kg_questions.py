"""A question's parameters are set safely: a value can be one term of the right kind, no more."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import InputError
from kg.query import run_query
from kg.questions import (
    ShippedQuery,
    read_query,
    shipped_queries,
    shipped_query,
    with_parameters,
)
from kg.terms import Literal, integer
from ontology.names import ENTITY, XSD


def asked(tmp_path, default, value):
    """Return what a query whose parameter has `default` answers when it is `value`."""
    path = tmp_path / "q.rq"
    path.write_text(f"# Title\n# param x: a thing\nSELECT ?x {{ VALUES ?x {{ {default} }} }}\n")
    text = with_parameters(read_query(path), {"x": value})
    [[term]] = run_query(pyoxigraph.Store(), text).rows
    return term


@pytest.mark.parametrize(
    ("default", "value", "term"),
    [
        ('"a"', "河套", Literal("河套")),
        ('"a"@en', 'say "hi"', Literal('say "hi"', "en")),
        ('"2026-01-01"^^xsd:date', "2025-12-31", Literal("2025-12-31", datatype=XSD + "date")),
        ("5", "12", integer(12)),
        ("id:香港", "id:廣東", ENTITY + "廣東"),
        ("<https://example.org/a>", "https://example.org/b", "https://example.org/b"),
    ],
)
def test_a_value_takes_the_place_of_the_default(tmp_path, default, value, term):
    assert asked(tmp_path, default, value) == term


@pytest.mark.parametrize(
    ("default", "value"),
    [
        ("5", "5 } } #"),
        ("5", "five"),
        ('"2026-01-01"^^xsd:date', "yesterday"),
        ('"2026-01-01"^^xsd:date', "2026-02-30"),
        ("id:香港", "https://example.org/> } #"),
        ("id:香港", "no iri"),
        ('"a"', "a\\u0022 } #"),
        ('"a"', "two\nlines"),
        ('"a"', ""),
    ],
)
def test_a_value_of_another_kind_is_refused(tmp_path, default, value):
    with pytest.raises(InputError, match="give a thing, such as "):
        asked(tmp_path, default, value)


@given(value=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_any_other_text_stays_one_text(tmp_path_factory, value):
    if "\\" not in value:
        assert asked(tmp_path_factory.getbasetemp(), '"a"', value) == Literal(value)


def test_a_parameter_that_the_query_lacks_is_answered_with_the_near_one():
    with pytest.raises(InputError, match="did you mean zone"):
        with_parameters(shipped_query("zone-partners"), {"zones": "河套"})


def test_a_query_without_parameters_says_so():
    with pytest.raises(InputError, match="query cooperation has no such; it has no parameters"):
        with_parameters(shipped_query("cooperation"), {"zone": "河套"})


def test_a_misspelt_query_is_answered_with_the_near_name():
    with pytest.raises(InputError, match="did you mean agreements"):
        shipped_query("agreement")


def test_a_parameter_without_a_default_is_refused(tmp_path):
    path = tmp_path / "q.rq"
    path.write_text("# Title\n# param x: a thing\nSELECT ?x { ?x ?y ?z }\n")

    with pytest.raises(InputError, match=r"q\.rq: parameter x has no default"):
        read_query(path)


def test_a_query_without_a_comment_is_called_by_its_file(tmp_path):
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?x { ?x ?y ?z }\n")

    query = read_query(path)

    assert query == ShippedQuery("mine", "mine", (), path.read_text())


def test_a_file_that_is_no_text_is_told_in_one_line(tmp_path):
    path = tmp_path / "q.rq"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InputError, match=r"q\.rq: cannot be read \(not UTF-8\)"):
        read_query(path)


@pytest.mark.parametrize("query", shipped_queries(), ids=lambda query: query.name)
def test_a_shipped_query_says_in_both_languages_what_it_answers(query):
    english, dot, chinese = query.title.partition(" · ")

    assert english.isascii()
    assert dot
    assert not chinese.isascii()
