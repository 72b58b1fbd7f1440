"""The trained ranker: a network, for each relation its trees, and from where on to believe them.

To train it anew: extract/relations/train.py, then `save_model`. Nothing in it is ever unpickled.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from extract.errors import InputError
from extract.relations.arrays import Floats, Ints
from extract.relations.forest import Forest, load_forest
from extract.relations.network import Network, Written, load_network

REMEDY = "train it again with gbakg train"
RANKERS = "rankers.json"
GONE = -1


@dataclass(frozen=True, slots=True)
class Belief:
    """How the odds of one relation are read: a pair is kept whose probability is `threshold`.

    `slope` and `intercept` turn log-odds into those seen on articles held out.
    """

    slope: float
    intercept: float
    threshold: float

    def probabilities(self, odds: Floats) -> Floats:
        """Return the calibrated probability of each of the log-odds."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * odds + self.intercept))))


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """How one relation is judged."""

    forest: Forest
    belief: Belief


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A ranker for each relation, and the network that reads for all.

    `places` are those of the features that it learned from in today's, `GONE` for one that is no
    more, or None where they are the same; `learned` are their names.
    """

    rankers: Mapping[str, Ranker]
    network: Network
    places: Ints | None
    learned: frozenset[str]

    def knows(self, rule: str, relation: str) -> bool:
        """Tell whether training has weighed the rule called `rule`, which words `relation`."""
        return relation in self.rankers and f"rule {rule}" in self.learned

    def reads(self, rows: Floats) -> Floats:
        """Return today's features (n, columns) as those that it learned from."""
        if self.places is None:
            return rows
        return np.where(self.places == GONE, np.float32(0), rows[:, self.places])


@dataclass(frozen=True, slots=True)
class Trained:
    """What training yields: network, trees as ONNX and beliefs by relation, the features' names."""

    network: Written
    forests: Mapping[str, bytes]
    beliefs: Mapping[str, Belief]
    columns: tuple[str, ...]


def save_model(trained: Trained, folder: Path) -> None:
    """Write `trained` to `folder`: the network, an .onnx file a relation, rankers.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.onnx"):
        old.unlink()
    trained.network.save(folder)
    for relation, forest in trained.forests.items():
        (folder / f"{relation}.onnx").write_bytes(forest)
    beliefs = {relation: asdict(belief) for relation, belief in trained.beliefs.items()}
    table = {"beliefs": beliefs, "columns": trained.columns}
    text = json.dumps(table, ensure_ascii=False, indent=1)
    (folder / RANKERS).write_text(text + "\n", "utf-8")


def load_model(folder: Path, columns: Sequence[str]) -> Model:
    """Return the model in `folder` as one of features with these names; raise InputError if none.

    A feature that is gone (a rule that was taken out) reads as zero, a new one is not looked at:
    `knows` tells which rules are new.
    """
    try:
        table = json.loads((folder / RANKERS).read_text("utf-8"))
        rankers = {
            relation: Ranker(load_forest(folder / f"{relation}.onnx"), Belief(**belief))
            for relation, belief in table["beliefs"].items()
        }
        known: list[str] = table["columns"]
        network = load_network(folder)
    except Exception as fault:  # onnxruntime's faults have nothing else in common
        what = " ".join(f"not a model of relations ({fault})".split())
        raise InputError(str(folder), what, REMEDY) from fault
    return model_of(rankers, network, known, columns)


def model_of(
    rankers: Mapping[str, Ranker], network: Network, known: Sequence[str], columns: Sequence[str]
) -> Model:
    """Return the model of `rankers` that learned from features `known`, for those of `columns`."""
    where = {name: at for at, name in enumerate(columns)}
    places = np.array([where.get(name, GONE) for name in known], np.int64)
    same = list(known) == list(columns)
    return Model(rankers, network, None if same else places, frozenset(known))
