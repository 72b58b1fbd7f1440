"""Labels in Traditional and Simplified script, and which of the two a text is in.

To label in one more language, add the label where `kg.entities` asks for these.
"""

import re
from functools import cache, lru_cache

from opencc import OpenCC

from kg.terms import Literal

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
BROKEN = re.compile(r"\s*\n\s*")
INTERVAL = re.compile(r"(\d{4}(?:-\d\d){0,2})/(\d{4}(?:-\d\d){0,2})")


@cache
def converter(config: str) -> OpenCC:
    """Return OpenCC's converter, such as t2s; it takes milliseconds to build."""
    return OpenCC(config)


@lru_cache(maxsize=100_000)
def simplified(text: str) -> str:
    """Return `text` in Simplified script."""
    return str(converter("t2s").convert(text))


@lru_cache(maxsize=20_000)
def only_simplified(character: str) -> bool:
    """Say whether a character is one that Traditional text does not use (东, not 里)."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return bool(converter("s2t").convert(character) != character)
    return False


def language_of(text: str) -> str:
    """Return zh-Hant, zh-Hans, or en where there is no Chinese in `text`."""
    characters = set(HAN.findall(text))
    if not characters:
        return "en"
    return "zh-Hans" if any(only_simplified(c) for c in sorted(characters)) else "zh-Hant"


def unbroken(surface: str) -> str:
    """Return a surface that a line break cuts in one piece."""
    return BROKEN.sub(lambda cut: "" if HAN.search(surface) else " ", surface)


def label(text: str) -> Literal:
    """Return `text` with the language that it is in."""
    return Literal(text, language=language_of(text))


def date_labels(value: str) -> tuple[Literal, Literal, Literal]:
    """Return what a date or a period is called: 2026-05 is 2026年5月."""
    interval = INTERVAL.fullmatch(value)
    words = "至".join(_day(part) for part in (interval.groups() if interval else (value,)))
    return (
        Literal(words, language="zh-Hant"),
        Literal(simplified(words), language="zh-Hans"),
        Literal(value, language="en"),
    )


def _day(value: str) -> str:
    parts = value.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return value
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))
