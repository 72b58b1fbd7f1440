"""Queries answer, the same in every engine; a wrong one says where; none leaves the machine."""

import pytest
import rdflib

from extract.errors import InputError
from kg.claims import graph_of
from kg.query import Rows, Triples, YesOrNo, load, run_query
from kg.questions import shipped_queries
from kg.terms import Literal, integer
from kg.turtle import write_turtle
from ontology.names import ENTITY, PREFIXES

QUERIES = shipped_queries()


@pytest.fixture(scope="module")
def seed_file(seed_extractions, some_records, tmp_path_factory):
    path = tmp_path_factory.mktemp("query") / "graph.ttl"
    write_turtle(path, graph_of(seed_extractions, some_records))
    return path


@pytest.fixture(scope="module")
def seeds(seed_file):
    return load(seed_file)


@pytest.fixture(scope="module")
def seeds_in_rdflib(seed_file):
    graph = rdflib.Graph()
    graph.parse(seed_file, format="turtle")
    return graph


def test_a_query_needs_no_prefix_lines(seeds):
    query = 'SELECT ?name WHERE { id:香港 skos:prefLabel ?name FILTER(LANG(?name) = "en") }'

    assert run_query(seeds, query) == Rows(("name",), ((Literal("Hong Kong", "en"),),))


def test_language_tags_come_back_as_they_were_written(seeds):
    found = run_query(seeds, "SELECT ?name { id:香港 skos:altLabel ?name } ORDER BY ?name")

    assert (Literal("港", "zh-Hant"),) in found.rows
    assert {name.language for [name] in found.rows} == {"zh-Hant"}


def test_an_unbound_variable_is_none(seeds):
    found = run_query(seeds, "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }")

    assert found.rows == ((integer(1), None),)


def test_ask_answers_yes_or_no(seeds):
    assert run_query(seeds, "ASK { id:香港 a gba:Place }") == YesOrNo(True)


def test_construct_answers_triples(seeds):
    found = run_query(seeds, "CONSTRUCT { ?x a id:Z } WHERE { ?x a gba:MetropolitanArea }")

    assert found == Triples(((ENTITY + "北部都會區", PREFIXES["rdf"] + "type", ENTITY + "Z"),))


def test_a_wrong_query_says_in_which_line(seeds):
    with pytest.raises(InputError, match=r"^q\.rq, line 3: expected .*; correct the query$"):
        run_query(seeds, "SELECT ?x WHERE {\n ?x ?y \n}", where="q.rq")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { S\\u0045RVICE <http://localhost:9/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "# not a comment" . SERVICE <http://localhost:9/> { } }',
        "SELECT * { ?s ex:a\\#b ?o . SERVICE <http://localhost:9/> { } }",
        "SELECT * { FILTER(?a<?b)SERVICE<http://localhost:9/>{} FILTER(?c>?d) }",
        "SELECT * { ?s ?p ''' it's ''' . SERVICE <http://localhost:9/> { } }",
        "SELECT * { ?s ?p <http://x/#> . SERVICE <http://localhost:9/> { } }",
        "SELECT * { ?s ?p '\\u0027 . SERVICE <http://localhost:9/> { } # ' }",
    ],
)
def test_no_query_asks_another_machine(seeds, query):
    with pytest.raises(InputError, match="line 1: SERVICE would ask another machine"):
        run_query(seeds, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a gba:Place }",
        'SELECT ?x { ?x rdfs:label "SERVICE <http://localhost:9/>" }',
        "SELECT ?x { ?x a gba:Place } # no SERVICE <http://localhost:9/> here",
        "SELECT ?x { ?x a <http://example.org/SERVICE> }",
        "PREFIX service: <http://example.org/> SELECT ?x { ?x a service:service }",
    ],
)
def test_the_word_service_elsewhere_is_no_call(seeds, query):
    assert isinstance(run_query(seeds, query), Rows)


def test_an_update_is_refused(seeds):
    before = len(seeds)

    with pytest.raises(InputError, match="query, line 1"):
        run_query(seeds, "INSERT DATA { id:a id:b id:c }")

    assert len(seeds) == before


def test_a_file_that_is_wrong_says_in_which_line(tmp_path):
    path = tmp_path / "bad.ttl"
    path.write_text("@prefix id: <https://w3id.org/gba-kg/id/> .\nid:a b id:c .\n")

    with pytest.raises(InputError, match=r"bad\.ttl, line 2: "):
        load(path)


@pytest.mark.parametrize("name", ["none.ttl", "graph.docx"])
def test_a_file_that_cannot_be_loaded_is_told_in_one_line(tmp_path, name):
    with pytest.raises(InputError, match=name):
        load(tmp_path / name)


def test_there_are_at_least_twenty_questions():
    assert len(QUERIES) >= 20


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_shipped_query_gives_the_same_rows_in_rdflib(seeds, seeds_in_rdflib, query):
    ours = run_query(seeds, query.text, where=query.name)

    theirs = seeds_in_rdflib.query(query.text)

    assert ours.variables == tuple(map(str, theirs.vars))
    plain = [tuple(None if term is None else _plain(term) for term in row) for row in ours.rows]
    same = [tuple(None if term is None else str(term) for term in row) for row in theirs]
    assert sorted(plain, key=str) == sorted(same, key=str)


# What has no answer in the seeds: their facts are all asserted, sure and without a date, and no
# post is named without its holder, or with the day from which it is held. No two are copies.
EMPTY_IN_THE_SEEDS = {"contested", "copies", "dated", "planned", "presumed", "tenures", "to-review"}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_shipped_query_has_an_answer_in_the_seeds(seeds, query):
    found = run_query(seeds, query.text, where=query.name)

    assert bool(found.rows) == (query.name not in EMPTY_IN_THE_SEEDS)


def answer_of(name, tmp_path, *extractions):
    write_turtle(tmp_path / "g.ttl", graph_of(extractions, {}))
    [query] = [query for query in QUERIES if query.name == name]
    found = run_query(load(tmp_path / "g.ttl"), query.text, where=name)
    return [tuple(None if term is None else _plain(term) for term in row) for row in found.rows]


def _plain(term):
    return term.value if isinstance(term, Literal) else term


HOSTS = ("[ORG 貿發局]將主辦[EVENT 論壇]。", "貿發局 | organises | 論壇")


def test_what_one_article_plans_and_another_says_is_done_is_planned_no_more(said, tmp_path):
    plan = said(*HOSTS, modality="planned")
    done = said(*HOSTS, article={"id": "b"})

    assert answer_of("planned", tmp_path, plan) == [
        ("貿發局", "organises", "論壇", "a", "貿發局將主辦論壇。")
    ]
    assert answer_of("planned", tmp_path, plan, done) == []


def test_what_one_article_denies_and_another_states_is_contested(said, tmp_path):
    denial = said(*HOSTS, modality="denied")
    statement = said(*HOSTS, article={"id": "b"})

    rows = answer_of("contested", tmp_path, denial, statement)

    assert rows == [("貿發局", "organises", "論壇", "denied", "a")]


def test_a_claim_that_is_not_sure_is_to_be_reviewed(said, tmp_path):
    [row] = answer_of("to-review", tmp_path, said(*HOSTS, confidence=0.3))

    assert row[:4] == ("0.3", "貿發局", "organises", "論壇")


def test_dated_facts_come_in_order_of_time(said, tmp_path):
    later = said(*HOSTS, date="2026-05")
    marked, fact = "[ORG 貿發局]主辦[EVENT 峰會]。", "貿發局 | organises | 峰會"
    sooner = said(marked, fact, article={"id": "b"}, date="2026-02-28")

    rows = answer_of("dated", tmp_path, later, sooner)

    assert [row[0] for row in rows] == ["2026-02-28", "2026-05"]


def test_what_two_papers_say_is_not_said_by_one_alone(said, tmp_path):
    articles = [
        said(*HOSTS, article={"id": paper, "source": paper}) for paper in ("大公報", "明報")
    ]
    again = said(*HOSTS, article={"id": "b", "source": "大公報"})

    alone = answer_of("one-paper", tmp_path, articles[0], again)
    both = answer_of("one-paper", tmp_path, *articles)

    assert alone == [("貿發局", "organises", "論壇", "大公報")]
    assert both == []


def test_what_an_older_article_said_is_not_new(said, tmp_path):
    old = said(*HOSTS, article={"id": "a", "date": "2025-12-31"})
    new = said(*HOSTS, article={"id": "b", "date": "2026-02-01"})

    assert answer_of("since", tmp_path, old, new) == []
    assert answer_of("since", tmp_path, new) == [("貿發局", "organises", "論壇", "2026-02-01")]


def test_an_agreement_is_told_with_each_party_and_its_day_place_and_occasion(said, tmp_path):
    marked = (
        "[EVENT 金融開放周][DATE 今日=2026-05-28]在[ZONE 前海]舉行。"
        "會上，[ORG 金管局]與[ORG 金融局]簽署《[INIT 諒解備忘錄]》。"
    )
    facts = ("金管局 | signs | 諒解備忘錄", "金融局 | signs | 諒解備忘錄")

    rows = answer_of("signings", tmp_path, said(marked, *facts, "金融開放周 | locatedIn | 前海"))

    rest = ("2026-05-28", "前海", "金融開放周", "a")
    assert rows == [("諒解備忘錄", "金管局", *rest), ("諒解備忘錄", "金融局", *rest)]


def test_a_post_is_told_with_the_day_from_which_it_is_held(said, tmp_path):
    marked = "[PER 陸景謙]將於[DATE 10月2日=2026-10-02]出任[ORG 引進辦][POST 主任]。"

    [row] = answer_of("tenures", tmp_path, said(marked, "陸景謙 | holdsPost | 引進辦", post="主任"))

    assert row[:5] == ("陸景謙", "主任", "引進辦", "2026-10-02", None)


def test_a_figure_is_told_with_what_it_amounts_to(said, tmp_path):
    marked = "[ZONE 中白工業園]已引進[QTY 超過175家企業]。"

    rows = answer_of("figures", tmp_path, said(marked))

    assert [row[:7] for row in rows] == [
        ("中白工業園", "attracts", "over", "175.0", "家", None, "企業")
    ]


def test_copies_of_one_text_count_once(seed_extractions, reprinted, tmp_path):
    first = seed_extractions[3]
    copy = reprinted(first, "z", source="某報")

    rows = answer_of("corroborated", tmp_path, first, copy)

    assert {row[3] for row in rows} == {"1"}
    assert answer_of("copies", tmp_path, first, copy) == [
        ("z", "某報", first.document.article.id, "大公報")
    ]
