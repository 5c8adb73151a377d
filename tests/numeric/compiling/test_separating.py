"""Windows whose weights are products, one dimension after the other, against the evaluator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive import array, compile_numpy, iverson, matrix, padded, size, total, vector
from symderive.language.statements import le
from tests.numeric.compiling.records import Operator, as_floats, called

n, m, k, d = size("n"), size("m"), size("k"), size("d")
X, P = matrix("X", n, m), matrix("P", n + k - 1, m + d - 1)
w, v, W = vector("w", k), vector("v", d), matrix("W", k, d)


def window(weight: Callable[[Any, Any], Any], entry: Callable[..., Any]) -> Any:
    """The sum over a window of k by d entries, at each place."""
    return array(
        (n, m),
        lambda i, j: total(lambda a, e: weight(a, e) * entry(i, j, a, e), k, d),
    )


def forwards(i: Any, j: Any, a: Any, e: Any) -> Any:
    return P[i + a - 1, j + e - 1]


FORMULAS: dict[str, Callable[[], Any]] = {
    "a product": lambda: window(lambda a, e: w[a] * v[e], forwards),
    "powers and numbers": lambda: window(lambda a, e: w[a] ** 2 * v[e] * w[a] / 2, forwards),
    "one weight": lambda: window(lambda a, e: w[a], forwards),
    "backwards": lambda: window(
        lambda a, e: w[a] * v[e], lambda i, j, a, e: P[i + k - a, j + d - e]
    ),
    "zeros outside": lambda: window(
        lambda a, e: w[a] * v[e], lambda i, j, a, e: padded(X)[i + a - 2, j + e - 2]
    ),
    "not of entries alone": lambda: window(
        lambda a, e: w[a] * v[e], lambda i, j, a, e: P[i + a - 1, j + e - 1] ** 2
    ),
    "no product": lambda: window(lambda a, e: W[a, e], forwards),
    "a product and a matrix": lambda: window(lambda a, e: w[a] * W[a, e], forwards),
    "a part of the window": lambda: window(lambda a, e: w[a] * iverson(le(a, e)), forwards),
    "weights that vary": lambda: window(
        lambda a, e: w[a] * v[e], lambda i, j, a, e: X[i, j] * P[i + a - 1, j + e - 1]
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    compiled = compile_numpy(FORMULAS[name]())
    record = Operator(name, FORMULAS[name], (X, P, w, v, W), lambda: 0, "n=1", "n=1")
    for n, m, k, d in np.ndindex(3, 2, 3, 2):
        values = record.draw({"n": n + 1, "m": m + 1, "k": k + 1, "d": d + 1}, n + k)
        exact = as_floats(record.exactly(values))
        np.testing.assert_allclose(called(compiled, values), exact, 1e-12, 1e-12)


def test_two_passes() -> None:
    assert compile_numpy(FORMULAS["a product"]()).source.count("for ") == 2
    assert "\n        for" not in compile_numpy(FORMULAS["a product"]()).source
