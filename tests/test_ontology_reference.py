"""The reference page says all that the ontology declares, and is the one that is kept."""

import os
import re
import subprocess
import sys

import pytest
import rdflib
from markdown_it import MarkdownIt

from ontology.names import ONTOLOGY
from ontology.reference import reference
from ontology.schema import GBA_TTL


@pytest.fixture(scope="module")
def page():
    return reference()


def test_the_page_that_is_kept_is_the_one_of_the_ontology(page, root):
    kept = (root / "docs" / "ontology.md").read_text("utf-8")

    assert kept == page, "run make docs"


def test_the_page_is_the_same_on_every_run(page, tmp_path, root):
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "ontology.reference", tmp_path / seed]
        subprocess.run(command, check=True, env=environment)

        assert (tmp_path / seed).read_text("utf-8") == page


def test_every_term_has_its_labels_and_definitions_in_both_languages(page):
    graph = rdflib.Graph().parse(GBA_TTL)
    terms = {s for s in graph.subjects() if str(s).startswith(ONTOLOGY)}

    headings = dict(re.findall(r'<a id="gba-(\w+)"></a>\n\n### (.+)', page))
    assert set(headings) == {str(term).removeprefix(ONTOLOGY) for term in terms}
    for term in terms:
        name = str(term).removeprefix(ONTOLOGY)
        labels = {v.language: str(v) for v in graph.objects(term, rdflib.RDFS.label)}
        assert headings[name] == f"{labels['en']} · {labels['zh-Hant']}"
        [block] = [text for text in page.split('<a id="') if text.startswith(f'gba-{name}"')]
        for definition in graph.objects(term, rdflib.SKOS.definition):
            assert f"\n\n{definition}\n" in block


def test_every_link_within_the_page_leads_somewhere(page):
    html = MarkdownIt("commonmark").render(page)

    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) == set(ids)


def test_a_relation_says_what_it_runs_between(page):
    [block] = [text for text in page.split('<a id="') if text.startswith('gba-partOf"')]

    assert "- between: ORG → ORG, ZONE → ZONE\n" in block
    assert "- inverse: [gba:hasPart](#gba-hasPart)\n" in block
    assert "- is: transitive\n" in block


def test_a_term_that_is_added_is_on_the_page(tmp_path):
    added = """
gba:Museum a owl:Class ; rdfs:subClassOf gba:Venue ;
    rdfs:label "博物館"@zh-Hant , "museum"@en ;
    skos:definition "收藏文物之所。"@zh-Hant , "A house of old things."@en .
"""
    path = tmp_path / "more.ttl"
    path.write_text(GBA_TTL.read_text("utf-8") + added, "utf-8")

    page = reference(path)

    assert "### museum · 博物館\n\n`gba:Museum`\n\nA house of old things.\n" in page
    assert "- kinds: [gba:Museum](#gba-Museum)\n" in page
