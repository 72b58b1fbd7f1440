"""Where a server listens: its addresses for queries, updates and named graphs.

To know one more kind of server by its address alone, add its row to LAYOUTS.
"""

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from extract.errors import InputError
from kg.remote.login import Login
from kg.remote.web import Client

SCHEMES = ("http", "https")
PASSWORD = "GBAKG_PASSWORD"  # the variable of the environment that may hold one
FORM = "application/x-www-form-urlencoded"
RESULTS = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a server, and what asks it for all of its named graphs taken together."""

    query: str
    update: str
    graphs: str
    union: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a kind of server has them, below its own address, and whether one logs in there."""

    query: str
    update: str
    graphs: str
    union: tuple[tuple[str, str], ...] = ()
    login: bool = False

    def at(self, base: str) -> Endpoint:
        """Return the addresses of a server of this kind."""
        query, update, graphs = (f"{base}/{one}" for one in (self.query, self.update, self.graphs))
        return Endpoint(query, update, graphs, self.union)


LAYOUTS = (
    Layout("query", "update", "store", union=(("union-default-graph", "true"),)),  # Oxigraph
    Layout("sparql-auth", "sparql-auth", "sparql-graph-crud-auth", login=True),  # Virtuoso
    Layout("sparql", "sparql", "sparql-graph-crud"),  # Virtuoso, where anyone may
)


def connect(text: str) -> tuple[Client, Endpoint]:
    """Return what asks the server that `text` names, and its addresses.

    `text` is the server's address, from which the others follow if it is of a kind in LAYOUTS, or
    three: of queries, updates and named graphs. Raise InputError where no such server answers.
    """
    addresses, logins = zip(*(_without_login(address) for address in text.split()), strict=True)
    client = Client(next(filter(None, logins), None))
    if len(addresses) == 3:
        return client, Endpoint(*addresses)
    if len(addresses) != 1:
        remedy = "give one address, or three in quotes: of queries, updates and graphs"
        raise InputError(" ".join(addresses), f"these are {len(addresses)} addresses", remedy)
    [address] = addresses
    layouts = [layout for layout in LAYOUTS if client.logs_in or not layout.login]
    for layout in layouts:
        endpoint = layout.at(address.removesuffix("/").removesuffix(f"/{layout.query}"))
        if _answers(client, endpoint.query):
            return client, endpoint
    asked = ", ".join(f"/{layout.query}" for layout in layouts)
    remedy = "give its three addresses in quotes: of queries, updates and graphs"
    raise InputError(address, f"no SPARQL is answered at {asked}", remedy)


def _answers(client: Client, query: str) -> bool:
    body = urlencode({"query": "ASK {}"}).encode()
    response = client.send("POST", query, body=body, content_type=FORM, accept=RESULTS)
    return response.ok and response.media == RESULTS


def _without_login(address: str) -> tuple[str, Login | None]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InputError("--store", f"this is no address ({error})", "give http://…") from error
    if parts.scheme not in SCHEMES or not host or parts.query or parts.fragment:
        shown = address.rpartition("@")[2]
        raise InputError(shown, "this is no address of a server", "give http://HOST:PORT/…")
    named = f"[{host}]" if ":" in host else host.encode("idna").decode()
    netloc = named + (f":{port}" if port else "")
    login = None
    if parts.username:
        password = unquote(parts.password) if parts.password else os.environ.get(PASSWORD, "")
        login = Login(unquote(parts.username), password)
    return urlunsplit((parts.scheme, netloc, parts.path, "", "")), login
