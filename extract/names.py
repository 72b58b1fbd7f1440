"""Whether a few characters look like a Chinese person's name.

To add a surname: a line in data/lexicon/surnames.txt.
"""

from functools import cache

from extract import resources
from extract.folding import fold


@cache
def surnames() -> frozenset[str]:
    """Return the surnames that we know, of one character and of two, folded."""
    return frozenset(fold(name) for name in resources.lines("lexicon/surnames.txt"))


def has_double_surname(text: str) -> bool:
    """Tell whether `text` begins with a surname of two characters."""
    return fold(text[:2]) in surnames() and len(text) > 1


def looks_like_a_name(text: str) -> bool:
    """Tell whether `text` is a surname and a given name: 霍文韜, 歐陽啟文. No Latin names."""
    if len(text) not in (3, 4) or not all("\u3400" <= one <= "\u9fff" for one in text):
        return False
    return has_double_surname(text) or (len(text) == 3 and fold(text[0]) in surnames())
