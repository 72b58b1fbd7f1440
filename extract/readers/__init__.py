"""Files and folders → articles, each with its text as received, or what is wrong with it.

To add a reader: a function like `read_text`, and its line in `READERS`. A library that it alone
needs goes into the extra `readers`, and is asked for by `optional.needed`.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from extract.article import Article
from extract.errors import InputError
from extract.readers.archives import ARCHIVES, files_in
from extract.readers.dates import check_date
from extract.readers.feed import read_feed
from extract.readers.jsonl import read_jsonl, read_jsonl_lines
from extract.readers.office import read_docx, read_pdf
from extract.readers.origin import Origin, origin, plain, speaks_of_its_folder, suffix_of
from extract.readers.pages import read_html, read_markdown
from extract.readers.table import read_csv
from extract.readers.text import read_text

Reader = Callable[[Origin], Iterator[Article | InputError]]

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".xml": read_feed,
    ".rss": read_feed,
    ".html": read_html,
    ".htm": read_html,
    ".md": read_markdown,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
SUFFIXES = (*READERS, *ARCHIVES)
KNOWN = ", ".join(SUFFIXES)
# Characters of one article. A long page of a paper has 2,000, a whole policy address 50,000; the
# time that an article takes grows faster than its length.
LONGEST = 100_000


def read_articles(paths: Iterable[str | Path], *, date: str = "") -> Iterator[Article | InputError]:
    """Yield each article in `paths`, or in its place what is wrong with it.

    A path is a file, a folder (all files below it that a reader knows, sorted, but for README.md and its like), or "-" for JSON
    Lines on standard input. `date` is the day of articles that do not say theirs; InputError is
    raised at once if it is none. An article's id is what its file says, else the folder and the
    name of its file, with a number where the file holds several.
    """
    check_date(date, "--date")
    return _read_all(paths, date)


def _read_all(paths: Iterable[str | Path], date: str) -> Iterator[Article | InputError]:
    files: set[Path] = set()
    ids: dict[str, str] = {}
    for found in (found for path in paths for found in _origins(path, date)):
        if isinstance(found, InputError):
            yield found
            continue
        # A file that is given twice, by itself and in its folder, is read once.
        if found.path.resolve() in files:
            continue
        files.add(found.path.resolve())
        for article in _read(found):
            if isinstance(article, Article) and len(article.text) > LONGEST:
                fault = f"an article of {len(article.text):,} characters, more than {LONGEST:,}"
                yield InputError(article.file, fault, "split it into its articles or chapters")
                continue
            if isinstance(article, Article) and article.id in ids:
                fault = f"the id {article.id} is taken by an article in {ids[article.id]}"
                yield InputError(article.file, fault, "give each article an id of its own")
                continue
            if isinstance(article, Article):
                ids[article.id] = article.file
            yield article


def _read(found: Origin) -> Iterator[Article | InputError]:
    """Yield what the file's reader yields, and as the last what it raises."""
    if str(found.path) == "-":
        yield from read_jsonl_lines(sys.stdin.buffer, found)
        return
    suffix = suffix_of(found.path)
    try:
        if suffix not in ARCHIVES:
            yield from READERS[suffix](found)
            return
        for inside in files_in(found, frozenset(READERS)):
            if isinstance(inside, InputError):
                yield inside
            else:
                yield from _read(inside)
    except InputError as error:
        yield error
    except OSError as error:
        yield _fault(found.path, error)


def _origins(path: str | Path, date: str) -> Iterator[Origin | InputError]:
    """Yield the files that `path` stands for."""
    path = Path(path)
    if str(path) == "-":
        yield Origin(path, "standard input", "stdin", date)
    elif path.is_dir():
        yield from _folder(path, date)
    elif not os.path.lexists(path):
        yield InputError(plain(str(path)), "there is no such file or folder", "check the path")
    elif suffix_of(path) not in SUFFIXES:
        fault = f"no reader for {path.suffix or 'a file without suffix'}"
        yield InputError(plain(str(path)), fault, f"give one of {KNOWN}")
    else:
        yield origin(path, date)


def _folder(folder: Path, date: str) -> Iterator[Origin | InputError]:
    """Yield the files below `folder` that a reader knows; hidden ones are left alone."""
    faults: list[OSError] = []
    empty = True
    for above, folders, names in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if suffix_of(Path(name)) in SUFFIXES and not speaks_of_its_folder(name):
                empty = False
                yield origin(Path(above, name), date, folder)
    for fault in faults:
        yield _fault(Path(fault.filename), fault)
    if empty and not faults:
        yield InputError(plain(str(folder)), "the folder holds no articles", f"put in {KNOWN}")


def _fault(path: Path, error: OSError) -> InputError:
    reason = (error.strerror or type(error).__name__).lower()
    return InputError(plain(str(path)), f"it cannot be read ({reason})", "check its permissions")
