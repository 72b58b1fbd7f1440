"""Quads keep which article says what, in both formats, and have the same bytes each time."""

import pyoxigraph
import pytest
import rdflib

from kg.claims import quads_of
from kg.nquads import ntriples, write_nquads, write_trig
from kg.terms import Literal, from_oxigraph

FORMATS = {
    "g.trig": (write_trig, pyoxigraph.RdfFormat.TRIG),
    "g.nq": (write_nquads, pyoxigraph.RdfFormat.N_QUADS),
}


@pytest.fixture(scope="module")
def quads(seed_extractions, some_records):
    return quads_of(seed_extractions, some_records)


@pytest.mark.parametrize("name", FORMATS)
def test_oxigraph_reads_the_quads_that_were_written(quads, tmp_path, name):
    write, format_ = FORMATS[name]

    write(tmp_path / name, quads)

    read = pyoxigraph.parse(path=tmp_path / name, format=format_)
    assert {tuple(map(from_oxigraph, quad)) for quad in read} == set(quads)


@pytest.mark.filterwarnings("ignore:.*Dataset.*:DeprecationWarning")
@pytest.mark.parametrize(("name", "format_"), [("g.trig", "trig"), ("g.nq", "nquads")])
def test_rdflib_reads_as_many_in_as_many_graphs(quads, tmp_path, name, format_):
    FORMATS[name][0](tmp_path / name, quads)

    dataset = rdflib.Dataset()
    dataset.parse(tmp_path / name, format=format_)

    read = list(dataset.quads((None, None, None, None)))
    assert len(read) == len(quads)
    assert {str(graph) for _, _, _, graph in read} == {quad[3] for quad in quads}


@pytest.mark.parametrize("name", FORMATS)
def test_the_bytes_do_not_depend_on_the_order(quads, tmp_path, name):
    write, _ = FORMATS[name]

    write(tmp_path / "one", quads)
    write(tmp_path / "other", reversed(quads))

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_term_is_written_out_in_full():
    assert ntriples("https://example.org/香港") == "<https://example.org/香港>"
    assert ntriples(Literal('"香\n港"', "zh-Hant")) == r'"\"香\n港\""@zh-Hant'
    assert ntriples(Literal("1", datatype="http://x/y")) == '"1"^^<http://x/y>'
