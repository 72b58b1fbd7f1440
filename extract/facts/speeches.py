"""A speech: who speaks, in which stretch of the article, about what, and on what occasion.

To read one more wording of the occasion: data/rules/facts/speeches.toml.
"""

import re
from collections.abc import Sequence

from extract.facts.details import Span
from extract.facts.said import Said, names
from extract.mention import Entity, Relation, Speech
from extract.relations.scene import Line


def find_speeches(said: Said, addresses: re.Pattern[str]) -> tuple[Speech, ...]:
    """Return what each person says, one speech for each paragraph, in the order of the text.

    A speech runs from the first to the last sentence of the paragraph that is evidence of it, with
    what stands between unless there another voice takes over.
    """
    comments = said.of("comments")
    lines = {(line.sentence.start, line.sentence.end): line for line in said.scene.lines}
    voices: dict[Span, set[Entity]] = {}
    for comment in comments:
        for span in comment.evidence:
            voices.setdefault(span, set()).add(comment.subject)
    speeches = []
    for speaker in names(comment.subject for comment in comments):
        own = [comment for comment in comments if comment.subject == speaker]
        spans = sorted({span for comment in own for span in comment.evidence if span in lines})
        for stretch in _stretches(spans, lines, voices, speaker):
            occasion = _occasion(said, speaker, stretch)
            if not occasion and any(addresses.search(lines[span].text) for span in stretch):
                occasion = _only_event(said)
            topics = _topics(own, set(stretch))
            speeches.append(Speech(speaker, topics, stretch[0][0], stretch[-1][1], occasion))
    return tuple(sorted(speeches, key=lambda one: (one.start, one.end, one.speaker.name)))


def _stretches(
    spans: Sequence[Span], lines: dict[Span, Line], voices: dict[Span, set[Entity]], speaker: Entity
) -> list[list[Span]]:
    stretches: list[list[Span]] = []
    for span in spans:
        last = stretches[-1][-1] if stretches else None
        if last and lines[last].sentence.paragraph == lines[span].sentence.paragraph:
            between = [other for other in voices if last < other < span]
            if all(voices[other] == {speaker} for other in between):
                stretches[-1].append(span)
                continue
        stretches.append([span])
    return stretches


def _topics(comments: Sequence[Relation], stretch: set[Span]) -> tuple[Entity, ...]:
    """Return what is spoken of in `stretch`, or, where all of that is named elsewhere, what is said."""
    here = [one.object for one in comments if one.evidence[-1] in stretch]
    return names(here or [one.object for one in comments if stretch & set(one.evidence)])


def _occasion(said: Said, speaker: Entity, stretch: Sequence[Span]) -> Entity | None:
    """Return the event at which the speaker is said to speak, or, in the same words, to be."""
    spoke = said.detailed("spokeAt", speaker, stretch)
    if spoke:
        return spoke[0].object
    attended = [
        one
        for one in said.of("participatesIn")
        if one.subject == speaker
        and one.object.type == "EVENT"
        and set(one.evidence) & set(stretch)
    ]
    return attended[0].object if len(attended) == 1 else None


def _only_event(said: Said) -> Entity | None:
    """Return the event that the article is about, where it is one."""
    held = {one.subject for one in said.details if one.name in ("heldOn", "heldUntil")}
    held |= {one.subject for one in said.of("locatedIn") if one.subject.type == "EVENT"}
    held |= {one.object for one in said.of("organises")}
    return held.pop() if len(held) == 1 else None
