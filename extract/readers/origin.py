"""A file to read, as it is named in messages, in ids and in articles."""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Origin:
    """A file: where it is, how messages name it, and what its articles have if they do not say.

    `id` is the id of its article, or what the ids of its articles begin with.
    """

    path: Path
    name: str
    id: str
    date: str = ""


def origin(path: Path, date: str, folder: Path | None = None) -> Origin:
    """Return `path` as an origin; ids begin with the name of `folder`, or of the file's own."""
    folder = folder or path.parent
    inside = path.relative_to(folder).with_suffix("")
    above = folder.resolve().name
    id = "/".join(part for part in (above, inside.as_posix()) if part)
    return Origin(path, plain(path.as_posix()), plain(id), date)


def plain(name: str) -> str:
    """Return a file's name on one line, in NFC, fit to be written as UTF-8."""
    whole = os.fsencode(name).decode("utf-8", "replace")
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "\ufffd", unicodedata.normalize("NFC", whole)
    )
