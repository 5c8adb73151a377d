"""Cases that numbers tell apart: slopes at kinks, and what must stay inside of its case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive import (
    absolute,
    array,
    cases,
    compile_numpy,
    delta,
    exp,
    grad,
    greater_of,
    jacobian,
    lesser_of,
    log,
    matrix,
    real,
    relu,
    sign,
    size,
    sqrt,
    total,
    vector,
    vjp,
)
from symderive.language.statements import gt, le, lt
from tests.numeric.compiling.records import Operator, as_floats, called, normal

n, m = size("n"), size("m")
x, y, v, A = vector("x", n), vector("y", n), vector("v", m), matrix("A", n, m)
t = real("t", above=0)
NAMES = {"x": normal, "y": normal, "v": normal, "A": normal}

FORMULAS: dict[str, Callable[[], Any]] = {
    "max": lambda: grad(total(lambda i: relu(x[i]) * y[i], 1, n), x),
    "max of two": lambda: grad(total(lambda i: greater_of(x[i] * y[i], x[i] - t), 1, n), x),
    "max of three": lambda: grad(
        total(lambda i: greater_of(x[i], 2 * x[i] - y[i], -x[i]), 1, n), x
    ),
    "min": lambda: vjp(array(n, lambda i: lesser_of(x[i], y[i])), y, x),
    "absolute values": lambda: grad(total(lambda i, a: absolute(A[i, a] - x[i]), n, m), x),
    "absolute values of sums": lambda: grad(
        total(lambda i: absolute(total(lambda a: A[i, a] * v[a], 1, m)), 1, n), v
    ),
    "signs": lambda: grad(total(lambda i: sign(x[i]) * x[i], 1, n), x),
    "a Jacobian": lambda: jacobian(array(n, lambda i: absolute(x[i] * y[i])), x),
    "cases with a rest": lambda: grad(
        total(lambda i: cases((x[i] ** 2, le(x[i], t)), otherwise=t * x[i]), 1, n), x
    ),
    "cases of a row": lambda: array(
        m, lambda a: total(lambda i: cases((A[i, a], gt(x[i], 0)), otherwise=2 * y[i]), 1, n)
    ),
    "cases and brackets": lambda: array(
        (n, n), lambda i, j: cases((delta(i, j) * x[j], lt(x[i], 0)), otherwise=delta(i, j + 1))
    ),
    "roots inside of their case": lambda: total(
        lambda i, a: cases((sqrt(x[i]) * A[i, a], gt(x[i], 0)), otherwise=A[i, a]), n, m
    ),
    "roots of what is outside": lambda: total(
        lambda i, a: cases((sqrt(absolute(A[i, a])) * x[i], gt(x[i], 0)), otherwise=1), n, m
    ),
    "logarithms of entries": lambda: array(
        n,
        lambda i: total(
            lambda a: cases((log(A[i, a] ** 2 + 1), gt(x[i], y[i])), otherwise=exp(A[i, a])), 1, m
        ),
    ),
    "quotients inside of their case": lambda: array(
        m, lambda a: total(lambda i: cases((A[i, a] / x[i], lt(x[i], 0)), otherwise=0), 1, n)
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    formula = FORMULAS[name]
    compiled = compile_numpy(formula())
    record = Operator(name, formula, (x, y, v, A, t), lambda: 0, "n=1 m=1", "n=1 m=1", NAMES)
    for sizes in ({"n": a, "m": b} for a in (1, 2, 3) for b in (1, 2, 3)):
        for seed in range(3):
            values = record.draw(sizes, seed)
            exact = as_floats(record.exactly(values))
            with np.errstate(all="ignore"):
                found = called(compiled, values)
            np.testing.assert_allclose(found, exact, 1e-12, 1e-12)


def test_a_kink_has_no_slope_and_hides_no_other() -> None:
    compiled = compile_numpy(FORMULAS["max"]())
    found = compiled(x=np.array([0.0, 1.0, -1.0]), y=np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(found, [np.nan, 2, 0])
    signs = compile_numpy(grad(total(lambda i: absolute(x[i]), 1, n), x))
    np.testing.assert_array_equal(
        signs(np.array([0.0, 2.0, -3.0, np.nan])), [np.nan, 1, -1, np.nan]
    )


def test_what_has_no_value_elsewhere_stays_inside() -> None:
    compiled = compile_numpy(FORMULAS["quotients inside of their case"]())
    with np.errstate(all="ignore"):
        found = compiled(A=np.ones((2, 1)), x=np.array([0.0, -2.0]))
    np.testing.assert_array_equal(found, [-0.5])
