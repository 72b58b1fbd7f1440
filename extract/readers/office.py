"""Read the text of .docx and .pdf, as paragraphs and lines; one article or several in a file.

A scan has no text to read: it is refused, and what makes text of it is named.
"""

from collections.abc import Iterator
from typing import Any

from extract.article import Article
from extract.errors import InputError
from extract.readers.archives import check_zip
from extract.readers.optional import needed, told_if_damaged
from extract.readers.origin import Origin
from extract.readers.text import articles_in

OCR = "make its text readable by OCR, such as ocrmypdf -l chi_tra scan.pdf text.pdf"


def read_docx(origin: Origin) -> Iterator[Article]:
    """Yield the articles in a Word document: its paragraphs and tables, in order."""
    docx = needed("docx", origin)
    check_zip(origin)
    with told_if_damaged(origin, "Word document"):
        document = docx.Document(str(origin.path))
        text = "\n".join(_lines(document))
    yield from articles_in(text, origin)


def _lines(part: Any) -> Iterator[str]:
    for block in part.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:  # a merged cell is told of once for each that it spans
                for cell in {cell._tc: cell for cell in row.cells}.values():
                    yield from _lines(cell)
        else:
            yield block.text


def read_pdf(origin: Origin) -> Iterator[Article | InputError]:
    """Yield the articles in a PDF's text, and an error that names the pages without any."""
    pypdf = needed("pypdf", origin)
    with told_if_damaged(origin, "PDF"):
        reader = pypdf.PdfReader(origin.path)
        if reader.is_encrypted and not reader.decrypt(""):
            fault = "the PDF is locked by a password"
            raise InputError(origin.name, fault, "save it without one")
        pages = list(reader.pages)
        texts = [page.extract_text() for page in pages]
        # An empty page is nothing to tell of; one that shows only a picture is a scan.
        scans = [
            str(number)
            for number, (page, text) in enumerate(zip(pages, texts, strict=True), 1)
            if not text.strip() and _shows_a_picture(page)
        ]
    text = "\n".join(texts)
    if not text.strip():
        fault = "the PDF is a scan without text" if scans else "the PDF holds no text"
        raise InputError(origin.name, fault, OCR)
    yield from articles_in(text, origin)
    if scans:
        place = f"{origin.name}, page {', '.join(scans[:20])}"
        yield InputError(place, "a scan without text", OCR)


def _shows_a_picture(page: Any) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    found = objects.get_object().values() if objects else ()
    return any(one.get_object().get("/Subtype") == "/Image" for one in found)
