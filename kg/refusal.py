"""How a command says what is wrong: a line each, exit code 2 for its input, 1 for a graph.

To make a command answer so, put `@says_what_is_wrong` right above its function.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

import click

from extract.errors import InputError
from kg.markdown import counted

if TYPE_CHECKING:
    from ontology.validate import Violation

DOES_NOT_CONFORM, BAD_INPUT = 1, 2
MOST_ERRORS = 50  # that are told on the terminal; errors.jsonl has all


def says_what_is_wrong(command: Callable[..., None]) -> Callable[..., None]:
    """Make a command answer an InputError with its one line and exit code 2."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except InputError as error:
            refuse([error])

    return run


def refuse(errors: Iterable[InputError]) -> NoReturn:
    """Print what is wrong with the input, a line each, and leave with 2."""
    waiting = iter(errors)
    for error in islice(waiting, MOST_ERRORS):
        click.echo(f"gbakg: {error}", err=True)
    left = sum(1 for _ in waiting)
    if left:
        click.echo(f"gbakg: and {left} more", err=True)
    raise SystemExit(BAD_INPUT)


def refuse_graph(violations: "Sequence[Violation]") -> NoReturn:
    """Print what breaks the shapes in a graph, a line each, and leave with 1."""
    for violation in violations:
        click.echo(str(violation))
    click.echo(f"the graph does not conform: {counted(len(violations), 'violation')}", err=True)
    raise SystemExit(DOES_NOT_CONFORM)
