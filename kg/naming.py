"""Which entity of a network a name that somebody gives means: 河套, hetao, 香港 or HKSAR.

What counts as a name is in the graph: the labels and other names of its entities.
"""

from typing import Any

import networkx as nx

from extract.errors import InputError
from kg.labels import simplified
from kg.show import find


def called(network: nx.MultiDiGraph, name: str) -> str:
    """Return the IRI of the entity that is called `name`, in whichever script and case.

    A label goes before another name. Raise InputError where more than one entity is called so,
    and says which, or where none is; then it offers names that are near.
    """
    if name in network:
        return name
    wanted = _folded(name)
    for names_of in (_labels, _names):
        found = [
            node
            for node, about in sorted(network.nodes(data=True))
            if any(wanted == _folded(text) for text in names_of(about))
        ]
        if len(found) == 1:
            return str(found[0])
        if found:
            remedy = f"give one of {' '.join(found)}"
            raise InputError("network", f"{name} is the name of {len(found)} entities", remedy)
    return find(network, name)


def _labels(about: dict[str, Any]) -> tuple[str, ...]:
    return about["label"], about.get("en", "")


def _names(about: dict[str, Any]) -> tuple[str, ...]:
    return tuple(about.get("names", ()))


def _folded(text: str) -> str:
    return simplified(text).casefold()
