"""What HTML and Markdown say in plain text, and what a page's head says of its article.

To read one more tag of the head: `field_named` knows the names of fields; `META` those of <meta>.
"""

import html
import re
from collections.abc import Mapping
from html.parser import HTMLParser

from extract.readers.fields import day_of, field_named

BLOCKS = re.compile(
    "address|article|aside|blockquote|br|d[dlt]|div|fig(ure|caption)|footer|h[1-6r]|header|li|main|nav"
    "|[ou]l|p|pre|section|table|tr"
)
UNSEEN = frozenset(("script", "style", "template", "noscript"))
META = ("property", "name", "itemprop")
CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I)

# Each mark is looked for up to the next of its kind, so that a file of nothing but marks is read in
# one pass.
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
FRONT_FIELD = re.compile(r"^(\w+)[ \t]*:(.*)$", re.MULTILINE)
HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?=[ \t])(.*)$", re.MULTILINE)
TITLE = re.compile(r"^[ \t]{0,3}#(?=[ \t])(.*)$", re.MULTILINE)
MARKDOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE), "• "),
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]*>"), ""),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.{1,200}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![A-Za-z0-9*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~-])"), r"\1"),
)


DECLARATION = re.compile(r"<[!?][^<>]*>")
NO_TAG = re.compile(r"<(?![^<>]*>)")


class _Text(HTMLParser):
    """Collects the text of markup, a line a block, and the fields of its <meta> tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.fields: dict[str, str] = {}
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif BLOCKS.fullmatch(tag):
            self.pieces.append("\n")
        elif tag == "meta":
            said = dict(attrs)
            name = next((said[key] for key in META if said.get(key)), None) or ""
            field = field_named(name)
            if field in ("title", "source", "author", "date") and said.get("content"):
                self.fields.setdefault(field, (said["content"] or "").strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif BLOCKS.fullmatch(tag):
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))


def plain_html(markup: str) -> str:
    """Return the text of `markup`, one line a block."""
    parser = _Text()
    parser.feed(_tidy(markup))
    parser.close()
    lines = (line.strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _tidy(markup: str) -> str:
    """Return `markup` with tags alone: Python's parser searches the whole page for each other <."""
    return NO_TAG.sub("&lt;", DECLARATION.sub("", _without_comments(markup)))


def _without_comments(markup: str) -> str:
    """Return `markup` without comments; one that is not closed goes on to the end."""
    pieces, at = [], 0
    while (start := markup.find("<!--", at)) >= 0:
        pieces.append(markup[at:start])
        end = markup.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(markup)
    return "".join((*pieces, markup[at:]))


def page_fields(markup: str) -> Mapping[str, str]:
    """Return title, source, author and day that the <meta> tags of a page give its article."""
    parser = _Text()
    parser.feed(_tidy(markup))
    parser.close()
    fields = parser.fields
    return fields | {"date": day_of(fields["date"])} if "date" in fields else fields


def declared_encoding(data: bytes) -> str:
    """Return the encoding that the head of a page or of XML declares, or an empty string."""
    found = CHARSET.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    # What pages call by these names is in truth their larger sets.
    return {"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)


def _heading(found: re.Match[str]) -> str:
    return found[1].strip(" \t").rstrip("#").rstrip(" \t")


def plain_markdown(text: str) -> tuple[str, Mapping[str, str]]:
    """Return the text of Markdown without its marks, and the fields of its front matter."""
    front = FRONT_MATTER.match(text)
    rest = text[front.end() :] if front else text
    fields = {}
    for name, value in FRONT_FIELD.findall(front[1]) if front else ():
        if field := field_named(name):
            fields[field] = value.strip().strip("\"'")
    title = TITLE.search(rest)
    if title and "title" not in fields:
        fields["title"] = _heading(title)
    rest = HEADING.sub(_heading, _without_comments(rest))
    for pattern, plain in MARKDOWN:
        rest = pattern.sub(plain, rest)
    if fields.get("date"):
        fields["date"] = day_of(fields["date"])
    return html.unescape(rest).strip(), fields
