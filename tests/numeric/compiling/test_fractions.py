"""Quotients of integers that brackets compare are not rounded."""

from typing import Any

import numpy as np
import pytest

from symderive import (
    array,
    cases,
    compile_numpy,
    eq,
    ge,
    gt,
    iverson,
    le,
    lt,
    maximum,
    ne,
    product,
    size,
    total,
    vector,
)
from tests.numeric.compiling.records import Operator, as_floats, called

n, m = size("n"), size("m")
x, u = vector("x", n), vector("u", m)
QUOTIENTS = {
    "a half": lambda i: i / 2,
    "a half and one": lambda i: (i + 1) / 2,
    "by a size": lambda i: i / m,
    "of a size": lambda i: n / 2 - i / 3,
    "by an index": lambda i: n / i,
}
RELATIONS = {"=": eq, "!=": ne, "<=": le, "<": lt, ">=": ge, ">": gt}
SUMS = {
    "products": lambda truth, k: product(lambda k: cases((2, truth(k)), otherwise=x[k]), 1, n),
    "greatest": lambda truth, k: maximum(lambda k: cases((-9, truth(k)), otherwise=x[k]), 1, n),
    "sums": lambda truth, k: total(lambda k: iverson(truth(k)) * x[k], 1, n),
    "entries": lambda truth, k: cases((x[k], truth(k)), otherwise=u[1]),
}


@pytest.mark.parametrize("quotient", QUOTIENTS)
@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("operation", SUMS)
def test_values_are_those_of_the_evaluator(operation: str, relation: str, quotient: str) -> None:
    def formula() -> Any:
        def entry(i: Any) -> Any:
            return SUMS[operation](lambda k: RELATIONS[relation](k, QUOTIENTS[quotient](i)), 1)

        return array(2 * n, entry) + u[1]

    operator = Operator("", formula, (x, u), lambda: None, "", "")
    function = compile_numpy(formula())
    for seed, (first, second) in enumerate([(1, 1), (1, 3), (2, 2), (3, 1), (4, 3)]):
        values = operator.draw({"n": first, "m": second}, seed)
        exact = as_floats(operator.exactly(values))
        np.testing.assert_array_equal(called(function, values), exact)
