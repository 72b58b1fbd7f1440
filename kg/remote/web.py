"""Requests to a server that the user named, and to none that it names in turn.

To tell one more fault from the others, give it its words in `_exchange` or `Client.send`.
"""

import http.client
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlsplit

from extract.errors import InputError
from kg.remote.login import Login

PATIENCE = 60.0  # seconds without a byte after which a server is given up
LARGEST = 1 << 30  # bytes of a response
REDIRECTS = range(300, 400)
REFUSED = (401, 403)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server sent."""

    status: int
    headers: Message
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return self.status in range(200, 300)

    @property
    def media(self) -> str:
        """The media type, without what follows it."""
        return self.headers.get_content_type()

    @property
    def words(self) -> str:
        """What a person is told: the status, and the first line of the text, if it is text."""
        if self.media != "text/plain":
            return f"status {self.status}"
        lines = self.body.decode("utf-8", "replace").strip().splitlines()
        return lines[0][:300] if lines else f"status {self.status}"


class Client:
    """Sends requests as `login`, who may be nobody."""

    def __init__(self, login: Login | None = None, *, seconds: float = PATIENCE) -> None:
        self._login, self._seconds = login, seconds

    @property
    def logs_in(self) -> bool:
        """Whether there is a user to log in as."""
        return self._login is not None

    def send(self, method: str, url: str, *, body: bytes = b"", **headers: str) -> Response:
        """Return what the server at `url` answers, whatever its status; `content_type="…"` and so on.

        Raise InputError where nothing answers, too late, with a redirect, or for want of a login.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self._login and not self._login.knows(url):  # a server may not read a body before that
            self._login.learn(url, self._exchange("GET", url.partition("?")[0], b"", {}).headers)
        response = self._exchange(method, url, body, named)
        if response.status == 401 and self._login:
            self._login.learn(url, response.headers)  # its challenge was too old
            response = self._exchange(method, url, body, named)
        if response.status in REDIRECTS:
            elsewhere = response.headers.get("Location", "no address")
            raise InputError(
                url, f"it sends on to {elsewhere}", "name that address, if you trust it"
            )
        if response.status in REFUSED:
            fault = f"the server refuses ({response.status})"
            remedy = "give a user and a password that may do this: http://USER@… and GBAKG_PASSWORD"
            raise InputError(url, fault, remedy)
        return response

    def _exchange(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Response:
        parts = urlsplit(url)
        kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        own = self._login.headers(method, url) if self._login else {}
        connection = kinds[parts.scheme](parts.hostname or "", parts.port, timeout=self._seconds)
        try:
            connection.request(method, target, body or None, {**headers, **own})
            response = connection.getresponse()
            content = response.read(LARGEST + 1)
        except TimeoutError as error:
            fault = f"the server said nothing for {self._seconds:g} seconds"
            raise InputError(url, fault, "try again later, or ask for less") from error
        except (OSError, http.client.HTTPException) as error:
            fault = " ".join((getattr(error, "strerror", None) or str(error)).split()).lower()
            raise InputError(url, f"no answer ({fault})", "see whether the server runs") from error
        finally:
            connection.close()
        if len(content) > LARGEST:
            raise InputError(url, f"the answer has more than {LARGEST:,} bytes", "ask for less")
        return Response(response.status, response.headers, content)
