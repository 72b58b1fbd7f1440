"""Boosted trees as plain arrays: what a trained ranker is at run time, without scikit-learn.

To change how trees are trained: extract/relations/train.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees over the columns `columns` of a row of features.

    A column below zero reads as zeros. Arrays run over all nodes of all trees; a leaf has itself as both children. `roots` holds the
    first node of each tree, `baseline` the log-odds before any tree.
    """

    columns: NDArray[np.int32]
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    baseline: NDArray[np.float64]
    depth: NDArray[np.int32]

    def odds(self, rows: Rows) -> NDArray[np.float64]:
        """Return the log-odds of each of `rows` (n, all features) as an array (n,)."""
        read = np.where(self.columns < 0, np.float32(0), rows[:, self.columns])
        node = np.tile(self.roots, (len(read), 1))
        each = np.arange(len(read))[:, None]
        for _ in range(int(self.depth)):
            goes_left = read[each, self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        return np.asarray(float(self.baseline) + self.value[node].sum(axis=1))

    def moved(self, places: NDArray[np.int32]) -> "Forest":
        """Return the forest over rows in which column n stands at `places[n]`."""
        return replace(self, columns=places[self.columns])

    def arrays(self, name: str) -> Arrays:
        """Return its arrays, each called `name` and the field."""
        return {f"{name}/{field.name}": getattr(self, field.name) for field in fields(self)}


def joined(forests: Sequence[Forest]) -> Forest:
    """Return the forest whose log-odds are the mean of those of `forests`, all over one's columns."""
    starts = np.cumsum([0, *(len(forest.feature) for forest in forests)])[:-1].astype(np.int32)
    each = list(zip(forests, starts, strict=True))
    return Forest(
        columns=forests[0].columns,
        roots=np.concatenate([forest.roots + start for forest, start in each]),
        feature=np.concatenate([forest.feature for forest in forests]),
        threshold=np.concatenate([forest.threshold for forest in forests]),
        left=np.concatenate([forest.left + start for forest, start in each]),
        right=np.concatenate([forest.right + start for forest, start in each]),
        value=np.concatenate([forest.value for forest in forests]) / len(forests),
        baseline=np.asarray(np.mean([forest.baseline for forest in forests])),
        depth=np.asarray(np.max([forest.depth for forest in forests])),
    )


def forest_from(arrays: Arrays, name: str) -> Forest:
    """Return the forest that `Forest.arrays` named `name`; raise KeyError where it is not there."""
    return Forest(**{field.name: arrays[f"{name}/{field.name}"] for field in fields(Forest)})
