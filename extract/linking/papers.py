"""Link what governments issue by turns under short titles: five-year plans, reports on their work.

To add a paper: a function (mention, context) → (canonical name, reason) or None, and its place in
`WAYS` of link.py.
"""

import re
from collections.abc import Iterator

from extract.folding import name_key
from extract.gazetteer_record import EntityRecord
from extract.linking.context import Context, Named
from extract.mention import Mention

PLAN = re.compile(
    r"(?P<place>.{1,4}?)(?P<number>十[一二三四五六七八九]|十)五(?:规划纲要|规划|纲要|蓝图)?"
)
REPORT = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<place>.{2,4}?)政府工作报告")
MARKS = {"Province": "省", "City": "市", "District": "區"}
APART = ("香港", "澳門", "台灣")  # provinces by rank that have no 省 and number their own plans


def five_year_plan(mention: Mention, context: Context) -> Named | None:
    """A place's five-year plan by its short title (廣州「十五五」規劃)."""
    found = PLAN.fullmatch(name_key(mention.surface))
    if mention.type != "INIT" or not found:
        return None
    for government in _governments(found["place"], context):
        title = f"國民經濟和社會發展第{found['number']}個五年規劃綱要"
        return government + title, "five-year plan"
    return None


def work_report(mention: Mention, context: Context) -> Named | None:
    """The report of a place's government on its work, of the year of the paper unless it says."""
    found = REPORT.fullmatch(name_key(mention.surface))
    if mention.type != "INIT" or not found:
        return None
    year = found["year"] or context.day[:4]
    for government in _governments(found["place"], context):
        if year:
            return f"{year}年{government}政府工作報告", "report of the year"
    return None


def _governments(place: str, context: Context) -> Iterator[str]:
    """Yield what comes before the title in full: 廣東省, 深圳市, 廣州市南沙區."""
    character = context.gazetteer.characters.get(place, "")
    for record in context.gazetteer.find(character or place, "PLACE"):
        mark = MARKS.get(record.subtype)
        if mark and record.name not in APART:
            yield _above(record, context) + record.name.removesuffix(mark) + mark


def _above(record: EntityRecord, context: Context) -> str:
    """Return the city that a district belongs to, with its 市."""
    if record.subtype != "District":
        return ""
    cities = context.gazetteer.find(record.parent or record.place, "PLACE")
    return "".join(f"{city.name}市" for city in cities if city.subtype == "City")
