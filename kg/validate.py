"""Check a file of triples; what it must fulfil stands in ontology/shapes.ttl.

This turns what a reader of files may raise into the one error that the commands tell.
"""

from collections.abc import Mapping
from pathlib import Path

from extract.errors import InputError
from ontology import validate
from ontology.validate import Violation


def validate_file(path: Path, texts: Mapping[str, str] | None = None) -> tuple[Violation, ...]:
    """Return what is wrong with the graph in `path`; `texts` are articles' texts by identifier."""
    try:
        return validate.validate_file(path, texts)
    except SyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}", error.msg, "correct the Turtle") from error
    except OSError as error:
        fault = error.strerror or str(error)
        raise InputError(str(path), f"cannot be read ({fault})", "check the path") from error
