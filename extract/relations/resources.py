"""What the relation extractor reads: rules, trigger words, allowed ends, the model.

To read one more thing: add it to `Resources` and to `load_resources`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from extract import resources
from extract.relations.ends import Ends, ends_of
from extract.relations.triggers import Triggers, read_triggers
from extract.relations.wording import Rule, read_rules
from ontology.schema import load_schema


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that `find_relations` needs besides the article; load once, pass on."""

    ends: Mapping[str, Ends]
    rules: tuple[Rule, ...]
    triggers: Triggers


def load_resources() -> Resources:
    """Return the resources that ship with the package; raise InputError for a bad rule."""
    ends = ends_of(load_schema())
    rules = read_rules(resources.path("rules/relations"), ends)
    triggers = read_triggers(resources.lines("lexicon/relations_triggers.txt"))
    return Resources(ends, rules, triggers)
