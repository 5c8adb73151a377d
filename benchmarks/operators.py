"""Compiled operators against versions by hand: ``python -m benchmarks.operators [-k TEXT]``.

Both run in one process on the same arrays, turn and turn about; the least processor time of several
rounds counts. Memory is the most that is allocated during one call beyond the arguments, the result
among it, as tracemalloc sees it.
"""

from __future__ import annotations

import argparse
import inspect
import resource
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import process_time
from typing import Any

import numpy as np

from symderive import compile_numpy
from tests.numeric.compiling.operators import all_operators
from tests.numeric.compiling.records import Operator, Values

ROUNDS = 4
AT_LEAST = 0.02
"""Seconds in a round, reached by repeating."""
ENOUGH = 1.0
"""Seconds after which one round has to do."""
LONGEST = 40
"""Seconds after which an operator is given up."""
MEMORY = 12 * 2**30
"""Bytes that the process may take; what wants more is an error, and not the end."""
MEGABYTE = 2**20
SMALLEST = 2**16


@dataclass(frozen=True)
class Ratio:
    """What an operator takes, compiled and by hand."""

    name: str
    compiling: float
    compiled: float
    by_hand: float
    memory: float
    memory_by_hand: float
    error: float

    @property
    def time(self) -> float:
        """Compiled over by hand."""
        return self.compiled / self.by_hand

    @property
    def space(self) -> float:
        """The same for memory, where there is anything to speak of."""
        return max(self.memory, SMALLEST) / max(self.memory_by_hand, SMALLEST)

    def __str__(self) -> str:
        return (
            f"{self.time:8.2f} {self.space:8.2f} {1e3 * self.compiled:10.2f}"
            f" {1e3 * self.by_hand:10.2f} {self.memory / MEGABYTE:9.1f}"
            f" {self.memory_by_hand / MEGABYTE:9.1f} {1e3 * self.compiling:9.0f}"
            f" {self.error:8.0e}  {self.name}"
        )


HEADER = (
    "    time   memory         ms    by hand        MB   by hand   compile    error\n"
    "   ratio    ratio                                             ms"
)


def seconds(function: Callable[[], Any]) -> float:
    """The time of one call, the mean of as many as make it measurable."""
    start, calls = process_time(), 0
    while True:
        function()
        calls += 1
        passed = process_time() - start
        if passed > AT_LEAST:
            return passed / calls


def side_by_side(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[float, float]:
    """The least times of both."""
    times = [(seconds(first), seconds(second))]
    while len(times) < ROUNDS and sum(map(sum, times)) < ENOUGH:
        times.append((seconds(first), seconds(second)))
    return min(t for t, _ in times), min(t for _, t in times)


def peak(function: Callable[[], Any]) -> int:
    """The most bytes that are allocated at once during a call."""
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def difference(found: Any, wanted: Any) -> float:
    """The greatest difference over the greatest entry."""
    if np.shape(found) != np.shape(wanted):
        return float("inf")
    scale = float(np.max(np.abs(wanted), initial=0.0)) or 1.0
    return float(np.max(np.abs(np.asarray(found) - wanted), initial=0.0)) / scale


def measured(operator: Operator) -> Ratio:
    """The operator at its large sizes."""
    [sizes] = operator.sizes(operator.large)
    values: Values = operator.draw(sizes, 1, large=True)
    start = process_time()
    function = compile_numpy(operator.expression())
    compiling = process_time() - start

    chosen = {name: values[name] for name in inspect.signature(function).parameters}

    def compiled() -> Any:
        return function(**chosen)

    given = {name: values[name] for name in inspect.signature(operator.by_hand).parameters}

    def by_hand() -> Any:
        return operator.by_hand(**given)

    error = difference(compiled(), by_hand())
    times = side_by_side(compiled, by_hand)
    return Ratio(operator.name, compiling, *times, peak(compiled), peak(by_hand), error)


def _child(operator: Operator, pipe: Connection) -> None:
    """Measure in a process of its own, in which memory is limited."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        pipe.send(measured(operator))
    except Exception as error:  # noqa: BLE001 - it is told, and the others go on
        pipe.send(repr(error))


def outcome(operator: Operator) -> Ratio | str:
    """What an operator takes, or why that is not known."""
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(operator, theirs))
    process.start()
    theirs.close()
    try:
        found: Ratio | str = ours.recv() if ours.poll(LONGEST) else f"more than {LONGEST} s"
    except EOFError:
        found = "the process died"
    process.kill()
    process.join()
    return found


def main() -> int:
    """Measure all, print the worst first; 1 where something could not run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.operators", description=__doc__)
    parser.add_argument("-k", metavar="TEXT", default="", help="only names with this text")
    parser.add_argument("--above", type=float, default=0.0, help="only ratios above this")
    arguments = parser.parse_args()
    found, failed = [], []
    for operator in all_operators():
        if arguments.k not in operator.name:
            continue
        row = outcome(operator)
        if isinstance(row, Ratio):
            found.append(row)
        else:
            failed.append(f"failed: {operator.name}: {row}")
        print(row if isinstance(row, Ratio) else failed[-1], file=sys.stderr)
    print(HEADER)
    for row in sorted(found, key=lambda row: -max(row.time, row.space)):
        if max(row.time, row.space) >= arguments.above:
            print(row)
    print(*failed, sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
