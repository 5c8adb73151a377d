"""Indices with quotients, remainders, bounds and places, against the evaluator at small sizes."""

import inspect
from collections.abc import Callable, Iterator
from itertools import product
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
    greater_of,
    iverson,
    lesser_of,
    matrix,
    maximum,
    size,
    tensor,
    total,
    vector,
)
from symderive.errors import Undefined
from symderive.language.binding import free_symbols
from symderive.language.statements import all_of, eq, ge, le, lt, ne
from tests.numeric.compiling.records import Operator, as_floats, called, integers_of

n, m, r, k = (size(name) for name in "n m r k".split())
x, y, w, z = vector("x", n), vector("y", m), vector("w", k), vector("z", n)
v, t, X, A = vector("v", n * r), vector("t", r), matrix("X", m, n), matrix("A", n, n)
B, Q = matrix("B", r, r), matrix("Q", n * r, n * r)
T, F = tensor("T", n * r, n * r, n), vector("F", n + 2)
SIZES = {"n": (1, 2, 3, 5), "m": (1, 2, 4), "r": (1, 2, 3), "k": (1, 3, 6)}

DIGITS = {
    "tile": lambda: array(n * m, lambda i: x[(i - 1) % n + 1]),
    "tile to any length": lambda: array(m, lambda i: x[(i - 1) % n + 1]),
    "repeat to any length": lambda: array(n, lambda i: x[(i - 1) // r + 1]),
    "both": lambda: array(n * r, lambda i: x[(i - 1) // r + 1] * t[(i - 1) % r + 1]),
    "one from behind": lambda: array(n * r, lambda i: x[(i - 1) // r + 1] * t[r - (i - 1) % r]),
    "not from the first on": lambda: array(n * r - 1, lambda i: v[i + 1] - x[i // r + 1]),
    "not dividing": lambda: array(n, lambda i: x[i] * (i // r) + i % r),
    "greatest": lambda: maximum(lambda j: v[j] * x[(j - 1) // r + 1], 1, n * r),
    "greatest of remainders": lambda: maximum(lambda j: v[j] * t[(j - 1) % r + 1], 1, n * r),
    "blocks added": lambda: array(
        m, lambda p: total(lambda s: delta((s - 1) // r + 1, p) * x[s], 1, n)
    ),
    "blocks from behind": lambda: array(
        m, lambda p: total(lambda s: delta((n - s) // r, p) * x[s], 1, n)
    ),
    "own block": lambda: array(
        n, lambda i: total(lambda p: delta((i - 1) // r, (p - 1) // r) * x[p], 1, n)
    ),
    "inner trace": lambda: array(
        (n, n), lambda i, j: total(lambda a: Q[r * (i - 1) + a, r * (j - 1) + a], 1, r)
    ),
    "diagonal blocks": lambda: array((n, r), lambda i, a: T[r * (i - 1) + a, r * (i - 1) + a, i]),
}
SMALL = {
    "half": lambda: array(n, lambda i: x[(i + 1) // 2] + x[i]),
    "third": lambda: array(n, lambda i: F[i // 3 + 1]),
    "remainder": lambda: array(n, lambda i: (i % 3) * x[i]),
    "signs": lambda: array((m, n), lambda i, j: (-1) ** (i + j) * X[i, j]),
    "sum of signs": lambda: total(lambda i: (-1) ** i * x[i], 1, n),
    "sum of odd places": lambda: total(
        lambda i: total(lambda j: X[i, j] * iverson(eq((i + j) % 2, 1)), 1, n), 1, m
    ),
    "two phases": lambda: array(2 * n, lambda i: total(lambda j: w[j] * _inside(i, j), 1, k)),
    "five remainders": lambda: array(n, lambda i: x[i] * iverson(eq(i % 5, 2))),
}
CIRCLES = {
    "equation": lambda: array(n, lambda i: total(lambda j: delta(j % n + 1, i) * x[j], 1, n)),
    "equation back": lambda: array(
        n, lambda i: total(lambda j: delta((2 - j) % n + 1, i) * x[j], 1, n)
    ),
    "equation of a longer circle": lambda: array(
        m, lambda i: total(lambda j: delta((j + 1) % (n + 1), i) * x[j], 1, n)
    ),
    "equation of a shorter circle": lambda: array(
        m, lambda i: total(lambda j: delta(j % m + 1, i) * x[j], 1, n)
    ),
    "circulant": lambda: array(n, lambda i: total(lambda j: z[(i - j) % n + 1] * x[j], 1, n)),
    "windows": lambda: array(n, lambda i: total(lambda j: w[j] * x[(i + j - 2) % n + 1], 1, k)),
    "greatest": lambda: array(n, lambda i: maximum(lambda j: x[(i + j - 2) % n + 1], 1, k)),
    "padding": lambda: array(n + 2 * k, lambda i: x[(i - k - 1) % n + 1]),
    "back": lambda: array(m, lambda i: x[(3 - i) % n + 1]),
    "both ways": lambda: array((m, n), lambda i, j: X[(i + k) % m + 1, (j - r) % n + 1]),
    "twice": lambda: array(n, lambda i: x[(2 * i) % n + 1]),
}
BOUNDS = {
    "edge": lambda: array(
        (m + 2 * k, n + r),
        lambda i, j: X[lesser_of(greater_of(i - k, 1), m), greater_of(lesser_of(j - r, n), 1)],
    ),
    "reflected": lambda: array(n + k, lambda i: x[absolute(i - k - 1) + 1]),
    "reflected twice": lambda: array(
        n + 2 * k, lambda i: x[n - absolute(n - 1 - absolute(i - k - 1))]
    ),
    "window": lambda: array(
        n, lambda i: total(lambda j: w[j] * x[lesser_of(greater_of(i + j - r, 1), n)], 1, k)
    ),
    "distance": lambda: array(n, lambda i: total(lambda j: z[absolute(i - j) + 1] * x[j], 1, n)),
    "greatest": lambda: array(n, lambda i: maximum(lambda j: x[lesser_of(i + j - 1, n)], 1, k)),
    "lesser index": lambda: array((n, n), lambda i, j: x[lesser_of(i, j)]),
    "ends": lambda: array(
        n,
        lambda i: cases(
            (x[i], eq(i, 1)), (x[i], eq(i, n)), otherwise=x[i - 1] + x[i + 1] - 2 * x[i]
        ),
    ),
    "one left out": lambda: array(n, lambda i: cases((0, eq(i, k)), otherwise=x[i])),
    "all but one left out": lambda: array(n, lambda i: cases((0, ne(i, k)), otherwise=x[i])),
    "two bounds": lambda: array(
        n, lambda i: cases((x[i], le(i, k)), (2 * x[i], le(i, m)), otherwise=0)
    ),
    "between": lambda: array(
        n, lambda i: cases((x[i], all_of(le(i, k), ge(i, r))), otherwise=2 * x[i])
    ),
    "never": lambda: array(n, lambda i: cases((x[i], eq(i, 0)), (1, lt(i, 1)), otherwise=3)),
    "first row and column": lambda: array(
        (n, m),
        lambda i, j: cases((x[i], eq(i, 1)), (y[j], eq(j, 1)), otherwise=x[i - 1] * y[j - 1]),
    ),
}
PLACES = {
    "diagonal": lambda: array((n, m), lambda i, j: delta(i, j) * x[i]),
    "above": lambda: array((n, m), lambda i, j: delta(i, j + k) * x[i]),
    "across": lambda: array((n, n), lambda i, j: delta(i + j, n + 1) * x[i]),
    "beyond": lambda: array((n, n), lambda i, j: delta(i + j, k) * x[i]),
    "of a sum": lambda: array((n, n), lambda i, j: delta(i, j) * x[i] - x[i] * x[j]),
    "of three": lambda: array(
        (n, n), lambda i, j: 2 * delta(i, j) - delta(i, j + 1) - delta(i + 1, j) * x[j]
    ),
    "apart": lambda: array((n, m, n), lambda i, p, j: delta(i, j) * X[p, i]),
    "two": lambda: array((m, n, m, n), lambda a, i, b, j: delta(i, j) * delta(a, b) * X[a, i]),
    "two nested": lambda: array((m, n, n, m), lambda a, i, j, b: delta(i, j) * delta(a, b)),
    "blocks": lambda: array(
        (n * r, n * r),
        lambda i, j: delta((i - 1) // r, (j - 1) // r) * B[(i - 1) % r + 1, (j - 1) % r + 1],
    ),
    "spread blocks": lambda: array(
        (n * r, n * r),
        lambda i, j: delta((i - 1) % r, (j - 1) % r) * A[(i - 1) // r + 1, (j - 1) // r + 1],
    ),
    "zeros between": lambda: array(n * r, lambda i: delta((i - 1) % r, 0) * x[(i - 1) // r + 1]),
    "zeros between, shifted": lambda: array(n * r, lambda i: delta(i % r, 1) * x[(i - 1) // r + 1]),
    "around": lambda: array((n, n), lambda i, j: iverson(eq(j, i % n + 1)) * x[i]),
    "one row": lambda: array((n, n), lambda i, j: iverson(eq(i, 1)) * x[j] + x[i]),
    "a row that may be missing": lambda: array((n, n), lambda i, j: iverson(eq(i, 3)) * x[j]),
    "inside of a function": lambda: array((n, n), lambda i, j: exp(delta(i, j) * x[i])),
    "under a sum": lambda: total(
        lambda i: total(lambda j: exp(delta(i, j) * x[i]) * x[j], 1, n), 1, n
    ),
}
ALL = {
    f"{subject}: {name}": formula
    for subject, group in (
        ("digits", DIGITS),
        ("small", SMALL),
        ("circles", CIRCLES),
        ("bounds", BOUNDS),
        ("places", PLACES),
    )
    for name, formula in group.items()
}


def _inside(i: Any, j: Any) -> Any:
    place = (i + j) // 2
    return cases((x[place], le(place, n)), otherwise=0)


def variables_of(formula: Callable[[], Any]) -> list[Any]:
    known = free_symbols(formula().term)
    return [variable for variable in (x, y, w, z, v, t, X, A, B, Q, T, F) if variable.term in known]


def sizes_of(formula: Callable[[], Any]) -> Iterator[str]:
    names = {s.name for s in integers_of(formula().term, variables_of(formula))}
    chosen = {name: values for name, values in SIZES.items() if name in names}
    for row in product(*chosen.values()):
        yield " ".join(f"{name}={value}" for name, value in zip(chosen, row, strict=True))


@pytest.mark.parametrize("name", ALL)
def test_values_are_those_of_the_evaluator(name: str) -> None:
    formula = ALL[name]
    compiled = compile_numpy(formula())
    operator = Operator(name, formula, variables_of(formula), compiled, "", "")
    is_defined = False
    for seed, row in enumerate(sizes_of(formula)):
        [sizes] = operator.sizes(row)
        values = operator.draw(sizes, seed)
        try:
            wanted = as_floats(operator.exactly(values))
        except Undefined:
            with pytest.raises((ValueError, IndexError)):
                called(compiled, values)
            continue
        is_defined = True
        found = called(compiled, values)
        assert np.shape(found) == wanted.shape, row
        np.testing.assert_allclose(found, wanted, 1e-11, 1e-11, err_msg=row)
    assert is_defined


def test_a_result_is_an_array_of_its_own() -> None:
    for formula in (
        lambda: array(n * r, lambda i: v[i]),
        lambda: array((n, r), lambda i, a: v[r * (i - 1) + a]),
        lambda: array((n * r), lambda i: T[1, i, 1]),
        lambda: array((r, r), lambda i, j: B[j, i]),
        lambda: array(n * r, lambda i: x[(i - 1) // r + 1]),
        lambda: array((n, 2), lambda i, j: F[i + j]),
    ):
        compiled = compile_numpy(formula())
        operator = Operator("", formula, variables_of(formula), compiled, "", "")
        values = operator.draw({"n": 2, "r": 1}, 0)
        found = called(compiled, values)
        assert found.flags.writeable
        for name in inspect.signature(compiled).parameters:
            assert not np.shares_memory(found, values[name]), name
