"""Many mutants, doubtful claims, true rewritings: ``python -m tests.fuzz --seed 0 --count 2000``.

Ends with status 1 if the prover has proved something false, if the evaluator has refuted something
true, if a call has not kept its time, or if one of them broke.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from symderive.printing.text import text
from tests.fuzz.judge import (
    BROKEN,
    FALSE_PROOF,
    FAULTS,
    OPEN,
    OVER_TIME,
    PROVED,
    REFUTED,
    SOURCES,
    judged,
)

EVALUATOR_SECONDS = 2.0
REWRITINGS_PER_MUTANT = 0.15
DOUBTFUL_PER_MUTANT = 0.15


def show(source: str, seed: int, number: int, found: str, detail: str) -> None:
    """One finding, with what is needed to see it again."""
    subject = SOURCES[source](seed, number)
    print(f"{found}: {source} {number}, {subject}\n  {text(subject.statement)}\n  {detail}")


def run_false(source: str, seed: int, count: int) -> bool:
    """Whether nothing was proved that the evaluator refutes, and nothing broke."""
    seen: Counter[str] = Counter()
    start = time.perf_counter()
    for number, found, detail in judged(source, seed, range(count), EVALUATOR_SECONDS):
        seen[found] += 1
        if found in FAULTS:
            show(source, seed, number, found, detail)
    kinds = (PROVED, REFUTED, OPEN, OVER_TIME, BROKEN, FALSE_PROOF)
    counts = ", ".join(f"{seen[kind]} {kind}" for kind in kinds)
    seconds = time.perf_counter() - start
    print(f"{count} of the kind {source} of seed {seed}: {counts} ({seconds:.0f} s)")
    return not any(seen[fault] for fault in FAULTS)


def run_rewritings(seed: int, count: int) -> bool:
    """Whether no true rewriting was refuted; prints how many of them were proved."""
    seen: Counter[str] = Counter()
    unproved: Counter[str] = Counter()
    for number, found, detail in judged("rewritten", seed, range(count), EVALUATOR_SECONDS):
        seen[found] += 1
        if found != PROVED:
            unproved.update(SOURCES["rewritten"](seed, number).rewritings)
            show("rewritten", seed, number, found, detail)
    share = 100 * seen[PROVED] / count if count else 100.0
    print(f"{count} true rewritings of seed {seed}: {seen[PROVED]} proved ({share:.0f} %)")
    if unproved:
        print("not proved with: " + ", ".join(f"{k} {v}" for k, v in unproved.most_common()))
    return not any(seen[fault] for fault in (REFUTED, *FAULTS))


def main() -> int:
    """Run all and say whether all answers were right."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000, help="number of mutants")
    arguments = parser.parse_args()
    seed, count = arguments.seed, arguments.count
    right = [
        run_false("mutant", seed, count),
        run_false("doubtful", seed, round(count * DOUBTFUL_PER_MUTANT)),
        run_rewritings(seed, round(count * REWRITINGS_PER_MUTANT)),
    ]
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
