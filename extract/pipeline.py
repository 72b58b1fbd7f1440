"""The steps from an article to its extraction, in the order in which they run.

To add a step: a function over frozen values, and its line in `extract_document`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from extract import resources
from extract.article import Article, Document
from extract.decisions import UNDECIDED, Decisions, with_added
from extract.facts import Wordings, find_facts, load_wordings
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.gazetteer_record import Records
from extract.intact import check_intact
from extract.layout import lay_out
from extract.linking import LinkingRules, link_mentions, load_linking_rules
from extract.mention import Extraction, Mention
from extract.mentions import MentionRules, find_mentions, load_mention_rules
from extract.relations import Resources as RelationResources
from extract.relations import load_resources, look, relate
from extract.tagging.features import Knowledge, make_knowledge
from extract.tagging.labels import TYPES
from extract.tagging.tagger import Tagger, load_tagger

BATCH = 64  # articles: enough sentences of like length for full batches, little memory


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All that the steps need, loaded once; call it with articles."""

    gazetteer: Gazetteer
    knowledge: Knowledge
    tagger: Tagger
    mentions: MentionRules
    linking: LinkingRules
    relations: RelationResources
    wordings: Wordings
    decisions: Decisions = UNDECIDED

    def __call__(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield what each article says, in order; memory does not grow with their number."""
        waiting = iter(articles)
        while batch := [lay_out(article) for article in islice(waiting, BATCH)]:
            found = find_mentions(batch, self.tagger, self.knowledge, self.mentions)
            for document, mentions in zip(batch, found, strict=True):
                yield extract_document(document, mentions, self)

    @property
    def records(self) -> Records:
        """What the gazetteer knows of entities."""
        return self.gazetteer.by_entity()


def load_pipeline(tagger: Path | None = None, *, decisions: Decisions = UNDECIDED) -> Pipeline:
    """Return the pipeline with the data and the models that ship, and with what people decided."""
    folder = tagger or resources.path("models/tagger")
    check_intact(folder)
    gazetteer = with_added(load_gazetteer(), decisions)
    return Pipeline(
        gazetteer,
        make_knowledge(gazetteer.names(), read_learned_names(folder)),
        load_tagger(folder),
        load_mention_rules(gazetteer),
        load_linking_rules(),
        load_resources(),
        load_wordings(),
        decisions,
    )


def read_learned_names(folder: Path) -> dict[str, tuple[int, ...]]:
    """Return the names that the tagger was shown in training, folded, with their types."""
    names = {}
    for line in (folder / "names.tsv").read_text("utf-8").splitlines():
        name, _, types = line.partition("\t")
        names[name] = tuple(TYPES.index(type_) for type_ in types.split())
    return names


def extract_document(
    document: Document, mentions: Sequence[Mention], pipeline: Pipeline
) -> Extraction:
    """Return what the document says: mentions linked, relations among them, whole facts of these."""
    links = link_mentions(
        document, mentions, pipeline.gazetteer, pipeline.linking, decisions=pipeline.decisions
    )
    if not links:
        return Extraction(document, links, ())
    seen = look(document, links, pipeline.relations)
    relations = relate(seen, pipeline.relations)
    facts = find_facts(seen.scene, relations, pipeline.wordings)
    return Extraction(document, links, relations, facts)
