"""How times and memory are measured: whatever is compared takes turns in one process.

A machine that does something else meanwhile makes a round slower and never faster. So of all rounds
the least time counts, and a ratio is one of two least times.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

Way = Callable[..., Any]
SECONDS = 1.5
FEWEST, MOST = 7, 60


class Turns:
    """Some ways to compute the same from the same arguments, and the times of each so far."""

    def __init__(self, ways: Mapping[str, Way], arguments: Mapping[str, Sequence[Any]]) -> None:
        """The arguments are told for each way, since each library has arrays of its own."""
        self.ways = ways
        self.arguments = arguments
        self.seconds: dict[str, list[float]] = {name: [] for name in ways}

    def __call__(self) -> None:
        """One round: each way once."""
        for name, way in self.ways.items():
            arguments = self.arguments[name]
            start = perf_counter()
            way(*arguments)
            self.seconds[name].append(perf_counter() - start)

    def take(self, seconds: float = SECONDS) -> dict[str, float]:
        """The least time of each way over as many rounds as fit, none of which collects garbage."""
        rounds = self.rounds(seconds)
        gc.collect()
        gc.disable()
        try:
            for _ in range(rounds):
                self()
        finally:
            gc.enable()
        return self.least()

    def rounds(self, seconds: float = SECONDS) -> int:
        """How many rounds fit, found by one that does not count; at least seven, at most sixty."""
        self()
        once = sum(times.pop() for times in self.seconds.values())
        return max(FEWEST, min(MOST, int(seconds / once)))

    def least(self) -> dict[str, float]:
        """The least time of each way."""
        return {name: min(times) for name, times in self.seconds.items()}


def discarding(way: Way) -> Way:
    """The same without its result, so that freeing it belongs to the time, as it does in a turn."""

    def called(*arguments: Any) -> None:
        way(*arguments)

    return called


def seconds_of(way: Way, *arguments: Any) -> tuple[float, Any]:
    """How long one call takes, and what it returns."""
    start = perf_counter()
    result = way(*arguments)
    return perf_counter() - start, result


def peak_of(way: Way, *arguments: Any) -> int:
    """How many bytes a call has in use at most beyond its arguments, its result included.

    NumPy tells Python's tracer of its arrays; what a library holds elsewhere is not counted.
    """
    way(*arguments)
    gc.collect()
    tracemalloc.start()
    try:
        way(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
