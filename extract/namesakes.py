"""Persons of one name at bodies of two houses are two, until somebody decides that they are one.

To add a sign that two bodies are of one house: what they share, in `Houses.of`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise, product

from extract.decisions import UNDECIDED, Decisions, Key, key
from extract.folding import name_key
from extract.gazetteer_record import EntityRecord, Records
from extract.linking import load_linking_rules
from extract.linking.rules import LinkingRules
from extract.office_holders import load_office_holders

GOVERNMENT = "政府"
OFFICE = ""  # in the place of a body: that of whom the table of office holders knows


@dataclass(frozen=True, slots=True)
class Holding:
    """That an article names a person, and the bodies at which it says the person holds a post."""

    name: str
    bodies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The names that several persons share: how each is called, by name and by body."""

    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def called(self, holding: Holding) -> str:
        """Return what tells the person from others of the name, or the name alone.

        The name alone stands for who is known from the table of office holders, and where an
        article gives no body.
        """
        known = self.told.get(holding.name, {})
        found = (known[body] for body in holding.bodies if body in known)
        return min(found, default=holding.name)

    def apart(self, holdings: Iterable[Holding]) -> dict[str, str]:
        """Return how those persons of an article are called who are told apart, by their names."""
        called = {holding.name: self.called(holding) for holding in holdings}
        return {name: told for name, told in called.items() if told != name}


ONE_EACH = Namesakes()


@dataclass(frozen=True, slots=True)
class Houses:
    """Which bodies belong together, by the gazetteer's records of bodies."""

    by_name: Mapping[str, EntityRecord]
    rules: LinkingRules

    def of(self, body: str) -> frozenset[str]:
        """Return the names that stand for a body's house: its own, and those that it is a part of.

        A government stands for its place (香港 for 香港特別行政區政府), and is no part of another.
        """
        found: dict[str, None] = {}
        waiting = [body]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += self._above(name)
        return frozenset(found)

    def _above(self, name: str) -> Iterator[str]:
        record = self.by_name.get(name)
        if record is None:
            yield from self._head(name)
        elif record.place and name.startswith(record.place) and name.endswith(GOVERNMENT):
            yield record.place
        elif record.parent:
            yield record.parent

    def _head(self, name: str) -> Iterator[str]:
        """Yield the known body that a new name begins with, where the rest is a department."""
        key_ = name_key(name)
        if key_.endswith(self.rules.departments):
            heads = (name[:end] for end in range(len(name) - 1, 0, -1))
            known = (head for head in heads if head in self.by_name)
            yield from (head for head in known if name_key(head).endswith(self.rules.bodies))


def tell_apart(
    holdings: Iterable[Holding], records: Records, decisions: Decisions = UNDECIDED
) -> Namesakes:
    """Return which names several persons share, whatever the order of `holdings`.

    One person's are the bodies that one article gives, those of one house, and those that people
    decided to be one person's; whom the table of office holders knows is one. What people decided
    to be different beats all of these.
    """
    said = defaultdict[str, set[frozenset[str]]](set)
    for holding in holdings:
        if holding.bodies:
            said[holding.name].add(holding.bodies)
    bodies = {record.name: record for record in records.values() if record.type == "ORG"}
    houses = Houses(bodies, load_linking_rules())
    told = {
        name: _told(_Name(name, frozenset(together), name in _in_office()), houses, decisions)
        for name, together in sorted(said.items())
    }
    return Namesakes({name: persons for name, persons in told.items() if persons})


def full_name(name: str, body: str) -> str:
    """Return how the person of that name at that body is called, beside others of the name."""
    return f"{name}（{body}）" if body != OFFICE else name


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, the bodies that each article gives together, and whether an office holder has it."""

    name: str
    together: frozenset[frozenset[str]]
    in_office: bool

    def bodies(self) -> list[str]:
        """Return all bodies, the office first."""
        return sorted(frozenset({OFFICE} if self.in_office else ()).union(*self.together))

    def key(self, body: str) -> Key:
        """Return that by which decisions find the person at `body`."""
        return key(full_name(self.name, body), "PER")


def _told(name: _Name, houses: Houses, decisions: Decisions) -> dict[str, str]:
    """Return how the person at each body is called, or nothing where it is one person."""
    bodies = name.bodies()
    persons = {body: frozenset({body}) for body in bodies}
    for one, other in _joined(name, bodies, houses, decisions):
        pairs = product(persons[one], persons[other])
        if not any(frozenset(map(name.key, pair)) in decisions.different for pair in pairs):
            both = persons[one] | persons[other]
            persons |= dict.fromkeys(both, both)
    if len(set(persons.values())) == 1:
        return {}
    return {body: full_name(name.name, min(persons[body])) for body in bodies if body != OFFICE}


def _joined(
    name: _Name, bodies: list[str], houses: Houses, decisions: Decisions
) -> Iterator[tuple[str, str]]:
    """Yield pairs of bodies at which one person is, the surest sign first, each kind in order."""
    by_key = {name.key(body): body for body in bodies}
    for decided, body in by_key.items():
        same = decisions.same.get(decided)
        at = by_key.get(key(same.name, same.type)) if same else None
        if at is not None:
            yield body, at
    for together in sorted(map(sorted, name.together)):
        yield from pairwise(together)
    if name.in_office:
        yield from ((OFFICE, body) for body in bodies)
    houses_of = {body: houses.of(body) for body in bodies}
    for one, other in combinations(bodies, 2):
        if houses_of[one] & houses_of[other]:
            yield one, other


@lru_cache(maxsize=1)
def _in_office() -> frozenset[str]:
    """Return all persons of the table of office holders."""
    tenures = load_office_holders().tenures.values()
    return frozenset(tenure.person for held in tenures for tenure in held)
