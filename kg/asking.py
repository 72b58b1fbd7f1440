"""What answers queries, as users name it: a file of triples, a store's folder or a server.

To ask something of another kind, add its case to `asked`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.query import Answer, opened, run_query

Ask = Callable[[str, str], Answer]
SERVERS = ("http://", "https://")


def is_address(text: str) -> bool:
    """Whether `text` names a server, not a file or a folder."""
    return text.lstrip().lower().startswith(SERVERS)


@contextmanager
def asked(text: str) -> Iterator[Ask]:
    """Give what answers a query over what `text` names; its faults say where the query stands.

    Raise InputError where that cannot be opened, or no such server answers.
    """
    if not is_address(text):
        with opened(Path(text)) as store:
            yield lambda query, where: run_query(store, query, where=where)
        return
    from kg.remote.endpoint import connect  # noqa: PLC0415 - slow, and seldom needed
    from kg.remote.quads import Remote  # noqa: PLC0415

    server = Remote(*connect(text))
    yield lambda query, where: server.answer(query, where=where)
