"""What is known of each character of a sentence: names, word lists, brackets, kind of character.

To add a feature: add its columns to `Knowledge.width` and fill them in `features`; then train.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract import resources
from extract.folding import fold
from extract.tagging.labels import TYPES
from extract.tagging.matching import Matcher, make_matcher

WORD_LISTS = (
    "surnames", "posts", "org_suffixes", "zone_suffixes", "event_suffixes",
    "initiative_suffixes", "classifiers", "speech_verbs",
)  # fmt: skip
BRACKETS = (("「“『", "」”』"), ("《〈", "》〉"), ("（(", "）)"), ("【", "】"))
NUMERALS = "一二三四五六七八九十百千万亿零〇两"
CAPTION_SIGNS = "▲▶▼◀△▷"
SENTENCE_ENDS = "。！？」』”）"
SHORT = 30

NAME_COLUMNS = 3 * len(TYPES)  # a name's first character, every character, its last, by type
WORD_COLUMNS = 2 * len(WORD_LISTS)  # a listed word's first and last character, by list
SHAPE_COLUMNS = len(BRACKETS) + 5 + 4
WIDTH = 2 * NAME_COLUMNS + WORD_COLUMNS + SHAPE_COLUMNS

OTHER, DIGIT, LATIN, HAN = range(4)
NUMERAL = 4  # added to the kind of a character


def _kinds_of_characters() -> NDArray[np.uint8]:
    kinds = np.full(0x110000, OTHER, np.uint8)
    kinds[0x4E00:0xA000] = kinds[0x3400:0x4DC0] = kinds[0x20000:0x32000] = HAN
    for first, last, kind in (("0", "9", DIGIT), ("０", "９", DIGIT), ("a", "z", LATIN), ("A", "Z", LATIN)):  # fmt: skip
        kinds[ord(first) : ord(last) + 1] = kind
    kinds[[ord(numeral) for numeral in NUMERALS]] += NUMERAL
    return kinds


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the features are made from: names of the gazetteer, names of gold, word lists."""

    gazetteer: Matcher
    learned: Matcher
    words: tuple[Matcher, ...]
    kinds: NDArray[np.uint8]


def names_by_type(names: Iterable[tuple[str, str]]) -> dict[str, set[int]]:
    """Return folded name → numbers of its types, of (name, type) pairs; no single characters."""
    known: dict[str, set[int]] = {}
    for name, type_ in names:
        if len(name) > 1 and type_ in TYPES:
            known.setdefault(fold(name), set()).add(TYPES.index(type_))
    return known


def make_knowledge(
    gazetteer: Iterable[tuple[str, str]], learned: Mapping[str, Iterable[int]]
) -> Knowledge:
    """Return the knowledge of `gazetteer` (name, type) pairs and `learned` folded names."""
    words = tuple(
        make_matcher({fold(word): (0,) for word in resources.lines(f"lexicon/{name}.txt")})
        for name in WORD_LISTS
    )
    return Knowledge(
        make_matcher(names_by_type(gazetteer)), make_matcher(learned), words, _kinds_of_characters()
    )


def _mark_names(table: NDArray[np.float32], matcher: Matcher, text: str) -> None:
    for start, end, types in matcher.find(text):
        for type_ in types:
            table[start, 3 * type_] = 1
            table[start:end, 3 * type_ + 1] = 1
            table[end - 1, 3 * type_ + 2] = 1


def _mark_shape(table: NDArray[np.float32], text: str, kinds: NDArray[np.uint8]) -> None:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    for column, (opening, closing) in enumerate(BRACKETS):
        if any(bracket in text for bracket in opening):
            opens, closes = _is_one_of(codes, opening), _is_one_of(codes, closing)
            depth = np.cumsum(opens) - (np.cumsum(closes) - closes)
            table[:, column] = depth > 0
    after = len(BRACKETS)
    kind = kinds[codes]
    table[np.arange(len(text)), after + kind % NUMERAL] = 1
    table[:, after + 4] = kind >= NUMERAL
    table[:, after + 6] = len(text) < SHORT
    table[:, after + 7] = text[0] in CAPTION_SIGNS
    table[:, after + 8] = text[-1] in SENTENCE_ENDS


def _is_one_of(codes: NDArray[np.uint32], characters: str) -> NDArray[np.int32]:
    """Return 1 where a code is that of one of a few characters (np.isin is slow on a sentence)."""
    found = np.zeros(len(codes), np.int32)
    for character in characters:
        found += codes == ord(character)
    return found


def features(text: str, first: bool, knowledge: Knowledge) -> NDArray[np.float32]:
    """Return the features of a sentence, shape (characters, WIDTH); `first`: it is the headline."""
    folded = fold(text)
    table = np.zeros((len(text), WIDTH), np.float32)
    _mark_names(table[:, :NAME_COLUMNS], knowledge.gazetteer, folded)
    _mark_names(table[:, NAME_COLUMNS : 2 * NAME_COLUMNS], knowledge.learned, folded)
    for number, matcher in enumerate(knowledge.words):
        column = 2 * NAME_COLUMNS + 2 * number
        for start, end, _ in matcher.find(folded):
            table[start, column] = 1
            table[end - 1, column + 1] = 1
    shape = table[:, 2 * NAME_COLUMNS + WORD_COLUMNS :]
    _mark_shape(shape, folded, knowledge.kinds)
    shape[:, len(BRACKETS) + 5] = first
    return table


def character_ids(texts: Sequence[str], vocabulary: Mapping[str, int]) -> list[NDArray[np.int64]]:
    """Return each text as the numbers of its characters, 0 for one that is not known."""
    return [np.array([vocabulary.get(c, 0) for c in text], np.int64) for text in texts]
