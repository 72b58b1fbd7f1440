"""IRIs: what each thing of the graph is called.

To name a new kind of node: a namespace here, its prefix in PREFIXES, and a function that makes
its IRIs from what it says, so that equal facts get equal names.
"""

import json
import re
import unicodedata
from hashlib import sha256

ROOT = "https://w3id.org/gba-kg/"
ONTOLOGY = ROOT + "ontology#"
ENTITY = ROOT + "id/"
ARTICLE = ROOT + "article/"
CLAIM = ROOT + "claim/"
EVIDENCE = ROOT + "evidence/"
PASSAGE = ROOT + "passage/"
TENURE = ROOT + "tenure/"
SPEECH = ROOT + "speech/"
SIGNING = ROOT + "signing/"
GATHERING = ROOT + "gathering/"
MEASUREMENT = ROOT + "measurement/"
APPEARANCE = ROOT + "appearance/"
PRESUMPTION = ROOT + "presumption/"
STORIES = ROOT + "stories"  # the named graph that says which articles are copies

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
ORG = "http://www.w3.org/ns/org#"
FOAF = "http://xmlns.com/foaf/0.1/"
PROV = "http://www.w3.org/ns/prov#"
GEO = "http://www.opengis.net/ont/geosparql#"
TIME = "http://www.w3.org/2006/time#"
SCHEMA = "https://schema.org/"
OA = "http://www.w3.org/ns/oa#"
WIKIDATA = "http://www.wikidata.org/entity/"

PREFIXES = {
    "gba": ONTOLOGY,
    "id": ENTITY,
    "article": ARTICLE,
    "claim": CLAIM,
    "evidence": EVIDENCE,
    "passage": PASSAGE,
    "tenure": TENURE,
    "speech": SPEECH,
    "signing": SIGNING,
    "gathering": GATHERING,
    "measurement": MEASUREMENT,
    "appearance": APPEARANCE,
    "presumption": PRESUMPTION,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "org": ORG,
    "foaf": FOAF,
    "prov": PROV,
    "geo": GEO,
    "time": TIME,
    "schema": SCHEMA,
    "oa": OA,
    "wd": WIKIDATA,
}

# What RFC 3987 keeps out of one segment of a path, any white space, and % itself; also / ? #,
# which would cut the segment short.
FORBIDDEN = re.compile(
    r"[\x00-\x20\"#%/<>?\[\\\]^`{|}\x7f-\x9f\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    r"\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    r"|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe"
    r"\U0005ffff\U0006fffe\U0006ffff\U0007fffe\U0007ffff\U0008fffe\U0008ffff\U0009fffe\U0009ffff"
    r"\U000afffe\U000affff\U000bfffe\U000bffff\U000cfffe\U000cffff\U000dfffe\U000dffff\U000efffe"
    r"\U000effff]"
)
MARK_OF_A_TYPE = re.compile(r"_(?=[A-Z]+$)")
ONLY_DOTS = re.compile(r"\.+")
COMPACT = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


def segment(text: str) -> str:
    """Return `text` in NFC as one readable segment of an IRI; texts that differ stay different."""
    text = unicodedata.normalize("NFC", text)
    if ONLY_DOTS.fullmatch(text):  # would be read as "this folder" or "the folder above"
        return text.replace(".", "%2E")
    return FORBIDDEN.sub(lambda found: _percent(found[0]), text)


def entity_iri(name: str, type: str, *, ambiguous: bool = False) -> str:
    """Return the IRI of what `name` names; where several types share the name, with its type."""
    if ambiguous:
        return f"{ENTITY}{segment(name)}_{type}"
    return ENTITY + MARK_OF_A_TYPE.sub("%5F", segment(name))


def told_apart(iri: str, label: str) -> str:
    """Return `label`, with the body that tells a person apart where the IRI has one."""
    name = iri.removeprefix(ENTITY)
    return name.removesuffix("_PER") if name.startswith(f"{label}（") else label


def article_iri(article_id: str) -> str:
    """Return the IRI of an article, which is also that of the named graph of its facts."""
    return ARTICLE + segment(article_id)


def hashed_iri(namespace: str, *parts: str | int) -> str:
    """Return an IRI made from what the thing says, such as a claim's subject and object."""
    said = COMPACT.encode(parts)
    return namespace + sha256(said.encode("ascii")).hexdigest()[:20]


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
