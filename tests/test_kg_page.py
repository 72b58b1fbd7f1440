"""The page is one file of its own words and data: offline, the same each time, and harmless."""

import base64
import json
import re
import tomllib
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from pyvis.network import Network

from extract.errors import InputError
from kg.anchors import article_anchor
from kg.claims import graph_of
from kg.network import Evidence, network
from kg.page import BACKBONE, MANY, VIS_NETWORK, as_pyvis, page, write_page
from kg.wording import LANGUAGES, TEMPLATES
from ontology.schema import load_schema

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028<!--{{vis}} http://例.hk"


class Read(HTMLParser):
    """Collect the elements of a page with their attributes and texts."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(SimpleNamespace(tag=tag, attributes=dict(attrs), text=""))
        self.open = True

    def handle_endtag(self, tag):
        self.open = False

    def handle_data(self, data):
        if self.open:
            self.elements[-1].text += data

    def all(self, tag):
        return [element for element in self.elements if element.tag == tag]

    def data(self):
        [element] = [one for one in self.all("script") if one.attributes.get("id") == "data"]
        return json.loads(element.text)

    def policy(self):
        [meta] = [one for one in self.all("meta") if "http-equiv" in one.attributes]
        return meta.attributes["content"]


@pytest.fixture(scope="module")
def seeds(seed_extractions):
    return network(graph_of(seed_extractions, {}))


@pytest.fixture(scope="module")
def seed_page(seeds):
    return page(as_pyvis(seeds), title="合作圖譜")


def named(name, said):
    """Return a network in which `name` stands wherever the world writes something."""
    article = said("[ORG 甲]主辦[EVENT 乙]。", "甲 | organises | 乙")
    graph = network(graph_of([article], {}))
    for node in graph:
        graph.nodes[node].update(label=name, en=name, kind=name)
    for _, _, about in graph.edges(data=True):
        said_so = Evidence(name, name, name, name, 0, 8, name)
        about.update(evidence=(said_so,), label=name, post=name, date=name)
    return nx.relabel_nodes(graph, {node: f"{node}{name}" for node in graph})


def test_the_seed_page_holds_every_fact_with_its_sentence(seeds, seed_page, seed_extractions):
    data = Read(seed_page).data()

    texts = {x.document.article.id: x.document.text for x in seed_extractions}
    assert len(data["nodes"]["key"]) == len(seeds)
    assert len(data["facts"]["subject"]) == seeds.number_of_edges()
    assert all(data["facts"]["quotes"])
    for article, start, end, quote in data["quotes"]:
        assert texts[data["articles"][article][0]][start:end] == quote


def test_no_address_stands_in_the_page(seed_page):
    assert "://" not in seed_page
    assert {"link", "iframe", "img", "object", "base"}.isdisjoint(
        element.tag for element in Read(seed_page).elements
    )
    addresses = {"src", "href", "action", "data"}
    for element in Read(seed_page).elements:
        assert addresses.isdisjoint(element.attributes)


def test_the_page_is_small_enough_to_send(seed_page):
    assert len(seed_page.encode()) < 2_000_000


def test_the_policy_allows_the_scripts_of_the_page_by_hash_and_nothing_else(seed_page):
    read = Read(seed_page)
    directives = dict(part.strip().split(" ", 1) for part in read.policy().split(";"))

    def hashed(element):
        digest = sha256(element.text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    scripts = [one for one in read.all("script") if one.attributes.get("type") is None]
    assert directives["default-src"] == "'none'"
    assert directives["script-src"].split() == [hashed(one) for one in scripts]
    assert directives["style-src"].split() == [hashed(one) for one in read.all("style")]
    assert directives["base-uri"] == directives["form-action"] == "'none'"
    assert not any(name.startswith("on") for one in read.elements for name in one.attributes)
    assert not any("style" in one.attributes for one in read.elements)


def test_a_hostile_name_changes_nothing_but_the_data(said):
    harmless, hostile = (
        Read(page(as_pyvis(named(name, said)), title=name)) for name in ("甲", HOSTILE)
    )

    assert [one.tag for one in hostile.elements] == [one.tag for one in harmless.elements]
    assert HOSTILE in hostile.data()["nodes"]["label"]
    assert hostile.data()["title"] == HOSTILE


def test_what_ends_a_script_or_a_line_of_it_is_escaped(said):
    text = page(as_pyvis(named(HOSTILE, said)), title="甲")

    [data] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert not set("<>&\u2028\u2029") & set(data)
    assert "://" not in data


def test_the_same_network_gives_the_same_bytes(seeds):
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(seeds.nodes(data=True))))
    turned.add_edges_from(reversed(list(seeds.edges(keys=True, data=True))))

    assert page(as_pyvis(turned), title="甲") == page(as_pyvis(seeds), title="甲")


def test_the_page_is_made_from_a_pyvis_network_and_shows_edits_to_it(seeds):
    drawn = as_pyvis(seeds)
    assert isinstance(drawn, Network)
    assert drawn.num_nodes() == len(seeds)
    assert drawn.num_edges() == seeds.number_of_edges()

    drawn.nodes[0]["label"] = "改過的名字"

    assert "改過的名字" in Read(page(drawn, title="甲")).data()["nodes"]["label"]


def test_pyvis_itself_can_show_the_network(seeds):
    html = as_pyvis(seeds).generate_html()

    [nodes] = re.findall(r"nodes = new vis\.DataSet\((\[.*\])\);", html)
    assert {node["label"] for node in json.loads(nodes)} == {
        about["label"] for _, about in seeds.nodes(data=True)
    }


def test_a_large_network_opens_with_its_most_central_entities(said):
    facts = [(f"機構{i}", f"機構{i // 2}") for i in range(1, MANY + 50)]
    marks = "".join(f"[ORG {name}]" for name in sorted({end for fact in facts for end in fact}))
    article = said(marks, *(f"{one} | partOf | {other}" for one, other in facts))

    drawn = as_pyvis(network(graph_of([article], {})))

    shown = {node["id"]: node for node in drawn.nodes if node["backbone"]}
    ends = [(edge["from"], edge["to"]) for edge in drawn.edges]
    assert BACKBONE <= len(shown) < BACKBONE + 10
    assert {end for one, other in ends if {one, other} <= shown.keys() for end in (one, other)} == (
        shown.keys()
    )
    highest = sorted((node["importance"] for node in drawn.nodes), reverse=True)
    assert min(node["importance"] for node in shown.values()) >= highest[BACKBONE * 2]


def test_modality_post_and_date_come_with_the_fact(said):
    fact = "丘應樺 | holdsPost | 商經局"
    article = said("[PER 丘應樺]將任[ORG 商經局]局長。", fact, modality="planned", post="局長")

    data = Read(page(as_pyvis(network(graph_of([article], {}))), title="甲")).data()

    assert data["modalities"][data["facts"]["modality"][0]] == "planned"
    assert data["facts"]["post"] == ["局長"]


def test_names_come_in_three_languages(said, some_records):
    article = said("[PLACE 廣東]與[PLACE 深圳]合作。", "廣東 | cooperatesWith | 深圳")

    nodes = Read(page(as_pyvis(network(graph_of([article], some_records))), title="甲")).data()[
        "nodes"
    ]

    assert dict(zip(nodes["label"], nodes["hans"], strict=True)) == {"廣東": "广东", "深圳": ""}
    assert nodes["en"] == ["Guangdong", "Shenzhen"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_page_is_there_in_every_language(language, seed_page):
    used = set(re.findall(r'data-(?:say|label|placeholder|title)="(\w+)"', seed_page))
    scripts = "".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.js")))
    used |= set(re.findall(r'\bsay\(\s*"(\w+)"', scripts))
    words = Read(seed_page).data()["words"][language]

    assert used <= words.keys()
    assert all(words.values())


def test_an_unknown_language_is_refused(seeds):
    with pytest.raises(ValueError, match="zh-Hant, zh-Hans, en"):
        page(as_pyvis(seeds), title="甲", language="fr")


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path, seeds):
    write_page(tmp_path / "graph.html", seeds, title="甲")
    before = (tmp_path / "graph.html").read_bytes()
    (tmp_path / "file").touch()

    with pytest.raises(InputError, match="cannot be written"):
        write_page(tmp_path / "file" / "graph.html", seeds, title="乙")

    assert before.decode() == page(as_pyvis(seeds), title="甲")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "graph.html"]


def test_a_network_without_entities_has_a_page_too():
    data = Read(page(as_pyvis(nx.MultiDiGraph()), title="甲")).data()

    assert data["nodes"]["key"] == []


def test_an_entity_of_no_declared_type_is_shown_as_other(said):
    graph = network(graph_of([said("[ORG 甲]主辦[EVENT 乙]。", "甲 | organises | 乙")], {}))
    graph.nodes[sorted(graph)[0]]["type"] = "SHIP"

    data = Read(page(as_pyvis(graph), title="甲")).data()

    assert data["types"][-1]["tag"] == "SHIP"
    assert data["types"][-1]["label"]["en"] == "other"


def test_what_is_inlined_of_vis_network_keeps_its_notice(seed_page):
    notice = VIS_NETWORK.read_text("utf-8").partition("*/")[0]

    assert notice.replace("://", r":\/\/") in seed_page


def test_pyvis_is_imported_by_the_page_alone():
    importers = [
        path.name
        for path in TEMPLATES.parent.glob("*.py")
        if re.search(r"^\s*(?:from|import) pyvis", path.read_text("utf-8"), re.M)
    ]

    assert importers == ["page.py"]


# ---- colours: Machado, Oliveira and Fernandes (2009), severity 1.0

SEVERE = """
protanopia    0.152286 1.052583 -0.204868   0.114503 0.786281 0.099216  -0.003882 -0.048116 1.051998
deuteranopia  0.367322 0.860646 -0.227968   0.280085 0.672501 0.047413  -0.011820  0.042940 0.968881
tritanopia    1.255528 -0.076749 -0.178779 -0.078411 0.930809 0.147602   0.004733  0.691367 0.303900
usual         1 0 0                         0 1 0                        0 0 1
"""
VISION = {
    name: np.array(numbers, float).reshape(3, 3)
    for name, *numbers in (line.split() for line in SEVERE.strip().splitlines())
}
LOOK = tomllib.loads((TEMPLATES / "look.toml").read_text("utf-8"))


def linear(colour):
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    to_xyz = np.array(
        [[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]]
    )
    x, y, z = np.cbrt(np.maximum(to_xyz @ rgb / [0.9505, 1, 1.089], 0.0089))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_any_two_types_differ_for_every_kind_of_colour_vision(vision, theme):
    seen = {
        tag: lab(np.clip(VISION[vision] @ linear(row[theme]), 0, 1))
        for tag, row in LOOK["type"].items()
    }

    nearest = min(float(np.linalg.norm(seen[a] - seen[b])) for a, b in combinations(seen, 2))

    assert nearest > 15


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_type_stands_out_from_the_ground(theme):
    def luminance(colour):
        return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))

    ground = luminance(LOOK["ground"][theme])
    for row in LOOK["type"].values():
        low, high = sorted((ground, luminance(row[theme])))
        assert (high + 0.05) / (low + 0.05) >= 3


def test_the_ground_of_the_colours_is_the_ground_of_the_page():
    css = (TEMPLATES / "page.css").read_text("utf-8")

    assert re.findall(r"--ground: (#\w+)", css) == [LOOK["ground"]["light"], LOOK["ground"]["dark"]]


def test_every_declared_type_has_a_look():
    assert [type_.tag for type_ in load_schema().types] == list(LOOK["type"])


def test_evidence_knows_where_on_the_page_of_the_articles_it_stands(seeds):
    data = Read(page(as_pyvis(seeds), title="甲", articles_page="articles.html")).data()

    assert data["articles_page"] == "articles.html"
    assert {anchor for *_, anchor in data["articles"]} == {
        article_anchor(said.article)
        for _, _, about in seeds.edges(data=True)
        for said in about["evidence"]
    }
