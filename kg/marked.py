"""Articles as one page of HTML with their mentions marked, to be read beside the graph.

No script, no link out. To add what a mark tells: `_mark`. The colours are in `STYLE`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html import escape

from extract.article import Block, Document
from extract.mention import Extraction, Link
from ontology.schema import load_schema

COLOURS = {
    "ORG": "#cfe3ff",
    "PER": "#ffd9c7",
    "POST": "#ffeab0",
    "ZONE": "#c9efd2",
    "PLACE": "#e3f3b8",
    "INIT": "#e5d4ff",
    "EVENT": "#ffd0e6",
    "INDUSTRY": "#c8f0ef",
    "DATE": "#e6e6e6",
    "QTY": "#f0e6d8",
}
STYLE = """body{max-width:46em;margin:2em auto;padding:0 1em;line-height:1.9;color:#222;
font-family:"Noto Serif CJK TC","Songti TC","PMingLiU",serif}
h1{font-size:1.4em;margin-top:2.5em}h2{font-size:1em}p.note,p.caption,p.byline{color:#666}
mark{padding:0 .1em;border-radius:.2em}.legend mark{margin-right:.6em}"""


def marked_page(extractions: Iterable[Extraction]) -> Iterator[str]:
    """Yield the page piece by piece: head, each article, end."""
    colours = "".join(f".{tag}{{background:{colour}}}" for tag, colour in COLOURS.items())
    yield (
        '<!doctype html>\n<html lang="zh-Hant"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\"><title>gba-kg</title>"
        f"<style>{STYLE}{colours}</style></head><body>\n"
    )
    names = {kind.tag: kind.label_zh for kind in load_schema().types}
    legend = "".join(f'<mark class="{tag}">{escape(names[tag])}</mark>' for tag in COLOURS)
    yield f'<p class="legend">{legend}</p>\n'
    for extraction in extractions:
        yield "".join(_article(extraction))
    yield "</body></html>\n"


def _article(extraction: Extraction) -> Iterator[str]:
    document = extraction.document
    starts = [link.mention.start for link in extraction.links]
    yield "<article>\n"
    for number, block in enumerate(document.blocks):
        first, after = bisect_left(starts, block.start), bisect_left(starts, block.end)
        element = {"headline": "h2" if number else "h1", "subhead": "h2"}.get(block.role, "p")
        text = "".join(_text(document, block, extraction.links[first:after]))
        yield f'<{element} class="{block.role}">{text}</{element}>\n'
    yield "</article>\n"


def _text(document: Document, block: Block, links: Iterable[Link]) -> Iterator[str]:
    """Yield the text of a block, escaped, with its marks; marks do not overlap."""
    at = block.start
    for link in links:
        yield escape(document.text[at : link.mention.start])
        yield _mark(link)
        at = link.mention.end
    yield escape(document.text[at : block.end])


def _mark(link: Link) -> str:
    about = link.entity.type
    if link.entity.name != link.mention.surface:
        about += f" = {link.entity.name}"
    kind = link.mention.type if link.mention.type in COLOURS else ""
    return f'<mark class="{kind}" title="{escape(about)}">{escape(link.mention.surface)}</mark>'
