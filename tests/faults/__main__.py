"""The whole of it, which takes some minutes: ``python -m tests.faults --seeds 200``.

Ends with status 1 if a mistake is not seen, or a sum in another order is taken for a mistake.
"""

from __future__ import annotations

import argparse
import sys

from tests.faults import FAULTS, REORDERINGS, SIZE, seen


def main() -> int:
    """Print how clearly every mistake is seen, and how near rounding comes to the tolerance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="of each of the reorderings")
    seeds = parser.parse_args().seeds
    wrong = 0
    print(f"difference/tolerance of one mistake among {SIZE} terms:")
    for name, write in FAULTS.items():
        evidence = seen(write)
        wrong += evidence.outcome != "failed"
        print(f"  {evidence.ratio:8.1e}  {evidence.outcome}: {name}", flush=True)
    print(f"largest difference/tolerance of {seeds} sums in another order:")
    for name, write in REORDERINGS.items():
        found = [seen(write, seed) for seed in range(seeds)]
        wrong += sum(evidence.outcome != "passed" for evidence in found)
        largest = max(evidence.ratio or 0.0 for evidence in found)
        print(f"  {largest:8.1e}  {name}", flush=True)
    print("no mistake missed, no false alarm" if not wrong else f"{wrong} taken wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
