"""Inequalities between constants."""

from __future__ import annotations

from typing import Any

import pytest
from flint import ctx

from symderive import (
    absolute,
    eq,
    exp,
    ge,
    greater_of,
    gt,
    le,
    lesser_of,
    log,
    lt,
    ne,
    num,
    real,
    relu,
    sigmoid,
    softplus,
    sqrt,
    tanh,
    total,
)
from symderive.prover.balls import decided

TRUE: dict[str, Any] = {
    "an exponential": gt(exp(num(3)), 20),
    "at least": ge(exp(num(1)), 2),
    "different": ne(exp(num(1)), num(27183) / 10000),
    "near": lt(exp(num(1)), num(27183) / 10000),
    "a logarithm": lt(log(3), 2 * log(2)),
    "a quotient": gt(1 / (1 + exp(num(-2))), num(22) / 25),
    "sigmoid functions": gt(4 * sigmoid(num(4)), (3 * sigmoid(num(3)) + 5 * sigmoid(num(5))) / 2),
    "hyperbolic": le(tanh(num(1)), num(77) / 100),
    "a root": lt(sqrt(num(2)), num(3) / 2),
    "an inverse root": gt(1 / sqrt(num(2)), num(7) / 10),
    "a negative base": lt((log(num(2)) - 1) ** 3, 0),
    "extremes": gt(greater_of(exp(num(1)), 3), lesser_of(exp(num(1)), 3)),
    "folded": gt(softplus(num(1)) + relu(num(-1)) + absolute(num(-1)), num(23) / 10),
    "more bits": gt(exp(num(100)) + num(1) / 10**10, exp(num(100))),
}
OTHER: dict[str, Any] = {
    "false": gt(exp(num(1)), 3),
    "false, different": lt(exp(num(1)), 2),
    "equal": gt(exp(num(1)) * exp(num(-1)), 1),
    "equal, at least": ge(exp(num(1)) * exp(num(-1)), 1),
    "equal, different": ne(log(num(4)), 2 * log(2)),
    "an equation": eq(exp(num(0)), 1),
    "no logarithm": gt(log(num(-1)), -100),
    "no logarithm of a ball around 0": lt(log(exp(num(1)) * exp(num(-1)) - 1), 100),
    "no inverse": gt(1 / (log(num(4)) - 2 * log(2)), -1),
    "no root": gt(sqrt(1 - exp(num(1))), -1),
    "a variable": gt(exp(real("a")), -1),
    "beyond all bits": gt(exp(num(500)) + num(1) / 10**200, exp(num(500))),
    "a sum": gt(total(lambda k: exp(k) + k, 1, 3), 1),
    "a large power": gt(num(2) ** 5000, 1),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_balls_show(name: str) -> None:
    found = decided(TRUE[name].term)
    assert found is not None
    assert found.proved


@pytest.mark.parametrize("name", OTHER)
def test_what_they_do_not_show(name: str) -> None:
    assert decided(OTHER[name].term) is None


def test_the_precision_is_left_as_it_was() -> None:
    before = ctx.prec
    assert decided(gt(exp(num(100)) + num(1) / 10**10, exp(num(100))).term) is not None
    assert ctx.prec == before
