"""Train the network that reads lines, on marked articles. Needs the extra `train` (PyTorch).

Its shape is in network_shape.py. To change how it learns: the numbers at the head.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from extract.gold import GoldArticle
from extract.layout import lay_out
from extract.learning import learn
from extract.recurrent import Lac, read_lac
from extract.relations.arrays import Bools, Floats, Ints
from extract.relations.candidates import Pairs
from extract.relations.ends import Ends
from extract.relations.lessons import Networks, folds_of, gold_links, in_order
from extract.relations.network import Shown, Written
from extract.relations.network_shape import Batch, PairNetwork, as_onnx
from extract.relations.rank import look, pairs_of
from extract.relations.reading import LINES, show, ties
from extract.relations.resources import Resources

EPOCHS = 10
FOLDS = 3
BATCH = 6  # articles
AVERAGE = 0.99  # of the moving average of weights that is kept
SHARP = 1.5  # how far the best of the places where a pair stands counts before its others
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


def _join(examples: Sequence[Example]) -> Batch:
    shown = [example.shown for example in examples]
    lines = [ids for one in shown for ids in one.ids]
    rows = np.cumsum([0, *(len(one.ids) for one in shown)])
    names = np.cumsum([0, *(len(one.row) for one in shown)])
    ids = np.zeros((len(lines), max(map(len, lines))), np.int64)
    for row, line in zip(ids, lines, strict=True):
        row[: len(line)] = line

    def together(arrays: Sequence[Ints | Floats | Bools]) -> torch.Tensor:
        return torch.from_numpy(np.concatenate(arrays))

    return Batch(
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


def _loss(odds: torch.Tensor, batch: Batch, symmetric: torch.Tensor) -> torch.Tensor:
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
    network = PairNetwork(lac, len(relations))
    steps = math.ceil(len(examples) / BATCH) * EPOCHS
    learn(
        network,
        network.encoder.parameters(),
        _batches(examples, random.Random(seed)),
        lambda batch: _loss(network(batch), batch, symmetric) / BATCH,
        steps=steps,
        average=AVERAGE,
    )
    weights = network.ties.detach().clone()
    weights[: len(LINES)] += network.seldom.detach()  # each pair has one of these ties
    return Written(as_onnx(network), lac.vocabulary, list(relations), weights.numpy())


def _batches(examples: Sequence[Example], chance: random.Random) -> Iterator[Batch]:
    """Yield the articles of all rounds in random order, some at a time."""
    for _ in range(EPOCHS):
        order = list(examples)
        chance.shuffle(order)
        for at in range(0, len(order), BATCH):
            yield _join(order[at : at + BATCH])
