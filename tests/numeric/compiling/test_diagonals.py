"""Results of which only a diagonal is computed, at all small sizes, against the evaluator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive import (
    array,
    compile_numpy,
    delta,
    diag,
    eye,
    iverson,
    jacobian,
    matrix,
    size,
    softmax,
    tanh,
    total,
    vector,
)
from symderive.language.statements import all_of, eq, gt, le, ne
from tests.numeric.compiling.records import Operator, as_floats, called

n, m = size("n"), size("m")
x, y, A = vector("x", n), vector("y", m), matrix("A", n, n)

FORMULAS: dict[str, Callable[[], Any]] = {
    "a Jacobian": lambda: jacobian(tanh(x), x),
    "beside a full matrix": lambda: jacobian(softmax(x), x),
    "not square": lambda: array((n, m), lambda i, j: delta(i, j) * x[i]),
    "above": lambda: array((n, m), lambda i, j: delta(i + 2, j) * x[i] * y[j]),
    "across": lambda: array((n, m), lambda i, j: delta(i + j, n) * x[i] + x[i] * y[j]),
    "across, a quotient": lambda: array((n, n), lambda i, j: delta(i + j, n + 1) / x[i]),
    "with an axis between": lambda: array((n, m, n), lambda i, j, k: delta(i, k) * x[i] * y[j]),
    "two of a tensor": lambda: array(
        (n, m, n), lambda i, j, k: delta(i, k) * x[i] * y[j] + delta(i, j) * A[i, k]
    ),
    "two at once": lambda: array((n, n, n), lambda i, j, k: delta(i, j) * delta(j, k) * x[i]),
    "of pairs": lambda: array(
        (n, n, m, m), lambda i, j, k, p: delta(i, j) * delta(k, p) * x[i] * y[k]
    ),
    "the same number": lambda: A + 3 * eye(n),
    "of a product": lambda: diag(x) @ A + diag(x),
    "ending early": lambda: array((n, n), lambda i, j: delta(i, j) * iverson(le(i, 3)) * x[i]),
    "three beside each other": lambda: array(
        (n, n),
        lambda i, j: delta(i, j + 1) * x[j] - delta(i + 1, j) * x[i] + 2 * delta(i, j) * x[i],
    ),
    "no diagonal: every other column": lambda: array((n, m), lambda i, j: delta(2 * i, j) * x[i]),
    "no diagonal: all but it": lambda: array((n, m), lambda i, j: iverson(ne(i, j)) * x[i]),
    "where numbers allow": lambda: array(
        (n, m), lambda i, j: iverson(all_of(eq(i, j), gt(x[i], 0))) * x[i]
    ),
    "of sums": lambda: array(
        (n, n), lambda i, j: x[i] * total(lambda k: delta(i, j) * A[k, i], 1, n)
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    formula = FORMULAS[name]
    compiled = compile_numpy(formula())
    record = Operator(name, formula, (x, y, A), lambda: 0, "n=1 m=1", "n=1 m=1")
    for sizes in ({"n": a, "m": b} for a in (1, 2, 3, 4) for b in (1, 2, 3, 5)):
        values = record.draw(sizes, sizes["n"] + sizes["m"])
        values["x"] += 0.125
        exact = as_floats(record.exactly(values))
        found = called(compiled, values)
        assert found.shape == exact.shape
        np.testing.assert_allclose(found, exact, 1e-12, 1e-12, err_msg=str(sizes))


@pytest.mark.parametrize("name", ["a Jacobian", "not square", "across, a quotient"])
def test_nothing_is_computed_beside_a_diagonal(name: str) -> None:
    assert "==" not in compile_numpy(FORMULAS[name]()).source.split('"""')[2]
