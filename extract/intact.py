"""Whether a model is as it was shipped: SHA256SUMS beside its files says so, at 20 ms a model.

After a model was trained anew: `python -m extract.intact data/models/tagger` writes its sums.
"""

import sys
from hashlib import file_digest
from pathlib import Path

from extract.errors import InputError

SUMS = "SHA256SUMS"
REMEDY = "install gba-kg anew, or train the model again"


def write_sums(folder: Path) -> Path:
    """Write what the files of `folder` are now, in the form that sha256sum reads too."""
    files = sorted(path for path in folder.iterdir() if is_part(path))
    sums = folder / SUMS
    sums.write_text("".join(f"{_sum(path)}  {path.name}\n" for path in files), "utf-8")
    return sums


def check_intact(folder: Path) -> None:
    """Raise InputError where a file of `folder` is missing, or is not what its sum says.

    A folder without sums, such as one just trained, is taken as it is.
    """
    sums = folder / SUMS
    if not sums.is_file():
        return
    for line in sums.read_text("utf-8").splitlines():
        wanted, _, name = line.partition("  ")
        path = folder / name
        try:
            found = _sum(path)
        except OSError as error:
            fault = f"this part of the model cannot be read ({error.strerror or error})"
            raise InputError(str(path), fault, REMEDY) from error
        if found != wanted:
            raise InputError(str(path), f"the file is damaged ({SUMS} says otherwise)", REMEDY)


def is_part(path: Path) -> bool:
    """Tell whether a file of a model's folder is read by programs: not its card, not the sums."""
    return path.is_file() and path.name != SUMS and path.suffix != ".md"


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        write_sums(Path(argument))
