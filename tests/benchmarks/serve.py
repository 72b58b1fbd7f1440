"""How long a short query waits while clients ask for the impossible, without a pause.

To try another query as the hostile one, give --slow; the server is `gbakg serve` as users start it.
"""

import argparse
import http.client
import os
import subprocess
import sys
import time
import urllib.parse
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GOOD = 'SELECT ?x { ?x skos:prefLabel "香港"@zh-Hant }'


def ask(port: int, query: str) -> tuple[int, float]:
    """Return the status of the answer to a query, and the seconds that it took to come."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", "/sparql?" + urllib.parse.urlencode({"query": query}))
        response = connection.getresponse()
        response.read()
        return response.status, time.perf_counter() - started
    finally:
        connection.close()


def besiege(
    port: int, *, clients: int, seconds: float, slow: str = SLOW
) -> tuple[list[tuple[int, float]], Counter[int]]:
    """Return what a good client got while so many others asked `slow`, and what those got."""
    over, hostile = Event(), Counter[int]()

    def press() -> None:
        while not over.is_set():
            with suppress(OSError, http.client.HTTPException):
                hostile[ask(port, slow)[0]] += 1

    for _ in range(clients):
        Thread(target=press, daemon=True).start()
    good, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        good.append(ask(port, GOOD))
        time.sleep(0.05)
    over.set()
    return good, hostile


def p95(good: list[tuple[int, float]]) -> float:
    """Return the seconds within which 95 of 100 good queries were answered."""
    taken = sorted(seconds for _, seconds in good)
    return taken[int(0.95 * (len(taken) - 1))]


def main() -> None:
    """Start a server, besiege it, print what the good client got."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--slow", default=SLOW)
    options = parser.parse_args()
    command = [sys.executable, "-m", "kg.cli", "serve", str(options.graph), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline().rstrip("/\n").rpartition(":")[2])
        good, hostile = besiege(
            port, clients=options.clients, seconds=options.seconds, slow=options.slow
        )
        server.terminate()
    statuses = Counter(status for status, _ in good)
    taken = sorted(seconds for _, seconds in good)
    load = os.getloadavg()[0]
    print(f"{options.clients} hostile clients, {options.seconds:g} s, load {load:.1f}")
    print(f"good: {len(good)} queries, {dict(statuses)}, hostile: {dict(hostile)}")
    print(f"p50 {taken[len(taken) // 2]:.3f} s  p95 {p95(good):.3f} s  most {taken[-1]:.3f} s")


if __name__ == "__main__":
    main()
