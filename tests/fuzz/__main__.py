"""Many mutants and many true rewritings: ``python -m tests.fuzz --seed 0 --count 2000``.

Ends with status 1 if the prover has proved something false, or if the evaluator has refuted
something true.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from symderive.printing.text import text
from tests.fuzz.judge import FALSE_PROOF, OPEN, PROVED, REFUTED, judge
from tests.fuzz.mutate import Mutant, mutant
from tests.fuzz.rewrite import Rewritten, rewritten

EVALUATOR_SECONDS = 2.0
REWRITINGS_PER_MUTANT = 0.15


def show(kind: str, number: int, what: Mutant | Rewritten, detail: str) -> None:
    """One finding, with what is needed to see it again."""
    print(f"{kind}: number {number}, {what}\n  {text(what.statement)}\n  {detail}")


def run_mutants(seed: int, count: int) -> bool:
    """Whether no mutant was proved that the evaluator refutes."""
    seen: Counter[str] = Counter()
    start = time.perf_counter()
    for number in range(count):
        wrong = mutant(seed, number)
        found, detail = judge(wrong.statement, EVALUATOR_SECONDS)
        seen[found] += 1
        if found == FALSE_PROOF:
            show(found, number, wrong, detail)
    counts = ", ".join(f"{seen[kind]} {kind}" for kind in (PROVED, REFUTED, OPEN, FALSE_PROOF))
    print(f"{count} mutants of seed {seed}: {counts} ({time.perf_counter() - start:.0f} s)")
    return not seen[FALSE_PROOF]


def run_rewritings(seed: int, count: int) -> bool:
    """Whether no true rewriting was refuted; prints how many of them were proved."""
    seen: Counter[str] = Counter()
    unproved: Counter[str] = Counter()
    for number in range(count):
        equal = rewritten(seed, number)
        found, detail = judge(equal.statement, EVALUATOR_SECONDS)
        seen[found] += 1
        if found != PROVED:
            unproved.update(equal.rewritings)
            show(found, number, equal, detail)
    share = 100 * seen[PROVED] / count if count else 100.0
    print(f"{count} true rewritings of seed {seed}: {seen[PROVED]} proved ({share:.0f} %)")
    if unproved:
        print("not proved with: " + ", ".join(f"{k} {v}" for k, v in unproved.most_common()))
    return not seen[FALSE_PROOF] and not seen[REFUTED]


def main() -> int:
    """Run both and say whether all answers were right."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000, help="number of mutants")
    arguments = parser.parse_args()
    no_false_proof = run_mutants(arguments.seed, arguments.count)
    rewritings = round(arguments.count * REWRITINGS_PER_MUTANT)
    return 0 if run_rewritings(arguments.seed, rewritings) and no_false_proof else 1


if __name__ == "__main__":
    sys.exit(main())
