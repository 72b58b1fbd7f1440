"""Relations among an article's entities, each with the sentences that say it.

To add a wording: data/rules/relations/*.toml. To add a relation: data/rules/relations/ends.toml.
"""

from extract.relations.find import find_relations
from extract.relations.resources import Resources, load_resources

__all__ = ["Resources", "find_relations", "load_resources"]
