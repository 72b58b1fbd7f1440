"""What ontology/gba.ttl declares, as frozen values: the entity types and the relations.

To add a type or a relation, declare it in gba.ttl with both labels and a definition; nothing
here, nor in the steps that read it, names one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ontology.names import ONTOLOGY, OWL, RDF, RDFS, SKOS

GBA_TTL = Path(__file__).parent / "gba.ttl"

Term = NamedNode | BlankNode | Literal
Facts = Mapping[Term, Mapping[str, list[Term]]]


class UnknownTermError(LookupError):
    """A name that the ontology does not declare; the message offers the nearest that it does."""

    def __init__(self, kind: str, name: str, declared: list[str]) -> None:
        near = get_close_matches(name, declared, n=1, cutoff=0.5)
        if not near:  # ORG for org, holdspost for holdsPost
            near = [known for known in declared if known.lower() == name.lower()]
        hint = f"did you mean {near[0]}?" if near else f"declared are {', '.join(declared)}"
        super().__init__(f"no {kind} named {name!r} in ontology/gba.ttl; {hint}")


@dataclass(frozen=True, slots=True)
class EntityType:
    """A class of entities; `tag` is the mark of the one of the ten that it is or belongs to.

    `ancestors` are the names of the classes above it, nearest first, up to the one of the ten.
    """

    name: str
    tag: str
    iri: str
    label_zh: str
    label_en: str
    definition: str
    ancestors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation and the pairs of tags, (subject, object), between which it may be stated."""

    name: str
    iri: str
    label_zh: str
    label_en: str
    definition: str
    pairs: frozenset[tuple[str, str]]
    symmetric: bool = False
    transitive: bool = False
    inverse: str = ""
    inverse_zh: str = ""
    inverse_en: str = ""
    object_class: str = ""

    def allows(self, subject: str, object: str) -> bool:
        """Say whether the relation may run from an entity tagged `subject` to one `object`."""
        return (subject, object) in self.pairs


@dataclass(frozen=True, slots=True)
class Schema:
    """All that may be said: the ten types, their kinds, and the thirteen relations in order."""

    types: tuple[EntityType, ...]
    subtypes: tuple[EntityType, ...]
    relations: tuple[RelationType, ...]
    modalities: tuple[str, ...]

    def relation(self, name: str) -> RelationType:
        """Return the relation called `name`; raise UnknownTermError where there is none."""
        for relation in self.relations:
            if relation.name == name:
                return relation
        raise UnknownTermError("relation", name, [relation.name for relation in self.relations])

    def entity_type(self, name: str) -> EntityType:
        """Return the class tagged or called `name`; raise UnknownTermError where there is none."""
        for type_ in self.types:
            if name in (type_.tag, type_.name):
                return type_
        for subtype in self.subtypes:
            if subtype.name == name:
                return subtype
        known = [type_.tag for type_ in self.types]
        known += [type_.name for type_ in (*self.types, *self.subtypes)]
        raise UnknownTermError("entity type", name, known)


def load_schema(path: Path = GBA_TTL) -> Schema:
    """Return what the ontology in `path` declares."""
    facts = _read(path)
    tagged = {node: tag.value for node, tag in _values(facts, ONTOLOGY + "tag")}
    types = tuple(_entity_type(facts, node, tag, ()) for node, tag in tagged.items())
    subtypes = []
    for node in facts:
        lineage = _lineage(facts, node, tagged)
        if lineage and node not in tagged:
            ancestors = tuple(_name(ancestor) for ancestor in lineage)
            subtypes.append(_entity_type(facts, node, tagged[lineage[-1]], ancestors))
    tags = {type_.name: type_.tag for type_ in (*types, *subtypes)}
    numbered = sorted(
        (int(number.value), node.value, node)
        for node, number in _values(facts, ONTOLOGY + "relationNumber")
    )
    relations = tuple(_relation(facts, node, tags) for _, _, node in numbered)
    modality = NamedNode(ONTOLOGY + "Modality")
    modalities = tuple(
        _name(node) for node in facts if modality in facts[node].get(RDF + "type", ())
    )
    return Schema(types, tuple(subtypes), relations, modalities)


def _read(path: Path) -> Facts:
    facts: defaultdict[Term, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        facts[quad.subject][quad.predicate.value].append(quad.object)
    return facts


def _values(facts: Facts, predicate: str) -> Iterator[tuple[Term, Term]]:
    for node, about in facts.items():
        for value in about.get(predicate, ()):
            yield node, value


def _name(node: Term) -> str:
    return node.value.removeprefix(ONTOLOGY)


def _text(facts: Facts, node: Term, predicate: str, language: str) -> str:
    for value in facts[node].get(predicate, ()):
        # Oxigraph gives language tags in lower case.
        if isinstance(value, Literal) and (value.language or "").lower() == language.lower():
            return value.value
    return ""


def _entity_type(facts: Facts, node: Term, tag: str, ancestors: tuple[str, ...]) -> EntityType:
    label_zh, label_en = (
        _text(facts, node, RDFS + "label", tongue) for tongue in ("zh-Hant", "en")
    )
    definition = _text(facts, node, SKOS + "definition", "en")
    return EntityType(_name(node), tag, node.value, label_zh, label_en, definition, ancestors)


def _lineage(facts: Facts, node: Term, tagged: Mapping[Term, str]) -> tuple[Term, ...]:
    """Return the classes above `node` up to a tagged one, or nothing where none is tagged."""
    for parent in facts.get(node, {}).get(RDFS + "subClassOf", ()):
        if parent in tagged:
            return (parent,)
        if isinstance(parent, NamedNode) and (above := _lineage(facts, parent, tagged)):
            return (parent, *above)
    return ()


def _relation(facts: Facts, node: Term, tags: Mapping[str, str]) -> RelationType:
    about = facts[node]
    domain = _classes(facts, about[RDFS + "domain"][0])
    range_ = _classes(facts, about[RDFS + "range"][0])
    pairs = set()
    for subject in domain:
        only = _only(facts, NamedNode(ONTOLOGY + subject), node)
        pairs |= {(tags[subject], tags[end]) for end in range_ if not only or end in only}
    kinds = {kind.value for kind in about[RDF + "type"]}
    inverse = about.get(OWL + "inverseOf", [])
    inverse_zh, inverse_en = (
        _text(facts, inverse[0], RDFS + "label", tongue) if inverse else ""
        for tongue in ("zh-Hant", "en")
    )
    return RelationType(
        name=_name(node),
        iri=node.value,
        label_zh=_text(facts, node, RDFS + "label", "zh-Hant"),
        label_en=_text(facts, node, RDFS + "label", "en"),
        definition=_text(facts, node, SKOS + "definition", "en"),
        pairs=frozenset(pairs),
        symmetric=OWL + "SymmetricProperty" in kinds,
        transitive=OWL + "TransitiveProperty" in kinds,
        inverse=_name(inverse[0]) if inverse else "",
        inverse_zh=inverse_zh,
        inverse_en=inverse_en,
        object_class=range_[0] if len(range_) == 1 else "",
    )


def _classes(facts: Facts, node: Term) -> list[str]:
    """Return the names of the classes that `node` is, or is the union of."""
    if isinstance(node, NamedNode):
        return [_name(node)]
    names, at = [], facts[node][OWL + "unionOf"][0]
    while at in facts:
        names.append(_name(facts[at][RDF + "first"][0]))
        at = facts[at][RDF + "rest"][0]
    return names


def _only(facts: Facts, subject: Term, relation: Term) -> list[str]:
    """Return the classes to which alone `relation` may run from `subject`; none says: any."""
    for parent in facts[subject].get(RDFS + "subClassOf", ()):
        about = facts.get(parent, {})
        if relation in about.get(OWL + "onProperty", ()):
            return [_name(end) for end in about.get(OWL + "allValuesFrom", ())]
    return []
