"""spaCy's Chinese pipeline with our pkuseg words, and gba-kg as a component of it.

`nlp = chinese(); nlp.add_pipe("gbakg")` fills `doc.ents` (with canonical names as `ent.kb_id_`),
`doc.spans["gbakg"]` and `doc._.relations`. The entry point `spacy_factories` names `make_gbakg`.
"""

from pathlib import Path
from typing import cast

from spacy.lang.zh import Chinese, ChineseTokenizer
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract import resources
from extract.article import Article
from extract.intact import check_intact
from extract.mention import Extraction
from extract.pipeline import Pipeline, load_pipeline

SPANS = "gbakg"


def chinese(model: Path | None = None) -> Language:
    """Return spaCy's blank Chinese pipeline, its words cut by the pkuseg model that we ship.

    spacy-pkuseg carries no model of its own and would download one: `model` is always a folder.
    """
    nlp = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
    tokenizer = cast(ChineseTokenizer, nlp.tokenizer)
    folder = model or resources.path("models/segmenter")
    check_intact(folder)
    tokenizer.initialize(pkuseg_model=str(folder))
    return nlp


class Gbakg:
    """The component: what the whole pipeline finds, on a spaCy `Doc`."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its entities, spans and relations; `doc.user_data["date"]` dates it."""
        article = Article(id="", text=doc.text, date=str(doc.user_data.get("date", "")))
        [extraction] = self.pipeline([article])
        spans = list(_spans(doc, extraction))
        doc.spans[SPANS] = spans
        doc.ents = tuple(filter_spans(spans))
        doc._.relations = extraction.relations
        return doc


def _spans(doc: Doc, extraction: Extraction) -> list[Span]:
    """Return a span for each mention; words that a mention cuts belong to it whole."""
    spans = []
    for link in extraction.links:
        span = doc.char_span(
            link.mention.start,
            link.mention.end,
            label=link.mention.type,
            kb_id=link.entity.name,
            alignment_mode="expand",
        )
        if span is not None:
            spans.append(span)
    return spans


@Language.factory("gbakg")
def make_gbakg(nlp: Language, name: str) -> Gbakg:
    """Return the component for `nlp`; spaCy calls this when `gbakg` is added to a pipeline."""
    if not Doc.has_extension("relations"):
        Doc.set_extension("relations", default=())
    return Gbakg(load_pipeline())
