"""Write which licence each locked package has, as it says itself: `make lock` does.

To allow a licence that is not in ALLOWED, see that Apache-2.0 code may depend on it, and add it.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCKED = re.compile(r"^([a-z][\w.-]*)==", re.MULTILINE)
ALLOWED = re.compile(
    r"Apache|BSD|0BSD|MIT|ISC|MPL[- ]2|Mozilla Public License 2|PSF|Python|W3C|HPND"
)
HEAD = """# Licences

What `gba-kg` itself is: code Apache-2.0; `data/gazetteer`, `data/lexicon`, `data/rules`, `data/gold`
and `ontology/` CC BY 4.0; each model as its card in `data/models` says; the articles in `seeds/`
belong to their paper.

What it needs, by `requirements.lock`, each under the licence that its package names (`make lock`
writes this table):

| package | licence |
| --- | --- |
"""


def locked(lock: Path) -> list[str]:
    """Return the names of the packages in a lock file, sorted."""
    return sorted(set(LOCKED.findall(lock.read_text("utf-8"))))


def licence_of(package: str) -> str:
    """Return what an installed package says of its licence; "" where it is not installed."""
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return ""
    said = about.get("License-Expression") or (about.get("License") or "").strip().split("\n")[0]
    classifiers = [
        one.rpartition(" :: ")[2]
        for one in about.get_all("Classifier", [])
        if one.startswith("License ::") and not one.endswith("OSI Approved")
    ]
    return said if len(said) < 60 and ALLOWED.search(said) else ", ".join(classifiers)


def known(page: Path) -> dict[str, str]:
    """Return what a page written before says of each package."""
    text = page.read_text("utf-8") if page.exists() else ""
    rows = re.findall(r"^\| ([a-z][\w.-]*) \| (.+) \|$", text.partition("| --- |")[2], re.MULTILINE)
    return dict(rows)


def main(lock: Path, page: Path) -> None:
    """Write `page`; what is not installed here, as on another system, keeps what was said of it."""
    before = known(page)
    rows = {name: licence_of(name) or before.get(name, "") for name in locked(lock)}
    wrong = [name for name, licence in rows.items() if not ALLOWED.search(licence)]
    if wrong:
        raise SystemExit(f"no licence that is allowed: {', '.join(wrong)}; see their packages")
    lines = (f"| {name} | {licence} |\n" for name, licence in rows.items())
    page.write_text(HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
