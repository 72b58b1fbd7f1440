"""Communities with the names of those who stand for them.

The grouping is that of `kg.communities`, by whose numbers `gbakg show --community` goes too.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import networkx as nx

from kg.analysis.results import Findings, Node, node
from kg.communities import communities
from kg.positions import importance

NAMED_AFTER = 3


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that are joined more with each other than outside, the most important first.

    `inside` counts the facts among them, `outside` those that lead out.
    """

    number: int
    name: str
    size: int
    inside: int
    outside: int
    members: tuple[Node, ...]


def named_communities(
    network: nx.MultiDiGraph, *, seed: int = 7, groups: Mapping[Hashable, int] | None = None
) -> Findings[Community]:
    """Return the communities of two entities or more, the largest first.

    Each is named after its members with the most facts inside it. `groups`, the number of each
    entity's community, is by default that of `kg.communities`.
    """
    found_groups = communities(network, seed=seed) if groups is None else groups
    group_of = {str(iri): number for iri, number in found_groups.items()}
    ranks = importance(network)
    inside: Counter[int] = Counter()
    outside: Counter[int] = Counter()
    own: Counter[str] = Counter()
    for one, other in network.edges():
        if group_of[one] == group_of[other]:
            inside[group_of[one]] += 1
            own.update({one, other})
        else:
            outside.update((group_of[one], group_of[other]))
    members_of = defaultdict(list)
    for iri, number in group_of.items():
        members_of[number].append(iri)
    found = []
    for number, members in sorted(members_of.items()):
        if len(members) == 1:
            continue
        members.sort(key=lambda iri: (-ranks[iri], iri))
        named_after = sorted(members, key=lambda iri: -own[iri])[:NAMED_AFTER]
        nodes = {iri: node(network, iri) for iri in members}
        name = "、".join(nodes[iri].label for iri in named_after)
        counts = inside[number], outside[number]
        found.append(Community(number, name, len(members), *counts, tuple(nodes.values())))
    return Findings(tuple(found))
