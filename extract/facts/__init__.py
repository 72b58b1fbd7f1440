"""From relations and the sentences that say them to whole facts: who signed what when and where.

To add a kind of fact: see extract/mention.py, `Facts`. To read one more wording of a day, a place or an
occasion: an entry in data/rules/facts.
"""

from extract.facts.details import Wordings, load_wordings
from extract.facts.find import find_facts

__all__ = ["Wordings", "find_facts", "load_wordings"]
