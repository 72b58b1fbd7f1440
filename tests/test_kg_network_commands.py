"""gbakg analyse and gbakg show: what they print and write, and how they refuse."""

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner

from kg.claims import graph_of
from kg.cli import gbakg
from kg.turtle import write_turtle


def run(*arguments):
    return CliRunner().invoke(gbakg, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def seeds(seed_extractions, some_records, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_turtle(path, graph_of(seed_extractions, some_records))
    return path


@pytest.fixture
def hostile(said, tmp_path):
    """A graph with names that a spreadsheet, or a terminal, would take for orders."""
    plain = said("[ORG 甲局]與[ORG 乙局]合作。", "甲局 | cooperatesWith | 乙局")
    names = {"甲局": "=HYPERLINK(1)", "乙局": "\x1b[31m[red]乙局"}
    renamed = [
        (s, p, o._replace(value=names[o.value]) if getattr(o, "value", "") in names else o)
        for s, p, o in graph_of([plain], {})
    ]
    write_turtle(tmp_path / "hostile.ttl", renamed)
    return tmp_path / "hostile.ttl"


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_analyse_prints_every_measure_with_its_title(seeds):
    result = run("analyse", seeds)

    assert result.exit_code == 0, result.output
    listed = run("analyse", "--list").stdout.splitlines()
    titles = [re.sub(r"^(\S+) +", r"\1: ", line) for line in listed if "--compare" not in line]
    assert len(titles) == 15
    assert all(title in result.stdout for title in titles)
    assert "no article says so" in result.stdout


def test_analyse_writes_a_row_of_csv_for_each_entity_with_its_iri(seeds):
    result = run("analyse", seeds, "--measure", "degree", "--format", "csv", "--top", 3)

    rows = read_csv(result.stdout)
    assert len(rows) == 3
    assert set(rows[0]) == {"entity", "entity_type", "entity_iri", "value"}
    assert rows[0]["entity_iri"].startswith("https://")


def test_analyse_writes_a_matrix_as_csv_with_names_on_both_sides(seeds):
    result = run("analyse", seeds, "--measure", "places", "--format", "csv")

    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert [row[0] for row in rows[1:]] == rows[0][1:]
    numbers = [[int(cell) for cell in row[1:]] for row in rows[1:]]
    assert numbers == [list(column) for column in zip(*numbers, strict=True)]
    assert sum(map(sum, numbers)) > 0


def test_analyse_writes_json_that_keeps_what_belongs_together(seeds):
    result = run("analyse", seeds, "--format", "json", "--measure", "communities", "--top", 1)

    [community] = json.loads(result.stdout)["communities"]["rows"]
    assert community["size"] == len(community["members"])
    assert {"iri", "label", "type"} == set(community["members"][0])


def test_no_cell_of_csv_is_a_formula_and_no_cell_of_a_table_moves_the_cursor(hostile):
    as_csv = run("analyse", hostile, "--measure", "degree", "--format", "csv").stdout
    as_table = run("analyse", hostile, "--measure", "degree").stdout

    assert "'=HYPERLINK(1)" in {row["entity"] for row in read_csv(as_csv)}
    assert "=HYPERLINK(1)" in as_table
    assert "\x1b" not in as_table
    assert "[red]" in as_table


def test_analyse_measures_what_the_filters_leave(seeds):
    whole = run("analyse", seeds, "--measure", "degree", "--format", "csv", "--top", 999)
    part = run(
        *("analyse", seeds, "--measure", "degree", "--format", "csv", "--top", 999),
        *("--types", "PLACE,ZONE"),
    )

    types = {row["entity_type"] for row in read_csv(part.stdout)}
    assert types == {"PLACE", "ZONE"}
    assert len(read_csv(whole.stdout)) > len(read_csv(part.stdout))


def test_analyse_compares_two_periods(said, tmp_path):
    one = said(
        "[ORG 甲局]主辦[EVENT 論壇]。", "甲局 | organises | 論壇", article={"date": "2025-03-01"}
    )
    other = said(
        "[ORG 甲局]主辦[EVENT 峰會]。",
        "甲局 | organises | 峰會",
        article={"id": "b", "date": "2026-02-01"},
    )
    write_turtle(tmp_path / "g.ttl", graph_of([one, other], {}))

    result = run(
        *("analyse", tmp_path / "g.ttl", "--compare", "2025", "2026-01..2026-03"),
        *("--measure", "facts", "--format", "json"),
    )

    rows = json.loads(result.stdout)["facts"]["rows"]
    found = [(row["only_in"], row["object"]["label"]) for row in rows]
    assert found == [("first", "論壇"), ("second", "峰會")]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--measure", "degrees"], "did you mean degree?"),
        (["--measure", "degree", "--compare", "2025", "2026"], "there are entities, facts"),
        (["--format", "csv"], "a CSV file holds one measure"),
        (["--ego", "河濤合作區"], "no entity is named 河濤合作區"),
        (["--compare", "大公報", "明報"], "no source"),
        (["--since", "2090"], "nothing is left"),
    ],
)
def test_analyse_refuses_what_it_cannot_measure(seeds, arguments, fault):
    result = run("analyse", seeds, *arguments)

    assert result.exit_code == 2
    assert fault in result.stderr


def test_show_writes_what_lies_around_an_entity_by_its_short_name(seeds, tmp_path):
    near, far = (
        run("show", seeds, "--out", tmp_path / f"{depth}.html", "--ego", "河套", "--depth", depth)
        for depth in (1, 2)
    )

    assert (near.exit_code, far.exit_code) == (0, 0), near.output + far.output
    counts = [int(re.search(r"(\d+) entit", one.stdout)[1]) for one in (near, far)]
    assert 1 < counts[0] < counts[1]
    page = (tmp_path / "1.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "<title>河套" in page


def test_show_writes_a_path_between_two(seeds, tmp_path):
    result = run("show", seeds, "--out", tmp_path / "p.html", "--path", "商經局", "國家商務部")

    assert result.exit_code == 0, result.output
    assert int(re.search(r"(\d+) entit", result.stdout)[1]) <= 3
    assert "<title>商經局—國家商務部" in (tmp_path / "p.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--ego", "沒有這個"], "no entity is named"),
        (["--types", "PLCE"], "did you mean PLACE"),
        (["--relations", "cooperatesWith,sign"], "did you mean signs"),
        (["--until", "昨日"], "昨日 is no date"),
        (["--community", "999"], "no community 999"),
    ],
)
def test_show_refuses_a_part_that_is_not_there_and_writes_nothing(
    seeds, tmp_path, arguments, fault
):
    result = run("show", seeds, "--out", tmp_path / "page.html", *arguments)

    assert result.exit_code == 2
    assert fault in result.stderr
    assert not (tmp_path / "page.html").exists()


def test_show_leaves_with_2_where_there_is_no_graph(tmp_path):
    result = run("show", tmp_path / "none.ttl", "--out", tmp_path / "page.html")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be read" in result.stderr


def test_a_backend_of_networkx_takes_a_measure_and_the_note_says_so(seeds):
    result = run("analyse", seeds, "--measure", "betweenness", "--backend", "networkx", "--top", 2)

    assert result.exit_code == 0, result.output
    assert "by networkx alone" in result.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--backend", "prallel"], "no such backend of networkx"),
        (["--measure", "degree", "--backend", "networkx"], "it does not have degree"),
        (["--backend", "networkx", "--compare", "2025", "2026"], "leave --compare out"),
    ],
)
def test_a_backend_that_cannot_measure_is_refused(seeds, options, said):
    result = run("analyse", seeds, *options)

    assert result.exit_code == 2
    assert said in result.output
