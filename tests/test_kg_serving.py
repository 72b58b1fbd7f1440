"""The endpoint answers clients that are not ours, changes nothing, and ends what takes too long."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from threading import Thread

import psutil
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from extract.errors import InputError
from kg.claims import graph_of
from kg.places import Folder
from kg.serving.keeper import Limits, TooMuchError
from kg.serving.server import Server
from kg.serving.workers import Workers
from kg.turtle import write_turtle
from kg.updates import add, retract
from ontology.names import ENTITY

HOSTS = ("[ORG 貿發局]主辦[EVENT 論壇]。", "貿發局 | organises | 論壇")
NAMES = 'SELECT ?x { ?x skos:prefLabel "論壇"@zh-Hant }'
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Serving:
    """A server in a thread, and what it is asked."""

    def __init__(self, path, limits, number=1):
        self.limits, self.workers = limits, Workers(path, limits, number=number)
        self.server = Server(self.workers, limits, 0, built=path.parent)
        self.port = self.server.server_port
        self.endpoint = self.server.address + "sparql"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response, response.read().decode()
        finally:
            connection.close()

    def ask(self, query, **headers):
        return self.request(
            "GET", "/sparql?" + urllib.parse.urlencode({"query": query}), headers=headers
        )

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.workers.close()


@pytest.fixture(scope="module")
def graph(seed_extractions, some_records, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_turtle(path, graph_of(seed_extractions, some_records))
    return path


@pytest.fixture(scope="module")
def seeds(graph):
    serving = Serving(graph, Limits(seconds=20, most=50))
    yield serving
    serving.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("direct", [False, True])
def test_sparqlwrapper_gets_each_format(seeds, method, direct):
    client = SPARQLWrapper(seeds.endpoint)
    client.setMethod(method)
    if method == "POST" and direct:
        client.setRequestMethod("postdirectly")
    client.setQuery('SELECT ?x { ?x skos:prefLabel "河套深港科技創新合作區"@zh-Hant }')
    iri = ENTITY + "河套深港科技創新合作區"

    def answer(format_):
        client.setReturnFormat(format_)
        return client.query().convert()

    [row] = answer(JSON)["results"]["bindings"]
    assert row["x"] == {"type": "uri", "value": iri}
    assert iri in answer(XML).toxml()
    assert answer(CSV).decode() == f"x\r\n{iri}\r\n"
    assert answer(TSV).decode() == f"?x\n<{iri}>\n"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("format_", "read_as"), [(TURTLE, "turtle"), (XML, "xml")])
def test_sparqlwrapper_gets_triples_that_rdflib_reads(seeds, graph, format_, read_as):
    client = SPARQLWrapper(seeds.endpoint)
    client.setQuery("CONSTRUCT { ?x a gba:Zone } WHERE { ?x a gba:Zone }")
    client.setReturnFormat(format_)
    answer = client.query().convert()
    found = (
        answer
        if isinstance(answer, rdflib.Graph)
        else rdflib.Graph().parse(data=answer, format=read_as)
    )

    zone = rdflib.URIRef("https://w3id.org/gba-kg/ontology#Zone")
    assert set(found) == set(rdflib.Graph().parse(graph).triples((None, rdflib.RDF.type, zone)))


def test_sparqlwrapper_is_told_that_a_query_is_wrong(seeds):
    client = SPARQLWrapper(seeds.endpoint)
    client.setQuery("SELECT ?x {\n ?x nonsense }")

    with pytest.raises(QueryBadFormed, match="query, line 2"):
        client.query()


def test_rdflib_asks_the_endpoint_as_a_graph(seeds, graph):
    remote = rdflib.Graph(SPARQLStore(seeds.endpoint, method="POST"))

    assert bool(remote.query("ASK { ?x a <https://w3id.org/gba-kg/ontology#Zone> }"))
    [(count,)] = remote.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(count) == len(rdflib.Graph().parse(graph))


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_asks_in_each_of_the_three_ways(seeds):
    asked = 'ASK { ?x skos:prefLabel "香港"@zh-Hant }'
    ways = (
        ["--get", "--data-urlencode", f"query={asked}"],
        ["--data-urlencode", f"query={asked}"],
        ["--header", "Content-Type: application/sparql-query", "--data-binary", asked],
    )

    for way in ways:
        command = ["curl", "--silent", "--fail", "--noproxy", "*", *way, seeds.endpoint]
        done = subprocess.run(command, capture_output=True, check=True)
        assert json.loads(done.stdout) == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/xml", "application/xml"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.1, */*;q=0.2", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_the_client_gets_what_it_likes_best(seeds, accept, media):
    response, _ = seeds.ask("ASK {}", Accept=accept)

    assert response.getheader("Content-Type") == media + "; charset=utf-8"


@pytest.mark.parametrize("accept", ["text/html", "text/csv;q=0", "image/png;q=1.0", "text/csv;q=x"])
def test_a_client_that_takes_no_format_is_told_which_there_are(seeds, accept):
    response, text = seeds.ask("ASK {}", Accept=accept)

    assert response.status == 406
    assert "text/csv" in text


def test_an_answer_that_is_too_long_is_cut_and_says_so(seeds):
    response, text = seeds.ask("SELECT ?s { ?s ?p ?o }", Accept="text/csv")
    whole, _ = seeds.ask("SELECT ?s { ?s ?p ?o } LIMIT 50", Accept="text/csv")

    assert response.getheader("Gbakg-Cut") == "50"
    assert len(text.splitlines()) == 51
    assert whole.getheader("Gbakg-Cut") is None


def test_triples_that_are_too_many_are_cut_too(seeds):
    response, text = seeds.ask("CONSTRUCT WHERE { ?s ?p ?o }", Accept="application/n-triples")

    assert response.getheader("Gbakg-Cut") == "50"
    assert len(text.splitlines()) == 50


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (("GET", "/sparql", None, {}), 400),
        (("GET", "/sparql?query=ASK{}&query=ASK{}", None, {}), 400),
        (("GET", "/sparql?query=%FF", None, {}), 400),
        (("GET", "/sparql?query=ASK{}&default-graph-uri=http://x", None, {}), 400),
        (("GET", "/sparql?update=CLEAR%20ALL", None, {}), 403),
        (("POST", "/sparql", "update=CLEAR+ALL", FORM), 403),
        (("POST", "/sparql", "CLEAR ALL", {"Content-Type": "application/sparql-update"}), 415),
        (("POST", "/sparql", "CLEAR ALL", {"Content-Type": "application/sparql-query"}), 400),
        (("POST", "/sparql", "ÿ", {"Content-Type": "application/sparql-query"}), 400),
        (("POST", "/sparql", "query=ASK{}", {**FORM, "Content-Length": "-1"}), 411),
        (("POST", "/sparql", "query=ASK{}", {**FORM, "Content-Length": str(1 << 30)}), 413),
        (("POST", "/", "query=ASK{}", FORM), 405),
        (("GET", "/ask.html", None, {}), 404),
        (("GET", "/../../etc/passwd", None, {}), 404),
        (("GET", "//etc/passwd", None, {}), 404),
        (("PUT", "/sparql", "x", {}), 501),
        (("DELETE", "/sparql", None, {}), 501),
    ],
)
def test_what_is_no_query_is_refused(seeds, asked, status):
    response, _ = seeds.request(*asked)

    assert response.status == status
    assert seeds.ask("ASK { ?x a gba:Zone }")[1].strip().endswith("}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <file:///etc/passwd> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "DROP ALL",
    ],
)
def test_nothing_is_changed_fetched_or_loaded(seeds, query):
    response, _ = seeds.ask(query)

    assert response.status == 400


def test_a_file_named_in_from_is_not_read(seeds, graph):
    response, text = seeds.ask(f"ASK FROM <{graph.as_uri()}> {{ ?s ?p ?o }}")

    assert (response.status, json.loads(text)["boolean"]) == (200, False)


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1", "localhost:1", "127.0.0.1.nip.io:{}", ""]
)
def test_a_page_under_another_name_for_this_machine_gets_nothing(seeds, host):
    for path in ("/", "/sparql?query=ASK{}", "/shipped.json"):
        response, text = seeds.request("GET", path, headers={"Host": host.format(seeds.port)})

        assert response.status == 421
        assert "boolean" not in text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_may_be_called_by_each_of_its_names(seeds, host):
    response, _ = seeds.request("GET", "/", headers={"Host": f"{host}:{seeds.port}"})

    assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_pages_of_other_sites_may_not_ask(seeds, headers):
    response, _ = seeds.request("GET", "/sparql?query=ASK{}", headers=headers)

    assert response.status == 403
    assert response.getheader("Access-Control-Allow-Origin") is None


def test_only_this_machine_is_listened_to(seeds):
    assert seeds.server.server_address[0] == "127.0.0.1"
    outside = [
        a.address
        for some in psutil.net_if_addrs().values()
        for a in some
        if a.family == socket.AF_INET and not a.address.startswith("127.")
    ]
    for address in outside:
        with pytest.raises(OSError), socket.create_connection((address, seeds.port), timeout=2):
            pass


def test_every_response_forbids_what_the_page_does_not_need(seeds):
    for path in ("/", "/ask.js", "/sparql?query=ASK{}", "/none"):
        response, _ = seeds.request("GET", path)

        policy = response.getheader("Content-Security-Policy")
        assert policy.startswith("default-src 'none'; script-src 'self'; ")
        assert "unsafe" not in policy and "http" not in policy
        assert response.getheader("X-Content-Type-Options") == "nosniff"


def test_the_pages_of_a_build_stand_beside_it_and_cannot_ask_the_endpoint(seeds, graph):
    assert seeds.request("GET", "/report.html")[0].status == 404
    graph.with_name("report.html").write_text("<h1>大灣區</h1>", "utf-8")

    response, text = seeds.request("GET", "/report.html?a=1")

    policy = response.getheader("Content-Security-Policy")
    assert (response.status, text) == (200, "<h1>大灣區</h1>")
    assert policy.startswith("sandbox ") and "allow-same-origin" not in policy
    for path in ("/graph.ttl", "/../report.html", "/%2e%2e/report.html", "/.html"):
        assert seeds.request("GET", path)[0].status == 404


def test_head_says_what_get_would_without_the_body(seeds):
    response, text = seeds.request("HEAD", "/sparql?query=ASK{}")

    assert (response.status, text) == (200, "")
    assert int(response.getheader("Content-Length")) > 0


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(graph):
    serving = Serving(graph, Limits(seconds=1.0))
    try:
        started = time.monotonic()
        response, text = serving.ask(ENDLESS)
        taken = time.monotonic() - started

        assert (response.status, text) == (
            503,
            "the query took more than 1 seconds; ask for less\n",
        )
        assert taken >= 1.0
        assert until(lambda: not psutil.Process(serving.workers.process).children())
        assert until(lambda: serving.ask("ASK {}")[0].status == 200)
    finally:
        serving.close()


def test_when_all_are_busy_the_next_is_told_so(graph):
    serving = Serving(graph, Limits(seconds=1.0))
    try:
        replies = []
        asking = [
            Thread(target=lambda: replies.append(serving.ask(ENDLESS)[0].status)) for _ in "abc"
        ]
        for one in asking:
            one.start()
        for one in asking:
            one.join()

        assert replies == [503, 503, 503]
    finally:
        serving.close()


def test_a_query_that_takes_too_much_memory_is_ended(graph):
    workers = Workers(graph, Limits(seconds=60, most=10**9, memory=64 << 20), number=1)
    try:
        with pytest.raises(TooMuchError, match="too much memory"):
            workers.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", "text/csv")
        assert until(lambda: answers(workers))
    finally:
        workers.close()


def test_a_graph_that_cannot_be_read_is_told_at_once(tmp_path):
    (tmp_path / "g.ttl").write_text("this is\nno Turtle")

    with pytest.raises(InputError, match=r"g\.ttl, line 1"):
        Workers(tmp_path / "g.ttl", Limits())


def test_a_store_that_is_served_can_be_changed(said, tmp_path):
    extraction = said(*HOSTS)
    articles = [extraction.document.article]
    add(articles, Folder(tmp_path), {}, lambda some: (extraction for _ in some))
    serving = Serving(tmp_path, Limits())
    try:
        assert ENTITY in serving.ask(NAMES)[1]
        retract(["a"], Folder(tmp_path), {})
        assert ENTITY not in serving.ask(NAMES)[1]
    finally:
        serving.close()


def until(condition):
    """Say whether `condition` comes to hold within some seconds."""
    for _ in range(600):
        if condition():
            return True
        time.sleep(0.1)
    return False


def answers(workers):
    try:
        return workers.ask("ASK {}", "").body
    except TooMuchError:
        return False


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_command_prints_its_address_and_leaves_no_process_behind(graph, root, ending):
    command = [sys.executable, "-m", "kg.cli", "serve", str(graph), "--port", "0", "--workers", "3"]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        # Who runs the tests in the background of a script has them, and all they start, deaf to it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as server:
        address = server.stdout.readline().strip()
        connection = http.client.HTTPConnection(
            address.removeprefix("http://").strip("/"), timeout=30
        )
        connection.request("GET", "/sparql?query=ASK{}")
        assert connection.getresponse().status == 200
        connection.close()
        children = psutil.Process(server.pid).children(recursive=True)
        server.send_signal(ending)
        server.wait(120)
        said = server.stderr.read()

    assert children
    assert until(lambda: not any(child.is_running() for child in children))
    assert said == ("ended\n" if ending == signal.SIGINT else "")


def test_a_port_that_is_taken_is_told_in_one_line(graph, root):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        command = [sys.executable, "-m", "kg.cli", "serve", str(graph), "--port", port]
        environment = {**os.environ, "PYTHONPATH": str(root)}
        done = subprocess.run(
            command, capture_output=True, env=environment, text=True, timeout=600, check=False
        )

    assert done.returncode == 2
    assert done.stderr.startswith(f"gbakg: --port {port}: the port cannot be used (")
