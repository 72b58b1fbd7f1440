"""Train the pkuseg model that cuts words for spaCy's Chinese pipeline, from a treebank with names.

Run it as data/models/segmenter/MODEL_CARD.md says; nothing at run time needs this module.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

Row = tuple[str, str]  # a word and its label: O, B-PER, I-PER …
ROUNDS = 12


def read_sentences(path: Path) -> Iterator[list[Row]]:
    """Yield the sentences of a Universal NER file (IOB2: number, word, label, …)."""
    sentence: list[Row] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line:
            _, word, label, *_ = line.split("\t")
            sentence.append((word, label))
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def whole_names(sentence: Iterable[Row]) -> list[str]:
    """Return the words of `sentence`; a Chinese surname and its given name are one word."""
    words: list[str] = []
    before = "O"
    for word, label in sentence:
        if label == "I-PER" and before.endswith("PER") and "\u4e00" <= word[0] <= "\u9fff":
            words[-1] += word
        else:
            words.append(word)
        before = label
    return [word.replace(" ", "") for word in words]


def train_segmenter(training: Iterable[Path], test: Path, folder: Path) -> None:
    """Train on the sentences of `training`, printing pkuseg's F1 on `test`; write to `folder`."""
    import spacy_pkuseg  # noqa: PLC0415 - half a second, and only here

    with TemporaryDirectory() as scratch:
        paths = (Path(scratch, "training.txt"), Path(scratch, "test.txt"))
        for path, sources in zip(paths, (tuple(training), (test,)), strict=True):
            lines = (" ".join(whole_names(s)) for source in sources for s in read_sentences(source))
            path.write_text("\n".join(lines) + "\n", "utf-8")
        spacy_pkuseg.train(*map(str, paths), str(folder), train_iter=ROUNDS)
    _shrink(folder / "weights.npz")


def _shrink(path: Path) -> None:
    """Round the weights to half precision: a fifth of the size, the same words."""
    with np.load(path, allow_pickle=False) as model:
        sizes, weights = model["sizes"], model["w"]
    # pkuseg reads doubles alone; what is rounded still packs well as such.
    np.savez_compressed(path, sizes=sizes, w=weights.astype(np.float16).astype(np.float64))
