"""Our Turtle reads well, has the same bytes each time, and says the same to every reader."""

import random
import shutil
import subprocess
import time

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import InputError
from kg.claims import graph_of
from kg.files import write_whole
from kg.terms import Literal, decimal, integer, order, when
from kg.turtle import read_triples, turtle, write_turtle
from ontology.names import ENTITY, ONTOLOGY, PREFIXES, RDF, SKOS, XSD, entity_iri

A = ENTITY + "a"
LABEL = SKOS + "prefLabel"


@pytest.fixture(scope="module")
def seed_graph(seed_extractions, some_records):
    return graph_of(seed_extractions, some_records)


def text_of(*triples):
    body = "".join(turtle(triples))
    return "\n".join(line for line in body.split("\n") if not line.startswith("@prefix")).strip()


def in_rdflib(path):
    """Return the triples that rdflib reads, as plain values."""

    def plain(term):
        if isinstance(term, rdflib.URIRef):
            return str(term)
        return Literal(str(term), term.language or "", str(term.datatype or ""))

    graph = rdflib.Graph(bind_namespaces="none")
    old, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph.parse(path, format="turtle")
    finally:
        rdflib.NORMALIZE_LITERALS = old
    return {(str(s), str(p), plain(o)) for s, p, o in graph}


def test_a_thing_stands_under_the_heading_of_its_kind():
    written = text_of(
        (ENTITY + "香港", RDF + "type", ONTOLOGY + "Place"),
        (ENTITY + "香港", LABEL, Literal("香港", "zh-Hant")),
        (ENTITY + "香港", LABEL, Literal("Hong Kong", "en")),
        (ENTITY + "香港", ONTOLOGY + "cooperatesWith", ENTITY + "廣東"),
    )

    assert written == (
        "# ---------- Places\n"
        "\n"
        "id:香港 a gba:Place ;\n"
        '    skos:prefLabel "Hong Kong"@en ,\n'
        '        "香港"@zh-Hant ;\n'
        "    gba:cooperatesWith id:廣東 ."
    )


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (ENTITY + "國家人工智能學院（深圳）", "id:國家人工智能學院（深圳）"),
        (ENTITY + "A%20B", "id:A%20B"),
        (ENTITY + "U.S.", f"<{ENTITY}U.S.>"),
        (ENTITY + "-a", f"<{ENTITY}-a>"),
        (ENTITY + "1+4規劃", f"<{ENTITY}1+4規劃>"),
        ("https://example.org/香港", "<https://example.org/香港>"),
        (Literal('「"」\n\\'), r'"「\"」\n\\"'),
        (Literal("\x00"), r'"\u0000"'),
        (integer(12), "12"),
        (decimal(0.9), "0.9"),
        (decimal(1), "1.0"),
        (Literal("十", datatype=XSD + "integer"), '"十"^^xsd:integer'),
        (when("2026-02"), '"2026-02"^^xsd:gYearMonth'),
        (when("2026-02-30"), '"2026-02-30"'),
    ],
)
def test_a_term_is_written_in_its_shortest_safe_form(term, written):
    assert text_of((A, A, term)).split("id:a id:a ")[1] == f"{written} ."


def test_the_bytes_do_not_depend_on_the_order_of_the_triples(seed_graph):
    shuffled = list(seed_graph)
    random.Random(7).shuffle(shuffled)

    assert "".join(turtle(shuffled)) == "".join(turtle(seed_graph))


def test_what_is_written_is_what_is_read(seed_graph, tmp_path):
    path = tmp_path / "graph.ttl"

    write_turtle(path, seed_graph)

    assert tuple(sorted(read_triples(path), key=order)) == seed_graph


def test_rdflib_reads_the_same_triples(seed_graph, tmp_path):
    path = tmp_path / "graph.ttl"

    write_turtle(path, seed_graph)

    assert in_rdflib(path) == set(seed_graph)


@pytest.mark.skipif(shutil.which("rapper") is None, reason="raptor2-utils is not installed")
def test_raptor_reads_the_same_triples(seed_graph, tmp_path):
    path = tmp_path / "graph.ttl"
    write_turtle(path, seed_graph)

    ran = subprocess.run(
        ["rapper", "-q", "-i", "turtle", "-o", "ntriples", path], capture_output=True, check=True
    )

    lines = "\n".join(sorted(set(ran.stdout.decode().split("\n"))))
    read = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert {str(q.triple) for q in read} == {
        str(q.triple) for q in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    }


TEXT = st.text(st.characters(codec="utf-8"))
LANGUAGE = st.sampled_from(["", "zh-Hant", "zh-Hans", "en", "pt"])
IRI = st.builds(entity_iri, TEXT, st.sampled_from(["ORG", "ZONE"]), ambiguous=st.booleans())
OBJECT = st.one_of(
    IRI,
    st.builds(Literal, TEXT, LANGUAGE, st.just("")),
    st.builds(integer, st.integers()),
    st.builds(decimal, st.floats(0, 1)),
    st.builds(when, st.dates().map(str)),
)


@settings(max_examples=200)
@given(st.sets(st.tuples(IRI, IRI, OBJECT), min_size=1, max_size=5))
def test_any_triples_come_back_as_they_were_from_both_readers(tmp_path_factory, triples):
    path = tmp_path_factory.getbasetemp() / "any.ttl"

    write_turtle(path, triples)

    assert set(read_triples(path)) == triples
    assert in_rdflib(path) == triples


def test_a_fault_in_a_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "bad.ttl"
    path.write_text("@prefix id: <https://w3id.org/gba-kg/id/> .\n\nid:a b id:c .\n")

    with pytest.raises(InputError, match=r"bad\.ttl, line 3: .*; correct the Turtle"):
        read_triples(path)


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(InputError, match=r"none\.ttl: cannot be read"):
        read_triples(tmp_path / "none.ttl")


def test_a_writer_that_fails_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text("before")

    def pieces():
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(path, pieces())

    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["graph.ttl"]


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / "file" / "graph.ttl", ["x"])


def test_every_prefix_is_declared_in_the_file(seed_graph):
    text = "".join(turtle(seed_graph[:1]))

    for prefix, namespace in PREFIXES.items():
        assert f"@prefix {prefix}: <{namespace}> .\n" in text


def test_writing_is_at_least_eight_times_as_fast_as_rdflib(seed_graph, tmp_path):
    graph = rdflib.Graph(bind_namespaces="none")
    path = tmp_path / "graph.ttl"
    write_turtle(path, seed_graph)
    graph.parse(path, format="turtle")

    def seconds(write):
        began = time.process_time()
        write()
        return time.process_time() - began

    ours = min(seconds(lambda: write_turtle(path, seed_graph)) for _ in range(5))
    theirs = min(seconds(lambda: graph.serialize(format="turtle")) for _ in range(3))

    assert theirs / ours >= 8
