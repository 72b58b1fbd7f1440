"""The report and the articles in a browser: where links lead, how they fit screens and paper."""

import base64
import io

import pypdf
import pytest

NARROW = (390, 844)


@pytest.fixture
def read(opened, folder):
    """Open a page of the folder; the others may be asked for too."""

    def open_(name, **options):
        pages = [folder / one for one in ("report.html", "articles.html", "graph.html")]
        return opened(folder / name, *pages, ready="document.readyState === 'complete'", **options)

    return open_


def test_a_number_leads_to_its_facts_and_on_to_the_sentence_in_its_article(read):
    browser = read("report.html")
    number = browser.text("#actors .barred .number")

    browser.click("#actors .barred .number")
    browser.until("document.querySelector('.note:target') !== null")
    assert browser.run("document.querySelectorAll(':target li').length") == int(number)
    browser.click(".note:target li a")
    browser.until("document.querySelector('#sources li:target') !== null")
    quote = browser.text(":target blockquote p")
    browser.click(":target cite a")

    browser.until("document.querySelector('.said:target') !== null")
    assert browser.text(":target").replace("\n", "") == quote


def test_a_name_leads_into_the_explorer(read):
    browser = read("report.html")
    name = browser.text("#zones .name")

    browser.click("#zones .name")

    browser.until("document.documentElement.dataset.ready === 'yes'")
    assert browser.text("#panel h2") == name


@pytest.mark.parametrize("name", ["report.html", "articles.html"])
@pytest.mark.parametrize("size", [(1440, 900), NARROW])
def test_nothing_is_wider_than_the_screen(read, name, size):
    browser = read(name, size=size)

    assert browser.run("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("name", ["report.html", "articles.html"])
def test_pages_are_dark_where_the_system_is(read, name):
    browser = read(name, dark=True)

    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"


@pytest.mark.parametrize("dark", [False, True])
def test_on_paper_the_ground_is_white_and_numbers_name_their_notes(read, dark):
    browser = read("report.html", dark=dark)

    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    number = "getComputedStyle(document.querySelector('.number'), '::after').content"
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert "註" in browser.run(number)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = pypdf.PdfReader(io.BytesIO(base64.b64decode(printed["data"])))
    assert len(pdf.pages) > 5
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
