"""Archives → the files in them, each unpacked by itself, under a name of ours, within limits.

To open another kind: a function like `open_zip`, and its line in `ARCHIVES`.
"""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from extract.errors import InputError
from extract.readers.origin import Origin, plain, speaks_of_its_folder, stem_of, suffix_of

if TYPE_CHECKING:
    from _typeshed import SupportsRead

MOST_FILES = 200_000
LARGEST = 512 << 20  # bytes of one file
MOST_BYTES = 16 << 30  # bytes of all files
# Text shrinks to a fifth or a tenth, a page of markup to a twentieth; a bomb to a thousandth.
MOST_RATIO = 200
SMALL = 16 << 20  # bytes below which nobody asks for the ratio
PIECE = 1 << 16
DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError)
UNPACK = "unpack it yourself and give the folder"

Files = Iterator[tuple[str, IO[bytes] | None]]  # no content where it may not be read


class _BombError(InputError):
    """The whole archive is more than it should be."""


class _Meter:
    """Counts what comes out of an archive, and refuses what grows beyond measure."""

    def __init__(self, origin: Origin) -> None:
        self._name = origin.name
        self._packed = origin.path.stat().st_size
        self._bytes = 0

    def count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MOST_BYTES:
            raise _BombError(self._name, f"it unpacks to more than {MOST_BYTES >> 30} GiB", UNPACK)
        if self._bytes > SMALL and self._bytes > MOST_RATIO * self._packed:
            fault = f"it unpacks to more than {MOST_RATIO} times its size"
            raise _BombError(self._name, fault, UNPACK)


class _Metered:
    """The unpacked bytes of a .gz, metered as they are read."""

    def __init__(self, file: "SupportsRead[bytes]", meter: _Meter) -> None:
        self._file, self._meter = file, meter

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._meter.count(len(data))
        return data


def files_in(origin: Origin, suffixes: frozenset[str]) -> Iterator[Origin | InputError]:
    """Yield the files of an archive with one of `suffixes`; each is there until the next.

    Nothing is ever written under a name that the archive gives. Raises InputError where the archive
    is damaged, locked, or larger than it should be.
    """
    found = False
    with TemporaryDirectory(prefix="gbakg-") as folder:
        try:
            files = ARCHIVES[suffix_of(origin.path)](origin, _Meter(origin))
            for number, (name, file) in enumerate(files, 1):
                if number > MOST_FILES:
                    raise InputError(origin.name, f"it holds more than {MOST_FILES} files", UNPACK)
                inside = PurePosixPath(name.replace("\\", "/"))
                suffix = suffix_of(inside)
                if _is_unasked(inside) or suffix not in {*suffixes, *ARCHIVES}:
                    continue
                found = True
                place = f"{origin.name}/{plain(name)}"
                try:
                    content = _allowed(file, inside, place)
                    path = _copy(content, Path(folder, f"{number}{suffix}"), place)
                except _BombError:
                    raise
                except InputError as error:
                    yield error
                    continue
                id = f"{origin.id}/{stem_of(inside).as_posix()}"
                yield Origin(path, place, plain(id), origin.date)
                path.unlink()
        except DAMAGED as error:
            fault = f"the archive is damaged ({type(error).__name__})"
            raise InputError(origin.name, fault, "pack it anew") from error
    if not found:
        known = ", ".join(sorted(suffixes))
        raise InputError(origin.name, "the archive holds no articles", f"put in {known}")


def _is_unasked(inside: PurePosixPath) -> bool:
    """Tell whether a file is hidden, or about the archive itself: no article."""
    hidden = (part for part in inside.parts if part.startswith(".") and part != "..")
    return any(hidden) or inside.parts[:1] == ("__MACOSX",) or speaks_of_its_folder(inside.name)


def _allowed(file: IO[bytes] | None, inside: PurePosixPath, place: str) -> IO[bytes]:
    """Return `file`, or raise InputError that says why it is not read."""
    if ".." in inside.parts or inside.is_absolute() or ":" in inside.parts[0]:
        raise InputError(place, "its name leads out of the archive", UNPACK)
    if suffix_of(inside) in ARCHIVES:
        raise InputError(place, "it is an archive in an archive", UNPACK)
    if file is None:
        raise InputError(place, "it is a link, or locked by a password", UNPACK)
    return file


def _copy(file: IO[bytes], path: Path, place: str) -> Path:
    size = 0
    with path.open("wb") as copy:
        while data := file.read(PIECE):
            size += len(data)
            if size > LARGEST:
                raise InputError(place, f"it is larger than {LARGEST >> 20} MiB", "split it")
            copy.write(data)
    return path


def open_zip(origin: Origin, meter: _Meter) -> Files:
    """Yield name and content of each file in a .zip, in the order of its index."""
    with zipfile.ZipFile(origin.path) as archive:
        for info in archive.infolist():
            if info.flag_bits & 1:
                yield _zip_name(info), None
            elif not info.is_dir():
                with archive.open(info) as file:
                    yield _zip_name(info), _metered(file, meter)


def open_tar(origin: Origin, meter: _Meter) -> Files:
    """Yield name and content of each file in a .tar.gz, in its order."""
    with gzip.open(origin.path) as unpacked:
        stream = _metered(unpacked, meter)
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                if not info.isdir():
                    yield info.name, archive.extractfile(info) if info.isreg() else None


def _metered(file: "SupportsRead[bytes]", meter: _Meter) -> IO[bytes]:
    return _Metered(file, meter)  # type: ignore[return-value]


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return the file's name; one that does not say so is UTF-8 all the same, where it can be."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def check_zip(origin: Origin) -> None:
    """Raise InputError where a file that is a .zip inside (.docx) unpacks beyond measure."""
    meter = _Meter(origin)
    try:
        with zipfile.ZipFile(origin.path) as archive:
            for info in archive.infolist():
                with archive.open(info) as file:
                    while data := file.read(PIECE):
                        meter.count(len(data))
    except (*DAMAGED, RuntimeError) as error:
        fault = f"the file is damaged or locked ({type(error).__name__})"
        raise InputError(origin.name, fault, "open it and save it anew") from error


ARCHIVES: Mapping[str, Callable[[Origin, _Meter], Files]] = {
    ".zip": open_zip,
    ".tar.gz": open_tar,
    ".tgz": open_tar,
}
