"""The HTTP server: the endpoint at /sparql, the page and its files; loopback, or with a token elsewhere.

To serve one more file of the page, add it to FILES; one more page that a build leaves, to BUILT.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from math import ceil
from pathlib import Path
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from extract.errors import InputError
from kg.anchors import ARTICLES, EXPLORER, REPORT
from kg.questions import shipped_queries
from kg.serving.formats import NoSuchFormatError
from kg.serving.keeper import Limits, TooMuchError
from kg.serving.protocol import Refusal, length_of, query_of, require_own_host, require_token
from kg.serving.reading import Patient
from kg.serving.workers import Workers
from ontology.names import PREFIXES

HOST = "127.0.0.1"
CONNECTIONS = 256  # at a time; each costs a thread
FULL = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TEMPLATES = Path(__file__).parent.parent / "templates"
FILES = {
    "/": ("ask.html", "text/html"),
    "/ask.css": ("ask.css", "text/css"),
    "/ask.js": ("ask.js", "text/javascript"),
    "/ask_graph.js": ("ask_graph.js", "text/javascript"),
}
BUILT = {EXPLORER: "Graph 圖", REPORT: "Report 報告", ARTICLES: "Articles 文章"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# What a build leaves says itself what it may do; as its own origin it cannot ask the endpoint.
BUILT_POLICY = "sandbox allow-scripts allow-downloads allow-modals; frame-ancestors 'none'"
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
CUT = "Gbakg-Cut"  # header of an answer that is not whole: how many rows or triples are left


class Sent(NamedTuple):
    """A response: its status, media type, bytes and further headers."""

    status: HTTPStatus
    media: str
    body: bytes
    headers: Mapping[str, str] = {}


def words(status: HTTPStatus, text: str, headers: Mapping[str, str] | None = None) -> Sent:
    """Return a response that says why there is no answer."""
    return Sent(status, "text/plain", f"{text}\n".encode(), headers or {})


class Server(ThreadingHTTPServer):
    """Answers queries over the graph that its workers have open.

    With a `token`, only who sends it is answered, under whatever name this machine is asked. The
    pages of a build are those in the folder `built`.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        workers: Workers,
        limits: Limits,
        port: int,
        *,
        host: str = HOST,
        token: str = "",
        built: Path | None = None,
    ) -> None:
        self.address_family = AF_INET6 if ":" in host else AF_INET
        super().__init__((host, port), Handler)
        self.workers, self.limits, self.token, self._built = workers, limits, token, built
        self._places = BoundedSemaphore(CONNECTIONS)

    def server_bind(self) -> None:
        """Bind, without asking anybody for this machine's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread where one is left."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        with suppress(OSError):
            request.setblocking(False)
            request.send(FULL)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and leave the place to another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            raise  # noqa: PLE0704 - it is called where an error is handled

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        host = str(self.server_address[0])
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}/"

    @property
    def built(self) -> dict[str, Path]:
        """The pages of a build that are there now, by their addresses."""
        folder = self._built
        paths = {f"/{name}": folder / name for name in BUILT} if folder else {}
        return {address: path for address, path in paths.items() if path.is_file()}

    @cached_property
    def shipped(self) -> bytes:
        """What the page has to know, as JSON: queries, prefixes, limits, other pages."""
        queries = [
            {"name": one.name, "title": one.title, "text": one.text} for one in shipped_queries()
        ]
        limits = {"most": self.limits.most, "seconds": self.limits.seconds}
        pages = [{"address": one, "title": BUILT[path.name]} for one, path in self.built.items()]
        about = {"queries": queries, "prefixes": PREFIXES, "pages": pages, **limits}
        return json.dumps(about, ensure_ascii=False).encode()


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

    def setup(self) -> None:
        """Read only as long as a request may take to come."""
        super().setup()
        self._patient = Patient(self.connection)
        self.rfile = BufferedReader(self._patient)

    def handle_one_request(self) -> None:
        """Wait for a request, and answer it."""
        self._patient.until = monotonic() + self.timeout
        super().handle_one_request()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say in plain words what is wrong with a request that cannot even be read."""
        self.close_connection = True
        self.request_version = self.protocol_version  # what it was may be unknown
        status = HTTPStatus(code)
        self._send(words(status, message or status.phrase))

    def _answer(self) -> None:
        server = self.server
        try:
            if server.token:
                require_token(self.headers, server.token)
            require_own_host(self.headers, server.server_port, any_name=bool(server.token))
            sent = self._sent(self.rfile.read(length_of(self.command, self.headers)))
        except Refusal as refusal:
            self.close_connection = True  # the body may be unread
            sent = words(refusal.status, refusal.words, refusal.headers)
        self._send(sent)

    def _send(self, sent: Sent) -> None:
        self.connection.settimeout(self.timeout)
        self.send_response(sent.status)
        for name, value in {**ALWAYS, **sent.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{sent.media}; charset=utf-8")
        self.send_header("Content-Length", str(len(sent.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(sent.body)

    def _sent(self, body: bytes) -> Sent:
        try:
            address = urlsplit(self.path)
        except ValueError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, "this is no address") from error
        if address.path == "/sparql":
            kind = self.headers.get("Content-Type", "")
            text = query_of(self.command, address.query, kind, body)
            return self._found(text, ",".join(self.headers.get_all("Accept", [])))
        if self.command == "POST":
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "ask /sparql", {"Allow": "GET, HEAD"})
        if address.path == "/shipped.json":
            return Sent(HTTPStatus.OK, "application/json", self.server.shipped)
        if address.path in FILES:
            name, media = FILES[address.path]
            return Sent(HTTPStatus.OK, media, (TEMPLATES / name).read_bytes())
        if page := self.server.built.get(address.path):
            headers = {"Content-Security-Policy": BUILT_POLICY}
            return Sent(HTTPStatus.OK, "text/html", page.read_bytes(), headers)
        raise Refusal(HTTPStatus.NOT_FOUND, "there is / and /sparql")

    def _found(self, text: str, accept: str) -> Sent:
        try:
            reply = self.server.workers.ask(text, accept)
        except InputError as error:
            return words(HTTPStatus.BAD_REQUEST, str(error))
        except NoSuchFormatError as error:
            return words(HTTPStatus.NOT_ACCEPTABLE, str(error))
        except TooMuchError as error:
            later = {"Retry-After": str(ceil(self.server.limits.seconds))}
            return words(HTTPStatus.SERVICE_UNAVAILABLE, str(error), later)
        headers = {"Vary": "Accept"} | ({CUT: str(self.server.limits.most)} if reply.cut else {})
        return Sent(HTTPStatus.OK, reply.media, reply.body, headers)
