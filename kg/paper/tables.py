"""Tables of the report, whose heads are words of `templates/paper.toml`.

To lay out a section in another way, write its elements there; what many share belongs here.
"""

from collections.abc import Sequence

from kg.hypertext import Markup, joined, tag
from kg.paper.material import Material


def table(
    head: Sequence[str], rows: Sequence[Markup], material: Material, *, left: int = 0
) -> Markup:
    """Return a table that scrolls by itself where the page is too narrow; `left` rows are left out."""
    cells = (tag("th", material.say(key), scope="col") for key in head)
    whole = tag("table", tag("thead", tag("tr", *cells)), tag("tbody", *rows))
    label = "、".join(map(material.say, head))  # no two tables have the same columns
    wide = tag("div", whole, class_="wide", tabindex=0, role="region", aria_label=label)
    rest = [tag("p", material.say("left_out", count=left), class_="soft")] if left > 0 else []
    return joined([wide, *rest])
