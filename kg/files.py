"""Files that are either as they were or complete, never half written.

Whatever writes a file of results goes through `write_whole`, with its text as pieces.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from extract.errors import InputError


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Write `pieces` to `path` in UTF-8; raise InputError where the folder does not allow it.

    They go to a file beside it, which takes its name once it is complete.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".", delete=False
        ) as file:
            beside = Path(file.name)
            try:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                beside.unlink()
                raise
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        fault = error.strerror or str(error)
        raise InputError(
            str(path), f"cannot be written ({fault})", "choose another --out"
        ) from error


def _umask() -> int:
    mask = os.umask(0)  # there is no way to read it but to set it
    os.umask(mask)
    return mask
