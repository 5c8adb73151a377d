"""Values that stand in a part of an axis, ranges with several ends, arrays that may be empty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from symderive import (
    array,
    compile_numpy,
    exp,
    greater_of,
    iverson,
    lesser_of,
    matrix,
    maximum,
    minimum,
    padded,
    product,
    real,
    size,
    total,
    vector,
)
from symderive.language.statements import all_of, eq, ge, le
from tests.numeric.compiling.records import as_floats, called, exact_values

n, m = size("n"), size("m")
x, y, u, v = vector("x", n), vector("y", n), vector("u", m), vector("v", m)
a, b = real("a"), real("b")
VARIABLES = (x, y, u, v, a, b)

FORMULAS = {
    "a number up to a size, and a number": lambda: array(n, lambda j: iverson(le(j, m)) * a + b),
    "a number up to a size, and a vector": lambda: array(n, lambda j: iverson(le(j, m)) * a + x[j]),
    "a number from a size on": lambda: array(n, lambda j: x[j] - iverson(ge(j, m)) * a),
    "a vector repeated up to a size": lambda: array(
        (n, n), lambda i, j: iverson(le(j, m)) * x[i] + x[j]
    ),
    "parts of several axes": lambda: array(
        (n, n, m),
        lambda i, j, k: iverson(le(j, m)) * x[i] + v[k] - iverson(all_of(le(k, n), ge(i, m))) * a,
    ),
    "a clipped entry up to a size": lambda: array(
        n, lambda j: exp(iverson(le(j, m)) * v[lesser_of(m, j)] - a)
    ),
    "a product between ends, one of them cut": lambda: array(
        n, lambda i: product(lambda p: a, greater_of(1, i - 1), i + 2)
    ),
    "a least value between ends, one of them cut": lambda: array(
        n, lambda i: minimum(lambda p: x[p], greater_of(1, i - 1), i)
    ),
    "a greatest value between ends, both of them cut": lambda: array(
        n, lambda i: maximum(lambda p: x[p], greater_of(1, i - 2), lesser_of(n, i + 2))
    ),
    "windows at no place": lambda: array(
        n // 2, lambda i: total(lambda p: u[p] * padded(y)[i + p], 1, m)
    ),
    "windows of two vectors at no place": lambda: array(
        n // 2,
        lambda i: total(
            lambda p, q: u[p] * v[q] * padded(x)[2 * i + p - 1] * y[(i + q) % n + 1], m, m
        ),
    ),
    "entries around a circle that brackets hide, squared": lambda: array(
        (n, n + m - 1),
        lambda i, j: total(
            lambda k: (
                (
                    iverson(all_of(ge((k - j + m) % m, 1), le((k - j + m) % m, n)))
                    * x[(k - j + m) % m]
                )
                ** 2
            ),
            1,
            m,
        ),
    ),
    "an entry beside the array, at one place": lambda: array(
        n, lambda i: iverson(eq(i, n)) * padded(x)[i % n] + y[i]
    ),
    "an entry that is there from a size on": lambda: array(
        n, lambda i: iverson(ge(n, 3)) * x[3] * y[i]
    ),
    "strided windows at no place": lambda: total(
        lambda i: total(lambda p: exp(padded(x)[2 * p]), i, lesser_of(n, i + 1)) * a, 1, n // 2
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_parts(name: str) -> None:
    expression: Any = FORMULAS[name]()
    compiled = compile_numpy(expression)
    for long, short in ((1, 1), (2, 1), (1, 2), (3, 2), (2, 3), (5, 3), (3, 6)):
        random = np.random.default_rng(10 * long + short)
        values = {
            variable.term.name: random.integers(-4, 5, (length,)) / 2
            for variable, length in ((x, long), (y, long), (u, short), (v, short))
        }
        values |= {"n": long, "m": short, "a": 1.5, "b": -0.25}
        exact = as_floats(exact_values(expression.term, values, VARIABLES))
        found = called(compiled, values)
        assert np.shape(found) == exact.shape
        np.testing.assert_allclose(found, exact, 1e-13, 1e-13)


@pytest.mark.parametrize("ratio", [0.0, 0.001, -0.5])
def test_powers_behind_a_bracket_are_not_computed(ratio: float) -> None:
    S = matrix("S", n, n)
    expression = array(n, lambda i: total(lambda j: a ** (i - j) * S[i, j] * x[j], 1, i))
    compiled = compile_numpy(expression)
    for length in (1, 2, 3, 200):
        table, values = np.ones((length, length)), np.arange(1.0, length + 1)
        wanted = [sum(ratio ** (i - j) * values[j] for j in range(i + 1)) for i in range(length)]
        np.testing.assert_allclose(compiled(a=ratio, S=table, x=values), wanted, 1e-13)
