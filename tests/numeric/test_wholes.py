"""Equations between whole tensors in brackets, premises and conclusions."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive.language.constructions import ones
from symderive.language.declarations import matrix, vector
from symderive.language.domains import index, real, size
from symderive.language.reading import read_statement
from symderive.language.statements import all_of, any_of, eq, forall, iff, implies, ne
from symderive.language.sums import delta, iverson, total
from symderive.numeric.check import evidence_of
from symderive.numeric.evaluation import Evaluation, array_of
from symderive.numeric.grids import truth
from symderive.numeric.wholes import opened

n, m = size("n"), size("m")
x, y, z = vector("x", n), vector("y", n), real("z")
A, B = matrix("A", m, n), matrix("B", m, n)
u, v = vector("u", n), vector("v", m)
i = index("i", n)
SIZES = {"m": 3, "n": 6}

Write = Callable[[], Any]

TRUE: dict[str, Write] = {
    "equal": lambda: eq(iverson(eq(x + y, y + x)), 1),
    "equal within rounding": lambda: eq(iverson(eq((x + z) - z, x)), 1),
    "sums within rounding": lambda: eq(
        iverson(eq(x.sum(), total(lambda k: x[n + 1 - k], 1, n))), 1
    ),
    "not equal": lambda: eq(iverson(eq(x, y)), 0),
    "one entry differs": lambda: eq(iverson(eq(x, x + iverson(eq(n, 6)) * x)), 0),
    "squared": lambda: eq(iverson(eq(A, B)) ** 2, iverson(eq(A, B))),
    "matrices": lambda: eq(iverson(eq(A.T, B.T)), iverson(eq(A, B))),
    "sizes": lambda: eq(iverson(eq(ones(n), ones(m))), iverson(eq(n, m))),
    "sizes of variables": lambda: eq(iverson(eq(u, v)), 0),
    "under an index": lambda: eq(iverson(eq(x[i] * y, y * x[1])), delta(i, 1)),
    "under a sum": lambda: eq(total(lambda k: iverson(eq(k * x, x)), 1, n), 1),
    "beside a tensor": lambda: eq(iverson(eq(x, x)) * y, y),
    "an implication inside": lambda: eq(iverson(implies(eq(x, y), eq(y, x))), 1),
    "a premise": lambda: implies(eq(x, y), eq(x.sum(), y.sum())),
    "premise and conclusion": lambda: implies(eq(A, B), eq(2 * A, B + A)),
    "an alternative": lambda: any_of(eq(x, y), ne(x[1], y[1])),
    "an alternative under an index": lambda: any_of(eq(x[i] * x, y), ne(x[i] * x[1], y[1])),
    "entry by entry": lambda: iff(eq(x, y), forall(lambda k: eq(x[k], y[k]), n)),
}
FALSE: dict[str, Write] = {
    "not equal": lambda: eq(iverson(eq(x, y)), 1),
    "equal": lambda: eq(iverson(eq(x + y, y + x)), 0),
    "one entry differs": lambda: eq(iverson(eq(x, x + x * iverson(eq(n, 6)))), 1),
    "sizes": lambda: eq(iverson(eq(ones(n), ones(m))), 1),
    "under an index": lambda: eq(iverson(eq(x[i] * y, y * x[1])), 1),
    "a premise": lambda: implies(eq(x, y), eq(x.sum(), 2 * y.sum())),
    "an alternative": lambda: any_of(eq(x, y), eq(x[1], y[1])),
    "an alternative under an index": lambda: any_of(eq(x[i] * x, y), eq(x[i] * x[1], y[1])),
    "all of an alternative": lambda: any_of(all_of(eq(x, x), eq(A, B)), eq(z, z + 1)),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_pass(name: str) -> None:
    evidence = evidence_of(read_statement(TRUE[name]()), SIZES)
    assert evidence.outcome == "passed", evidence


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_fail(name: str) -> None:
    evidence = evidence_of(read_statement(FALSE[name]()), SIZES)
    assert evidence.outcome == "failed", evidence


def test_a_premise_under_an_index_is_judged_at_each_of_its_values() -> None:
    write = implies(eq(i * x, x), eq(i * x[1], x[1]))
    evidence = evidence_of(read_statement(write), SIZES)
    assert evidence.outcome == "passed"
    assert evidence.points < 6 * 24


@pytest.mark.parametrize("same", [True, False])
def test_at_once_and_opened_agree(same: bool) -> None:
    left = np.arange(18.0).reshape(3, 6)
    right = left if same else left + (left == 17)
    run = Evaluation({A.term: left, B.term: right})
    equation = eq(A, B).term
    assert bool(truth(run, equation, ())) is same
    assert bool(truth(run, opened(equation), ())) is same


def test_without_scales_equal_is_equal() -> None:
    bracket = iverson(eq(x, y)).term
    near = np.nextafter(np.ones(2), 2)
    values = [{x.term: np.ones(2), y.term: other} for other in (np.ones(2), near)]
    assert [float(array_of(bracket, each)) for each in values] == [1, 0]
