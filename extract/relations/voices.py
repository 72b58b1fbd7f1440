"""Who acts and who speaks where: the subject of each clause, the speaker of each stretch.

To read another cue of who is meant: add a field to `Voices` and fill it in `hear`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.relations.scene import Line, Place, Scene
from extract.relations.signs import SIGNS

ACTORS = frozenset({"ORG", "PLACE", "ZONE", "INIT", "PER", "EVENT"})
LEADS_IN = re.compile("(?:对|与|和|同|跟|向|在|由|经|从|自|把|将|为|据|于|以|及|至|到)$")


@dataclass(frozen=True, slots=True)
class Voices:
    """For each (line, clause): the places that act there and how they were come by.

    `acts[line, clause]` is (places, 0 named in the clause · 1 earlier in the line · 2 in an earlier
    line); `speaks[line]` the speakers in force in the line as (index from which on, place).
    """

    acts: Mapping[tuple[int, int], tuple[tuple[Place, ...], int]]
    speaks: Mapping[int, tuple[tuple[int, Place], ...]]

    def speaker(self, line: int, at: int) -> Place | None:
        """Return who speaks at index `at` of line `line`."""
        heard = [place for start, place in self.speaks.get(line, ()) if start <= at]
        return heard[-1] if heard else None

    def since(self, line: int, at: int) -> int | None:
        """Return where in line `line` the speech began that goes on at index `at`, if there."""
        heard = [start for start, _ in self.speaks.get(line, ()) if start <= at]
        return heard[-1] if heard else None


def hear(scene: Scene, speech: int) -> Voices:
    """Return who acts and who speaks in `scene`; `speech` is the bit of speech words."""
    acts: dict[tuple[int, int], tuple[tuple[Place, ...], int]] = {}
    speaks: dict[int, tuple[tuple[int, Place], ...]] = {}
    speaker: Place | None = None
    subject: tuple[Place, ...] = ()
    paragraph = -1
    for line in scene.lines:
        if line.sentence.paragraph != paragraph:
            paragraph, speaker = line.sentence.paragraph, None
        heard = [(0, speaker)] if speaker else []
        for trigger in line.triggers:
            if trigger.classes & speech:
                said = _sayer(line, trigger.start)
                if said:
                    speaker = said
                    heard.append((trigger.start, said))
        speaks[line.number] = tuple(heard)
        fresh = 2
        for clause, start in enumerate(line.clauses):
            named = _subject(line, clause, start)
            if named:
                subject = named
                fresh = 1
                acts[line.number, clause] = (named, 0)
            else:
                acts[line.number, clause] = (subject, fresh)
    return Voices(acts, speaks)


def _sayer(line: Line, at: int) -> Place | None:
    """Return the person before the speech word at `at`, in its clause or the one before."""
    clause = line.clause_of(at)
    before = [
        p for p in line.places if p.at < at and p.entity.type == "PER" and clause - p.clause < 2
    ]
    return before[-1] if before else None


def _subject(line: Line, clause: int, start: int) -> tuple[Place, ...]:
    """Return the list of names that clause number `clause` has as its subject, if it names one."""
    end = line.clause_end(clause)
    verb = next((t.start for t in line.triggers if t.start >= start and t.end <= end), end)
    first = [p for p in line.places if start <= p.at < end and p.entity.type in ACTORS]
    if not first or first[0].at > verb + 1 or LEADS_IN.search(line.text[start : first[0].at]):
        return ()
    lead = first[0]
    for place in first[1:]:
        # 香港貿發局 and 河套深圳園區: of names side by side the last is meant; with a post, the person.
        beside = line.text[lead.at + 1 : place.at]
        if re.fullmatch(f"(?:{SIGNS['POST']}|、)*", beside) and place.group != lead.group:
            lead = place
        else:
            break
    return tuple(p for p in line.places if p.group == lead.group and p.clause == lead.clause)
