"""Batches for networks that read texts: those of like length together, so that little is padded."""

from collections.abc import Iterator, Sequence


def of_like_length(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """Yield the numbers of the texts with these lengths, at most `size` at a time."""
    order = sorted(range(len(lengths)), key=lambda number: lengths[number])
    for at in range(0, len(order), size):
        yield order[at : at + size]
