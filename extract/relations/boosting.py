"""Train boosted trees with scikit-learn, and write them as ONNX. Needs the extra `train`.

To try other trees: the numbers at the head, then `gbakg train`.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from extract.relations.arrays import Bools, Floats

TREES = 70
RATE = 0.1
LEAVES = 12
SMALLEST_LEAF = 10
SHARE_OF_FEATURES = 0.2
BINS = 63
RARE = 20  # a column that fewer rows have otherwise than the first is not looked at

Boosted: TypeAlias = HistGradientBoostingClassifier


def boost(
    rows: Floats,
    holds: Bools,
    weights: NDArray[np.float64],
    *,
    trees: int = TREES,
    seed: int = 0,
) -> Boosted:
    """Return boosted trees that tell from `rows` (n, features) which of them hold."""
    boosted = Boosted(
        max_iter=trees,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=SMALLEST_LEAF,
        l2_regularization=1,
        max_features=SHARE_OF_FEATURES,
        max_bins=BINS,
        early_stopping=False,
        random_state=seed,
    )
    # One thread, so that sums are made in one order and the trees are the same each time.
    with threadpool_limits(limits=1):
        boosted.fit(rows, holds, sample_weight=weights)
    return boosted


def varying(rows: Floats) -> NDArray[np.int64]:
    """Return the columns of `rows` that are not all but constant."""
    return np.flatnonzero((rows != rows[0]).sum(axis=0) > RARE)


def as_onnx(boosted: Sequence[Boosted], columns: NDArray[np.int64], width: int) -> bytes:
    """Return the mean log-odds of `boosted` as a model over rows of `width` features.

    `columns` are the places of the features that the trees were shown.
    """
    trees = [tree for one in boosted for (tree,) in one._predictors]  # no public way to read them
    nodes = [
        (number, at, node)
        for number, tree in enumerate(trees)
        for at, node in enumerate(tree.nodes)
    ]
    leaves = [(number, at, node) for number, at, node in nodes if node["is_leaf"]]
    base = np.mean([float(one._baseline_prediction.ravel()[0]) for one in boosted])
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["odds"],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[base],
        nodes_treeids=[number for number, _, _ in nodes],
        nodes_nodeids=[at for _, at, _ in nodes],
        nodes_featureids=[
            0 if node["is_leaf"] else int(columns[node["feature_idx"]]) for _, _, node in nodes
        ],
        nodes_modes=["LEAF" if node["is_leaf"] else "BRANCH_LEQ" for _, _, node in nodes],
        nodes_values=[0.0 if node["is_leaf"] else node["num_threshold"] for _, _, node in nodes],
        nodes_truenodeids=[int(node["left"]) for _, _, node in nodes],
        nodes_falsenodeids=[int(node["right"]) for _, _, node in nodes],
        target_treeids=[number for number, _, _ in leaves],
        target_nodeids=[at for _, at, _ in leaves],
        target_ids=[0] * len(leaves),
        target_weights=[node["value"] / len(boosted) for _, _, node in leaves],
    )
    graph = helper.make_graph(
        [ensemble],
        "trees",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["pairs", width])],
        [helper.make_tensor_value_info("odds", TensorProto.FLOAT, ["pairs", 1])],
    )
    sets = [helper.make_opsetid("ai.onnx.ml", 3), helper.make_opsetid("", 14)]
    model = helper.make_model(graph, opset_imports=sets)
    model.ir_version = 8  # what onnxruntime 1.18, our lower bound, reads
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
