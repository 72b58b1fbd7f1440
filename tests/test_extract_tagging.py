"""What the tagger is shown of a sentence, and the way through its scores, beside plain definitions."""

from pathlib import Path

import numpy as np
import pytest

from extract.folding import SHORT, fold
from extract.gold import read_gold_folders
from extract.layout import lay_out
from extract.tagging.features import (
    BRACKETS,
    NAME_COLUMNS,
    NUMERALS,
    WORD_COLUMNS,
    features,
    make_knowledge,
)
from extract.tagging.tagger import Tagger, viterbi

GOLD = Path(__file__).parent.parent / "data" / "gold"
TEXTS = [
    sentence.text
    for gold in read_gold_folders([GOLD / "seeds", GOLD / "dev"])[:40]
    for sentence in lay_out(gold.article).sentences
]
ODD = "「甲『乙』」（第１２期）《丙》𠮷A1・一九九七年〇零○"


@pytest.fixture(scope="module")
def knowledge():
    return make_knowledge([("深圳", "PLACE")], {})


@pytest.mark.parametrize("text", [*TEXTS[::25], ODD, "。", "（（）"])
def test_brackets_numerals_and_kinds_of_characters_are_marked(text, knowledge):
    table = features(text, False, knowledge)[:, 2 * NAME_COLUMNS + WORD_COLUMNS :]
    folded = fold(text)

    for column, (opening, closing) in enumerate(BRACKETS):
        depth = 0
        for at, character in enumerate(folded):
            depth += character in opening
            assert table[at, column] == (depth > 0)
            depth -= character in closing
    kinds = table[:, len(BRACKETS) : len(BRACKETS) + 4]
    assert (kinds.sum(axis=1) == 1).all()
    for at, character in enumerate(folded):
        number = character in "0123456789０１２３４５６７８９"
        latin = character.isascii() and character.isalpha()
        assert (kinds[at, 1], kinds[at, 2]) == (number, latin)
        assert table[at, len(BRACKETS) + 4] == (character in NUMERALS)


def test_a_kept_folding_is_that_of_the_whole_text():
    for text in TEXTS:
        whole = fold(text.ljust(SHORT + 1))
        assert fold(text) == whole.rstrip() or text.endswith(" ")


@pytest.mark.parametrize("seed", range(5))
def test_the_path_is_the_best_of_all_paths(seed, tagger_of):
    chance = np.random.default_rng(seed)
    labels, lengths = 4, [1, 5, 3, 5]
    emissions = chance.normal(size=(len(lengths), max(lengths), labels)).astype(np.float32)
    tagger = tagger_of(chance.normal(size=labels), chance.normal(size=(labels, labels)))

    paths = viterbi(emissions, lengths, tagger)

    for row, length in enumerate(lengths):
        every = np.stack(np.meshgrid(*[range(labels)] * length), -1).reshape(-1, length)
        scores = tagger.starts[every[:, 0]] + emissions[row, np.arange(length), every].sum(axis=1)
        scores = scores + tagger.steps[every[:, :-1], every[:, 1:]].sum(axis=1)
        assert paths[row] == every[scores.argmax()].tolist()


@pytest.fixture
def tagger_of():
    def make(starts, steps):
        return Tagger(None, {}, starts.astype(np.float32), steps.astype(np.float32))

    return make
