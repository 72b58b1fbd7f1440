"""The shipped models are as good on the marked articles as they were: data/gold/floors.json.

After better models or more articles: make models. What would become lower is refused, until
pytest tests/test_extract_quality.py --lower-floors takes it, with a line in CHANGELOG.md why.
"""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from extract.evaluate import evaluate
from extract.gold import read_gold_folders
from extract.pipeline import load_pipeline

GOLD = Path(__file__).parent.parent / "data" / "gold"
FLOORS = GOLD / "floors.json"
FOLDERS = ("seeds", "dev")
BELOW = 0.01
ABOUT = (
    "Floors, one point below what the shipped models reach. They were trained on these articles: "
    "the figures tell that nothing got worse, not how good extraction is elsewhere. The figures "
    "on articles not seen stand in the cards of the models, data/models/*/MODEL_CARD.md."
)


def counts_of(folder):
    """Return how much is marked in a folder, and the hash of all that is."""
    golds = read_gold_folders([GOLD / folder])
    whole = sha256()
    for path in sorted((GOLD / folder).glob("*.txt")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return {
        "articles": len(golds),
        "mentions": sum(len(gold.mentions) for gold in golds),
        "relations": sum(len(gold.relations) for gold in golds),
        "sha256": whole.hexdigest(),
    }


def figures_of(folder, pipeline):
    """Return what the floors are for: 0 to 1, better is higher."""
    golds = read_gold_folders([GOLD / folder])
    found = evaluate(golds, pipeline([gold.article for gold in golds]))
    return {
        "mentions precision": found.mentions.precision,
        "mentions recall": found.mentions.recall,
        "linking": found.linking,
        "relations precision": found.relations.precision,
        "relations recall": found.relations.recall,
    }


def lower(old, new):
    """Return what would be lower: counts of articles and marks, and floors."""
    return [
        f"{folder}, {what}: {was} → {new[folder][part].get(what)}"
        for folder, parts in old.items()
        for part in ("gold", "floors")
        for what, was in parts[part].items()
        if what != "sha256" and new[folder][part].get(what, 0) < was
    ]


@pytest.fixture(scope="module")
def reached():
    pipeline = load_pipeline()
    return {folder: figures_of(folder, pipeline) for folder in FOLDERS}


@pytest.fixture(scope="module")
def floors(request, reached):
    """The floors, written anew where that is asked for."""
    old = json.loads(FLOORS.read_text("utf-8"))["folders"] if FLOORS.exists() else {}
    lowers = request.config.getoption("--lower-floors")
    if lowers or request.config.getoption("--update-floors"):
        new = {
            folder: {
                "gold": counts_of(folder),
                "floors": {what: round(value - BELOW, 3) for what, value in figures.items()},
            }
            for folder, figures in reached.items()
        }
        fallen = lower(old, new)
        if fallen and not lowers:
            pytest.fail("these would become lower: " + "; ".join(fallen))
        text = json.dumps({"about": ABOUT, "folders": new}, indent=2, ensure_ascii=False)
        FLOORS.write_text(text + "\n", "utf-8")
        return new
    return old


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_marked_articles_are_those_that_the_floors_are_for(folder, floors):
    assert counts_of(folder) == floors[folder]["gold"], "run make models"


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_shipped_models_reach_their_floors(folder, floors, reached):
    low = {
        what: f"{reached[folder][what]:.3f} < {floor}"
        for what, floor in floors[folder]["floors"].items()
        if reached[folder][what] < floor
    }

    assert not low
    assert reached[folder].keys() == floors[folder]["floors"].keys()


def test_a_floor_or_a_set_that_shrank_is_seen():
    old = {"dev": {"gold": {"articles": 2, "sha256": "b"}, "floors": {"linking": 0.9}}}

    for part, what, value in (("gold", "articles", 1), ("floors", "linking", 0.89)):
        new = {"dev": {**old["dev"], part: {**old["dev"][part], what: value}}}
        [fallen] = lower(old, new)
        assert what in fallen and str(value) in fallen
    new = {"dev": {"gold": {"articles": 3, "sha256": "a"}, "floors": {"linking": 0.95}}}
    assert lower(old, new) == []
