"""The network has an edge for each fact that is stated, with all that says so."""

import networkx
import pytest

from extract.gold import read_gold_folders
from kg.claims import graph_of
from kg.network import network
from kg.turtle import read_triples, write_turtle
from ontology.names import ENTITY, article_iri

HOSTS = ("[ORG 貿發局]主辦[EVENT 論壇]。", "貿發局 | organises | 論壇")


def edge_of(*extractions):
    [(_, _, about)] = network(graph_of(extractions, {})).edges(data=True)
    return about


def test_a_fact_is_an_edge_that_shows_the_words_that_say_it(said):
    about = {"title": "論壇開幕", "source": "大公報", "date": "2026-05-29"}

    edge = edge_of(said(*HOSTS, article=about, confidence=0.8))

    [words] = edge.pop("evidence")
    article = article_iri("a")
    assert words == (article, "論壇開幕", "大公報", "2026-05-29", 0, 8, "貿發局主辦論壇。", article)
    assert edge == {
        "relation": "organises",
        "label": "主辦",
        "modality": "asserted",
        "planned": False,
        "confidence": 0.8,
        "post": "",
        "posts": (),
        "date": "",
        "articles": (article_iri("a"),),
    }


def test_a_fact_of_two_articles_is_one_edge_with_both(said):
    edge = edge_of(said(*HOSTS), said(*HOSTS, article={"id": "b"}))

    assert edge["articles"] == (article_iri("a"), article_iri("b"))
    assert len(edge["evidence"]) == 2


def test_copies_of_one_text_are_one_source_of_a_fact(seed_extractions, reprinted):
    first = seed_extractions[3]

    graph = network(graph_of([first, reprinted(first, "z", source="某報")], {}))

    articles = {about["articles"] for _, _, about in graph.edges(data=True)}
    assert articles == {(article_iri(first.document.article.id),)}


def test_what_one_article_plans_and_another_says_is_done_is_done(said):
    planned, done = said(*HOSTS, modality="planned"), said(*HOSTS, article={"id": "b"})

    assert edge_of(planned)["planned"]
    assert not edge_of(planned, done)["planned"]


@pytest.mark.parametrize("modality", ["reported", "proposed", "denied"])
def test_what_is_not_stated_is_no_edge(said, modality):
    assert not network(graph_of([said(*HOSTS, modality=modality)], {}))


def test_a_node_tells_what_it_is(said, some_records):
    marked = "[PLACE 廣東]與[PLACE 港=香港]合作。[PLACE 香港]。"

    graph = network(graph_of([said(marked, "廣東 | cooperatesWith | 香港")], some_records))

    assert graph.nodes[ENTITY + "香港"] == {
        "label": "香港",
        "en": "Hong Kong",
        "names": ("Hong Kong", "港", "香港"),
        "type": "PLACE",
        "kind": "Province",
        "mentions": 2,
    }


def test_two_posts_at_one_body_are_one_edge_that_names_both(said):
    marked, fact = "[ORG 商經局][POST 局長][PER 丘應樺]。", "丘應樺 | holdsPost | 商經局"
    articles = [said(marked, fact, article={"id": t}, post=t) for t in ("局長", "主席")]

    edge = edge_of(*articles)

    assert edge["post"] == "主席、局長"
    assert edge["posts"] == ((article_iri("主席"), "主席"), (article_iri("局長"), "局長"))


def test_the_network_of_a_file_is_that_of_the_graph(seed_extractions, some_records, tmp_path):
    graph = graph_of(seed_extractions, some_records)
    write_turtle(tmp_path / "g.ttl", graph)

    read = network(read_triples(tmp_path / "g.ttl"))

    assert networkx.utils.graphs_equal(read, network(graph))


def test_the_network_of_the_seeds_has_an_edge_for_each_relation_marked(
    seed_extractions, some_records, root
):
    schema_free = {"cooperatesWith"}  # said either way round, it is one fact
    facts = {
        (tuple(sorted((s, o))) if r in schema_free else (s, o), r)
        for gold in read_gold_folders([root / "data" / "gold" / "seeds"])
        for s, r, o in gold.relations
    }

    graph = network(graph_of(seed_extractions, some_records))

    assert graph.number_of_edges() == len(facts)
