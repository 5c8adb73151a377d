"""Polynomials at many points, against the evaluator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive import array, compile_numpy, diff, grad, matrix, real, size, tanh, total, vector
from tests.numeric.compiling.records import Operator, as_floats, called

n, m = size("n"), size("m")
x, u, A, t = vector("x", n), vector("u", m), matrix("A", n, m), real("t", above=0)

FORMULAS: dict[str, Callable[[], Any]] = {
    "entries": lambda: array(n, lambda i: total(lambda j: u[j] * x[i] ** (j - 1), 1, m)),
    "entries of a matrix": lambda: array(
        (n, m), lambda i, a: total(lambda j: u[j] ** 2 * A[i, a] ** (j - 1) / 3, 1, m)
    ),
    "functions": lambda: array(
        n, lambda i: x[i] * total(lambda j: u[j + 1] * tanh(x[i]) ** j, 0, m - 1)
    ),
    "without a constant": lambda: array(n, lambda i: total(lambda j: u[j] * x[i] ** j, 1, m)),
    "downwards": lambda: array(n, lambda i: total(lambda j: u[j] * x[i] ** (m - j), 1, m)),
    "other weights": lambda: array(n, lambda i: total(lambda j: A[i, j] * x[i] ** (j - 1), 1, m)),
    "up to a place": lambda: array(m, lambda i: total(lambda j: u[j] * t ** (j - 1), 1, i)),
    "perhaps nothing": lambda: array(
        n, lambda i: total(lambda j: u[j] * x[i] ** (j - 1), 1, m - 1)
    ),
    "one number": lambda: total(lambda j: u[j] * t ** (j - 1), 1, m),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    compiled = compile_numpy(FORMULAS[name]())
    record = Operator(name, FORMULAS[name], (x, u, A, t), lambda: 0, "n=1", "n=1")
    for n, m in np.ndindex(3, 4):
        values = record.draw({"n": n + 1, "m": m + 1}, n + m)
        exact = as_floats(record.exactly(values))
        np.testing.assert_allclose(called(compiled, values), exact, 1e-12, 1e-12)


def test_there_is_no_table_of_powers() -> None:
    assert "polyval(x, u)" in compile_numpy(FORMULAS["entries"]()).source
    assert "polyval" not in compile_numpy(FORMULAS["perhaps nothing"]()).source
    assert "polyval" not in compile_numpy(FORMULAS["one number"]()).source


@pytest.mark.parametrize("point", [0.0, -2.0, 0.5])
def test_slopes_are_right_where_the_base_is_zero(point: float) -> None:
    s = real("s")
    powers = total(lambda j: u[j] * s ** (j - 1), 1, m)
    entries = total(lambda i: total(lambda j: u[j] * x[i] ** (j - 1), 1, m), 1, n)
    numbers, places = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, point, 1.0])
    first = compile_numpy(diff(powers, s), u, s)
    second = compile_numpy(diff(diff(powers, s), s), u, s)
    assert first(numbers, point) == pytest.approx(2 + 6 * point + 12 * point**2)
    assert second(numbers, point) == pytest.approx(6 + 24 * point)
    slopes = compile_numpy(grad(entries, x), u, x)(numbers, places)
    np.testing.assert_allclose(slopes, 2 + 6 * places + 12 * places**2)
