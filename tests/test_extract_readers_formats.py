"""Pages, tables, feeds, office files and archives become articles; hostile ones are refused."""

import gzip
import importlib
import io
import tarfile
import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from extract.article import Article
from extract.errors import InputError
from extract.readers import archives, read_articles
from extract.readers.fields import day_of
from extract.readers.markup import plain_html, plain_markdown

LEAD = "香港特區政府昨日與深圳市人民政府簽署合作協議，推動科技創新。"
BODY = "發展局局長表示，首批企業將於今年底進駐，涵蓋人工智能、生物科技等範疇。"
NEWS = f"河套香港園區再添平台\n\n{LEAD}\n"
PAGE = f"""<!doctype html><html><head><meta charset="{{charset}}"><title>河套 - 南天財訊</title>
<meta property="og:title" content="河套香港園區再添平台"><meta property="og:site_name" content="南天財訊">
<meta name="author" content="高逸"><meta property="article:published_time" content="2026-05-28T08:00:00+08:00">
</head><body><nav><a href="/">首頁</a> <a href="/b">要聞</a></nav><article><h1>河套香港園區再添平台</h1>
<p>{LEAD}雙方將設立聯合實驗室。</p><p>{BODY}</p></article><script>var a = "腳本";</script></body></html>"""
RSS = f"""<?xml version="1.0" encoding="{{encoding}}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>南天財訊</title><link>https://example.org/</link>
<item><title>河套再添平台</title><guid>n1</guid><pubDate>Thu, 28 May 2026 23:30:00 +0800</pubDate>
<dc:creator>高逸</dc:creator><description>摘要。</description>
<content:encoded><![CDATA[<p>{LEAD}</p><p>{BODY}</p>]]></content:encoded></item>
<item><title>空</title><guid>n2</guid></item>
<item><title>前海</title><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>灣區報</title>
<entry><id>tag:1</id><title>河套</title><updated>2026-05-28T10:00:00Z</updated>
<author><name>高逸</name></author><content type="html">&lt;p&gt;{LEAD}&lt;/p&gt;</content></entry></feed>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<rss><channel><item><description>&a;</description></item></channel></rss>"""


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(path: Path, **options):
    return list(read_articles([path], **options))


def only_error(path: Path) -> str:
    [error] = read(path)
    assert isinstance(error, InputError)
    assert "\n" not in str(error)
    return str(error)


def pdf(path: Path, *pages: str, password: str = "") -> Path:
    """Write a PDF whose pages show `pages`; "scan" shows a picture and no text."""
    writer = PdfWriter()

    def stream(data: str, **fields: str) -> DecodedStreamObject:
        one = DecodedStreamObject()
        one.set_data(data.encode())
        one.update(
            {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in fields.items()}
        )
        return writer._add_object(one)

    text = sorted({c for page in pages for c in page if ord(c) > 32})
    codes = {character: number for number, character in enumerate(text, 1)}
    pairs = "\n".join(f"<{n:04x}> <{ord(c):04x}>" for c, n in codes.items())
    unicode = f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(codes)} beginbfchar {pairs} endbfchar endcmap"
    names = {"Type": "Font", "Subtype": "Type0", "BaseFont": "Kai", "Encoding": "Identity-H"}
    font = DictionaryObject({NameObject(f"/{k}"): NameObject(f"/{v}") for k, v in names.items()})
    font[NameObject("/ToUnicode")] = stream(unicode)
    picture = stream("", Type="XObject", Subtype="Image")
    for page_text in pages:
        page = writer.add_blank_page(500, 500)
        shows_picture = page_text == "scan"
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
            | ({NameObject("/XObject"): DictionaryObject({NameObject("/I"): picture})} if shows_picture else {})
        )  # fmt: skip
        lines = "" if shows_picture else page_text
        drawn = " ".join(
            f"<{''.join(f'{codes[c]:04x}' for c in line if ord(c) > 32)}> Tj 0 -20 Td"
            for line in lines.split("\n")
        )
        page[NameObject("/Contents")] = stream(f"BT /F 12 Tf 20 450 Td {drawn} ET")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("big5", "big5"), ("gbk", "gbk")])  # fmt: skip
def test_a_page_gives_its_article_without_menus_and_its_head_gives_the_credits(
    tmp_path, charset, encoding
):
    path = write(tmp_path / "a.html", PAGE.format(charset=charset).encode(encoding))

    [article] = read(path, date="2026-06-01")

    assert f"{LEAD}雙方將設立聯合實驗室。\n{BODY}" in article.text
    assert "首頁" not in article.text and "腳本" not in article.text
    assert (article.title, article.source) == ("河套香港園區再添平台", "南天財訊")
    assert (article.author, article.date) == ("高逸", "2026-05-28")


def test_a_page_without_an_article_is_refused(tmp_path):
    error = only_error(write(tmp_path / "a.html", "<html><body></body></html>"))

    assert "holds no article's text; save the text" in error


@pytest.mark.parametrize(("name", "module"), [("a.html", "trafilatura"), ("a.pdf", "pypdf"), ("a.docx", "docx")])  # fmt: skip
def test_without_its_library_a_reader_says_what_to_install(tmp_path, monkeypatch, name, module):
    def missing(wanted: str):
        if wanted == module:
            raise ModuleNotFoundError(f"No module named {wanted!r}", name=wanted)
        return importlib.import_module(wanted)

    monkeypatch.setattr("extract.readers.optional.import_module", missing)

    error = only_error(write(tmp_path / name, "x"))

    assert f"the library {module} is needed; pip install 'gba-kg[readers]'" in error


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path):
    front = "---\ntitle: 河套再添平台\nsource: '南天財訊'\ndate: 2026/5/28\n---\n"
    marks = f"# 河套香港園區\n\n> **{LEAD}**\n\n* [發展局](https://example.org)局長*表示*\n\n![圖](a.png)\n\n---\n3 * 4 = 12，a_b_c"
    path = write(tmp_path / "a.md", front + marks)

    [article] = read(path)

    assert article.text.startswith(f"河套香港園區\n\n{LEAD}\n\n• 發展局局長表示\n")
    assert article.text.endswith("3 * 4 = 12，a_b_c")
    assert "png" not in article.text
    assert (article.title, article.source) == ("河套再添平台", "南天財訊")
    assert article.date == "2026-05-28"


def test_a_heading_titles_markdown_that_has_no_front_matter():
    text, fields = plain_markdown(f"# 河套 #\n\n{LEAD}")

    assert (text, fields) == (f"河套\n\n{LEAD}", {"title": "河套"})


def test_a_readme_in_a_folder_is_no_article(tmp_path):
    write(tmp_path / "README.md", "# 說明")
    write(tmp_path / "README.zh-Hant.md", "# 說明")
    write(tmp_path / "a.md", LEAD)

    assert [article.text for article in read(tmp_path)] == [LEAD]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5", "utf-16"])
def test_a_table_has_a_row_an_article_and_columns_in_english_or_chinese(tmp_path, encoding):
    table = (
        f'標題,日期,正文,頁\n河套,2026/5/28,"{LEAD}\n{BODY}",A1\n,,,\n空,,,A2\n壞,昨日,好。,A3\n'
    )
    path = write(tmp_path / "a.csv", table.encode(encoding))

    article, empty, bad = read(path, date="2026-06-01")

    assert (article.title, article.date) == ("河套", "2026-05-28")
    assert article.text == f"{LEAD}\n{BODY}"
    assert 'line 5: "text" is empty' in str(empty)
    assert "line 6: '昨日' is not a date" in str(bad)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("", "there is no column"),
        ("title,date\n河套,2026-05-28\n", 'there is no column "text"'),
        ("text\n", "the table has no rows"),
        ('text\n"開', "this is not CSV"),
        ("text\n" + "好" * 200_000, "field larger than field limit"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, data, fault):
    assert fault in only_error(write(tmp_path / "a.csv", data))


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb2312", "utf-16"])
def test_a_feed_gives_its_items_with_their_credits(tmp_path, encoding):
    feed = RSS.format(encoding=encoding)
    path = write(tmp_path / "a.xml", feed.encode("gb18030" if encoding == "gb2312" else encoding))

    first, empty, last = read(path)

    assert isinstance(first, Article)
    assert first.text == f"{LEAD}\n{BODY}"
    assert (first.id, first.title, first.date) == ("n1", "河套再添平台", "2026-05-28")
    assert (first.source, first.author) == ("南天財訊", "高逸")
    assert 'item 2: the field "text" is missing' in str(empty) or "is empty" in str(empty)
    assert last.text == BODY


def test_an_atom_feed_gives_its_entries(tmp_path):
    [article] = read(write(tmp_path / "a.rss", ATOM))

    assert (article.id, article.text, article.source) == ("tag:1", LEAD, "灣區報")
    assert (article.date, article.author) == ("2026-05-28", "高逸")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (BOMB, "the XML declares entities"),
        (OUTSIDE, "the XML declares entities"),
        ("<rss><channel></channel></rss>", "there is no item in this XML"),
        ("<rss><item>", "this is not XML"),
        ("<a>" * 5000, "nested beyond use"),
        (b'<?xml version="1.0" encoding="big5"?><rss>\xff\xff</rss>', "the text is not big5"),
    ],
    ids=["bomb", "outside", "no items", "cut", "deep", "not what it says"],
)
def test_xml_that_is_hostile_or_broken_is_refused(tmp_path, data, fault):
    assert fault in only_error(write(tmp_path / "a.xml", data))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-05-28T10:00:00+08:00", "2026-05-28"),
        ("2026/5/8", "2026-05-08"),
        ("20260528", "2026-05-28"),
        ("Thu, 28 May 2026 23:30:00 +0800", "2026-05-28"),
        ("二〇二六年五月二十八日", "2026-05-28"),
        ("2026-13-28", "2026-13-28"),
        ("昨日", "昨日"),
        ("", ""),
    ],
)
def test_days_are_read_as_feeds_and_tables_write_them(moment, day):
    assert day_of(moment) == day


def test_markup_becomes_lines_without_scripts():
    assert plain_html("<p>甲&amp;<b>乙</b></p><style>p{}</style>丙<br>丁") == "甲&乙\n丙\n丁"


def test_a_word_document_gives_paragraphs_and_tables_in_order(tmp_path):
    document = docx.Document()
    document.add_heading("河套香港園區再添平台", 1)
    document.add_paragraph(LEAD)
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "深圳", "香港"
    document.add_paragraph(BODY)
    document.save(tmp_path / "a.docx")

    [article] = read(tmp_path / "a.docx")

    assert article.text == f"河套香港園區再添平台\n{LEAD}\n深圳\n香港\n{BODY}"


def test_a_pdf_gives_its_lines_and_names_the_pages_that_are_scans(tmp_path):
    path = pdf(tmp_path / "a.pdf", f"河套香港園區再添平台\n{LEAD}", "scan", BODY)

    article, error = read(path)

    assert LEAD in article.text and BODY in article.text
    assert "page 2: a scan without text; make its text readable by OCR" in str(error)


@pytest.mark.parametrize(
    ("pages", "password", "fault"),
    [
        (["scan"], "", "the PDF is a scan without text; make its text readable by OCR"),
        ([""], "", "the PDF holds no text"),
        ([LEAD], "secret", "locked by a password"),
    ],
)
def test_a_pdf_without_text_to_read_is_refused(tmp_path, pages, password, fault):
    assert fault in only_error(pdf(tmp_path / "a.pdf", *pages, password=password))


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.zip", "a.tar.gz"])
def test_a_damaged_file_is_refused(tmp_path, name):
    assert "damaged" in only_error(write(tmp_path / name, b"%PDF-1.7 and no more"))


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, files: dict[str, bytes], link: str = "") -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
    return path


@pytest.mark.parametrize(("pack", "name"), [(zipped, "a.zip"), (tarred, "a.tar.gz"), (tarred, "a.tgz")])  # fmt: skip
def test_an_archive_is_read_like_the_folder_that_was_packed(tmp_path, pack, name):
    rows = f'{{"id": "r1", "text": "{LEAD}"}}\n{{"text": 3}}\n'
    files = {
        "五月/b.txt": NEWS.encode("big5"),
        "五月/a.jsonl": rows.encode(),
        "photo.png": b"\x89PNG",
        ".hidden.txt": NEWS.encode(),
        "__MACOSX/x.txt": b"\0",
        "README.md": b"# readme",
    }
    path = pack(tmp_path / name, files)

    text, row, bad = read(path, date="2026-05-29")

    assert text.text == NEWS.strip() and row.text == LEAD
    assert text.id == f"{tmp_path.name}/a/五月/b"
    assert text.file == f"{path.as_posix()}/五月/b.txt"
    assert (row.id, row.date) == ("r1", "2026-05-29")
    assert f"{name}/五月/a.jsonl, line 2" in str(bad)


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "C:\\evil.txt", "a/../../evil.txt"])
@pytest.mark.parametrize(("pack", "archive"), [(zipped, "a.zip"), (tarred, "a.tar.gz")])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path, pack, archive, name):
    folder = tmp_path / "in"
    folder.mkdir()

    error = only_error(pack(folder / archive, {name: NEWS.encode()}))

    assert "its name leads out of the archive" in error
    assert not list(tmp_path.rglob("evil.txt"))


def test_links_and_archives_in_archives_are_told_of_and_the_rest_is_read(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.txt": NEWS.encode()}).read_bytes()
    files = {"a.txt": NEWS.encode(), "b.zip": inner}

    article, nested, link = read(tarred(tmp_path / "a.tgz", files, link="c.txt"))

    assert article.text == NEWS.strip()
    assert "an archive in an archive" in str(nested)
    assert "a link" in str(link)


@pytest.mark.parametrize(("pack", "name"), [(zipped, "a.zip"), (tarred, "a.tar.gz")])
def test_an_archive_that_grows_beyond_measure_is_refused(tmp_path, pack, name):
    path = pack(tmp_path / name, {"a.txt": bytes(40 << 20)})
    assert path.stat().st_size < 1 << 20

    assert "it unpacks to more than 200 times its size" in only_error(path)


def test_a_word_document_that_is_a_bomb_is_refused(tmp_path):
    path = zipped(tmp_path / "a.docx", {"word/document.xml": bytes(40 << 20)})

    assert "it unpacks to more than 200 times its size" in only_error(path)


def test_an_archive_of_too_many_or_too_large_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    monkeypatch.setattr(archives, "LARGEST", 1000)
    path = zipped(tmp_path / "a.zip", {f"{n}.txt": b"\xe5\xa5\xbd" * 500 for n in range(3)})

    first, second, error = read(path)

    assert "larger than" in str(first) and "larger than" in str(second)
    assert "it holds more than 2 files" in str(error)


def test_an_archive_without_articles_and_a_cut_one_are_refused(tmp_path):
    empty = zipped(tmp_path / "a.zip", {"photo.png": b"\x89PNG"})
    whole = gzip.decompress(tarred(tmp_path / "b.tgz", {"a.txt": NEWS.encode() * 999}).read_bytes())
    cut = write(tmp_path / "c.tgz", gzip.compress(whole)[:-40])

    assert "holds no articles" in only_error(empty)
    assert any("damaged" in str(one) for one in read(cut))
