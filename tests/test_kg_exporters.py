"""Other programs' formats, each read back by a reader that is not ours."""

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter

import networkx
import pytest
import rdflib
from click.testing import CliRunner

from extract.errors import InputError
from extract.jsonl import to_json
from extract.mention import Entity
from kg.claims import entity_iris, graph_of, quads_of
from kg.cli import gbakg
from kg.commands_export import FORMATS
from kg.exchange.csv_claims import harmless
from kg.exporters import EXPORTERS
from kg.network import network
from kg.nquads import write_nquads
from kg.source import Graph, read_graph
from kg.turtle import write_turtle
from ontology.names import ENTITY, article_iri

NIF = rdflib.Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
RDFLIB_WARNS = pytest.mark.filterwarnings("ignore:.*Dataset.*:DeprecationWarning")
HOSTS = ("[ORG 貿發局]主辦[EVENT 論壇]。", "貿發局 | organises | 論壇")


def in_one_graph(extractions, records=None):
    return Graph(tuple((*triple, "") for triple in graph_of(extractions, records or {})))


def written(name, graph):
    return "".join(EXPORTERS[name](graph))


@pytest.fixture(scope="module")
def seeds(seed_extractions, some_records):
    return in_one_graph(seed_extractions, some_records)


@pytest.fixture(scope="module")
def seeds_by_article(seed_extractions, some_records):
    return Graph(quads_of(seed_extractions, some_records))


def test_the_command_offers_every_format_that_there_is():
    assert tuple(EXPORTERS) == FORMATS


DIGESTS = """
import sys
from hashlib import sha256
from pathlib import Path
from kg.exporters import EXPORTERS
from kg.source import read_graph

graph = read_graph(Path(sys.argv[1]))
for name, export in EXPORTERS.items():
    print(name, sha256("".join(export(graph)).encode()).hexdigest())
"""


def test_every_format_has_the_same_bytes_on_every_run(seed_extractions, tmp_path, root):
    path = tmp_path / "e.jsonl"
    path.write_text("".join(to_json(e, lambda _: "") + "\n" for e in seed_extractions), "utf-8")

    first, second = (
        subprocess.run(
            [sys.executable, "-c", DIGESTS, path],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    )

    assert first == second
    assert len(first.splitlines()) == len(FORMATS)


@pytest.mark.parametrize(
    ("name", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]
)
def test_networkx_reads_the_same_network(seeds, name, read):
    whole = network(seeds.triples)

    found = read(io.BytesIO(written(name, seeds).encode()))

    assert set(found) == set(whole)
    ends = [
        Counter((a, b, about["relation"]) for a, b, about in g.edges(data=True))
        for g in (found, whole)
    ]
    assert ends[0] == ends[1]
    quotes = {about["quotes"] for _, _, about in found.edges(data=True)}
    assert any("河套" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("name", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]
)
def test_what_xml_cannot_write_is_replaced(said, name, read):
    graph = in_one_graph(
        [said("[ORG 貿\x0b發\ufffe局]主辦[EVENT 論壇]。", "貿\x0b發\ufffe局 | organises | 論壇")]
    )

    found = read(io.BytesIO(written(name, graph).encode()))

    labels = {about["label"] for _, about in found.nodes(data=True)}
    assert labels == {"貿\ufffd發\ufffd局", "論壇"}


@RDFLIB_WARNS
def test_rdflib_reads_the_same_graph_from_json_ld(seeds, tmp_path):
    write_turtle(tmp_path / "g.ttl", seeds.triples)

    found = rdflib.Graph().parse(data=written("jsonld", seeds), format="json-ld")

    assert set(found) == set(rdflib.Graph().parse(tmp_path / "g.ttl"))


@RDFLIB_WARNS
@pytest.mark.parametrize(
    ("name", "format_"), [("jsonld", "json-ld"), ("nquads", "nquads"), ("trig", "trig")]
)
def test_rdflib_reads_which_article_says_what(seeds_by_article, name, format_):
    found = rdflib.Dataset()
    found.parse(data=written(name, seeds_by_article), format=format_)

    quads = {(str(s), str(p), str(o), str(g)) for s, p, o, g in found.quads()}
    assert quads == {
        (s, p, o if isinstance(o, str) else o.value, g) for s, p, o, g in seeds_by_article.quads
    }


@RDFLIB_WARNS
@pytest.mark.parametrize(
    ("name", "format_"), [("jsonld", "json-ld"), ("nquads", "nquads"), ("trig", "trig")]
)
def test_what_is_in_no_named_graph_stays_in_none(said, name, format_):
    graph = in_one_graph([said(*HOSTS)])

    found = rdflib.Dataset()
    found.parse(data=written(name, graph), format=format_)

    assert len(found.default_graph) == len(graph.quads)


@RDFLIB_WARNS
def test_json_ld_keeps_an_iri_whose_scheme_is_one_of_the_prefixes():
    where = "geo:22.51,114.06"
    graph = Graph(((ENTITY + "河套", "https://schema.org/location", where, ""),))

    [(_, _, found)] = rdflib.Graph().parse(data=written("jsonld", graph), format="json-ld")

    assert str(found) == where


def test_csv_has_a_row_for_each_passage_with_its_words(said):
    about = {"title": "論壇開幕", "source": "大公報", "date": "2026-05-29"}
    graph = in_one_graph([said(*HOSTS, article=about, confidence=0.8, modality="planned")])

    text = written("csv", graph)

    assert text.startswith("\ufeff")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    claim = row.pop("claim_iri")
    assert claim in {s for s, _, _ in graph.triples}
    assert row == {
        "subject": "貿發局",
        "subject_type": "ORG",
        "relation": "organises",
        "object": "論壇",
        "object_type": "EVENT",
        "modality": "planned",
        "confidence": "0.8",
        "post": "",
        "date": "",
        "article": "a",
        "title": "論壇開幕",
        "source": "大公報",
        "published": "2026-05-29",
        "start": "0",
        "end": "8",
        "quote": "貿發局主辦論壇。",
        "subject_iri": ENTITY + "貿發局",
        "object_iri": ENTITY + "論壇",
    }


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＋1", "\ufeff=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "香港", "-3.5", "+852", "0.8", "2026-05-29", "深圳-香港"])
def test_a_cell_that_is_harmless_stays_as_it_is(cell):
    assert harmless(cell) == cell


def test_no_cell_of_an_article_that_means_harm_begins_a_formula(said):
    evil = '=HYPERLINK("http://x")'
    graph = in_one_graph([said(*HOSTS, article={"title": evil, "source": "@x", "id": "-1+2"})])

    [row] = csv.DictReader(io.StringIO(written("csv", graph).removeprefix("\ufeff"), newline=""))

    assert (row["title"], row["source"], row["article"]) == ("'" + evil, "'@x", "'-1+2")


@pytest.fixture
def told(said, some_records):
    """Follow-the-money rows of an article with a post, a link, an industry and a denial."""
    text = (
        "[ORG 商務及經濟發展局][POST 局長][PER 丘應樺]出席[EVENT 論壇]。"
        "[ORG 貿發局]推動[INDUSTRY 人工智能]。"
    )
    facts = (
        "丘應樺 | holdsPost | 商務及經濟發展局",
        "丘應樺 | participatesIn | 論壇",
        "貿發局 | promotes | 人工智能",
    )
    about = {"title": "論壇開幕", "source": "大公報", "date": "2026-05-29"}
    said_so = said(text, *facts, article=about, date="2026-05")
    denied = said(*HOSTS, article={"id": "b"}, modality="denied")
    graph = in_one_graph([said_so, denied], some_records)
    return [json.loads(line) for line in written("ftm", graph).splitlines()]


def test_a_person_in_office_is_an_employment_and_other_facts_are_links(told):
    by_id = {row["id"]: row for row in told}
    [employment] = [row for row in told if row["schema"] == "Employment"]
    [link] = [row for row in told if row["schema"] == "UnknownLink"]

    names = [
        by_id[row["properties"][end][0]]["properties"]["name"]
        for row, end in (
            (employment, "employee"),
            (employment, "employer"),
            (link, "subject"),
            (link, "object"),
        )
    ]
    assert names == [["丘應樺"], ["商務及經濟發展局"], ["丘應樺"], ["論壇"]]
    assert employment["properties"]["role"] == ["局長"]
    assert employment["properties"]["date"] == ["2026-05"]
    assert link["properties"]["role"] == ["參與"]


def test_an_industry_is_a_keyword_of_what_promotes_it_and_what_is_denied_is_no_link(told):
    [body] = [row for row in told if row["properties"].get("name") == ["貿發局"]]

    assert body["properties"]["keywords"] == ["人工智能"]
    assert Counter(row["schema"] for row in told) == {
        "Article": 2,
        "PublicBody": 1,
        "Address": 2,  # Hong Kong, and the country that it is in
        "Organization": 1,
        "Person": 1,
        "Event": 1,
        "Employment": 1,
        "UnknownLink": 1,
    }


def test_followthemoney_finds_nothing_wrong(seeds):
    model = pytest.importorskip("followthemoney").model
    rows = [json.loads(line) for line in written("ftm", seeds).splitlines()]

    proxies = {row["id"]: model.get_proxy(row, cleaned=False) for row in rows}

    assert len(proxies) == len(rows) > 50
    for row in rows:
        proxy = proxies[row["id"]]
        proxy.schema.validate(row)
        given = {(name, value) for name, vs in row["properties"].items() for value in vs}
        assert set(proxy.itervalues()) and len(list(proxy.itervalues())) == len(given)
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert proxies[value].schema.is_a(prop.range)


def test_rdflib_reads_each_mention_where_it_stands(seed_extractions, some_records):
    graph = Graph((), tuple(seed_extractions), entity_iris(seed_extractions, some_records))

    found = rdflib.Graph().parse(data=written("nif", graph), format="turtle")

    contexts = {c: str(text) for c, text in found.subject_objects(NIF.isString)}
    assert sorted(contexts.values()) == sorted(one.document.text for one in seed_extractions)
    parts = list(found.subject_objects(NIF.referenceContext))
    for part, context in parts:
        start, end = (int(found.value(part, NIF[name])) for name in ("beginIndex", "endIndex"))
        assert contexts[context][start:end] == str(found.value(part, NIF.anchorOf))
    assert len(list(found.subjects(rdflib.RDF.type, NIF.Phrase))) == len(
        {
            (k.mention.start, k.mention.end, one.document.article.id)
            for one in seed_extractions
            for k in one.links
        }
    )


def test_nif_of_a_graph_without_texts_says_what_to_give(seeds):
    with pytest.raises(InputError, match=r"does not hold the articles' texts; give .*jsonl"):
        written("nif", seeds)


def test_a_graph_is_read_from_triples_quads_and_extractions(said, tmp_path):
    extraction = said(*HOSTS)
    triples, quads = graph_of([extraction], {}), quads_of([extraction], {})
    write_turtle(tmp_path / "g.ttl", triples)
    write_nquads(tmp_path / "g.nq", quads)
    (tmp_path / "e.jsonl").write_text(to_json(extraction, lambda _: "") + "\n", "utf-8")

    assert read_graph(tmp_path / "g.ttl").quads == tuple((*triple, "") for triple in triples)
    assert read_graph(tmp_path / "g.nq").quads == quads
    of_extractions = read_graph(tmp_path / "e.jsonl")
    assert {quad[3] for quad in of_extractions.quads} == {article_iri("a")}
    assert of_extractions.extractions == (extraction,)
    [iris] = of_extractions.iris
    assert iris[Entity("論壇", "EVENT")] == ENTITY + "論壇"


def test_the_command_writes_to_a_file_or_to_standard_output(said, tmp_path):
    write_turtle(tmp_path / "g.ttl", graph_of([said(*HOSTS)], {}))
    arguments = ["export", str(tmp_path / "g.ttl"), "--to", "csv"]

    printed = CliRunner().invoke(gbakg, arguments)
    to_file = CliRunner().invoke(gbakg, [*arguments, "--out", str(tmp_path / "g.csv")])

    assert (printed.exit_code, to_file.exit_code) == (0, 0), printed.output + to_file.output
    assert (tmp_path / "g.csv").read_bytes() == printed.stdout_bytes
    assert to_file.stdout == f"{tmp_path / 'g.csv'}\n"


def test_a_folder_that_is_no_store_is_told(tmp_path):
    result = CliRunner().invoke(gbakg, ["export", str(tmp_path), "--to", "csv"])

    assert result.exit_code == 2
    assert "no store in this folder; " in result.stderr
