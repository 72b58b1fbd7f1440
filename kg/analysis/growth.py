"""How the network grew: what the articles of each day, month or year say, and what was new in it.

A new unit of time is a line in `UNITS`: how many characters of a date it has.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from kg.analysis.results import Findings
from kg.markdown import counted

UNITS: Mapping[str, int] = {"year": 4, "month": 7, "day": 10}


@dataclass(frozen=True, slots=True)
class Growth:
    """A period: articles and facts of it, what they are the first to say, and all up to its end."""

    period: str
    articles: int
    facts: int
    new_facts: int
    new_entities: int
    all_facts: int
    all_entities: int


def growth(network: nx.MultiDiGraph, *, unit: str = "month") -> Findings[Growth]:
    """Return the periods of which there are articles, in time; `unit` is one of UNITS.

    Facts that only undated articles state are left out, and counted in the note.
    """
    articles: defaultdict[str, set[str]] = defaultdict(set)
    facts: defaultdict[str, int] = defaultdict(int)
    first_facts: defaultdict[str, int] = defaultdict(int)
    first_said: dict[str, str] = {}
    undated = 0
    for one, other, about in network.edges(data=True):
        periods = set()
        for said in about["evidence"]:
            if said.date:
                period = said.date[: UNITS[unit]]
                periods.add(period)
                articles[period].add(said.article)
        if not periods:
            undated += 1
            continue
        for period in periods:
            facts[period] += 1
        first_facts[min(periods)] += 1
        for end in (one, other):
            first_said[end] = min(periods | {first_said.get(end, min(periods))})
    first_entities: defaultdict[str, int] = defaultdict(int)
    for period in first_said.values():
        first_entities[period] += 1
    rows, all_facts, all_entities = [], 0, 0
    for period in sorted(articles):
        all_facts += first_facts[period]
        all_entities += first_entities[period]
        new = first_facts[period], first_entities[period]
        counts = len(articles[period]), facts[period]
        rows.append(Growth(period, *counts, *new, all_facts, all_entities))
    return Findings(tuple(rows), f"without a date: {counted(undated, 'fact')}" if undated else "")
