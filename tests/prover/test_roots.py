"""Roots and powers with real exponents: what they multiply to, and what they do not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symderive import (
    absolute,
    delta,
    derive,
    diff,
    eq,
    exp,
    ge,
    grad,
    gt,
    implies,
    index,
    log,
    lt,
    norm,
    num,
    prove,
    real,
    simplex,
    size,
    sqrt,
    total,
    vector,
)

n, m = size("n"), size("m", at_least=0)
i, j = index("i", n), index("j", n)
x, y = vector("x", n), vector("y", n)
p, q = simplex("p", n), simplex("q", n)
r, s = simplex("r", n, closed=True), simplex("s", n, closed=True)
a, b, c = real("a"), real("b"), real("c")
t, u, e = real("t", above=0), real("u", above=0), real("e", above=0)
THIRD = Fraction(1, 3)

spread = ((x - x.mean()) ** 2).mean()
scale = sqrt(spread + e)


def normed(k: Any) -> Any:
    """An entry of the normalised vector."""
    return (x[k] - x.mean()) / scale


def affinity(v: Any, w: Any) -> Any:
    """The Bhattacharyya coefficient sum_k sqrt(v_k w_k)."""
    return total(lambda k: sqrt(v[k] * w[k]), 1, n)


def hellinger(v: Any, w: Any) -> Any:
    """Half the sum of (sqrt v_k - sqrt w_k)^2."""
    return total(lambda k: (sqrt(v[k]) - sqrt(w[k])) ** 2, 1, n) / 2


TRUE = {
    "square": eq(sqrt(t) * sqrt(t), t),
    "square of a sum": eq(sqrt(1 + a**2) ** 2, 1 + a**2),
    "reciprocal": eq(1 / sqrt(1 + a**2), sqrt(1 + a**2) / (1 + a**2)),
    "cube": eq(t**THIRD * t ** (2 * THIRD), t),
    "a quotient as exponent": eq(t ** (num(1) / 3) * t ** (num(2) / 3), t),
    "three halves": eq(t ** Fraction(3, 2), t * sqrt(t)),
    "minus a half": eq(t ** Fraction(-1, 2), 1 / sqrt(t)),
    "product": eq(sqrt(t * u), sqrt(t) * sqrt(u)),
    "exponential": eq(sqrt(t * exp(2 * a)), sqrt(t) * exp(a)),
    "logarithm": eq(log(sqrt(t)), log(t) / 2),
    "eight": eq(sqrt(num(8)), 2 * sqrt(num(2))),
    "six": eq(sqrt(num(6)), sqrt(num(2)) * sqrt(num(3))),
    "log 4": eq(log(num(4)), 2 * log(num(2))),
    "log 3/4": eq(log(num(3) / 4), log(num(3)) - 2 * log(num(2))),
    "derivative": eq(diff(sqrt(t), t), 1 / (2 * sqrt(t))),
    "chain rule": eq(diff(sqrt(1 + a**2), a), a / sqrt(1 + a**2)),
    "gradient": eq(grad(sqrt(1 + x.T @ x), x), x / sqrt(1 + x.T @ x)),
    "real exponents": eq(t**a * t**b, t ** (a + b)),
    "real exponent as exp": eq(t**a, exp(a * log(t))),
    "by the base": eq(diff(t**a, t), a * t ** (a - 1)),
    "by the exponent": eq(diff(t**a, a), t**a * log(t)),
    "absolute value": eq(sqrt(a**2), absolute(a)),
    "absolute value of a product": eq(sqrt(a**2 * c**2), absolute(a) * absolute(c)),
    "of zero": eq(sqrt(a - a), 0),
    "norm": eq(norm(x) ** 2, x.T @ x),
    "norm of a multiple": eq(norm(2 * x), 2 * norm(x)),
    "norm is not negative": ge(norm(x), 0),
    "norm of exponentials": gt(norm(exp(x)), 0),
    "under a sum": eq(total(lambda k: sqrt(k) * sqrt(k), 1, n), n * (n + 1) / 2),
    "divided under a sum": eq(total(lambda k: 1 / sqrt(k) * sqrt(k), 1, n), n),
    "size": eq(x.sum() / sqrt(n) * sqrt(n), x.sum()),
    "hellinger": eq(hellinger(p, q), 1 - affinity(p, q)),
    "hellinger with zeros": eq(hellinger(r, s), 1 - affinity(r, s)),
    "normalised mean": eq(total(normed, 1, n), 0),
    "normalised squares": eq(total(lambda k: normed(k) ** 2, 1, n), n * spread / (spread + e)),
    "normalised derivative": eq(
        diff(normed(i), x[j]), (delta(i, j) - 1 / n - normed(i) * normed(j) / n) / scale
    ),
    "with a hypothesis": implies(
        gt((x**2).sum(), 0), eq(diff(norm(x), x[i]), x[i] / norm(x))
    ),
}  # fmt: skip

FALSE = {
    "sum": eq(sqrt(t + 1), sqrt(t) + 1),
    "sum of two": eq(sqrt(t + u), sqrt(t) + sqrt(u)),
    "quotients as exponents": eq(t ** (num(1) / 3) * t ** (num(1) / 3), t),
    "negative base": eq(sqrt(a) * sqrt(a), a),
    "square of any number": eq(sqrt(a**2), a),
    "product of any numbers": eq(sqrt(a**2 * c**2), a * c),
    "cube root of any number": eq((a**3) ** THIRD, a),
    "five": eq(sqrt(num(5)), sqrt(num(2)) + 1),
    "exponents multiplied": eq(t**a * t**b, t ** (a * b)),
    "logarithm": eq(log(sqrt(t)), log(t)),
    "derivative without the half": eq(diff(sqrt(t), t), 1 / sqrt(t)),
    "derivative upside down": eq(diff(sqrt(1 + a**2), a), a * sqrt(1 + a**2)),
    "sign of the derivative": eq(diff(sqrt(1 + a**2), a), -a / sqrt(1 + a**2)),
    "exponent not lowered": eq(diff(t**a, t), a * t**a),
    "norm of a sum": eq(norm(x + y), norm(x) + norm(y)),
    "norm of a multiple": eq(norm(2 * x), 4 * norm(x)),
    "norm of minus": eq(norm(-x), -norm(x)),
    "norm is positive": gt(norm(x), 0),
    "norm at zero": eq(norm(x) / norm(x), 1),
    "gradient of the norm at zero": eq(grad(norm(x), x), x / norm(x)),
    "hellinger without the half": eq(2 * hellinger(p, q), 1 - affinity(p, q)),
    "hellinger with a sign": eq(hellinger(r, s), 1 + affinity(r, s)),
    "normalised squares": eq(total(lambda k: normed(k) ** 2, 1, n), n),
    "normalised derivative": eq(
        diff(normed(i), x[j]), (delta(i, j) - 1 / n + normed(i) * normed(j) / n) / scale
    ),
    "without the mean": eq(
        diff(normed(i), x[j]), (delta(i, j) - normed(i) * normed(j) / n) / scale
    ),
    "sum under a root": eq(total(sqrt, 1, n), sqrt(n * (n + 1) / 2)),
    "less than one": lt(sqrt(t), t),
    "power of zero": eq(t**m * t ** (-m) * a**m * a ** (-m), 1),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_roots_multiply_to_is_proved(name: str) -> None:
    verdict = prove(TRUE[name])
    assert verdict.status == "proved", str(verdict)


@pytest.mark.parametrize("name", FALSE)
def test_what_roots_do_not_multiply_to_is_refuted(name: str) -> None:
    verdict = prove(FALSE[name])
    assert verdict.status == "refuted", str(verdict)


def test_the_condition_for_a_root_is_offered() -> None:
    verdict = prove(eq(sqrt(a) * sqrt(a), a))
    assert [(condition, repaired.status) for condition, repaired in verdict.repaired] == [
        ("a > 0", "proved")
    ]


def test_a_root_is_read_back_as_it_is_written() -> None:
    assert str(derive(diff(sqrt(1 + a**2), a))) == "a/sqrt(a^2 + 1)"
