"""Mentions, the entities they name, and the relations among these: what extraction yields."""

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


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article; links in order of their place, relations sorted."""

    document: Document
    links: tuple[Link, ...]
    relations: tuple[Relation, ...]
