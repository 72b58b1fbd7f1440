"""The measures by name, as `gbakg analyse` offers them.

To add one: a function from a network to Findings or Matrix, and its line in `MEASURES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import networkx as nx

from kg.analysis.centrality import betweenness, core, degree, pagerank
from kg.analysis.groups import named_communities
from kg.analysis.growth import growth
from kg.analysis.matrices import cooperation, zones_and_industries
from kg.analysis.posts import moves, posts, successions
from kg.analysis.predicted import predicted_links
from kg.analysis.results import Findings, Matrix
from kg.analysis.roles import bridges, brokers


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure tells, in a line, and the function that takes it."""

    title: str
    of: Callable[[nx.MultiDiGraph], Findings[Any] | Matrix]


MEASURES: Mapping[str, Measure] = {
    "degree": Measure("Facts of each entity", degree),
    "pagerank": Measure("Importance by important neighbours (PageRank)", pagerank),
    "betweenness": Measure("Part of the shortest paths that leads through each", betweenness),
    "core": Measure("The k of the innermost k-core of each", core),
    "brokers": Measure("Brokers: whose neighbours are little joined (constraint)", brokers),
    "bridges": Measure("Bridges: what alone joins two parts", bridges),
    "communities": Measure("Communities, named after members", named_communities),
    "places": Measure("Which places work together", partial(cooperation, type_="PLACE")),
    "bodies": Measure("Which bodies work together", partial(cooperation, type_="ORG")),
    "industries": Measure("Which zone promotes which industry", zones_and_industries),
    "posts": Measure("Who holds which post", posts),
    "moves": Measure("Who moved from one post to another", moves),
    "successions": Measure("Who followed whom in a post", successions),
    "growth": Measure("What each month brought", growth),
    "predicted": Measure("Links that no article states, but that are likely", predicted_links),
}
