"""Sums over all pairs but those on a diagonal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.random import default_rng

from symderive import absolute, array, compile_numpy, exp, iverson, matrix, size, total, vector
from symderive.language.statements import all_of, eq, ge, gt, ne, negation
from tests.numeric.compiling.records import Operator, as_floats, called

n, m = size("n"), size("m")
x, y, A, B = vector("x", n), vector("y", m), matrix("A", n, n), matrix("B", n, m)


def over(bracket: Callable[[Any, Any], Any], value: Callable[[Any, Any], Any]) -> Any:
    """The sum over all pairs of both sizes."""
    return total(lambda i, j: iverson(bracket(i, j)) * value(i, j), n, m)


FORMULAS: dict[str, tuple[bool, Callable[[], Any]]] = {
    "entries": (True, lambda: over(ne, lambda i, j: B[i, j])),
    "beside vectors": (True, lambda: over(ne, lambda i, j: x[i] * B[i, j] * y[j])),
    "of a square matrix": (
        True,
        lambda: total(lambda i, j: iverson(ne(i, j)) * A[i, j] * A[j, i], n, n),
    ),
    "above": (True, lambda: over(lambda i, j: ne(i + 1, j), lambda i, j: B[i, j])),
    "below": (True, lambda: over(lambda i, j: ne(j, i - 2), lambda i, j: B[i, j])),
    "far away": (True, lambda: over(lambda i, j: ne(i, j + n), lambda i, j: B[i, j])),
    "negated": (True, lambda: over(lambda i, j: negation(eq(j, i)), lambda i, j: B[i, j])),
    "computed": (True, lambda: over(ne, lambda i, j: absolute(x[i] - y[j]) ** 3)),
    "in rows": (
        True,
        lambda: array(n, lambda i: total(lambda j: iverson(ne(i, j)) * B[i, j] * y[j], 1, m)),
    ),
    "in columns": (
        True,
        lambda: array(m, lambda j: total(lambda i: iverson(ne(i, j)) * B[i, j], 1, n)),
    ),
    "a chain": (
        True,
        lambda: total(
            lambda i, j, k: iverson(ne(i, j)) * iverson(ne(j, k)) * A[i, j] * A[j, k], n, n, n
        ),
    ),
    "two diagonals": (
        True,
        lambda: over(lambda i, j: all_of(ne(i, j), ne(i, j + 1)), lambda i, j: B[i, j]),
    ),
    "and above it": (
        True,
        lambda: over(lambda i, j: all_of(ne(i + 1, j), ge(j, i)), lambda i, j: B[i, j]),
    ),
    "and where it is positive": (
        True,
        lambda: over(lambda i, j: all_of(ne(i, j), gt(B[i, j], 0)), lambda i, j: B[i, j]),
    ),
    "no values on it": (False, lambda: over(ne, lambda i, j: 1 / (i - j))),
    "exponentials": (False, lambda: over(ne, lambda i, j: exp(B[i, j] * 0) * B[i, j])),
    "the other diagonal": (False, lambda: over(lambda i, j: ne(i + j, n), lambda i, j: B[i, j])),
    "a steep one": (False, lambda: over(lambda i, j: ne(2 * i, j), lambda i, j: B[i, j])),
    "between entries": (False, lambda: over(lambda i, j: ne(i / 2, j), lambda i, j: B[i, j])),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    applies, formula = FORMULAS[name]
    compiled = compile_numpy(formula())
    assert ("_without_diagonal" in compiled.source) == applies
    record = Operator(name, formula, (x, y, A, B), lambda: 0, "", "")
    for first in (1, 2, 3, 5):
        for second in (1, 2, 4):
            values = record.draw({"n": first, "m": second}, first + second)
            kept = {key: np.copy(value) for key, value in values.items()}
            exact = as_floats(record.exactly(values))
            with np.errstate(divide="ignore"):
                found = called(compiled, values)
            np.testing.assert_allclose(found, exact, 1e-12, 1e-12)
            for key, value in kept.items():
                np.testing.assert_array_equal(values[key], value)


@pytest.mark.parametrize("shape", [(700, 900), (900, 700), (3, 200_000), (200_000, 3)])
@pytest.mark.parametrize("ahead", [-2, 0, 3])
def test_diagonals_are_found_in_every_block(shape: tuple[int, int], ahead: int) -> None:
    compiled = compile_numpy(over(lambda i, j: ne(i + ahead, j), lambda i, j: B[i, j]), B)
    values = default_rng(0).integers(-9, 10, shape).astype(float)
    wanted = values.sum() - values.trace(ahead)
    values[np.eye(*shape, ahead) == 1] = 77
    assert compiled(values) == wanted
