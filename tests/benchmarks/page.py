"""Measure the page beside plain pyvis, in one run: writing, time until ready, work of a frame.

Run `python tests/benchmarks/page.py [NODES …]`; it prints a table. Names are made up, links are
those of a Barabási–Albert graph; both pages are opened in headless Chromium in turn, and ready
means that the graph stands still: pyvis says so by its event, ours by its mark on the document.
Beside seconds stands what a busy machine does not blur: CPU time, of this process for writing, of
the page's main thread until it is ready and for each frame in which the camera moves.
"""

import random
import statistics
import sys
import time
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import NamedTuple

import networkx as nx
from pyvis.network import Network
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from urllib3.exceptions import HTTPError

from kg.network import Evidence
from kg.page import write_page

PATIENCE = 400  # seconds until a page is given up
ROUNDS = 1  # CPU time hardly varies
SWITCHES = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
--disable-background-networking --disable-component-update --disable-sync --window-size=1440,900"""
SYLLABLES = "粵港澳深珠廣佛惠肇江中東莞南沙前海橫琴河套科技創新合作服務中心研究院大學企業聯盟"
TYPES = ("ORG", "PER", "ZONE", "PLACE", "INIT", "EVENT", "INDUSTRY")

# pyvis makes `network` when its script runs; with physics on, it is ready once that has settled.
PYVIS_READY = """window.__ready = 0; window.addEventListener('load', () => {
  const wait = () => {
    if (typeof network === 'undefined' || !network) return setTimeout(wait, 5);
    const done = () => requestAnimationFrame(() => { window.__ready = performance.now(); });
    if (network.physics.physicsEnabled && network.physics.options.enabled)
      network.once('stabilizationIterationsDone', done);
    else network.once('afterDrawing', done), network.redraw();
  }; wait(); });"""
OURS_READY = """window.__ready = 0; new MutationObserver((_, observer) => {
  if (document.documentElement?.dataset.ready) {
    window.__ready = performance.now(); observer.disconnect();
  } }).observe(document, { attributes: true, subtree: true });"""
FRAMES = """const done = arguments[0]; let frames = 0;
if (typeof items === 'undefined') network.fit({ animation: false }); // ours has fitted itself
const start = performance.now();
const from = network.getViewPosition(); const scale = network.getScale();
(function pan(now) {
  const t = (now - start) / 1000;
  if (frames === 60 || t > 60) return done([frames, frames / t]);
  frames += 1;
  network.moveTo({ position: { x: from.x + 40 * Math.sin(6 * t) / scale, y: from.y }, scale });
  requestAnimationFrame(pan);
})(start);"""

SHOW_ALL = """const amount = document.getElementById('amount'); amount.value = amount.max;
amount.dispatchEvent(new Event('input'));"""


def made_up(nodes: int) -> nx.MultiDiGraph:
    """Return a network of made-up names in which every fact has its sentence."""
    chance = random.Random(7)
    names = ["".join(chance.choices(SYLLABLES, k=chance.randint(3, 9))) for _ in range(nodes)]
    graph = nx.MultiDiGraph()
    for index, name in enumerate(names):
        about = {"label": name, "en": "", "kind": "", "mentions": 1, "type": chance.choice(TYPES)}
        graph.add_node(f"n{index}", **about)
    for at, (one, other) in enumerate(nx.barabasi_albert_graph(nodes, 2, seed=7).edges):
        quote = f"{names[one]}與{names[other]}昨日宣布合作，共同推動粵港澳大灣區的發展。"
        article = at // 8
        date = f"2026-{article % 12 + 1:02}-{article % 28 + 1:02}"
        said = Evidence(f"a{article}", f"第{article}篇", "大公報", date, 0, len(quote), quote)
        about = {"relation": "cooperatesWith", "label": "合作", "planned": False, "confidence": 1.0}
        graph.add_edge(f"n{one}", f"n{other}", **about, evidence=(said,), articles=(said.article,))
    return graph


def write_plain(path: Path, network: nx.MultiDiGraph, *, physics: bool) -> None:
    """Write the network as one does with pyvis: a node, an edge, with their titles."""
    drawn = Network(height="900px", width="100%", cdn_resources="in_line")
    spread = 40 * len(network) ** 0.5
    chance = random.Random(7)
    for node, about in network.nodes(data=True):
        place = {} if physics else {"x": chance.gauss(0, spread), "y": chance.gauss(0, spread)}
        drawn.add_node(node, label=about["label"], title=about["label"], **place)
    for one, other, about in network.edges(data=True):
        drawn.add_edge(one, other, title=about["evidence"][0].quote)
    drawn.toggle_physics(physics)
    path.write_text(drawn.generate_html(), encoding="utf-8")


def browser() -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = which("chromium") or which("google-chrome") or ""
    for switch in SWITCHES.split():
        options.add_argument(switch)
    return webdriver.Chrome(options=options, service=Service(which("chromedriver") or ""))


class Measured(NamedTuple):
    """A page's seconds until it is ready, in CPU time too, its frames a second, and ms of each."""

    ready: float
    ready_cpu: float
    frames: float
    frame_cpu: float


FAILED = Measured(float("inf"), float("inf"), 0.0, float("inf"))


def busy(driver: webdriver.Chrome) -> float:
    """Return the CPU seconds that the page's main thread has worked."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def measure(path: Path, ready: str, prepare: str = "") -> Measured:
    """Open a page, wait until it is ready, move its camera."""
    driver = browser()
    try:
        driver.set_page_load_timeout(PATIENCE)
        driver.set_script_timeout(PATIENCE)
        # plain pyvis asks for Bootstrap over the network: let it fail at once
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["http://*", "https://*"]})
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": ready})
        driver.get(path.as_uri())
        end = time.monotonic() + PATIENCE
        while not (stood := driver.execute_script("return window.__ready")):
            if time.monotonic() > end:
                return FAILED
            time.sleep(0.05)
        ready_cpu = busy(driver)
        driver.execute_script(prepare)
        time.sleep(0.5)
        before = busy(driver)
        frames, a_second = driver.execute_async_script(FRAMES)
        spent = busy(driver) - before
        return Measured(stood / 1000, ready_cpu, a_second, 1000 * spent / frames)
    except (WebDriverException, HTTPError):  # the driver does not answer while a page is at work
        return FAILED
    finally:
        driver.quit()


def row(name: str, path: Path, write: float, measured: list[Measured]) -> str:
    middle = Measured(*map(statistics.median, zip(*measured, strict=True)))
    size = path.stat().st_size / 1e6
    return (
        f"  {name:34} {write:11.2f} {size:5.2f} {middle.ready:7.2f} {middle.ready_cpu:11.2f}"
        f" {middle.frames:8.1f} {middle.frame_cpu:12.2f}"
    )


def compare(nodes: int, folder: Path) -> None:
    """Print the table for a network of this many entities."""
    network = made_up(nodes)
    ours, still, plain = (folder / f"{name}.html" for name in ("ours", "still", "plain"))
    start = time.process_time()
    write_page(ours, network, title="圖")
    ours_took = time.process_time() - start
    start = time.process_time()
    write_plain(plain, network, physics=True)
    plain_took = time.process_time() - start
    write_plain(still, network, physics=False)
    print(f"{nodes} nodes, {network.number_of_edges()} edges")
    heads = f"{'write CPU s':>11} {'MB':>5} {'ready s':>7} {'ready CPU s':>11}"
    print(f"  {'':34} {heads} {'frames/s':>8} {'CPU ms/frame':>12}")
    for name, path, took, ready, prepare, rounds in (
        ("this page", ours, ours_took, OURS_READY, "", ROUNDS),
        ("this page, all entities shown", ours, ours_took, OURS_READY, SHOW_ALL, ROUNDS),
        ("pyvis, places given, physics off", still, plain_took, PYVIS_READY, "", ROUNDS),
        ("pyvis as it comes", plain, plain_took, PYVIS_READY, "", 1),
    ):
        measured = [measure(path, ready, prepare) for _ in range(rounds)]
        print(row(name, path, took, measured), flush=True)


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        for argument in sys.argv[1:] or ["500", "2000", "10000"]:
            compare(int(argument), Path(made))
