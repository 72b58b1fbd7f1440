"""A headless Chromium for the tests that look at the page, and what they do with it."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from kg.claims import graph_of
from kg.marked import marked_page
from kg.network import network
from kg.page import write_page
from kg.paper.page import write_report_page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
DRIVER = shutil.which("chromedriver") or ""
SWITCHES = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage"""
READY = "document.documentElement.dataset.ready === 'yes'"  # the explorer's mark
WIDE, NARROW = (1440, 900), (390, 844)


class Browser:
    """A page as its reader has it: what stands where, and hands to move it."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(
        self, path: Path, size: tuple[int, int] = WIDE, *, dark: bool = False, ready: str = READY
    ) -> None:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        metrics = {"deviceScaleFactor": 1, "mobile": size == NARROW}
        metrics |= dict(zip(("width", "height"), size, strict=True))
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")
        self.faults(), self.requests()
        self.driver.get(path.as_uri())
        self.until(ready)

    def run(self, script: str, *values: object) -> object:
        return self.driver.execute_script(f"return ({script})", *values)

    def until(self, condition: str) -> None:
        for _ in range(3000):
            if self.run(condition):
                return
            time.sleep(0.02)
        raise AssertionError(f"never came to be: {condition}")

    def text(self, selector: str) -> str:
        return str(self.run("document.querySelector(arguments[0]).textContent", selector))

    def texts(self, selector: str) -> list[str]:
        script = "[...document.querySelectorAll(arguments[0])].map((one) => one.textContent)"
        return list(self.run(script, selector))

    def click(self, selector: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def choose(self, selector: str, value: str) -> None:
        Select(self.driver.find_element(By.CSS_SELECTOR, selector)).select_by_value(value)

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def find(self, name: str) -> None:
        """Search for a name and take the first that is offered."""
        self.press(Keys.ESCAPE, "/", name, Keys.ENTER)

    def shown(self) -> set[str]:
        """Return the names of the entities on the graph."""
        return set(self.run("[...view.nodes].map((node) => NODES.label[node])"))

    def still(self) -> None:
        """Wait until the camera stands."""
        self.driver.execute_async_script(
            """const done = arguments[0]; let last = '';
            (function look() {
              const now = JSON.stringify(camera());
              if (now === last) done(); else { last = now; setTimeout(look, 60); }
            })();"""
        )

    def point_at(self, *names: str) -> ActionChains:
        """Return a pointer over an entity, or over the middle of the line between two."""
        self.still()
        x, y = self.run(
            """((names) => {
              const ends = names.map((name) => NODES.label.indexOf(name));
              const middle = (of) => ends.reduce((sum, node) => sum + of[node], 0) / ends.length;
              const { x, y } = network.canvasToDOM({ x: middle(X), y: middle(Y) });
              const { left, top } = stage.getBoundingClientRect();
              return [Math.round(x + left), Math.round(y + top)];
            })(arguments[0])""",
            names,
        )
        pointer = ActionChains(self.driver, duration=0)
        pointer.w3c_actions.pointer_action.move_to_location(x, y)
        return pointer

    def slide(self, selector: str, value: int) -> None:
        """Put a slider where a hand would put it."""
        script = """((slider, value) => {
          slider.value = value;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        })(document.querySelector(arguments[0]), arguments[1])"""
        self.run(script, selector, value)

    def faults(self) -> list[str]:
        """Return what the console has said since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses that were asked for since this was last called."""
        messages = (json.loads(entry["message"]) for entry in self.driver.get_log("performance"))
        return [
            event["message"]["params"]["request"]["url"]
            for event in messages
            if event["message"]["method"] == "Network.requestWillBeSent"
        ]

    def saved(self, name: str) -> bytes:
        """Return the file that the page has saved under this name."""
        path = self.folder / name
        for _ in range(3000):
            if path.exists() and path.stat().st_size:
                return path.read_bytes()
            time.sleep(0.02)
        raise AssertionError(f"{name} was not saved")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser; skip where the machine has none."""
    if not (CHROMIUM and DRIVER):
        pytest.skip(
            "chromium and chromedriver are not installed (apt install chromium chromium-driver)"
        )
    folder = tmp_path_factory.mktemp("saved")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for switch in SWITCHES.split():
        options.add_argument(switch)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Browser(driver, folder)
    finally:
        driver.quit()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Browser]]:
    """Open pages; each test then asserts that nothing went wrong and nothing was asked for."""
    pages: list[Path] = []

    def open_(path: Path, *linked: Path, **options: Any) -> Browser:
        pages.extend((path, *linked))
        browser.open(path, **options)
        return browser

    yield open_
    assert browser.faults() == []
    own = tuple(path.as_uri() for path in pages)
    assert [url for url in browser.requests() if not url.startswith((*own, "blob:", "data:"))] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory, seed_extractions, some_records):
    """The three pages beside each other, as a build leaves them."""
    made = tmp_path_factory.mktemp("out")
    graph = network(graph_of(seed_extractions, some_records))
    write_page(made / "graph.html", graph, title="合作圖譜", articles_page="articles.html")
    write_report_page(
        made / "report.html", graph, articles_page="articles.html", explorer="graph.html"
    )
    (made / "articles.html").write_text("".join(marked_page(seed_extractions)), "utf-8")
    return made
