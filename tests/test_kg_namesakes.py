"""Persons of one name have a node each, in builds and stores alike, until people decide otherwise."""

import csv
from itertools import permutations

import networkx as nx
import pytest
from click.testing import CliRunner

from extract.decisions import Decision, make_decisions
from extract.jsonl import to_json
from kg.build import build
from kg.claims import entity_iris, graph_of, quads_of
from kg.cli import gbakg
from kg.embedded import open_store
from kg.network import network
from kg.source import read_graph
from kg.turtle import read_triples
from ontology.names import ENTITY, ONTOLOGY, SKOS

SCHOLAR, ENGINEER, EITHER = (
    ENTITY + "陳偉（香港大學）_PER",
    ENTITY + "陳偉（越疆科技）_PER",
    ENTITY + "陳偉",
)
ONE = make_decisions([Decision("same", "陳偉（越疆科技）", "PER", "陳偉（香港大學）", "PER")])


@pytest.fixture
def articles(said):
    texts = {
        "a": ("[ORG 越疆科技][POST 總裁][PER 陳偉]。", "陳偉 | holdsPost | 越疆科技"),
        "b": ("[ORG 香港大學][POST 教授][PER 陈伟=陳偉]。", "陳偉 | holdsPost | 香港大學"),
        "c": ("[PER 陳偉]在[PLACE 南山]。",),
        "d": ("[PER 南山]在[PLACE 南山]。",),
    }
    return [said(*rows, article={"id": id_}) for id_, rows in texts.items()]


def persons(triples):
    return {s for s, _, o in triples if o == ONTOLOGY + "Person"}


def test_each_of_them_has_a_node_and_what_the_articles_say_of_him(articles):
    graph = graph_of(articles, {})

    assert persons(graph) == {SCHOLAR, ENGINEER, EITHER, ENTITY + "南山_PER"}
    assert (SCHOLAR, ONTOLOGY + "holdsPost", ENTITY + "香港大學") in graph
    assert (ENGINEER, ONTOLOGY + "holdsPost", ENTITY + "越疆科技") in graph
    assert {o.value for s, p, o in graph if s == SCHOLAR and p == SKOS + "prefLabel"} == {
        "陳偉",
        "陈伟",
    }


def test_pictures_and_tables_call_each_by_name_and_body(articles):
    labels = nx.get_node_attributes(network(graph_of(articles, {})), "label")

    assert labels[SCHOLAR] == "陳偉（香港大學）"
    assert labels[ENTITY + "香港大學"] == "香港大學"


def test_the_extractions_tell_which_of_them_each_mention_names(articles):
    iris = entity_iris(articles, {})

    assert [iri for of_one in iris for e, iri in of_one.items() if e.name == "陳偉"] == [
        ENGINEER,
        SCHOLAR,
        EITHER,
    ]


def test_a_decision_makes_them_one(articles):
    assert persons(graph_of(articles, {}, ONE)) == {EITHER, ENTITY + "南山_PER"}


@pytest.mark.parametrize("decisions", [make_decisions([]), ONE])
def test_a_build_in_shards_of_any_size_and_order_is_the_graph(articles, decisions, tmp_path):
    known = {one.document.article.id: one for one in articles}

    def extract(some):
        return (known[article.id] for article in some)

    for number, order in enumerate(permutations(articles)):
        build(
            [one.document.article for one in order],
            tmp_path / str(number),
            {},
            outputs=["graph.ttl", "extractions.jsonl"],
            extract=extract,
            decisions=decisions,
            shard=number % 3 + 1,
        )

    files = [
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in tmp_path.iterdir()
    ]
    assert all(one == files[0] for one in files)
    assert set(read_triples(tmp_path / "0/graph.ttl")) == set(graph_of(articles, {}, decisions))


def test_a_store_tells_them_apart_as_they_come_and_makes_them_one_as_they_go(articles, tmp_path):
    for number, order in enumerate(permutations(articles)):
        store = open_store(tmp_path / str(number), {})
        for count, article in enumerate(order, 1):
            store.add([article])
            assert store.triples() == graph_of(order[:count], {})
        for count, article in enumerate(order[:-1], 1):
            store.retract([article.document.article.id])
            assert store.triples() == graph_of(order[count:], {})


def test_a_store_heeds_what_people_decided(articles, tmp_path):
    store = open_store(tmp_path, {}, ONE)
    for article in articles:
        store.add([article])

    assert store.quads() == quads_of(articles, {}, ONE)

    store.retract(["c"])

    assert store.triples() == graph_of([articles[0], articles[1], articles[3]], {}, ONE)


def review(folder, *decisions):
    candidates = folder / f"candidates-{len(decisions)}.csv"
    given = [option for path in decisions for option in ("--decisions", str(path))]
    result = CliRunner().invoke(
        gbakg, ["review", str(folder), "--candidates", str(candidates), *given]
    )
    assert result.exit_code == 0, result.output
    with candidates.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["why"] == "same name, other body"]


@pytest.fixture
def built(articles, tmp_path):
    lines = (to_json(one, lambda _: "") + "\n" for one in articles)
    (tmp_path / "extractions.jsonl").write_text("".join(lines), "utf-8")
    return tmp_path


def test_review_asks_whether_they_are_one(built):
    [row] = review(built)

    assert (row["name"], row["other"]) == ("陳偉（越疆科技）", "陳偉（香港大學）")
    assert (row["type"], row["other_type"], row["articles"]) == ("PER", "PER", "2")
    assert (row["article"], row["sentence"]) == ("a", "越疆科技總裁陳偉。")


@pytest.mark.parametrize("kind", ["same", "different"])
def test_what_is_answered_is_not_asked_again(kind, built):
    [row] = review(built)
    answers = built / "answers.csv"
    with answers.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, row)
        table.writeheader()
        table.writerow(row | {"decision": kind})

    assert review(built, answers) == []


def test_extractions_are_exported_with_the_decisions_of_their_build(articles, built):
    path = built / "extractions.jsonl"

    assert read_graph(path).triples != read_graph(path, ONE).triples
    assert persons(read_graph(path, ONE).triples) == {EITHER, ENTITY + "南山_PER"}
