"""Hostile input, made up by the thousand: what cannot be read is said in a line, the rest is right.

GBAKG_FUZZ=100000 asks for so many inputs a surface, drawn anew on each run.
"""

import csv
import importlib
import inspect
import io
import json
import os
import pkgutil
import random
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import chain, permutations
from pathlib import Path
from re import _constants as op
from re import _parser as parser
from tempfile import TemporaryDirectory

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

import extract
import kg
import ontology
from extract.article import Article
from extract.decisions import ADD, KINDS, make_decisions, read_decisions, safe_cell, with_added
from extract.errors import InputError
from extract.gazetteer import load_gazetteer
from extract.jsonl import from_row, read_extractions, to_row
from extract.layout import lay_out
from extract.linking import link_mentions
from extract.mention import Entity, Extraction, Link, Mention, Relation
from extract.mentions import put_right
from extract.pipeline import load_pipeline
from extract.readers import LONGEST, READERS, read_articles
from extract.relations.scene import MOST_NAMES
from extract.relations.signs import SIGNS
from extract.sentences import LONGEST_SENTENCE
from extract.tagging.labels import TYPES
from kg.claims import graph_of
from kg.questions import ShippedQuery, read_query, shipped_queries, with_parameters
from kg.terms import Literal
from kg.turtle import read_triples, turtle, write_turtle
from ontology.schema import load_schema

MANY = "GBAKG_FUZZ" in os.environ


def fuzz(examples):
    """Ask for so many examples, or for those that GBAKG_FUZZ asks for."""
    return settings(max_examples=int(os.environ.get("GBAKG_FUZZ", examples)), derandomize=not MANY)


WORDS = (
    "香港特區政府", "深圳市人民政府", "河套", "前海", "粵", "港", "澳", "李家超", "行政長官", "簽署", "《合作協議》",
    "昨日", "二〇二六年三月", "3.5億元", "人工智能", "論壇", "局長", "表示", "該局", "兩地", "前者", "及", "與", "在",
    "，", "。", "、", "；", "：", "「", "」", "『", "』", "《", "》", "（", "）", "(", ")", "【", "】", "“", "”", "？", "！",
    "\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", "　", " ", "\t", "·", "—", "…", "■", "▲", "1.", "（一）",
    "【大公報訊】", "記者", "報道：", "完", "---", "# title: ", "# date: ", "[ORG 局]", "文：", "附圖", "２０２６年６月２日",
)  # fmt: skip
EVIL = (
    "\x00", "\x01", "\x1b[31m", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffe", "\uffff",
    "\ue000", "\ue004", "\U0010ffff", "\U000e0001", "é", "e\u0301", "𠮷", "👨‍👩‍👧", "ﷺ", "\"", "'", "\\", "\\u0022", "\"\"\"",
    "<script>alert(1)</script>", "</script>", "javascript:alert(1)", "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "%00", "%2e",
    "../", "..\\", "/etc/passwd", "C:\\", "con", "{", "}", "|", "`", "^", "<", ">", "#", "?", "&amp;", "]]>", "{{TITLE}}",
    "&a;", "${x}", "; DROP ALL", "} INSERT DATA {", "\" . <a:b> <c:d> \"", "@zh", "^^xsd:int", "_ORG", "_:b0", "-0", "NaN",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS + EVIL) | st.text(max_size=4), max_size=40).map("".join)
NAME = st.lists(st.sampled_from(WORDS + EVIL) | st.text(max_size=3), min_size=1, max_size=5).map(
    "".join
)
RAW = st.lists(
    st.sampled_from(WORDS + EVIL).map(str.encode) | st.binary(max_size=6), max_size=40
).map(b"".join)


@cache
def loaded():
    """Return the pipeline; a fixture would be spelt out in each report of a failure."""
    return load_pipeline()


def read(data, suffix, folder, name="a", **options):
    path = Path(folder, name + suffix)
    path.write_bytes(data)
    return list(read_articles([path], **options))


def assert_told_in_one_line(error):
    assert isinstance(error, InputError)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", str(error))
    str(error).encode()


def assert_readable(found):
    assert found
    for one in found:
        if isinstance(one, Article):
            assert one.text.strip() and one.id
            "".join((one.id, one.text, one.title, one.source, one.author, one.file)).encode()
            assert not one.date or re.fullmatch(r"\d{4}-\d\d-\d\d", one.date)
        else:
            assert_told_in_one_line(one)


@fuzz(150)
@given(data=RAW)
@example(data="# date: \x1b]0;x\x07\n\n香港".encode())
@example(data="# title: a\n\n---\n[ORG 局]".encode())
def test_whatever_bytes_a_text_holds_are_articles_or_a_fault_told(data):
    with TemporaryDirectory() as folder:
        found = read(data, ".txt", folder)

    assert_readable(found)
    for one in found:
        if isinstance(one, Article) and data.isascii():
            text = data.decode()
            assert text[one.file_start :].startswith(one.text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAME, inner, max_size=3),
    max_leaves=5,
)
ROW = st.dictionaries(
    st.sampled_from(("id", "text", "title", "source", "author", "date", "x")),
    TEXT | JSON | st.just("2026-05-29") | st.just("\ud800") | st.just("../../a"),
)


@fuzz(150)
@given(rows=st.lists(ROW.map(json.dumps).map(str.encode) | RAW, max_size=4))
@example(rows=[b"[" * 100_000])
@example(rows=[b'{"text": ' + b"1" * 10_000 + b"}"])
@example(rows=[b'{"text": "a", "id": "\\u001b[2J"}'] * 2)
@example(rows=[rb'{"text": "\ud83d", "id": "\udc00"}'])
def test_whatever_a_line_of_json_holds_is_an_article_or_a_fault_told(rows):
    with TemporaryDirectory() as folder:
        found = read(b"\n".join(rows), ".jsonl", folder)

    assert_readable(found)


@pytest.mark.parametrize("suffix", sorted({*READERS} - {".txt", ".jsonl"}))
def test_whatever_bytes_another_format_holds_are_articles_or_a_fault_told(suffix, tmp_path):
    @fuzz(8 if suffix in (".html", ".htm", ".pdf", ".docx") else 40)
    @given(data=RAW, begin=st.sampled_from(BEGINNINGS[suffix]))
    def check(data, begin):
        assert_readable(read(begin + data, suffix, tmp_path))

    check()


MARKUP = (b"", b"<!doctype html><html><body><p>", b"<p>\xe9\xa6\x99", b"<meta charset=utf-16>")
BEGINNINGS = {
    ".csv": (b"", b"text,title,date\n", b'text\n"', b"id;text\n"),
    ".xml": (b"", b"<rss><channel><item><description>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;'),
    ".html": MARKUP,
    ".htm": MARKUP,
    ".md": (b"", b"---\ntitle: a\n---\n", b"# ", b"[a](javascript:"),
    ".docx": (b"", b"PK\x03\x04"),
    ".pdf": (b"", b"%PDF-1.7\n"),
}
BEGINNINGS[".rss"] = BEGINNINGS[".xml"]

HOSTILE_NAMES = (
    "a\nb", "c\rd", "\x1b[2J", "\u202egpj.txt", "e\u2028f", "<img src=x onerror=alert(1)>", "=1+1", "-rf", "~", "a" * 240,
    "\\..\\..\\b", "a:b", "%2e%2e%2f", "e\u0301", "con", " ", "港", "\x7f", "$(touch x)", "'\"",
)  # fmt: skip


def test_a_file_may_bear_any_name(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    names = [os.fsencode(name) for name in HOSTILE_NAMES] + [b"\xff\xfe", b"\xed\xa0\x80"]
    for name in names:
        Path(os.fsdecode(os.fsencode(inside) + b"/" + name + b".txt")).write_text("港深", "utf-8")

    found = list(read_articles([inside]))

    assert_readable(found)
    assert [type(one) for one in found] == [Article] * len(names)


@fuzz(60)
@given(names=st.lists(NAME | st.sampled_from(("../a", "/a", "C:/a", "a/../../b")), max_size=6))
def test_no_name_in_an_archive_leads_out_of_it(names):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, name in enumerate(names):
            info = zipfile.ZipInfo("x")
            info.filename = f"{name}{number}.txt".replace("\x00", "")
            try:
                archive.writestr(info, "港深合作")
            except UnicodeEncodeError:
                continue
    with TemporaryDirectory() as outer:
        folder = Path(outer, "one/two")
        folder.mkdir(parents=True)
        found = read(packed.getvalue(), ".zip", folder)
        files = [path for path in Path(outer).rglob("*") if path.is_file()]

    assert_readable(found)
    assert [path.name for path in files] == ["a.zip"]


@fuzz(150)
@given(text=TEXT)
@example(text="「" * 500 + "」" * 500)
def test_a_layout_covers_each_character_once_and_points_back_at_it(text):
    document = lay_out(Article(id="a", text=text))

    covered = [0] * len(text)
    for sentence in document.sentences:
        for index, character in enumerate(sentence.text):
            at = sentence.offset(index)
            # Where a page break stood, the sentence has a space of its own.
            assert character in (text[at], " ")
        for at in range(sentence.start, sentence.end):
            covered[at] += 1
    assert all(
        times == 1 or character.isspace() for times, character in zip(covered, text, strict=True)
    )


@st.composite
def proposals(draw):
    text = draw(TEXT.filter(bool))
    count = draw(st.integers(0, 12))
    found = []
    for _ in range(count):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 12)))
        type_ = draw(st.sampled_from(TYPES))
        sure = draw(st.floats(0, 1))
        found.append(Mention(start, end, type_, text[start:end], "tagger", sure))
    return text, found


def assert_mentions_stand_in(mentions, text):
    end = 0
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.surface
        assert mention.surface.strip() and mention.start >= end
        end = mention.end


@fuzz(100)
@given(case=proposals())
@example(case=("「", [Mention(0, 1, "ORG", "「", "tagger")]))
def test_names_proposed_at_random_come_out_in_order_and_apart_and_each_is_linked(case):
    text, found = case
    pipeline = loaded()
    document = lay_out(Article(id="a", text=text, date="2026-05-29"))

    mentions = put_right(found, text, pipeline.mentions)
    links = link_mentions(document, mentions, pipeline.gazetteer, pipeline.linking)

    assert_mentions_stand_in(mentions, text)
    assert [(link.mention.start, link.mention.end) for link in links] == [
        (mention.start, mention.end) for mention in mentions
    ]
    assert all(link.entity.name and link.entity.type in TYPES for link in links)


@fuzz(30)
@given(text=TEXT.filter(str.strip))
@example(text="香港特區政府\ue000與\ue004深圳簽署\ue003協議")
def test_the_extractor_says_of_any_text_only_what_stands_in_it(text):
    [extraction] = loaded()([Article(id="a", text=text, date="2026-05-29")])

    assert_mentions_stand_in([link.mention for link in extraction.links], text)
    named = {link.entity for link in extraction.links}
    for relation in extraction.relations:
        assert {relation.subject, relation.object} <= named
        assert all(text[start:end].strip() for start, end in relation.evidence)
    assert from_row(to_row(extraction, lambda entity: entity.name)) == extraction


RELATIONS = tuple(
    (relation.name, pair) for relation in load_schema().relations for pair in sorted(relation.pairs)
)


@st.composite
def extractions(draw):
    """Draw what an article could say in names, posts and days of any characters."""
    names = draw(st.lists(NAME.filter(str.strip), min_size=1, max_size=6, unique=True))
    text = "".join(names)
    article = Article(
        id=draw(NAME), text=text, title=draw(TEXT), source=draw(NAME), author=draw(NAME),
        date=draw(st.sampled_from(("", "2026-05-29", "2026", "yesterday"))), file="a",
    )  # fmt: skip
    links, at = [], 0
    for name in names:
        type_ = draw(st.sampled_from(TYPES))
        entity = Entity(name, type_)
        links.append(Link(Mention(at, at + len(name), type_, name, "test"), entity, "test"))
        at += len(name)
    relations = []
    for _ in range(draw(st.integers(0, 4))):
        relation, (subject, object_) = draw(st.sampled_from(RELATIONS))
        ends = Entity(draw(st.sampled_from(names)), subject), Entity(draw(NAME), object_)
        span = (0, draw(st.integers(1, len(text))))
        post, day = draw(st.sampled_from(("", "局長")) | NAME), draw(st.just("") | NAME)
        relations.append(
            Relation(ends[0], relation, ends[1], (span,), draw(NAME), post=post, date=day)
        )
    return Extraction(lay_out(article), tuple(links), tuple(relations))


@fuzz(60)
@given(extraction=extractions())
def test_whatever_names_claims_bear_their_turtle_is_read_by_others_as_it_was_meant(extraction):
    triples = graph_of([extraction], {})
    with TemporaryDirectory() as folder:
        path = Path(folder, "graph.ttl")
        write_turtle(path, triples)
        ours = read_triples(path)
    graph = rdflib.Graph(store="Memory").parse(data="".join(turtle(triples)), format="turtle")

    assert sorted(map(repr, ours)) == sorted(map(repr, triples))
    assert len(graph) == len(triples)
    meant = {term.value for *_, term in triples if isinstance(term, Literal) and not term.datatype}
    found = {str(term) for term in graph.objects() if isinstance(term, rdflib.Literal)}
    assert meant <= found


ASKED = "SELECT ?x WHERE {{ VALUES ?x {{ {} }} }}\n"
TERMS = (
    '"a"',
    '"a"@zh-hant',
    '"2026-05-29"^^<http://www.w3.org/2001/XMLSchema#date>',
    "5",
    "<a:b>",
)


@fuzz(150)
@given(value=TEXT | NAME, default=st.sampled_from(TERMS))
@example(value='a" } INSERT DATA { <a:b> <c:d> "', default='"a"')
@example(value="a:b> } ; DROP ALL #", default="<a:b>")
@example(value="1 } UNION { ?s ?p ?o", default="5")
@example(value="\\u0022 }", default='"a"')
@example(value="a:\\u003e", default="<a:b>")
def test_a_parameter_is_one_term_whatever_it_holds(value, default):
    with TemporaryDirectory() as folder:
        path = Path(folder, "q.rq")
        path.write_text(f"# Asks\n# param x: a term\n{ASKED.format(default)}", "utf-8")
        query = read_query(path)
    try:
        text = with_parameters(query, {"x": value})
    except InputError as error:
        assert_told_in_one_line(error)
        return

    [[term]] = pyoxigraph.Store().query(text)
    if default.startswith('"a"'):
        assert term.value == value
    assert type(term) is type(pyoxigraph.Store().query(ASKED.format(default)).__next__()[0])


@fuzz(30)
@given(value=TEXT)
def test_no_shipped_query_is_more_than_the_question_it_was(value):
    shapes = {}
    for query in shipped_queries():
        for parameter in query.parameters:
            try:
                text = with_parameters(query, {parameter.name: value})
            except InputError:
                continue
            shapes[query.name] = _kinds(text), _kinds(query.text)

    assert all(new == old for new, old in shapes.values())


def _kinds(query):
    """Return a query's keywords in order, without what stands in quotes and IRIs."""
    plain = re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#.*', "", query)
    return re.findall(r"[A-Za-z]\w*", plain)


CELLS = st.lists(NAME | st.sampled_from(KINDS) | st.sampled_from(TYPES), min_size=5, max_size=5)
HEADS = ["decision", "name", "type", "other", "other_type"]


@fuzz(100)
@given(rows=st.lists(CELLS, max_size=6), raw=RAW)
def test_a_table_of_decisions_is_read_or_its_fault_told(rows, raw):
    text = io.StringIO()
    csv.writer(text).writerows([HEADS, *rows])
    with TemporaryDirectory() as folder:
        for data in (text.getvalue().encode(), ",".join(HEADS).encode() + b"\n" + raw, raw):
            path = Path(folder, "a.csv")
            path.write_bytes(data)
            try:
                decisions = read_decisions(path)
            except InputError as error:
                assert_told_in_one_line(error)
            else:
                assert make_decisions(decisions.rows) == decisions


@fuzz(100)
@given(name=NAME.filter(lambda name: name.strip() == name and name and "\r" not in name))
def test_a_cell_is_no_formula_and_reads_as_what_was_written(name):
    cell = safe_cell(name)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADS[:3], [ADD, cell, "ORG"]])
        [row] = read_decisions(path).rows
    assert row.name == name.replace("\n", " ").strip(" ")


@fuzz(60)
@given(rows=st.lists(st.lists(NAME, min_size=3, max_size=3), max_size=4), raw=RAW)
def test_a_table_of_the_gazetteer_is_read_or_its_fault_told(rows, raw):
    text = io.StringIO()
    csv.writer(text).writerows([["name", "type", "aliases"], *rows])
    with TemporaryDirectory() as folder:
        for data in (text.getvalue().encode(), b"name,type,aliases\n" + raw, raw):
            Path(folder, "a.csv").write_bytes(data)
            try:
                gazetteer = load_gazetteer(Path(folder))
            except InputError as error:
                assert_told_in_one_line(error)
            else:
                assert with_added(gazetteer, make_decisions(())) == gazetteer


@fuzz(80)
@given(rows=st.lists(ROW | JSON, max_size=3), raw=RAW)
@example(rows=[], raw=b"[" * 100_000)
@example(
    rows=[{"id": "a", "text": "b", "mentions": [], "relations": [], "file_start": "x"}], raw=b""
)
def test_extractions_are_read_or_their_fault_told(rows, raw):
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        for data in ("\n".join(map(json.dumps, rows)).encode(), raw):
            path.write_bytes(data)
            try:
                list(read_extractions(path))
            except InputError as error:
                assert_told_in_one_line(error)


UNITS = (
    "香港深圳合作「前海」，",
    "港",
    "「",
    "（",
    "[",
    "# a: ",
    "1",
    "　",
    "記者",
    "<p",
    "<!--",
    "a,",
    "*a",
    "```",
    "**a ",
)


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".csv", ".md", ".xml", ".html"])
def test_megabytes_without_a_line_break_are_refused_within_seconds(suffix, tmp_path):
    for unit in UNITS:
        size = 10_000_000 if MANY or unit == "港" else 500_000
        text = unit * (size // len(unit.encode()))
        if suffix == ".jsonl":
            text = json.dumps({"text": text})
        head = {".csv": "text\n", ".xml": "<rss><channel><item><description>", ".html": "<p>"}
        started = time.process_time()

        found = read((head.get(suffix, "") + text).encode(), suffix, tmp_path)

        assert time.process_time() - started < 20, unit
        assert_readable(found)
        assert all(len(one.text) <= LONGEST for one in found if isinstance(one, Article))


@pytest.mark.parametrize("unit", ["港 ", "香港深圳合作「前海", "香港與", "（", "粵港澳", "一、"])
def test_an_article_takes_time_in_line_with_its_length(unit):
    pipeline = loaded()

    def seconds(length):
        text = unit * (length // len(unit))
        started = time.process_time()
        list(pipeline([Article(id="a", text=text)]))
        return time.process_time() - started

    seconds(100)
    short, long = seconds(1_000), seconds(4_000)

    assert long < max(1.0, short * 4 * 3)


def test_the_longest_article_is_one_that_is_read(tmp_path):
    [longest] = read(("港" * LONGEST).encode(), ".txt", tmp_path)
    [longer] = read(("港" * (LONGEST + 1)).encode(), ".txt", tmp_path)

    assert len(longest.text) == LONGEST
    assert "more than 100,000" in str(longer)


def modules() -> Iterator[object]:
    needs_torch = (
        "train",
        "training",
        "learning",
        "recurrent",
        "network_training",
        "network_shape",
    )
    for package in (extract, kg, ontology):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rsplit(".")[-1] not in needs_torch:
                yield importlib.import_module(found.name)


def patterns_in(value: object, where: str, seen: set[int]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns that `value` holds, with where each is kept."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield where, value
    elif id(value) not in seen and not isinstance(value, type):
        seen.add(id(value))
        inside: Iterator[tuple[object, object]] = iter(())
        if isinstance(value, dict) and len(value) < 1000:
            inside = iter(value.items())
        elif isinstance(value, list | tuple) and len(value) < 1000:
            inside = enumerate(value)
        elif is_dataclass(value):
            inside = ((field.name, getattr(value, field.name)) for field in fields(value))
        for name, part in inside:
            yield from patterns_in(part, f"{where}.{name}", seen)


def all_patterns() -> dict[str, re.Pattern[str]]:
    """Return each pattern of the modules, of what they load from data, and of the pipeline."""
    seen: set[int] = set()
    found = list(patterns_in(loaded(), "pipeline", seen))
    for module in modules():
        for name, value in vars(module).items():
            kept = value
            if hasattr(value, "cache_info") and value.__module__ == module.__name__:
                wanted = inspect.signature(value).parameters.values()
                if all(one.default is not one.empty for one in wanted):
                    kept = value()
            found += patterns_in(kept, f"{module.__name__}.{name}", seen)
    by_text = {pattern.pattern: where for where, pattern in reversed(found)}
    return {where: pattern for where, pattern in found if by_text[pattern.pattern] == where}


def characters_of(tree) -> Iterator[str]:
    """Yield a character for each place of a parsed pattern, so that it goes on matching."""
    classes = {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "好"}
    for code, value in tree:
        if code is op.LITERAL:
            yield chr(value)
        elif code in (op.ANY, op.NOT_LITERAL):
            yield "好"
        elif code is op.IN:
            for kind, what in value[:2]:
                if kind is op.NEGATE:
                    yield "好"
                    break
                yield (
                    chr(what)
                    if kind is op.LITERAL
                    else (chr(what[0]) if kind is op.RANGE else classes.get(what, "，"))
                )
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield from characters_of(value[2])
        elif code is op.SUBPATTERN:
            yield from characters_of(value[3])
        elif code is op.BRANCH:
            yield from chain.from_iterable(map(characters_of, value[1][:5]))
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from characters_of(value[1])


def attacks(characters: list[str], length: int) -> Iterator[str]:
    """Yield texts that go on matching and fail at their end."""
    for one in characters:
        yield one * length + "\n"
    for one, other in permutations(characters, 2):
        yield (one + other) * (length // 2) + "\n"
        yield (one + one + other) * (length // 3) + "\n"
        yield one + other * length + "\n"


def test_no_pattern_takes_long_over_any_sentence():
    slow = {}
    choice = random.Random(0)
    for where, pattern in all_patterns().items():
        characters = list(
            dict.fromkeys(characters_of(parser.parse(pattern.pattern, pattern.flags)))
        )
        signs = [one for one in characters if one in SIGNS.values()]
        some = signs[:2] + choice.sample(characters, min(len(characters), 12 if MANY else 4))
        longest = 2 * MOST_NAMES if signs else LONGEST_SENTENCE
        # What is tried twice for each character more is seen in short texts before it hangs.
        for length in (12, 24, 42, longest):
            for text in attacks(list(dict.fromkeys(some)), length):
                if signs and sum(one in SIGNS.values() for one in text) > MOST_NAMES:
                    continue
                started = time.process_time()
                for _ in pattern.finditer(text):
                    pass
                taken = time.process_time() - started
                if taken > 0.5:
                    slow[where] = f"{taken:.1f} s over {length} of {text[:6]!r}"
            if where in slow:
                break

    assert not slow


def test_patterns_that_hang_are_seen_to():
    bad = re.compile("(?:a|aa)+b")

    started = time.process_time()
    for text in attacks(list(characters_of(parser.parse(bad.pattern))), 30):
        list(bad.finditer(text))

    assert time.process_time() - started > 0.5


def test_questions_of_ones_own_are_read_or_their_fault_told(tmp_path):
    @fuzz(60)
    @given(raw=RAW)
    def check(raw):
        path = tmp_path / "q.rq"
        path.write_bytes(b"# a\n# param x: b\nSELECT * { VALUES ?x { " + raw)
        try:
            assert isinstance(read_query(path), ShippedQuery)
        except InputError as error:
            assert_told_in_one_line(error)

    check()
