"""Fold Traditional to Simplified characters one to one, so that offsets stay true."""

from functools import lru_cache

import opencc


@lru_cache(maxsize=4)
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


def _convert(text: str, configuration: str) -> str:
    """Convert `text`; character by character where the whole would change its length."""
    converter = _converter(configuration)
    whole: str = converter.convert(text)
    if len(whole) == len(text):
        return whole
    folded = (converter.convert(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, folded, strict=True))


def fold(text: str) -> str:
    """Return `text` in Simplified characters, of the same length."""
    return _convert(text, "t2s")


def unfold(text: str) -> str:
    """Return `text` in Traditional characters as Hong Kong writes them, of the same length."""
    return _convert(text, "s2hk")
