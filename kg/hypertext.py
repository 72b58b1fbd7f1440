"""HTML from nested calls, in which every text is escaped unless it is Markup already.

To make a page: `opening`, what `tag` returns, `CLOSING`. No script runs in it, nothing is loaded.
"""

import base64
from collections.abc import Iterable
from hashlib import sha256
from html import escape

CLOSING = "</body>\n</html>\n"


class Markup(str):
    """Text that is HTML, every part of it escaped where it had to be."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Return `text` as HTML that shows it; no address in it can be followed."""
    return text if isinstance(text, Markup) else Markup(escape(text).replace("://", "&#58;//"))


def joined(pieces: Iterable[str]) -> Markup:
    """Return `pieces` one after another, those that are no Markup escaped."""
    return Markup("".join(map(escaped, pieces)))


def tag(name: str, *children: str, **attributes: str | float | None) -> Markup:
    """Return an element: `tag("a", "河套", href="#a", class_="far")`; None leaves an attribute out.

    In the name of an attribute, _ stands for -, and at the end for nothing.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{joined(children)}</{name}>")


def opening(*, title: str, language: str, style: str) -> Markup:
    """Return a document up to the beginning of its body, with a policy that allows `style` alone."""
    policy = f"default-src 'none'; style-src {allowed(style)}; base-uri 'none'; form-action 'none'"
    return Markup(
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"{tag('title', title)}\n<style>{style}</style>\n</head>\n<body>\n"
    )


def allowed(text: str) -> str:
    """Return the source expression by which a policy allows exactly this script or style."""
    digest = sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
