"""Words that point back at a name (雙方, 該局, 會上, 他): the names that they stand for.

To add a word: data/lexicon/relations_pointers.txt.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.folding import fold
from extract.relations.signs import ANY, SIGNS

REACH = 14
# A bare 公司 points at one only where nothing but a clause's beginning or such a word is before it.
LEAD = re.compile(
    "(?:^|[，。；：！？、“「『》」 　—（]|[该此本由与和同向对在获令使让称说示指出而但并亦]|其中|未来|目前"
    "|下一步|此外|同时|今后|认为|透露|强调|介绍|是次|今次|上述|有关|截至.{0,3}|"
    f"{ANY})$"
)
NOT_HERE = re.compile("其他|.?[他她]们|.?[他她]人|.?基金会|.?大会堂")
BODY_ENDS: Mapping[str, str] = {
    "公司": "司|集团|科技|控股|股份|银行",
    "集团": "集团|公司",
    "当局": "局|署|部",
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A word that points, the types that it may point at, and how what it means is looked for."""

    word: str
    types: frozenset[str]
    how: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pointers:
    """All pointing words, and a pattern that finds them, the longest first."""

    words: Mapping[str, Pointer]
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[tuple[int, Pointer]]:
        """Yield (index, pointer) for each word in the folded `text` that points at something."""
        for found in self.pattern.finditer(text):
            pointer = self.words[found.group()]
            if NOT_HERE.match(text, max(0, found.start() - 1)):
                continue
            # 環保展開幕式上 names its event; it does not point back at one.
            if pointer.types == {"EVENT"} and text[: found.start()].endswith(SIGNS["EVENT"]):
                continue
            sure = pointer.how == "both" or pointer.word[-1] in "上他她"
            if sure or LEAD.search(text[: found.start()]):
                yield found.start(), pointer


def read_pointers(rows: Iterable[str]) -> Pointers:
    """Return the pointers in `rows`: types, how they are looked for, words with their endings."""
    words: dict[str, Pointer] = {}
    for row in rows:
        types, how, *listed = row.split()
        for item in listed:
            word, _, endings = fold(item).partition("=")
            ends = tuple(endings.split(",")) if endings else (BODY_ENDS.get(word, word[-1]),)
            words[word] = Pointer(word, frozenset(types.split(",")), how, ends)
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return Pointers(words, re.compile("|".join(map(re.escape, longest_first))))


@dataclass(frozen=True, slots=True)
class Said:
    """A name said earlier: its type, its folded canonical name, its list, its line."""

    type: str
    name: str
    group: tuple[int, int]
    line: int


def look_back(pointer: Pointer, said: Sequence[Said], line: int, own: str | None) -> Sequence[int]:
    """Return the indices in `said`, which is in order, of the names that `pointer` stands for.

    `own` is the folded name of the body that the speaker speaks for.
    """
    near = [n for n, s in enumerate(said) if s.type in pointer.types and line - s.line <= REACH]
    if pointer.how == "both":
        for n in reversed(near):
            mates = [m for m in near if said[m].group == said[n].group]
            if len({said[m].name for m in mates}) > 1:
                return mates
        return ()
    if pointer.how == "last":
        # 交流會上 is at the event called 交流會議, whichever event was named last.
        head = pointer.word.removesuffix("上")
        return ([n for n in near if head in said[n].name] or near)[-1:]
    if pointer.how == "own" and own:
        mine = [n for n in near if said[n].name == own]
        if mine and "ORG" in pointer.types:
            return mine[-1:]
    ending = re.compile(f"(?:{'|'.join(pointer.endings)})[）)]?(?:（.*）)?$")
    return [n for n in near if ending.search(said[n].name)][-1:]
