"""Times of the identities: every one of them for the terminal, a summary for the README."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.table import markdown, milliseconds
from tests.identities import Identity

CALLED = {
    "prover": "symderive, prover alone",
    "prove": "symderive, `prove`",
    "prototype": "an earlier implementation of the same algorithm",
    "sympy": "plain SymPy",
}


@dataclass(frozen=True)
class Measured:
    """A status and the seconds it took."""

    status: str
    seconds: float


Found = Mapping[str, Sequence[Measured]]


def details(identities: Sequence[Identity], found: Found) -> str:
    """One line per identity: status and milliseconds of every engine, ratio to the prototype."""
    compared = "prototype" in found
    lines = [f"{'identity':32s}" + "".join(f"{e:>22s}" for e in found) + "   ratio" * compared]
    for place, identity in enumerate(identities):
        cells = [found[engine][place] for engine in found]
        line = f"{identity.name:32s}" + "".join(
            f"{cell.status:>13s}{milliseconds(cell.seconds):>9s}" for cell in cells
        )
        if compared:
            line += f"{found['prover'][place].seconds / found['prototype'][place].seconds:8.2f}"
        lines.append(line)
    return "\n".join(lines)


def section(identities: Sequence[Identity], found: Found) -> str:
    """The summary as a Markdown table, times over the true identities only."""
    true = [place for place, identity in enumerate(identities) if identity.truth]
    false = [place for place, identity in enumerate(identities) if not identity.truth]
    columns = [
        "",
        f"true ones proved (of {len(true)})",
        f"false ones proved (of {len(false)})",
        f"false ones refuted (of {len(false)})",
        "median ms",
        "slowest ms",
        "all true ones, ms",
    ]
    lines = []
    for engine, answers in found.items():
        times = [answers[place].seconds for place in true]
        row = [
            CALLED[engine],
            str(sum(answers[place].status == "proved" for place in true)),
            str(sum(answers[place].status == "proved" for place in false)),
            str(sum(answers[place].status == "refuted" for place in false))
            if engine in {"prove", "prototype"}
            else "",
            milliseconds(median(times)),
            milliseconds(max(times)),
            milliseconds(sum(times)),
        ]
        lines.append(row)
    told = [ratios(found, true, other) for other in ("prototype", "sympy") if other in found]
    return "\n\n".join([markdown(columns, lines), *told])


def ratios(found: Found, places: Sequence[int], other: str) -> str:
    """How the prover alone compares on the true identities, in one sentence."""
    each = [found["prover"][p].seconds / found[other][p].seconds for p in places]
    total = sum(found["prover"][p].seconds for p in places) / sum(
        found[other][p].seconds for p in places
    )
    typical = math.exp(sum(map(math.log, each)) / len(each))
    return (
        f"Time of the prover alone over that of {CALLED[other]}: median {median(each):.2g}, "
        f"geometric mean {typical:.2g}, all true identities together {total:.2g}."
    )
