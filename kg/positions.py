"""Where each entity stands on the page: communities apart, no two entities on one spot.

Three steps: each community is laid out by itself, the communities are laid out as discs, and
what still touches is pushed apart. All are seeded, so that one network gives one picture.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import networkx as nx
import numpy as np
import rustworkx
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from kg.communities import weights

SPACING = 76.0  # pixels at zoom 1 between neighbours in a community
GAP = 40.0  # between the rims of two communities
WIDE = 1.15  # screens are wider than high

Points = NDArray[np.float64]
Pairs = Mapping[tuple[int, int], int]
Groups = Mapping[Hashable, int]
Ranks = Mapping[Hashable, float]


def importance(network: nx.Graph) -> dict[Hashable, float]:
    """Return the PageRank of each node in the network read both ways, 1 for the highest."""
    nodes = sorted(network)
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(nodes)
    pairs = sorted(weights(network).items())
    both = [edge for (a, b), weight in pairs for edge in ((a, b, weight), (b, a, weight))]
    graph.add_edges_from(both)
    ranks = rustworkx.pagerank(graph, weight_fn=float) if nodes else {}
    highest = max((ranks[index] for index in range(len(nodes))), default=1.0)
    return {node: ranks[index] / highest for index, node in enumerate(nodes)}


def radius(importance: float) -> float:
    """Return the radius in pixels of an entity of this importance (0 to 1)."""
    return 4.5 + 17.5 * float(np.sqrt(importance))


def positions(
    network: nx.Graph,
    groups: Groups,
    ranks: Ranks,
    *,
    seed: int = 7,
) -> dict[Hashable, tuple[float, float]]:
    """Return x and y of each node in pixels, y downwards; unlinked nodes stand in rows below.

    `groups` is what `communities` returns, `ranks` what `importance` does.
    """
    nodes, pairs = sorted(network), weights(network)
    linked = sorted({index for pair in pairs for index in pair})
    points = np.zeros((len(nodes), 2))
    if linked:
        members = defaultdict(list)
        for index in linked:
            members[groups[nodes[index]]].append(index)
        discs = [members[number] for number in sorted(members)]
        _place_discs(points, discs, pairs, seed)
        radii = np.array([radius(ranks[nodes[index]]) for index in linked])
        points[linked] = _pushed_apart(points[linked], radii)
    lonely = sorted(set(range(len(nodes))) - set(linked), key=lambda i: (-ranks[nodes[i]], i))
    _place_rows(points, lonely, linked)
    return {
        node: (round(float(x), 1), round(float(y), 1))
        for node, (x, y) in zip(nodes, points, strict=True)
    }


def _place_discs(points: Points, discs: Sequence[list[int]], pairs: Pairs, seed: int) -> None:
    disc_of = {index: number for number, disc in enumerate(discs) for index in disc}
    between: defaultdict[tuple[int, int], int] = defaultdict(int)
    inside: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (a, b), weight in sorted(pairs.items()):
        one, other = disc_of[a], disc_of[b]
        if one == other:
            inside[one].append((a, b, weight))
        else:
            between[min(one, other), max(one, other)] += weight
    for number, disc in enumerate(discs):
        points[disc] = _disc(disc, inside[number], seed)
    radii = np.array([np.linalg.norm(points[disc], axis=1).max() for disc in discs]) + GAP / 2
    centres = _centres(radii, between, seed)
    _turn(points, disc_of, centres, pairs)
    for number, disc in enumerate(discs):
        points[disc] += centres[number]


def _disc(disc: Sequence[int], edges: Sequence[tuple[int, int, int]], seed: int) -> Points:
    """Return the places of one community's members around (0, 0)."""
    if len(disc) == 1:
        return np.zeros((1, 2))
    place = {index: at for at, index in enumerate(disc)}
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(disc)
    graph.add_edges_from([(place[a], place[b], float(weight)) for a, b, weight in edges])
    steps = int(np.clip(1.5e6 / len(disc) ** 2, 20, 80))
    spread = rustworkx.spring_layout(graph, seed=seed, num_iter=steps)
    points: Points = np.array([spread[at] for at in range(len(disc))])
    points -= points.mean(axis=0)
    points *= SPACING * 0.62 * np.sqrt(len(disc) / max((points**2).sum(axis=1).mean(), 1e-9))
    return points


def _centres(radii: Points, between: Pairs, seed: int) -> Points:
    """Return the centres of discs that do not overlap, those with many links side by side."""
    tied = sorted({number for pair in between for number in pair} | {0})
    rest = sorted(set(range(len(radii))) - set(tied))
    pull = np.zeros((len(radii), len(radii)))
    for (a, b), weight in between.items():
        pull[a, b] = pull[b, a] = np.sqrt(weight)
    pull /= np.maximum(pull.sum(axis=1, keepdims=True), 1e-9)
    centres = np.zeros((len(radii), 2))
    centres[tied] = _spread(tied, between, seed) * np.sqrt((radii[tied] ** 2).sum())
    outer = (np.abs(centres[tied] / [WIDE, 1]) + radii[tied, None]).max()
    centres[rest] = _around(radii[rest], outer)
    return _settled(centres, radii, pull)


def _spread(discs: Sequence[int], between: Pairs, seed: int) -> Points:
    place = {number: at for at, number in enumerate(discs)}
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(discs)
    graph.add_edges_from([(place[a], place[b], float(w)) for (a, b), w in sorted(between.items())])
    spread = rustworkx.spring_layout(graph, seed=seed, num_iter=200)
    return np.array([spread[at] for at in range(len(discs))])


def _settled(points: Points, radii: Points, pull: Points) -> Points:
    """Draw discs to those they are linked with and to the middle, and let none overlap."""
    apart = radii[:, None] + radii[None, :]
    np.fill_diagonal(apart, 0)
    steps = int(np.clip(1.5e7 / len(radii) ** 2, 12, 400))
    linked = (pull.sum(axis=1) > 0)[:, None]
    for step in range(steps + 60):
        if step < steps:  # the last rounds only push
            # not @: how BLAS adds up depends on the machine's threads
            drawn = np.where(linked, (pull[:, :, None] * points).sum(axis=1) - points, 0)
            points += (0.1 * drawn - points * [0.02, 0.02 * WIDE**2]) * (1 - step / steps)
        way = points[:, None] - points[None, :]
        distance = np.maximum(np.sqrt((way**2).sum(axis=2)), 1e-6)
        overlap = np.clip(apart - distance, 0, None)
        if step >= steps and overlap.max(initial=0) < 1:
            break
        points += 0.45 * (way / distance[:, :, None] * overlap[:, :, None]).sum(axis=1)
    points -= points.mean(axis=0)
    return points


def _around(radii: Points, inner: float) -> Points:
    """Return centres on rings around the middle, for communities that nothing joins to it."""
    points = np.zeros((len(radii), 2))
    ring, angle, width = inner, 0.0, 0.0
    for at, own in enumerate(radii):
        step = 2 * own / max(ring + own, 1.0)
        if width == 0.0 or angle + step > 2 * np.pi:
            ring, angle, width = ring + width, 0.0, 2 * own
            step = 2 * own / (ring + own)
        middle = angle + step / 2 - np.pi / 2
        points[at] = (ring + own) * np.array([WIDE * np.cos(middle), np.sin(middle)])
        angle += step
    return points


def _turn(points: Points, disc_of: Mapping[int, int], centres: Points, pairs: Pairs) -> None:
    """Turn each community so that its members look towards those they are linked with outside."""
    members, discs = np.array(list(disc_of)), np.array(list(disc_of.values()))
    disc = np.zeros(len(points), int)
    disc[members] = discs
    ends, weight = np.array(list(pairs)), np.array(list(pairs.values()))
    dots, crosses = np.zeros(len(centres)), np.zeros(len(centres))
    for one, other in (ends.T, ends.T[::-1]):
        (x, y), (u, v) = points[one].T, (centres[disc[other]] - centres[disc[one]]).T
        np.add.at(dots, disc[one], weight * (x * u + y * v))
        np.add.at(crosses, disc[one], weight * (x * v - y * u))
    angles = np.arctan2(crosses, dots)[discs]
    x, y = points[members].T
    points[members, 0] = x * np.cos(angles) - y * np.sin(angles)
    points[members, 1] = x * np.sin(angles) + y * np.cos(angles)


def _pushed_apart(points: Points, radii: Points, margin: float = 20.0) -> Points:
    reach = 2 * float(radii.max()) + margin
    for _ in range(40):
        close = cKDTree(points).query_pairs(reach, output_type="ndarray")
        one, other = close[:, 0], close[:, 1]
        way = points[one] - points[other]
        distance = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
        overlap = radii[one] + radii[other] + margin - distance
        touching = overlap > 0.5
        if not touching.any():
            break
        one, other = one[touching], other[touching]
        push = way[touching] * (0.5 * overlap[touching] / distance[touching])[:, None]
        np.add.at(points, one, push)
        np.add.at(points, other, -push)
    return points


def _place_rows(points: Points, lonely: Sequence[int], linked: Sequence[int]) -> None:
    left, right, bottom = -600.0, 600.0, 0.0
    if linked:
        left, right = points[linked, 0].min(), points[linked, 0].max()
        bottom = points[linked, 1].max() + 160
    columns = max(6, round((right - left) / 170))
    for at, index in enumerate(lonely):
        points[index] = (left + at % columns * 170, bottom + at // columns * 56)
