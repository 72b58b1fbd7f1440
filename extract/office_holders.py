"""Who held a post on a day: 行政長官 of 2026-05-29 is a person, though an article names only the post.

To add a holder: a row in data/gazetteer/office_holders.csv.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extract import resources
from extract.errors import InputError
from extract.folding import name_key
from extract.gazetteer_lint import is_date

COLUMNS = ("post", "body", "person", "from", "to", "source")


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a person held a post from one date to another; an empty `until` says that they hold it.

    Dates are in ISO 8601, to the year, the month or the day.
    """

    post: str
    body: str
    person: str
    since: str
    until: str
    source: str

    def covers(self, day: str) -> bool:
        """Tell whether the person surely held the post on `day`.

        Of a tenure that is known to the year or the month, that one does not count; one whose
        beginning is not known is not sure on any day.
        """
        begun = bool(self.since) and self.since <= day
        begun = begun and (len(self.since) == len(day) or not day.startswith(self.since))
        return begun and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class OfficeHolders:
    """All tenures that are known, by the keys of post and body."""

    tenures: Mapping[tuple[str, str], tuple[Tenure, ...]]

    def holder(self, post: str, body: str, day: str) -> Tenure | None:
        """Return who held `post` at `body` (a canonical name) on `day` (2026-05-29).

        None where that is not known, or where more than one person may have.
        """
        held = self.tenures.get((name_key(post), name_key(body)), ())
        found = [tenure for tenure in held if day and tenure.covers(day)]
        persons = {tenure.person for tenure in found}
        return found[0] if len(persons) == 1 else None


def load_office_holders(path: Path | None = None) -> OfficeHolders:
    """Read the table in `path`, or that which ships; raise InputError where a row is none."""
    path = path or resources.path("gazetteer/office_holders.csv")
    tenures: dict[tuple[str, str], list[Tenure]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            tenure = _tenure(row, f"{path}, line {reader.line_num}")
            tenures.setdefault((name_key(tenure.post), name_key(tenure.body)), []).append(tenure)
    return OfficeHolders({key: tuple(found) for key, found in tenures.items()})


def _tenure(row: Mapping[str, str | None], where: str) -> Tenure:
    cells = [row.get(column) or "" for column in COLUMNS]
    post, body, person, since, until, _ = cells
    if not (post and body and person):
        raise InputError(where, "a row without post, body or person", "fill the cells")
    for value in filter(None, (since, until)):
        if not is_date(value):
            raise InputError(where, f"{value} is no date", "write 2024, 2024-05 or 2024-05-31")
    if since and until and since[: len(until)] > until[: len(since)]:
        raise InputError(where, "it ends before it begins", "correct from and to")
    return Tenure(*cells)
