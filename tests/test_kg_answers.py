"""Answers read well as a table, and are what other programs expect in the other formats."""

import csv
import io
import json

import pytest
import rdflib
from rdflib import Variable
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser
from rdflib.plugins.sparql.results.xmlresults import XMLResultParser

from extract.errors import InputError
from kg.answers import FORMATS, format_result, width
from kg.query import Rows, Triples, YesOrNo
from kg.terms import Literal, integer
from ontology.names import ENTITY

ANSWER = Rows(
    ("thing", "name", "count"),
    (
        (ENTITY + "香港", Literal("香港", "zh-Hant"), integer(12)),
        (ENTITY + "DHL%20Express", Literal('say "hi", <b>&'), None),
    ),
)


def test_the_columns_of_a_table_line_up_though_chinese_is_wide():
    assert format_result(ANSWER, "table") == (
        "thing             name            count\n"
        "────────────────  ──────────────  ─────\n"
        "id:香港           香港            12\n"
        'id:DHL%20Express  say "hi", <b>&\n'
        "2 rows\n"
    )


def test_a_long_cell_is_cut_and_a_line_break_in_it_does_not_break_the_table():
    table = format_result(Rows(("quote",), ((Literal("甲\n" + "乙" * 99),),)), "table")

    _, _, cell, _ = table.splitlines()
    assert cell.startswith("甲 乙") and cell.endswith("…")
    assert width(cell) <= 48


def test_a_table_without_rows_still_has_its_head():
    assert format_result(Rows(("x",), ()), "table") == "x\n─\n0 rows\n"


def test_csv_is_read_back_by_a_csv_reader():
    rows = list(csv.reader(io.StringIO(format_result(ANSWER, "csv"), newline="")))

    assert rows == [
        ["thing", "name", "count"],
        [ENTITY + "香港", "香港", "12"],
        [ENTITY + "DHL%20Express", 'say "hi", <b>&', ""],
    ]


def test_tsv_is_read_by_rdflib_with_languages_and_datatypes():
    strange = Rows(("x",), ((Literal('a\t"b"\n\\c'),),))

    found, odd = (
        TSVResultParser().parse(io.BytesIO(format_result(one, "tsv").encode()))
        for one in (ANSWER, strange)
    )

    thing, name, count = map(Variable, ANSWER.variables)
    assert found.bindings == [
        {
            thing: rdflib.URIRef(ENTITY + "香港"),
            name: rdflib.Literal("香港", lang="zh-Hant"),
            count: rdflib.Literal(12),
        },
        {
            thing: rdflib.URIRef(ENTITY + "DHL%20Express"),
            name: rdflib.Literal('say "hi", <b>&'),
        },
    ]
    assert odd.bindings == [{Variable("x"): rdflib.Literal('a\t"b"\n\\c')}]


def test_json_has_the_shape_of_sparql_results():
    whole = json.loads(format_result(ANSWER, "json"))

    assert whole["head"] == {"vars": ["thing", "name", "count"]}
    first, second = whole["results"]["bindings"]
    assert first["name"] == {"type": "literal", "value": "香港", "xml:lang": "zh-Hant"}
    assert first["thing"] == {"type": "uri", "value": ENTITY + "香港"}
    assert "count" not in second


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_xml_is_read_back_by_rdflib():
    text = format_result(ANSWER, "xml")

    result = XMLResultParser().parse(io.BytesIO(text.encode()))

    assert [str(variable) for variable in result.vars] == ["thing", "name", "count"]
    first, second = result.bindings
    assert first[Variable("name")] == rdflib.Literal("香港", lang="zh-Hant")
    assert first[Variable("count")] == rdflib.Literal(12)
    assert second[Variable("name")] == rdflib.Literal('say "hi", <b>&')


def test_a_control_character_does_not_break_the_xml():
    text = format_result(Rows(("x",), ((Literal("a\x00b\rc"),),)), "xml")

    [row] = XMLResultParser().parse(io.BytesIO(text.encode())).bindings
    assert str(row[Variable("x")]) == "a\ufffdb\rc"


def test_triples_are_written_as_turtle_or_as_a_table():
    answer = Triples(((ENTITY + "a", ENTITY + "b", ENTITY + "c"),))

    assert "id:a id:b id:c ." in format_result(answer, "turtle")
    assert "id:a     id:b       id:c" in format_result(answer, "table")


def test_rows_are_no_turtle():
    with pytest.raises(InputError, match="the answer is not triples"):
        format_result(ANSWER, "turtle")


@pytest.mark.parametrize(
    ("format_", "text"), [("table", "yes\n"), ("csv", "true\r\n"), ("json", '"boolean": true')]
)
def test_yes_is_written_in_each_format(format_, text):
    assert text in format_result(YesOrNo(True), format_)


def test_a_format_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(InputError, match=", ".join(FORMATS)):
        format_result(ANSWER, "yaml")
