"""What extracts, as one hash: results of another version, other data or models have another.

To have it tell one more thing apart: a folder in `FOLDERS`.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from extract import resources

FOLDERS = ("gazetteer", "lexicon", "rules", "models")


@cache
def fingerprint() -> str:
    """Return the SHA-256 of the code and the data that extraction reads."""
    whole = sha256()
    for path in _files():
        content = sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.name} {content}\n".encode())
    return whole.hexdigest()


def _files() -> Iterator[Path]:
    yield from sorted(Path(__file__).parent.rglob("*.py"))
    for folder in FOLDERS:
        yield from sorted(path for path in resources.path(folder).rglob("*") if path.is_file())
