"""What the network is shown of an article: its lines that have names, and how each two names stand.

To show it more: a field of `Shown`, or a column of `ties`, then `gbakg train`.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from extract.folding import fold
from extract.relations.arrays import Floats
from extract.relations.candidates import Pairs
from extract.relations.network import Network, Shown
from extract.relations.view import ROLES, View

LONGEST = 256  # characters of a line that are read; a name further on stands at the last of these
TAIL = 2  # characters of a name's end: they tell what it is
LINES = (-3, -2, -1, 0, 1, 2, 3)  # from the subject's to the object's
CLAUSES = (-2, -1, 0, 1, 2, 3)  # the same, in one line
NAMES = (1, 2, 3, 4, 5, 6, 7)  # how many names on the object stands, in one line
TIES = len(LINES) + len(CLAUSES) + len(NAMES) + 4


def read(seen: View, pairs: Pairs, network: Network, relations: Sequence[str]) -> Floats:
    """Return the log-odds that each of `relations` joins each of `pairs`; 0 for an unknown one."""
    shown, stand = show(seen, network.vocabulary), ties(seen, pairs)
    own = network.odds(shown, pairs.subject, pairs.object, stand)
    odds = np.zeros((len(own), len(relations)), np.float32)
    for n, relation in enumerate(relations):
        if relation in network.relations:
            odds[:, n] = own[:, network.relations.index(relation)]
    return odds


def show(seen: View, vocabulary: Mapping[str, int]) -> Shown:
    """Return what the network is shown of `seen`; lines without names it does not read."""
    lines, row = np.unique(seen.line, return_inverse=True)
    read = [seen.scene.lines[number] for number in lines.tolist()]
    texts = [line.text[:LONGEST] for line in read]
    ends = [fold(entity.name)[-TAIL:].rjust(TAIL) for entity in seen.entities]
    tails = np.array([[vocabulary.get(c, 0) for c in end] for end in ends], np.int64)
    part = {role: number for number, role in enumerate(ROLES)}
    roles = [part.get(line.sentence.role, len(ROLES)) for line in read]
    return Shown(
        [np.array([vocabulary.get(c, 0) for c in text], np.int64) for text in texts],
        np.array(roles, np.int64),
        row.reshape(-1),
        np.minimum(seen.at - seen.starts[seen.line], LONGEST - 1),
        seen.type,
        tails.reshape(len(ends), TAIL)[seen.entity],
    )


def ties(seen: View, pairs: Pairs) -> Floats:
    """Return how far apart each pair stands and in what order, (n, TIES)."""
    s, o = pairs.subject, pairs.object
    near = seen.line[s] == seen.line[o]
    lines = np.clip(seen.line[o] - seen.line[s], LINES[0], LINES[-1])
    clauses = np.clip(seen.clause[o] - seen.clause[s], CLAUSES[0], CLAUSES[-1])
    names = np.minimum(np.abs(s - o), NAMES[-1])
    return np.concatenate(
        [
            lines[:, None] == LINES,
            near[:, None] & (clauses[:, None] == CLAUSES),
            near[:, None] & (names[:, None] == NAMES),
            np.stack([near, s < o, near & (seen.first[s] == seen.first[o]), ~near], axis=1),
        ],
        axis=1,
        dtype=np.float32,
    )
