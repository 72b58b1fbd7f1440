"""What people decided is replayed wherever articles are extracted."""

import json
from pathlib import Path

import pytest

from extract.article import Article
from extract.decisions import UNDECIDED, Decision, make_decisions
from extract.gold import read_gold_folders
from extract.jsonl_facts import facts_row
from extract.pipeline import load_pipeline

TEXT = "香港貿易發展局與鵬灣燈塔實驗室昨日簽署協議。貿發局表示，燈塔室會參與。\n"


@pytest.fixture(scope="module")
def named():
    def read(*rows):
        pipeline = load_pipeline(decisions=make_decisions(rows) if rows else UNDECIDED)
        [extraction] = pipeline([Article("a", TEXT, date="2026-05-29")])
        return {link.mention.surface: link.entity.name for link in extraction.links}

    return read


def test_an_added_name_is_found_by_its_aliases(named):
    found = named(Decision("add", "鵬灣燈塔實驗室", "ORG", "燈塔室"))

    assert found["燈塔室"] == "鵬灣燈塔實驗室"
    assert named().get("燈塔室") != "鵬灣燈塔實驗室"


def test_what_is_different_stays_two_in_a_whole_run(named):
    assert named()["貿發局"] == "香港貿易發展局"
    assert (
        named(Decision("different", "貿發局", "ORG", "香港貿易發展局", "ORG"))["貿發局"] == "貿發局"
    )


def test_an_ignored_name_is_gone_and_the_rest_stays(named):
    found = named(Decision("ignore", "香港貿易發展局", "ORG"))

    assert "香港貿易發展局" not in found
    assert "貿發局" not in found


@pytest.fixture(scope="module")
def seeds():
    """Return what the shipped models read in the four seed articles."""
    golds = read_gold_folders([Path(__file__).parent.parent / "data" / "gold" / "seeds"])
    return list(load_pipeline()([gold.article for gold in golds]))


def as_text(extraction):
    """Write an extraction so that a person can review its diff."""
    names = [
        f"{link.mention.start}-{link.mention.end}\t{link.mention.type}\t{link.mention.surface}"
        f"\t{link.entity.name}\t{link.reason}"
        for link in extraction.links
    ]
    facts = [
        f"{relation.subject.name} | {relation.relation} | {relation.object.name}"
        f"\t{relation.modality}\t{relation.post}\t{relation.date}"
        for relation in extraction.relations
    ]
    whole = [
        f"{kind}\t{json.dumps(row, ensure_ascii=False)}"
        for kind, rows in facts_row(extraction.facts).items()
        for row in rows
    ]
    return "\n".join([*names, "---", *facts, "---", *whole, ""])


def test_the_four_seed_articles_read_as_they_did(seeds, golden):
    for extraction in seeds:
        name = extraction.document.article.id.removeprefix("seeds/")
        golden(f"extraction/{name}.txt", as_text(extraction))


def test_every_surface_and_every_piece_of_evidence_is_the_articles_own_text(seeds):
    for extraction in seeds:
        text = extraction.document.text
        for link in extraction.links:
            mention = link.mention
            assert text[mention.start : mention.end] == mention.surface
        for relation in extraction.relations:
            assert relation.evidence
            assert all(0 <= start < end <= len(text) for start, end in relation.evidence)
