"""What an article says becomes direct triples, claims, and the words that say them."""

from dataclasses import replace
from hashlib import sha256
from itertools import permutations

import pytest

from extract.errors import InputError
from extract.gazetteer_record import EntityRecord
from extract.mention import Entity
from kg.claims import entity_iris, graph_of, quads_of
from kg.entities import ALT_LABEL, PREF_LABEL, TYPE
from kg.terms import Literal
from kg.turtle import read_triples
from ontology.names import (
    ENTITY,
    GEO,
    OA,
    ONTOLOGY,
    ORG,
    SCHEMA,
    SKOS,
    STORIES,
    TIME,
    XSD,
    article_iri,
)
from ontology.schema import GBA_TTL


def values(graph, subject, predicate):
    return {o for s, p, o in graph if s == subject and p == predicate}


def subjects(graph, predicate, value):
    return {s for s, p, o in graph if p == predicate and o == value}


def claim(graph):
    [found] = subjects(graph, TYPE, ONTOLOGY + "Claim")
    return {p.removeprefix(ONTOLOGY): o for s, p, o in graph if s == found}


def test_a_fact_is_a_direct_triple_and_a_claim(said):
    article = said("[ORG 貿發局]主辦[EVENT 出海論壇]。", "貿發局 | organises | 出海論壇")

    graph = graph_of([article], {})

    assert (ENTITY + "貿發局", ONTOLOGY + "organises", ENTITY + "出海論壇") in graph
    about = claim(graph)
    assert about["subject"] == ENTITY + "貿發局"
    assert about["predicate"] == ONTOLOGY + "organises"
    assert about["object"] == ENTITY + "出海論壇"
    assert about["article"] == article_iri("a")


def test_a_claim_leads_to_the_characters_and_the_words_that_say_it(said):
    article = said("昨日。[ORG 貿發局]主辦[EVENT 出海論壇]。", "貿發局 | organises | 出海論壇")

    graph = graph_of([article], {})

    [passage] = values(graph, claim(graph)["evidence"], OA + "hasSelector")
    assert values(graph, passage, OA + "start") == {Literal("3", datatype=XSD + "integer")}
    assert values(graph, passage, OA + "end") == {Literal("13", datatype=XSD + "integer")}
    assert values(graph, passage, OA + "exact") == {Literal("貿發局主辦出海論壇。")}


@pytest.mark.parametrize("modality", ["reported", "proposed", "denied"])
def test_what_is_not_stated_is_a_claim_alone(said, modality):
    fact = "貿發局 | organises | 出海論壇"
    article = said("[ORG 貿發局]主辦[EVENT 出海論壇]。", fact, modality=modality)

    graph = graph_of([article], {})

    assert claim(graph)["modality"] == ONTOLOGY + modality
    assert values(graph, ENTITY + "貿發局", ONTOLOGY + "organises") == set()


def test_a_plan_is_a_direct_triple_too(said):
    fact = "廣東 | develops | 河套"
    article = said("[PLACE 廣東]將建設[ZONE 河套]。", fact, modality="planned")

    graph = graph_of([article], {})

    assert values(graph, ENTITY + "廣東", ONTOLOGY + "develops") == {ENTITY + "河套"}
    assert claim(graph)["modality"] == ONTOLOGY + "planned"


def test_who_holds_a_post_has_a_tenure_with_its_title(said):
    fact = "丘應樺 | holdsPost | 商務及經濟發展局"
    marked = "[ORG 商經局=商務及經濟發展局][POST 局長][PER 丘應樺]。"

    graph = graph_of([said(marked, fact, post="局長")], {})

    [tenure] = subjects(graph, ORG + "member", ENTITY + "丘應樺")
    assert values(graph, tenure, ORG + "organization") == {ENTITY + "商務及經濟發展局"}
    assert values(graph, tenure, ORG + "role") == {ENTITY + "局長"}
    assert values(graph, tenure, ONTOLOGY + "title") == {Literal("局長", "zh-Hant")}


def test_a_state_is_no_body_that_has_members(said):
    fact = "習近平 | holdsPost | 中國"
    marked = "[PLACE 中華人民共和國=中國][POST 主席][PER 習近平]。"

    graph = graph_of([said(marked, fact, post="主席")], {})

    [tenure] = subjects(graph, ORG + "member", ENTITY + "習近平")
    assert values(graph, tenure, ORG + "organization") == set()
    assert values(graph, tenure, ONTOLOGY + "heldAt") == {ENTITY + "中國"}


def test_what_is_signed_is_an_agreement(said):
    article = said("[ORG 貿發局]簽署[INIT 合作備忘錄]。", "貿發局 | signs | 合作備忘錄")

    graph = graph_of([article], {})

    types = values(graph, ENTITY + "合作備忘錄", TYPE)
    assert types == {ONTOLOGY + "Initiative", ONTOLOGY + "Agreement"}


def test_a_speech_is_about_all_that_is_said_in_one_breath(said):
    facts = ("毛艷華 | comments | 北部都會區", "毛艷華 | comments | 河套")
    marked = "[PER 毛艷華]認為，[ZONE 北部都會區]與[ZONE 河套]是節點。"

    graph = graph_of([said(marked, *facts)], {})

    [speech] = subjects(graph, SCHEMA + "spokenByCharacter", ENTITY + "毛艷華")
    assert values(graph, speech, SCHEMA + "about") == {ENTITY + "北部都會區", ENTITY + "河套"}


def test_an_agreement_is_signed_by_all_its_parties_on_a_day_somewhere(said):
    marked = "[ORG 甲局]與[ORG 乙局][DATE 昨日=2026-05-27]在[PLACE 廣州]簽署《[INIT 供水協議]》。"
    facts = ("甲局 | signs | 供水協議", "乙局 | signs | 供水協議")

    graph = graph_of([said(marked, *facts, date="2026-05-27")], {})

    [signing] = subjects(graph, ONTOLOGY + "agreement", ENTITY + "供水協議")
    assert values(graph, signing, ONTOLOGY + "party") == {ENTITY + "甲局", ENTITY + "乙局"}
    assert values(graph, signing, SCHEMA + "location") == {ENTITY + "廣州"}
    day = Literal("2026-05-27", datatype=XSD + "date")
    assert values(graph, signing, ONTOLOGY + "date") == {day}
    assert values(graph, signing, ONTOLOGY + "evidence")


def test_an_event_is_held_by_somebody_somewhere_on_a_day(said):
    marked = "[ORG 貿發局]主辦的[EVENT 論壇][DATE 28日=2026-05-28]在[PLACE 香港]舉行。[PER 甲君]在[EVENT 論壇]上說，[PLACE 香港]好。"
    facts = ("貿發局 | organises | 論壇", "論壇 | locatedIn | 香港", "甲君 | comments | 香港")

    graph = graph_of([said(marked, *facts)], {})

    [gathering] = subjects(graph, ONTOLOGY + "event", ENTITY + "論壇")
    assert values(graph, gathering, SCHEMA + "organizer") == {ENTITY + "貿發局"}
    assert values(graph, gathering, SCHEMA + "location") == {ENTITY + "香港"}
    assert values(graph, gathering, SCHEMA + "performer") == {ENTITY + "甲君"}
    day = Literal("2026-05-28", datatype=XSD + "date")
    assert values(graph, gathering, SCHEMA + "startDate") == {day}
    [speech] = subjects(graph, SCHEMA + "spokenByCharacter", ENTITY + "甲君")
    assert values(graph, speech, ONTOLOGY + "occasion") == {ENTITY + "論壇"}


def test_what_is_said_not_to_be_signed_is_told_as_denied(said):
    article = said("[ORG 甲局]否認簽署[INIT 協議]。", "甲局 | signs | 協議", modality="denied")

    graph = graph_of([article], {})

    [signing] = subjects(graph, ONTOLOGY + "agreement", ENTITY + "協議")
    assert values(graph, signing, ONTOLOGY + "modality") == {ONTOLOGY + "denied"}


def test_cooperation_said_either_way_round_is_one_claim(said):
    facts = ("廣東 | cooperatesWith | 香港", "香港 | cooperatesWith | 廣東")

    graph = graph_of([said("[PLACE 廣東]與[PLACE 香港]合作。", *facts)], {})

    assert claim(graph)["predicate"] == ONTOLOGY + "cooperatesWith"


def test_cooperation_is_a_direct_triple_from_either_end(said):
    graph = graph_of([said("[PLACE 廣東]與[PLACE 香港]合作。", "廣東 | cooperatesWith | 香港")], {})

    guangdong, hong_kong = ENTITY + "廣東", ENTITY + "香港"
    assert values(graph, guangdong, ONTOLOGY + "cooperatesWith") == {hong_kong}
    assert values(graph, hong_kong, ONTOLOGY + "cooperatesWith") == {guangdong}


def test_a_fact_that_two_rules_see_keeps_the_surer_one_and_all_evidence(said):
    marked = "[ORG 貿發局]主辦[EVENT 論壇]。[EVENT 論壇]由[ORG 貿發局]主辦。"
    article = said(marked, "貿發局 | organises | 論壇")
    [first] = article.relations
    surer = replace(first, confidence=0.95, found_by="passive", evidence=((8, 16),))
    weaker = replace(first, confidence=0.5, found_by="active")

    graph = graph_of([replace(article, relations=(weaker, surer))], {})

    [node] = subjects(graph, TYPE, ONTOLOGY + "Claim")
    assert values(graph, node, ONTOLOGY + "rule") == {Literal("passive")}
    assert len(values(graph, node, ONTOLOGY + "evidence")) == 2


def test_two_articles_that_say_the_same_make_two_claims_and_one_triple(said):
    marked, fact = "[ORG 貿發局]主辦[EVENT 論壇]。", "貿發局 | organises | 論壇"
    articles = [said(marked, fact, article={"id": id_}) for id_ in ("a", "b")]

    graph = graph_of(articles, {})

    assert len(subjects(graph, TYPE, ONTOLOGY + "Claim")) == 2
    assert len([p for _, p, _ in graph if p == ONTOLOGY + "organises"]) == 1


def test_a_copy_is_told_beside_the_articles(seed_extractions, reprinted):
    first = seed_extractions[0]
    copy = reprinted(first, "z", source="某報")

    quads = quads_of([copy, first], {})

    said = article_iri("z"), ONTOLOGY + "copyOf", article_iri(first.document.article.id)
    assert [quad[:3] for quad in quads if quad[3] == STORIES] == [said]
    assert said in graph_of([copy, first], {})


def test_an_entity_has_labels_in_both_scripts_and_what_it_is_called_besides(said, some_records):
    graph = graph_of([said("[ZONE 河套=河套深港科技創新合作區]和[PLACE 港=香港]。")], some_records)

    assert values(graph, ENTITY + "香港", PREF_LABEL) == {
        Literal("香港", "zh-Hant"),
        Literal("香港", "zh-Hans"),
        Literal("Hong Kong", "en"),
    }
    zone = ENTITY + "河套深港科技創新合作區"
    assert Literal("河套深港科技创新合作区", "zh-Hans") in values(graph, zone, PREF_LABEL)
    assert values(graph, zone, ALT_LABEL) == {Literal("河套", "zh-Hant")}


def test_a_simplified_surface_is_labelled_as_such(said):
    graph = graph_of([said("[PLACE 广东=廣東]和[ORG HKTDC=香港貿易發展局]。")], {})

    assert values(graph, ENTITY + "廣東", ALT_LABEL) == set()  # the zh-Hans label says it already
    assert values(graph, ENTITY + "香港貿易發展局", ALT_LABEL) == {Literal("HKTDC", "en")}


def test_a_name_that_a_line_break_cuts_is_labelled_whole(said):
    graph = graph_of([said("[ORG 貿易\n發展局=香港貿易發展局]。")], {})

    assert values(graph, ENTITY + "香港貿易發展局", ALT_LABEL) == {Literal("貿易發展局", "zh-Hant")}


def test_what_the_gazetteer_knows_comes_with_all_that_a_thing_is_in(said, some_records):
    graph = graph_of([said("[PLACE 深圳]。")], some_records)

    assert values(graph, ENTITY + "深圳", GEO + "sfWithin") == {ENTITY + "廣東"}
    assert values(graph, ENTITY + "廣東", GEO + "sfWithin") == {ENTITY + "中國"}
    assert ONTOLOGY + "Country" in values(graph, ENTITY + "中國", TYPE)
    assert values(graph, ENTITY + "深圳", SKOS + "exactMatch") == {
        "http://www.wikidata.org/entity/Q15174"
    }


def test_a_subtype_brings_the_types_above_it(said):
    record = EntityRecord("國家超算中心", "ORG", "Laboratory")

    graph = graph_of([said("[ORG 國家超算中心]。")], {Entity(record.name, "ORG"): record})

    kinds = {ONTOLOGY + kind for kind in ("Laboratory", "ResearchInstitute", "Organisation")}
    assert values(graph, ENTITY + "國家超算中心", TYPE) == kinds


def test_a_gazetteer_row_whose_subtype_is_of_another_type_is_refused(said):
    record = EntityRecord("前海", "ORG", "Park")

    with pytest.raises(InputError, match="前海: its type is ORG, but Park is a kind of ZONE"):
        graph_of([said("[ORG 前海]。")], {Entity("前海", "ORG"): record})


def test_a_period_runs_from_a_day_to_a_day(said):
    graph = graph_of([said("[DATE 未來五年=2026/2030]。")], {})

    period = ENTITY + "2026%2F2030"
    assert values(graph, period, TIME + "hasEnd") == {ENTITY + "2030"}
    year = Literal("2030", datatype=XSD + "gYear")
    assert values(graph, ENTITY + "2030", TIME + "inXSDgYear") == {year}
    assert Literal("2026年至2030年", "zh-Hant") in values(graph, period, PREF_LABEL)


def test_how_often_a_thing_is_named_is_kept_for_each_article(said):
    graph = graph_of([said("[PLACE 港=香港]、[PLACE 香港]、[PLACE 深圳]。")], {})

    [node] = subjects(graph, ONTOLOGY + "entity", ENTITY + "香港")
    assert values(graph, node, ONTOLOGY + "count") == {Literal("2", datatype=XSD + "integer")}


def test_of_two_types_with_one_name_each_carries_its_type(said):
    articles = [said("[ZONE 古鎮]。"), said("[PLACE 古鎮]。", article={"id": "b"})]

    zone, place = entity_iris(articles, {})

    assert zone == {Entity("古鎮", "ZONE"): ENTITY + "古鎮_ZONE"}
    assert place == {Entity("古鎮", "PLACE"): ENTITY + "古鎮_PLACE"}


def test_a_name_that_the_gazetteer_knows_stays_with_the_type_it_gives(said, some_records):
    articles = [said("[PLACE 香港]。"), said("[ORG 香港]。", article={"id": "b"})]

    place, body = entity_iris(articles, some_records)

    assert place == {Entity("香港", "PLACE"): ENTITY + "香港"}
    assert body == {Entity("香港", "ORG"): ENTITY + "香港_ORG"}


def test_the_graph_does_not_depend_on_the_order_of_the_articles(seed_extractions, some_records):
    graphs = {graph_of(order, some_records) for order in permutations(seed_extractions)}

    assert len(graphs) == 1


def test_the_named_graphs_together_are_the_graph(seed_extractions, some_records):
    quads = quads_of(seed_extractions, some_records)

    assert {quad[:3] for quad in quads} == set(graph_of(seed_extractions, some_records))
    assert {quad[3] for quad in quads} == {
        article_iri(extraction.document.article.id) for extraction in seed_extractions
    }


def test_no_node_is_blank(seed_extractions, some_records):
    graph = graph_of(seed_extractions, some_records)

    assert not [t for t in graph for term in t if isinstance(term, str) and term.startswith("_:")]


def test_every_term_that_the_graph_uses_is_declared(seed_extractions, some_records):
    declared = {s for s, p, _ in read_triples(GBA_TTL) if p == TYPE} | {TYPE}
    graph = graph_of(seed_extractions, some_records)

    used = {p for _, p, _ in graph} | {o for _, p, o in graph if p == TYPE}
    assert used <= declared


def about(graph, subject):
    """Return all that a graph says of a subject: by each predicate, its objects in order."""
    said = {}
    for s, p, o in graph:
        if s == subject:
            said.setdefault(p.rpartition("/")[2].rpartition("#")[2], []).append(o)
    return said


ARTICLE = {"id": "a", "title": "出海", "source": "大公報", "author": "張三", "date": "2026-05-29"}


def test_all_that_is_said_of_an_article_by_itself(said):
    article = said("[ORG 貿發局]好。", article=ARTICLE)

    assert about(graph_of([article], {}), article_iri("a")) == {
        "type": [SCHEMA + "NewsArticle"],
        "author": [Literal("張三", "zh-Hant")],
        "datePublished": [Literal("2026-05-29", datatype=XSD + "date")],
        "headline": [Literal("出海", "zh-Hant")],
        "identifier": [Literal("a")],
        "inLanguage": [Literal("zh-Hant")],
        "mentions": [ENTITY + "貿發局"],
        "publisher": [Literal("大公報", "zh-Hant")],
        "textHash": [Literal(sha256("貿發局好。".encode()).hexdigest())],
        "textLength": [Literal("5", datatype=XSD + "integer")],
    }


def test_what_an_article_does_not_have_is_not_said(said):
    article = said("[ORG 貿發局]好。", article={"id": "a"})

    missing = {"author", "datePublished", "headline", "publisher"}
    assert not missing & about(graph_of([article], {}), article_iri("a")).keys()


def test_all_that_is_said_of_an_appearance(said):
    graph = graph_of([said("[ORG 貿發局]和[ORG 貿發局]。")], {})

    [node] = subjects(graph, TYPE, ONTOLOGY + "Appearance")
    assert about(graph, node) == {
        "type": [ONTOLOGY + "Appearance"],
        "article": [article_iri("a")],
        "count": [Literal("2", datatype=XSD + "integer")],
        "entity": [ENTITY + "貿發局"],
    }


def test_all_that_is_said_of_a_claim(said):
    fact = "丘應樺 | holdsPost | 商經局"
    fields = {"post": "局長", "date": "2026-05", "modality": "planned", "confidence": 0.25}

    graph = graph_of([said("[ORG 商經局][POST 局長][PER 丘應樺]。", fact, **fields)], {})

    [node] = subjects(graph, TYPE, ONTOLOGY + "Claim")
    [evidence] = about(graph, node)["evidence"]
    assert about(graph, node) == {
        "type": [ONTOLOGY + "Claim"],
        "article": [article_iri("a")],
        "confidence": [Literal("0.25", datatype=XSD + "decimal")],
        "date": [Literal("2026-05", datatype=XSD + "gYearMonth")],
        "evidence": [evidence],
        "modality": [ONTOLOGY + "planned"],
        "object": [ENTITY + "商經局"],
        "predicate": [ONTOLOGY + "holdsPost"],
        "rule": [Literal("gold")],
        "subject": [ENTITY + "丘應樺"],
        "title": [Literal("局長", "zh-Hant")],
    }
    assert values(graph, evidence, OA + "hasSource") == {article_iri("a")}


def test_a_claim_without_title_and_date_says_none(said):
    graph = graph_of([said("[ORG 貿發局]主辦[EVENT 論壇]。", "貿發局 | organises | 論壇")], {})

    assert not {"title", "date"} & claim(graph).keys()


@pytest.mark.parametrize(
    "other",
    [{"modality": "denied"}, {"date": "2025"}, {"post": "署理局長"}],
)
def test_facts_that_differ_in_post_day_or_modality_are_two_claims(said, other):
    article = said(
        "[ORG 商經局][POST 局長][PER 丘應樺]。", "丘應樺 | holdsPost | 商經局", post="局長"
    )
    [first] = article.relations

    graph = graph_of([replace(article, relations=(first, replace(first, **other)))], {})

    assert len(subjects(graph, TYPE, ONTOLOGY + "Claim")) == 2
