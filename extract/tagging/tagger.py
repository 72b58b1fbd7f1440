"""Run the tagger: a recurrent network over characters (ONNX), then the best label path (Viterbi).

The network's encoder began as Baidu LAC's; data/models/tagger/MODEL_CARD.md tells how it was
trained and what it is worth.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extract.batches import of_like_length
from extract.onnx_models import InferenceSession, open_model
from extract.tagging.features import Knowledge, character_ids, features
from extract.tagging.labels import decode

BATCH = 32
LONGEST = 512  # a longer sentence is tagged in pieces: cost grows with the longest of a batch

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagger:
    """A network, the numbers of the characters it knows, and the scores of label steps."""

    session: InferenceSession
    vocabulary: Mapping[str, int]
    starts: Floats  # (labels,)
    steps: Floats  # (labels, labels), from the row's label to the column's


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span `[start, end)` of a sentence's text, its type, and how sure the tagger is (0–1)."""

    start: int
    end: int
    type: str
    confidence: float


def load_tagger(folder: Path) -> Tagger:
    """Return the tagger kept in `folder` (tagger.onnx, characters.json, steps.npz)."""
    session = open_model(folder / "tagger.onnx")
    vocabulary = json.loads((folder / "characters.json").read_text("utf-8"))
    with np.load(folder / "steps.npz", allow_pickle=False) as scores:
        return Tagger(session, vocabulary, scores["starts"], scores["steps"])


def viterbi(emissions: Floats, lengths: Sequence[int], tagger: Tagger) -> list[list[int]]:
    """Return the best label path of each sentence; emissions (sentences, characters, labels)."""
    into = np.ascontiguousarray(tagger.steps.T)
    best = np.empty_like(emissions)
    best[:, 0] = emissions[:, 0] + tagger.starts
    for at in range(1, emissions.shape[1]):
        best[:, at] = (best[:, at - 1, None, :] + into).max(axis=2) + emissions[:, at]
    last = np.array(lengths) - 1
    paths = np.empty(emissions.shape[:2], np.int64)
    at_last = best[np.arange(len(last)), last].argmax(axis=1)
    after = at_last
    for at in range(emissions.shape[1] - 1, -1, -1):
        after = np.where(at < last, (best[:, at] + into[after]).argmax(axis=1), at_last)
        paths[:, at] = after
    return [paths[row, :length].tolist() for row, length in enumerate(lengths)]


def _spans(path: list[int], emissions: Floats) -> list[Tagged]:
    peaks = emissions - emissions.max(axis=1, keepdims=True)
    likely = np.exp(peaks) / np.exp(peaks).sum(axis=1, keepdims=True)
    taken = likely[np.arange(len(path)), path]
    return [
        Tagged(start, end, type_, round(float(taken[start:end].min()), 4))
        for start, end, type_ in decode(path)
    ]


def tag(
    texts: Sequence[str], firsts: Sequence[bool], tagger: Tagger, knowledge: Knowledge
) -> list[list[Tagged]]:
    """Return the names in each of `texts`; `firsts` says which are headlines."""
    pieces = [
        (index, at)
        for index, text in enumerate(texts)
        for at in range(0, len(text), LONGEST)
    ]  # fmt: skip
    cut = [texts[index][at : at + LONGEST] for index, at in pieces]
    numbers = character_ids(cut, tagger.vocabulary)
    tables = [
        features(text, firsts[i], knowledge) for text, (i, _) in zip(cut, pieces, strict=True)
    ]
    found: list[list[Tagged]] = [[] for _ in texts]
    for batch in of_like_length([len(text) for text in cut], BATCH):
        lengths = [len(cut[index]) for index in batch]
        ids = np.zeros((len(batch), max(lengths)), np.int64)
        known = np.zeros((len(batch), max(lengths), tables[0].shape[1]), np.float32)
        for row, index in enumerate(batch):
            ids[row, : lengths[row]] = numbers[index]
            known[row, : lengths[row]] = tables[index]
        inputs = {"ids": ids, "features": known, "lengths": np.array(lengths, np.int32)}
        emissions = np.asarray(tagger.session.run(["emissions"], inputs)[0])
        for row, path in enumerate(viterbi(emissions, lengths, tagger)):
            index, at = pieces[batch[row]]
            found[index] += [
                Tagged(span.start + at, span.end + at, span.type, span.confidence)
                for span in _spans(path, emissions[row, : lengths[row]])
            ]
    for spans in found:
        spans.sort(key=lambda span: span.start)
    return found
