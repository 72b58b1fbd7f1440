"""Which edition of what recurs a name says: the 第十五屆 of a games, the 2025 of a yearly paper.

To add a way of numbering: a wording in `NUMBERED`.
"""

import re

from extract.folding import fold, name_key

SIGN = "[〇零○一二三四五六七八九十百0-9]"
YEARS = r"(?:20\d\d|二[零〇○]" + SIGN + "{2})"
NUMBERED = re.compile(
    rf"(?:行政长官)?(?:(?P<before>第{SIGN}+[届屆次回]|{YEARS}(?:[-/—至]\d{{2,4}})?(?:财政年度|年度|年)?)的?)?"
    rf"(?P<series>.{{2,}}?)(?P<after>第{SIGN}+次会[议議]|{YEARS})?"
)


def edition_parts(name: str) -> tuple[str, str, str]:
    """Return (number before, series, number after) of `name`; numbers are empty if it has none."""
    narrow = fold(name.translate({ord("／"): "/"}))
    found = NUMBERED.fullmatch(narrow)
    if not found or len(narrow) != len(name):
        return "", name, ""
    cut = [name[slice(*found.span(part))] for part in ("before", "series", "after")]
    return cut[0], cut[1], cut[2]


def series_key(name: str) -> str:
    """Return what the editions of one thing share."""
    return name_key(edition_parts(name)[1])


def is_edition(name: str) -> bool:
    """Tell whether `name` says which edition it is."""
    before, _, after = edition_parts(name)
    return bool(before or after)
