"""Sums over the diagonals around an index: nothing is built of what lies beside a band."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.random import default_rng

from symderive import absolute, array, compile_numpy, iverson, matrix, size, tensor, total, vector
from symderive.language.statements import all_of, le
from tests.numeric.compiling.records import Operator, as_floats, called

n, m, b = size("n"), size("m"), size("b")
x, y, A, B = vector("x", n), vector("y", m), matrix("A", n, n), matrix("B", n, m)


def near(width: Any) -> Callable[[Any, Any], Any]:
    """[|i - j| <= width]."""
    return lambda i, j: iverson(absolute(i - j) <= width)


def between(low: Any, high: Any) -> Callable[[Any, Any], Any]:
    """[low <= j - i <= high]."""
    return lambda i, j: iverson(all_of(le(low, j - i), le(j - i, high)))


BANDS: dict[str, Callable[[Any, Any], Any]] = {
    "of two": near(2),
    "of any width": near(b),
    "above": between(0, 2),
    "below": between(-3, -1),
    "far above": between(3, 4),
    "one": between(1, 1),
}
SUMS: dict[str, Callable[[Any], Any]] = {
    "rows": lambda band: array(n, lambda i: total(lambda j: band(i, j) * A[i, j] * x[j], 1, n)),
    "columns": lambda band: array(n, lambda i: total(lambda j: band(i, j) * A[j, i] * x[j], 1, n)),
    "not square": lambda band: array(
        n, lambda i: total(lambda j: band(i, j) * B[i, j] * y[j], 1, m)
    ),
    "the other way": lambda band: array(
        m, lambda i: total(lambda j: band(i, j) * B[j, i] * x[j], 1, n)
    ),
    "of entries alone": lambda band: array(
        n, lambda i: total(lambda j: band(i, j) * A[i, j], 1, n) + x[i]
    ),
    "of the transpose": lambda band: array(
        m, lambda i: total(lambda j: band(i, j) * B.T[i, j] * x[i * 0 + j], 1, n)
    ),
    "in all": lambda band: total(lambda i, j: band(i, j) * B[i, j] * x[i], n, m),
    "of squares": lambda band: array(
        n, lambda i: total(lambda j: band(i, j) * (A[i, j] - x[j]) ** 2, 1, n)
    ),
    "beside another axis": lambda band: array(
        (n, m), lambda i, k: total(lambda j: band(i, j) * A[i, j] * B[j, k], 1, n)
    ),
}


@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("band", BANDS)
def test_values_are_those_of_the_evaluator(name: str, band: str) -> None:
    def formula() -> Any:
        return SUMS[name](BANDS[band])

    compiled = compile_numpy(formula())
    record = Operator(name, formula, (x, y, A, B), lambda: 0, "", "")
    for first in (1, 2, 3, 4, 6):
        for second in (1, 2, 5):
            sizes = {"n": first, "m": second, "b": (first + second) % 4 + 1}
            values = record.draw(sizes, first + second)
            np.testing.assert_array_equal(
                called(compiled, values), as_floats(record.exactly(values)), str(sizes)
            )


k = size("k")
w, L = vector("w", n + k - 1), matrix("L", n, k)
X, T = matrix("X", n + k - 1, m), tensor("T", n, m, k)
STORED: dict[str, tuple[bool, Callable[[], Any]]] = {
    "a row for each place": (
        True,
        lambda: array(n, lambda i: total(lambda a: L[i, a] * w[i + a - 1], 1, k)),
    ),
    "in reverse": (
        False,
        lambda: array(n, lambda i: total(lambda a: L[i, a] * w[i + k - a], 1, k)),
    ),
    "a row for each place, of many": (
        True,
        lambda: array((n, m), lambda i, j: total(lambda a: T[i, j, a] * X[i + a - 1, j], 1, k)),
    ),
    "with numbers": (
        False,
        lambda: array(n, lambda i: total(lambda a: L[i, a] * w[i + a - 1] * x[i] * w[a], 1, k)),
    ),
    "the same for many": (
        False,
        lambda: array((n, m), lambda i, j: total(lambda a: L[i, a] * X[i + a - 1, j], 1, k)),
    ),
    "in all": (False, lambda: total(lambda i, a: L[i, a] * w[i + a - 1], n, k)),
}


@pytest.mark.parametrize("name", STORED)
def test_rows_of_their_own_for_windows(name: str) -> None:
    at_once, formula = STORED[name]
    compiled = compile_numpy(formula())
    assert ("for a in" not in compiled.source) or not at_once
    record = Operator(name, formula, (x, w, L, X, T), lambda: 0, "", "")
    for first in (1, 2, 3, 5):
        for second in (1, 2, 4):
            sizes = {"n": first, "m": 1 + first % 3, "k": second}
            values = record.draw(sizes, first + second)
            np.testing.assert_array_equal(
                called(compiled, values), as_floats(record.exactly(values)), str(sizes)
            )


def test_what_lies_beside_the_band_does_not_matter() -> None:
    compiled = compile_numpy(SUMS["rows"](BANDS["of two"]))
    matrix_of = default_rng(0).standard_normal((9, 9))
    matrix_of[np.abs(np.subtract.outer(np.arange(9), np.arange(9))) > 2] = np.nan
    values = np.arange(9.0)
    wanted = np.where(np.isnan(matrix_of), 0, matrix_of) @ values
    np.testing.assert_allclose(compiled(matrix_of, values), wanted, 1e-13)
    assert "np.pad(A" not in compiled.source
