"""The kind of a name by how it ends: 局 is of the government, 備忘錄 an agreement.

To add an ending: data/lexicon/relations_endings.txt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.folding import fold


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of names in order, and the kind (its number) of each ending, folded."""

    names: tuple[str, ...]
    endings: Mapping[str, int]

    def of(self, name: str) -> int:
        """Return the number of the kind that `name` is of by its longest ending, or -1."""
        folded = fold(name).rstrip("）)」”")
        for length in range(min(len(folded), 8), 0, -1):
            kind = self.endings.get(folded[-length:])
            if kind is not None:
                return kind
        # 香港科技大學（廣州）and 計劃（2026—2030年）end before the bracket.
        head, bracket, _ = folded.partition("（")
        return self.of(head) if bracket and head else -1


def read_kinds(rows: Iterable[str]) -> Kinds:
    """Return the kinds in `rows`, each a kind and its endings."""
    names: list[str] = []
    endings: dict[str, int] = {}
    for row in rows:
        name, *listed = row.split()
        names.append(name)
        for ending in listed:
            endings.setdefault(fold(ending).rstrip("）"), len(names) - 1)
    return Kinds(tuple(names), endings)
