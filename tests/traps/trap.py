"""What a trap is, the answers that are not wrong, and the letters that traps are written with.

Tensors without a shape are total: every integer is an index. A side that is undefined anywhere in
the domain makes a claim false.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sympy import Basic, Expr, IndexedBase, Mul, Sum, Symbol, symbols

from symderive import prove
from symderive.errors import IllFormed

d, k, m, n, r = symbols("d k m n r", integer=True)
a, b, i, j, l, q, t = symbols("a b i j l q t", integer=True)
alpha, beta = symbols("alpha beta", real=True)
w, x, y, A = map(IndexedBase, ("w", "x", "y", "A"))
of_length_n = IndexedBase("v", shape=(n,))

PROVED, REFUTED, UNDECIDED = {"proved"}, {"refuted"}, {"undecided"}
UNDEFINED = {"refuted as undefined"}
NOT_PROVED = REFUTED | UNDEFINED | UNDECIDED | {"not read"}
NOT_REFUTED = frozenset({"proved", "proved_at_sizes", "not read", "undecided"})


@dataclass(frozen=True)
class Trap:
    """A claim, and the answers that are not wrong."""

    name: str
    lhs: Expr
    rhs: Expr
    given: Sequence[Basic]
    allowed: set[str]


def answer(lhs: Expr, rhs: Expr, given: Sequence[Basic]) -> str:
    """The status of the verdict; said apart: refuted because undefined, and refused when read."""
    try:
        verdict = prove(lhs, rhs, given=list(given))
    except IllFormed:
        return "not read"
    if verdict.witness is not None and verdict.witness.undefined:
        return f"{verdict.status} as undefined"
    return verdict.status


def judge(traps: Sequence[Trap]) -> pytest.MarkDecorator:
    """One test per trap, called by its name."""
    return pytest.mark.parametrize("trap", traps, ids=[trap.name for trap in traps])


def total(body: Expr, upper: Expr = n, index: Symbol = i) -> Expr:
    """The sum of the body over 1..upper."""
    return Sum(body, (index, 1, upper))


def written(*factors: Expr) -> Expr:
    """A product as it is written: SymPy cancels nothing in it."""
    return Mul(*factors, evaluate=False)
