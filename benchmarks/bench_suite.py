"""Times for the proof files.

The whole suite is decided and checked in floats by ``symderive check`` with one worker process and
with two, and by pytest, which decides the claims in its own process. The three take turns; the
figures are medians of wall times.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from benchmarks.commands import SYMDERIVE, run
from benchmarks.measuring import seconds_of
from benchmarks.table import SUITE, markdown

ROUNDS = 3
ONE, TWO = (f"symderive check --no-cache -j {processes}" for processes in (1, 2))
PYTEST = "pytest proofs"
CHECK = [SYMDERIVE, "check", "--no-cache", "proofs", "-j"]
COMMANDS = {
    ONE: [*CHECK, "1"],
    TWO: [*CHECK, "2"],
    PYTEST: [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "proofs"],
}


def counted() -> str:
    """How many claims there are, by what became of them, and how many lines they have."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        run([*CHECK, "2", "--json", str(report)])
        outcomes = json.loads(report.read_text(encoding="utf-8"))["outcomes"]
    lines = [line for outcome in outcomes for line in outcome["lines"]]
    statuses = Counter(line["verdict"]["status"] for line in lines)
    typical = median(line["verdict"]["seconds"] for line in lines)
    told = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    return (
        f"{len(outcomes)} claims and errata with {len(lines)} statements ({told}); "
        f"half of the statements are decided in {1000 * typical:.0f} ms or less."
    )


def section(times: dict[str, list[float]], told: str) -> str:
    """The table for the README."""
    base = median(times[ONE])
    lines = [
        [f"`{name}`", f"{median(found):.0f}", f"{median(found) / base:.2f}"]
        for name, found in times.items()
    ]
    return f"{markdown(['', 'seconds', 'relative'], lines)}\n\n{told}"


def test_suite(pytestconfig: pytest.Config, sections: dict[str, str]) -> None:
    """Each command in turn, round by round."""
    told = counted()
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(pytestconfig.getoption("rounds") or ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(seconds_of(run, command)[0])
    sections[SUITE] = section(times, told)
