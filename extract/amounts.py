"""What a quantity amounts to: 超17億美元 is over 1,700,000,000 of the unit 美元, in USD.

To add a word that says how a number is meant, money or a unit: data/rules/amounts.toml. What is not a
plain number (數十家, 七八份) amounts to nothing that can be computed with.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from extract import resources
from extract.folding import fold
from extract.numerals import DIGITS, TENS, UNITS

BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
LONGEST = 60  # characters of a quantity; a longer one is none
LARGEST = 10**18
SIGNS = "".join([*DIGITS, *UNITS, *TENS, *BIG]) + "〇○零"
CHINESE = re.compile(f"[{SIGNS}]{{1,16}}")
ARABIC = re.compile(r"\d{1,15}(?:\.\d{1,4})?", re.ASCII)
COMMA = re.compile(r"(?<=\d),(?=\d{3})", re.ASCII)
MORE = "多余来几"
TO = re.compile("[至到~—–-]")
HALVES = ("半", "一半", "半数")
NEVER = re.compile("毛|下")  # 一毛七 is no number of 毛, 零下 none at all
LONG_UNIT = 2  # characters of a classifier; what is longer holds a noun too (家企業)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is meant: `value`, or from it to `upper`, of a unit or of what is counted.

    `value` and `upper` are decimals; of a share (三成, 三分之一) they are per cent, the unit is %.
    """

    value: str
    upper: str = ""
    qualifier: str = ""
    unit: str = ""
    counted: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    qualifiers: Mapping[str, str]
    currencies: Mapping[str, str]
    units: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = tomllib.loads(resources.path("rules/amounts.toml").read_text("utf-8"))
    classifiers = (w for w in resources.lines("lexicon/classifiers.txt") if len(w) <= LONG_UNIT)
    units = {*rows["units"]["words"], *classifiers}
    return _Words(
        _by_word(rows["qualifiers"]),
        _by_word(rows["currencies"]),
        _longest_first(fold(word) for word in units),
    )


def _by_word(rows: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    found = {fold(word): name for name, words in rows.items() for word in words}
    return {word: found[word] for word in _longest_first(found)}


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def read_amount(surface: str) -> Amount | None:
    """Return what the words of a quantity amount to, or None where that is no plain number."""
    text = COMMA.sub("", unicodedata.normalize("NFKC", surface).replace("\n", ""))
    folded = fold(text)
    if len(text) > LONGEST or len(folded) != len(text):
        return None
    of = folded.rfind("的") if folded.startswith(("来自", "由")) else -1  # 來自16國的175家企業
    text, folded = text[of + 1 :], folded[of + 1 :]
    words = _words()
    qualifier, at = _leading(folded, words.qualifiers)
    if folded[at:] in HALVES:
        return Amount("50", "", qualifier, "%")
    share = _share(folded[at:])
    if share:
        low, high, tail = share
        return _amount(low, high, qualifier or words.qualifiers.get(tail, ""), "%")
    money = next((word for word in words.currencies if folded.startswith(word, at)), "")
    at += len(money)  # 港幣3.9億元
    return _counted(text[at:], folded[at:], qualifier, words, words.currencies.get(money, ""))


def _counted(text: str, folded: str, qualifier: str, words: _Words, currency: str) -> Amount | None:
    number = _range(folded)
    if number is None:
        return None
    low, high, at = number
    if folded[at : at + 1] and folded[at] in MORE:
        qualifier, at = qualifier or "over", at + 1
        while folded[at : at + 1] and folded[at] in BIG:  # 280多萬
            low, at = low * BIG[folded[at]], at + 1
    text, folded = text[at:], folded[at:]
    if NEVER.match(folded):
        return None
    known = (*words.currencies, *words.units)
    unit = next((word for word in known if folded.startswith(word)), "")
    shown, text, folded = text[: len(unit)], text[len(unit) :], folded[len(unit) :]
    if unit and folded.startswith("半"):  # 兩年半, 一個半小時
        low += Fraction(1, 2)
        inner = next((word for word in words.units if folded.startswith(word, 1)), "")
        shown = text[1 : 1 + len(inner)] or shown
        text, folded = text[1 + len(inner) :], folded[1 + len(inner) :]
    after, length = _leading(folded, words.qualifiers)
    if after and length > 1:
        qualifier, text = qualifier or after, text[length:]
    currency = words.currencies.get(unit, currency)
    counted = text.removeprefix("的")
    return _amount(low, high, qualifier, shown, counted=counted, currency=currency)


def _amount(
    low: Fraction,
    high: Fraction | None,
    qualifier: str,
    unit: str,
    *,
    counted: str = "",
    currency: str = "",
) -> Amount | None:
    if low > LARGEST or (high is not None and not low < high <= LARGEST):
        return None
    return Amount(_written(low), _written(high), qualifier, unit, counted, currency)


def _leading(folded: str, qualifiers: Mapping[str, str]) -> tuple[str, int]:
    for word, name in qualifiers.items():
        if folded.startswith(word):
            return name, len(word)
    return "", 0


def _share(folded: str) -> tuple[Fraction, Fraction | None, str] | None:
    """Return a share in per cent, the one to which it runs, and what comes after them."""
    number = _range(folded)
    if number is None:
        return None
    low, high, at = number
    after = folded[at:]
    if after.startswith("分之") and low:
        above = _number(after[2:])
        return (above[0] / low * 100, None, after[2 + above[1] :]) if above else None
    if after.startswith("%"):
        return low, high, after[1:]
    if after.startswith("成"):
        tenth = 5 if after[1:2] == "半" else DIGITS.get(after[1:2], 0)
        high = None if high is None else high * 10
        return low * 10 + tenth, high, after[2:] if tenth else after[1:]
    return None


def _range(folded: str) -> tuple[Fraction, Fraction | None, int] | None:
    """Return a number, the one to which it runs (三至五), and where they end."""
    if folded.startswith("半"):
        return Fraction(1, 2), None, 1
    first = _number(folded)
    if first is None:
        return None
    low, at = first
    if TO.match(folded, at):
        second = _number(folded[at + 1 :])
        if second and second[0] > low:
            high, length = second
            unit = BIG.get(folded[at + length], 1)
            if unit > 1 and low * unit <= high and folded[at - 1] not in BIG:  # 2至3億
                low *= unit
            return low, high, at + 1 + length
    return low, None, at


def _number(folded: str) -> tuple[Fraction, int] | None:
    """Return the number with which `folded` begins, and where it ends."""
    arabic = ARABIC.match(folded)
    if arabic:
        value, at = Fraction(arabic.group()), arabic.end()
        while folded[at : at + 1] and folded[at] in {**UNITS, **BIG}:
            value, at = value * {**UNITS, **BIG}[folded[at]], at + 1
        return value, at
    chinese = CHINESE.match(folded)
    value_ = _chinese(chinese.group()) if chinese else None
    return (Fraction(value_), chinese.end()) if chinese and value_ is not None else None


def _chinese(signs: str) -> int | None:
    """Return 四万八千 or 千二 as a number; None where the digits only say about how many (七八)."""
    if all(sign in DIGITS for sign in signs):
        return DIGITS[signs] if len(signs) == 1 else None
    total = section = last = 0
    digit: int | None = None
    for n, sign in enumerate(signs):
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
            if n == len(signs) - 1 and last > 10 and signs[n - 1] not in "零〇○":
                digit *= last // 10  # 千二 is 1200
        elif sign in UNITS:
            section += (digit or (0 if digit == 0 and section else 1)) * UNITS[sign]
            digit, last = None, UNITS[sign]
        elif sign in TENS:
            section, digit, last = section + TENS[sign], None, 10
        else:
            here = section + (digit or 0)
            if BIG[sign] > total:  # 兩萬三千四百億: all before it counts
                total = (total + here or 1) * BIG[sign]
            else:
                total += here * BIG[sign]
            section, digit, last = 0, None, BIG[sign]
    return total + section + (digit or 0)


def _written(value: Fraction | None) -> str:
    if value is None:
        return ""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")
