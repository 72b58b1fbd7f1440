"""Four readers of RDF, none of them ours, find as many triples in the graph and the same answers."""

import re
import shutil
import subprocess
from collections import Counter, defaultdict

import pyoxigraph as ox
import pytest
import rdflib

from kg.claims import graph_of, quads_of
from kg.nquads import write_trig
from kg.query import load, plain, run_query
from kg.questions import shipped_queries
from kg.turtle import write_turtle
from ontology.names import PREFIXES
from ontology.schema import GBA_TTL

RAPPER = shutil.which("rapper")


@pytest.fixture(scope="module")
def graphs(seed_extractions, some_records, tmp_path_factory):
    """The graph of the seeds as Turtle and, with a named graph an article, as TriG."""
    folder = tmp_path_factory.mktemp("graphs")
    write_turtle(folder / "graph.ttl", graph_of(seed_extractions, some_records))
    write_trig(folder / "graph.trig", quads_of(seed_extractions, some_records))
    return folder


@pytest.fixture(params=["graph.ttl", "gba.ttl"])
def turtle(request, graphs):
    """A file that we write, and the ontology."""
    return GBA_TTL if request.param == "gba.ttl" else graphs / request.param


def test_rdflib_counts_what_oxigraph_counts(turtle):
    assert len(rdflib.Graph().parse(turtle)) == len(load(turtle))


@pytest.mark.skipif(not RAPPER, reason="Raptor is not installed (apt-get install raptor2-utils)")
def test_raptor_counts_what_oxigraph_counts(turtle):
    command = [RAPPER, "--count", "--input", "turtle", turtle]
    said = subprocess.check_output(command, stderr=subprocess.STDOUT).decode()

    assert f"Parsing returned {len(load(turtle))} triples" in said
    assert not re.search("warning|error", said, re.IGNORECASE)


def test_jena_counts_what_oxigraph_counts(turtle, jena):
    assert jena("riotcmd.riot", "--count", str(turtle)).endswith(
        f" : Triples = {len(load(turtle)):,}\n"
    )


def test_jena_finds_nothing_to_warn_of(graphs, jena):
    trig = graphs / "graph.trig"

    assert jena("riotcmd.riot", "--validate", str(graphs / "graph.ttl"), str(trig)) == ""
    assert f"Quads = {len(load(trig)):,}" in jena("riotcmd.riot", "--count", str(trig))


def test_the_shipped_queries_give_the_same_rows_in_jena(graphs, jena, tmp_path):
    # One query that is all of them, since to start Jena takes longer than to ask it.
    prefix = re.compile(r"^PREFIX .*$", re.MULTILINE)
    parts = (
        f'{{ {{ {prefix.sub("", query.text)} }}\nBIND("{query.name}" AS ?question) }}'
        for query in shipped_queries()
    )
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()]
    whole = "\n".join([*lines, "SELECT * {", "\nUNION ".join(parts), "}"])
    (tmp_path / "whole.rq").write_text(whole, "utf-8")

    data, query = f"--data={graphs / 'graph.ttl'}", f"--query={tmp_path / 'whole.rq'}"
    said = jena("arq.sparql", data, query, "--results=JSON")

    answer = plain(ox.parse_query_results(said.encode(), ox.QueryResultsFormat.JSON))
    there = defaultdict(list)
    for row in answer.rows:
        bound = dict(zip(answer.variables, row, strict=True))
        there[bound.pop("question").value].append(bound)
    store = load(graphs / "graph.ttl")
    for query in shipped_queries():
        here = run_query(store, query.text)
        rows = [tuple(map(row.get, here.variables)) for row in there[query.name]]
        assert Counter(rows) == Counter(here.rows), query.name
