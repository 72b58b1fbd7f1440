"""Articles' facts in a folder of this machine: Oxigraph, each change one transaction.

To tune the engine's files, open them otherwise in `Embedded`.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from extract.decisions import UNDECIDED, Decisions
from extract.errors import InputError
from extract.gazetteer_record import Records
from kg.nquads import ntriples
from kg.query import Answer, run_query
from kg.store import Renaming, Store, renaming
from kg.terms import Triple, order


class Embedded:
    """What a folder holds, made where there is none.

    Raise InputError where it cannot be opened, such as when another process has it open.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._data = ox.Store(folder)
        except OSError as error:
            fault = f"the store cannot be opened ({' '.join(str(error).split())})"
            remedy = "close what else has it open, or choose another folder"
            raise InputError(str(folder), fault, remedy) from error

    def answer(self, text: str) -> Answer:
        """Answer a query over all graphs taken together."""
        return run_query(self._data, text)

    def change(
        self,
        dropped: Collection[str],
        renamed: Sequence[Renaming],
        added: Mapping[str, Collection[Triple]],
    ) -> None:
        """Make a change, whole or not at all: one SPARQL update is one transaction."""
        steps = [f"DROP SILENT GRAPH <{graph}>" for graph in sorted(dropped)]
        steps += [renaming(one) for one in renamed]
        data = "\n".join(_block(graph, added[graph]) for graph in sorted(added))
        self._data.update(" ;\n".join([*steps, f"INSERT DATA {{ {data} }}"]))

    def close(self) -> None:
        """Close the files."""
        self._data.flush()
        del self._data


def open_store(folder: Path, records: Records, decisions: Decisions = UNDECIDED) -> Store:
    """Return the store in `folder`, new where there is none.

    `records` is what the gazetteer knows, the same at each call, as `decisions` are.
    """
    return Store(Embedded(folder), records, decisions)


def _block(graph: str, triples: Collection[Triple]) -> str:
    lines = (" ".join(map(ntriples, triple)) for triple in sorted(triples, key=order))
    return f"GRAPH <{graph}> {{ " + " .\n".join(lines) + " }"
