"""The mentions of documents: the tagger's names, put right by rules."""

from collections.abc import Sequence

from extract.article import Document
from extract.mention import Mention
from extract.mentions.article import agree
from extract.mentions.rules import MentionRules
from extract.mentions.shape import shape
from extract.tagging.features import Knowledge
from extract.tagging.tagger import Tagger, tag


def find_mentions(
    documents: Sequence[Document], tagger: Tagger, knowledge: Knowledge, rules: MentionRules
) -> list[tuple[Mention, ...]]:
    """Return the mentions of each document, in order of their place, none overlapping."""
    sentences = [
        (index, sentence)
        for index, document in enumerate(documents)
        for sentence in document.sentences
    ]
    tagged = tag(
        [sentence.text for _, sentence in sentences],
        [sentence is documents[index].sentences[0] for index, sentence in sentences],
        tagger,
        knowledge,
    )
    proposed: list[list[Mention]] = [[] for _ in documents]
    for (index, sentence), spans in zip(sentences, tagged, strict=True):
        text = documents[index].text
        for span in spans:
            start, end = sentence.span(span.start, span.end)
            proposed[index].append(
                Mention(start, end, span.type, text[start:end], "tagger", span.confidence)
            )
    return [
        put_right(mentions, document.text, rules)
        for document, mentions in zip(documents, proposed, strict=True)
    ]


def put_right(mentions: Sequence[Mention], text: str, rules: MentionRules) -> tuple[Mention, ...]:
    """Return `mentions` with their bounds, types and repeats put right."""
    return agree(shape(mentions, text, rules), text, rules)
