"""The time allowed holds also where one comparison of weights would take long."""

from __future__ import annotations

import time

from sympy import IndexedBase, Piecewise, Sum, symbols

from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

SECONDS = 0.5
SLACK = 2.0


def test_a_square_of_a_double_sum_with_one_sum_cut_ends_in_time() -> None:
    """Four slots in 24 orders on pieces of ranges: each addition of a piece costs more."""
    n, i, j = symbols("n i j", integer=True)
    x, A = IndexedBase("x"), IndexedBase("A")
    inner = Sum(x[i] * x[j] * A[i, j], (i, 1, n))
    head, tail = (Piecewise((inner, guard), (0, True)) for guard in (j <= 2, j > 2))
    cut = Sum(head, (j, 1, n)) + Sum(tail, (j, 1, n))
    statement = read_statement(Sum(inner, (j, 1, n)) ** 2, cut**2, [n >= 1])
    started = time.process_time()
    outcome = prove_statement(statement, seconds=SECONDS)
    assert time.process_time() - started < SECONDS + SLACK
    assert outcome.proved or outcome.cut_short or "time allowed" in outcome.reason
