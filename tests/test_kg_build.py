"""A build writes graph, extractions and report, whole or not at all, and tells what is wrong."""

import json
import random
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from extract.article import Article
from extract.decisions import Decision, make_decisions
from extract.errors import InputError
from extract.gold import read_gold_folders
from extract.jsonl import read_extractions
from extract.readers import read_articles
from kg.build import OUTPUTS, PAGES, UNFINISHED, build
from kg.claims import graph_of
from kg.earlier import STAMP
from kg.query import load, run_query
from kg.turtle import turtle

GOLD = Path(__file__).parent.parent / "data" / "gold"
SEEDS = read_gold_folders([GOLD / "seeds"])
WITHOUT_PAGES = [name for name in OUTPUTS if name not in PAGES]
DEV = read_gold_folders([GOLD / "dev"])[:40]


@pytest.fixture
def extractor(marked_extraction):
    by_text = {gold.article.text: gold for gold in SEEDS + DEV}
    return lambda articles: [
        marked_extraction(replace(by_text[article.text], article=article)) for article in articles
    ]


def test_a_build_of_the_seeds_writes_every_output(tmp_path, root, extractor):
    articles = read_articles([root / "seeds"], date="2026-05-29")

    built = build(articles, tmp_path / "out", {}, extract=extractor)

    assert [path.name for path in built.files] == list(OUTPUTS)
    assert (built.articles, built.errors) == (4, ())
    marks = [mark for gold in SEEDS for mark in gold.mentions]
    assert built.mentions["ORG"] == sum(mark.type == "ORG" for mark in marks)
    assert built.entities == len({(mark.canonical, mark.type) for mark in marks})
    assert built.relations == sum(len(gold.relations) for gold in SEEDS)
    assert len(list(read_extractions(tmp_path / "out/extractions.jsonl"))) == 4
    found = run_query(load(tmp_path / "out/graph.ttl"), "SELECT * { ?claim ?is ?what } LIMIT 5")
    assert len(found.rows) == 5
    assert [path.name for path in (tmp_path / "out").glob(".*")] == [STAMP]


def test_merged_shards_are_the_graph_of_all_articles_at_once(
    tmp_path, extractor, some_records, monkeypatch
):
    monkeypatch.setattr("kg.merging.FAN_IN", 3)
    articles = [gold.article for gold in DEV]
    articles.append(replace(articles[0], id="z", source="某報"))
    whole = extractor(articles)

    build(articles, tmp_path, some_records, extract=extractor, shard=3, outputs=WITHOUT_PAGES)

    graph = "".join(turtle(graph_of(whole, some_records)))
    assert (tmp_path / "graph.ttl").read_text("utf-8") == graph
    assert graph.count("gba:copyOf") == 1
    rows = list(read_extractions(tmp_path / "extractions.jsonl"))
    assert sorted(rows, key=repr) == sorted(whole, key=repr)


@pytest.mark.parametrize("shard", [1, 7, 64])
def test_order_and_shards_change_no_byte(tmp_path, extractor, shard):
    articles = [gold.article for gold in DEV]
    articles += [replace(articles[0], id=f"z{n}", source="某報") for n in range(3)]
    one = build(articles, tmp_path / "1", {}, extract=extractor, outputs=WITHOUT_PAGES)
    random.Random(shard).shuffle(articles)

    other = build(
        articles, tmp_path / "2", {}, extract=extractor, shard=shard, outputs=WITHOUT_PAGES
    )

    for path, twin in zip(one.files, other.files, strict=True):
        assert path.read_bytes() == twin.read_bytes()


def test_a_build_that_was_killed_extracts_only_what_is_left(tmp_path, extractor):
    articles = [gold.article for gold in DEV]
    whole = build(articles, tmp_path / "whole", {}, extract=extractor, outputs=WITHOUT_PAGES)
    seen: list[str] = []

    def counts(some):
        seen.extend(article.id for article in some)
        return extractor(some)

    def is_killed(work, tasks):
        for number, task in enumerate(tasks):
            if number == 3:
                raise KeyboardInterrupt
            yield work(task)

    with pytest.raises(KeyboardInterrupt):
        build(articles, tmp_path / "cut", {}, extract=counts, run=is_killed, shard=8)
    first = list(seen)
    assert [path.name for path in (tmp_path / "cut").iterdir()] == [UNFINISHED]
    cut = build(articles, tmp_path / "cut", {}, extract=counts, shard=8, outputs=WITHOUT_PAGES)

    assert len(first) == 24 and len(seen) == len(articles) == len(set(seen))
    assert cut.articles == whole.articles and cut.mentions == whole.mentions
    for path, twin in zip(whole.files, cut.files, strict=True):
        assert path.read_bytes() == twin.read_bytes()
    assert not (tmp_path / "cut" / UNFINISHED).exists()


def test_a_second_build_extracts_only_what_changed(tmp_path, extractor):
    articles = [gold.article for gold in DEV]
    changed = [replace(articles[0], title="改題"), *articles[2:], SEEDS[0].article]
    asked = []

    def counted(some):
        asked.extend(article.id for article in some)
        return extractor(some)

    def content(folder):
        return {name: (folder / name).read_bytes() for name in WITHOUT_PAGES}

    def built(some, **options):
        asked.clear()
        return build(some, tmp_path / "out", {}, extract=counted, outputs=WITHOUT_PAGES, **options)

    first = built(articles)
    before = content(tmp_path / "out")
    again = built(reversed(articles))
    assert (first.unchanged, again.unchanged, asked) == (0, len(articles), [])
    assert (again.mentions, again.entities) == (first.mentions, first.entities)
    assert content(tmp_path / "out") == before

    assert built(changed).unchanged == len(articles) - 2
    assert asked == [articles[0].id, SEEDS[0].article.id]
    build(changed, tmp_path / "fresh", {}, extract=extractor, outputs=WITHOUT_PAGES)
    assert content(tmp_path / "out") == content(tmp_path / "fresh")


def test_other_means_or_another_file_make_a_build_extract_all_anew(
    tmp_path, extractor, monkeypatch
):
    articles = [gold.article for gold in DEV[:3]]

    def unchanged(**options):
        outputs = WITHOUT_PAGES
        return build(
            articles, tmp_path, {}, extract=extractor, outputs=outputs, **options
        ).unchanged

    assert [unchanged(), unchanged()] == [0, 3]
    row = Decision("ignore", "無此名", "ORG")
    assert unchanged(decisions=make_decisions([row])) == 0
    assert [unchanged(), unchanged()] == [0, 3]
    with (tmp_path / "extractions.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert [unchanged(), unchanged()] == [0, 3]
    monkeypatch.setattr("kg.earlier.fingerprint", lambda: "another version")
    assert unchanged() == 0


def test_what_cannot_be_read_or_extracted_is_told_and_the_rest_is_built(tmp_path, root, extractor):
    def trips(articles):
        if any("南天" in article.id for article in articles):
            raise ValueError("a fault\nof ours")
        return extractor(articles)

    bad = Article("南天", "好。", file="a.txt")
    found = [*read_articles([root / "seeds", tmp_path / "none.txt"]), bad]

    built = build(found, tmp_path / "out", {}, extract=trips, outputs=["report.md"])

    assert [path.name for path in built.files] == ["errors.jsonl", "report.md"]
    assert built.articles == 4
    unread, failed = built.errors
    assert "no such file" in str(unread)
    assert "a.txt, 南天: it cannot be extracted (ValueError: a fault of ours)" in str(failed)
    lines = (tmp_path / "out/errors.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["where"] for row in rows} == {unread.where, "a.txt, 南天"}

    build(found[:4], tmp_path / "out", {}, extract=trips, outputs=["report.md"])
    assert not (tmp_path / "out/errors.jsonl").exists()


def test_each_step_tells_how_far_it_is(tmp_path, extractor):
    told: dict[str, list[int]] = {}

    @contextmanager
    def watch(step, total):
        told[step] = [total or 0]
        yield told[step].append

    articles = [gold.article for gold in DEV[:10]]
    build(articles, tmp_path, {}, extract=extractor, shard=4, watch=watch, outputs=["graph.ttl"])

    assert told["reading"] == [0, *[1] * 10]
    assert told["extracting"] == told["writing"] == [10, 4, 4, 2]


def test_without_articles_nothing_is_written(tmp_path, extractor):
    built = build(read_articles([tmp_path / "none.txt"]), tmp_path / "out", {}, extract=extractor)

    assert not built.files
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path, root, extractor):
    (tmp_path / "out").write_text("a file")

    with pytest.raises(InputError, match="choose another --out"):
        build(read_articles([root / "seeds"]), tmp_path / "out", {}, extract=extractor)


def turned_round(extraction):
    turned = [
        replace(one, subject=one.object, object=one.subject)
        for one in extraction.relations
        if one.relation == "holdsPost"
    ]
    return replace(extraction, relations=tuple(turned))


def test_a_build_holds_what_it_writes_against_the_shapes(tmp_path, extractor):
    articles = [gold.article for gold in SEEDS]

    good = build(articles, tmp_path / "good", {}, extract=extractor, outputs=["graph.ttl"])
    bad = build(
        articles,
        tmp_path / "bad",
        {},
        extract=lambda some: map(turned_round, extractor(some)),
        outputs=["graph.ttl"],
    )

    assert good.violations == ()
    assert "holdsPost does not run from ORG to PER" in {one.message for one in bad.violations}
    assert (tmp_path / "bad/graph.ttl").exists()


def test_of_a_large_build_some_articles_are_held_against_the_shapes(
    tmp_path, extractor, some_records, monkeypatch
):
    monkeypatch.setattr("kg.build.CHECKED", 3)
    articles = [gold.article for gold in DEV]
    articles.append(replace(articles[0], id="z", source="某報"))  # which is a copy

    def checked(extract):
        built = build(
            articles, tmp_path, some_records, extract=extract, shard=7, outputs=["graph.ttl"]
        )
        return {one.node for one in built.violations if one.rule == "ends"}

    assert not checked(extractor)
    found = checked(lambda some: map(turned_round, extractor(some)))
    posts = [sum(r == "holdsPost" for _, r, _ in gold.relations) for gold in DEV]
    assert 0 < len(found) <= sum(sorted(posts)[-3:]) < sum(posts)


def test_of_two_builds_in_one_folder_the_second_is_told_and_harms_nothing(tmp_path, extractor):
    articles = [gold.article for gold in SEEDS]
    told = []

    def meanwhile(some):
        with pytest.raises(InputError) as refused:
            build(articles, tmp_path / "out", {}, extract=extractor, outputs=WITHOUT_PAGES)
        told.append(str(refused.value))
        return extractor(some)

    built = build(articles, tmp_path / "out", {}, extract=meanwhile, outputs=WITHOUT_PAGES)
    alone = build(articles, tmp_path / "alone", {}, extract=extractor, outputs=WITHOUT_PAGES)

    assert told and "another gbakg has it open" in told[0]
    assert [path.read_bytes() for path in built.files] == [p.read_bytes() for p in alone.files]
    assert not (tmp_path / "out" / UNFINISHED).exists()
