"""Which types each relation may join, read from data/rules/relations/ends.toml.

To add a relation: declare its ends there, then write rules that see it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ends:
    """The pairs of types that a relation may join, and whether it holds in both directions."""

    pairs: frozenset[tuple[str, str]]
    symmetric: bool = False

    @property
    def subjects(self) -> frozenset[str]:
        """The types that may be its subject."""
        return frozenset(subject for subject, _ in self.pairs)

    @property
    def objects(self) -> frozenset[str]:
        """The types that may be its object."""
        return frozenset(object_ for _, object_ in self.pairs)


def read_ends(path: Path) -> Mapping[str, Ends]:
    """Return the ends of each relation declared in `path`, in the file's order."""
    ends = {}
    for relation, row in tomllib.loads(path.read_text("utf-8")).items():
        pairs = {(s, o) for s in row.get("subject", ()) for o in row.get("object", ())}
        pairs |= {(s, o) for s, o in row.get("pairs", ())}
        pairs -= {(s, o) for s, o in row.get("never", ())}
        ends[relation] = Ends(frozenset(pairs), row.get("symmetric", False))
    return ends
