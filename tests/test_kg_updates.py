"""Articles go into a store on disk and out of it, whole, once, and by one writer at a time."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from click.testing import CliRunner

from extract.errors import InputError
from extract.jsonl import to_json
from kg.claims import quads_of
from kg.cli import gbakg
from kg.embedded import open_store
from kg.locks import FILES, WRITERS, locked
from kg.places import Folder
from kg.query import IS_STORE, opened, run_query
from kg.source import read_graph
from kg.turtle import read_triples
from kg.updates import add, retract
from ontology.names import ENTITY, STORIES


class Reader:
    """An extractor that knows what each article says, and counts what it is asked for."""

    def __init__(self, *extractions):
        self.known = {one.document.article.id: one for one in extractions}
        self.asked = []

    @property
    def articles(self):
        return [one.document.article for one in self.known.values()]

    def __call__(self, articles):
        for article in articles:
            self.asked.append(article.id)
            yield self.known[article.id]


@pytest.fixture
def two(said):
    return Reader(
        said(
            "[ORG 貿發局]和[PLACE 深圳]。", article={"id": "a", "title": "深圳", "date": "2026-05"}
        ),
        said("[ORG 貿發局]和[PLACE 香港]。", article={"id": "b", "source": "大公報"}),
    )


def test_copies_are_told_when_articles_come_and_go(seed_extractions, reprinted, tmp_path):
    first = seed_extractions[0]
    copy = reprinted(first, "z", source="某報")
    reader = Reader(copy, first)

    for article in reader.articles:
        add([article], Folder(tmp_path), {}, reader)
    assert read_graph(tmp_path).quads == quads_of([first, copy], {})
    retract([first.document.article.id], Folder(tmp_path), {})
    assert read_graph(tmp_path).quads == quads_of([copy], {})


def test_what_is_added_is_there_for_queries_exports_and_readers(two, tmp_path):
    change = add(two.articles, Folder(tmp_path), {}, two)

    assert (change.added, change.replaced, change.unchanged) == (2, 0, 0)
    quads = quads_of(list(two.known.values()), {})
    assert read_graph(tmp_path).quads == quads
    assert set(read_triples(tmp_path)) == {quad[:3] for quad in quads}
    with opened(tmp_path) as store:
        assert len(run_query(store, "SELECT ?x { ?x a schema:NewsArticle }").rows) == 2


def test_a_query_may_ask_some_articles_alone(two, tmp_path):
    add(two.articles, Folder(tmp_path), {}, two)
    places = "SELECT ?x {} {{ ?x a gba:Place }} ORDER BY ?x"

    with opened(tmp_path) as store:
        found = {
            graphs: [name.removeprefix(ENTITY) for (name,) in run_query(store, query).rows]
            for graphs in ("", "FROM article:a", "from <https://w3id.org/gba-kg/article/b>")
            for query in [places.format(graphs)]
        }

    assert list(found.values()) == [["深圳", "香港"], ["深圳"], ["香港"]]


def test_what_is_in_unchanged_is_not_extracted_again(two, tmp_path):
    add(two.articles, Folder(tmp_path), {}, two)

    change = add(two.articles, Folder(tmp_path), {}, two)

    assert (change.added, change.replaced, change.unchanged) == (0, 0, 2)
    assert two.asked == ["a", "b"]


@pytest.mark.parametrize(
    "new", [{"text": "貿發局。"}, {"title": "別的"}, {"date": "2026-06"}, {"source": "文匯報"}]
)
def test_an_article_of_which_anything_changed_is_replaced(two, said, tmp_path, new):
    add(two.articles, Folder(tmp_path), {}, two)
    about = {"id": "a", "title": "深圳", "date": "2026-05", **new}
    text = about.pop("text", "")
    later = Reader(said(text or "[ORG 貿發局]和[PLACE 深圳]。", article=about), two.known["b"])

    change = add(later.articles, Folder(tmp_path), {}, later)

    assert (change.added, change.replaced, change.unchanged) == (0, 1, 1)
    assert later.asked == ["a"]
    assert read_graph(tmp_path).quads == quads_of(list(later.known.values()), {})


def test_unchanged_articles_are_extracted_again_if_asked(two, tmp_path):
    add(two.articles, Folder(tmp_path), {}, two)

    change = add(two.articles, Folder(tmp_path), {}, two, anew=True)

    assert (change.replaced, change.unchanged) == (2, 0)
    assert two.asked == ["a", "b", "a", "b"]


def test_what_cannot_be_read_or_extracted_is_told_and_the_rest_goes_in(two, tmp_path):
    unread = InputError("x.txt", "it is empty", "leave it out")
    failed = InputError("article, c", "it cannot be extracted", "leave it out")

    def extract(articles):
        yield from two(articles)
        yield failed

    change = add([unread, *two.articles], Folder(tmp_path), {}, extract)

    assert change.errors == [unread, failed]
    assert change.added == 2


def test_a_retracted_article_is_gone(two, tmp_path):
    add(two.articles, Folder(tmp_path), {}, two)

    retract(["a"], Folder(tmp_path), {})

    assert read_graph(tmp_path).quads == quads_of([two.known["b"]], {})


def test_a_folder_of_other_things_is_left_alone(two, tmp_path):
    (tmp_path / "graph.ttl").write_text("")

    with pytest.raises(InputError, match=r"holds no store, but graph.ttl; give a folder"):
        add(two.articles, Folder(tmp_path), {}, two)

    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


def test_to_retract_from_a_folder_without_store_makes_none(tmp_path):
    with pytest.raises(InputError, match="no store in this folder"):
        retract(["a"], Folder(tmp_path), {})

    assert list(tmp_path.iterdir()) == []


def test_a_second_writer_is_told_who_writes(two, tmp_path):
    add(two.articles, Folder(tmp_path), {}, two)
    here = f"another gbakg has it open .process {os.getpid()}.; wait until that is done"

    with locked(tmp_path, WRITERS):
        for change in (
            lambda: add([], Folder(tmp_path), {}, two),
            lambda: retract(["a"], Folder(tmp_path), {}),
        ):
            with pytest.raises(InputError, match=here):
                change()


def test_a_reader_reads_while_a_writer_extracts(two, tmp_path):
    first, second = two.articles
    add([first], Folder(tmp_path), {}, two)
    seen = []

    def extract(articles):
        for extraction in two(articles):
            seen.append(len(read_graph(tmp_path).quads))
            yield extraction

    add([second], Folder(tmp_path), {}, extract)

    assert seen == [len(quads_of([two.known["a"]], {}))]


def test_readers_read_together_and_a_change_waits_for_them(two, tmp_path, monkeypatch):
    add(two.articles, Folder(tmp_path), {}, two)
    monkeypatch.setattr("kg.places.PATIENCE", 0.1)

    with opened(tmp_path) as one, opened(tmp_path) as other:
        assert len(one) == len(other)
        with pytest.raises(InputError, match="another gbakg has it open"):
            retract(["a"], Folder(tmp_path), {})

    retract(["a"], Folder(tmp_path), {})


def test_a_lock_is_given_back_when_its_process_is_killed(tmp_path, root):
    code = (
        "import sys, time; from pathlib import Path; from kg.locks import locked\n"
        f"with locked(Path(sys.argv[1]), {FILES!r}): print(flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, env=environment
    ) as holder:
        holder.stdout.readline()
        with pytest.raises(InputError, match=f"process {holder.pid}"), locked(tmp_path, FILES):
            pass
        holder.kill()
        holder.wait()

    with locked(tmp_path, FILES):
        pass


# Puts what a file of extractions says into a store, three articles each time that it is told to.
WRITER = """
import sys
from pathlib import Path
from extract.jsonl import read_extractions
from kg.places import Folder
from kg.updates import add

known = {one.document.article.id: one for one in read_extractions(Path(sys.argv[1]))}
articles = [one.document.article for one in known.values()]
def extracted(some):
    for number, one in enumerate(some):
        if number % 3 == 0:
            print("next", flush=True)
            sys.stdin.readline()
        yield known[one.id]
add(articles, Folder(Path(sys.argv[2])), {}, extracted, batch=3)
"""


def by_articles(quads):
    """Return the quads that articles say; which are copies is told at the end of a run."""
    return [quad for quad in quads if quad[3] != STORIES]


def test_a_run_that_is_killed_leaves_whole_articles_and_the_next_puts_in_the_rest(
    said, tmp_path, root
):
    # One name, three types: what it is called changes with the articles that are in.
    types = ("ZONE", "PLACE", "ORG")
    extractions = [
        said(
            f"[{types[number % 3]} 古鎮{number % 7}]和[PLACE 深圳]。" * 20,
            article={"id": f"n{number}"},
        )
        for number in range(36)
    ]
    source = tmp_path / "e.jsonl"
    source.write_text("".join(to_json(e, lambda _: "") + "\n" for e in extractions), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    chance = random.Random(6)

    def begin(folder):
        command = [sys.executable, "-c", WRITER, source, folder]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return subprocess.Popen(command, env=environment, **pipes)

    def let(writer, times):
        for _ in range(times):
            writer.stdout.readline()
            writer.stdin.write(b"\n")
            writer.stdin.flush()

    with begin(tmp_path / "whole") as writer:
        let(writer, 12)
    assert writer.returncode == 0
    left = []
    for number in range(5):
        folder = tmp_path / str(number)
        with begin(folder) as writer:
            let(writer, chance.randint(1, 11))
            time.sleep(chance.random() * 0.02)
            writer.send_signal(signal.SIGKILL)
        quads = read_graph(folder).quads if (folder / IS_STORE).exists() else ()
        store = open_store(folder, {})
        ids = set(store.hashes())
        there = [one for one in extractions if one.document.article.id in ids]
        assert by_articles(store.quads()) == by_articles(quads_of(there, {})) == by_articles(quads)
        store.close()
        left.append(len(ids))

    reader = Reader(*extractions)
    change = add(reader.articles, Folder(tmp_path / "0"), {}, reader)

    assert any(0 < number < len(extractions) for number in left), left
    assert change.unchanged == left[0]
    assert read_graph(tmp_path / "0").quads == read_graph(tmp_path / "whole").quads


def test_the_commands_add_query_and_retract(tmp_path):
    news = "香港特區政府昨日與深圳市人民政府簽署《合作協議》，推動人工智能。\n"
    (tmp_path / "a.txt").write_text(news, "utf-8")
    store = tmp_path / "store"

    def run(*arguments):
        result = CliRunner().invoke(gbakg, [str(one) for one in arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    files = ("add", tmp_path / "a.txt", "--store", store)
    assert run(*files) == "1 article added, 0 replaced, 0 unchanged\n"
    assert run(*files) == "0 articles added, 0 replaced, 1 unchanged\n"
    asked = ("query", store, "SELECT ?id { ?a schema:identifier ?id }", "--format", "csv")
    _, article = run(*asked).splitlines()
    assert Counter(run(*asked).splitlines()) == {"id": 1, article: 1}
    assert run("retract", article, "--store", store) == "1 article retracted\n"
    assert run(*asked).splitlines() == ["id"]
