"""Which thing each mention names: a canonical name, with the reason why."""

from extract.linking.link import link_mentions
from extract.linking.rules import LinkingRules, load_linking_rules

__all__ = ["LinkingRules", "link_mentions", "load_linking_rules"]
