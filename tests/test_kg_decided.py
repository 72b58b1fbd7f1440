"""People mark the table that `gbakg review` writes, and every later build replays what they marked."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import gbakg
from kg.earlier import STAMP

NEWS = {
    "a": "鵬灣燈塔研究院與鵬灣未來燈塔研究院昨日簽署合作協議。貿發局表示支持。",
    "b": "廣州市人民政府與鵬灣燈塔研究院簽署合作協議，香港貿易發展局主辦論壇。",
}


def run(*arguments):
    return CliRunner().invoke(gbakg, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def news(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    rows = ({"id": id_, "date": "2026-05-29", "text": text} for id_, text in NEWS.items())
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def out(news, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "out"
    result = run("build", news, "--out", folder, "--no-page")
    assert result.exit_code == 0, result.output
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def names(folder: Path) -> dict[str, str]:
    """Return what the mentions of all the articles are linked to, by surface."""
    rows = map(json.loads, (folder / "extractions.jsonl").read_text("utf-8").splitlines())
    return {one["surface"]: one["canonical"] for row in rows for one in row["mentions"]}


def reviewed(out: Path, path: Path, marks: dict[tuple[str, str], str]) -> Path:
    """List the candidates in `path`, and mark them as a person does: by name and other name."""
    result = run("review", out, "--candidates", path)
    assert result.exit_code == 0, result.output
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(marks) <= {(row["name"], row["other"]) for row in rows}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        for row in rows:
            table.writerow(row | {"decision": marks.get((row["name"], row["other"]), "")})
    return path


PAIR = ("鵬灣燈塔研究院", "鵬灣未來燈塔研究院")


def test_the_table_has_new_names_and_pairs_with_counts_and_a_sentence(out, tmp_path):
    result = run("review", out, "--candidates", tmp_path / "c.csv")

    rows = list(csv.DictReader((tmp_path / "c.csv").read_text("utf-8-sig").splitlines()))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(f" 1 pair: {tmp_path / 'c.csv'}\n")
    [pair] = [row for row in rows if row["other"]]
    assert (pair["name"], pair["other"]) == PAIR
    assert (pair["mentions"], pair["articles"]) == ("3", "3")
    assert pair["sentence"].startswith("鵬灣燈塔研究院與鵬灣未來燈塔研究院昨日")
    assert not [row for row in rows if row["name"] == "香港貿易發展局"]


def test_what_was_marked_same_is_one_in_the_next_build_and_not_asked_again(news, out, tmp_path):
    decisions = reviewed(out, tmp_path / "d.csv", {PAIR: "same"})

    result = run("build", news, "--out", tmp_path / "o", "--no-page", "--decisions", decisions)
    asked = run("review", tmp_path / "o", "--candidates", tmp_path / "c", "--decisions", decisions)

    assert (result.exit_code, asked.exit_code) == (0, 0), result.output
    assert names(out)[PAIR[0]] == PAIR[0]
    assert names(tmp_path / "o")[PAIR[0]] == PAIR[1]
    assert asked.stdout.endswith(f" 0 pairs: {tmp_path / 'c'}\n")
    turtle = (tmp_path / "o/graph.ttl").read_text("utf-8")
    assert f"id:{PAIR[0]}\n" not in turtle
    assert f'skos:altLabel "{PAIR[0]}"@zh-Hant' in turtle
    assert run("validate", tmp_path / "o/graph.ttl").exit_code == 0


def test_what_was_marked_different_beats_every_rule(news, tmp_path):
    decisions = tmp_path / "d.csv"
    row = "different,貿發局,ORG,香港貿易發展局,ORG\n"
    decisions.write_text("decision,name,type,other,other_type\n" + row, "utf-8")

    run("build", news, "--out", tmp_path / "o", "--no-page", "--decisions", decisions)

    found = names(tmp_path / "o")
    assert (found["貿發局"], found["香港貿易發展局"]) == ("貿發局", "香港貿易發展局")


def test_decisions_are_replayed_byte_for_byte_whoever_does_the_work(news, out, tmp_path):
    marked = reviewed(out, tmp_path / "d.csv", {PAIR: "same"})
    more = tmp_path / "more.csv"
    more.write_text("decision,name,type,other,other_type\nignore,貿發局,ORG,,\n", "utf-8")
    given = ["--decisions", marked, "--decisions", more]
    turned = ["--decisions", more, "--decisions", marked]

    run("build", news, "--out", tmp_path / "one", "--no-page", *given)
    run("build", news, "--out", tmp_path / "again", "--no-page", *turned)
    run("build", news, "--out", tmp_path / "two", "--no-page", *given, "--workers", 2)

    one, again, two = (files(tmp_path / name) for name in ("one", "again", "two"))
    assert set(one) == {STAMP, "graph.ttl", "extractions.jsonl", "report.md"}
    assert one == again == two
    assert one != files(out)
    assert "貿發局" not in names(tmp_path / "one")


def test_extract_replays_them_too(news, out, tmp_path):
    decisions = reviewed(out, tmp_path / "d.csv", {PAIR: "same"})

    result = run("extract", news, "--decisions", decisions)
    in_a_folder = run("extract", news, "--decisions", decisions, "--out", tmp_path / "o")

    assert (result.exit_code, in_a_folder.exit_code) == (0, 0), result.output
    rows = list(map(json.loads, result.stdout.splitlines()))
    found = {one["surface"]: one["canonical"] for row in rows for one in row["mentions"]}
    assert found[PAIR[0]] == PAIR[1]
    assert names(tmp_path / "o") == found


def test_a_store_takes_them_on_when_its_articles_are_added_anew(news, out, tmp_path):
    decisions = reviewed(out, tmp_path / "d.csv", {PAIR: "same"})
    store, ask = tmp_path / "store", f"ASK {{ id:{PAIR[0]} a gba:Organisation }}"
    given = ["add", news, "--store", store]

    assert run(*given).exit_code == 0
    before = run("query", store, ask).stdout
    result = run(*given, "--decisions", decisions, "--anew")

    assert result.stdout == "0 articles added, 2 replaced, 0 unchanged\n"
    assert (before, run("query", store, ask).stdout) == ("yes\n", "no\n")


def test_a_killed_build_does_not_go_on_with_other_decisions(news, out, tmp_path):
    decisions = reviewed(out, tmp_path / "d.csv", {PAIR: "same"})
    (tmp_path / "o" / "graph.ttl").mkdir(parents=True)  # so that the first build ends unfinished

    first = run("build", news, "--out", tmp_path / "o", "--no-page")
    left = list((tmp_path / "o" / ".unfinished").iterdir())
    (tmp_path / "o" / "graph.ttl").rmdir()
    second = run("build", news, "--out", tmp_path / "o", "--no-page", "--decisions", decisions)

    assert (first.exit_code, bool(left), second.exit_code) == (2, True, 0)
    assert names(tmp_path / "o")[PAIR[0]] == PAIR[1]


def test_a_table_with_decisions_is_never_written_over(out, tmp_path):
    decisions = reviewed(out, tmp_path / "d.csv", {PAIR: "same"})
    before = decisions.read_bytes()

    result = run("review", out, "--candidates", decisions)

    assert result.exit_code == 2
    assert result.stderr.startswith(
        f"gbakg: {decisions}: it holds decisions, which would be lost; "
    )
    assert decisions.read_bytes() == before


def test_two_tables_that_contradict_each_other_are_refused(news, tmp_path):
    for name, kind in (("a.csv", "same"), ("b.csv", "different")):
        row = f"{kind},甲會,ORG,乙會,ORG\n"
        (tmp_path / name).write_text("decision,name,type,other,other_type\n" + row, "utf-8")
    both = [option for name in ("a.csv", "b.csv") for option in ("--decisions", tmp_path / name)]

    result = run("build", news, "--out", tmp_path / "o", *both)

    assert result.exit_code == 2
    assert "b.csv: 甲會 is the same as 乙會 and different; take one" in result.stderr
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("command", ["build", "extract", "add", "retract"])
def test_a_table_that_is_not_there_is_told_in_one_line(command, news, tmp_path):
    folder = "--store" if command in ("add", "retract") else "--out"
    given = ["--decisions", tmp_path / "none.csv", folder, tmp_path / "o"]

    result = run(command, news, *given)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "none.csv: it cannot be read (No such file or directory); give" in result.stderr


def test_a_folder_without_results_is_told(tmp_path):
    result = run("review", tmp_path, "--candidates", tmp_path / "c.csv")

    assert result.exit_code == 2
    assert result.stderr.startswith("gbakg: ")
    assert not (tmp_path / "c.csv").exists()
