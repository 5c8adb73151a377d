"""Products over ranges of symbolic length: of positive factors, and what is not decided."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    array,
    diff,
    eq,
    exp,
    forall,
    gt,
    index,
    log,
    ones,
    product,
    prove,
    real,
    sigmoid,
    simplex,
    size,
    sqrt,
    total,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

n = size("n")
s, x = vector("s", n), vector("x", n)
u, v = vector("u", n, above=0), vector("v", n, above=0)
p = simplex("p", n)
i, c = index("i", n), real("c", above=0)


def over(f: Any, upper: Any = n) -> Any:
    """A product over 1..n."""
    return product(f, upper)


TRUE: dict[str, tuple[Any, list[Any]]] = {
    "exponentials": (eq(over(lambda k: exp(s[k])), exp(s.sum())), []),
    "a logarithm": (eq(log(over(lambda k: u[k])), log(u).sum()), []),
    "probabilities": (eq(-log(over(lambda k: p[k])), -total(lambda k: log(p[k]), n)), []),
    "products": (eq(over(lambda k: u[k] * v[k]), over(lambda k: u[k]) * over(lambda k: v[k])), []),
    "quotients": (eq(over(lambda k: u[k] / v[k]) * over(lambda k: v[k]), over(lambda k: u[k])), []),
    "a constant": (eq(over(lambda k: c), c**n), []),
    "a constant in front": (eq(over(lambda k: c * u[k]), c**n * over(lambda k: u[k])), []),
    "squares": (eq(over(lambda k: u[k] ** 2), over(lambda k: u[k]) ** 2), []),
    "roots": (eq(over(lambda k: sqrt(u[k])) ** 2, over(lambda k: u[k])), []),
    "reversed": (eq(over(lambda k: u[n + 1 - k]), over(lambda k: u[k])), []),
    "a derivative": (eq(diff(over(lambda k: exp(s[k])), s[i]), exp(s.sum())), []),
    "a derivative of positive factors": (
        eq(diff(over(lambda k: u[k]), u[i]) * u[i], over(lambda k: u[k])),
        [],
    ),
    "positive by a hypothesis": (
        eq(log(over(lambda k: x[k])), log(x).sum()),
        [forall(lambda k: gt(x[k], 0), n)],
    ),
    "sigmoid functions": (eq(log(over(lambda k: sigmoid(s[k]))), log(sigmoid(s)).sum()), []),
    "positive": (gt(over(lambda k: u[k]), 0), []),
}
FALSE: dict[str, tuple[Any, list[Any]]] = {
    "exponentials, doubled": (eq(over(lambda k: exp(s[k])), exp(2 * s.sum())), []),
    "any numbers": (eq(log(over(lambda k: x[k])), log(x).sum()), []),
    "absolute values": (gt(over(lambda k: x[k]), 0), []),
    "a constant once": (eq(over(lambda k: c), c), []),
    "a sum": (eq(over(lambda k: u[k]), u.sum()), []),
    "one factor less": (eq(over(lambda k: u[k]), product(lambda k: u[k], (2, n))), []),
    "a derivative, undivided": (eq(diff(over(lambda k: u[k]), u[i]), over(lambda k: u[k])), []),
    "factors out of range": (eq(over(lambda k: u[k + 1]), over(lambda k: u[k])), []),
    "factors that may vanish": (
        eq(diff(over(lambda k: x[k]), x[i]) * x[i] + 1, over(lambda k: x[k])),
        [],
    ),
    "quotients by what may vanish": (
        eq(over(lambda k: x[k] / x[k]), 1),
        [],
    ),
}


@pytest.mark.parametrize(("claim", "given"), TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(claim: Any, given: list[Any]) -> None:
    verdict = prove(claim.given(*given))
    assert verdict.status == "proved", str(verdict)


@pytest.mark.parametrize(("claim", "given"), FALSE.values(), ids=FALSE.keys())
def test_what_is_false_is_not_proved(claim: Any, given: list[Any]) -> None:
    assert not prove_statement(read_statement(claim.given(*given))).proved
    assert prove(claim.given(*given)).status == "refuted"


def test_factors_of_any_sign_are_left_alone() -> None:
    claim = eq(over(lambda k: x[k]) * over(lambda k: s[k]), over(lambda k: x[k] * s[k]))
    found = prove_statement(read_statement(claim))
    assert not found.proved
    assert "may not be positive" in found.reason


def test_few_factors_are_multiplied_out() -> None:
    y = vector("y", 3)
    assert prove(eq(product(lambda k: y[k], 3), y[1] * y[2] * y[3])).status == "proved"
    empty = array(n, lambda k: product(lambda l: x[l], (2, 1)))
    assert prove(eq(empty, ones(n))).status == "proved"
