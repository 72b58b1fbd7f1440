"""The trained ranker: for each relation its trees, how sure they are, and from where on to believe.

To train it anew: extract/relations/train.py, then `save_model`. The file holds arrays alone;
nothing in it is ever unpickled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extract.errors import InputError
from extract.relations.forest import Arrays, Forest, Rows, forest_from

Ids = NDArray[np.int32]
REMEDY = "train it again with gbakg train"


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """How one relation is judged: a pair is kept whose calibrated probability is `threshold`.

    `weights` is what each hashed phrase adds to `bias`, the log-odds by the wording alone.
    `slope` and `intercept` turn the mean of both log-odds into those seen on articles held out.
    """

    forest: Forest
    weights: NDArray[np.float32]
    bias: float
    slope: float
    intercept: float
    threshold: float

    def probabilities(self, rows: Rows, phrases: Sequence[Ids]) -> NDArray[np.float64]:
        """Return the calibrated probability of each candidate as an array (n,)."""
        worded = self.bias + np.array([self.weights[ids].sum() for ids in phrases])
        odds = self.slope * (self.forest.odds(rows) + worded) / 2 + self.intercept
        return np.asarray(1 / (1 + np.exp(-odds)))


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A ranker for each relation; `columns` names the features, to tell a model of other ones.

    `learned` are the names of those that it was trained on.
    """

    rankers: Mapping[str, Ranker]
    columns: tuple[str, ...]
    learned: frozenset[str]

    def knows(self, rule: str, relation: str) -> bool:
        """Tell whether training has weighed the rule called `rule`, which words `relation`."""
        return relation in self.rankers and f"rule {rule}" in self.learned


def save_model(model: Model, path: Path) -> None:
    """Write `model` to `path` as a compressed .npz file."""
    arrays: Arrays = {"columns": np.array(model.columns)}
    for relation, ranker in model.rankers.items():
        arrays |= ranker.forest.arrays(relation)
        numbers = [ranker.bias, ranker.slope, ranker.intercept, ranker.threshold]
        arrays[f"{relation}/weights"] = ranker.weights.astype(np.float16)
        arrays[f"{relation}/numbers"] = np.array(numbers)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file, allow_pickle=False, **{name: arrays[name] for name in sorted(arrays)}
        )


def load_model(path: Path, columns: tuple[str, ...]) -> Model:
    """Return the model in `path` as one of rows with these `columns`; raise InputError if it is none.

    A column that is gone (a rule that was taken out) reads as zero, a new one is not looked at:
    `knows` tells which rules are new.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays: Arrays = {name: file[name] for name in file.files}
        rankers = {}
        for relation in sorted({name.split("/")[0] for name in arrays} - {"columns"}):
            weights = arrays[f"{relation}/weights"].astype(np.float32)
            numbers: list[float] = arrays[f"{relation}/numbers"].tolist()
            rankers[relation] = Ranker(forest_from(arrays, relation), weights, *numbers)
        known: list[str] = arrays["columns"].tolist()
    except (OSError, ValueError, KeyError) as fault:
        raise InputError(str(path), f"not a model of relations ({fault})", REMEDY) from fault
    where = {name: at for at, name in enumerate(columns)}
    places = np.array([where.get(name, -1) for name in known], np.int32)
    fitted = {
        relation: replace(ranker, forest=ranker.forest.moved(places))
        for relation, ranker in rankers.items()
    }
    return Model(fitted, columns, frozenset(known))
