"""Whether a few characters look like a Chinese person's name.

To add a surname: a line in data/lexicon/surnames.txt.
"""

from functools import cache

from extract import resources


@cache
def surnames() -> frozenset[str]:
    """Return the surnames that we know, of one character and of two."""
    return frozenset(resources.lines("lexicon/surnames.txt"))


def looks_like_a_name(text: str) -> bool:
    """Tell whether `text` is a surname and a given name: 霍文韜, 歐陽啟文. No Latin names."""
    if not all("\u3400" <= character <= "\u9fff" for character in text):
        return False
    return (len(text) == 3 and text[0] in surnames()) or (
        len(text) in (3, 4) and text[:2] in surnames()
    )
