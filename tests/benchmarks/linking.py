"""Measure linking on marked articles, each without the gazetteer rows that it alone justifies.

Run `python tests/benchmarks/linking.py [FOLDER …]`; it prints figures by type and the slips. A row is
left out for an article where one of its names is written there and in no other of the articles.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import ahocorasick_rs

from extract.evaluate import NOT_LINKED
from extract.folding import fold
from extract.gazetteer import Gazetteer, load_gazetteer, make_gazetteer
from extract.gazetteer_record import EntityRecord
from extract.gold import GoldArticle, read_gold_folders
from extract.layout import lay_out
from extract.linking import LinkingRules, link_mentions, load_linking_rules
from extract.mention import Mention

GOLD = Path(__file__).parent.parent.parent / "data" / "gold"


def written_in(golds: Sequence[GoldArticle], gazetteer: Gazetteer) -> dict[EntityRecord, set[int]]:
    """Return, by number, the articles in which each row's names are written."""
    called = [(fold(name), row) for row in gazetteer.records for name in (row.name, *row.aliases)]
    automaton = ahocorasick_rs.AhoCorasick([name for name, _ in called])
    found = defaultdict[EntityRecord, set[int]](set)
    for number, gold in enumerate(golds):
        text = fold(gold.article.text)
        for at, _, _ in automaton.find_matches_as_indexes(text, overlapping=True):
            found[called[at][1]].add(number)
    return found


def slips(
    gold: GoldArticle, gazetteer: Gazetteer, rules: LinkingRules
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield type, surface, canonical name, the name that it was linked to, and why, of each mark."""
    marks = [mark for mark in gold.mentions if mark.type not in NOT_LINKED]
    mentions = [Mention(m.start, m.end, m.type, m.surface, "gold") for m in gold.mentions]
    links = link_mentions(lay_out(gold.article), mentions, gazetteer, rules)
    linked = {(link.mention.start, link.mention.end): link for link in links}
    for mark in marks:
        link = linked[mark.start, mark.end]
        yield mark.type, mark.surface, mark.canonical, link.entity.name, link.reason


def main() -> None:
    """Print how many marks are linked rightly, over all and by type, then what is wrong."""
    folders = [Path(folder) for folder in sys.argv[1:]] or sorted(
        filter(Path.is_dir, GOLD.iterdir())
    )
    golds = read_gold_folders(folders)
    gazetteer, rules = load_gazetteer(), load_linking_rules()
    alone = defaultdict[int, set[EntityRecord]](set)
    for row, numbers in written_in(golds, gazetteer).items():
        if len(numbers) == 1:
            alone[min(numbers)].add(row)
    right, marked, wrong = Counter[str](), Counter[str](), Counter[str]()
    for number, gold in enumerate(golds):
        kept = (row for row in gazetteer.records if row not in alone[number])
        rows = make_gazetteer(kept, gazetteer.characters)
        for type_, surface, name, found, reason in slips(gold, rows, rules):
            marked[type_] += 1
            right[type_] += found == name
            if found != name:
                wrong[f"{type_} {surface} → {found} ({reason}), not {name}"] += 1
    left = sum(map(len, alone.values())) / max(1, len(golds))
    print(f"{len(golds)} articles, {left:.1f} rows left out for each on average")
    print(f"all {right.total() / max(1, marked.total()):.4f} of {marked.total()}")
    for type_ in sorted(marked):
        print(f"{type_} {right[type_] / marked[type_]:.4f} of {marked[type_]}")
    for slip, times in wrong.most_common():
        print(f"{times} {slip}")


if __name__ == "__main__":
    main()
