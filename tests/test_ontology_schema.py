"""gba.ttl declares what the annotation guide asks for, and reads as plain values, fast."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import rdflib

from extract.mention import Modality
from ontology.names import ONTOLOGY
from ontology.schema import GBA_TTL, UnknownTermError, load_schema

SCHEMA = load_schema()
GUIDE = (Path(__file__).parent.parent / "data" / "gold" / "GUIDE.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table under `heading` of the guide."""
    part = GUIDE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in part.split("\n") if line.startswith("| ")]
    return rows[2:]


def ends(cell: str) -> list[str]:
    return re.findall(r"[A-Z]+", cell)


def test_the_types_are_those_of_the_guide_in_its_order():
    assert [type_.tag for type_ in SCHEMA.types] == [row[0] for row in table("Types")]


def test_the_relations_are_those_of_the_guide_in_its_order():
    names = [relation.name for relation in SCHEMA.relations]

    assert names == [row[0] for row in table("Relations")]


@pytest.mark.parametrize("row", table("Relations"), ids=lambda row: row[0])
def test_a_relation_runs_between_the_types_that_the_guide_gives(row):
    allowed = set()
    for rule in row[1].split("; "):
        subjects, objects = re.split("→|↔", rule)
        allowed |= {(one, other) for one in ends(subjects) for other in ends(objects)}

    assert SCHEMA.relation(row[0]).pairs == allowed


def test_only_cooperation_runs_both_ways():
    assert [r.name for r in SCHEMA.relations if r.symmetric] == ["cooperatesWith"]
    assert "↔" in dict(row[:2] for row in table("Relations"))["cooperatesWith"]


def test_only_part_of_is_transitive():
    assert [r.name for r in SCHEMA.relations if r.transitive] == ["partOf"]


def test_every_relation_that_is_not_symmetric_has_an_inverse():
    assert all(relation.inverse or relation.symmetric for relation in SCHEMA.relations)


def test_every_class_and_relation_has_both_labels_and_a_definition():
    terms = (*SCHEMA.types, *SCHEMA.subtypes, *SCHEMA.relations)

    assert [t.name for t in terms if not (t.label_zh and t.label_en and t.definition)] == []


def test_a_kind_of_a_kind_knows_what_it_belongs_to():
    laboratory = SCHEMA.entity_type("Laboratory")

    assert laboratory.tag == "ORG"
    assert laboratory.ancestors == ("ResearchInstitute", "Organisation")


def test_a_class_is_found_by_its_tag_and_by_its_name():
    assert SCHEMA.entity_type("ORG") == SCHEMA.entity_type("Organisation")


def test_a_misspelt_relation_is_answered_with_the_near_name():
    with pytest.raises(UnknownTermError, match="did you mean organises"):
        SCHEMA.relation("organizes")


def test_a_misspelt_type_is_answered_with_the_near_name():
    with pytest.raises(UnknownTermError, match="did you mean Company"):
        SCHEMA.entity_type("Compnay")


def test_the_modalities_are_those_that_extraction_knows():
    assert set(SCHEMA.modalities) == set(Modality.__args__)


def test_reading_the_schema_takes_less_than_30_milliseconds():
    times = []
    for _ in range(5):
        began = time.process_time()
        load_schema()
        times.append(time.process_time() - began)

    assert min(times) < 0.030


def test_reading_the_schema_does_without_rdflib():
    code = "import sys, ontology.schema as s; s.load_schema(); sys.exit('rdflib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_term_of_ours_has_labels_and_definitions_in_both_languages():
    graph = rdflib.Graph().parse(GBA_TTL)
    label, definition = rdflib.RDFS.label, rdflib.SKOS.definition
    ours = {s for s in graph.subjects() if str(s).startswith(ONTOLOGY)}

    for term in ours:
        for predicate in (label, definition):
            languages = sorted(text.language for text in graph.objects(term, predicate))
            assert languages == ["en", "zh-Hant"], f"{term} {predicate}"


def test_every_term_that_the_ontology_uses_is_declared_in_it():
    graph = rdflib.Graph().parse(GBA_TTL)
    builtin = tuple(map(str, (rdflib.OWL, rdflib.RDF, rdflib.RDFS, rdflib.XSD)))
    skip = {rdflib.RDFS.seeAlso, rdflib.DCTERMS.license, rdflib.OWL.versionIRI}
    used = set(graph.predicates())
    used |= {o for _, p, o in graph if isinstance(o, rdflib.URIRef) and p not in skip}
    undeclared = [
        term
        for term in used
        if not str(term).startswith(builtin) and (term, rdflib.RDF.type, None) not in graph
    ]

    assert undeclared == []
