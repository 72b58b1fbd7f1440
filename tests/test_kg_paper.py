"""The report tells what a network says; every number leads to its facts, these to their sentences."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner

from kg.claims import graph_of
from kg.cli import gbakg
from kg.hypertext import allowed
from kg.marked import marked_page
from kg.network import Evidence, network
from kg.paper.page import SECTIONS, report_page
from kg.turtle import write_turtle
from kg.wording import LANGUAGES, TEMPLATES, read_table

HOSTILE = "</style><img src=x onerror=alert(1)> http://例.hk {0} {x} =1+1"


class Read(HTMLParser):
    """Collect the elements of a report, what has which id, and where links lead."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.attributes = [], set(), [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= given.keys()
        if "id" in given:
            assert given["id"] not in self.ids
            self.ids.add(given["id"])
        if "href" in given:
            self.links.append(given["href"])


def section(text, key):
    """Return the HTML of one section of a report."""
    found = re.search(
        rf'<section id="{key}"><h2>.*?(?=<section id="[a-z_]+"><h2>|<footer)', text, re.S
    )
    return found[0] if found else ""


def shown(html):
    return unescape(re.sub("<[^>]*>", "", html))


def row_of(html, name):
    """Return the cells of the row of a table that begins with `name`."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.S)
    [row] = [row for row in rows if shown(re.split("</th>", row)[0]) == name]
    return [shown(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]


def read(said, *articles):
    """Return the network of articles, each (marked, facts, date) and perhaps more fields."""
    extractions = [
        said(
            marked,
            *facts,
            article={"id": f"{at}", "date": date, "source": "大公報", "title": f"第{at}篇"},
            **(fields[0] if fields else {}),
        )
        for at, (marked, facts, date, *fields) in enumerate(articles)
    ]
    return network(graph_of(extractions, {}))


@pytest.fixture(scope="module")
def seeds(seed_extractions, some_records):
    return network(graph_of(seed_extractions, some_records))


@pytest.fixture(scope="module")
def seed_report(seeds):
    return report_page(seeds, articles_page="articles.html", explorer="graph.html")


def test_every_link_of_the_report_leads_somewhere(seed_report, seed_extractions):
    articles = Read("".join(marked_page(seed_extractions)))
    report = Read(seed_report)

    within = {link[1:] for link in report.links if link.startswith("#")}
    beside = {link.partition("#")[::2] for link in report.links if not link.startswith("#")}

    assert within <= report.ids
    assert {page for page, _ in beside} == {"articles.html", "graph.html"}
    assert {place for page, place in beside if page == "articles.html"} <= articles.ids
    assert len(within) > 100


def test_every_fact_is_quoted_in_the_words_of_its_article(seeds, seed_report, seed_extractions):
    facts = section(seed_report, "sources")
    texts = [x.document.text.replace("\n", "") for x in seed_extractions]

    quotes = [shown(one) for one in re.findall(r"<blockquote[^>]*><p>(.*?)</p>", facts, re.S)]

    assert facts.count('<li id="f') == seeds.number_of_edges()
    assert all(any(quote in text for text in texts) for quote in quotes)


def test_every_number_of_facts_leads_to_so_many_facts(seeds, seed_report):
    rows = re.findall(
        r'class="barred">.*?<a href="#n(\d+)" class="number"[^>]*>(\d+)</a>',
        section(seed_report, "actors"),
    )

    for note, number in rows:
        [listed] = re.findall(
            rf'<section class="note" id="n{note}">(.*?)</section>', seed_report, re.S
        )
        assert listed.count("<li>") == int(number)
    assert rows[0][1] == str(max(seeds.degree(iri) for iri in seeds))


def test_what_is_planned_says_so_wherever_it_is_told(said):
    graph = read(
        said,
        (
            "[PLACE 廣東]將建設[ZONE 河套]。",
            ["廣東 | develops | 河套"],
            "2026-05-29",
            {"modality": "planned"},
        ),
    )

    text = report_page(graph)

    for key in ("overview", "zones", "sources"):
        assert '<span class="modality">計劃</span>' in section(text, key)
    assert "計劃中的事實1" in shown(section(text, "overview"))


def test_a_zone_is_told_from_its_end(said):
    graph = read(
        said,
        ("[PLACE 廣東]建設[ZONE 河套]。", ["廣東 | develops | 河套"], "2026"),
        ("[ZONE 河套]位於[PLACE 深圳]。", ["河套 | locatedIn | 深圳"], "2026"),
    )

    zones = section(report_page(graph), "zones")

    lines = [shown(line) for line in re.findall(r"<dt>.*?</dd>", zones)]
    assert lines == ["位於深圳", "建設者廣東"]


def test_an_agreement_has_its_parties_in_one_row(said):
    marked = "[ORG 商經局]與[ORG 商務部]簽署[INIT 諒解備忘錄]。"
    facts = ["商經局 | signs | 諒解備忘錄", "商務部 | signs | 諒解備忘錄"]
    graph = read(said, (marked, facts, "2026-05-29", {"date": "2026-02"}))

    text = report_page(graph)

    _, parties, date, articles = row_of(section(text, "agreements"), "諒解備忘錄")
    assert {"商經局", "商務部"} == set(re.findall("商經局|商務部", parties))
    assert (date, articles) == ("2026-02", "1")
    assert section(text, "plans") == ""


def test_a_cell_of_a_matrix_leads_to_the_facts_that_tie_the_two(said):
    together = "[PLACE 香港]和[PLACE 深圳]共建[ZONE 河套]。"
    graph = read(
        said,
        (together, ["香港 | develops | 河套", "深圳 | develops | 河套"], "2026-01-01"),
        ("[PLACE 香港]與[PLACE 深圳]合作。", ["香港 | cooperatesWith | 深圳"], "2026-01-02"),
        ("[PLACE 香港]發展[ZONE 北都]。", ["香港 | develops | 北都"], "2026-01-02"),
    )

    text = report_page(graph)

    [(note, number)] = set(
        re.findall(
            r'<td class="shade\d"><a href="#(n\d+)"[^>]*>(\d+)</a>', section(text, "matrices")
        )
    )
    [listed] = re.findall(rf'<section class="note" id="{note}">(.*?)</section>', text, re.S)
    assert number == "2"
    assert [shown(one) for one in re.findall("<li>(.*?)</li>", listed)] == [
        "香港建設河套",
        "深圳建設河套",
        "深圳合作香港",
    ]


def test_who_moved_and_who_followed_is_told_with_both_posts(said):
    def post(person, title, body, date):
        marked = f"[ORG {body}][POST {title}][PER {person}]。"
        return marked, [f"{person} | holdsPost | {body}"], date, {"post": title}

    graph = read(
        said,
        post("丘應樺", "局長", "商經局", "2025-01-02"),
        post("丘應樺", "署長", "投資署", "2026-05-29"),
        post("陳國基", "局長", "商經局", "2026-06-01"),
    )

    posts = shown(section(report_page(graph), "posts"))

    assert "丘應樺：2025-01-02 仍任商經局局長，2026-05-29 已任投資署署長" in posts
    assert "商經局局長：2025-01-02 仍為丘應樺，2026-06-01 已為陳國基" in posts


@pytest.mark.parametrize(
    ("days", "periods"),
    [
        (("2026-05-01", "2026-05-03"), ["2026-05-01", "2026-05-02", "2026-05-03"]),
        (("2025-12-31", "2026-02"), ["2025-12", "2026-01", "2026-02"]),
        (("2001", "2026-02-03"), [str(year) for year in range(2001, 2027)]),
        (("2026-05-01", "2026-05-01"), []),
    ],
)
def test_the_chart_has_every_period_from_the_first_to_the_last(said, days, periods):
    graph = read(
        said,
        *(
            (f"[ORG 甲局]主辦[EVENT 論壇{at}]。", [f"甲局 | organises | 論壇{at}"], day)
            for at, day in enumerate(days)
        ),
    )

    growth = section(report_page(graph), "growth")

    assert re.findall(r"<rect[^>]*><title>([\d-]+): \d", growth) == periods


def test_dated_facts_stand_in_order_of_time(said):
    graph = read(
        said,
        *(
            (
                f"[ORG 甲局]主辦[EVENT 論壇{at}]。",
                [f"甲局 | organises | 論壇{at}"],
                "2026",
                {"date": d},
            )
            for at, d in enumerate(("2026-03", "2025-01-02", "2026-01/2026-02"))
        ),
    )

    timeline = section(report_page(graph), "timeline")

    assert re.findall("<time>(.*?)</time>", timeline) == [
        "2025-01-02",
        "2026-01/2026-02",
        "2026-03",
    ]


def test_without_pages_beside_it_the_report_links_within_itself_alone(seeds):
    assert all(link.startswith("#") for link in Read(report_page(seeds)).links)


def test_the_same_network_gives_the_same_bytes(seeds, seed_report):
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(seeds.nodes(data=True))))
    turned.add_edges_from(reversed(list(seeds.edges(keys=True, data=True))))

    again = report_page(turned, articles_page="articles.html", explorer="graph.html")

    assert again == seed_report


def test_a_network_without_facts_has_a_report_too():
    text = report_page(nx.MultiDiGraph())

    assert "合作報告" in text
    assert 'id="actors"' not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hant", ["主要行動者", "廣東", "推動產業"]),
        ("zh-Hans", ["主要行动者", "广东", "推动产业"]),
        ("en", ["Main actors", "Guangdong", "promotes"]),
    ],
)
def test_the_report_speaks_three_languages(seeds, language, words):
    text = report_page(seeds, language=language)

    assert f'<html lang="{language}">' in text
    assert all(word in section(text, "actors") for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_its_heading_in_every_language(language):
    rows = read_table("paper.toml")

    assert all(f"section_{key}" in rows for key, _ in SECTIONS)
    assert all(row["zh"] and row["en"] for row in rows.values())
    for row in rows.values():
        assert set(re.findall(r"{\w+}", row["zh"])) == set(re.findall(r"{\w+}", row["en"]))


def test_nothing_that_an_article_says_is_markup_or_an_address(said):
    def named(name):
        graph = read(said, ("[ORG 甲]主辦[EVENT 乙]。", ["甲 | organises | 乙"], "2026"))
        for node in graph:
            graph.nodes[node].update(label=name, en=name)
        for _, _, about in graph.edges(data=True):
            quote = Evidence("a", name, name, name, 0, 8, name)
            about.update(evidence=(quote,), articles=("a",), post=name, date=name)
        return nx.relabel_nodes(graph, {node: f"{node}{name}" for node in graph})

    harmless, hostile = (
        report_page(named(name), title=name, explorer="graph.html") for name in ("甲", HOSTILE)
    )

    assert Read(hostile).tags == Read(harmless).tags
    assert "://" not in hostile
    assert not any(name.startswith("on") for name in Read(hostile).attributes)
    assert shown(hostile).count("onerror=alert(1)") > 5


def test_the_policy_allows_the_style_of_the_report_and_nothing_else(seed_report):
    [style] = re.findall("<style>(.*?)</style>", seed_report, re.S)
    [policy] = re.findall('Policy" content="([^"]*)"', seed_report)

    assert policy.startswith("default-src 'none'; ")
    assert f"style-src {allowed(style)};" in policy
    assert "script" not in Read(seed_report).tags
    assert {"style", "src"}.isdisjoint(Read(seed_report).attributes)


def test_the_sheets_ask_for_nothing():
    for name in ("paper.css", "report.css"):
        sheet = (TEMPLATES / name).read_text("utf-8")
        assert not re.search(r"url\(|@import|//", sheet)


def test_the_command_writes_the_report_of_a_part_and_links_what_lies_beside(
    seed_extractions, some_records, tmp_path
):
    write_turtle(tmp_path / "graph.ttl", graph_of(seed_extractions, some_records))
    (tmp_path / "articles.html").touch()
    out = tmp_path / "for print" / "report.html"

    arguments = ["report", str(tmp_path / "graph.ttl"), "--ego", "河套", "--out", str(out)]
    result = CliRunner().invoke(gbakg, arguments)

    assert result.exit_code == 0, result.output
    text = out.read_text("utf-8")
    assert "<h1>河套</h1>" in text
    assert 'href="../articles.html#a' in text
    assert "graph.html" not in text
    assert "何力治" not in section(text, "actors")


def test_a_report_that_cannot_be_written_is_refused(seed_extractions, tmp_path):
    write_turtle(tmp_path / "graph.ttl", graph_of(seed_extractions, {}))
    out = Path(tmp_path / "graph.ttl" / "report.html")

    result = CliRunner().invoke(gbakg, ["report", str(tmp_path / "graph.ttl"), "--out", str(out)])

    assert result.exit_code == 2
    assert "cannot be written" in result.output
