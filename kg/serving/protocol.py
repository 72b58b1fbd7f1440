"""What an HTTP request asks, by the SPARQL 1.1 Protocol, and whether it may.

To allow one more way of asking, add it to `query_of`.
"""

from base64 import b64decode
from collections.abc import Mapping
from email.message import Message
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
LONGEST = 1 << 20  # bytes of a request's body
NAMES = ("127.0.0.1", "localhost", "[::1]")  # what this machine calls itself
ASKING = {"WWW-Authenticate": 'Basic realm="gbakg", charset="UTF-8"'}  # which browsers know too


class Refusal(Exception):  # noqa: N818 - it is no error of ours
    """Why a request is not answered: the status, words for who sent it, further headers."""

    def __init__(
        self, status: HTTPStatus, words: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(words)
        self.status, self.words, self.headers = status, words, headers or {}


def require_token(headers: Message, token: str) -> None:
    """Refuse who does not send `token`, as a Bearer or as the password of whatever user."""
    scheme, _, given = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = b64decode(given, validate=True).decode().partition(":")[2]
        except ValueError:
            given = ""
    elif scheme.lower() != "bearer":
        given = ""
    if not compare_digest(given.strip().encode(errors="replace"), token.encode()):
        raise Refusal(HTTPStatus.UNAUTHORIZED, "send the token that gbakg serve said", ASKING)


def require_own_host(headers: Message, port: int, *, any_name: bool = False) -> None:
    """Refuse what a page of another site has sent, under a name of its own for this machine too.

    With `any_name`, which only a token makes safe, whatever name is asked is this machine's.
    """
    hosts = [host.lower() for host in headers.get_all("Host", [])]
    if len(hosts) != 1:
        raise Refusal(HTTPStatus.BAD_REQUEST, "name one Host")
    own = {f"{name}:{port}" for name in NAMES} | ({*NAMES} if port == 80 else set())
    if any_name:
        own = {*hosts} - {""}
    if hosts[0] not in own:
        raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, f"ask http://127.0.0.1:{port}/")
    origin = headers.get("Origin")
    if origin is not None and origin.lower().partition("://")[2] not in own:
        raise Refusal(HTTPStatus.FORBIDDEN, "pages of other sites may not ask")
    from_elsewhere = headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    if from_elsewhere and headers.get("Sec-Fetch-Mode") != "navigate":  # a link may lead here
        raise Refusal(HTTPStatus.FORBIDDEN, "pages of other sites may not ask")


def length_of(method: str, headers: Message) -> int:
    """Return how many bytes follow the headers; refuse what leaves that open, and too much."""
    lengths = headers.get_all("Content-Length", ["0"] if method != "POST" else [])
    if "Transfer-Encoding" in headers or len(lengths) != 1:
        raise Refusal(HTTPStatus.LENGTH_REQUIRED, "say how long the query is: Content-Length")
    [length] = lengths
    if not (length.isascii() and length.isdigit()):
        raise Refusal(HTTPStatus.LENGTH_REQUIRED, "say how long the query is: Content-Length")
    if len(length) > 9 or int(length) > (LONGEST if method == "POST" else 0):
        fault = f"a query may have {LONGEST:,} bytes, sent by POST"
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, fault)
    return int(length)


def query_of(method: str, asked: str, content_type: str, body: bytes) -> str:
    """Return the query of a request: `asked` is what its address has after the question mark."""
    fields = _fields(asked)
    kind = content_type.partition(";")[0].strip().lower()
    if method == "POST" and kind == FORM:
        fields += _fields(_text(body))
    elif method == "POST" and kind == QUERY:
        fields.append(("query", _text(body)))
    elif method == "POST":
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {FORM} or {QUERY}")
    names = [name for name, _ in fields]
    if "update" in names:
        raise Refusal(HTTPStatus.FORBIDDEN, "this endpoint is read-only")
    if {"default-graph-uri", "named-graph-uri"} & set(names):
        raise Refusal(HTTPStatus.BAD_REQUEST, "name graphs in the query, with FROM")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise Refusal(HTTPStatus.BAD_REQUEST, "give one query")
    return queries[0]


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "this is not a form in UTF-8") from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "the query is not UTF-8") from error
