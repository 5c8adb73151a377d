"""Drawn values lie in their domains, and drawn functions have the derivatives they claim."""

from typing import Any

import numpy as np
import pytest

from symderive.language.declarations import function, simplex, tensor, vector
from symderive.language.domains import real, size
from symderive.language.statements import eq, forall, gt, lt
from symderive.language.sums import total
from symderive.numeric.draws import Draw, Smooth, SmoothFunctional
from symderive.numeric.lazy import Lazy

n = size("n")
SIZES = {n.term: 500}
STEP = 1e-5


def drawn(variable: Any, seed: int = 0) -> Any:
    """The value drawn for one variable."""
    return Draw([variable.term], SIZES, seed).values({})[variable.term]


@pytest.mark.parametrize(
    ("variable", "low", "high"),
    [
        (vector("v", n, above=0), 0, np.inf),
        (vector("v", n, below=-2), -np.inf, -2),
        (real("a", 3, 4), 3, 4),
        (real("b", at_least=7), 7, np.inf),
        (simplex("p", n), 0, 1),
    ],
    ids=str,
)
def test_values_lie_in_their_domains(variable: Any, low: float, high: float) -> None:
    found = np.asarray(drawn(variable))
    assert np.all((found > low) & (found < high))
    if variable.term.name == "p":
        assert np.isclose(found.sum(), 1)


def test_values_are_generic_and_follow_the_seed() -> None:
    v = vector("v", n)
    assert np.array_equal(drawn(v), drawn(v))
    assert not np.array_equal(drawn(v), drawn(v, seed=1))
    assert len(np.unique(drawn(v))) == SIZES[n.term]


def test_entries_made_on_demand_are_the_same_at_each_call() -> None:
    lazy = Lazy(7)
    grid = lazy.at([np.arange(-5, 5)[:, None], np.arange(4)])
    assert grid.shape == (10, 4)
    assert lazy.at([3, 2]) == grid[8, 2]
    assert len(np.unique(grid)) == grid.size
    many = lazy.at([np.arange(100_000), 1])
    assert abs(many.mean()) < 0.02
    assert abs(many.std() - 1) < 0.02
    assert abs(np.corrcoef(many[1:], many[:-1])[0, 1]) < 0.02


def test_hypotheses_are_tried_until_they_hold() -> None:
    v = vector("v", n)
    given = [forall(lambda k: gt(v[k], 0), n).term, lt(v[1], v[2]).term]
    shapes = list(Draw([v.term], SIZES, 0).attempts(given))
    assert shapes[0] == {}
    assert len(shapes) > 5


@pytest.mark.parametrize(
    "properties", [(), ("convex",), ("concave", "increasing"), ("decreasing",)]
)
def test_derivatives_of_drawn_functions(properties: tuple[str, ...]) -> None:
    f, x = Smooth("F", properties, 3), np.linspace(-2, 2, 41)
    for order in range(3):
        below, above = (f.derivative((order,))(x + shift) for shift in (-STEP, STEP))
        wanted = (above - below) / (2 * STEP)
        assert np.allclose(f.derivative((order + 1,))(x), wanted, atol=1e-5)
    slope, bend = f.derivative((1,))(x), f.derivative((2,))(x)
    if "convex" in properties:
        assert np.all(bend > 0)
    if "concave" in properties:
        assert np.all(bend < 0)
    if "increasing" in properties:
        assert np.all(slope > 0)
    if "decreasing" in properties:
        assert np.all(slope < 0)


def test_mixed_derivatives_of_drawn_functions() -> None:
    f, x, y = Smooth("G", (), 3), 0.3, -0.8
    below, above = (f.derivative((1, 0))(x, y + shift) for shift in (-STEP, STEP))
    assert np.isclose(f.derivative((1, 1))(x, y), (above - below) / (2 * STEP), atol=1e-6)


def test_derivatives_of_drawn_functions_of_tensors() -> None:
    """Gradient and Hessian by differences; the mixed derivatives are not 0."""
    f, a = SmoothFunctional("L", 1), np.random.default_rng(0).normal(size=(2, 3))

    def moved(place: int, by: float) -> np.ndarray:
        flat = a.reshape(-1).copy()
        flat[place] += by
        return flat.reshape(a.shape)

    for first in range(6):
        slope = (f.at(moved(first, STEP), []) - f.at(moved(first, -STEP), [])) / (2 * STEP)
        assert np.isclose(f.at(a, [first]), slope, atol=1e-7)
        for second in range(6):
            sides = [f.at(moved(second, shift), [first]) for shift in (STEP, -STEP)]
            bend = (sides[0] - sides[1]) / (2 * STEP)
            assert np.isclose(f.at(a, [first, second]), bend, atol=1e-7)
            assert abs(bend) > 1e-6


def test_functions_are_found_in_statements() -> None:
    F, L = function("F"), function("L", of=vector(n))
    v, w = vector("v", n), tensor("w", n)
    claim = eq(total(lambda k: F(v[k]), n), L(w)).term
    found = Draw([claim], SIZES, 0).values({})
    assert isinstance(found["F"], Smooth)
    assert isinstance(found["L"], SmoothFunctional)
