"""The ontology is OWL 2 DL as Protégé's library reads it, and a reasoner finds no contradiction."""

import io
import shutil
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest

from kg.claims import graph_of
from ontology.names import ENTITY, ONTOLOGY, RDF, RDFS
from ontology.schema import GBA_TTL

PROFILE = Path(__file__).parent / "Profile.java"
WRONG = {  # what is added, and what the OWL API says of it
    "gba:confidence a owl:ObjectProperty .": "Cannot pun between properties",
    "gba:Organisation rdfs:subClassOf gba:Nobody .": "Use of undeclared class",
    "gba:partOf a owl:FunctionalProperty .": "Use of non-simple property",
}
needs_java = pytest.mark.skipif(
    not shutil.which("java"), reason="Java is not installed (apt-get install default-jre-headless)"
)


def test_the_owl_api_finds_owl_2_dl_and_leaves_nothing_unread(owlapi):
    axioms, unparsed, *violations = owlapi(PROFILE, GBA_TTL).splitlines()

    assert int(axioms.removesuffix(" axioms")) > 800
    assert unparsed == "0 triples unparsed"
    assert violations == []


@pytest.mark.parametrize(("added", "told"), WRONG.items())
def test_the_owl_api_would_find_what_is_wrong(owlapi, tmp_path, added, told):
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text(f"{GBA_TTL.read_text('utf-8')}\n{added}\n", "utf-8")

    assert told in owlapi(PROFILE, wrong)


def reasoned(*more: tuple[str, str, str]) -> owlready2.World:
    """Return the ontology, and what is said besides, with all that HermiT concludes."""
    triples = [quad.triple for quad in ox.parse(path=GBA_TTL)]
    triples += [ox.Triple(*map(ox.NamedNode, triple)) for triple in more]
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    world = owlready2.World()
    world.get_ontology(ONTOLOGY.rstrip("#")).load(fileobj=io.BytesIO(lines), format="ntriples")
    owlready2.sync_reasoner_hermit(world, debug=0)
    return world


@needs_java
def test_every_class_can_have_something_in_it():
    assert list(reasoned().inconsistent_classes()) == []


@needs_java
def test_the_graph_of_the_seeds_contradicts_nothing(seed_extractions, some_records):
    graph = graph_of(seed_extractions, some_records)

    reasoned(*(triple for triple in graph if isinstance(triple[2], str)))


@needs_java
def test_a_contradiction_would_be_found():
    both = dict.fromkeys(("Organisation", "Person"), ENTITY + "貿發局")
    said = [(iri, RDF + "type", ONTOLOGY + name) for name, iri in both.items()]

    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reasoned(*said)
    empty = reasoned((ONTOLOGY + "Person", RDFS + "subClassOf", ONTOLOGY + "Organisation"))
    assert "Person" in {one.name for one in empty.inconsistent_classes()}
