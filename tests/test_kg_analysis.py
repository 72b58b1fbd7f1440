"""Measures of a network: beside networkx where it has the same, and on sentences where not."""

import math

import networkx as nx
import pytest

from extract.errors import InputError
from kg.analysis.backends import check_backend, measured
from kg.analysis.centrality import betweenness, core, degree, pagerank
from kg.analysis.comparison import compare_entities, compare_facts
from kg.analysis.groups import named_communities
from kg.analysis.growth import growth
from kg.analysis.matrices import cooperation, zones_and_industries
from kg.analysis.measures import MEASURES
from kg.analysis.posts import moves, posts, successions
from kg.analysis.predicted import predicted_links
from kg.analysis.roles import bridges, brokers
from kg.analysis.tables import as_csv, table_of, top
from kg.claims import graph_of
from kg.network import network
from kg.show import from_source


def as_network(graph, type_="ORG", relation="cooperatesWith"):
    """Return any graph as a network of entities that cooperate."""
    made = nx.MultiDiGraph()
    for end in graph:
        made.add_node(f"n{end:04}", label=f"體{end}", type=type_, mentions=1)
    for one, other in graph.edges():
        about = {"relation": relation, "articles": ("a",), "evidence": (), "planned": False}
        made.add_edge(f"n{one:04}", f"n{other:04}", relation, **about)
    return made


@pytest.fixture(scope="module")
def karate():
    return nx.karate_club_graph()


@pytest.fixture(scope="module")
def in_parts():
    return nx.disjoint_union_all(
        [nx.random_labeled_tree(60, seed=1), nx.gnm_random_graph(80, 100, seed=2)]
    )


def read(said, *sentences):
    """Return the network of (marked text, facts, date, fields) rows, an article each."""
    extractions = []
    for number, (marked, facts, date, *fields) in enumerate(sentences):
        article = {"id": f"a{number}", "date": date, **(fields[0] if fields else {})}
        post = fields[1] if len(fields) > 1 else {}
        extractions.append(said(marked, *facts, article=article, **post))
    return network(graph_of(extractions, {}))


def values(findings):
    return {int(rank.entity.iri[1:]): rank.value for rank in findings}


@pytest.mark.parametrize("name", ["karate", "in_parts"])
def test_betweenness_is_that_of_networkx(name, request):
    graph = request.getfixturevalue(name)

    found = values(betweenness(as_network(graph)))

    assert found == pytest.approx(nx.betweenness_centrality(graph), abs=1e-8)


@pytest.mark.parametrize("name", ["karate", "in_parts"])
def test_betweenness_from_all_entities_but_one_is_nearly_that_from_all(name, request):
    graph = request.getfixturevalue(name)

    found = betweenness(as_network(graph), sources=len(graph) - 1)

    assert f"{len(graph) - 1} of {len(graph)} entities" in found.note
    exact = nx.betweenness_centrality(graph)
    assert values(found) == pytest.approx(exact, abs=0.03)


def test_betweenness_is_estimated_where_the_network_is_too_large_and_says_so(monkeypatch, karate):
    monkeypatch.setattr("kg.analysis.centrality.MOST_STEPS", 100)
    monkeypatch.setattr("kg.analysis.centrality.SOURCES", 20)

    found = betweenness(as_network(karate))

    assert found.note == "estimated by the paths from 20 of 34 entities"
    assert {rank.entity.iri for rank in found.rows[:2]} == {"n0000", "n0033"}


def test_several_facts_between_two_do_not_change_paths_or_cores(karate):
    twice = as_network(karate)
    for one, other, about in list(twice.edges(data=True)):
        twice.add_edge(other, one, "supports", **about)

    assert betweenness(twice) == betweenness(as_network(karate))
    assert core(twice) == core(as_network(karate))


def test_pagerank_is_that_of_networkx_without_directions(karate):
    unweighted = nx.Graph(karate.edges)

    found = values(pagerank(as_network(karate)))

    assert found == pytest.approx(nx.pagerank(unweighted), abs=1e-5)
    assert math.isclose(sum(found.values()), 1, abs_tol=1e-6)


@pytest.mark.parametrize("name", ["karate", "in_parts"])
def test_degree_and_core_are_those_of_networkx(name, request):
    graph = request.getfixturevalue(name)

    assert values(degree(as_network(graph))) == dict(graph.degree())
    cores = nx.core_number(nx.Graph(graph))
    assert values(core(as_network(graph))) == cores


@pytest.mark.parametrize("name", ["karate", "in_parts"])
def test_constraint_is_that_of_networkx(name, request):
    graph = nx.Graph(request.getfixturevalue(name).edges)

    found = {int(one.entity.iri[1:]): one.constraint for one in brokers(as_network(graph))}

    between = {
        node: value for node, value in nx.constraint(graph).items() if graph.degree(node) > 1
    }
    assert found == pytest.approx(between, abs=1e-8)


@pytest.mark.parametrize("name", ["karate", "in_parts"])
def test_bridges_are_those_of_networkx_with_what_they_would_cut_off(name, request):
    graph = nx.Graph(request.getfixturevalue(name).edges)

    found = bridges(as_network(graph))

    pairs = {(int(one.one.iri[1:]), int(one.other.iri[1:])): one.cut_off for one in found}
    assert set(pairs) == {(min(pair), max(pair)) for pair in nx.bridges(graph)}
    for (one, other), cut_off in pairs.items():
        without = graph.copy()
        without.remove_edge(one, other)
        sides = [len(nx.node_connected_component(without, end)) for end in (one, other)]
        assert cut_off == min(sides)


def test_what_ranks_alike_is_in_order_of_names(karate):
    ranks = degree(as_network(karate)).rows

    order = [(-rank.value, rank.entity.iri) for rank in ranks]
    assert order == sorted(order)


def test_communities_are_named_after_members_with_most_facts_inside():
    star_and_pair = nx.MultiDiGraph([(0, 1), (0, 2), (0, 3), (4, 5)])
    star_and_pair.add_node(6)

    star, pair = named_communities(as_network(star_and_pair))

    assert (star.size, star.inside, star.outside) == (4, 3, 0)
    assert star.name.startswith("體0、")
    assert (pair.name, pair.number) == ("體4、體5", 1)


def test_places_work_together_by_the_articles_that_say_so(said):
    both = (
        "[PLACE 廣東]與[PLACE 香港]合作，[PLACE 廣東]、[PLACE 香港]、[PLACE 澳門]共建[INIT 平台]。"
    )
    facts = ["廣東 | cooperatesWith | 香港"]
    joint = [f"{place} | develops | 平台" for place in ("廣東", "香港", "澳門")]
    graph = read(said, (both, facts, "2026"), (both, facts + joint, "2026"))

    matrix = cooperation(graph, "PLACE")

    counts = {(a.label, b.label): matrix.count(a, b) for a in matrix.rows for b in matrix.columns}
    assert counts["廣東", "香港"] == counts["香港", "廣東"] == 2
    assert counts["廣東", "澳門"] == counts["澳門", "香港"] == 1
    assert counts["香港", "香港"] == 0
    assert matrix.rows[-1].label == "澳門"


def test_what_two_articles_say_apart_is_no_work_together(said):
    one = ("[ORG 甲局]主辦[EVENT 論壇]。", ["甲局 | organises | 論壇"], "2026")
    other = ("[ORG 乙局]主辦[EVENT 論壇]。", ["乙局 | organises | 論壇"], "2026")

    assert cooperation(read(said, one, other), "ORG").ties == ()


def test_a_zone_promotes_what_is_promoted_in_it(said):
    graph = read(
        said,
        ("[ZONE 河套]推動[INDUSTRY 人工智能]。", ["河套 | promotes | 人工智能"], "2026"),
        (
            "[ORG 港深科創園]位於[ZONE 河套]，推動[INDUSTRY 生物科技]。[ORG 乙局]推動[INDUSTRY 航運]。",
            [
                "港深科創園 | locatedIn | 河套",
                "港深科創園 | promotes | 生物科技",
                "乙局 | promotes | 航運",
            ],
            "2026",
        ),
    )

    ties = zones_and_industries(graph).ties

    assert {(tie.one.label, tie.other.label) for tie in ties} == {
        ("河套", "人工智能"),
        ("河套", "生物科技"),
    }


def post(person, title, body, date, **fields):
    marked = f"[ORG {body}][POST {title}][PER {person}]。"
    return marked, [f"{person} | holdsPost | {body}"], date, {}, {"post": title, **fields}


def test_a_post_has_the_days_of_the_articles_that_give_it(said):
    graph = read(
        said,
        post("丘應樺", "局長", "商經局", "2026-05-29"),
        post("丘應樺", "局長", "商經局", "2025-01-02"),
        post("甲", "局長", "乙局", "2026", modality="planned"),
    )

    [tenure] = posts(graph)

    assert (tenure.person.label, tenure.post, tenure.body.label) == ("丘應樺", "局長", "商經局")
    assert (tenure.first, tenure.last, tenure.articles) == ("2025-01-02", "2026-05-29", 2)


def test_who_has_another_post_in_later_articles_moved_even_within_a_body(said):
    graph = read(
        said,
        post("陳百里", "副局長", "商經局", "2024-03"),
        post("陳百里", "局長", "商經局", "2025-07"),
        post("陳百里", "司長", "乙司", "2026-01"),
    )

    later, earlier = moves(graph)

    assert (earlier.old_post, earlier.new_post) == ("副局長", "局長")
    assert (earlier.left, earlier.came) == ("2024-03", "2025-07")
    assert (later.old_body.label, later.new_body.label) == ("商經局", "乙司")


def test_who_holds_two_posts_at_once_did_not_move(said):
    graph = read(
        said,
        post("甲", "主席", "乙會", "2025-01"),
        post("甲", "局長", "丙局", "2025-02"),
        post("甲", "主席", "乙會", "2026-01"),
    )

    assert moves(graph).rows == ()


def test_who_has_a_post_in_later_articles_followed_who_had_it(said):
    graph = read(
        said,
        post("甲", "局長", "商經局", "2024-03"),
        post("乙", "局長", "商經局", "2025-07"),
    )

    [turn] = successions(graph)

    assert (turn.before.label, turn.after.label, turn.came) == ("甲", "乙", "2025-07")


def test_growth_tells_what_each_month_said_first(said):
    hosts = "[ORG 貿發局]主辦[EVENT 論壇]。"
    fact = ["貿發局 | organises | 論壇"]
    graph = read(
        said,
        (hosts, fact, "2026-06-01"),
        (hosts, fact, "2026-05-29"),
        ("[ORG 甲局]主辦[EVENT 論壇]。", ["甲局 | organises | 論壇"], "2026-06-02"),
        ("[ORG 乙局]主辦[EVENT 論壇]。", ["乙局 | organises | 論壇"], ""),
    )

    may, june = growth(graph)

    assert (may.period, may.articles, may.new_facts, may.new_entities) == ("2026-05", 1, 1, 2)
    assert (june.articles, june.facts, june.new_facts, june.new_entities) == (2, 2, 1, 1)
    assert (june.all_facts, june.all_entities) == (2, 3)
    assert growth(graph).note == "without a date: 1 fact"
    assert [row.period for row in growth(graph, unit="year")] == ["2026"]


def test_predicted_links_have_the_scores_of_networkx_and_are_marked(karate):
    graph = as_network(karate)

    found = predicted_links(graph)

    scores = {
        frozenset((int(one.subject.iri[1:]), int(one.object.iri[1:]))): one.score for one in found
    }
    expected = {
        frozenset((a, b)): score for a, b, score in nx.adamic_adar_index(karate) if score > 0
    }
    assert scores == pytest.approx(expected, abs=1e-8)
    assert all(one.predicted for one in found)
    assert "no article says so" in found.note
    assert [one.score for one in found] == sorted(scores.values(), reverse=True)
    assert predicted_links(graph, most=7).rows == found.rows[:7]


def test_only_links_that_the_ontology_allows_are_predicted_and_none_of_people(said):
    graph = read(
        said,
        (
            "[PER 甲]、[PER 乙]出席[EVENT 論壇]，[ORG 丙局]主辦[EVENT 論壇]。[ORG 丙局]位於[PLACE 香港]。",
            [
                "甲 | participatesIn | 論壇",
                "乙 | participatesIn | 論壇",
                "丙局 | organises | 論壇",
                "丙局 | locatedIn | 香港",
            ],
            "2026",
        ),
        (
            "[EVENT 峰會]在[PLACE 香港]舉行。",
            ["峰會 | locatedIn | 香港"],
            "2026",
        ),
    )

    found = {(one.subject.label, one.relation, one.object.label) for one in predicted_links(graph)}

    assert found == {("論壇", "locatedIn", "香港"), ("丙局", "organises", "峰會")}


def test_two_papers_are_compared_by_entities_and_by_facts(said):
    hosts = "[ORG 貿發局]主辦[EVENT 論壇]。"
    fact = ["貿發局 | organises | 論壇"]
    whole = read(
        said,
        (hosts, fact, "2026", {"source": "大公報"}),
        (hosts, fact, "2026", {"source": "文匯報"}),
        (
            "[PLACE 香港]與[PLACE 深圳]合作。",
            ["香港 | cooperatesWith | 深圳"],
            "2026",
            {"source": "文匯報"},
        ),
    )
    one, other = (from_source(whole, paper) for paper in ("大公報", "文匯報"))

    [difference] = compare_facts(one, other)
    changes = {change.entity.label: change for change in compare_entities(one, other)}

    assert (difference.only_in, difference.relation) == ("second", "cooperatesWith")
    assert compare_facts(one, other).note == "in both: 1 fact"
    assert (changes["貿發局"].first_share, changes["貿發局"].second_share) == (1, 0.5)
    assert (changes["香港"].first, changes["香港"].second) == (0, 1)


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_finds_nothing_in_nothing_and_the_same_in_any_order(
    name, seed_extractions, some_records
):
    graph = network(graph_of(seed_extractions, some_records))
    shuffled = nx.MultiDiGraph()
    shuffled.add_nodes_from(reversed(list(graph.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))

    found = MEASURES[name].of(graph)

    assert MEASURES[name].of(shuffled) == found
    assert MEASURES[name].of(nx.MultiDiGraph()).rows == ()


def test_a_notebook_shows_a_table_whose_names_stay_text():
    named = as_network(nx.MultiDiGraph([(0, 1), (0, 2)]))
    named.nodes["n0000"]["label"] = "<script>alert(1)</script>"

    shown = table_of(top(pagerank(named), 1))._repr_html_()

    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>0.4" in shown
    assert "<script" not in shown


@pytest.mark.parametrize("name", ["=1+1", " =1+1", "+1", "-1", "@a", "＝1", "\t=1"])
def test_a_name_that_a_spreadsheet_would_compute_is_text_in_csv(name):
    named = as_network(nx.MultiDiGraph([(0, 1)]))
    named.nodes["n0000"]["label"] = name

    assert f"'{name}," in as_csv(degree(named))
    assert f",'{name}" in as_csv(cooperation(named, "ORG"))


def test_the_top_of_a_matrix_keeps_the_ties_of_what_is_left():
    whole = cooperation(as_network(nx.MultiDiGraph([(0, 1), (0, 2), (0, 3), (1, 2)])), "ORG")

    part = top(whole, 2)

    assert [one.iri for one in part.rows] == ["n0000", "n0001"]
    assert [(tie.one.iri, tie.other.iri) for tie in part.ties] == [("n0000", "n0001")]


@pytest.mark.parametrize("name", ["pagerank", "betweenness", "core", "brokers"])
@pytest.mark.parametrize("graph", ["karate", "in_parts"])
def test_networkx_itself_takes_the_measure_and_finds_the_same(name, graph, request):
    made = as_network(request.getfixturevalue(graph))

    ours, theirs = MEASURES[name].of(made), measured(made, name, "networkx")

    assert "by networkx alone" in theirs.note
    for one, other in zip(by_entity(ours), by_entity(theirs), strict=True):
        assert one[0] == other[0]
        assert one[1] == pytest.approx(other[1], abs=1e-5)


def by_entity(found):
    """Return each entity's IRI and its value, or its constraint, in order of the entities."""
    return sorted(
        (row.entity.iri, row.value if hasattr(row, "value") else row.constraint) for row in found
    )


def test_communities_by_networkx_are_named_and_numbered_as_ours():
    star_and_pair = nx.Graph([(0, 1), (0, 2), (0, 3), (1, 2), (7, 8)])

    found = measured(as_network(star_and_pair), "communities", "networkx")

    assert [(one.number, one.size) for one in found] == [(0, 4), (1, 2)]
    assert found.rows[0].name.startswith("體0")


def test_what_a_backend_does_not_have_is_measured_as_usual():
    made = as_network(nx.path_graph(4))

    assert measured(made, "degree", "networkx") == MEASURES["degree"].of(made)


def test_a_backend_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InputError, match="no such backend of networkx; there are networkx"):
        check_backend("parallell", ("betweenness",))
    with pytest.raises(InputError, match="it does not have degree; it has pagerank"):
        check_backend("networkx", ("degree",))
