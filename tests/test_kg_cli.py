"""The command line: what it prints where, with which exit code, and how fast it starts."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import gbakg
from kg.earlier import STAMP

GOLD = Path(__file__).parent.parent / "data" / "gold"
NEWS = "河套香港園區再添平台\n\n香港特區政府昨日與深圳市人民政府簽署《合作協議》，推動人工智能。\n"


def run(*arguments, **options):
    return CliRunner().invoke(gbakg, [str(one) for one in arguments], **options)


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The folder of a build of the seed articles."""
    folder = tmp_path_factory.mktemp("build") / "out"
    seeds = GOLD.parent.parent / "seeds"
    result = run("build", seeds, "--out", folder, "--date", "2026-05-29", "--no-page")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("4 articles: ")
    return folder


def test_help_shows_every_command_within_a_third_of_a_second():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "--help"], capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    for command in ("build", "extract", "query", "evaluate", "validate", "train"):
        assert f"  {command} " in done.stdout
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert (
        taken < 0.3 * 3
    )  # seconds of a core, which is slower when it is shared; 0.07 on a quiet one


def test_help_loads_none_of_the_heavy_libraries():
    heavy = "{'spacy', 'rdflib', 'networkx', 'numpy', 'onnxruntime', 'pyvis', 'rich', 'opencc'}"
    code = f"import sys, kg.cli; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_build_leaves_its_files_whole(out):
    names = {path.name for path in out.iterdir() if path.name != STAMP}

    assert names == {"graph.ttl", "extractions.jsonl", "report.md"}
    assert len((out / "extractions.jsonl").read_text("utf-8").splitlines()) == 4


def test_a_build_with_bad_input_builds_the_rest_and_leaves_with_2(tmp_path):
    (tmp_path / "good.txt").write_text(NEWS, "utf-8")
    (tmp_path / "empty.txt").write_text("")

    result = run("build", tmp_path, "none.txt", "--out", tmp_path / "out", "--no-page")

    assert result.exit_code == 2
    assert result.stdout.startswith("1 article: ")
    assert (tmp_path / "out/graph.ttl").exists()
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("gbakg: ") and ": " in line and "; " in line for line in lines)


def test_a_build_with_nothing_to_read_writes_nothing(tmp_path):
    result = run("build", tmp_path / "none", "--out", tmp_path / "out")

    assert (result.exit_code, result.stdout) == (2, "")
    assert not (tmp_path / "out").exists()


def test_a_wrong_date_is_refused(tmp_path):
    result = run("build", tmp_path, "--out", tmp_path, "--date", "yesterday")

    assert result.exit_code == 2
    assert result.stderr == "gbakg: --date: 'yesterday' is not a date; write it as 2026-05-29\n"


def test_extract_writes_one_object_an_article_and_reads_it_from_standard_input():
    row = json.dumps({"id": "x", "date": "2026-05-29", "text": NEWS}, ensure_ascii=False)

    result = run("extract", "-", input=row.encode())

    assert result.exit_code == 0, result.output
    [found] = map(json.loads, result.stdout.splitlines())
    assert (found["id"], found["text"]) == ("x", NEWS)
    assert {mention["surface"] for mention in found["mentions"]} >= {"河套", "人工智能"}


def test_extract_writes_a_page_of_marked_articles(tmp_path):
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")

    result = run("extract", tmp_path, "--to", "html")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("<!doctype html>")
    assert '<mark class="INDUSTRY" title="產業">人工智能</mark>' in result.stdout


def test_two_workers_say_what_one_says():
    seeds = GOLD.parent.parent / "seeds"

    one, two = (run("extract", seeds, "--workers", number) for number in (1, 2))

    assert (one.exit_code, two.exit_code) == (0, 0)
    assert one.stdout == two.stdout


def test_query_answers_sparql_in_a_table_and_as_json(out):
    sparql = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"

    table = run("query", out / "graph.ttl", sparql)
    answer = run("query", out / "graph.ttl", sparql, "--format", "json")

    assert table.exit_code == 0
    assert table.stdout.startswith("n\n")
    [row] = json.loads(answer.stdout)["results"]["bindings"]
    assert int(row["n"]["value"]) > 100


def test_query_lists_and_runs_the_queries_that_come_with_it(out):
    listed = run("query", "--list").stdout.splitlines()

    for name in (line.split()[0] for line in listed):
        result = run("query", out / "graph.ttl", "--name", name)
        assert result.exit_code == 0, result.output
    assert len(listed) > 5


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["SELECT {"], "gbakg: query"),
        (["--name", "nothing"], "no such query"),
        ([], "give one of SPARQL, --file and --name"),
        (["ASK {}", "--param", "a=b"], "--param sets a parameter"),
        (["--file", "none.rq"], "none.rq"),
    ],
)
def test_a_query_that_cannot_be_answered_leaves_with_2(out, arguments, fault):
    result = run("query", out / "graph.ttl", *arguments)

    assert result.exit_code == 2
    assert fault in result.stderr


def test_evaluate_scores_what_was_extracted_before(tmp_path, out):
    lines = (out / "extractions.jsonl").read_text("utf-8").splitlines()
    golds = sorted((GOLD / "seeds").glob("*.txt"))
    rows = [
        json.loads(line) | {"id": f"seeds/{gold.stem}"}
        for line, gold in zip(lines, golds, strict=True)
    ]
    found = tmp_path / "found.jsonl"
    found.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    as_json = run("evaluate", GOLD / "seeds", "--found", found, "--json")
    as_text = run("evaluate", GOLD / "seeds", "--found", found, "--errors", 1)

    assert as_json.exit_code == 0, as_json.output
    figures = json.loads(as_json.stdout)
    assert (figures["articles"], figures["missing"]) == (4, [])
    assert figures["mentions"]["f1"] > 0.7
    assert f"F1 {figures['mentions']['f1']:.3f}" in as_text.stdout
    assert "missed 1×" in as_text.stdout


def test_evaluate_refuses_files_without_marks(tmp_path):
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")

    result = run("evaluate", tmp_path)

    assert result.exit_code == 2
    assert "no line --- after the text" in result.stderr


def test_validate_finds_that_what_was_built_conforms(out):
    result = run("validate", out / "graph.ttl", "--articles", out / "extractions.jsonl")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "conforms" in result.stdout


def test_validate_leaves_with_1_where_a_quotation_is_not_in_its_article(tmp_path, out):
    turtle = (out / "graph.ttl").read_text("utf-8")
    forged = tmp_path / "forged.ttl"
    forged.write_text(turtle.replace("內地企業出海專班正積極", "內地企業出海專班正消極"), "utf-8")

    result = run("validate", forged, "--articles", out / "extractions.jsonl")

    assert forged.read_text("utf-8") != turtle
    assert result.exit_code == 1
    assert "violation" in result.stderr


@pytest.mark.parametrize("text", [None, "this is <no Turtle", ""])
def test_validate_leaves_with_2_where_there_is_no_graph(tmp_path, text):
    path = tmp_path / "a.ttl"
    if text:
        path.write_text(text, "utf-8")

    result = run("validate", path if text != "" else tmp_path)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("gbakg: ")
