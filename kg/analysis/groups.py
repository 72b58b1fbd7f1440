"""Communities with the names of those who stand for them.

The grouping is that of `kg.communities`, by whose numbers `gbakg show --community` goes too.
"""

from collections import Counter, defaultdict
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


def named_communities(network: nx.MultiDiGraph, *, seed: int = 7) -> Findings[Community]:
    """Return the communities of two entities or more, the largest first.

    Each is named after its members with the most facts inside it.
    """
    group_of = {str(iri): number for iri, number in communities(network, seed=seed).items()}
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
    groups = defaultdict(list)
    for iri, number in group_of.items():
        groups[number].append(iri)
    found = []
    for number, members in sorted(groups.items()):
        if len(members) == 1:
            continue
        members.sort(key=lambda iri: (-ranks[iri], iri))
        named_after = sorted(members, key=lambda iri: -own[iri])[:NAMED_AFTER]
        nodes = {iri: node(network, iri) for iri in members}
        name = "、".join(nodes[iri].label for iri in named_after)
        counts = inside[number], outside[number]
        found.append(Community(number, name, len(members), *counts, tuple(nodes.values())))
    return Findings(tuple(found))
