"""Servers of others hold what a folder would: the same facts, each article whole or not at all."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import permutations

import pytest
from click.testing import CliRunner

from extract.errors import InputError
from extract.jsonl import to_json
from kg.asking import asked
from kg.claims import graph_of, quads_of
from kg.cli import gbakg
from kg.nquads import write_nquads
from kg.places import place_of
from kg.query import Triples, YesOrNo, load, run_query
from kg.questions import shipped_queries
from kg.remote.endpoint import connect
from kg.remote.quads import Remote
from kg.remote.web import Client
from kg.store import Store
from kg.updates import add, retract
from ontology.names import ENTITY, article_iri

ASK = "ASK { ?article a schema:NewsArticle }"
SHARED = (
    "[ZONE 古鎮]和[PLACE 深圳]。",
    "[PLACE 古鎮]和[PLACE 香港]。",
    "[ORG 古鎮]和[PLACE 香港]。",
)


@pytest.fixture
def store(server, some_records):
    return Store(Remote(*connect(server)), some_records)


@pytest.fixture
def three(said):
    """Three articles that give one name three types."""
    return [said(text, article={"id": id_}) for id_, text in zip("abc", SHARED, strict=True)]


def test_what_is_added_is_the_graph_of_the_articles(store, seed_extractions, some_records):
    store.add(seed_extractions)

    assert store.triples() == graph_of(seed_extractions, some_records)
    assert store.quads() == quads_of(seed_extractions, some_records)


def test_articles_come_and_go_in_any_order(store, three, some_records):
    for gone, *rest in permutations(three):
        for article in (*rest, gone):
            store.add([article])
        assert store.quads() == quads_of(three, some_records)

        store.retract([gone.document.article.id])
        assert store.quads() == quads_of(rest, some_records)

        store.retract(store.hashes())
        assert store.quads() == ()


def test_to_retract_what_is_not_there_takes_nothing_out(store, three):
    store.add(three)

    with pytest.raises(InputError, match="aa: no such article in the store; did you mean a"):
        store.retract(["b", "aa"])

    assert set(store.hashes()) == {"a", "b", "c"}


def test_an_article_may_bear_any_name_and_say_anything(store, said):
    said_so = said('[ORG 甲"\\<b>]和[PLACE 😀\t鎮]。\n', article={"id": "新聞/甲 乙%?#&é"})

    store.add([said_so])

    assert store.quads() == quads_of([said_so], {})
    store.retract(["新聞/甲 乙%?#&é"])
    assert store.quads() == ()


def test_an_article_of_thousands_of_facts_goes_in_whole(store, said):
    long = said("".join(f"[ORG 甲{number}]、" for number in range(600)))

    store.add([long])

    found = store.data.answer("SELECT (COUNT(*) AS ?n) { GRAPH article:a { ?s ?p ?o } }")
    assert found.rows[0][0].value == str(len(quads_of([long], {})))


def test_what_is_in_unchanged_is_not_extracted_again(server, three):
    known = {one.document.article.id: one for one in three}
    articles = [one.document.article for one in three]
    read = []

    def extract(some):
        for article in some:
            read.append(article.id)
            yield known[article.id]

    first = add(articles, place_of(server), {}, extract)
    second = add(articles, place_of(server), {}, extract)

    assert (first.added, second.added, second.unchanged) == (3, 0, 3)
    assert read == ["a", "b", "c"]
    retract(["a"], place_of(server), {})
    assert add(articles, place_of(server), {}, extract).added == 1


def test_a_query_asks_all_articles_together_or_some_alone(server, store, three):
    store.add(three)

    with asked(server) as answer:
        everywhere = answer("SELECT DISTINCT ?x { ?x a gba:Place } ORDER BY ?x", "query")
        alone = answer("SELECT ?x FROM article:a { ?x a gba:Place } ORDER BY DESC(?x)", "query")
        yes, no = answer(ASK, "query"), answer("ASK { id:無此人 ?p ?o }", "query")
        triples = answer("CONSTRUCT { ?x a gba:Zone } WHERE { ?x a gba:Zone }", "query")
        again = answer("PREFIX gba: <urn:other#> SELECT ?x { ?x a gba:Zone }", "query")

    names = ["中國", "古鎮_PLACE", "廣東", "深圳", "香港"]
    assert everywhere.rows == tuple((ENTITY + name,) for name in names)
    assert alone.rows == tuple((ENTITY + name,) for name in ("深圳", "廣東", "中國"))
    assert (yes, no) == (YesOrNo(True), YesOrNo(False))
    assert isinstance(triples, Triples)
    assert len(triples.triples) == 1
    assert again.rows == ()


@pytest.fixture(scope="module")
def seeds(seed_extractions, some_records, tmp_path_factory):
    """The graph of the seeds in the engine of this package."""
    path = tmp_path_factory.mktemp("seeds") / "g.nq"
    write_nquads(path, quads_of(seed_extractions, some_records))
    return load(path)


def test_the_shipped_queries_give_the_rows_that_they_give_here(
    server, seeds, store, seed_extractions
):
    store.add(seed_extractions)
    refused = set()

    for query in shipped_queries():
        here = run_query(seeds, query.text)
        with asked(server) as answer:
            try:
                there = answer(query.text, query.name)
            except InputError as error:
                # Virtuoso makes no text in a language that it does not know, such as zh-Hant.
                assert re.fullmatch(f"{query.name}: the server failed .*rdf_strlang.*", str(error))
                assert "STRLANG" in query.text
                refused.add(query.name)
                continue
        assert there.variables == here.variables
        assert Counter(there.rows) == Counter(here.rows), query.name

    assert not refused or "dba" in server


# Puts what a file of extractions says into a store, three articles at a time.
WRITER = """
import sys
from pathlib import Path
from extract.jsonl import read_extractions
from kg.places import place_of
from kg.updates import add

known = {one.document.article.id: one for one in read_extractions(Path(sys.argv[1]))}
articles = [one.document.article for one in known.values()]

def extract(some):
    for one in some:
        print(one.id, flush=True)
        yield known[one.id]

add(articles, place_of(sys.argv[2]), {}, extract, batch=3)
"""


def test_a_run_that_is_killed_leaves_whole_articles_and_the_next_ends_it(
    server, store, said, tmp_path, root
):
    types = ("ZONE", "PLACE", "ORG")  # one name, three types, so that what is in changes too
    extractions = [
        said(f"[{types[n % 3]} 古鎮{n % 7}]和[PLACE 深圳{n}]。" * 20, article={"id": f"n{n}"})
        for n in range(24)
    ]
    source = tmp_path / "e.jsonl"
    source.write_text("".join(to_json(e, lambda _: "") + "\n" for e in extractions), "utf-8")
    store = Store(store.data, {})
    environment = {**os.environ, "PYTHONPATH": str(root)}
    chance = random.Random(6)

    def begin():
        command = [sys.executable, "-c", WRITER, source, server]
        return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)

    def whole():
        found = Counter(quad[3] for quad in store.quads())
        there = [one for one in extractions if article_iri(one.document.article.id) in found]
        return 0 < len(there) < len(extractions) and found == Counter(
            quad[3] for quad in quads_of(there, {})
        )

    for extracted in (4, 11, 17):
        store.retract(store.hashes())
        with begin() as writer:
            for _ in range(extracted):
                writer.stdout.readline()
            time.sleep(chance.random() / 20)
            writer.send_signal(signal.SIGKILL)
        until = time.monotonic() + 20  # the server may still be at what it got whole
        while not whole() and time.monotonic() < until:
            time.sleep(0.1)
        assert whole()

    with begin() as writer:
        writer.stdout.read()

    assert store.quads() == quads_of(extractions, {})


def test_the_commands_add_query_and_retract(server, tmp_path):
    news = "香港特區政府昨日與深圳市人民政府簽署《合作協議》，推動人工智能。\n"
    (tmp_path / "a.txt").write_text(news, "utf-8")

    def run(*arguments):
        result = CliRunner().invoke(gbakg, [str(one) for one in arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    files = ("add", tmp_path / "a.txt", "--store", server)
    assert run(*files) == "1 article added, 0 replaced, 0 unchanged\n"
    assert run(*files) == "0 articles added, 0 replaced, 1 unchanged\n"
    asking = ("query", server, "SELECT ?id { ?a schema:identifier ?id }", "--format", "csv")
    assert run(*asking).splitlines()[0] == "id"
    [_, article] = run(*asking).splitlines()
    assert run("retract", article, "--store", server) == "1 article retracted\n"
    assert run(*asking).splitlines() == ["id"]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("SELECT ?x\nWHERE { ?x a }", "query, line 2: .*; correct the query"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE would ask another"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "correct the query"),
    ],
)
def test_a_wrong_query_is_told_in_one_line(server, query, fault):
    with asked(server) as answer, pytest.raises(InputError, match=fault) as told:
        answer(query, "query")

    assert "\n" not in str(told.value)


def test_an_answer_that_the_server_cuts_is_refused(virtuoso):
    everything = "SELECT * { ?s ?p ?o . ?x ?y ?z }"

    with asked(virtuoso) as answer, pytest.raises(InputError, match="cut its answer after 10000"):
        answer(everything, "query")


def test_who_may_not_write_is_told_so(virtuoso, three):
    for wrong, told in (
        (virtuoso.replace("dba:dba@", "dba:guess@"), r"the server refuses \(401\); give a user"),
        (virtuoso.replace("dba:dba@", ""), r"the server refuses \(403\); give a user"),
    ):
        with pytest.raises(InputError, match=told) as fault:
            Store(Remote(*connect(wrong)), {}).add(three)
        assert "guess" not in str(fault.value)


def test_the_password_may_stand_in_the_environment(virtuoso, three, monkeypatch):
    monkeypatch.setenv("GBAKG_PASSWORD", "dba")
    store = Store(Remote(*connect(virtuoso.replace("dba:dba@", "dba@"))), {})

    store.add(three)

    assert set(store.hashes()) == {"a", "b", "c"}
    store.retract(store.hashes())


def test_a_server_of_another_kind_is_named_by_its_three_addresses(oxigraph, three):
    where = " ".join(f"{oxigraph}/{name}" for name in ("query", "update", "store"))
    store = Store(Remote(*connect(where)), {})

    store.add(three)

    assert store.quads() == quads_of(three, {})
    store.retract(store.hashes())


def test_a_server_that_is_gone_is_told():
    with answering(200, {}) as server:
        pass

    with pytest.raises(InputError, match=r"no answer \(connection refused\); see whether"):
        connect(server)


@pytest.mark.parametrize(
    "address",
    [
        "http:///x",
        "http://a:b:c/",
        "http://[::1",
        "http://h/?q=1",
        "http://h/#x",
        "http://h:99999/",
        "http://user:secret@h:x/",
        "http://a http://b",
    ],
)
def test_what_is_no_address_is_told_in_one_line(address):
    with pytest.raises(InputError) as told:
        connect(address)

    assert "secret" not in str(told.value)


@contextmanager
def answering(
    status: int,
    headers: dict[str, str],
    *,
    after: float = 0.0,
    sent: list[str | None] | None = None,
) -> Iterator[str]:
    """Give the address of a server that answers everything so; `sent` gets the logins."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if sent is not None:
                sent.append(self.headers.get("Authorization"))
            time.sleep(after)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - so named by the library

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def test_a_server_that_sends_on_to_another_is_not_followed():
    with (
        answering(307, {}) as other,
        answering(307, {"Location": other}) as server,
        pytest.raises(InputError, match=f"it sends on to {other}; name that address"),
    ):
        connect(server)


def test_a_server_that_keeps_silent_is_given_up():
    told = r"said nothing for 0\.1 seconds; try again later"
    with answering(200, {}, after=2.0) as server, pytest.raises(InputError, match=told):
        Client(seconds=0.1).send("POST", f"{server}/query")


@pytest.mark.parametrize(
    ("status", "headers"),
    [(404, {}), (200, {"Content-Type": "text/html"}), (500, {"Content-Type": "text/plain"})],
)
def test_a_server_that_speaks_no_sparql_is_told(status, headers):
    told = r"no SPARQL is answered at /query, /sparql; give its"
    with answering(status, headers) as server, pytest.raises(InputError, match=told):
        connect(server)


def test_a_server_that_asks_by_basic_who_asks_is_told():
    asks, sent = {"WWW-Authenticate": 'Basic realm="x"'}, []
    with (
        answering(401, asks, sent=sent) as server,
        pytest.raises(InputError, match=r"the server refuses \(401\)") as told,
    ):
        connect(server.replace("http://", "http://me:secret@"))

    assert sent[0] is None  # before it asked
    assert {b64decode(one.removeprefix("Basic ")) for one in sent[1:]} == {b"me:secret"}
    assert "secret" not in str(told.value)
