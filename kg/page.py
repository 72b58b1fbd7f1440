"""The network as a page: one HTML file that opens offline and shows each fact with its sentence.

This is the only module that imports pyvis. The page is made from the `pyvis.network.Network`
that `as_pyvis` returns, over the vis-network that pyvis carries, with templates of our own: what
an article says is data in it, never markup or script, and a content security policy holds it so.
"""

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis
from pyvis.network import Network

from kg.communities import communities
from kg.files import write_whole
from kg.hypertext import allowed, escaped
from kg.page_data import page_data, script_json
from kg.positions import Ranks, importance, positions, radius
from kg.wording import LANGUAGES, TEMPLATES, read_table
from ontology.schema import Schema, load_schema

VIS_NETWORK = Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"
SCRIPTS = (
    "model.js",
    "places.js",
    "paint.js",
    "panel.js",
    "page.js",
)  # in this order: one names the next
EVIDENCE = ("article", "title", "source", "date", "start", "end", "quote", "story")
MANY, BACKBONE = 900, 300  # of a network of more than MANY entities BACKBONE are shown at first
SLOT = re.compile(r"\{\{(\w+)\}\}")


def write_page(
    path: Path,
    network: nx.MultiDiGraph,
    *,
    title: str,
    language: str = "zh-Hant",
    articles_page: str = "",
) -> None:
    """Write the page of `network`, as `kg.network.network` returns it, to `path`.

    The file is complete or not there at all; `language` is that in which the page opens
    (zh-Hant, zh-Hans or en); `articles_page` is the address of the page of `kg.marked`, to which
    evidence leads. Raise InputError where the path cannot be written.
    """
    drawn = as_pyvis(network)
    text = page(drawn, title=title, language=language, articles_page=articles_page)
    write_whole(path, [text])


def as_pyvis(network: nx.MultiDiGraph) -> Network:
    """Return `network` as pyvis has it: placed, coloured, physics off; pyvis shows it too.

    Beside what vis-network reads, each node carries `en`, `kind`, `mentions`, `importance`,
    `community`, and `backbone`, its place at first sight of a large network; each edge `relation`, `modality`, `confidence`, `post`, `date`, and `evidence`.
    """
    ranks, groups = importance(network), communities(network)
    places = positions(network, groups, ranks)
    first = _backbone(network, ranks)
    look = read_table("look.toml")
    drawn = Network(height="100vh", directed=True, bgcolor=look["ground"]["light"])
    drawn.toggle_physics(False)
    # add_node and add_edge look through all that is there at each call.
    drawn.nodes = [
        {
            "id": node,
            "label": about["label"],
            "title": about["label"],
            "group": about["type"],
            "color": look["type"].get(about["type"], look["other"])["light"],
            "shape": "dot",
            "size": round(radius(ranks[node]), 1),
            "x": places[node][0],
            "y": places[node][1],
            "kind": about.get("kind", ""),
            "en": about.get("en", ""),
            "mentions": about.get("mentions", 0),
            "importance": round(ranks[node], 4),
            "community": groups[node],
            "backbone": first.get(node),
        }
        for node, about in sorted(network.nodes(data=True))
    ]
    drawn.node_ids = [node["id"] for node in drawn.nodes]
    drawn.node_map = {node["id"]: node for node in drawn.nodes}
    drawn.edges = [
        {
            "from": one,
            "to": other,
            "title": about["label"],
            "arrows": "to",
            "relation": about["relation"],
            "modality": about.get("modality") or ("planned" if about["planned"] else "asserted"),
            "confidence": about["confidence"],
            "post": about.get("post", ""),
            "date": about.get("date", ""),
            "evidence": [
                {field: getattr(said, field) for field in EVIDENCE} for said in about["evidence"]
            ],
        }
        for one, other, about in sorted(network.edges(data=True), key=_order)
    ]
    return drawn


def _order(edge: tuple[str, str, dict[str, Any]]) -> tuple[str, str, str, str]:
    one, other, about = edge
    return one, other, about["relation"], about["label"]


def _backbone(network: nx.MultiDiGraph, ranks: Ranks) -> dict[Hashable, tuple[float, float, int]]:
    """Return x, y and community of the most central entities of a large network by themselves.

    A large network opens with these alone: in their places among all, they would stand far apart.
    """
    if len(network) <= MANY:
        return {}
    shown: set[str] = set()
    seen: set[str] = set()
    for node in sorted(network, key=lambda node: (-ranks[node], node)):
        if len(shown) >= BACKBONE:
            break
        seen.add(node)
        near = {*network.successors(node), *network.predecessors(node)} & seen - {node}
        if near:  # what nothing shown is linked with would be a dot and no more
            shown |= {node, *near}
    within = nx.subgraph(network, shown)
    groups = communities(within)
    places = positions(within, groups, ranks)
    return {node: (*places[node], groups[node]) for node in sorted(shown)}


def page(drawn: Network, *, title: str, language: str = "zh-Hant", articles_page: str = "") -> str:
    """Return the HTML of what `as_pyvis` returned; edits to its nodes and edges are shown."""
    if language not in LANGUAGES:
        raise ValueError(f"no page in {language!r}; there are {', '.join(LANGUAGES)}")
    schema: Schema = load_schema()
    data = page_data(
        drawn.nodes,
        drawn.edges,
        schema,
        title=title,
        language=language,
        articles_page=articles_page,
    )
    style = "\n" + _template("page.css") + "\n"
    vis = "\n" + _without_addresses(VIS_NETWORK.read_text("utf-8")) + "\n"
    ours = "\n" + "\n".join(_template(name) for name in SCRIPTS) + "\n"
    policy = (
        "default-src 'none'; "
        f"script-src {allowed(vis)} {allowed(ours)}; style-src {allowed(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    parts = {
        "policy": policy,
        "language": language,
        "title": escaped(title),
        "style": style,
        "vis": vis,
        "script": ours,
        "data": script_json(data),
        "languages": "".join(_options(language)),
    }
    # one pass, so that no slot is looked for in what was put into another
    return SLOT.sub(lambda slot: parts[slot[1]], _template("page.html"))


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _options(language: str) -> Iterator[str]:
    for tongue, name in LANGUAGES.items():
        chosen = " selected" if tongue == language else ""
        yield f'<option value="{tongue}" lang="{tongue}"{chosen}>{name}</option>'


def _without_addresses(script: str) -> str:
    r"""Return `script` with :// written as :\/\/, which is the same in a string.

    So no address stands in the page, not even that of an SVG namespace or in a notice.
    """
    return script.replace("://", ":\\/\\/").replace("</script", "<\\/script")
