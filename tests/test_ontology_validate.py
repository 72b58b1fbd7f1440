"""What a graph must fulfil is asked of it, and each way to break it is told."""

import time

import pytest

from extract.errors import InputError
from kg.claims import graph_of
from kg.terms import Literal, integer
from kg.turtle import write_turtle
from kg.validate import validate_file
from ontology.names import ENTITY, OA, ONTOLOGY, ORG, RDF, SCHEMA, SKOS, XSD

TYPE = RDF + "type"
CLAIM, PASSAGE = ONTOLOGY + "Claim", ONTOLOGY + "Passage"


@pytest.fixture
def graph(said):
    """The graph of one article that says one fact, as a set that a test may spoil."""
    about = {"date": "2026-05-29", "title": "開幕", "source": "大公報"}
    marked = "昨日。[ORG 貿發局]主辦[EVENT 論壇]。[ORG 商經局][POST 局長][PER 丘應樺]出席。"
    facts = ("貿發局 | organises | 論壇", "丘應樺 | holdsPost | 商經局")
    return set(graph_of([said(marked, *facts, article=about)], {}))


TEXT = "昨日。貿發局主辦論壇。商經局局長丘應樺出席。"


@pytest.fixture
def faults(tmp_path):
    """Return what is wrong with triples, each fault as its line."""

    def find(triples, texts=None):
        write_turtle(tmp_path / "g.ttl", triples)
        return [str(violation) for violation in validate_file(tmp_path / "g.ttl", texts)]

    return find


def replaced(graph, predicate, value):
    """Return `graph` with `value` as the object of the first triple that has `predicate`."""
    subject, _, old = min((t for t in graph if t[1] == predicate), key=str)
    return (graph - {(subject, predicate, old)}) | {(subject, predicate, value)}


def without(graph, predicate):
    return {triple for triple in graph if triple[1] != predicate}


def test_what_we_write_is_as_it_should_be(graph, faults):
    assert faults(graph, {"a": TEXT}) == []


def test_the_graph_of_the_seeds_is_as_it_should_be_in_less_than_ten_seconds(
    seed_extractions, some_records, faults
):
    texts = {one.document.article.id: one.document.text for one in seed_extractions}
    began = time.process_time()

    found = faults(graph_of(seed_extractions, some_records), texts)

    assert found == []
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        (ONTOLOGY + "subject", "a claim has one subject"),
        (ONTOLOGY + "predicate", "a claim has one predicate"),
        (ONTOLOGY + "object", "a claim has one object"),
        (ONTOLOGY + "modality", "a claim has one modality"),
        (ONTOLOGY + "confidence", "a claim has one confidence, from 0 to 1"),
        (ONTOLOGY + "rule", "a claim names the rule that read it"),
        (ONTOLOGY + "evidence", "a claim has evidence"),
        (ONTOLOGY + "heldAt", "a tenure is at one body or place"),
        (ONTOLOGY + "count", "an appearance has a count"),
        (ONTOLOGY + "textLength", "an article has one length"),
        (ORG + "member", "a tenure is of one person"),
        (OA + "hasSource", "evidence is of one article"),
        (OA + "hasSelector", "evidence is one passage"),
        (OA + "exact", "a passage has its words"),
        (OA + "start", "a passage starts at one place"),
        (SCHEMA + "identifier", "an article has one identifier"),
        (SKOS + "prefLabel", "an entity has one label in zh-Hant"),
    ],
)
def test_what_is_missing_is_told(graph, faults, predicate, message):
    assert any(message in fault for fault in faults(without(graph, predicate)))


@pytest.mark.parametrize(
    ("predicate", "value", "message"),
    [
        (
            ONTOLOGY + "confidence",
            Literal("1.93", datatype=XSD + "decimal"),
            "from 0 to 1, not 1.93",
        ),
        (ONTOLOGY + "modality", ONTOLOGY + "rumoured", "one modality, not gba:rumoured"),
        (SCHEMA + "datePublished", Literal("29 May"), "a day, month or year, not 29 May"),
        (OA + "end", integer(1), "a passage starts at one place, before its end"),
        (OA + "end", integer(999), "lies outside its article of 22 characters"),
        (OA + "exact", Literal("貿發局"), "the quote has 3 characters"),
        (ONTOLOGY + "predicate", ONTOLOGY + "organizes", "gba:organizes is no relation of gba.ttl"),
        (ONTOLOGY + "subject", ENTITY + "論壇", "does not run from EVENT to"),
    ],
)
def test_what_is_wrong_is_told(graph, faults, predicate, value, message):
    found = faults(replaced(graph, predicate, value))

    assert any(message in fault for fault in found), found


def test_a_quote_that_is_not_the_text_is_told_where_the_text_is_known(graph, faults):
    wrong = replaced(graph, OA + "exact", Literal("貿發局主辦峰會。"))

    assert faults(wrong) == []
    assert any(
        "the quote is '貿發局主辦峰會。', the text at 3" in f for f in faults(wrong, {"a": TEXT})
    )


def test_a_text_that_changed_since_is_told(graph, faults):
    [fault] = faults(graph, {"a": TEXT + "改"})

    assert fault == "article:a: its text is not the one that was read [text]"


def test_a_direct_triple_that_no_claim_states_is_told(graph, faults):
    extra = (ENTITY + "商經局", ONTOLOGY + "organises", ENTITY + "論壇")

    found = faults(graph | {extra})

    assert found == [
        "id:商經局: gba:organises id:論壇 has no claim that states it [claim-for-triple]"
    ]


def test_a_stated_claim_without_its_direct_triple_is_told(graph, faults):
    found = faults(without(graph, ONTOLOGY + "organises"))

    assert [fault.split(": ")[1] for fault in found] == [
        "states id:貿發局 gba:organises id:論壇, which is no triple [triple-for-claim]"
    ]


def test_a_denied_claim_needs_no_direct_triple(said, faults):
    fact = "貿發局 | organises | 論壇"

    assert (
        faults(graph_of([said("[ORG 貿發局]主辦[EVENT 論壇]。", fact, modality="denied")], {}))
        == []
    )


def test_a_direct_triple_from_a_wrong_type_breaks_the_shape_made_from_its_domain(graph, faults):
    extra = (ENTITY + "丘應樺", ONTOLOGY + "organises", ENTITY + "論壇")

    found = faults(graph | {extra})

    assert any("the subject of organises is one of Organisation, Zone" in fault for fault in found)


def test_a_claim_from_a_wrong_type_is_told(said, faults):
    found = faults(graph_of([said("[PER 甲]主辦[EVENT 論壇]。", "甲 | organises | 論壇")], {}))

    assert any("organises does not run from PER to EVENT" in fault for fault in found)


@pytest.mark.parametrize(("text", "message"), [("id:a b c .", "line 1"), (None, "cannot be read")])
def test_a_file_that_is_no_turtle_is_told_in_one_line(tmp_path, text, message):
    path = tmp_path / "g.ttl"
    if text is not None:
        path.write_text(text)

    with pytest.raises(InputError, match=message):
        validate_file(path)
