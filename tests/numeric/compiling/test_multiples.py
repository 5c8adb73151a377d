"""Sums over multiples of an index: one slice for each factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive import array, compile_numpy, iverson, matrix, size, total, vector
from symderive.language.statements import all_of, ge, le, lt
from tests.numeric.compiling.records import Operator, as_floats, called

n, m = size("n"), size("m")
x, y, w, X = vector("x", n), vector("y", n), vector("w", m), matrix("X", n, m)


def within(value: Callable[[Any, Any], Any], condition: Callable[[Any, Any], Any]) -> Any:
    """A sum for each place, over all factors that a condition allows."""
    return array(n, lambda i: total(lambda j: iverson(condition(i, j)) * value(i, j), 1, n))


FORMULAS: dict[str, tuple[bool, Callable[[], Any]]] = {
    "up to a quotient": (
        True,
        lambda: array(n, lambda i: total(lambda j: x[i * j], 1, n // i)),
    ),
    "with weights": (
        True,
        lambda: array(n, lambda i: total(lambda j: y[j] * x[i * j] * y[i], 1, n // i)),
    ),
    "bounded by a bracket": (True, lambda: within(lambda i, j: x[i * j], lambda i, j: i * j <= n)),
    "by less than it": (True, lambda: within(lambda i, j: x[i * j], lambda i, j: i * j < n)),
    "one further": (
        True,
        lambda: within(lambda i, j: x[i * j + 1] * y[j], lambda i, j: le(i * j + 1, n)),
    ),
    "twice as far": (
        True,
        lambda: within(lambda i, j: x[2 * i * j], lambda i, j: le(2 * i * j, n)),
    ),
    "of rows": (
        True,
        lambda: array((n, m), lambda i, k: total(lambda j: X[i * j, k] * y[j], 1, n // i)),
    ),
    "of columns, of a product": (
        True,
        lambda: array((m, n), lambda k, i: total(lambda j: X[i * j, k] * w[k], 1, n // i)),
    ),
    "at least": (
        False,
        lambda: within(lambda i, j: x[j] * y[i], lambda i, j: ge(i * j, n)),
    ),
    "a range": (
        False,
        lambda: within(lambda i, j: x[i * j], lambda i, j: all_of(lt(3, i * j), le(i * j, n))),
    ),
    "divisors that are counted": (False, lambda: within(lambda i, j: 1, lambda i, j: i * j <= n)),
    "of another size": (
        False,
        lambda: array(n, lambda i: total(lambda j: x[i] * w[j], 1, m // i)),
    ),
    "entries beside": (
        False,
        lambda: within(lambda i, j: x[i] * y[j], lambda i, j: i * j <= n),
    ),
    "at both ends": (
        False,
        lambda: array(n, lambda i: total(lambda j: x[i * j], i, n // i)),
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    applies, formula = FORMULAS[name]
    compiled = compile_numpy(formula())
    assert "total[:" in compiled.source or not applies
    record = Operator(name, formula, (x, y, w, X), lambda: 0, "", "")
    for first in (1, 2, 3, 4, 5, 7, 12):
        for second in (1, 2, 5):
            values = record.draw({"n": first, "m": second}, first + second)
            np.testing.assert_array_equal(
                called(compiled, values), as_floats(record.exactly(values)), f"{first} {second}"
            )
