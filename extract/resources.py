"""Where the data that the extractors read is kept: in the wheel, or in the checkout."""

from pathlib import Path

from extract.errors import InputError

IN_THE_WHEEL = Path(__file__).parent / "_data"
IN_THE_CHECKOUT = Path(__file__).parent.parent / "data"


def path(name: str) -> Path:
    """Return where `name`, such as "rules/relations", is kept; raise InputError if it is gone."""
    root = IN_THE_WHEEL if IN_THE_WHEEL.is_dir() else IN_THE_CHECKOUT
    if not (root / name).exists():
        raise InputError(str(root / name), "this part of gba-kg is missing", "install it anew")
    return root / name


def lines(name: str) -> tuple[str, ...]:
    """Return the lines of a word list, without blank lines and comments (#)."""
    rows = (row.strip() for row in path(name).read_text("utf-8").splitlines())
    return tuple(row for row in rows if row and not row.startswith("#"))
