"""Extractions are written as JSON Lines and read back as they were."""

import json
from pathlib import Path

import pytest

from extract.errors import InputError
from extract.gold import read_gold_folders
from extract.jsonl import read_extractions, to_json, to_row
from extract.readers import read_articles
from ontology.names import entity_iri

GOLD = Path(__file__).parent.parent / "data" / "gold"
SEEDS = read_gold_folders([GOLD / "seeds"])


def iri_of(entity):
    return entity_iri(entity.name, entity.type)


def test_an_extraction_has_the_fields_that_programs_read(marked_extraction):
    row = to_row(marked_extraction(SEEDS[3]), iri_of)

    assert (row["id"], row["date"]) == (SEEDS[3].article.id, "2026-05-29")
    for mention in row["mentions"]:
        assert row["text"][mention["start"] : mention["end"]] == mention["surface"]
        assert set(mention) >= {"start", "end", "type", "canonical", "entity", "found_by"}
    assert row["relations"]
    for relation in row["relations"]:
        assert set(relation) >= {"subject", "relation", "object", "evidence", "modality"}
        assert all(0 <= one["start"] < one["end"] for one in relation["evidence"])


def test_reading_gives_back_what_was_written(tmp_path, marked_extraction):
    path = tmp_path / "extractions.jsonl"
    extractions = [marked_extraction(gold) for gold in SEEDS]
    path.write_text("".join(to_json(one, iri_of) + "\n" for one in extractions), "utf-8")

    assert list(read_extractions(path)) == extractions


def test_what_was_written_can_be_read_as_articles(tmp_path, marked_extraction):
    path = tmp_path / "extractions.jsonl"
    path.write_text(to_json(marked_extraction(SEEDS[0]), iri_of), "utf-8")

    [article] = read_articles([path])

    assert (article.id, article.text) == (SEEDS[0].article.id, SEEDS[0].article.text)


@pytest.mark.parametrize(
    "row",
    [
        "{",
        "[]",
        '{"id": "a", "text": "香港"}',
        json.dumps(
            {
                "id": "a",
                "text": "香港",
                "mentions": [{"start": 0, "end": 1, "surface": "香港", "type": "PLACE"}],
                "relations": [],
            }
        ),
    ],
)
def test_a_line_that_is_no_extraction_is_named(tmp_path, row):
    path = tmp_path / "a.jsonl"
    path.write_text(f"\n{row}\n", "utf-8")

    with pytest.raises(InputError, match=r"a\.jsonl, line 2: this is no extraction"):
        list(read_extractions(path))
