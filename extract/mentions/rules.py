"""The words that the rules about mentions go by, as data/rules/mentions.toml gives them.

To add a word: an entry there. To add a list: a field here and its use in a rule.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from extract import resources
from extract.folding import fold
from extract.gazetteer import Gazetteer
from extract.tagging.matching import Matcher, make_matcher

KNOWN_TYPES = ("ORG", "ZONE", "INIT", "EVENT", "INDUSTRY", "PLACE")


@dataclass(frozen=True, slots=True)
class MentionRules:
    """Word lists and wordings, folded to Simplified; `known` matches long gazetteer names."""

    gazetteer: Gazetteer
    not_in_compounds: str
    before_a_post: tuple[str, ...]
    between_posts: tuple[str, ...]
    whole_posts: frozenset[str]
    posts: frozenset[str]
    surnames: frozenset[str]
    declarations: tuple[str, ...]
    share: re.Pattern[str]
    quoted_event: re.Pattern[str]
    transliteration: frozenset[str]
    least_sure: Mapping[str, float]
    repeated: Mapping[str, int]
    known: Matcher


def load_mention_rules(gazetteer: Gazetteer) -> MentionRules:
    """Return the rules that ship with the package."""
    table = tomllib.loads(resources.path("rules/mentions.toml").read_text("utf-8"))
    linking = tomllib.loads(resources.path("rules/linking.toml").read_text("utf-8"))

    def longest_first(words: list[str]) -> tuple[str, ...]:
        return tuple(sorted(map(fold, words), key=len, reverse=True))

    return MentionRules(
        gazetteer,
        not_in_compounds=fold(table["not_in_compounds"]),
        before_a_post=longest_first(table["before_a_post"]),
        between_posts=longest_first(table["between_posts"]),
        whole_posts=frozenset(map(fold, table["whole_posts"])),
        posts=frozenset(map(fold, resources.lines("lexicon/posts.txt"))),
        surnames=frozenset(map(fold, resources.lines("lexicon/surnames.txt"))),
        declarations=longest_first(linking["declarations"]),
        share=re.compile(fold(table["share"])),
        quoted_event=re.compile(fold(table["quoted_event"])),
        transliteration=frozenset(fold(table["transliteration"])),
        least_sure=table["least_sure"],
        repeated=table["repeated"],
        known=_known_names(gazetteer, table["known"]),
    )


def _known_names(gazetteer: Gazetteer, shortest: Mapping[str, int]) -> Matcher:
    """Return a matcher of the names that are long enough to be names wherever they stand."""
    names: dict[str, set[int]] = {}
    for name, type_ in gazetteer.names():
        if type_ in shortest and len(name) >= shortest[type_]:
            names.setdefault(fold(name), set()).add(KNOWN_TYPES.index(type_))
    return make_matcher({name: types for name, types in names.items() if len(types) == 1})
