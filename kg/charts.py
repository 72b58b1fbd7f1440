"""Charts as inline SVG, drawn by attributes alone, so that no policy has to allow styles for them.

To draw another: a function from figures to a figure. Words stand beside a drawing, never in it, as
a drawing stretches with the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.hypertext import Markup, tag

GAP = 0.14  # of a column's width, on either side


@dataclass(frozen=True, slots=True)
class Column:
    """A period: what it is called, how much it has, and how much there is up to its end."""

    label: str
    value: int
    total: int = 0


def bar(value: float, highest: float) -> Markup:
    """Return a bar whose length is `value` of `highest`; the number itself stands beside it."""
    width = round(100 * value / highest, 1) if highest else 0
    drawn = tag("rect", width=width, height=1)
    return _drawing(100, 1, drawn, class_="bar", aria_hidden="true")


def columns(rows: Sequence[Column], *, title: str, highest: str, total: str = "") -> Markup:
    """Return a chart of columns in time, with a line of the totals where `total` names it.

    `highest` is what to write before the greatest value.
    """
    most = max((row.value for row in rows), default=0) or 1
    all_ = max((row.total for row in rows), default=0) or 1
    drawn = [
        tag(
            "rect",
            tag("title", f"{row.label}: {row.value}"),
            x=round(at + GAP, 2),
            y=round(100 - 100 * row.value / most, 2),
            width=1 - 2 * GAP,
            height=round(100 * row.value / most, 2),
        )
        for at, row in enumerate(rows)
    ]
    legend = [tag("span", f"{highest} {most}", class_="of-columns")]
    if total:
        points = " ".join(
            f"{at + 0.5},{round(100 - 100 * row.total / all_, 2)}" for at, row in enumerate(rows)
        )
        drawn.append(tag("polyline", points=points))
        legend.append(tag("span", f"{total} {all_}", class_="of-line"))
    names = [rows[at].label for at in sorted({0, len(rows) // 2, len(rows) - 1})] if rows else []
    return tag(
        "figure",
        tag("figcaption", title, tag("span", *legend, class_="legend")),
        _drawing(len(rows), 100, *drawn, class_="columns", role="img", aria_label=title),
        tag("div", *(tag("span", name) for name in names), class_="axis"),
    )


def _drawing(width: int, height: int, *drawn: Markup, **attributes: str) -> Markup:
    box = f"0 0 {width} {height}"
    return tag("svg", *drawn, viewBox=box, preserveAspectRatio="none", **attributes)
