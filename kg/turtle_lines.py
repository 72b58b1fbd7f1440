"""Turtle by way of lines that sort into its order, so that a graph of any size can be merged.

Its bytes are those of `kg.turtle.turtle`; how a subject is written is decided there alone.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.terms import Triple
from kg.turtle import FACT, TYPE, Written, by_subject, fact, prefixes, rank, section_of, title

# Below every character that a term may have once it is written.
BETWEEN = "\x01"


def turtle_lines(triples: Iterable[Triple], written: Written) -> Iterator[str]:
    """Yield a line for each triple of whole subjects: all types of each must be among them."""
    for subject, about in by_subject(triples).items():
        where = f"{section_of(about.get(TYPE, ())):02}{BETWEEN}{subject}{BETWEEN}{written[subject]}"
        for predicate, objects in about.items():
            verb = "a" if predicate == TYPE else written[predicate]
            head = f"{where}{BETWEEN}{rank(predicate)}{BETWEEN}{verb}{BETWEEN}"
            for object_ in objects:
                yield f"{head}{written[object_]}\n"


def turtle_of(lines: Iterable[str]) -> Iterator[str]:
    """Yield the Turtle of sorted lines, each given once, piece by piece."""
    yield from prefixes("@prefix {}: <{}> .\n")
    rows = (line[:-1].split(BETWEEN) for line in lines)
    for section, of_section in groupby(rows, key=lambda row: row[0]):
        yield title(int(section))
        for (_, subject), of_subject in groupby(of_section, key=lambda row: (row[1], row[2])):
            facts = (
                fact(verb, [row[5] for row in of_verb])
                for verb, of_verb in groupby(of_subject, key=lambda row: row[4])
            )
            yield f"\n{subject} {FACT.join(facts)} .\n"
