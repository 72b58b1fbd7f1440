"""A file of several newspaper articles is split by the look of headlines, datelines, bylines."""

import random
import re
from pathlib import Path

import pytest

from extract.gold import read_gold_folders
from extract.splitting import split_articles

ROOT = Path(__file__).parent.parent
SEEDS = read_gold_folders([ROOT / "data/gold/seeds"])
DEV = read_gold_folders([ROOT / "data/gold/dev"])


def test_the_seed_file_is_split_where_the_gold_files_say():
    text = (ROOT / "seeds/000_8fbebc61c31cc913.txt").read_bytes().decode()
    headers = [
        path.read_text("utf-8").split("\n\n")[0]
        for path in sorted((ROOT / "data/gold/seeds").glob("*.txt"))
    ]
    ranges = [re.search(r"# seed: (\d+)-(\d+)", header).groups() for header in headers]

    assert split_articles(text) == tuple((int(start), int(end)) for start, end in ranges)


@pytest.mark.parametrize("gold", SEEDS + DEV, ids=lambda gold: gold.article.id)
def test_one_article_stays_one(gold):
    assert len(split_articles(gold.article.text)) == 1


@pytest.mark.parametrize(
    ("between", "fewest_found"), [("\n\n", 0.85), ("\n\n\n\n", 0.97)], ids=["one", "three"]
)
def test_articles_run_together_are_told_apart(between, fewest_found):
    rng = random.Random(7)
    wanted = found = wrong = 0
    for _ in range(100):
        texts = [gold.article.text.strip("\n") for gold in rng.sample(SEEDS + DEV, 4)]
        starts = {len(between.join([*texts[:at], ""])) for at in range(len(texts))}
        got = {start for start, _ in split_articles(between.join(texts))}
        wanted += len(starts) - 1
        found += len(got & starts) - 1
        wrong += len(got - starts)

    assert wrong == 0
    assert found / wanted >= fewest_found


def test_a_dateline_below_a_headline_begins_an_article():
    first = "港深簽備忘錄\n\n【大公報訊】兩地昨日簽署備忘錄。" + "合作範圍涵蓋金融。" * 12
    second = "專班支援內企\n\n【大公報訊】推介會28日在廣州舉行。"

    assert len(split_articles(f"{first}\n\n{second}")) == 2


def test_a_subhead_does_not_begin_an_article():
    text = "港深簽備忘錄 深化金融合作\n\n" + "備忘錄涵蓋三大範疇。" * 12
    text += "\n\n專業服務平台 助拓海外市場\n\n" + "備忘錄另列服務平台。" * 12

    assert len(split_articles(text)) == 1


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_a_blank_text_holds_no_article(text):
    assert split_articles(text) == ()
