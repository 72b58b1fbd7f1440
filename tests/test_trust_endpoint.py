"""The endpoint under siege, and past this machine: short queries are answered, strangers are not."""

import base64
import http.client
import os
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from io import BufferedReader
from pathlib import Path
from threading import Thread

import psutil
import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.claims import graph_of
from kg.serving.keeper import Limits, TooMuchError
from kg.serving.reading import Patient
from kg.serving.server import CONNECTIONS
from kg.serving.turns import Turns
from kg.serving.workers import Workers
from kg.turtle import write_turtle

ROOT = Path(__file__).parent.parent
SIEGE = runpy.run_path(str(ROOT / "tests/benchmarks/serve.py"))
TOKEN = "a-token-of-some-length"
ASK = "/sparql?query=ASK{}"


@pytest.fixture(scope="module")
def graph(seed_extractions, some_records, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_turtle(path, graph_of(seed_extractions, some_records))
    return path


def command(graph, *options):
    return [sys.executable, "-m", "kg.cli", "serve", str(graph), "--port", "0", *options]


@contextmanager
def served(graph, *options, **env):
    """Run the command as users do; yield its port, and what it said of a token."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | env
    with subprocess.Popen(
        command(graph, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    ) as server:
        try:
            port = int(server.stdout.readline().rstrip("/\n").rpartition(":")[2])
            told = "--host" in options and "GBAKG_TOKEN" not in env
            yield port, server.stderr.readline().removeprefix("token: ").strip() if told else ""
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def open_port(graph):
    with served(graph) as (port, _):
        yield port


@pytest.fixture(scope="module")
def guarded(graph):
    """A server that listens at every address, and the token that it made up."""
    with served(graph, "--host", "0.0.0.0") as found:
        yield found


def get(port, path=ASK, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def raw(port, *lines):
    """Return all that comes back for a request that no HTTP library would send."""
    with socket.create_connection(("127.0.0.1", port), timeout=600) as connection:
        connection.sendall("\r\n".join(lines).encode())
        with connection.makefile("rb") as answer:
            return answer.read().decode()


def until(condition):
    """Say whether `condition` comes to hold within some seconds."""
    for _ in range(600):
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_short_query_is_answered_while_32_clients_ask_slow_ones(graph):
    with served(graph, "--seconds", "6") as (port, _):
        calm = [SIEGE["ask"](port, SIEGE["GOOD"])[1] for _ in range(5)]
        if max(calm) > 0.4:  # without a siege it is 0.02
            pytest.skip("this machine has no time to answer anybody")
        # On a machine that does other things too, one of three tries has to be in time; a server
        # whose slow queries stand in the way of short ones is not in time once.
        for _ in range(3):
            good, hostile = SIEGE["besiege"](port, clients=32, seconds=4)
            if SIEGE["p95"](good) <= 2:
                break

    assert {status for status, _ in good} == {200}
    assert SIEGE["p95"](good) <= 2
    assert hostile.keys() <= {503}


def test_a_query_of_half_a_second_is_answered_beside_slow_ones(graph):
    values = " ".join(map(str, range(2_000)))
    middling = (
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }}"
        " FILTER (?a < ?b) }"
    )
    with (
        served(graph, "--seconds", "60") as (port, _),
        socket.create_connection(("127.0.0.1", port), timeout=600) as slow,
    ):
        asked = SIEGE["SLOW"].encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        kind = f"Content-Type: application/sparql-query\r\nContent-Length: {len(asked)}\r\n\r\n"
        slow.sendall((head + kind).encode() + asked)

        status, _ = SIEGE["ask"](port, middling)

        slow.setblocking(False)
        with pytest.raises(BlockingIOError):  # its answer is not there yet
            slow.recv(1)
    assert status == 200


def test_of_those_who_wait_for_a_place_the_last_goes_first_and_none_is_lost():
    turns, entered = Turns(1), []
    assert turns.enter(0)

    def wait(name):
        if turns.enter(60):
            entered.append(name)
            turns.leave()

    waiting = [Thread(target=wait, args=(name,)) for name in "甲乙丙"]
    for number, one in enumerate(waiting, 1):
        one.start()
        assert until(lambda number=number: len(turns._waiting) == number)
    assert not turns.enter(0.01)
    turns.leave()
    for one in waiting:
        one.join(60)

    assert entered == ["丙", "乙", "甲"]
    assert turns.enter(0) and not turns.enter(0)


def test_a_stranger_gets_nothing_from_a_server_that_others_can_reach(guarded):
    port, token = guarded

    assert len(token) >= 32
    for path in (ASK, "/", "/shipped.json", "/none"):
        for sent in ({}, bearer(""), bearer("x" * 43), bearer(token[:-1]), basic(token + "x")):
            response, text = get(port, path, **sent)
            assert response.status == 401, (path, sent)
            assert response.getheader("WWW-Authenticate").startswith("Basic realm=")
            assert text == "send the token that gbakg serve said\n"


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def basic(token):
    return {"Authorization": "Basic " + base64.b64encode(f"anyone:{token}".encode()).decode()}


@pytest.mark.parametrize(
    "sent", ["Basic", "Basic !", "Basic /w==", "Bearer", "Bearer ÿ", "Digest a", "", "é"]
)
def test_a_token_that_is_garbled_is_refused_like_a_wrong_one(guarded, sent):
    assert get(guarded[0], Authorization=sent)[0].status == 401


@pytest.mark.parametrize("how", [bearer, basic])
@pytest.mark.parametrize("host", ["kg.example.org", "127.0.0.1:{}"])
def test_who_has_the_token_is_answered_under_whatever_name(guarded, how, host):
    port, token = guarded

    response, text = get(port, Host=host.format(port), **how(token))

    assert (response.status, "true" in text) == (200, True)


def test_pages_of_other_sites_may_not_ask_with_a_token_that_the_browser_kept(guarded):
    port, token = guarded

    for more in (
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    ):
        assert get(port, **basic(token), **more)[0].status == 403


def test_real_clients_send_the_token(guarded):
    port, token = guarded
    client = SPARQLWrapper(f"http://127.0.0.1:{port}/sparql", returnFormat=JSON)
    client.setCredentials("anyone", token)
    client.setQuery("ASK {}")

    assert client.query().convert()["boolean"] is True
    if shutil.which("curl"):
        for way in (["--user", f"anyone:{token}"], ["--oauth2-bearer", token]):
            asked = ["curl", "--silent", "--fail", "--noproxy", "*", *way]
            done = subprocess.run(
                [*asked, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"],
                capture_output=True,
                check=True,
            )
            assert b"true" in done.stdout


def test_a_token_of_ones_own_is_asked_for_on_this_machine_too_and_never_printed(graph):
    with served(graph, "--host", "127.0.0.1", GBAKG_TOKEN=TOKEN) as (port, told):
        assert told == ""
        assert get(port)[0].status == 401
        assert get(port, **bearer(TOKEN))[0].status == 200


@pytest.mark.parametrize(
    ("options", "token", "fault"),
    [
        (("--host", "example.org"), TOKEN, "--host example.org: this is no address"),
        (("--host", "0.0.0.0"), "short", "GBAKG_TOKEN: a token has 16 characters"),
        (("--host", "0.0.0.0"), "", "GBAKG_TOKEN: a token has 16 characters"),
        (("--host", "0.0.0.0"), "香" * 20, "GBAKG_TOKEN: a token has 16 characters"),
    ],
)
def test_what_would_open_the_door_by_mistake_is_told_in_one_line(graph, options, token, fault):
    done = subprocess.run(
        command(graph, *options),
        env=os.environ | {"PYTHONPATH": str(ROOT), "GBAKG_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"gbakg: {fault}") and done.stderr.count("\n") == 1


HEAD = "Host: 127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("GET / HTTP/1.1", HEAD, HEAD), 400),
        (("GET / HTTP/1.1",), 400),
        (("GET / HTTP/1.1", HEAD, "Transfer-Encoding: chunked"), 411),
        (("POST /sparql HTTP/1.1", HEAD, "Transfer-Encoding: chunked"), 411),
        (("POST /sparql HTTP/1.1", HEAD, "Content-Length: 1", "Content-Length: 2"), 411),
        (("POST /sparql HTTP/1.1", HEAD, "Content-Length: ²"), 411),
        (("POST /sparql HTTP/1.1", HEAD, "Content-Length: " + "9" * 5000), 413),
        (("GET / HTTP/1.1", HEAD, "Content-Length: 5"), 413),
        (("GET http://[x/ HTTP/1.1", HEAD), 400),
        (("GET / HTTP/9.9", HEAD), 505),
        (("nonsense and more of it", HEAD), 400),
        (("TRACE / HTTP/1.1", HEAD), 501),
        (("OPTIONS /sparql HTTP/1.1", HEAD), 501),
        (("GET /" + "a" * 70_000 + " HTTP/1.1", HEAD), 414),
        (("GET / HTTP/1.1", HEAD, *["X: y"] * 200), 431),
    ],
)
def test_a_request_that_no_honest_client_sends_is_refused_in_plain_words(open_port, lines, status):
    answer = raw(open_port, *(line.format(port=open_port) for line in lines), "", "")

    head, _, body = answer.partition("\r\n\r\n")
    assert head.split()[1] == str(status)
    assert "Content-Security-Policy: default-src 'none'" in head
    assert "Content-Type: text/plain" in head and "Connection: close" in head
    assert body.count("\n") == 1 and "Python" not in answer
    assert get(open_port)[0].status == 200


def test_no_second_request_is_read_from_the_body_of_a_refused_one(open_port):
    hidden = f"GET {ASK} HTTP/1.1\r\nHost: 127.0.0.1:{open_port}\r\n\r\n"
    for first in ("GET / HTTP/1.1", "POST /none HTTP/1.1", "POST / HTTP/1.1"):
        answer = raw(
            open_port, first, f"Host: 127.0.0.1:{open_port}", f"Content-Length: {len(hidden)}", "", hidden
        )  # fmt: skip

        assert answer.count("HTTP/1.1 ") == 1


def test_who_sends_a_byte_now_and_then_is_not_waited_for():
    ours, theirs = socket.socketpair()
    over = False

    def drip():
        while not over:
            theirs.send(b"a")
            time.sleep(0.01)

    dripping = Thread(target=drip)
    with ours, theirs:
        patient = Patient(ours)
        patient.until = time.monotonic() + 0.5
        dripping.start()
        with pytest.raises(TimeoutError), BufferedReader(patient) as reader:
            reader.readline()
        over = True
        dripping.join()


def test_connections_beyond_what_fits_are_told_so_and_the_others_go_on(graph):
    with served(graph) as (port, _), ExitStack() as stack:
        first = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        first.request("GET", ASK)
        assert first.getresponse().read()
        for _ in range(CONNECTIONS - 1):
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=600))

        def refused():
            with socket.create_connection(("127.0.0.1", port), timeout=600) as one_more:
                return one_more.recv(12) == b"HTTP/1.1 503"

        assert until(refused)
        first.request("GET", ASK)
        assert first.getresponse().status == 200
        first.close()
        stack.close()
        assert until(lambda: answered(port))


def answered(port):
    try:
        return get(port)[0].status == 200
    except (OSError, http.client.HTTPException):
        return False


def test_an_answer_of_too_many_bytes_is_not_sent(graph):
    workers = Workers(graph, Limits(length=100_000), number=1)
    try:
        with pytest.raises(TooMuchError, match="more than 100,000 bytes"):
            workers.ask("SELECT * { ?s ?p ?o }", "text/csv")
        assert workers.ask("SELECT * { ?s ?p ?o } LIMIT 9", "text/csv").body
    finally:
        workers.close()


def test_a_graph_whose_process_the_system_ended_is_loaded_again(graph):
    workers = Workers(graph, Limits(), number=1)
    try:
        before = workers.process
        os.kill(before, signal.SIGKILL)
        assert until(lambda: answers(workers))
        assert workers.process != before
    finally:
        workers.close()


def answers(workers):
    try:
        return workers.ask("ASK {}", "").body
    except TooMuchError:
        return False


def test_no_query_leaves_a_process_or_a_file_open(graph):
    workers = Workers(graph, Limits(), number=1)
    us, keeper = psutil.Process(), psutil.Process(workers.process)
    try:
        before = us.num_fds(), keeper.num_fds()
        for query in ("ASK {}", "nonsense", "SELECT * { ?s ?p ?o }") * 5:
            with pytest.raises(Exception) if query == "nonsense" else ExitStack():
                workers.ask(query, "")

        assert until(lambda: (us.num_fds(), keeper.num_fds()) == before)
        assert until(lambda: not keeper.children())
    finally:
        workers.close()
