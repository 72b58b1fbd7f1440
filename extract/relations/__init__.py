"""Relations among an article's entities, each with the sentences that say it.

To add a wording: data/rules/relations/*.toml. To add a relation: ontology/gba.ttl.
"""

from extract.relations.find import find_relations, relate
from extract.relations.loading import load_resources
from extract.relations.rank import look
from extract.relations.resources import Resources

__all__ = ["Resources", "find_relations", "load_resources", "look", "relate"]
