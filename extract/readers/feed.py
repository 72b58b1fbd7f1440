"""Read XML: the items of an RSS or Atom feed, or the articles of an archive, one by one.

To read items of another name: `ITEMS`; what their parts are called: `NAMES` of fields.py.
"""

from collections.abc import Iterator
from typing import NoReturn
from xml.parsers import expat

from extract.article import Article
from extract.errors import InputError
from extract.readers.fields import article_of, day_of, field_named
from extract.readers.markup import declared_encoding, plain_html
from extract.readers.origin import Origin

ITEMS = frozenset(("item", "entry", "article", "doc", "news"))
SUMMARIES = ("description", "summary")  # the text of an item that has no other
SHAPE = "give RSS, Atom, or <article> elements with <title>, <date> and <text>"
PIECE = 1 << 16
DEEPEST = 200  # elements within elements
# What expat cannot read by itself is decoded before it.
NATIVE = ("", "utf-8", "utf-16", "us-ascii", "ascii")


class _Items:
    """Collects fields while expat reads; `done` holds the items that are complete.

    No entity is ever expanded: a document that declares one is refused.
    """

    def __init__(self, origin: Origin) -> None:
        self.done: list[dict[str, str]] = []
        self.channel: dict[str, str] = {}
        self._name = origin.name
        self._path: list[str] = []
        self._text: list[str] = []
        self._item: dict[str, str] | None = None
        self._inside = 0  # depth of the item, and of the field that is being read
        self._field = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(_local(name))
        if len(self._path) > DEEPEST:
            raise InputError(self._name, "the XML is nested beyond use", SHAPE)
        if self._field:
            self._text.append("\n" if _local(name) in ("p", "br", "div") else "")
        elif self._item is None and _local(name) in ITEMS:
            self._item, self._inside = {}, len(self._path)
        elif len(self._path) == self._inside + 1 or self._item is None:
            self._field, self._text = len(self._path), []
            if self._item is None and not field_named(_local(name)):
                self._field = 0

    def characters(self, data: str) -> None:
        if self._field:
            self._text.append(data)

    def end(self, name: str) -> None:
        if len(self._path) == self._field:
            self._keep(_local(name), "".join(self._text).strip())
            self._field = 0
        elif self._item is not None and len(self._path) == self._inside:
            self.done.append(self._item)
            self._item, self._inside = None, 0
        self._path.pop()

    def refuse(self, *_: object) -> NoReturn:
        raise InputError(self._name, "the XML declares entities", "take its <!ENTITY …> out")

    def _keep(self, name: str, value: str) -> None:
        field = name if name in SUMMARIES else field_named(name)
        if self._item is None:
            self.channel.setdefault(field, value)
        # A feed's content:encoded says more than an element that merely comes before it.
        elif field and len(value) > len(self._item.get(field, "")):
            self._item[field] = value


def read_feed(origin: Origin) -> Iterator[Article | InputError]:
    """Yield the article of each item, or what is wrong with it; a feed's title is their source."""
    number = 0
    for number, (item, channel) in enumerate(_items(origin), 1):
        text = item.get("text") or item.get("description") or item.get("summary") or ""
        fields = {
            "id": item.get("id", ""),
            "text": plain_html(text) if "<" in text else text,
            "title": plain_html(item.get("title", "")),
            "source": item.get("source") or channel.get("title", ""),
            "author": item.get("author", ""),
            "date": day_of(item.get("date", "")),
        }
        place = f"{origin.name}, item {number}"
        try:
            yield article_of(fields, origin, number=number, place=place, shape=SHAPE)
        except InputError as error:
            yield error
    if not number:
        yield InputError(origin.name, "there is no item in this XML", SHAPE)


def _items(origin: Origin) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    found = _Items(origin)
    with origin.path.open("rb") as file:
        encoding = declared_encoding(file.read(1024))
        file.seek(0)
        parser = expat.ParserCreate(None if encoding in NATIVE else "utf-8", " ")
        parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
        parser.CharacterDataHandler = found.characters
        parser.EntityDeclHandler = found.refuse
        try:
            if encoding in NATIVE:
                while piece := file.read(PIECE):
                    parser.Parse(piece, False)
                    while found.done:
                        yield found.done.pop(0), found.channel
            else:
                parser.Parse(file.read().decode(encoding).encode(), False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            place = f"{origin.name}, line {error.lineno}"
            fault = f"this is not XML ({expat.ErrorString(error.code)})"
            raise InputError(place, fault, "correct the XML") from error
        except (UnicodeDecodeError, LookupError) as error:
            fault = f"the text is not {encoding}, as it says"
            raise InputError(origin.name, fault, "save it as UTF-8") from error
        for item in found.done:
            yield item, found.channel


def _local(name: str) -> str:
    return name.rpartition(" ")[2].casefold()
