"""No page has a serious fault that axe-core can see, in light and dark, on screens and phones.

axe-core is found where `npm install --no-save axe-core` puts it, below the root of the checkout.
"""

import json
from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
SERIOUS = {"serious", "critical"}
CHECK = """const done = arguments[0];
axe.run(document, { resultTypes: ["violations"] }).then(
  ({ violations }) => done(violations.map(({ id, impact, nodes }) =>
    ({ id, impact, where: nodes.slice(0, 3).map((node) => node.html.slice(0, 160)) }))),
  (error) => done([{ id: String(error), impact: "critical", where: [] }]))"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["graph.html", "report.html", "articles.html"])
def test_a_page_has_no_serious_fault(browser, folder, name, size, dark):
    if not AXE.is_file():
        pytest.skip("axe-core is not there (npm install --no-save axe-core)")
    browser.open(folder / name, size, dark=dark, ready="document.readyState === 'complete'")
    if name == "graph.html":
        browser.find("香港")
        browser.still()
    browser.driver.execute_script(AXE.read_text("utf-8"))

    found = browser.driver.execute_async_script(CHECK)

    serious = [one for one in found if one["impact"] in SERIOUS]
    assert serious == [], json.dumps(serious, ensure_ascii=False, indent=1)
