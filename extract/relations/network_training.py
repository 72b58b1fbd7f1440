"""Train the network that reads lines, and write it as ONNX. Needs the extra `train` (PyTorch).

Baidu LAC's character embedding and the first layer of its encoder go on learning; each name is one
step of its line, a vector of its type and its ending; a recurrent layer more, and then each two
names are scored as subject and object of each relation. To try another shape: the numbers at the head.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
import torch
from onnx import helper
from torch import nn
from torch.nn import functional

from extract.gold import GoldArticle
from extract.layout import lay_out
from extract.recurrent import (
    LENGTHS,
    WIDTH,
    Lac,
    begin_as_lac,
    flat,
    floats,
    gru_nodes,
    gru_weights,
    initializer,
    model_of,
    read_lac,
    run,
    whole_numbers,
)
from extract.relations.arrays import Bools, Floats, Ints
from extract.relations.candidates import Pairs
from extract.relations.ends import Ends
from extract.relations.lessons import Networks, folds_of, gold_links, in_order
from extract.relations.network import Shown, Written
from extract.relations.rank import look, pairs_of
from extract.relations.reading import LINES, TAIL, TIES, show, ties
from extract.relations.resources import Resources
from extract.relations.signs import TYPES
from extract.relations.view import ROLES

TOP = 64
ENDS = 64
ROLE = 8
EPOCHS = 10
FOLDS = 3
BATCH = 6  # articles
RATE = 2e-3
ENCODER_RATE = 0.25  # of RATE: the encoder has seen far more text than we have
DROPOUT = 0.4
AVERAGE = 0.99  # of the moving average of weights that is kept
SHARP = 1.5  # how far the best of the places where a pair stands counts before its others
SELDOM = -3.0  # the log-odds to begin with
NEVER = -30.0
NOWHERE = -1e9  # below all odds that a network may give


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """An article for training: what is shown of it, its pairs, and which relations hold of each.

    `holds` is (pairs, relations); `entities` (pairs, 2) numbers what each pair names.
    """

    shown: Shown
    ties: Floats
    pairs: Pairs
    holds: Bools
    entities: Ints


def train_networks(golds: Sequence[GoldArticle], resources: Resources) -> Networks:
    """Return the network learned from `golds`, and those that each learned from some of them."""
    ordered, lac = in_order(golds), read_lac()
    examples = [_example(gold, resources, lac) for gold in ordered]
    folds = folds_of(len(ordered), FOLDS)
    others = [
        train_network(
            [example for example, n in zip(examples, folds, strict=True) if n != fold],
            resources.ends,
            lac,
        ).open()
        for fold in range(FOLDS)
    ]
    held_out = {
        gold.article.id: others[fold] for gold, fold in zip(ordered, folds.tolist(), strict=True)
    }
    return Networks(train_network(examples, resources.ends, lac), held_out)


def _example(gold: GoldArticle, resources: Resources, lac: Lac) -> Example:
    seen = look(lay_out(gold.article), gold_links(gold), resources)
    pairs = pairs_of(seen, resources)
    names = [entity.name for entity in seen.entities]
    said = set(gold.relations)
    holds = np.zeros(pairs.may.shape, np.bool_)
    for n, (s, o) in enumerate(
        zip(seen.entity[pairs.subject].tolist(), seen.entity[pairs.object].tolist(), strict=True)
    ):
        for column, (relation, ends) in enumerate(resources.ends.items()):
            either_way = ends.symmetric and (names[o], relation, names[s]) in said
            holds[n, column] = either_way or (names[s], relation, names[o]) in said
    entities = np.stack([seen.entity[pairs.subject], seen.entity[pairs.object]], axis=1)
    return Example(show(seen, lac.vocabulary), ties(seen, pairs), pairs, holds, entities)


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
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


def _join(examples: Sequence[Example]) -> _Batch:
    shown = [example.shown for example in examples]
    lines = [ids for one in shown for ids in one.ids]
    rows = np.cumsum([0, *(len(one.ids) for one in shown)])
    names = np.cumsum([0, *(len(one.row) for one in shown)])
    ids = np.zeros((len(lines), max(map(len, lines))), np.int64)
    for row, line in zip(ids, lines, strict=True):
        row[: len(line)] = line

    def together(arrays: Sequence[Ints | Floats | Bools]) -> torch.Tensor:
        return torch.from_numpy(np.concatenate(arrays))

    return _Batch(
        torch.from_numpy(ids),
        torch.tensor([len(line) for line in lines]),
        together([one.roles for one in shown]),
        together([one.row + begin for one, begin in zip(shown, rows, strict=False)]),
        together([one.at for one in shown]),
        together([one.type for one in shown]),
        together([one.tails for one in shown]),
        together([e.pairs.subject + begin for e, begin in zip(examples, names, strict=False)]),
        together([e.pairs.object + begin for e, begin in zip(examples, names, strict=False)]),
        together([example.ties for example in examples]),
        together([example.pairs.may for example in examples]),
        together([example.holds for example in examples]).float(),
        (_numbers(examples, either_way=False), _numbers(examples, either_way=True)),
    )


def _numbers(examples: Sequence[Example], *, either_way: bool) -> torch.Tensor:
    """Return a number for each pair, the same for all places of the same two entities."""
    keys = [
        np.column_stack(
            [
                np.full(len(example.entities), number),
                np.sort(example.entities, axis=1) if either_way else example.entities,
            ]
        )
        for number, example in enumerate(examples)
    ]
    numbers = np.unique(np.concatenate(keys), axis=0, return_inverse=True)[1]
    return torch.from_numpy(numbers.reshape(-1))


class _Network(nn.Module):
    """The network as it is trained; `known` weighs ties and relations."""

    def __init__(self, lac: Lac, relations: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(lac.embedding, freeze=True)
        self.kind = nn.Embedding(len(TYPES), WIDTH)
        self.tail = nn.Linear(WIDTH, WIDTH)
        self.role = nn.Embedding(len(ROLES) + 1, ROLE)
        self.encoder = nn.GRU(WIDTH, WIDTH, bidirectional=True, batch_first=True)
        begin_as_lac(self.encoder, lac)
        self.top = nn.GRU(3 * WIDTH + ROLE, TOP, bidirectional=True, batch_first=True)
        self.subject = nn.Linear(2 * TOP + WIDTH + ROLE, ENDS)
        self.object = nn.Linear(2 * TOP + WIDTH + ROLE, ENDS)
        # One more on either side, which is 1: what each end says alone.
        self.joins = nn.Parameter(torch.randn(relations, ENDS + 1, ENDS + 1) * 0.05)
        self.ties = nn.Parameter(torch.zeros(TIES, relations))
        self.seldom = nn.Parameter(torch.full((relations,), SELDOM))
        self.dropout = nn.Dropout(DROPOUT)
        nn.init.normal_(self.kind.weight, std=0.1)

    def forward(self, batch: _Batch) -> torch.Tensor:
        """Return the log-odds of each pair of the batch, (pairs, relations)."""
        names = self.kind(batch.types) + self.tail(self.embedding(batch.tails).mean(1))
        steps = self.embedding(batch.ids).clone()
        steps[batch.row, batch.at] = names
        read = run(self.encoder, self.dropout(steps), batch.lengths)
        roles = self.role(batch.roles)
        wide = roles[:, None].expand(-1, steps.shape[1], -1)
        top = run(self.top, self.dropout(torch.cat([steps, read, wide], -1)), batch.lengths)
        seen = torch.cat([top[batch.row, batch.at], names, roles[batch.row]], -1)
        seen = self.dropout(seen)
        one = torch.ones(len(seen), 1)
        subjects = torch.cat([self.dropout(torch.relu(self.subject(seen))), one], 1)
        objects = torch.cat([self.dropout(torch.relu(self.object(seen))), one], 1)
        asks = torch.einsum("nd,rde->nre", subjects, self.joins)
        said = (asks[batch.subject] * objects[batch.object][:, None]).sum(-1)
        odds: torch.Tensor = said + batch.ties @ self.ties + self.seldom
        return odds


def _loss(odds: torch.Tensor, batch: _Batch, symmetric: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy over pairs of entities: one place that says so is enough."""
    odds = odds.masked_fill(~batch.may, NEVER)
    total = torch.zeros(())
    for group, asked in zip(batch.groups, (~symmetric, symmetric), strict=True):
        place = odds[:, asked]
        index = group[:, None].expand_as(place)
        count = (int(group.max()) + 1, place.shape[1])
        nothing = torch.zeros(count)
        best = torch.full(count, NOWHERE).scatter_reduce(0, index, place.detach(), "amax")
        others = nothing.scatter_add(0, index, torch.exp(SHARP * (place - best[group])))
        holds = nothing.scatter_reduce(0, index, batch.holds[:, asked], "amax")
        may = nothing.scatter_reduce(0, index, batch.may[:, asked].float(), "amax")
        pair = best + torch.log(others) / SHARP
        losses = functional.binary_cross_entropy_with_logits(pair, holds, reduction="none")
        total = total + (losses * may).sum()
    return total


def train_network(
    examples: Sequence[Example], relations: Mapping[str, Ends], lac: Lac, seed: int = 0
) -> Written:
    """Return the network learned from `examples`, whose columns are `relations`.

    The same examples in the same order, and the same seed, give the same network.
    """
    symmetric = torch.tensor([ends.symmetric for ends in relations.values()])
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = _Network(lac, len(relations))
    encoder = [*network.encoder.parameters()]
    known = {id(parameter) for parameter in encoder}
    rest = [one for one in network.parameters() if id(one) not in known and one.requires_grad]
    rates = [RATE * ENCODER_RATE, RATE]
    groups = [{"params": encoder, "lr": rates[0]}, {"params": rest, "lr": rates[1]}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = math.ceil(len(examples) / BATCH) * EPOCHS
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rates, total_steps=steps, pct_start=0.15
    )
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    for _ in range(EPOCHS):
        order = list(examples)
        chance.shuffle(order)
        for at in range(0, len(order), BATCH):
            batch = _join(order[at : at + BATCH])
            loss = _loss(network(batch), batch, symmetric) / BATCH
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5)
            optimiser.step()
            schedule.step()
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    average[name].mul_(AVERAGE).add_(value, alpha=1 - AVERAGE)
    network.load_state_dict(average)
    network.eval()
    weights = network.ties.detach().clone()
    weights[: len(LINES)] += network.seldom.detach()  # each pair has one of these ties
    return Written(_as_onnx(network), lac.vocabulary, list(relations), weights.numpy())


def _as_onnx(network: _Network) -> bytes:
    """Return the network as ONNX, in two outputs: each name as a subject and as an object.

    What remains, their products and the ties, `extract.relations.network` adds up.
    """
    relations = len(network.joins)
    wide = ENDS + 1
    joins = network.joins.permute(1, 0, 2).reshape(wide, relations * wide)
    weights = [
        initializer(network.embedding.weight, "embedding"),
        initializer(network.kind.weight, "type"),
        initializer(network.tail.weight.T, "tail.W"),
        initializer(network.tail.bias, "tail.B"),
        initializer(network.role.weight, "role"),
        initializer(network.subject.weight.T, "subject.W"),
        initializer(network.subject.bias, "subject.B"),
        initializer(network.object.weight.T, "object.W"),
        initializer(network.object.bias, "object.B"),
        initializer(joins[:-1], "joins.W"),
        initializer(joins[-1], "joins.B"),
        initializer(torch.tensor([0, relations, wide]), "by relation"),
        initializer(torch.tensor([1]), "second"),
        initializer(torch.tensor([0]), "first"),
        flat(WIDTH),
        flat(TOP),
        *gru_weights(network.encoder, 0, "encoder"),
        *gru_weights(network.top, 0, "top"),
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
        *gru_nodes("encoder", "steps", WIDTH),
        node("Gather", ["role", "roles"], ["part"]),
        # Each line's role at each of its steps: zeros of the right shape, and the role added.
        node("Shape", ["ids"], ["shape"]),
        node("Gather", ["shape", "second"], ["length"]),
        node("Unsqueeze", ["part", "first"], ["part.once"]),
        node("Constant", [], ["one"], value_ints=[1]),
        node("Concat", ["length", "one", "one"], ["times"], axis=0),
        node("Tile", ["part.once", "times"], ["parts"]),
        node("Concat", ["steps", "encoder.out", "parts"], ["joined"], axis=2),
        *gru_nodes("top", "joined", TOP),
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
        initializer(torch.tensor([0, 0, 0, 1]), "beside"),
        initializer(torch.tensor(1.0), "unit"),
    ]
    lines = ("sequences", "characters")
    inputs = [
        whole_numbers("ids", *lines), LENGTHS, whole_numbers("roles", "sequences"),
        whole_numbers("where", "names", 2), whole_numbers("types", "names"),
        whole_numbers("tails", "names", TAIL),
    ]  # fmt: skip
    outputs = [floats("subjects", "names", relations, wide), floats("objects", "names", wide)]
    model = model_of(helper.make_graph(nodes, "lines", inputs, outputs, weights))
    return bytes(model.SerializeToString())


def _linear(name: str, source: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("MatMul", [source, f"{name}.W"], [f"{name}.product"]),
        helper.make_node("Add", [f"{name}.product", f"{name}.B"], [name]),
    ]
