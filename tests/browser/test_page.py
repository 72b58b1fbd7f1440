"""The page in a browser: what its reader finds, reads, filters, follows and saves."""

import csv
import html
import io
from itertools import pairwise

import pytest
from selenium.webdriver.common.keys import Keys

from kg.claims import graph_of
from kg.marked import marked_page
from kg.network import network
from kg.page import as_pyvis, page, write_page

NARROW = (390, 844)
RUNS = (
    "</script><img src=x onerror=\"document.title='ran'\">",
    "<svg onload=document.title='ran'>",
    "javascript:document.title='ran'",
    "'-(document.title='ran')-'",
    '=HYPERLINK("x")',
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, seed_extractions, some_records):
    path = tmp_path_factory.mktemp("seeds") / "graph.html"
    write_page(path, network(graph_of(seed_extractions, some_records)), title="合作圖譜")
    return path


@pytest.fixture
def three_days(tmp_path, said):
    articles = [
        said(
            f"[ORG {one}]主辦[EVENT {other}]。",
            f"{one} | organises | {other}",
            article={"id": date, "title": f"{one}的新聞", "source": "大公報", "date": date},
            modality=modality,
        )
        for one, other, date, modality in (
            ("貿發局", "論壇甲", "2026-01-01", "asserted"),
            ("投資署", "論壇乙", "2026-02-01", "planned"),
            ("貿發局", "論壇丙", "2026-03-01", "asserted"),
        )
    ]
    path = tmp_path / "graph.html"
    write_page(path, network(graph_of(articles, {})), title="三日")
    return path


@pytest.mark.parametrize("query", ["何力治", "hlz"])
def test_a_name_is_found_in_characters_and_by_its_pinyin_initials(opened, seeds, query):
    browser = opened(seeds)

    browser.find(query)

    assert browser.text("#panel h2") == "何力治"


@pytest.mark.parametrize("query", ["廣東", "广东", "guangdong", "GUANG"])
def test_a_name_is_found_in_either_script_and_in_english(opened, seeds, query):
    browser = opened(seeds)

    browser.find(query)

    assert browser.text("#panel h2") == "廣東"


def test_a_search_without_result_says_so_and_changes_nothing(opened, seeds):
    browser = opened(seeds)

    browser.press("/", "沒有這個", Keys.ENTER)

    assert browser.text("#found") == "找不到「沒有這個」"
    assert browser.run("state.selected") is None


def test_a_click_on_an_entity_shows_its_facts_in_the_words_of_the_articles(
    opened, seeds, seed_extractions
):
    browser = opened(seeds)

    browser.point_at("丘應樺").click().perform()

    assert browser.text("#panel h2") == "丘應樺"
    facts = [
        relation
        for extraction in seed_extractions
        for relation in extraction.relations
        if "丘應樺" in (relation.subject.name, relation.object.name)
    ]
    said = {
        extraction.document.text[start:end]
        for extraction in seed_extractions
        for relation in extraction.relations
        if relation in facts
        for start, end in relation.evidence
    }
    assert len(browser.texts("#panel .fact")) == len(facts)
    assert set(browser.texts("#panel .fact .quote")) == said
    assert "香港專班建「出海母港」支援內企 · 大公報 · 2026-05-29" in browser.texts("#panel cite")


def test_a_pointer_over_an_entity_shows_a_sentence_that_speaks_of_it(
    opened, seeds, seed_extractions
):
    browser = opened(seeds)

    browser.point_at("丘應樺").perform()

    browser.until("!document.getElementById('tip').hidden")
    assert browser.text("#tip strong") == "丘應樺"
    texts = [extraction.document.text for extraction in seed_extractions]
    assert any(browser.text("#tip .quote") in text for text in texts)


def test_a_click_on_a_line_shows_its_claims(opened, three_days):
    browser = opened(three_days)

    browser.point_at("投資署", "論壇乙").click().perform()

    assert browser.texts("#panel .words") == ["投資署主辦論壇乙計劃"]
    assert browser.text("#panel .modality") == "計劃"
    assert browser.text("#panel .quote") == "投資署主辦論壇乙。"
    assert browser.text("#panel cite") == "投資署的新聞 · 大公報 · 2026-02-01"


def test_evidence_leads_to_the_sentence_in_its_article(opened, tmp_path, seed_extractions):
    graph = network(graph_of(seed_extractions, {}))
    explorer, articles = tmp_path / "graph.html", tmp_path / "articles.html"
    write_page(explorer, graph, title="合作圖譜", articles_page=articles.name)
    articles.write_text("".join(marked_page(seed_extractions)), "utf-8")
    browser = opened(explorer, articles)
    browser.find("丘應樺")
    quote = browser.text("#panel .quote")

    browser.click("#panel cite a")

    browser.until("document.querySelector(':target') !== null")
    assert browser.text(":target") == quote
    browser.until("document.querySelector(':target').getBoundingClientRect().top < innerHeight")


def test_a_name_in_the_panel_leads_on_to_its_own_facts(opened, three_days):
    browser = opened(three_days)
    browser.find("論壇甲")

    browser.click("#panel .words button")

    assert browser.text("#panel h2") == "貿發局"
    assert len(browser.texts("#panel .fact")) == 2


def test_types_and_relations_are_filtered_by_the_legend(opened, seeds):
    browser = opened(seeds)
    before = browser.shown()

    browser.click("#types [data-value=INDUSTRY]")

    assert {"人工智能", "新能源"} <= before - browser.shown()
    browser.click("#types [data-value=INDUSTRY]")
    assert browser.shown() == before
    first, *others = browser.run(
        "[...document.querySelectorAll('#relations button')].map((one) => one.dataset.value)"
    )
    assert "擔任職位" in browser.text(f"#relations [data-value='{first}']")
    for value in others:
        browser.click(f"#relations [data-value='{value}']")
    assert "人工智能" not in browser.shown()
    assert "丘應樺" in browser.shown()


def test_shift_and_click_show_one_type_of_relation_alone(opened, seeds):
    browser = opened(seeds)

    browser.run(
        """document.querySelector('#relations button')
        .dispatchEvent(new MouseEvent('click', { shiftKey: true }))"""
    )

    assert set(browser.run("view.links.flatMap((link) => link.shown).map(relationName)")) == {
        "擔任職位"
    }


def test_all_can_be_hidden_and_shown_again(opened, seeds):
    browser = opened(seeds)
    before = browser.shown()

    browser.click("#all-types")

    assert browser.shown() == set()
    assert browser.text("#empty") == "沒有符合篩選的實體"
    browser.click("#all-types")
    assert browser.shown() == before


def test_the_time_slider_leaves_what_articles_of_its_days_state(opened, three_days):
    browser = opened(three_days)

    browser.slide("#until", 1)
    assert browser.shown() == {"貿發局", "論壇甲", "投資署", "論壇乙"}
    browser.slide("#since", 1)

    assert browser.shown() == {"投資署", "論壇乙"}
    assert browser.text("#since-words") == browser.text("#until-words") == "2026-02-01"


def test_the_ends_of_the_time_slider_cannot_pass_each_other(opened, three_days):
    browser = opened(three_days)

    browser.slide("#until", 1)
    browser.slide("#since", 2)

    assert browser.run("[state.since, state.until]") == [1, 1]


def test_articles_of_one_day_have_no_time_slider(opened, seeds):
    browser = opened(seeds)

    assert not browser.driver.find_element("id", "time").is_displayed()


def test_the_surroundings_of_an_entity_grow_with_the_depth(opened, seeds):
    browser = opened(seeds)
    browser.find("佳都科技")

    browser.click("#around")
    near = browser.shown()
    browser.click("#deeper")

    assert near == {"佳都科技", "智慧交通", "城市數字化", "內地企業出海專班"}
    assert near < browser.shown()
    assert browser.text("#banner span") == "周邊：佳都科技"
    browser.click("#banner button")
    assert "人工智能" in browser.shown()


def test_a_shortest_path_is_shown_with_the_facts_of_each_step(opened, seeds):
    browser = opened(seeds)
    browser.find("智慧交通")

    browser.click("#path")
    browser.press("丘應樺", Keys.ENTER)

    assert browser.text("#panel h2") == "智慧交通至丘應樺"
    steps = browser.texts("#panel h3")
    assert steps[0].startswith("1. 智慧交通 → ")
    assert steps[-1].endswith(" → 丘應樺")
    assert len(browser.shown()) == len(steps) + 1
    assert all(browser.texts("#panel .group .quote"))


def test_two_entities_that_nothing_joins_are_said_to_have_no_path(opened, three_days):
    browser = opened(three_days)
    browser.find("論壇甲")

    browser.click("#path")
    browser.press("投資署", Keys.ENTER)

    assert "沒有路徑" in browser.text("#banner span")


def test_what_is_pinned_stays_through_filters(opened, three_days):
    browser = opened(three_days)
    browser.find("論壇甲")
    browser.press("p")
    browser.press(Keys.ESCAPE)

    browser.slide("#since", 2)

    assert browser.shown() == {"論壇甲", "貿發局", "論壇丙"}


def test_what_is_dragged_stays_where_it_is_put(opened, three_days):
    browser = opened(three_days)
    before = browser.run("(([n]) => [X[n], Y[n]])([NODES.label.indexOf('論壇甲')])")

    browser.point_at("論壇甲").click_and_hold().move_by_offset(20, 20).move_by_offset(
        20, 20
    ).move_by_offset(20, 20).release().perform()

    after = browser.run("(([n]) => [X[n], Y[n]])([NODES.label.indexOf('論壇甲')])")
    assert after[0] > before[0] + 10
    assert after[1] > before[1] + 10
    browser.slide("#since", 0)
    assert browser.run("(([n]) => [X[n], Y[n]])([NODES.label.indexOf('論壇甲')])") == after


def test_the_keyboard_alone_goes_from_entity_to_entity_to_facts_and_back(opened, seeds):
    browser = opened(seeds)
    browser.find("香港")
    first = browser.run("state.selected.node")

    browser.press(Keys.ARROW_RIGHT)
    second = browser.run("state.selected.node")
    browser.press(Keys.ENTER)

    assert second != first
    assert browser.run(
        "LINK_OF.has(Math.min(...arguments) * COUNT + Math.max(...arguments))", first, second
    )
    assert browser.run("document.activeElement.id") == "panel"
    browser.press("e")
    assert browser.run("state.around.depth") == 1
    browser.press("e")
    assert browser.run("state.around.depth") == 2
    browser.press(Keys.ESCAPE, Keys.ESCAPE)
    assert browser.run("[state.selected, state.around, state.path]") == [None, None, None]


def test_keys_zoom_and_fit(opened, seeds):
    browser = opened(seeds)
    browser.still()
    whole = browser.run("network.getScale()")
    browser.run("stage.focus()")

    browser.press("+", "+")
    assert browser.run("network.getScale()") == pytest.approx(whole * 1.25**2)
    browser.press("0")
    browser.until(
        "Math.abs(network.getScale() - arguments[0]) < 1e-6".replace("arguments[0]", str(whole))
    )


def test_an_address_with_a_name_opens_at_that_entity(browser, opened, seeds):
    opened(seeds)

    browser.driver.get("about:blank")
    browser.driver.get(f"{seeds.as_uri()}#深圳")

    browser.until("document.documentElement.dataset.ready === 'yes'")
    assert browser.text("#panel h2") == "深圳"


def test_inside_another_page_the_graph_stays_where_it_is(browser, opened, seeds, tmp_path):
    frame = tmp_path / "notebook.html"
    text = html.escape(seeds.read_text("utf-8"), quote=True)
    frame.write_text(
        "<!doctype html><meta charset='utf-8'>"
        "<script>document.documentElement.dataset.ready = 'yes'</script>"
        f'<iframe srcdoc="{text}" width="1200" height="800"></iframe>',
        "utf-8",
    )
    opened(frame)

    browser.driver.switch_to.frame(0)
    browser.until("document.documentElement.dataset.ready === 'yes'")
    browser.run("select({ node: NODES.label.indexOf('香港') })")

    assert browser.text("#panel h2") == "香港"
    assert browser.run("location.href") == "about:srcdoc"
    browser.driver.switch_to.default_content()


@pytest.mark.parametrize(
    ("language", "name", "relation"),
    [
        ("zh-Hans", "广东", "推动产业"),
        ("en", "Guangdong", "promotes"),
        ("zh-Hant", "廣東", "推動產業"),
    ],
)
def test_the_page_speaks_three_languages(opened, seeds, language, name, relation):
    browser = opened(seeds)
    browser.find("廣東")

    browser.choose("#language", language)

    assert browser.run("document.documentElement.lang") == language
    assert browser.text("#panel h2") == name
    assert any(heading.startswith(relation) for heading in browser.texts("#panel h3"))
    assert any(relation in row for row in browser.texts("#relations button"))


def test_the_page_is_dark_where_the_system_is_and_can_be_turned(opened, seeds):
    browser = opened(seeds, dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert browser.run(ground) == "rgb(20, 23, 28)"

    browser.click("#theme")

    assert browser.run(ground) == "rgb(250, 249, 246)"


def test_a_table_of_what_is_selected_is_saved(opened, three_days):
    browser = opened(three_days)
    browser.find("貿發局")

    browser.click("#csv")

    rows = list(csv.DictReader(io.StringIO(browser.saved("graph.csv").decode("utf-8-sig"))))
    assert [(row["subject"], row["relation"], row["object"]) for row in rows] == [
        ("貿發局", "organises", "論壇丙"),
        ("貿發局", "organises", "論壇甲"),
    ]
    assert rows[1]["evidence"] == "貿發局主辦論壇甲。"
    assert rows[1]["date"] == "2026-01-01"


def test_a_picture_of_what_is_seen_is_saved(opened, seeds):
    browser = opened(seeds)

    browser.click("#png")

    picture = browser.saved("graph.png")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert picture.startswith(b"\x89PNG")
    assert [width, height] == browser.run("[2 * stage.clientWidth, 2 * stage.clientHeight]")


def test_labels_do_not_cover_each_other(opened, seeds):
    browser = opened(seeds)

    boxes = browser.run(
        """(() => {
          const seen = [];
          const context = document.createElement("canvas").getContext("2d");
          const write = context.fillText.bind(context);
          context.fillText = (text, x, y) => {
            const half = context.measureText(text).width / 2;
            const size = parseFloat(/([\\d.]+)px/.exec(context.font)[1]);
            seen.push([text, x - half, y - size / 2, x + half, y + size / 2]);
            write(text, x, y);
          };
          paintLabels(context, camera(), stage.clientWidth, stage.clientHeight);
          return seen;
        })()"""
    )

    assert {"廣東", "香港"} <= {text for text, *_ in boxes}
    for at, (_, left, top, right, bottom) in enumerate(boxes):
        for _, left2, top2, right2, bottom2 in boxes[:at]:
            assert right < left2 or left > right2 or bottom < top2 or top > bottom2


def test_a_phone_shows_the_graph_with_filters_and_facts_at_hand(opened, seeds):
    browser = opened(seeds, size=NARROW)

    assert browser.run("document.documentElement.scrollWidth") <= 390
    assert not browser.driver.find_element("id", "filters").is_displayed()
    browser.click("#open-filters")
    browser.until("document.getElementById('filters').getBoundingClientRect().left === 0")
    browser.press(Keys.ESCAPE)
    browser.until("getComputedStyle(document.getElementById('filters')).visibility === 'hidden'")
    browser.find("香港")
    assert browser.text("#panel h2") == "香港"
    top, stage_bottom = browser.run(
        """[document.getElementById('panel').getBoundingClientRect().top,
        stage.getBoundingClientRect().bottom]"""
    )
    assert top >= stage_bottom >= 300


def test_a_phone_held_upright_shows_the_graph_upright(opened, seeds, said, tmp_path):
    chain = [f"機構{at}" for at in range(12)]
    facts = [f"{one} | partOf | {other}" for one, other in pairwise(chain)]
    article = said("".join(f"[ORG {name}]" for name in chain), *facts)
    path = tmp_path / "graph.html"
    write_page(path, network(graph_of([article], {})), title="長鏈")
    reach = "((of) => Math.max(...of) - Math.min(...of))"

    for graph in (seeds, path):
        browser = opened(graph, size=NARROW)

        assert browser.run(f"{reach}(Y) >= {reach}(X)")


@pytest.mark.parametrize("size", [(1440, 900), NARROW])
def test_every_control_has_a_name_that_can_be_read_aloud(opened, three_days, size):
    browser = opened(three_days, size=size)
    browser.find("貿發局")

    browser.driver.execute_cdp_cmd("Accessibility.enable", {})
    tree = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    browser.driver.execute_cdp_cmd("Accessibility.disable", {})

    roles = {"button", "checkbox", "combobox", "slider", "textbox", "application", "listbox"}
    controls = [
        node for node in tree if not node["ignored"] and node.get("role", {}).get("value") in roles
    ]
    assert len(controls) > 8
    assert [node for node in controls if not node["name"].get("value")] == []


@pytest.mark.parametrize("name", RUNS)
def test_a_name_that_is_script_is_shown_and_not_run(opened, tmp_path, said, name):
    graph = network(
        graph_of(
            [
                said(
                    "[ORG 甲]主辦[EVENT 乙]，[ORG 丙]。",
                    "甲 | organises | 乙",
                    "丙 | supports | 乙",
                )
            ],
            {},
        )
    )
    for _node, about in graph.nodes(data=True):
        about.update(label=f"{about['label']}{name}", en=name)
    for _, _, about in graph.edges(data=True):
        said_so = [
            said._replace(title=name, source=name, date=name, quote=name)
            for said in about["evidence"]
        ]
        about.update(evidence=tuple(said_so), post=name, date=name)
    (tmp_path / "graph.html").write_text(page(as_pyvis(graph), title=name), "utf-8")

    browser = opened(tmp_path / "graph.html")
    browser.find("甲")
    shown = browser.text("#panel h2")
    for language in ("en", "zh-Hans", "zh-Hant"):
        browser.choose("#language", language)
    browser.click("#around")
    browser.point_at(f"甲{name}").perform()
    browser.point_at(f"甲{name}", f"乙{name}").perform()
    browser.click("#path")
    browser.press("丙", Keys.ENTER)

    assert shown == f"甲{name}"
    assert browser.texts("#panel .quote")[0] == name
    assert browser.run("document.title") == name
    assert browser.run("document.images.length") == 0


def test_even_script_that_got_into_the_page_would_not_run(browser, opened, three_days):
    broken = three_days.with_name("broken.html")
    text = three_days.read_text("utf-8")
    broken.write_text(
        text.replace("<main>", "<script>document.title='ran'</script><main onclick=\"x()\">"),
        "utf-8",
    )

    opened(broken)

    assert browser.run("document.title") == "三日"
    assert any("Content Security Policy" in fault for fault in browser.faults())


def test_a_table_holds_no_formula(opened, three_days):
    browser = opened(three_days)

    assert browser.run("['=1+1', '+1', '-1', '@x', '甲,\"乙\"'].map(cell)") == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        '"甲,""乙"""',
    ]


def test_a_large_network_opens_with_its_backbone_and_is_opened_on_demand(opened, tmp_path, said):
    facts = [(f"機構{i}", f"機構{i // 3}") for i in range(1, 1200)]
    marks = "".join(f"[ORG {name}]" for name in sorted({end for fact in facts for end in fact}))
    article = said(marks, *(f"{one} | partOf | {other}" for one, other in facts))
    write_page(tmp_path / "graph.html", network(graph_of([article], {})), title="大")

    browser = opened(tmp_path / "graph.html")
    backbone = browser.shown()
    browser.find("機構150")
    browser.click("#expand")
    opened_up = browser.shown()
    browser.slide("#amount", 99)

    assert 300 <= len(backbone) < 350
    assert {"機構450", "機構451", "機構452"} <= opened_up - backbone
    assert len(browser.shown()) == 1200
