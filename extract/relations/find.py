"""Find the relations that an article states: rules over its lines, gathered by pair.

To add a source of relations: a step in `find_relations`.
"""

from collections.abc import Sequence

from extract.article import Document
from extract.mention import Entity, Link, Relation
from extract.relations.resources import Resources
from extract.relations.scene import Line, Place, set_scene
from extract.relations.wording import match_rules

Key = tuple[Entity, str, Entity]


def find_relations(
    document: Document, links: Sequence[Link], resources: Resources
) -> tuple[Relation, ...]:
    """Return the relations among the entities of `links` that `document` states, sorted."""
    scene = set_scene(document, links, resources.triggers)
    found: dict[Key, tuple[Line, str, Place, Place]] = {}
    for line in scene.lines:
        for rule, subject, object_ in match_rules(line, resources.rules, resources.ends):
            key = (subject.entity, rule.relation, object_.entity)
            found.setdefault(key, (line, rule.name, subject, object_))
    relations = [
        Relation(subject, name, object_, ((line.sentence.start, line.sentence.end),), rule)
        for (subject, name, object_), (line, rule, _, _) in found.items()
    ]
    return tuple(sorted(relations, key=lambda r: (r.subject.name, r.relation, r.object.name)))
