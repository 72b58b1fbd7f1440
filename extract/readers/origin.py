"""A file to read, as it is named in messages, in ids and in articles."""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

DOUBLE = ".tar.gz"  # a suffix of two parts
ABOUT = frozenset(("README", "SOURCES", "LICENSE", "NOTICE", "CHANGELOG", "CONTRIBUTING"))
P = TypeVar("P", bound=PurePath)


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
    inside = stem_of(path.relative_to(folder))
    above = folder.resolve().name
    id = "/".join(part for part in (above, inside.as_posix()) if part)
    return Origin(path, plain(path.as_posix()), plain(id), date)


def suffix_of(path: PurePath) -> str:
    """Return the suffix by which a reader is chosen, in small letters."""
    return DOUBLE if path.name.lower().endswith(DOUBLE) else path.suffix.lower()


def stem_of(path: P) -> P:
    """Return `path` without the suffix by which a reader is chosen."""
    suffix = suffix_of(path)
    return path.with_name(path.name[: -len(suffix)]) if suffix else path


def speaks_of_its_folder(name: str) -> bool:
    """Tell whether a file found in a folder is hidden, or about the folder: no article."""
    return name.startswith(".") or name.split(".", maxsplit=1)[0] in ABOUT


def plain(name: str) -> str:
    """Return a file's name on one line, in NFC, fit to be written as UTF-8."""
    whole = os.fsencode(name).decode("utf-8", "replace")
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "\ufffd", unicodedata.normalize("NFC", whole)
    )
