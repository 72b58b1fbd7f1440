"""The labels of the tagger, B(egin) and I(nside) of each type, and what a label path means."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TYPES = ("ORG", "PER", "POST", "ZONE", "PLACE", "INIT", "EVENT", "INDUSTRY", "DATE", "QTY")
LABELS = ("O", *(f"{part}-{type_}" for type_ in TYPES for part in "BI"))
FORBIDDEN = np.float32(-1e4)


def forbidden_starts() -> NDArray[np.float32]:
    """Return a penalty for each label that cannot begin a sentence, shape (labels,)."""
    return np.array([FORBIDDEN if label[0] == "I" else 0 for label in LABELS], np.float32)


def forbidden_steps() -> NDArray[np.float32]:
    """Return a penalty for each step from a label to the next, shape (labels, labels)."""
    steps = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for after, label in enumerate(LABELS):
        if label[0] == "I":
            for before, previous in enumerate(LABELS):
                if previous[2:] != label[2:]:
                    steps[before, after] = FORBIDDEN
    return steps


def encode(length: int, spans: Sequence[tuple[int, int, str]]) -> NDArray[np.int64]:
    """Return the label numbers of a text of `length` characters with these (start, end, type)."""
    labels = np.zeros(length, np.int64)
    for start, end, type_ in spans:
        begin = LABELS.index(f"B-{type_}")
        labels[start] = begin
        labels[start + 1 : end] = begin + 1
    return labels


def decode(labels: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return the (start, end, type) that label numbers spell, in order."""
    spans, start = [], 0
    while start < len(labels):
        label = LABELS[labels[start]]
        end = start + 1
        if label != "O":
            while end < len(labels) and LABELS[labels[end]] == f"I-{label[2:]}":
                end += 1
            spans.append((start, end, label[2:]))
        start = end
    return spans
