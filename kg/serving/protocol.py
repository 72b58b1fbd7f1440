"""What an HTTP request asks, by the SPARQL 1.1 Protocol, and whether it may.

To allow one more way of asking, add it to `query_of`.
"""

from email.message import Message
from http import HTTPStatus
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
LONGEST = 1 << 20  # bytes of a request's body
NAMES = ("127.0.0.1", "localhost", "[::1]")  # what this machine calls itself


class Refusal(Exception):  # noqa: N818 - it is no error of ours
    """Why a request is not answered: the status, and words for who sent it."""

    def __init__(self, status: HTTPStatus, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


def require_own_host(headers: Message, port: int) -> None:
    """Refuse what a page of another site has sent, under a name of its own for this machine too."""
    own = {f"{name}:{port}" for name in NAMES} | ({*NAMES} if port == 80 else set())
    if headers.get("Host", "").lower() not in own:
        raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, f"ask http://127.0.0.1:{port}/")
    origin = headers.get("Origin")
    if origin is not None and origin.lower().removeprefix("http://") not in own:
        raise Refusal(HTTPStatus.FORBIDDEN, "pages of other sites may not ask")
    from_elsewhere = headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    if from_elsewhere and headers.get("Sec-Fetch-Mode") != "navigate":  # a link may lead here
        raise Refusal(HTTPStatus.FORBIDDEN, "pages of other sites may not ask")


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
