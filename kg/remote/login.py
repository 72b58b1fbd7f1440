"""Who asks: a user and a password, sent as the server asks for them, by Basic or Digest.

To log in another way, add its scheme to `Login.headers`.
"""

from base64 import b64encode
from email.message import Message
from urllib.parse import urlsplit
from urllib.request import (
    AbstractDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)


class Login:
    """A user, and what each address of a server said of how to log in there."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._passwords = HTTPPasswordMgrWithDefaultRealm()
        self._digest = AbstractDigestAuthHandler(self._passwords)
        self._challenges: dict[str, str] = {}

    def knows(self, url: str) -> bool:
        """Whether the address has been asked how to log in."""
        return _address(url) in self._challenges

    def learn(self, url: str, headers: Message) -> None:
        """Remember how the server wants to be told who asks, if at all."""
        self._challenges[_address(url)] = headers.get("WWW-Authenticate", "")

    def headers(self, method: str, url: str) -> dict[str, str]:
        """Return what tells the server who asks."""
        scheme, _, details = self._challenges.get(_address(url), "").partition(" ")
        if scheme.lower() == "basic":
            pair = f"{self._user}:{self._password}".encode()
            return {"Authorization": f"Basic {b64encode(pair).decode()}"}
        if scheme.lower() == "digest":
            self._passwords.add_password(None, url, self._user, self._password)
            challenge = parse_keqv_list(list(filter(None, parse_http_list(details))))
            answer = self._digest.get_authorization(Request(url, method=method), challenge)
            return {"Authorization": f"Digest {answer}"} if answer else {}
        return {}


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
