"""The query page in a browser: what its reader asks, sorts, follows, shares and saves."""

import csv
import io
import urllib.parse
from threading import Thread

import pytest
from selenium.webdriver.common.keys import Keys

from kg.claims import graph_of
from kg.network import network
from kg.page import write_page
from kg.serving.keeper import Limits
from kg.serving.server import Server
from kg.serving.workers import Workers
from kg.turtle import write_turtle
from ontology.names import ENTITY

RUNS = "<img src=x onerror=\"document.title='ran'\">"
COUNTS = "SELECT ?x ?n { VALUES (?x ?n) { ('乙' 9) ('甲' 10) ('丙' 2) } }"


@pytest.fixture(scope="module")
def address(tmp_path_factory, seed_extractions, some_records):
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_turtle(path, graph_of(seed_extractions, some_records))
    drawn = network(graph_of(seed_extractions, some_records))
    write_page(path.with_name("graph.html"), drawn, title="圖")
    limits = Limits(seconds=20, most=100)
    workers = Workers(path, limits, number=1)
    server = Server(workers, limits, 0, built=path.parent)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.address
    server.shutdown()
    server.server_close()
    workers.close()


@pytest.fixture
def page(browser, address):
    """The page; each test then asserts that nothing went wrong and only the server was asked."""
    browser.faults(), browser.requests()

    def open_(query=None):
        browser.driver.get("about:blank")
        browser.driver.get(address + (f"#query={urllib.parse.quote(query)}" if query else ""))
        browser.until("document.documentElement.dataset.ready === 'yes'")
        return browser

    yield open_
    assert [one for one in browser.faults() if "400 (Bad Request)" not in one] == []
    asked = browser.requests()
    own = (address, "blob:" + address, "data:,", "about:")
    assert [url for url in asked if not url.startswith(own)] == []


def ask(page, query):
    page.run("void (document.querySelector('#query').value = arguments[0])", query)
    page.run("void (document.documentElement.dataset.ready = '')")
    page.click("#run")
    page.until("document.documentElement.dataset.ready === 'yes'")


def column(page, number):
    return page.texts(f"tbody td:nth-child({number})")


def test_a_shipped_question_is_picked_and_answered(page):
    page = page()
    names = page.run("[...document.querySelector('#shipped').options].map((one) => one.value)")

    page.choose("#shipped", "most-named")
    page.until("document.querySelectorAll('tbody tr').length > 3")

    assert len(names) > 20
    assert page.run("document.querySelector('#query').value").startswith("# ")
    assert "rows" in page.text("#status")


def test_rows_are_sorted_by_numbers_and_by_words_either_way(page):
    page = page(COUNTS)
    assert column(page, 1) == ["乙", "甲", "丙"]

    page.click("th:nth-child(2) button")
    assert column(page, 2) == ["2", "9", "10"]
    assert page.run("document.querySelector('th:nth-child(2)').ariaSort") == "ascending"

    page.click("th:nth-child(2) button")
    assert column(page, 2) == ["10", "9", "2"]
    assert page.run("[...document.querySelectorAll('th')].map((one) => one.ariaSort)") == [
        "none",
        "descending",
    ]


def test_an_error_is_told_and_its_line_is_selected(page):
    page = page()

    ask(page, "SELECT ?x\n{ ?x nonsense }\n# end")

    assert page.text("#fault").startswith("query, line 2: ")
    selected = """((box) => box.value.slice(box.selectionStart, box.selectionEnd))
        (document.querySelector('#query'))"""
    assert page.run(selected) == "{ ?x nonsense }"
    ask(page, "ASK {}")
    assert page.run("document.querySelector('#fault').hidden")
    assert page.text("#status").startswith("yes")


def test_a_link_opens_the_query_that_was_asked_and_back_leads_back(page):
    page = page("ASK {}")
    ask(page, COUNTS + " # 香港 + 50% & more")
    link = page.run("location.href")

    page.driver.back()
    page.until("document.querySelector('#query').value === 'ASK {}'")
    page.driver.get("about:blank")
    page.driver.get(link)
    page.until("document.querySelectorAll('tbody tr').length === 3")

    assert page.run("document.querySelector('#query').value") == COUNTS + " # 香港 + 50% & more"


def test_an_entity_leads_to_what_is_known_of_it(page):
    page = page('SELECT ?x { ?x skos:prefLabel "香港"@zh-Hant }')
    assert column(page, 1) == ["id:香港"]

    page.click("tbody a")
    page.until("document.querySelectorAll('th').length === 2")

    assert "skos:prefLabel" in column(page, 1)
    assert f"<{ENTITY}香港>" in page.run("document.querySelector('#query').value")


def test_triples_are_shown_as_turtle(page):
    page = page("CONSTRUCT { ?x a gba:Zone } WHERE { ?x a gba:Zone }")

    assert "a gba:Zone ." in page.text("pre")


def test_what_comes_from_a_graph_never_runs(page):
    page = page(
        f"SELECT ?x (<javascript:document.title='ran'> AS ?y) {{ VALUES ?x {{ '''{RUNS}''' }} }}"
    )

    assert column(page, 1) == [RUNS]
    page.click("tbody a")
    page.until("document.querySelector('#status').textContent.startsWith('0 rows')")
    assert page.run("document.title") == "gba-kg · SPARQL 查詢"


def test_an_answer_that_is_cut_says_so(page):
    page = page("SELECT ?s { ?s ?p ?o }")

    assert page.text("#status").endswith("; only the first 100 are shown")
    assert len(column(page, 1)) == 100


def test_an_answer_is_saved_as_csv(page):
    page = page(COUNTS)

    page.click("#csv")

    rows = list(csv.reader(io.StringIO(page.saved("answer.csv").decode(), newline="")))
    assert rows == [["x", "n"], ["乙", "9"], ["甲", "10"], ["丙", "2"]]


def test_the_keyboard_runs_the_query(page):
    page = page("ASK {}")
    page.run("void document.querySelector('#query').select()")
    page.driver.switch_to.active_element.send_keys(COUNTS, Keys.CONTROL, Keys.ENTER)

    page.until("document.querySelectorAll('tbody tr').length === 3")


LINKED = """SELECT ?subject ?relation ?object ?article { VALUES (?subject ?relation ?object ?article) {
    ('廣東' 'supports' '河套' 'a') ('香港' 'supports' '河套' 'b') ('廣東' 'develops' '前海' 'b') } }"""


def drawn(page):
    """The names of the nodes in order, and what the links say."""
    nodes, links = page.texts("svg .node text"), page.texts("svg .edge > text")
    return sorted(nodes), sorted(links)


def test_rows_are_drawn_as_links_between_the_columns_that_the_reader_chooses(page):
    page = page(LINKED)
    assert not page.run("document.querySelector('svg')")

    page.click("#as-graph")
    page.until("document.querySelector('svg')")
    assert drawn(page) == (["前海", "廣東", "河套", "香港"], ["develops", "supports", "supports"])

    page.choose("#to", "article")
    page.until("document.querySelectorAll('svg .node').length === 4")
    assert drawn(page)[0] == ["a", "b", "廣東", "香港"]
    page.click("#as-table")
    assert column(page, 3) == ["河套", "河套", "前海"]


def test_a_link_opens_the_drawing_that_was_looked_at(page):
    page = page(LINKED)
    page.click("#as-graph")
    page.choose("#text", "article")
    link = page.run("location.href")

    page.driver.get("about:blank")
    page.driver.get(link)
    page.until("document.querySelector('svg')")

    assert drawn(page) == (["前海", "廣東", "河套", "香港"], ["a", "b", "b"])


def test_triples_are_drawn_by_their_labels_and_lead_on(page):
    page = page(
        "CONSTRUCT { ?a gba:supports ?b . ?a skos:prefLabel ?name } WHERE"
        " { ?a gba:supports ?b ; skos:prefLabel ?name }"
    )

    page.click("#as-graph")
    page.until("document.querySelector('svg a.node')")

    assert "gba:supports" in page.run("document.querySelector('svg .edge title').textContent")
    assert page.run("document.querySelector('svg a.node').getAttribute('href')").startswith(
        "#query="
    )


def test_what_means_harm_is_drawn_as_text(page):
    page = page(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ ('''{RUNS}''' '乙') }} }}")

    page.click("#as-graph")
    page.until("document.querySelector('svg')")

    assert page.driver.title != "ran"
    assert not page.run("document.querySelector('svg img')")


def test_an_answer_of_one_thing_says_that_nothing_is_linked(page):
    page = page("CONSTRUCT { ?x skos:prefLabel ?name } WHERE { ?x skos:prefLabel ?name } LIMIT 1")

    page.click("#as-graph")
    page.until("document.querySelector('#answer p')")

    assert page.text("#answer").startswith("Nothing here links two things")


def test_the_explorer_that_a_build_left_is_a_click_away(page):
    page = page("ASK {}")

    page.click("#pages a")
    page.until("document.documentElement.dataset.ready")

    assert page.driver.current_url.endswith("/graph.html")
    assert page.run("document.querySelectorAll('#facts, canvas').length") > 0
