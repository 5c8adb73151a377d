"""All operators of the tests of the compiler at large sizes, each beside its version by hand.

Each has a process of its own with a limit of time and memory, in which both versions take turns.
The table counts; what stands out is named below it. ``python -m benchmarks.operators`` lists all.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks.operators import Ratio, outcome
from benchmarks.table import OPERATORS, markdown
from tests.numeric.compiling.operators import all_operators

LARGEST_ERROR = 1e-9
LARGEST_RATIO = 3.0


def operators_section(found: Sequence[Ratio], failed: Sequence[str]) -> str:
    """How many operators stay within which ratios, and those that do not."""
    columns = ["over NumPy by hand", "median", "at most 1.5", "at most 2", "at most 3", "more"]
    lines = []
    for name, ratios in (
        ("time", [row.time for row in found]),
        ("memory", [row.space for row in found]),
    ):
        counts = [sum(ratio <= bound for ratio in ratios) for bound in (1.5, 2, 3)]
        cells = [*counts, len(ratios) - counts[-1]]
        lines.append([name, f"{median(ratios):.2f}", *map(str, cells)])
    told = [f"All {len(found)} that were measured find the same as by hand."]
    slow = sorted((row for row in found if row.time > LARGEST_RATIO), key=lambda row: -row.time)
    if slow:
        named = "; ".join(f"{row.name} ({row.time:.1f})" for row in slow)
        told.append(f"More than {LARGEST_RATIO:g} times as long: {named}.")
    if failed:
        told.append(f"Not measured within the limits: {'; '.join(failed)}.")
    return "\n\n".join([markdown(columns, lines), *told])


def test_operators(sections: dict[str, str]) -> None:
    """Every operator; a result that differs from the one by hand is a failure."""
    outcomes = {operator.name: outcome(operator) for operator in all_operators()}
    found = [row for row in outcomes.values() if isinstance(row, Ratio)]
    failed = [name for name, row in outcomes.items() if not isinstance(row, Ratio)]
    for row in found:
        assert row.error <= LARGEST_ERROR, row.name
    sections[OPERATORS] = operators_section(found, failed)
