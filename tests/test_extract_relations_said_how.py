"""How and when facts are said, on sentences read by people: tests/data/said_how.csv."""

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from extract.relations.details import date_of, modality_of
from extract.relations.loading import load_words
from extract.relations.scene import Place, Scene, set_scene

WORDS = load_words()
TABLE = Path(__file__).parent / "data" / "said_how.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


@pytest.fixture
def placed(annotated):
    """Return the scene of a row's sentence, and where its two names stand nearest to each other."""

    def read(row: dict[str, str]) -> tuple[Scene, Place, Place]:
        document, links = annotated(row["sentence"])
        article = replace(document.article, date=row["published"])
        document = replace(document, article=article)
        scene = set_scene(document, links, WORDS.triggers, WORDS.pointers)
        [line] = scene.lines
        subjects, objects = (
            [place for place in line.places if place.entity.name == row[end]]
            for end in ("subject", "object")
        )
        pairs = product(subjects, objects)
        return scene, *min(pairs, key=lambda pair: abs(pair[0].at - pair[1].at))

    return read


def test_most_sentences_are_read_as_they_are_meant(placed):
    wrong = []
    for row in ROWS:
        scene, one, other = placed(row)
        how = modality_of(scene, row["relation"], one, other, WORDS.modalities)
        if how != row["modality"]:
            wrong.append(f"{how}, not {row['modality']}: {row['sentence']}")

    assert len(ROWS) >= 60
    assert len(wrong) <= 0.05 * len(ROWS), "\n".join(wrong)


def test_most_facts_have_the_date_that_the_sentence_gives_them(placed):
    wrong = []
    for row in ROWS:
        scene, one, other = placed(row)
        date = date_of(scene, row["relation"], one, other)
        if date != row["date"]:
            wrong.append(f"{date or 'none'}, not {row['date'] or 'none'}: {row['sentence']}")

    assert len(wrong) <= 0.05 * len(ROWS), "\n".join(wrong)
