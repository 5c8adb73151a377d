"""Sums freed of brackets, against sums written out."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive.language.binding import abstract
from symderive.language.constructions import padded
from symderive.language.declarations import matrix, vector
from symderive.language.domains import index, size
from symderive.language.statements import all_of, any_of, eq, ge, le, lt
from symderive.language.sums import iverson, total
from symderive.language.terms import Reduce, Term
from symderive.numeric.axes import ranges_from, support
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import axis_values
from symderive.numeric.grids import values_of
from symderive.numeric.plans import Lookup, Solved

n, m = size("n"), size("m")
x, y = vector("x", n), vector("y", m)
X = matrix("X", n, m)
i, j = index("i", n), index("j", m)
SIZES = {n.term: 13, m.term: 8}
RANDOM = np.random.default_rng(5)
DATA = {x.term: RANDOM.normal(size=13), y.term: RANDOM.normal(size=8), **SIZES}
DATA[X.term] = RANDOM.normal(size=(13, 8))
AXES = (axis_values(1, 13, 0), axis_values(1, 8, 1))


def at_all(term: Term, solves: bool) -> np.ndarray:
    """The values for i = 1..13 and j = 1..8, freed of brackets or written out."""
    run = Evaluation(DATA, tracked=solves, solves=solves)
    body = abstract(term, (i.term, j.term))
    with np.errstate(all="ignore"):
        return np.broadcast_to(values_of(run, body, AXES).value, (8, 13))


SUMS: dict[str, Callable[[], Any]] = {
    "unit": lambda: total(lambda k: x[k] * iverson(eq(k, i)), n),
    "shift": lambda: total(lambda k: x[k] * iverson(eq(k + j, i)), n),
    "twice": lambda: total(lambda k: x[k] * iverson(eq(2 * k + j, i)), n),
    "ceiling": lambda: total(lambda k: x[k] * iverson(eq((k + 1) // 2, j)), n),
    "two digits": lambda: total(
        lambda k: x[k] * iverson(all_of(eq((k - 1) % 3, i % 3), eq((k - 1) // 3, j - 1))), n
    ),
    "mixed radix": lambda: total(
        lambda k: x[k] * iverson(eq(7 * ((k - 1) // 3) + 2 * ((k - 1) % 3), i)), n
    ),
    "two variables": lambda: total(
        lambda k, l: x[k] * y[l] * iverson(eq(3 * (k - 1) + l, i)), (1, n), (1, m)
    ),
    "square": lambda: total(lambda k: x[k] * iverson(eq(k * k, i)), n),
    "moving bounds": lambda: total(lambda k: x[k] * iverson(eq(k, j)), j, i),
    "dependent": lambda: total(
        lambda k: total(lambda l: X[k, l] * iverson(eq(l + k, i + j)), 1, (k + 1) // 2), n
    ),
    "alternatives": lambda: total(
        lambda k: x[k] * iverson(any_of(eq(k, 2 * i - 1), eq(k, 2 * i), eq(k, j))), n
    ),
    "a sum in brackets": lambda: total(
        lambda k: (iverson(eq(k, i)) + iverson(eq(k, j)) + 1) * x[k], n
    ),
    "strong zero": lambda: total(
        lambda k: iverson(all_of(eq(k, i - 3), ge(k, 1))) * x[i - 3] / (i - k - 3 + 1), n
    ),
    "undefined": lambda: total(lambda k: iverson(le(k, 2)) * x[k + i], n),
    "inequalities": lambda: total(lambda k: x[k] * iverson(lt(k, i)) * iverson(le(j, k)), n),
    "dense": lambda: total(lambda k: X[k, j] * X[k, j] * x[i] + y[j], n),
    "unused": lambda: total(lambda k, l: y[l] * iverson(eq(l, j)), (1, n), (1, m)),
    "padding": lambda: total(lambda k: x[k] * padded(y)[i - k + 3], n),
    "unused and windowed": lambda: total(
        lambda k, l: x[k] * iverson(all_of(le(i, k), le(k, i + 2))), n, m
    ),
    "empty": lambda: total(lambda k: x[k] * iverson(eq(k, i)), i + 1, i),
    "out of reach": lambda: total(lambda k: x[k] * iverson(eq(k, i + 20)), n),
    "fractional": lambda: total(lambda k: x[k] * iverson(eq(3 * k, 2 * i + j)), n),
    "remainder": lambda: total(lambda k: x[k] * iverson(eq(k % 4, j % 4)), n),
    "nested": lambda: total(
        lambda k: x[k] * total(lambda l: y[l] * iverson(eq(k, 2 * l + i - j)), m), n
    ),
}


@pytest.mark.parametrize("name", SUMS)
def test_freed_and_written_out_agree(name: str) -> None:
    term = SUMS[name]().term
    found, wanted = at_all(term, True), at_all(term, False)
    assert np.allclose(found, wanted, rtol=1e-12, atol=1e-12, equal_nan=True)


def test_undefined_entries_stay_undefined() -> None:
    found = at_all(SUMS["undefined"]().term, True)
    assert np.isnan(found[:, 12]).all()
    assert not np.isnan(found[:, :11]).any()


def random_sum(source: random.Random) -> Any:
    """A sum over two variables with two random conditions."""

    def side(*variables: Any) -> Any:
        found = source.randint(-4, 6)
        for variable in variables:
            kind = source.randint(0, 5)
            factor = source.choice((1, 1, 1, -1, 2, 3))
            divisor = source.choice((2, 3, 4))
            if kind == 0:
                found = found + (variable + source.randint(0, 3)) // divisor
            elif kind == 1:
                found = found + variable % divisor
            elif kind > 2:
                found = found + factor * variable
        return found

    def body(k: Any, l: Any) -> Any:
        relations = (eq, eq, eq, le, lt)
        pick = source.choice
        conditions = [
            pick(relations)(side(k, l), side(i, j)),
            pick(relations)(side(k), side(i, j)),
            pick(relations)(side(k, i), side(l)),
        ]
        return X[k, l] * iverson(all_of(*conditions[: source.randint(1, 3)]))

    return total(body, (1, n), (1, m))


@pytest.mark.parametrize("seed", range(200))
def test_random_sums_agree(seed: int) -> None:
    term = random_sum(random.Random(seed)).term
    found, wanted = at_all(term, True), at_all(term, False)
    assert np.allclose(found, wanted, rtol=1e-12, atol=1e-12, equal_nan=True)


def steps(term: Term) -> list[Any]:
    """How the variables of a sum are found."""
    run = Evaluation(DATA)
    body = abstract(term, (i.term, j.term))
    assert isinstance(body, Reduce)
    (product,) = run.products(body)
    plan = run.plan(product, AXES)
    assert plan is not None
    return plan.steps


def test_linear_equalities_are_solved_and_digits_looked_up() -> None:
    assert [type(step) for step in steps(SUMS["shift"]().term)] == [Solved]
    assert [type(step) for step in steps(SUMS["two digits"]().term)] == [Lookup]
    (step,) = steps(SUMS["mixed radix"]().term)
    assert step.table.most == 1


def test_support_has_all_places_that_are_not_zero() -> None:
    """B = [2 p - 1 = q] + [2 p = q] on a grid of 6 x 12."""
    entry = iverson(eq(2 * i - 1, j)) + iverson(eq(2 * i, j))
    run = Evaluation({n.term: 6, m.term: 12})
    places = support(run, abstract(entry.term, (i.term, j.term)), [(1, 6), (1, 12)])
    assert places is not None
    assert sorted(zip(*(axis.tolist() for axis in places), strict=True)) == sorted(
        (p, q) for p in range(1, 7) for q in (2 * p - 1, 2 * p)
    )


def test_support_has_whole_axes_on_which_nothing_depends() -> None:
    entry = total(lambda k: iverson(eq(k, 3)) * iverson(eq(i, 2)), 5)
    places = support(Evaluation({}), abstract(entry.term, (i.term, j.term)), [(1, 4), (1, 7)])
    assert places is not None
    assert sorted(zip(*(axis.tolist() for axis in places), strict=True)) == [
        (2, q) for q in range(1, 8)
    ]


def test_ranges_follow_from_conditions() -> None:
    run = Evaluation({n.term: 10})
    given = [ge(i, 2).term, le(2 * i + j, n).term, ge(j, 1).term]
    conditions = [abstract(condition, (i.term, j.term)) for condition in given]
    assert ranges_from(conditions, 2, run) == [(2, 4), (1, 6)]
