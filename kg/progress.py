"""How far a build is, as a bar on standard error: rate and time left, where that is a terminal.

To show one more thing in the bar: a column in `COLUMNS`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class Rate(ProgressColumn):
    """Articles a second."""

    def render(self, task: Task) -> Text:
        """Return the rate of the last while."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


COLUMNS: tuple[Callable[[], ProgressColumn], ...] = (
    lambda: TextColumn("{task.description}"),
    BarColumn,
    MofNCompleteColumn,
    lambda: TextColumn("articles"),
    Rate,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


@contextmanager
def watch(step: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar for a step of `total` articles, or of a number not known yet."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None  # a disabled Progress of older Rich still prints an empty line
        return
    columns = [column() for column in COLUMNS]
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(step, total=total)
        yield lambda articles: progress.advance(task, articles)
