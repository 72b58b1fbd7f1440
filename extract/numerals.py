"""Numbers as Chinese writes them: 二十八, 二零二六, 第一百三十九, and back.

To add a character for a digit: its place in `DIGITS`.
"""

import unicodedata

DIGITS = {sign: value for value, signs in enumerate(
    ("〇零○", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")
) for sign in signs}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000}
TENS = {"廿": 20, "卅": 30}
NUMERAL = "[0-9〇零○一二三四五六七八九十廿卅百千两兩]"
SIGNS = "零一二三四五六七八九"


def read_number(text: str) -> int:
    """Return the number that `text` writes: 28, 二十八, 廿八, or digit by digit (二零二六).

    Raise ValueError where it writes none.
    """
    text = unicodedata.normalize("NFKC", text)
    if text.isdecimal():
        return int(text)
    if not any(sign in UNITS or sign in TENS for sign in text):
        return int("".join(str(_digit(sign)) for sign in text))
    total = waiting = 0
    for sign in text:
        if sign in UNITS:
            total += (waiting or 1) * UNITS[sign]
            waiting = 0
        elif sign in TENS:
            total += TENS[sign]
        else:
            waiting = _digit(sign)
    return total + waiting


def _digit(sign: str) -> int:
    if sign.isdecimal():
        return int(sign)
    if sign not in DIGITS:
        raise ValueError(f"not a digit: {sign!r}")
    return DIGITS[sign]


def write_number(number: int) -> str:
    """Return `number`, of 0 to 9999, in Chinese numerals: 十五, 一百三十九, 一百零五."""
    if not 0 <= number <= 9999:
        raise ValueError(f"not between 0 and 9999: {number}")
    if number < 10:
        return SIGNS[number]
    written, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += ("零" if gap and written else "") + SIGNS[digit] + unit
        gap = not digit
    return written.removeprefix("一") if 10 <= number < 20 else written
