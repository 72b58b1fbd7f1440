"""The signs that stand for names in a line's text: one character of the private use area a type.

To add a type: its tag at the end of `TYPES`.
"""

from collections.abc import Mapping

TYPES = ("ORG", "PER", "POST", "ZONE", "PLACE", "INIT", "EVENT", "INDUSTRY", "DATE", "QTY")
SIGNS: Mapping[str, str] = {type_: chr(0xE000 + n) for n, type_ in enumerate(TYPES)}
ANY = f"[{SIGNS['ORG']}-{SIGNS['QTY']}]"
# What stands between the items of a list.
AND = "(?:、|和|与|及|以及|同|跟|并|暨|/|联同|联合|连同|联手|携手|伙拍|伙|；)"
