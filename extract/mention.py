"""Mentions, the entities they name, relations among these, whole facts: what extraction yields.

To add a kind of whole fact: its value here, a field of `Facts`, and its finder in extract/facts.
"""

from dataclasses import dataclass
from typing import Literal

from extract.article import Document

Modality = Literal["asserted", "planned", "reported", "proposed", "denied"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: `text[start:end] == surface`, always.

    `found_by` names the step that saw it; `value` is set where the step knows what the name means
    (an ISO 8601 date, the full name an alias was declared for), else empty.
    """

    start: int
    end: int
    type: str
    surface: str
    found_by: str
    confidence: float = 1.0
    value: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that articles name: its canonical name and its type say which one it is."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Link:
    """A mention, the entity it names, and the reason why that one."""

    mention: Mention
    entity: Entity
    reason: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What an article says of two entities, with the stretches of text that say it.

    `evidence` holds `[start, end)` of each sentence that says so, `date` an ISO 8601 date or
    interval that the text gives the fact, `post` the title for a holdsPost.
    """

    subject: Entity
    relation: str
    object: Entity
    evidence: tuple[tuple[int, int], ...]
    found_by: str
    confidence: float = 1.0
    modality: Modality = "asserted"
    post: str = ""
    date: str = ""


Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """That an agreement is signed: by all its parties, and when, where and on what occasion."""

    agreement: Entity
    parties: tuple[Entity, ...]
    evidence: Spans
    modality: Modality = "asserted"
    date: str = ""
    place: Entity | None = None
    occasion: Entity | None = None


@dataclass(frozen=True, slots=True)
class Gathering:
    """That an event is held: who runs, backs, attends it and speaks there, where, from when to when."""

    event: Entity
    organisers: tuple[Entity, ...]
    supporters: tuple[Entity, ...]
    participants: tuple[Entity, ...]
    speakers: tuple[Entity, ...]
    places: tuple[Entity, ...]
    evidence: Spans
    modality: Modality = "asserted"
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """What one person says in one stretch of the article, `[start, end)`, and what it is about."""

    speaker: Entity
    topics: tuple[Entity, ...]
    start: int
    end: int
    occasion: Entity | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a person holds a post, with the days that the text gives it."""

    holder: Entity
    body: Entity
    title: str
    evidence: Spans
    modality: Modality = "asserted"
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity where it stands, `[start, end)`, what it amounts to, and what it counts.

    `value`, and `upper` where the number runs from one to another, are decimals, empty where it is
    no plain number; a share is in per cent. `aspect` says what is counted of the thing `of`, both
    empty where the sentence does not say whose the number is.
    """

    quantity: Entity
    start: int
    end: int
    evidence: Spans
    value: str
    upper: str = ""
    qualifier: str = ""
    unit: str = ""
    counted: str = ""
    currency: str = ""
    of: Entity | None = None
    aspect: str = ""
    modality: Modality = "asserted"
    date: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The whole facts of an article, each kind sorted."""

    signings: tuple[Signing, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    speeches: tuple[Speech, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article; links in order of their place, relations sorted."""

    document: Document
    links: tuple[Link, ...]
    relations: tuple[Relation, ...]
    facts: Facts = Facts()
