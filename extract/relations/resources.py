"""What the relation extractor reads: rules, words, allowed ends, the model.

To read one more thing: a field here, filled in extract/relations/loading.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.relations.details import Modalities
from extract.relations.ends import Ends
from extract.relations.kinds import Kinds
from extract.relations.model import Model
from extract.relations.pointers import Pointers
from extract.relations.triggers import Triggers
from extract.relations.wording import Rule


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that `find_relations` needs besides the article; load once, pass on.

    Without a `model` the rules alone decide.
    """

    ends: Mapping[str, Ends]
    rules: tuple[Rule, ...]
    triggers: Triggers
    pointers: Pointers
    kinds: Kinds
    modalities: Modalities
    bylines: re.Pattern[str]
    model: Model | None = None
