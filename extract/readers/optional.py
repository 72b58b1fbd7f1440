"""Libraries that only some readers need: asked for by name, and what they trip over told.

The libraries are those of the extra `readers` in pyproject.toml.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from extract.errors import InputError
from extract.readers.origin import Origin


def needed(module: str, origin: Origin) -> Any:
    """Return the library `module`; raise InputError that says how to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        fault = f"to read {origin.path.suffix} the library {error.name or module} is needed"
        raise InputError(origin.name, fault, "pip install 'gba-kg[readers]'") from error


@contextmanager
def told_if_damaged(origin: Origin, kind: str) -> Iterator[None]:
    """Turn whatever a library raises over a damaged file into an InputError."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # what a parser trips over in a damaged file is anybody's guess
        fault = f"this {kind} is damaged ({type(error).__name__})"
        raise InputError(origin.name, fault, "open it and save it anew") from error
