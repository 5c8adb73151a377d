"""Terms with their choices made at a point: the same there, and smooth in the variable."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive.language.calculus import grad
from symderive.language.declarations import vector
from symderive.language.domains import size
from symderive.language.functions import (
    absolute,
    exp,
    greater_of,
    lesser_of,
    relu,
    sign,
    softmax,
    tanh,
)
from symderive.language.operators import correlate
from symderive.language.reader import Reader
from symderive.language.scalars import num
from symderive.language.statements import gt, le
from symderive.language.sums import cases, iverson, maximum, minimum, total
from symderive.language.terms import Term
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.kinks import Frozen, NotSmooth

n = size("n")
x, y, base = vector("x", n), vector("y", n), vector("base", n)
WITH_KINKS: dict[str, Callable[[], Any]] = {
    "absolute values": lambda: absolute(x).sum(),
    "absolute values of a tensor": lambda: total(lambda k: (y * absolute(tanh(x)))[k], n),
    "sign": lambda: total(lambda k: (x * sign(x))[k], n),
    "rectifier": lambda: relu(x - num(1) / 5).sum(),
    "rectified convolution": lambda: relu(correlate(relu(x), y)).sum(),
    "greater": lambda: greater_of(x[1], x[2], y[1]),
    "lesser": lambda: lesser_of(x[1], x[2] ** 2, x[3]),
    "greatest": lambda: maximum(lambda k: x[k] * y[k], 1, n),
    "least": lambda: exp(minimum(lambda k: tanh(x[k]), 1, n)),
    "greatest of a tensor": lambda: x.max() * y[1],
    "greatest before each": lambda: total(lambda i: y[i] * maximum(lambda k: x[k], 1, i), n),
    "cases": lambda: total(lambda k: cases((x[k] ** 2, gt(x[k], 0)), (0, le(x[k], 0))), n),
    "bracket": lambda: total(lambda k: x[k] * iverson(gt(x[k], y[k])), n),
}


def y_values() -> Any:
    return np.array([0.7, -0.3, 0.4, 1.1, -0.8])


def values(term: Term, moved: Any, standing: Any) -> float:
    data = {n.term: 5, y.term: y_values()}
    run = Evaluation({**data, x.term: moved, base.term: standing}, tracked=True)
    return float(run.closed(term).value)


def written(write: Callable[[], Any]) -> tuple[Term, Term, Frozen]:
    term, frozen = Reader().read(write()), Frozen(x.term, base.term)
    return term, frozen.write(term), frozen


@pytest.mark.parametrize("name", WITH_KINKS)
def test_near_the_point_nothing_changes(name: str) -> None:
    term, smooth, frozen = written(WITH_KINKS[name])
    assert frozen.has_kinks(term)
    for seed in range(6):
        here = np.random.default_rng(seed).standard_normal(5)
        near = here + 1e-9 * np.arange(5)
        for there in (here, near):
            assert values(smooth, there, here) == pytest.approx(values(term, there, here))


@pytest.mark.parametrize("name", WITH_KINKS)
def test_farther_away_the_choice_stays(name: str) -> None:
    """Along a line through a point, third differences show where a branch ends."""
    term, smooth, _ = written(WITH_KINKS[name])
    here = np.array([0.31, -0.22, 0.53, -0.41, 0.17])
    along = np.linspace(-2, 2, 161)
    there, here_only = (
        np.abs(np.diff([values(each, here + step * y_values(), here) for step in along], 3)).max()
        for each in (term, smooth)
    )
    assert here_only < 0.3 * there


def test_at_a_kink_there_is_no_value() -> None:
    ties = {
        "absolute values": np.array([0.0, 1.0, 2.0, 0.5, -1.0]),
        "greatest of a tensor": np.array([0.0, 1.0, 1.0, 0.5, -1.0]),
        "rectified convolution": -np.ones(5),
    }
    for name, here in ties.items():
        _, smooth, _ = written(WITH_KINKS[name])
        assert np.isnan(values(smooth, here, here))


def test_what_has_no_kinks_stays_as_it_is() -> None:
    for write in (lambda: softmax(x).sum(), lambda: correlate(x, y), lambda: absolute(y).sum()):
        term, smooth, frozen = written(write)
        assert not frozen.has_kinks(term)
        assert smooth is term


def test_derivatives_of_kinks_are_refused() -> None:
    with pytest.raises(NotSmooth):
        written(lambda: grad(relu(x).sum(), x))
