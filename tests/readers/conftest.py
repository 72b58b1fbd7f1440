"""Java programs that read RDF and OWL, as Debian's packages bring them."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

JARS = Path("/usr/share/java")
LEFT_OUT = re.compile(r"-\d[\d.]*[^/]*\.jar$|distribution\.jar$|slf4j")  # there twice, or a logger
QUIET = ("slf4j-api.jar", "slf4j-nop.jar")
JAVA = shutil.which("java")
Run = Callable[..., str]


@pytest.fixture(scope="session")
def java(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a class, or a file of source, on all that Debian has installed; return what it says."""
    # Debian's jar of Jena has its classes of Xerces renamed, but not the texts that they look for.
    texts = tmp_path_factory.mktemp("texts")
    if (JARS / "jena-core.jar").exists():
        with ZipFile(JARS / "jena-core.jar") as jar:
            for name in jar.namelist():
                if name.endswith(".properties") and "/ext/xerces/" in name:
                    path = texts / name.removeprefix("org/apache/jena/ext/")
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(jar.read(name))
    jars = [path for path in sorted(JARS.glob("*.jar")) if not LEFT_OUT.search(path.name)]
    whole = ":".join(map(str, [texts, *jars, *(JARS / name for name in QUIET)]))

    def run(*arguments: str | Path) -> str:
        command = [JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", whole, *arguments]
        said = subprocess.check_output(list(map(str, command)), stderr=subprocess.STDOUT)
        return said.decode()

    return run


@pytest.fixture
def jena(java: Run) -> Run:
    """Run one of Jena's commands."""
    if not JAVA or not (JARS / "jena-cmds.jar").exists():
        pytest.skip("Jena is not installed (apt-get install libapache-jena-java default-jre)")
    return java


@pytest.fixture
def owlapi(java: Run) -> Run:
    """Run a file of source that uses the OWL API, Protégé's own library."""
    if not shutil.which("javac") or not (JARS / "owlapi-api.jar").exists():
        pytest.skip("the OWL API is not installed (apt-get install libowlapi-java default-jdk)")
    return java
