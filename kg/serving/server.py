"""The HTTP server: the endpoint at /sparql, the page and its files; loopback only.

To serve one more file of the page, add it to FILES.
"""

import json
import sys
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from extract.errors import InputError
from kg.questions import shipped_queries
from kg.serving.formats import NoSuchFormatError
from kg.serving.protocol import LONGEST, Refusal, query_of, require_own_host
from kg.serving.workers import Limits, TooMuchError, Workers
from ontology.names import PREFIXES

HOST = "127.0.0.1"
TEMPLATES = Path(__file__).parent.parent / "templates"
FILES = {
    "/": ("ask.html", "text/html"),
    "/ask.css": ("ask.css", "text/css"),
    "/ask.js": ("ask.js", "text/javascript"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
CUT = "Gbakg-Cut"  # header of an answer that is not whole: how many rows or triples are left


class Sent(NamedTuple):
    """A response: its status, media type, text and further headers."""

    status: HTTPStatus
    media: str
    text: str
    headers: Mapping[str, str] = {}


class Server(ThreadingHTTPServer):
    """Answers queries over the graph that its workers have open."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, workers: Workers, limits: Limits, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.workers, self.limits = workers, limits

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            raise  # noqa: PLE0704 - it is called where an error is handled

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        return f"http://{HOST}:{self.server_port}/"

    @cached_property
    def shipped(self) -> str:
        """What the page has to know, as JSON: queries, prefixes, limits."""
        queries = [
            {"name": one.name, "title": one.title, "text": one.text} for one in shipped_queries()
        ]
        limits = {"most": self.limits.most, "seconds": self.limits.seconds}
        return json.dumps({"queries": queries, "prefixes": PREFIXES, **limits}, ensure_ascii=False)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "gbakg", ""
    timeout = 30  # seconds that a client may be silent

    def do_GET(self) -> None:
        """Answer GET."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer HEAD, as GET without what it says."""
        self._answer()

    def do_POST(self) -> None:
        """Answer POST."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what is asked is nobody's business."""

    def _answer(self) -> None:
        try:
            require_own_host(self.headers, self.server.server_port)
            sent = self._sent()
        except Refusal as refusal:
            self.close_connection = True  # the body may be unread
            sent = Sent(refusal.status, "text/plain", refusal.words + "\n")
        body = sent.text.encode()
        self.send_response(sent.status)
        for name, value in {**ALWAYS, **sent.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{sent.media}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _sent(self) -> Sent:
        address = urlsplit(self.path)
        if address.path == "/sparql":
            body = self._body() if self.command == "POST" else b""
            kind = self.headers.get("Content-Type", "")
            text = query_of(self.command, address.query, kind, body)
            return self._found(text, ",".join(self.headers.get_all("Accept", [])))
        if self.command == "POST":
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "ask /sparql")
        if address.path == "/shipped.json":
            return Sent(HTTPStatus.OK, "application/json", self.server.shipped)
        if address.path in FILES:
            name, media = FILES[address.path]
            return Sent(HTTPStatus.OK, media, (TEMPLATES / name).read_text("utf-8"))
        raise Refusal(HTTPStatus.NOT_FOUND, "there is / and /sparql")

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "say how long the query is: Content-Length")
        if int(length) > LONGEST:
            fault = f"a request may have {LONGEST:,} bytes"
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, fault)
        return self.rfile.read(int(length))

    def _found(self, text: str, accept: str) -> Sent:
        try:
            reply = self.server.workers.ask(text, accept)
        except InputError as error:
            return Sent(HTTPStatus.BAD_REQUEST, "text/plain", f"{error}\n")
        except NoSuchFormatError as error:
            return Sent(HTTPStatus.NOT_ACCEPTABLE, "text/plain", f"{error}\n")
        except TooMuchError as error:
            return Sent(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", f"{error}\n")
        headers = {"Vary": "Accept"} | ({CUT: str(self.server.limits.most)} if reply.cut else {})
        return Sent(HTTPStatus.OK, reply.media, reply.body, headers)
