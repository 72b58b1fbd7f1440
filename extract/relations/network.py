"""Run the network that reads lines: how likely their wording joins each pair of names.

It sees the text, where the trees see counts of listed words. To change what it is shown:
extract/relations/reading.py, then `gbakg train`; its shape: network_shape.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extract.batches import of_like_length
from extract.onnx_models import InferenceSession, open_model
from extract.relations.arrays import Floats, Ints

BATCH = 8  # lines read at once: more of them are padded more


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the network is shown of an article's lines that have names.

    `ids[n]` numbers the characters of line n and `roles[n]` its role; name m stands at
    `at[m]` of line `row[m]`, is of type `type[m]` and ends in the characters `tails[m]`.
    """

    ids: Sequence[Ints]
    roles: Ints
    row: Ints
    at: Ints
    type: Ints
    tails: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A network, the numbers of the characters that it knows, and what ties weigh.

    `ties` (TIES, relations) are added to what the lines say; `relations` are those it knows.
    """

    session: InferenceSession
    vocabulary: Mapping[str, int]
    relations: Sequence[str]
    ties: Floats

    def odds(self, shown: Shown, subject: Ints, object_: Ints, ties: Floats) -> Floats:
        """Return the log-odds that each of `relations` joins each pair of names, (n, relations).

        `subject` and `object_` are their numbers (n,), `ties` (n, TIES) how they stand.
        """
        subjects, objects = self._read(shown)
        said = np.einsum("nre,ne->nr", subjects[subject], objects[object_])
        return np.asarray(said + ties @ self.ties)

    def _read(self, shown: Shown) -> tuple[Floats, Floats]:
        """Return each name as a subject, (names, relations, width), and as an object."""
        width = self.session.get_outputs()[1].shape[-1]
        subjects = np.zeros((len(shown.row), len(self.relations), width), np.float32)
        objects = np.zeros((len(shown.row), width), np.float32)
        for lines in of_like_length([len(ids) for ids in shown.ids], BATCH):
            place = np.full(len(shown.ids), -1)
            place[lines] = np.arange(len(lines))
            names = np.flatnonzero(place[shown.row] >= 0)
            lengths = [len(shown.ids[line]) for line in lines]
            ids = np.zeros((len(lines), max(lengths)), np.int64)
            for row, line in enumerate(lines):
                ids[row, : lengths[row]] = shown.ids[line]
            inputs = {
                "ids": ids,
                "lengths": np.array(lengths, np.int32),
                "roles": shown.roles[lines],
                "where": np.stack([shown.at[names], place[shown.row[names]]], axis=1),
                "types": shown.type[names],
                "tails": shown.tails[names],
            }
            subjects[names], objects[names] = self.session.run(["subjects", "objects"], inputs)
        return subjects, objects


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A trained network as it is kept: its ONNX, and what else `Network` has."""

    onnx: bytes
    vocabulary: Mapping[str, int]
    relations: Sequence[str]
    ties: Floats

    def open(self) -> Network:
        """Return the network, ready to run."""
        return Network(open_model(self.onnx), self.vocabulary, self.relations, self.ties)

    def save(self, folder: Path) -> None:
        """Write it to `folder`, in three files."""
        (folder / "network.onnx").write_bytes(self.onnx)
        np.save(folder / "ties.npy", self.ties, allow_pickle=False)
        table = {"relations": self.relations, "characters": dict(self.vocabulary)}
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
        (folder / "network.json").write_text(text + "\n", "utf-8")


def load_network(folder: Path) -> Network:
    """Return the network that `Written.save` put into `folder`."""
    onnx = (folder / "network.onnx").read_bytes()
    table = json.loads((folder / "network.json").read_text("utf-8"))
    weights = np.load(folder / "ties.npy", allow_pickle=False)
    return Written(onnx, table["characters"], table["relations"], weights).open()
