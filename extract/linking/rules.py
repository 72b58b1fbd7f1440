"""The words that linking goes by, as data/rules/linking.toml gives them.

To add a wording of a declaration or a prefix: a word in that file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from extract import resources
from extract.dates import DateWords, load_date_words
from extract.folding import fold


@dataclass(frozen=True, slots=True)
class LinkingRules:
    """Word lists of linking, all folded to Simplified, longer words first; values as written."""

    declarations: tuple[str, ...]
    own_words: tuple[str, ...]
    legal_endings: tuple[str, ...]
    departments: tuple[str, ...]
    bodies: tuple[str, ...]
    place_endings: tuple[str, ...]
    industry_endings: tuple[str, ...]
    industries_kept: tuple[str, ...]
    kept_in_persons: tuple[str, ...]
    prefixes: Mapping[str, tuple[str, ...]]
    local: Mapping[str, tuple[str, ...]]
    dates: DateWords


def load_linking_rules() -> LinkingRules:
    """Return the rules that ship with the package."""
    table = tomllib.loads(resources.path("rules/linking.toml").read_text("utf-8"))

    def words(key: str) -> tuple[str, ...]:
        return tuple(sorted(map(fold, table[key]), key=len, reverse=True))

    def mapping(key: str) -> dict[str, tuple[str, ...]]:
        rows = sorted(table[key].items(), key=lambda row: -len(row[0]))
        return {fold(word): tuple(values) for word, values in rows}

    return LinkingRules(
        declarations=words("declarations"),
        own_words=words("own_words"),
        legal_endings=words("legal_endings"),
        departments=words("departments"),
        bodies=words("bodies"),
        place_endings=words("place_endings"),
        industry_endings=words("industry_endings"),
        industries_kept=words("industries_kept"),
        kept_in_persons=tuple(table["kept_in_persons"]),
        prefixes=mapping("prefixes"),
        local=mapping("local"),
        dates=load_date_words(),
    )
