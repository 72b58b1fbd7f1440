"""A post with its title, its holder, its body, and the days from and until which it is held.

To read one more wording of the days: data/rules/facts/tenures.toml.
"""

from extract.facts.said import Said, earliest, evidence
from extract.mention import Relation, Tenure


def find_tenures(said: Said) -> tuple[Tenure, ...]:
    """Return each post that somebody is said to hold, sorted by holder."""
    return tuple(_tenure(said, relation) for relation in said.of("holdsPost"))


def _tenure(said: Said, held: Relation) -> Tenure:
    starts = said.detailed("tookPost", held.subject, held.evidence)
    ends = said.detailed("leftPost", held.subject, held.evidence)
    start, _, until = earliest(day.value for day in starts).partition("/")
    return Tenure(
        held.subject,
        held.object,
        held.post,
        evidence([held], [*starts, *ends]),
        held.modality,
        start,
        earliest(day.value for day in ends).rpartition("/")[2] or until,
    )
