"""The store holds what its articles say, whatever came and went, and survives a crash whole."""

import os
import random
import signal
import subprocess
import sys
import time
from itertools import permutations

import pytest

from extract.errors import InputError
from kg.claims import graph_of, quads_of, text_hash
from kg.embedded import open_store
from ontology.names import ENTITY

SHARED = (
    "[ZONE 古鎮]和[PLACE 深圳]。",
    "[PLACE 古鎮]和[PLACE 香港]。",
    "[ORG 古鎮]和[PLACE 香港]。",
)


@pytest.fixture
def three(said):
    """Three articles that give one name three types."""
    return [said(text, article={"id": id_}) for id_, text in zip("abc", SHARED, strict=True)]


def test_what_is_added_is_the_graph_of_the_articles(seed_extractions, some_records, tmp_path):
    store = open_store(tmp_path, some_records)

    store.add(seed_extractions)

    assert store.triples() == graph_of(seed_extractions, some_records)
    assert store.quads() == quads_of(seed_extractions, some_records)


def test_articles_added_one_by_one_make_the_same_graph(three, some_records, tmp_path):
    for number, articles in enumerate(permutations(three)):
        store = open_store(tmp_path / str(number), some_records)
        for article in articles:
            store.add([article])

        assert store.quads() == quads_of(three, some_records)


def test_copies_are_told_of_all_that_is_in_whatever_came_and_went(
    seed_extractions, reprinted, some_records, tmp_path
):
    first = seed_extractions[0]
    copies = [reprinted(first, id_, date="2026-06-01") for id_ in ("b", "c")]
    store = open_store(tmp_path, some_records)

    for articles in ([copies[1]], [first], [copies[0]]):
        store.add(articles)
        store.tell_copies()
    assert store.quads() == quads_of([first, *copies], some_records)

    store.retract([first.document.article.id])
    store.tell_copies()
    assert store.quads() == quads_of(copies, some_records)

    store.retract(["b"])
    store.tell_copies()
    assert store.quads() == quads_of(copies[1:], some_records)


def test_a_retracted_article_leaves_nothing_behind(three, some_records, tmp_path):
    for number, (gone, *rest) in enumerate(permutations(three)):
        store = open_store(tmp_path / str(number), some_records)
        store.add(three)
        store.retract([gone.document.article.id])

        assert store.quads() == quads_of(sorted(rest, key=str), some_records)


def test_a_name_that_is_shared_no_more_gets_its_bare_iri_back(three, some_records, tmp_path):
    store = open_store(tmp_path, some_records)
    store.add(three[:2])
    assert ENTITY + "古鎮_ZONE" in {s for s, _, _ in store.triples()}

    store.retract(["b"])

    assert ENTITY + "古鎮" in {s for s, _, _ in store.triples()}


def test_an_article_that_changed_takes_the_place_of_the_old_one(said, some_records, tmp_path):
    store = open_store(tmp_path, some_records)
    new = said("[PLACE 香港]。")
    store.add([said("[PLACE 深圳]。")])

    store.add([new])

    assert store.triples() == graph_of([new], some_records)
    assert store.hashes() == {"a": text_hash("香港。")}


def test_what_is_added_is_there_when_the_store_is_opened_again(three, some_records, tmp_path):
    store = open_store(tmp_path, some_records)
    store.add(three)
    before = store.triples()
    del store

    assert open_store(tmp_path, some_records).triples() == before


def test_the_store_answers_queries_over_all_its_articles(three, some_records, tmp_path):
    store = open_store(tmp_path, some_records)
    store.add(three)

    found = store.data.answer("SELECT ?x { ?x a gba:Zone } ORDER BY ?x")

    assert (ENTITY + "古鎮_ZONE",) in found.rows


def test_to_retract_what_is_not_there_takes_nothing_out(three, some_records, tmp_path):
    store = open_store(tmp_path, some_records)
    store.add(three)

    with pytest.raises(InputError, match="aa: no such article in the store; did you mean a"):
        store.retract(["b", "aa"])

    assert set(store.hashes()) == {"a", "b", "c"}


def test_a_store_that_is_open_elsewhere_is_told_in_one_line(some_records, tmp_path):
    first = open_store(tmp_path, some_records)

    with pytest.raises(InputError, match="cannot be opened"):
        open_store(tmp_path, some_records)
    del first


# Adds article after article, all under one identifier, until it is killed.
WRITER = """
import sys
from pathlib import Path
from extract.article import Article, Document
from extract.mention import Entity, Extraction, Link, Mention
from kg.embedded import open_store

store = open_store(Path(sys.argv[1]), {})
for number in range(100_000):
    text = f"甲{number}、" * 300
    names = [f"甲{number}-{index}" for index in range(300)]
    links = tuple(
        Link(Mention(i * 3, i * 3 + 1, "ORG", text[i * 3], "x"), Entity(name, "ORG"), "x")
        for i, name in enumerate(names)
    )
    store.add([Extraction(Document(Article("a", text), (), ()), links, ())])
    print(number, flush=True)
"""


def test_a_process_that_is_killed_while_it_writes_leaves_the_store_before_or_after(tmp_path, root):
    drawn = [random.uniform(0, 0.1) for _ in range(int(os.environ.get("GBAKG_KILLS", "0")))]
    for delay in (0.0, 0.011, 0.023, 0.031, *drawn):
        folder = tmp_path / str(delay)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, folder],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        with writer:
            writer.stdout.readline()  # the first article is in
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)

        store = open_store(folder, {})
        names = {s for s, _, _ in store.triples() if s.startswith(ENTITY)}
        [digest] = store.hashes().values()
        number = min(names).removeprefix(ENTITY + "甲").partition("-")[0]
        assert names == {f"{ENTITY}甲{number}-{index}" for index in range(300)}
        assert digest == text_hash(f"甲{number}、" * 300)
