"""Derivatives along a line, and whether their error is within the bound that is computed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from symderive.language.declarations import function, simplex, vector
from symderive.language.domains import real, size
from symderive.language.functions import exp, log, logsumexp, sigmoid, softmax, sqrt, tanh
from symderive.language.reader import Reader
from symderive.language.terms import Term
from symderive.numeric import differences
from symderive.numeric.differences import Line, NotTaken, room
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.lazy import Lazy
from symderive.numeric.pairs import UNIT, Pair, scale_of

Floats = NDArray[np.float64]

n = size("n")
x = vector("x", n)
t = real("t")
LENGTH = 2000


def slope(expression: Any, values: Floats, direction: Floats) -> tuple[Floats, Floats]:
    """The derivative along a direction, and the bound of its error."""
    run = Evaluation({n.term: len(values), x.term: values}, tracked=True)
    line = Line(run, "0", x.term, Pair(direction))
    table = line.slope(term_of(expression))
    with np.errstate(all="ignore"):
        found = line.settle()[table]
    return found.value, UNIT * found.depth * scale_of(found)


def term_of(expression: Any) -> Term:
    return Reader().read(expression)


def softmax_of(a: Floats) -> Floats:
    powers = np.exp(a - a.max())
    return np.asarray(powers / powers.sum())


KNOWN: dict[str, tuple[Callable[[], Any], Callable[[Floats, Floats], Any]]] = {
    "exp": (lambda: exp(x), lambda a, v: np.exp(a) * v),
    "tanh": (lambda: tanh(3 * x), lambda a, v: 3 * v / np.cosh(3 * a) ** 2),
    "polynomial": (lambda: x**5 - 2 * x, lambda a, v: (5 * a**4 - 2) * v),
    "quotient": (lambda: 1 / (1 + x**2), lambda a, v: -2 * a * v / (1 + a**2) ** 2),
    "root": (lambda: sqrt(x**2 + 1), lambda a, v: a * v / np.sqrt(a**2 + 1)),
    "log": (lambda: log(2 + sigmoid(x)), lambda a, v: log_slope(a) * v),
    "softmax": (
        lambda: softmax(x),
        lambda a, v: softmax_of(a) * (v - softmax_of(a) @ v),
    ),
    "log-sum-exp": (lambda: logsumexp(x), lambda a, v: softmax_of(a) @ v),
    "a sum": ((x**2).sum, lambda a, v: 2 * a @ v),
    "a constant": (lambda: x - x, lambda a, v: 0 * v),
    "steep": (
        lambda: tanh(500 * x),
        lambda a, v: 500 * v / np.cosh(np.clip(500 * a, -300, 300)) ** 2,
    ),
    "waves": (lambda: exp(-(x**2) * 40), lambda a, v: -80 * a * v * np.exp(-40 * a**2)),
}


def log_slope(a: Floats) -> Floats:
    s = 1 / (1 + np.exp(-a))
    return np.asarray(s * (1 - s) / (2 + s))


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("seed", range(8))
def test_the_error_is_within_its_bound(name: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.standard_normal(LENGTH)
    direction = 1 + random.standard_normal(LENGTH)
    write, known = KNOWN[name]
    found, bound = slope(write(), values, direction)
    assert np.all(np.abs(found - known(values, direction)) <= bound)


@pytest.mark.parametrize("name", [name for name in KNOWN if name not in ("steep", "waves")])
def test_the_bound_is_a_small_share_of_the_values(name: str) -> None:
    random = np.random.default_rng(3)
    write, known = KNOWN[name]
    values, direction = random.standard_normal(LENGTH), random.standard_normal(LENGTH)
    _, bound = slope(write(), values, direction)
    typical = max(float(np.sqrt(np.mean(np.square(known(values, direction))))), 1e-3)
    assert float(np.median(bound)) < 1e-6 * typical


def test_a_long_direction_gets_a_short_step() -> None:
    values = np.linspace(-1, 1, LENGTH)
    direction = np.full(LENGTH, 1e4)
    found, bound = slope(exp(x), values, direction)
    assert np.all(np.abs(found - np.exp(values) * 1e4) <= bound)
    assert float(np.max(bound)) < 1


def test_errors_of_the_direction_count() -> None:
    values, direction = np.ones(4), np.ones(4)
    run = Evaluation({n.term: 4, x.term: values}, tracked=True)
    exact, rough = (
        Line(run, "0", x.term, Pair(direction, 1e8 * direction, depth)) for depth in (0.0, 900.0)
    )
    bounds = []
    for line in (exact, rough):
        table = line.slope(term_of(exp(x)))
        found = line.settle()[table]
        bounds.append(float(np.max(scale_of(found) * found.depth)))
    assert bounds[1] > 100 * bounds[0]


def test_the_derivative_by_an_entry_is_divided_by_the_length() -> None:
    values = np.array([0.5, -0.25])
    run = Evaluation({n.term: 2, x.term: values}, tracked=True)
    line = Line(run, "0", x.term, Pair(np.array([0.0, 0.125])), 0.125)
    table = line.slope(term_of(exp(x)))
    found = line.settle()[table].value
    assert found == pytest.approx([0.0, np.exp(-0.25)], rel=1e-9)


def test_what_was_settled_is_not_computed_again() -> None:
    run = Evaluation({n.term: 2, x.term: np.ones(2)}, tracked=True)
    line = Line(run, "0", x.term, Pair(np.ones(2)))
    first = line.slope(term_of(exp(x)))
    assert set(line.settle()) == {first}
    assert line.slope(term_of(exp(x))) == first
    assert line.settle() == {}
    second = line.slope(term_of(x.sum()))
    assert set(line.settle()) == {second}


def test_room_ends_at_the_bounds_of_the_domain() -> None:
    positive, share = vector("positive", n, above=0), simplex("share", n)
    values = np.array([0.25, 3.0])
    run = Evaluation({n.term: 2, positive.term: values, share.term: values / 3.25, t.term: 7.0})
    assert room(run, positive.term).tolist() == [0.25, 1.0]
    assert room(run, share.term) == pytest.approx(values / 3.25)
    assert room(run, t.term).tolist() == 1.0


def test_what_has_no_entries_is_not_moved() -> None:
    empty = Evaluation({n.term: 0, x.term: np.zeros(0)})
    with pytest.raises(NotTaken):
        room(empty, x.term)
    run = Evaluation({n.term: 2})
    run.data[x.term] = Lazy(3)
    with pytest.raises(NotTaken):
        room(run, x.term)


def test_unknown_functions_are_differentiated_by_their_values() -> None:
    F = function("F")
    run = Evaluation({n.term: 2, x.term: np.array([0.3, 0.7]), "F": np.sin}, tracked=True)
    line = Line(run, "0", x.term, Pair(np.ones(2)))
    table = line.slope(term_of(F(x)))
    found = line.settle()[table]
    assert found.value == pytest.approx(np.cos([0.3, 0.7]), rel=1e-8)


def test_what_takes_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "LONGEST", -1.0)
    with pytest.raises(NotTaken, match="take long"):
        slope(exp(x), np.ones(3), np.ones(3))
