"""Rules worded as the sentence that they match, with examples that the tests run.

To add one: an entry in data/rules/relations/*.toml. In a wording {S} and {O} stand for the subject
and the object or a list of them (甲、乙及丙), {s} and {o} for one name alone, {S:PER} for those of a
type, {POST} or {any} for a name that takes no part; … is a stretch inside the sentence, ~ a short
one inside the clause.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

from extract.errors import InputError
from extract.folding import fold
from extract.relations.ends import Ends
from extract.relations.scene import MOST_NAMES, Line, Place
from extract.relations.signs import AND, ANY, SIGNS

SLOT = re.compile(r"\{([A-Za-z]+)(?::([A-Z|]+))?\}")
# The parts of a wording: words to choose from and whether they may be missing, brackets, bars.
PARTS = re.compile(
    r"\(\?:(?P<words>\w+(?:\|\w+)*)\)(?P<repeat>[?*]|{\d)?|\[[^\]]*\]|\(|\)|(?P<bar>\|)"
)
LONG, SHORT = "[^。！？；]{0,60}?", "[^，。！？；：]{0,14}?"
END = "\n"  # of each line of a page: no wording reaches across
BEFORE = ("PLACE", "ZONE", "DATE")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of an article in one text, and the place of each sign in it."""

    text: str
    places: Mapping[int, Place]


def page_of(lines: Iterable[Line]) -> Page:
    """Return `lines` as a page; one with more than `MOST_NAMES` names words nothing."""
    text = ""
    places: dict[int, Place] = {}
    for line in lines:
        if len(line.places) <= MOST_NAMES:
            places.update((len(text) + place.at, place) for place in line.places)
            text += line.text + END
    return Page(text, places)


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording that states a relation, its examples, and what must not be taken for one.

    Where one of the words `needed` stands nowhere, the pattern need not be tried.
    """

    name: str
    relation: str
    wording: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]
    never: tuple[str, ...]
    pattern: re.Pattern[str]
    needed: tuple[str, ...]

    def match(self, page: Page, ends: Ends) -> Iterator[tuple[Place, Place]]:
        """Yield the (subject, object) places that `page` words so, of allowed types."""
        if self.needed and not any(word in page.text for word in self.needed):
            return
        at = 0
        while found := self.pattern.search(page.text, at):
            at = found.start() + 1
            sides: dict[str, list[Place]] = {"S": [], "O": []}
            for group, text in found.groupdict().items():
                if text:
                    begin = found.start(group)
                    sides[group[0]] += [page.places[begin + sign] for sign in _heads(text)]
            pairs = product(sides["S"], sides["O"]) if sides["O"] else combinations(sides["S"], 2)
            for subject, object_ in pairs:
                types = (subject.entity.type, object_.entity.type)
                if types in ends.pairs and subject.entity != object_.entity:
                    yield subject, object_


def _heads(text: str) -> Iterator[int]:
    """Yield the indices of the signs in a list that are its items, not words before one."""
    for item in re.finditer(f"{ANY}+", text):
        last = item.group()[-1]
        yield from (item.start() + n for n, sign in enumerate(item.group()) if sign == last)


def compile_wording(wording: str, ends: Ends) -> re.Pattern[str]:
    """Return `wording` as a pattern over the text of a line; raise ValueError for a bad slot."""
    counts = {"S": 0, "O": 0}

    def slot(found: re.Match[str]) -> str:
        name, types = found.groups()
        if name == "any":
            return ANY
        if name in SIGNS:
            return SIGNS[name]
        side = name.upper()
        if side not in counts:
            raise ValueError(f"no slot {{{name}}}")
        allowed = types.split("|") if types else ends.subjects if side == "S" else ends.objects
        sign = "[" + "".join(SIGNS[type_] for type_ in sorted(allowed)) + "]"
        counts[side] += 1
        if name != side:
            return f"(?P<{side}{counts[side]}>{sign})"
        # What may stand in the list anyway is no word before it: a run of signs reads in one way.
        before = "".join(SIGNS[type_] for type_ in BEFORE if type_ not in allowed)
        item = f"(?:[{before}]?{sign}+)" if before else f"{sign}+"
        return f"(?P<{side}{counts[side]}>{item}(?:等?{AND}{item})*)"

    folded = fold(wording).replace("…", LONG).replace("~", SHORT)
    return re.compile(SLOT.sub(slot, folded).replace("[^", f"[^{END}"))


def needed_words(wording: str) -> tuple[str, ...]:
    """Return words of which each text that `wording` matches has one, folded, or none if unknown."""
    choices = []
    depth = 0
    for part in PARTS.finditer(fold(wording)):
        words, repeat = part["words"], part["repeat"]
        if part["bar"] and depth == 0:
            return ()
        if words and depth == 0 and not repeat:
            choices.append(tuple(words.split("|")))
        depth += (part.group() == "(") - (part.group() == ")")
    return min(choices, key=len, default=())


def read_rules(folder: Path, ends: Mapping[str, Ends]) -> tuple[Rule, ...]:
    """Return the rules of all files in `folder`; raise InputError for one that cannot be read."""
    rules = []
    for path in sorted(folder.glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8")).get("rule", ()):
            where = f"{path.name}: {row.get('name', '?')}"
            if row.get("relation") not in ends:
                raise InputError(where, "its relation is not declared", "see ontology/gba.ttl")
            try:
                pattern = compile_wording(row["wording"], ends[row["relation"]])
            except (KeyError, ValueError, re.error) as fault:
                raise InputError(
                    where, f"bad wording ({fault})", "see the head of wording.py"
                ) from fault
            examples = tuple((case["text"], tuple(case["means"])) for case in row["examples"])
            rules.append(
                Rule(
                    row["name"],
                    row["relation"],
                    row["wording"],
                    examples,
                    tuple(row.get("never", ())),
                    pattern,
                    needed_words(row["wording"]),
                )
            )
    return tuple(rules)


def match_rules(
    page: Page, rules: Iterable[Rule], ends: Mapping[str, Ends]
) -> Iterator[tuple[Rule, Place, Place]]:
    """Yield each rule that `page` words, with its subject's and its object's place."""
    for rule in rules:
        for subject, object_ in rule.match(page, ends[rule.relation]):
            yield rule, subject, object_
