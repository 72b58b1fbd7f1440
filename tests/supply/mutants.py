"""How many small faults the tests notice: one is put into a module at a time, and its tests are run.

`make mutants` draws so many from each part of PARTS, with a seed, and tells which none noticed. To
check another part, add it with its tests; another kind of fault, a case in `faults`.
"""

import argparse
import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
PARTS = {
    "rules": (
        ["extract/mentions/*.py"],
        ["tests/test_extract_mentions.py"],
    ),
    "linking": (
        ["extract/linking/*.py"],
        ["tests/test_extract_linking.py", "tests/test_extract_linking_pairs.py"],
    ),
    "claims": (
        ["kg/claims.py"],
        ["tests/test_kg_claims.py", "tests/test_kg_presumed.py"],
    ),
}
OTHERS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd,
}  # fmt: skip
LOADED = ("numpy", "onnxruntime", "pyoxigraph", "rdflib", "pytest", "opencc")
SECONDS = 300  # of a core, after which a fault counts as noticed: the tests hang


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of a file, by its bytes, and what stands there instead."""

    path: Path
    data: bytes
    start: int
    end: int
    instead: str

    def applied(self) -> bytes:
        """Return the file with the fault."""
        return self.data[: self.start] + self.instead.encode() + self.data[self.end :]

    def __str__(self) -> str:
        line = self.data.count(b"\n", 0, self.start) + 1
        was = self.data[self.start : self.end].decode()
        return f"{self.path.name}, line {line}: {was!r} → {self.instead!r}"


def faults(path: Path) -> Iterator[Fault]:
    """Yield each fault that a file could have."""
    data = path.read_bytes()
    begins = list(accumulate(map(len, data.splitlines(keepends=True)), initial=0))
    tree = ast.parse(data)
    passed_over = set(said_only(tree))
    for node in ast.walk(tree):
        if node not in passed_over:
            for place, other in variants(node):
                start = begins[place.lineno - 1] + place.col_offset
                end = begins[(place.end_lineno or 1) - 1] + (place.end_col_offset or 0)
                plain = isinstance(other, ast.stmt | ast.Constant)
                instead = ast.unparse(other)
                yield Fault(path, data, start, end, instead if plain else f"({instead})")


def said_only(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what no test could notice: annotations and docstrings; and pieces of f-strings."""
    for node in ast.walk(tree):
        for hint in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            yield from ast.walk(hint) if hint else ()
        if isinstance(node, ast.JoinedStr):
            yield from ast.walk(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def variants(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, ast.AST]]:
    """Yield what could be wrong about a node: which part of it, and what stands there instead."""
    match node:
        case ast.Compare(left, [op], others) if type(op) in OTHERS:
            yield node, ast.Compare(left, [OTHERS[type(op)]()], others)
        case ast.BoolOp(op, values):
            yield node, ast.BoolOp(OTHERS[type(op)](), values)
        case ast.BinOp(left, op, right) if type(op) in OTHERS:
            yield node, ast.BinOp(left, OTHERS[type(op)](), right)
        case ast.UnaryOp(ast.Not(), operand):
            yield node, operand
        case ast.Constant(bool() as value):
            yield node, ast.Constant(not value)
        case ast.Constant(int() as value):
            yield node, ast.Constant(value + 1)
        case ast.Constant(str() as value) if value:
            yield node, ast.Constant("")
        case ast.If(test) | ast.IfExp(test) | ast.While(test):
            yield test, ast.Constant(False)
            if not isinstance(node, ast.While):
                yield test, ast.Constant(True)
        case ast.Return(value) if value and ast.unparse(value) != "None":
            yield value, ast.Constant(None)
        case ast.Continue() | ast.Break():
            yield node, ast.Break() if isinstance(node, ast.Continue) else ast.Continue()
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield node, ast.Pass()


def is_noticed(folder: Path, tests: list[str]) -> bool:
    """Tell whether the tests fail on the package in `folder`; what is slow to import is here already."""
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1] != 0
    try:
        import pytest  # noqa: PLC0415 - main has imported it

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        plain = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        os._exit(int(pytest.main([*plain, *tests])) != 0)
    finally:
        os._exit(1)


def main() -> None:
    """Draw faults, run the tests on each, and tell which were not noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=20, help="faults of each part")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--part", action="append", choices=sorted(PARTS))
    options = parser.parse_args()
    for name in LOADED:
        import_module(name)
    drawn = noticed = 0
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT).split(b"\0"):
            source, target = ROOT / os.fsdecode(name), folder / os.fsdecode(name)
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        for part in options.part or PARTS:
            patterns, tests = PARTS[part]
            files = sorted(path for pattern in patterns for path in folder.glob(pattern))
            choice = random.Random(options.seed)
            every = [fault for path in files for fault in faults(path)]
            some = choice.sample(every, min(options.each, len(every)))
            if is_noticed(folder, tests):
                raise SystemExit(f"{part}: the tests fail without a fault")
            started, killed = time.perf_counter(), 0
            for fault in some:
                fault.path.write_bytes(fault.applied())
                seen = is_noticed(folder, tests)
                fault.path.write_bytes(fault.data)
                killed += seen
                if not seen:
                    print(f"not noticed: {fault}", flush=True)
            drawn, noticed = drawn + len(some), noticed + killed
            took = time.perf_counter() - started
            print(
                f"{part}: {killed} of {len(some)} noticed, of {len(every)}; {took:.0f} s",
                flush=True,
            )
    print(f"{noticed} of {drawn} noticed: {noticed / drawn:.0%}")


if __name__ == "__main__":
    main()
