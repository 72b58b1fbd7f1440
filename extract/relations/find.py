"""Find the relations that an article states, with evidence, modality, date and post.

To change what is found: the rules in data/rules/relations (one that the ranker has not learned yet
speaks for itself), or what the ranker sees and learns (features.py, train.py). To say more of a fact: details.py.
"""

from collections.abc import Iterable, Mapping, Sequence

from extract.article import Document
from extract.mention import Link, Relation
from extract.relations.details import date_of, modality_of, post_of
from extract.relations.ends import Ends
from extract.relations.rank import Judged, judge, look
from extract.relations.resources import Resources
from extract.relations.scene import Place, Scene
from extract.relations.view import View
from extract.relations.wording import Rule, match_rules, page_of

BY_RANK = "relations.ranker"
# How often a rule's wording means its relation, as measured over the marked articles.
RULES_ALONE = 0.75


def find_relations(
    document: Document, links: Sequence[Link], resources: Resources
) -> tuple[Relation, ...]:
    """Return the relations among the entities of `links` that `document` states, sorted.

    The offsets of `links` and of the evidence are into `document.text`. Each pair of entities
    has at most one relation of a name; a symmetric one is given once, the earlier name first.
    """
    return relate(look(document, links, resources), resources) if links else ()


def relate(seen: View, resources: Resources) -> tuple[Relation, ...]:
    """Return the relations that `find_relations` does, in an article already looked at."""
    model = resources.model
    judged = list(judge(seen, model, resources)) if model else []
    new = [
        rule for rule in resources.rules if not (model and model.knows(rule.name, rule.relation))
    ]
    judged += _worded(seen.scene, new, resources.ends, judged)
    relations = [_relation(seen, found, resources) for found in judged]
    return tuple(sorted(relations, key=lambda r: (r.subject.name, r.relation, r.object.name)))


def _worded(
    scene: Scene, rules: Sequence[Rule], ends: Mapping[str, Ends], judged: Iterable[Judged]
) -> list[Judged]:
    """Return what `rules` alone find, each pair of entities once and none of those in `judged`."""
    done = {(one.relation, frozenset((one.subject.entity, one.object.entity))) for one in judged}
    worded = []
    for rule, s, o in match_rules(page_of(scene.lines), rules, ends) if rules else ():
        key = (rule.relation, frozenset((s.entity, o.entity)))
        if key not in done:
            done.add(key)
            worded.append(Judged(rule.relation, s, o, RULES_ALONE))
    return worded


def _relation(seen: View, judged: Judged, resources: Resources) -> Relation:
    name, s, o = judged.relation, judged.subject, judged.object
    scene = seen.scene
    sentences = [scene.lines[number].sentence for number in sorted({s.line, o.line})]
    return Relation(
        subject=s.entity,
        relation=name,
        object=o.entity,
        evidence=tuple((sentence.start, sentence.end) for sentence in sentences),
        found_by=_rule(seen, s, o, name, resources) or BY_RANK,
        confidence=round(judged.probability, 3),
        modality=modality_of(scene, name, s, o, resources.modalities),
        post=post_of(scene.lines[s.line], s) if name == "holdsPost" else "",
        date=date_of(scene, name, s, o),
    )


def _rule(seen: View, s: Place, o: Place, relation: str, resources: Resources) -> str:
    """Return the first rule that words the pair so, or nothing."""
    for subject, object_, number in seen.rules:
        rule = resources.rules[number]
        worded = seen.places[subject] is s and seen.places[object_] is o
        if worded and rule.relation == relation:
            return f"relations.{rule.name}"
    return ""
