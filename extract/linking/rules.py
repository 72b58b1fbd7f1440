"""The words that linking goes by, as data/rules/linking.toml gives them.

To add a wording of a declaration or a prefix: a word in that file.
"""

import tomllib
from dataclasses import dataclass

from extract import resources
from extract.folding import fold


@dataclass(frozen=True, slots=True)
class LinkingRules:
    """Word lists of linking, all folded to Simplified."""

    declarations: tuple[str, ...]
    prefixes: tuple[str, ...]
    place_suffixes: tuple[str, ...]
    industry_suffixes: tuple[str, ...]
    industries_kept: frozenset[str]


def load_linking_rules() -> LinkingRules:
    """Return the rules that ship with the package."""
    table = tomllib.loads(resources.path("rules/linking.toml").read_text("utf-8"))

    def words(key: str) -> tuple[str, ...]:
        return tuple(sorted(map(fold, table[key]), key=len, reverse=True))

    return LinkingRules(
        declarations=words("declarations"),
        prefixes=words("prefixes"),
        place_suffixes=words("place_suffixes"),
        industry_suffixes=words("industry_suffixes"),
        industries_kept=frozenset(words("industries_kept")),
    )
