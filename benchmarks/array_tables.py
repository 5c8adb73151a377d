"""What was measured of the workloads as tables for the README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.table import markdown, milliseconds

OURS, NUMPY, TORCH = "ours", "numpy", "torch"
MEGABYTE = 1e6


@dataclass(frozen=True)
class Loops:
    """Seconds of ``lambdify``'s function, called for each entry, and of ours at the same sizes."""

    sizes: str
    loops: float
    ours: float


@dataclass(frozen=True)
class Row:
    """Everything measured of one workload.

    ``growth`` has the least seconds of each way at growing sizes, by their text; the last are those
    the workload is about.
    """

    name: str
    compiled: float
    growth: Mapping[str, Mapping[str, float]]
    peaks: Mapping[str, int]
    loops: Loops

    @property
    def sizes(self) -> str:
        """The sizes the workload is about."""
        return list(self.growth)[-1]

    @property
    def seconds(self) -> Mapping[str, float]:
        """The least seconds of each way at these sizes."""
        return self.growth[self.sizes]


def ratio(ours: float, other: float) -> str:
    """How many times the other ours is."""
    return f"{ours / other:.2f}"


def megabytes(size: int) -> str:
    """Two digits behind the point, so that a small array is seen."""
    return f"{size / MEGABYTE:.2f}"


def times_table(rows: Sequence[Row]) -> str:
    """Time of compiling, of a run beside the others, and memory."""
    with_torch = all(TORCH in row.seconds for row in rows)
    columns = ["", "sizes", "compiled, ms", "run, ms", "NumPy by hand, ms", "ratio"]
    columns += ["PyTorch, ms", "ratio"] * with_torch
    columns += ["memory, MB", "by hand"]
    lines = []
    for row in rows:
        ours, numpy = row.seconds[OURS], row.seconds[NUMPY]
        line = [row.name, row.sizes, milliseconds(row.compiled), milliseconds(ours)]
        line += [milliseconds(numpy), ratio(ours, numpy)]
        if with_torch:
            torch = row.seconds[TORCH]
            line += [milliseconds(torch), ratio(ours, torch)]
        line += [megabytes(row.peaks[OURS]), megabytes(row.peaks[NUMPY])]
        lines.append(line)
    told = "" if with_torch else "\n\nPyTorch is not installed here, and was not measured."
    return markdown(columns, lines, words=2) + told


def growth_table(rows: Sequence[Row]) -> str:
    """Times at three sizes, and beside the loops that SymPy makes."""
    columns = ["", "run at three sizes, ms", "over NumPy", "`lambdify` at", "its loops, s"]
    columns += ["over ours"]
    lines = []
    for row in rows:
        each = row.growth.values()
        lines.append(
            [
                row.name,
                ", ".join(milliseconds(seconds[OURS]) for seconds in each),
                ", ".join(ratio(seconds[OURS], seconds[NUMPY]) for seconds in each),
                row.loops.sizes,
                f"{row.loops.loops:.2f}",
                f"{row.loops.loops / row.loops.ours:.0f}",
            ]
        )
    return markdown(columns, lines, words=1)


def arrays_section(rows: Sequence[Row]) -> str:
    """Both tables."""
    return f"{times_table(rows)}\n\n{growth_table(rows)}"
