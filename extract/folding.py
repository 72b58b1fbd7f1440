"""Fold names for comparison: script, width, quotation marks and ways of writing a number.

To add a character that OpenCC writes otherwise than Hong Kong's papers: a pair in `NEWSPAPER`.
"""

import re
import unicodedata
from functools import lru_cache

import opencc

from extract.numerals import read_number, write_number

NEWSPAPER = str.maketrans("啓峯羣户温説税鋭脱悦閲", "啟峰群戶溫說稅銳脫悅閱")
QUOTATION = str.maketrans("“”‘’", "「」『』")
SHORT = 16  # characters of a name whose folding is kept
DROPPED = re.compile(r"[\s「」『』“”‘’\"'《》〈〉]")
DASH = re.compile(r"[—–―−‐‑~]+")
DOT = re.compile(r"[•・‧∙]")
YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年|至)")
ORDINAL = re.compile(r"第(\d{1,4})(?=[届屆次回期批号號])")


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
    return _fold_short(text) if len(text) <= SHORT else _convert(text, "t2s")


# Names are asked for again and again, and most of the cost is the way into OpenCC and back.
@lru_cache(maxsize=1 << 15)
def _fold_short(text: str) -> str:
    return _convert(text, "t2s")


def unfold(text: str) -> str:
    """Return `text` in Traditional characters as Hong Kong's papers write them, of its length."""
    return _convert(text, "s2hk").translate(NEWSPAPER).translate(QUOTATION)


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Return what two spellings of one name share; of any length.

    Folded are script, width, case, quotation marks, dashes, dots, the digits of a year and of an
    ordinal: 第139屆 is 第一百三十九屆, 二零二五年 is 2025年.
    """
    key = fold(unicodedata.normalize("NFKC", name).casefold())
    key = DOT.sub("·", DASH.sub("-", DROPPED.sub("", key)))
    key = YEAR.sub(lambda year: str(read_number(year[0])), key)
    return ordinals_in_chinese(key)


def ordinals_in_chinese(name: str) -> str:
    """Return `name` with its ordinals (第139屆) in Chinese numerals."""
    return ORDINAL.sub(lambda found: "第" + write_number(int(found[1])), name)
