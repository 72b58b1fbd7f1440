"""No command calls anybody: each works where there is no network, and the kernel counts no attempt."""

import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from kg.cli import gbakg

ROOT = Path(__file__).parent.parent
ALONE = ("unshare", "--map-root-user", "--net")  # a network of its own, without any route


def can_be_alone():
    return (
        shutil.which("unshare")
        and not subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode
    )


pytestmark = pytest.mark.skipif(
    not can_be_alone(), reason="this system lets nobody make a network of his own"
)
COMMANDS = """
build article.jsonl --out out --workers 2
extract article.jsonl
extract article.jsonl --to html
query out/graph.ttl --name posts
validate out/graph.ttl --articles out/extractions.jsonl
analyse out/graph.ttl
show out/graph.ttl --ego 人工智能 --out show.html
report out/graph.ttl --out report.html
export out/graph.ttl --to graphml --out graph.graphml
review out --candidates review.csv
add article.jsonl --store store
query store --name zone-partners
retract a --store store
evaluate gold
"""
RUN = """
import shlex, sys
from kg.cli import gbakg
if __name__ == "__main__":
    for line in sys.argv[1:]:
        gbakg.main(shlex.split(line), standalone_mode=False)
"""
NEWS = "香港特區政府昨日與深圳市人民政府簽署《合作協議》，推動人工智能。"
OTHERS = {"serve", "train"}  # which is loopback by its nature; which needs what tests do without
COUNTERS = ("/proc/net/snmp", "/proc/net/snmp6")
SPARED = ("CI", "ORT_DISABLE_TELEMETRY", "DO_NOT_TRACK", "PYTEST_CURRENT_TEST")
TRIED = ("OutRequests", "OutNoRoutes")  # packets sent, and those that there was no way for


def attempts(folder, code, *arguments):
    """Run Python in a network of its own; return how many packets were to leave it."""
    (folder / "run.py").write_text(code, "utf-8")
    script = f'python=$1; shift; "$python" run.py "$@" && cat {" ".join(COUNTERS)} > counters'
    # Some libraries that call home do not while they are tested.
    env = {name: value for name, value in os.environ.items() if name not in SPARED}
    done = subprocess.run(
        [*ALONE, "sh", "-c", script, "sh", sys.executable, *arguments],
        cwd=folder,
        env=env | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr.decode()
    rows = [line.split() for line in (folder / "counters").read_text("ascii").splitlines()]
    number = 0
    for heads, values in pairwise(rows):
        if heads[0] == values[0]:  # a line of names, and one of their values
            pairs = zip(heads[1:], values[1:], strict=True)
            number += sum(int(value) for head, value in pairs if head in TRIED)
    return number + sum(int(row[1]) for row in rows if row[0].removeprefix("Ip6") in TRIED)


@pytest.mark.parametrize(
    "call", ['socket.create_connection(("127.0.0.1", 9))', 'socket.getaddrinfo("a.invalid", 80)']
)
def test_what_is_tried_is_counted_though_it_cannot_leave(call, tmp_path):
    code = f"import contextlib, socket\nwith contextlib.suppress(OSError):\n    {call}\n"

    assert attempts(tmp_path, code) > 0


def test_no_command_tries_to_reach_anybody(tmp_path):
    [gold, *_] = sorted((ROOT / "data/gold/seeds").glob("*.txt"))
    (tmp_path / "gold").mkdir()
    shutil.copy(gold, tmp_path / "gold")
    row = {"id": "a", "date": "2026-05-29", "text": NEWS}
    (tmp_path / "article.jsonl").write_text(json.dumps(row), "utf-8")
    lines = COMMANDS.strip().splitlines()

    assert attempts(tmp_path, RUN, *lines) == 0
    assert {line.split()[0] for line in lines} >= gbakg.commands.keys() - OTHERS
