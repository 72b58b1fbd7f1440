"""Sorted lines in files → all of them in order, each once; memory does not grow with their number.

Whatever is written in an order that its parts do not have goes through here.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from kg.files import write_whole

FAN_IN = 128  # files that are open at a time


def merged(paths: Sequence[Path], folder: Path) -> Iterator[str]:
    """Yield the lines of sorted files in order, each once; what stands between goes to `folder`."""
    level = 0
    while len(paths) > FAN_IN:
        level += 1
        groups = [paths[at : at + FAN_IN] for at in range(0, len(paths), FAN_IN)]
        paths = [folder / f"{level}-{number}.merged" for number in range(len(groups))]
        for path, group in zip(paths, groups, strict=True):
            write_whole(path, _merged(group))
    yield from _merged(paths)


def _merged(paths: Sequence[Path]) -> Iterator[str]:
    with ExitStack() as open_files:
        files: list[Iterable[str]] = [
            open_files.enter_context(path.open(encoding="utf-8", newline="\n")) for path in paths
        ]
        last = ""
        for line in heapq.merge(*files):
            if line != last:
                yield line
                last = line
