"""What the relation extractor reads: rules, trigger words, allowed ends, the model.

To read one more thing: add it to `Resources` and to `load_resources`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import opencc

from extract import resources
from extract.relations.ends import Ends, read_ends
from extract.relations.triggers import Triggers, read_triggers
from extract.relations.wording import Rule, read_rules

HAN = range(0x3400, 0xA000)


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that `find_relations` needs besides the article; load once, pass on."""

    ends: Mapping[str, Ends]
    rules: tuple[Rule, ...]
    triggers: Triggers
    fold: Mapping[int, str]


def simplified_characters() -> Mapping[int, str]:
    """Return the Simplified character for each Traditional one, as `str.translate` reads it."""
    characters = [chr(code) for code in HAN]
    folded = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(a): b for a, b in zip(characters, folded, strict=True) if a != b and len(b) == 1}


def load_resources() -> Resources:
    """Return the resources that ship with the package; raise InputError for a bad rule."""
    fold = simplified_characters()
    ends = read_ends(resources.path("rules/relations/ends.toml"))
    rules = read_rules(resources.path("rules/relations"), ends, fold)
    triggers = read_triggers(resources.lines("lexicon/relations_triggers.txt"), fold)
    return Resources(ends, rules, triggers, fold)
