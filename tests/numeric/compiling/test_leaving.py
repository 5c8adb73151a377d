"""Products and extreme values of all entries but one."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product as every
from math import prod
from typing import Any

import numpy as np
import pytest
from numpy.random import default_rng

from symderive import (
    array,
    cases,
    compile_numpy,
    eq,
    grad,
    jacobian,
    matrix,
    maximum,
    minimum,
    ne,
    product,
    size,
    total,
    vector,
)
from symderive.numeric.compiling.helpers import HELPERS
from tests.numeric.compiling.records import Operator, as_floats, called, near_zero

n, m = size("n"), size("m")
x, y, u, M = vector("x", n), vector("y", n), vector("u", m), matrix("M", m, n)
VARIABLES = (x, y, u, M)
TINY, HUGE = 1e-200, 1e200


def without(reduction: Callable[..., Any], value: Any, place: Any) -> Any:
    """A reduction of the entries of x, with another value at a place."""
    return array(
        n, lambda i: reduction(lambda k: cases((value, eq(k, place(i))), otherwise=x[k]), 1, n)
    )


FORMULAS: dict[str, tuple[bool, Callable[[], Any]]] = {
    "a gradient": (True, lambda: grad(product(lambda i: x[i], 1, n), x)),
    "of functions": (True, lambda: grad(product(lambda i: 1 + x[i] ** 2, 1, n), x)),
    "of one of two": (True, lambda: grad(product(lambda i: x[i] * y[i], 1, n), y)),
    "of many products": (
        True,
        lambda: grad(total(lambda i: product(lambda j: M[i, j], 1, n) * u[i], 1, m), M),
    ),
    "written as cases": (True, lambda: without(product, 1, lambda i: i)),
    "in reverse": (True, lambda: without(product, y[1], lambda i: n + 1 - i)),
    "the greatest of the others": (True, lambda: without(maximum, -5, lambda i: i)),
    "the least, with another value": (True, lambda: without(minimum, y[1], lambda i: i)),
    "cases the other way": (
        True,
        lambda: array(
            n, lambda i: product(lambda k: cases((x[k], ne(k, i)), otherwise=y[k]), 1, n)
        ),
    ),
    "a row of each matrix": (
        True,
        lambda: array(
            (m, n),
            lambda i, j: maximum(lambda k: cases((-9, eq(k, j)), otherwise=M[i, k]), 1, n),
        ),
    ),
    "a place that may be none": (False, lambda: without(product, 2, lambda i: i + 1)),
    "values that vary with the place": (
        False,
        lambda: array(
            n, lambda i: product(lambda k: cases((1, eq(k, i)), otherwise=x[k] - x[i]), 1, n)
        ),
    ),
    "a place between two entries": (
        False,
        lambda: array(
            2 * n - 1,
            lambda i: product(lambda k: cases((1, eq(k, (i + 1) / 2)), otherwise=x[k]), 1, n),
        ),
    ),
    "another axis of the place": (
        False,
        lambda: array(
            n, lambda i: product(lambda k: cases((1, eq(2 * k, i)), otherwise=x[k]), 1, n)
        ),
    ),
    "a Jacobian": (False, lambda: jacobian(array(m, lambda i: u[i] * x[1]), u)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    applies, formula = FORMULAS[name]
    operator = Operator(name, formula, VARIABLES, lambda: None, "", "", {"y": near_zero})
    function = compile_numpy(formula())
    assert ("_all_but" in function.source) == applies
    for seed, (size_of_x, size_of_u) in enumerate(every((1, 2, 3, 5), (1, 2))):
        values = operator.draw({"n": size_of_x, "m": size_of_u}, seed)
        exact = as_floats(operator.exactly(values))
        np.testing.assert_array_equal(called(function, values), exact)


def all_but(values: Any) -> Any:
    """What stands in generated source."""
    namespace: dict[str, Any] = {"np": np}
    exec(HELPERS["_all_but"], namespace)
    return namespace["_all_but"](np.multiply, 1.0, np.asarray(values, dtype=float))


@pytest.mark.parametrize(
    "values",
    [
        [],
        [0.0],
        [3.0, 0, 2],
        [0, 3.0, 0],
        [TINY, 3, HUGE, HUGE],
        [TINY, TINY, 3, HUGE, HUGE],
        [HUGE, HUGE, 2, TINY],
        [HUGE, HUGE, 2, 0],
        [np.nan, 2, 3],
        [np.inf, 2, 0.5],
        [[1, 2, 0], [TINY, HUGE, HUGE]],
    ],
)
def test_what_leaves_the_range_of_floats_on_one_side_only(values: Any) -> None:
    rows = np.atleast_2d(np.array(values, dtype=float))
    for row, found in zip(rows, np.atleast_2d(all_but(values)), strict=True):
        wanted = [rounded(np.delete(row, place)) for place in range(len(row))]
        np.testing.assert_allclose(found, wanted, 1e-14)


def rounded(values: Any) -> float:
    """The product, where all values are finite without limits to exponents."""
    if not np.isfinite(values).all():
        return float(np.prod(values))
    exact = prod(map(Fraction, values.tolist()))
    return float(np.inf) if exact > Fraction(2) ** 1024 else float(exact)


@pytest.mark.parametrize("scale", [1e-3, 1, 1e3])
def test_long_products_whose_parts_leave_the_range_of_floats(scale: float) -> None:
    values = default_rng(0).standard_normal(1500) * scale
    values[::2] = 1 / values[1::2]
    exact = prod(map(Fraction, values.tolist()))
    wanted = [float(exact / Fraction(value)) for value in values.tolist()]
    np.testing.assert_allclose(
        all_but(np.sort(values)), np.array(wanted)[np.argsort(values)], 1e-11
    )


def test_products_far_below_all_floats_take_no_time() -> None:
    values = default_rng(0).standard_normal(100_000)
    np.testing.assert_allclose(all_but(values), 0, atol=1e-300)
