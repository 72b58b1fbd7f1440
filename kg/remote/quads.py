"""Articles' facts on a server: queries go to its endpoint, each article whole to its graph store.

To use another protocol for a step, change `answer` or `change` and keep what they promise.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from extract.errors import InputError
from kg.nquads import ntriples
from kg.query import Answer, Rows, Triples, YesOrNo, checked, plain
from kg.remote.endpoint import FORM, RESULTS, Endpoint
from kg.remote.web import Client, Response
from kg.store import Renaming, renaming
from kg.terms import Triple, from_oxigraph
from ontology.names import ONTOLOGY, PREFIXES

FORM_OF_QUERY = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
TRIPLES = "application/n-triples"
LINE = re.compile(r"\bline (\d+)|\bat (\d+):\d+")
YES = "__ASK_RETVAL"  # the variable by which Virtuoso says yes in a format that has a word for it
CUT = "X-SPARQL-MaxRows"  # Virtuoso's header of an answer that it cut
LAST = ONTOLOGY + "textHash"  # without it an article does not count as being in


class Remote:
    """What a server holds."""

    def __init__(self, client: Client, endpoint: Endpoint) -> None:
        self._client, self._endpoint = client, endpoint

    def answer(self, text: str, *, where: str = "query") -> Answer:
        """Return what the server answers, its named graphs taken together, as `run_query` does."""
        bare = checked(text, where)
        form = FORM_OF_QUERY.search(bare.text)
        triples = form is not None and form[1].upper() in ("CONSTRUCT", "DESCRIBE")
        fields = [("query", _with_prefixes(text, bare.text))]
        fields += () if bare.names_graphs else self._endpoint.union
        accept = TRIPLES if triples else RESULTS
        response = self._client.send(
            "POST",
            self._endpoint.query,
            body=urlencode(fields).encode(),
            content_type=FORM,
            accept=accept,
        )
        if not response.ok:
            raise _refusal(response, where)
        if CUT in response.headers:
            fault = f"the server cut its answer after {response.headers[CUT]} rows"
            raise InputError(self._endpoint.query, fault, "ask for less, or let it give more")
        try:
            return _triples(response.body) if triples else _rows(response.body)
        except (SyntaxError, ValueError) as error:
            fault = f"its answer is not {accept} ({error})"
            raise InputError(self._endpoint.query, fault, "see what server that is") from error

    def change(
        self,
        dropped: Iterable[str],
        renamed: Sequence[Renaming],
        added: Mapping[str, Iterable[Triple]],
    ) -> None:
        """Make a change, each article whole or not at all; broken off, the same change ends it."""
        if renamed:
            update = " ;\n".join(renaming(one) for one in renamed)
            body = urlencode({"update": update}).encode()
            self._send("POST", self._endpoint.update, body, FORM)
        for graph in sorted(dropped):
            if graph in added:
                lines = sorted(added[graph], key=lambda triple: triple[1] == LAST)
                body = "".join(map(_line, lines)).encode()
                self._send("PUT", self._graph(graph), body, TRIPLES)
            else:
                self._send("DELETE", self._graph(graph), b"", TRIPLES)

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    def _graph(self, iri: str) -> str:
        return f"{self._endpoint.graphs}?graph={quote(iri, safe='')}"

    def _send(self, method: str, url: str, body: bytes, media: str) -> None:
        response = self._client.send(method, url, body=body, content_type=media)
        if not response.ok and not (method == "DELETE" and response.status == 404):
            remedy = "see the server's own messages, and whether this user may write there"
            raise InputError(url, f"the server did not do it ({response.words})", remedy)


def _with_prefixes(text: str, bare: str) -> str:
    """Return a query with the prefixes that it does not declare, on as many lines."""
    known = {name.lower() for name in re.findall(r"\bPREFIX\s+([\w-]*)\s*:", bare, re.IGNORECASE)}
    lacking = (f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if name not in known)
    return "".join(lacking) + text


def _refusal(response: Response, where: str) -> InputError:
    if response.status >= 500:
        return InputError(where, f"the server failed ({response.words})", "ask for less, or later")
    at = LINE.search(response.words)
    line = f", line {at[1] or at[2]}" if at else ""
    return InputError(f"{where}{line}", response.words, "correct the query")


def _rows(body: bytes) -> Answer:
    answer = plain(ox.parse_query_results(body, ox.QueryResultsFormat.JSON))
    if isinstance(answer, Rows) and answer.variables == (YES,):
        return YesOrNo(bool(answer.rows))
    return answer


def _triples(body: bytes) -> Triples:
    found = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
    return Triples(
        tuple(
            (str(from_oxigraph(q.subject)), q.predicate.value, from_oxigraph(q.object))
            for q in found
        )
    )


def _line(triple: Triple) -> str:
    return " ".join(map(ntriples, triple)) + " .\n"
