"""Make whole facts of an article's relations and of the details that its sentences give.

To add a kind of fact: a function from `Said` to its values, and its line in `find_facts`.
"""

from collections.abc import Sequence

from extract.facts.details import Wordings, find_details
from extract.facts.gatherings import find_gatherings
from extract.facts.measures import find_measures
from extract.facts.said import Said
from extract.facts.signings import find_signings
from extract.facts.speeches import find_speeches
from extract.facts.tenures import find_tenures
from extract.mention import Facts, Relation
from extract.relations.scene import Scene


def find_facts(scene: Scene, relations: Sequence[Relation], wordings: Wordings) -> Facts:
    """Return the whole facts that `relations`, found in `scene`, and the details of it make."""
    said = Said(scene, tuple(relations), find_details(scene, wordings.rules))
    speeches = find_speeches(said, wordings.addresses)
    gatherings = find_gatherings(said, speeches)
    return Facts(
        signings=find_signings(said, gatherings),
        gatherings=gatherings,
        speeches=speeches,
        tenures=find_tenures(said),
        measures=find_measures(scene, wordings),
    )
