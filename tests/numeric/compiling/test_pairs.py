"""Sums over pairs and ranges keep their digits, and are left alone where they would lose them."""

from collections.abc import Callable
from fractions import Fraction
from inspect import signature
from typing import Any

import numpy as np
import pytest
from numpy.random import default_rng

from symderive import (
    absolute,
    array,
    compile_numpy,
    exp,
    ge,
    greater_of,
    gt,
    iverson,
    le,
    log,
    lt,
    minimum,
    negation,
    real,
    size,
    total,
    vector,
)
from symderive.numeric.compiling.helpers import HELPERS

n, m = size("n"), size("m")
x, y, u, z = vector("x", n), vector("y", n), vector("u", m), vector("z", m)
a = real("a")
OPERATIONS = ((np.add, 0.0), (np.multiply, 1.0), (np.maximum, -np.inf), (np.minimum, np.inf))


def helper(key: str, name: str = "") -> Callable[..., Any]:
    """A function that stands in generated source."""
    namespace: dict[str, Any] = {"np": np}
    exec(HELPERS[key], namespace)
    found: Callable[..., Any] = namespace[name or key]
    return found


def exactly(numbers: Any) -> list[Fraction]:
    """Floats as the fractions that they are."""
    return [Fraction(float(number)) for number in numbers]


@pytest.mark.parametrize("seed", range(60))
def test_what_lies_between_places(seed: int) -> None:
    chance = default_rng(seed)
    size_of = int(chance.integers(0, 9))
    shape: tuple[int, ...] = [(int(chance.integers(0, 5)),), (3, 2)][seed % 2]
    lead = [(), (2,)][seed // 2 % 2]
    values = chance.integers(-8, 9, (*lead, size_of)) / 4
    start, stop = chance.integers(-3, 12, (2, *shape))
    for operation, nothing in OPERATIONS:
        wanted = np.full((*lead, *shape), nothing)
        for place in np.ndindex(*shape):
            first = min(max(start[place], 0), size_of)
            part = values[..., first : max(first, min(stop[place], size_of))]
            if part.shape[-1]:
                wanted[(..., *place)] = operation.reduce(part, axis=-1)
        found = helper("_between")(operation, nothing, values, start, stop)
        np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("seed", range(60))
def test_products_of_rows_that_are_carried_along(seed: int) -> None:
    chance = default_rng(seed)
    rows, columns = (int(count) for count in chance.integers(0, 300, 2))
    left, right, values = (
        chance.integers(-3, 4, (count, 2)).astype(float) for count in (rows, columns, columns)
    )
    ahead = int(chance.integers(-150, 150))
    mask = np.arange(columns) < np.arange(rows)[:, None] + ahead
    found = helper("_carried")(left, right, values, ahead)
    np.testing.assert_array_equal(found, ((left @ right.T) * mask) @ values)


def test_a_small_sum_after_large_numbers() -> None:
    """Differences of running sums would be wrong in all digits."""
    function = compile_numpy(array(n, lambda i: total(lambda j: x[j], i // 2 + 1, i)), x)
    values = default_rng(0).standard_normal(3000)
    values[:100] *= 1e17
    found = function(values)
    exact = exactly(values)
    for place in (300, 1500, 2999):
        part = exact[(place + 1) // 2 : place + 1]
        assert abs(Fraction(float(found[place])) - sum(part)) <= sum(map(abs, part)) * 2**-50
    assert "_between" in function.source


@pytest.mark.parametrize("offset", [0.0, 1e8, -1e12])
def test_differences_of_numbers_with_much_in_common(offset: float) -> None:
    values = default_rng(1).standard_normal(30) + offset
    exact = exactly(values)
    pairs = [first - second for first in exact for second in exact]
    rows: list[tuple[Any, Fraction]] = [
        (total(lambda i, j: (x[i] - x[j]) ** 2, n, n), Fraction(sum(p * p for p in pairs))),
        (total(lambda i, j: absolute(x[i] - x[j]), n, n), Fraction(sum(map(abs, pairs)))),
        (
            total(lambda i, j: greater_of(0, x[i] - x[j]) ** 2, n, n),
            Fraction(sum(max(p, Fraction(0)) ** 2 for p in pairs)),
        ),
    ]
    for formula, wanted in rows:
        found = Fraction(compile_numpy(formula, x)(values))
        assert abs(found - wanted) <= wanted * Fraction(1, 10**12)


def test_exponentials_of_numbers_with_much_in_common() -> None:
    function = compile_numpy(total(lambda i, j: exp(x[i] - u[j]), n, m), x, u)
    values, others = 1e9 + np.arange(4) / 4, 1e9 + np.arange(3) / 8
    wanted = np.exp(values[:, None] - others).sum()
    np.testing.assert_allclose(function(values, others), wanted, 1e-14)
    with np.errstate(over="ignore"):
        assert function(values + 2000, others) == np.inf
    assert function(values - 2000, others) == 0


def test_levels_just_above_the_least_value() -> None:
    """What lies far away leaves no error in a small sum."""
    function = compile_numpy(
        array(m, lambda i: total(lambda j: greater_of(0, u[i] - x[j]), 1, n)), u, x
    )
    values = np.array([1.0, 3e15, -1e-20, 7.0])
    levels = np.array([1e-20, 0.0, 2.0, -1.0])
    exact = exactly(values)
    for level, found in zip(levels, function(levels, values), strict=True):
        wanted = sum((max(Fraction(float(level)) - v, Fraction(0)) for v in exact), Fraction(0))
        assert abs(Fraction(float(found)) - wanted) <= wanted * Fraction(1, 10**14)


def test_sums_that_nearly_vanish_stay_together() -> None:
    """sum (x_i - a) is not sum x_i - n a, where that would lose the digits."""
    function = compile_numpy(total(lambda i: x[i] - a, 1, n), x, a)
    values = 1e16 + 2.0 * np.arange(4)
    assert function(values, 1e16) == 12
    both = compile_numpy(total(lambda i: log(1 + a**2) + (x[i] - a) ** 2, 1, n), x, a)
    values = np.arange(3.0)
    wanted = 3 * np.log(5) + ((values - 2) ** 2).sum()
    np.testing.assert_allclose(both(values, 2.0), wanted, 1e-14)


def test_thresholds_of_three_terms_are_compared_as_they_are_written() -> None:
    """x - u > 1 and x > u + 1 round differently."""
    function = compile_numpy(total(lambda i, j: iverson(x[i] - u[j] - a > 0), n, m), x, u, a)
    values, others = np.array([0.8, 0.3]), np.array([0.7, 0.2])
    wanted = float((values[:, None] - others - 0.1 > 0).sum())
    assert function(values, others, 0.1) == wanted
    assert "searchsorted" not in function.source


def test_ties_are_counted_on_the_right_side() -> None:
    chance = default_rng(3)
    values, others = chance.integers(0, 4, 50) / 4, chance.integers(0, 4, 40) / 4
    differences = values[:, None] - others
    rows: list[tuple[Any, Any]] = [
        (total(lambda i, j: iverson(x[i] < u[j]), n, m), differences < 0),
        (total(lambda i, j: iverson(x[i] <= u[j]), n, m), differences <= 0),
        (total(lambda i, j: iverson(u[j] < x[i]), n, m), differences > 0),
        (total(lambda i, j: iverson(x[i] - u[j] >= 0), n, m), differences >= 0),
    ]
    for formula, mask in rows:
        function = compile_numpy(formula, x, u)
        assert function(values, others) == mask.sum()
        assert "searchsorted" in function.source


def test_nearest_numbers_beyond_both_ends() -> None:
    function = compile_numpy(
        array(m, lambda i: minimum(lambda j: absolute(u[i] - x[j]), 1, n)), u, x
    )
    values, levels = np.array([2.0, -1.0, 0.5]), np.array([-9.0, 9.0, 0.5, 0.0, 1.25])
    wanted = np.abs(levels[:, None] - values).min(1)
    np.testing.assert_array_equal(function(levels, values), wanted)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("relation", ["<", "<=", "> turned", ">= turned"])
def test_numbers_within_a_bound_are_those_whose_rounded_distance_is(
    relation: str, seed: int
) -> None:
    """0.3 - 0.1 <= 0.2 and 0.3 <= 0.1 + 0.2 round differently."""
    compare = {"<": lt, "<=": le, "> turned": lt, ">= turned": le}[relation]

    def near(distance: Any, bound: Any) -> Any:
        """[distance < bound], also as what is not the opposite."""
        turned = {"> turned": ge, ">= turned": gt}.get(relation)
        return iverson(negation(turned(distance, bound)) if turned else compare(distance, bound))

    chance = default_rng(seed)
    values, others = (chance.integers(-9, 10, count) / 10 for count in (40, 30))
    bounds, weights = chance.integers(-1, 9, 30) / 10, chance.integers(-3, 4, 40).astype(float)
    values[:3], others[:3] = (np.inf, -np.inf, np.nan), (np.inf, np.nan, 1e308)
    below = np.less if relation in {"<", "> turned"} else np.less_equal
    with np.errstate(invalid="ignore"):
        mask = below(np.abs(values - others[:, None]), bounds[:, None])
        shifted = below(np.abs(3 * values - others[:, None] / 7), 0.3)
    rows = [
        (lambda i: total(lambda j: near(absolute(u[i] - x[j]), z[i]), 1, n), mask.sum(1)),
        (lambda i: total(lambda j: near(absolute(x[j] - u[i]), z[i]) * y[j], 1, n), mask @ weights),
        (lambda i: total(lambda j: near(absolute(u[i] / 7 - 3 * x[j]), a), 1, n), shifted.sum(1)),
    ]
    for entry, wanted in rows:
        function = compile_numpy(array(m, entry))
        given = {"x": values, "u": others, "z": bounds, "y": weights, "a": 0.3}
        found = function(**{name: given[name] for name in signature(function).parameters})
        np.testing.assert_array_equal(found, wanted)
        assert "_reach" in function.source


def test_distances_of_three_terms_are_compared_as_they_are_written() -> None:
    function = compile_numpy(
        array(m, lambda i: total(lambda j: iverson(absolute(x[j] - u[i] - a) <= 1), 1, n)), x, u, a
    )
    assert "_reach" not in function.source
    np.testing.assert_array_equal(function(np.array([0.5, 2.5]), np.zeros(2), 1.0), [1, 1])


def test_nothing_is_within_a_distance_of_nothing() -> None:
    found = helper("_reach")(np.empty(0), np.ones(3), 1, np.less)
    np.testing.assert_array_equal(found, [0, 0, 0])


@pytest.mark.parametrize("far", [1e30, -1e30, 300.0])
@pytest.mark.parametrize("scale", [0.5, -0.5])
def test_exponentials_of_differences_with_one_that_is_far_away(far: float, scale: float) -> None:
    formulas = {
        1.0: array(n, lambda i: total(lambda j: exp(x[i] - u[j]), 1, m)),
        -1.0: array(n, lambda i: total(lambda j: exp(u[j] - x[i]), 1, m)),
        scale: array(n, lambda i: total(lambda j: exp(a * (x[i] - u[j])), 1, m)),
    }
    values, others = np.array([0.5, -1.0, 2.0]), np.array([1.0, far, -0.5, 0.25])
    for factor, expression in formulas.items():
        if factor * far < -1e20:
            continue
        compiled = compile_numpy(expression)
        known = {"x": values, "u": others, "a": scale}
        found = compiled(**{name: known[name] for name in signature(compiled).parameters})
        wanted = np.exp(factor * (values[:, None] - others)).sum(1)
        np.testing.assert_allclose(found, wanted, 1e-13)
