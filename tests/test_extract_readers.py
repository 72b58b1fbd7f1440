"""Files and folders become articles with their text as received; bad input is named in one line."""

import io
import json
import random
import tomllib
from pathlib import Path

import pytest

from extract import resources
from extract.article import Article
from extract.errors import InputError
from extract.gold import read_gold_folders
from extract.readers import read_articles
from extract.readers.credits import find_credit, read_credits, read_day

GOLD = Path(__file__).parent.parent / "data" / "gold"
SEEDS = read_gold_folders([GOLD / "seeds"])
DEV = read_gold_folders([GOLD / "dev"])
CREDITS = tomllib.loads(resources.path("rules/credits.toml").read_text("utf-8"))["credit"]
NEWS = "河套香港園區再添平台\n\n香港特區政府昨日與深圳市人民政府簽署合作協議，推動科技創新。\n"


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def only_error(*paths, **options):
    [error] = read_articles(paths, **options)
    assert isinstance(error, InputError)
    assert "\n" not in str(error)
    return str(error)


def test_the_seed_file_holds_the_four_articles_that_the_golden_file_lists(golden, root):
    articles = list(read_articles([root / "seeds"], date="2026-05-29"))

    rows = [
        f"{a.id} | {a.title} | {a.source} | {a.author} | {a.date} | {a.file_start} {len(a.text)}"
        for a in articles
    ]
    golden("readers/seeds.txt", "\n".join(rows) + "\n")
    assert [a.text for a in articles] == [gold.article.text for gold in SEEDS]


def test_every_character_of_an_article_points_into_its_file(root):
    path = root / "seeds/000_8fbebc61c31cc913.txt"
    text = path.read_bytes().decode()

    for article in read_articles([path]):
        start = article.file_start
        assert text[start : start + len(article.text)] == article.text


@pytest.mark.parametrize("row", CREDITS, ids=lambda row: row["examples"][0])
def test_each_wording_of_a_credit_finds_what_its_examples_say(row):
    for example in row["examples"]:
        words, found = example.split(" → ")
        source, author = found.split("|")
        assert find_credit(words) == (source.strip(), author.strip()), example


def test_papers_and_writers_of_the_gold_articles_are_found_where_the_text_names_them():
    said = [(read_credits(gold.article.text), gold.article) for gold in SEEDS + DEV]

    papers = [credit.source == article.source for credit, article in said if credit.source]
    writers = [
        all(name in article.author for name in credit.author.split("、"))
        for credit, article in said
        if credit.author and article.author
    ]
    titles = [credit.title == article.title.replace("\u3000", " ") for credit, article in said]
    assert len(papers) >= 38 and all(papers)
    assert len(writers) >= 42 and all(writers)
    assert sum(titles) >= 120


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("２０２６年６月２日（星期二）", "2026-06-02"),
        ("香港，二零二六年二月二十五日", "2026-02-25"),
        ("2026年13月1日", ""),
        ("完", ""),
    ],
)
def test_the_day_of_a_release_is_read_in_all_its_scripts(text, day):
    assert read_day(text) == day


def test_header_lines_say_more_than_the_text(tmp_path):
    head = "# title: 港深合作\n# source: 南天財訊\n# author: 高逸\n# date: 2026-01-20\n\n"
    path = write(tmp_path / "a.txt", head + NEWS)

    [article] = read_articles([path], date="2026-05-29")

    assert (article.title, article.source, article.author) == ("港深合作", "南天財訊", "高逸")
    assert article.date == "2026-01-20"
    assert (head + NEWS)[article.file_start :].startswith(article.text)


def test_line_ends_are_kept_as_received(tmp_path):
    path = write(tmp_path / "a.txt", NEWS.replace("\n", "\r\n"))

    [article] = read_articles([path])

    assert article.text == NEWS.rstrip("\n").replace("\n", "\r\n")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "big5", "big5hkscs", "cp950", "gbk", "gb18030"]
)
def test_text_is_read_in_every_encoding_that_is_certain(tmp_path, encoding):
    path = write(tmp_path / "a.txt", NEWS.encode(encoding))

    [article] = read_articles([path])

    assert article.text == NEWS.strip()


def test_no_gold_article_is_decoded_wrongly(tmp_path):
    path = tmp_path / "a.txt"
    for gold in SEEDS + DEV:
        for encoding in ("big5hkscs", "gb18030"):
            text = gold.article.text.encode(encoding, "ignore").decode(encoding)
            path.write_bytes(text.encode(encoding))

            articles = list(read_articles([path]))

            assert [article.text for article in articles] == [text.strip()]


BAD = [
    ("a.txt", b"", "empty"),
    ("a.txt", " \n\u3000\n", "holds no text"),
    ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
    ("a.txt", random.Random(1).randbytes(3000), "binary"),
    (
        "a.txt",
        "これは日本語の文章です。東京で計画が発表された。".encode("shift_jis"),
        "not UTF-8",
    ),
    ("a.txt", NEWS.encode() + b"\n\xff\xfe\n" + NEWS.encode(), "line 5: the text is not UTF-8"),
    ("a.txt", b"\xff\xfea\0b", "the mark at the beginning says UTF-16-LE"),
    ("a.txt", "# date: 29/5/2026\n\n" + NEWS, "is not a date"),
    ("a.txt", "[ORG 貿發局]主辦論壇。\n---\n貿發局 | organises | 論壇\n", "gbakg evaluate"),
    ("a.xls", b"PK", "no reader for .xls; give one of .txt, .jsonl"),
    ("a.jsonl", b"", "empty"),
    ("a.jsonl", '{"id": "1", "title": "題"}', 'line 1: the field "text" is missing'),
    ("a.jsonl", '{"text": 3}', '"text" is not a string'),
    ("a.jsonl", '{"text": "  "}', '"text" is empty'),
    ("a.jsonl", '\n{"text": "好。"', "line 2: this is not JSON"),
    ("a.jsonl", "[1]", "not a JSON object"),
    ("a.jsonl", "[" * 200_000, "nested"),
    ("a.jsonl", '{"text": "\\ud800"}', "half a character"),
    ("a.jsonl", b'{"text": "\xff"}', "not UTF-8"),
    ("a.jsonl", '{"text": "好。", "date": "2026-02-30"}', "is not a date"),
]


@pytest.mark.parametrize(("name", "data", "fault"), BAD, ids=[row[2] for row in BAD])
def test_bad_input_is_one_line_with_place_fault_and_remedy(tmp_path, name, data, fault):
    path = write(tmp_path / name, data)

    error = only_error(path)

    assert error.startswith(path.as_posix())
    assert fault in error
    assert error.count("; ") >= 1


def test_a_missing_path_and_an_empty_folder_are_errors(tmp_path):
    assert "no such file" in only_error(tmp_path / "none.txt")
    assert "holds no articles" in only_error(tmp_path)


def test_what_is_good_is_read_beside_what_is_bad(tmp_path):
    write(tmp_path / "1.txt", b"")
    write(tmp_path / "2.txt", NEWS)
    lines = ['{"id": "x", "text": "好。"}', "{", '{"id": "y", "text": "再好。"}']
    write(tmp_path / "3.jsonl", "\n".join(lines))

    found = list(read_articles([tmp_path, tmp_path / "none"]))

    assert [isinstance(one, InputError) for one in found] == [True, False, False, True, False, True]


def test_ids_are_folder_and_file_and_number(tmp_path):
    folder = tmp_path / "news"
    (folder / "05").mkdir(parents=True)
    write(folder / "05" / "a.txt", NEWS)
    write(folder / "b.jsonl", '{"text": "好。"}\n{"text": "再好。"}')

    assert [article.id for article in read_articles([folder])] == [
        "news/b-1",
        "news/b-2",
        "news/05/a",
    ]


def test_a_file_given_twice_is_read_once_and_an_id_given_twice_is_refused(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"id": "x", "text": "好。"}\n{"id": "x", "text": "再好。"}')

    first, error = read_articles([path, tmp_path])

    assert isinstance(first, Article)
    assert "the id x is taken" in str(error)


def test_json_lines_are_read_from_standard_input(monkeypatch):
    row = {"id": "x", "title": "題", "date": "2026-05-29", "text": " 好。\r\n", "mentions": []}
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(row).encode()))
    monkeypatch.setattr("sys.stdin", stdin)

    [article] = read_articles(["-"])

    assert article.text == " 好。\r\n"
    assert (article.id, article.title, article.date) == ("x", "題", "2026-05-29")


def test_a_date_that_is_none_is_refused_at_once():
    with pytest.raises(InputError, match="--date: '29 May' is not a date; write it as 2026-05-29"):
        read_articles(["-"], date="29 May")


def test_a_file_name_that_is_no_text_gives_an_id_that_is(tmp_path):
    path = Path(str(tmp_path) + "/a\udcff\nb.txt")
    write(path, NEWS)

    [article] = read_articles([path])

    assert article.id.encode() and "\n" not in article.id
