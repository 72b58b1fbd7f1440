"""Load what the relation extractor reads from data/.

To load one more thing: a field in extract/relations/resources.py, filled here.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from extract import resources
from extract.folding import fold
from extract.intact import check_intact
from extract.relations.details import read_modalities
from extract.relations.ends import ends_of
from extract.relations.kinds import read_kinds
from extract.relations.model import load_model
from extract.relations.pointers import read_pointers
from extract.relations.rank import column_names
from extract.relations.resources import Resources
from extract.relations.triggers import read_triggers
from extract.relations.wording import read_rules
from ontology.schema import load_schema

MODEL = "models/relations"


def load_words() -> Resources:
    """Return the rules and words that ship with the package, without the model.

    Raise InputError for a rule that cannot be read.
    """
    ends = ends_of(load_schema())
    return Resources(
        ends=ends,
        rules=read_rules(resources.path("rules/relations"), ends),
        triggers=read_triggers(resources.lines("lexicon/relations_triggers.txt")),
        pointers=read_pointers(resources.lines("lexicon/relations_pointers.txt")),
        kinds=read_kinds(resources.lines("lexicon/relations_endings.txt")),
        modalities=read_modalities(resources.lines("lexicon/relations_modality.txt")),
        bylines=read_bylines(resources.lines("lexicon/byline_endings.txt")),
    )


def read_bylines(rows: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern, over folded text, of a byline's end up to its colon."""
    words = [re.escape(fold(word)) for row in rows for word in row.split()]
    return re.compile(f"(?:{'|'.join(words)})[：:]")


def load_resources() -> Resources:
    """Return the rules, words and model that ship with the package.

    Raise InputError for a rule or a model that cannot be read.
    """
    words = load_words()
    path = resources.path(MODEL)
    check_intact(path)
    return replace(words, model=load_model(path, column_names(words)))
