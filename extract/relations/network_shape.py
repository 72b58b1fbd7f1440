"""The network that reads lines, as PyTorch trains it and as ONNX keeps it. Needs the extra `train`.

Baidu LAC's character embedding and the first layer of its encoder go on learning; each name is one
step of its line, a vector of its type and its ending; a recurrent layer more, and then each two
names are scored as subject and object of each relation. To try another shape: the numbers at the head.
"""

from dataclasses import dataclass

import onnx
import torch
from onnx import helper
from torch import nn

from extract import recurrent
from extract.relations.reading import TAIL, TIES
from extract.relations.signs import TYPES
from extract.relations.view import ROLES

TOP = 64
ENDS = 64
ROLE = 8
DROPOUT = 0.4
SELDOM = -3.0  # the log-odds to begin with


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some articles as one: their lines padded, their names and pairs numbered through.

    `groups` numbers for each pair the two entities in their order, and in either order.
    """

    ids: torch.Tensor
    lengths: torch.Tensor
    roles: torch.Tensor
    row: torch.Tensor
    at: torch.Tensor
    types: torch.Tensor
    tails: torch.Tensor
    subject: torch.Tensor
    object: torch.Tensor
    ties: torch.Tensor
    may: torch.Tensor
    holds: torch.Tensor
    groups: tuple[torch.Tensor, torch.Tensor]


class PairNetwork(nn.Module):
    """The network as it is trained; `known` weighs ties and relations."""

    def __init__(self, lac: recurrent.Lac, relations: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(lac.embedding, freeze=True)
        self.kind = nn.Embedding(len(TYPES), recurrent.WIDTH)
        self.tail = nn.Linear(recurrent.WIDTH, recurrent.WIDTH)
        self.role = nn.Embedding(len(ROLES) + 1, ROLE)
        self.encoder = nn.GRU(
            recurrent.WIDTH, recurrent.WIDTH, bidirectional=True, batch_first=True
        )
        recurrent.begin_as_lac(self.encoder, lac)
        self.top = nn.GRU(3 * recurrent.WIDTH + ROLE, TOP, bidirectional=True, batch_first=True)
        self.subject = nn.Linear(2 * TOP + recurrent.WIDTH + ROLE, ENDS)
        self.object = nn.Linear(2 * TOP + recurrent.WIDTH + ROLE, ENDS)
        # One more on either side, which is 1: what each end says alone.
        self.joins = nn.Parameter(torch.randn(relations, ENDS + 1, ENDS + 1) * 0.05)
        self.ties = nn.Parameter(torch.zeros(TIES, relations))
        self.seldom = nn.Parameter(torch.full((relations,), SELDOM))
        self.dropout = nn.Dropout(DROPOUT)
        nn.init.normal_(self.kind.weight, std=0.1)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Return the log-odds of each pair of the batch, (pairs, relations)."""
        names = self.kind(batch.types) + self.tail(self.embedding(batch.tails).mean(1))
        steps = self.embedding(batch.ids).clone()
        steps[batch.row, batch.at] = names
        read = recurrent.run(self.encoder, self.dropout(steps), batch.lengths)
        roles = self.role(batch.roles)
        wide = roles[:, None].expand(-1, steps.shape[1], -1)
        top = recurrent.run(
            self.top, self.dropout(torch.cat([steps, read, wide], -1)), batch.lengths
        )
        seen = torch.cat([top[batch.row, batch.at], names, roles[batch.row]], -1)
        seen = self.dropout(seen)
        one = torch.ones(len(seen), 1)
        subjects = torch.cat([self.dropout(torch.relu(self.subject(seen))), one], 1)
        objects = torch.cat([self.dropout(torch.relu(self.object(seen))), one], 1)
        asks = torch.einsum("nd,rde->nre", subjects, self.joins)
        said = (asks[batch.subject] * objects[batch.object][:, None]).sum(-1)
        odds: torch.Tensor = said + batch.ties @ self.ties + self.seldom
        return odds


def as_onnx(network: PairNetwork) -> bytes:
    """Return the network as ONNX, in two outputs: each name as a subject and as an object.

    What remains, their products and the ties, `extract.relations.network` adds up.
    """
    relations = len(network.joins)
    wide = ENDS + 1
    joins = network.joins.permute(1, 0, 2).reshape(wide, relations * wide)
    weights = [
        recurrent.initializer(network.embedding.weight, "embedding"),
        recurrent.initializer(network.kind.weight, "type"),
        recurrent.initializer(network.tail.weight.T, "tail.W"),
        recurrent.initializer(network.tail.bias, "tail.B"),
        recurrent.initializer(network.role.weight, "role"),
        recurrent.initializer(network.subject.weight.T, "subject.W"),
        recurrent.initializer(network.subject.bias, "subject.B"),
        recurrent.initializer(network.object.weight.T, "object.W"),
        recurrent.initializer(network.object.bias, "object.B"),
        recurrent.initializer(joins[:-1], "joins.W"),
        recurrent.initializer(joins[-1], "joins.B"),
        recurrent.initializer(torch.tensor([0, relations, wide]), "by relation"),
        recurrent.initializer(torch.tensor([1]), "second"),
        recurrent.initializer(torch.tensor([0]), "first"),
        recurrent.flat(recurrent.WIDTH),
        recurrent.flat(TOP),
        *recurrent.gru_weights(network.encoder, 0, "encoder"),
        *recurrent.gru_weights(network.top, 0, "top"),
    ]
    node = helper.make_node
    nodes = [
        node("Gather", ["type", "types"], ["typed"]),
        node("Gather", ["embedding", "tails"], ["tails.rows"]),
        node("ReduceMean", ["tails.rows"], ["tails.mean"], axes=[1], keepdims=0),
        *_linear("tail", "tails.mean"),
        node("Add", ["typed", "tail"], ["names"]),
        node("Gather", ["embedding", "ids"], ["rows"]),
        node("Transpose", ["rows"], ["characters"], perm=[1, 0, 2]),
        node("ScatterND", ["characters", "where", "names"], ["steps"]),
        *recurrent.gru_nodes("encoder", "steps", recurrent.WIDTH),
        node("Gather", ["role", "roles"], ["part"]),
        # Each line's role at each of its steps: zeros of the right shape, and the role added.
        node("Shape", ["ids"], ["shape"]),
        node("Gather", ["shape", "second"], ["length"]),
        node("Unsqueeze", ["part", "first"], ["part.once"]),
        node("Constant", [], ["one"], value_ints=[1]),
        node("Concat", ["length", "one", "one"], ["times"], axis=0),
        node("Tile", ["part.once", "times"], ["parts"]),
        node("Concat", ["steps", "encoder.out", "parts"], ["joined"], axis=2),
        *recurrent.gru_nodes("top", "joined", TOP),
        node("GatherND", ["top.out", "where"], ["top.names"]),
        node("GatherND", ["parts", "where"], ["part.names"]),
        node("Concat", ["top.names", "names", "part.names"], ["seen"], axis=1),
        *_linear("subject", "seen"),
        node("Relu", ["subject"], ["subject.end"]),
        *_linear("object", "seen"),
        node("Relu", ["object"], ["object.end"]),
        *_linear("joins", "subject.end"),
        node("Reshape", ["joins", "by relation"], ["subjects"]),
        node("Pad", ["object.end", "beside", "unit"], ["objects"]),
    ]
    weights += [
        recurrent.initializer(torch.tensor([0, 0, 0, 1]), "beside"),
        recurrent.initializer(torch.tensor(1.0), "unit"),
    ]
    lines = ("sequences", "characters")
    inputs = [
        recurrent.whole_numbers("ids", *lines), recurrent.LENGTHS, recurrent.whole_numbers("roles", "sequences"),
        recurrent.whole_numbers("where", "names", 2), recurrent.whole_numbers("types", "names"),
        recurrent.whole_numbers("tails", "names", TAIL),
    ]  # fmt: skip
    outputs = [
        recurrent.floats("subjects", "names", relations, wide),
        recurrent.floats("objects", "names", wide),
    ]
    model = recurrent.model_of(helper.make_graph(nodes, "lines", inputs, outputs, weights))
    return bytes(model.SerializeToString())


def _linear(name: str, source: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("MatMul", [source, f"{name}.W"], [f"{name}.product"]),
        helper.make_node("Add", [f"{name}.product", f"{name}.B"], [name]),
    ]
