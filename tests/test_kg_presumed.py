"""A title without a name stands for whom our table gives for the article's day, and says so."""

import pytest

from kg.claims import graph_of, quads_of
from kg.entities import PREF_LABEL, TYPE
from kg.presumed import presumptions
from kg.query import load, run_query
from kg.questions import shipped_query
from kg.terms import Literal
from kg.turtle import write_turtle
from ontology.names import DCTERMS, ENTITY, ONTOLOGY, article_iri
from ontology.validate import validate_file

DAY = {"date": "2026-05-29"}
SAID = "昨日。[ORG 發展局]局長表示，[ZONE 河套]將動工。"


def names(extraction):
    return [presumed.person.name for presumed in presumptions(extraction)]


@pytest.mark.parametrize(
    ("date", "holder"),
    [("2026-05-29", "甯漢豪"), ("2020-05-29", "黃偉綸"), ("1999-01-01", ""), ("", "")],
)
def test_a_title_stands_for_whoever_held_the_post_on_that_day(said, date, holder):
    assert names(said(SAID, article={"date": date})) == ([holder] if holder else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "[ORG 发展局=發展局]局长表示，[ZONE 河套]将动工。",
        "[ORG 發展局]局長[DATE 昨日=2026-05-28]表示，[ZONE 河套]將動工。",
        "[ORG 發展局]局長指出，[ZONE 河套]將動工。",
        "[ORG 發展局][POST 局長]表示，[ZONE 河套]將動工。",
    ],
)
def test_script_a_date_and_a_marked_title_make_no_difference(said, sentence):
    assert names(said(sentence, article=DAY)) == ["甯漢豪"]


@pytest.mark.parametrize(
    "sentence",
    [
        "[ORG 發展局][POST 局長][PER 甯漢豪]表示，[ZONE 河套]將動工。",
        "前[ORG 發展局]局長表示，[ZONE 河套]將動工。",
        "[ORG 發展局]署理局長表示，[ZONE 河套]將動工。",
        "[ORG 發展局]局長辦公室表示，[ZONE 河套]將動工。",
        "[ORG 發展局]表示，局長將往[ZONE 河套]。",
        "[DATE 2019年=2019]，[ORG 發展局]局長表示，[ZONE 河套]將動工。",
    ],
)
def test_a_name_a_former_holder_an_office_and_another_year_are_no_titles_alone(said, sentence):
    assert names(said(sentence, article=DAY)) == []


def test_where_the_article_says_who_holds_the_post_nothing_is_presumed(said):
    article = said(
        "[ORG 發展局][POST 局長][PER 陳大文]到任。[ORG 發展局]局長表示歡迎。",
        "陳大文 | holdsPost | 發展局",
        article=DAY,
    )

    assert article.relations[0].post == "局長"
    assert names(article) == []


def test_a_presumption_is_no_claim_and_no_direct_triple_and_has_its_sentence(said, tmp_path):
    article = said(SAID, article=DAY)

    graph = graph_of([article], {})

    [node] = {s for s, p, o in graph if (p, o) == (TYPE, ONTOLOGY + "Presumption")}
    about = {p: o for s, p, o in graph if s == node}
    assert about[ONTOLOGY + "presumed"] == ENTITY + "甯漢豪"
    assert about[ONTOLOGY + "presumedAt"] == ENTITY + "發展局"
    assert about[ONTOLOGY + "title"] == Literal("局長", "zh-Hant")
    assert about[ONTOLOGY + "article"] == article_iri("a")
    assert about[DCTERMS + "source"].value.startswith("office_holders.csv: ")
    assert ONTOLOGY + "modality" not in about
    assert not [t for t in graph if t[1:] == (TYPE, ONTOLOGY + "Claim")]
    assert not [t for t in graph if t[1] == ONTOLOGY + "holdsPost"]
    assert (ENTITY + "甯漢豪", PREF_LABEL, Literal("甯漢豪", "zh-Hant")) in graph
    assert {graph for *_, graph in quads_of([article], {})} == {article_iri("a")}

    write_turtle(tmp_path / "graph.ttl", graph)
    assert validate_file(tmp_path / "graph.ttl", {"a": article.document.text}) == ()
    [row] = run_query(load(tmp_path / "graph.ttl"), shipped_query("presumed").text).rows
    assert [term.value for term in row[:3]] == ["甯漢豪", "局長", "發展局"]
    assert row[-1].value == "發展局局長表示，河套將動工。"


def test_a_presumption_without_its_table_does_not_conform(said, tmp_path):
    graph = graph_of([said(SAID, article=DAY)], {})
    write_turtle(tmp_path / "graph.ttl", [t for t in graph if t[1] != DCTERMS + "source"])

    [violation] = validate_file(tmp_path / "graph.ttl")

    assert "a presumption names the table that it goes by" in violation.message


def test_all_that_is_said_of_a_presumption(said):
    [presumed] = presumptions(said(SAID, article=DAY))

    graph = graph_of([said(SAID, article=DAY)], {})

    [node] = {s for s, p, o in graph if p == TYPE and o == ONTOLOGY + "Presumption"}
    found = {p: o for s, p, o in graph if s == node and p != ONTOLOGY + "evidence"}
    assert found == {
        TYPE: ONTOLOGY + "Presumption",
        ONTOLOGY + "presumed": ENTITY + "甯漢豪",
        ONTOLOGY + "presumedAt": ENTITY + "發展局",
        ONTOLOGY + "title": Literal("局長", "zh-Hant"),
        ONTOLOGY + "article": article_iri("a"),
        DCTERMS + "source": Literal(f"office_holders.csv: {presumed.source}"),
    }
    evidence = [o for s, p, o in graph if s == node and p == ONTOLOGY + "evidence"]
    assert len(evidence) == len(presumed.evidence) >= 1
