"""Which articles tell one story: an agency's text that several papers print, whole or cut.

To judge otherwise what is alike, change SHINGLE, ALIKE, or what `sketch` leaves out; a graph keeps the
sketches, so that all its articles must be sketched in one way.
"""

import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extract.article import Article
from extract.folding import fold

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 5  # characters
ALIKE = 0.6  # share of shingles in common: unlike articles on one matter have less than 0.1
NEAR = 0.4  # articles that are compared at all; so low that none is missed
HASHES = 128
SCHEME = "affine32"  # of datasketch, named so that a later version gives the same sketches
SHORTEST = 60  # characters: what is shorter is alike by chance
BESIDE = re.compile(r"[\W_]+")
UNDATED = "~"  # after every date


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """An article as stories are found: its day, its identifier, the sketch of its text."""

    date: str
    id: str
    sketch: str


def told(article: Article) -> Told:
    """Return an article as `copies` compares it."""
    return Told(article.date, article.id, sketch(article.text))


def sketch(text: str) -> str:
    """Return a MinHash of a text's shingles of characters, in Base64; of a short text nothing.

    Script, punctuation, spaces and line breaks make no difference.
    """
    plain = BESIDE.sub("", fold(unicodedata.normalize("NFKC", text)))
    if len(plain) < SHORTEST:
        return ""
    shingles = {plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1)}
    hashed = _minhash()
    hashed.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(shingles)])
    # 16 bits tell hashes apart: that two differ and seem the same is one in 65,536.
    return b64encode(hashed.hashvalues.astype("<u2").tobytes()).decode("ascii")


def copies(articles: Iterable[Told]) -> dict[str, str]:
    """Return for each article that is a copy the identifier of the one that tells its story first.

    First is the earliest, and of one day the first by identifier. The order of `articles` makes no
    difference.
    """
    known = {one.id: one for one in articles if one.sketch}
    first = {id_: id_ for id_ in known}

    def root(id_: str) -> str:
        while first[id_] != id_:
            first[id_] = id_ = first[first[id_]]
        return id_

    for one, other in _alike(list(known.values())):
        ends = sorted((root(one), root(other)), key=lambda id_: (known[id_].date or UNDATED, id_))
        first[ends[1]] = ends[0]
    return {id_: root(id_) for id_ in sorted(known) if root(id_) != id_}


def _alike(articles: list[Told]) -> Iterable[tuple[str, str]]:
    from datasketch import MinHashLSH  # noqa: PLC0415  # takes half a second; most calls need none

    if len(articles) < 2:
        return
    index = MinHashLSH(threshold=NEAR, num_perm=HASHES)
    hashes = {one.id: _minhash(one.sketch) for one in articles}
    for id_, hashed in hashes.items():
        for other in index.query(hashed):
            if hashed.jaccard(hashes[other]) >= ALIKE:
                yield id_, other
        index.insert(id_, hashed)


def _minhash(values: str = "") -> "MinHash":
    from datasketch import MinHash  # noqa: PLC0415

    if not values:
        return MinHash(num_perm=HASHES, seed=1, scheme=SCHEME)
    hashes = np.frombuffer(b64decode(values), "<u2").astype(np.uint64)
    return MinHash(num_perm=HASHES, seed=1, hashvalues=hashes, scheme=SCHEME)
