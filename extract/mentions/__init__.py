"""Find the names of a document: the tagger proposes, rules about the language put right."""

from extract.mentions.find import find_mentions, put_right
from extract.mentions.rules import MentionRules, load_mention_rules

__all__ = ["MentionRules", "find_mentions", "load_mention_rules", "put_right"]
