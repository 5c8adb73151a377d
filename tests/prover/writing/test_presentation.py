"""Sums of products arranged for a reader: the value stays, and the form is a short one."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from symderive import delta, exp, index, iverson, le, real, size, softmax, total, vector
from symderive.evaluator.interpret import evaluate
from symderive.language.binding import free_symbols
from symderive.language.reading import read
from symderive.language.terms import Symbol, Term
from symderive.printing import text
from symderive.prover.writing.combinations import collected, combination_of, weight
from symderive.prover.writing.presentation import arranged
from symderive.prover.writing.products import brackets_of

n = size("n")
i, j = index("i", n), index("j", n)
a, b, c, d = (real(name) for name in "abcd")
x, y = vector("x", n), vector("y", n)
p = softmax(x)

ARRANGED: list[tuple[Any, str]] = [
    (a * b + a * c, "a*(b + c)"),
    (a * b - a * c * 2, "a*(b - 2*c)"),
    (-a - b, "-(a + b)"),
    (1 - a, "1 - a"),
    (b - 1, "b - 1"),
    (a - a, "0"),
    (a / b + a / b, "2*a/b"),
    (a / b**2 + c / b, "(c + a/b)/b"),
    (a / 2 + b / 2, "(a + b)/2"),
    (a * a - 2 * a * b + b * b, "(a - b)^2"),
    (a**2 - b**2, "a^2 - b^2"),
    (a * b + a * c + b * c + a * a, "(a + b)*(a + c)"),
    (a * b + a * c + d, "a*(b + c) + d"),
    (p[i] * delta(i, j) - p[i] * p[j], "softmax(x)[i]*([i = j] - softmax(x)[j])"),
    (exp(a) * exp(b) * exp(-c), "exp(a + b - c)"),
    (exp(a) * c - exp(a) * exp(b), "exp(a)*(c - exp(b))"),
    (1 / (2 * a), "1/(2*a)"),
    (x.sum() * 0 + 3, "3"),
    (
        total(lambda k: x[k], 1, n) - total(lambda k: 2 * y[k], 1, n),
        "sum(k=1..n, x[k] - 2*y[k])",
    ),
    (
        total(lambda k: x[k] * a, 1, n) * b - total(lambda k: y[k] * a, 1, n) * b,
        "a*b*sum(k=1..n, x[k] - y[k])",
    ),
    (iverson(le(1, i) & le(i, j)) * a + iverson(le(1, i) & le(i, j)) * b, "[1 <= i <= j]*(a + b)"),
]


def rearranged(written: Any) -> Term:
    """The term in the form that a reader is shown."""
    return arranged(combination_of(read(written)))


@pytest.mark.parametrize(("written", "expected"), ARRANGED, ids=[e for _, e in ARRANGED])
def test_the_form_is_the_expected_one(written: Any, expected: str) -> None:
    assert text(rearranged(written)) == expected


def polynomial(chance: random.Random, depth: int) -> Any:
    """A random expression in a few real variables, without divisions."""
    if depth == 0:
        return chance.choice([a, b, c, a + 1, b - c, 2 * d])
    left, right = polynomial(chance, depth - 1), polynomial(chance, depth - 1)
    return chance.choice([left + right, left - right, left * right])


@pytest.mark.parametrize("seed", range(40))
def test_the_value_stays(seed: int) -> None:
    chance = random.Random(seed)
    written = polynomial(chance, 1 + seed % 3) + a * b * c * d
    found = rearranged(written)
    free = [s for s in free_symbols(read(written)) if isinstance(s, Symbol)]
    for _ in range(3):
        values: dict[Any, Any] = {s: Fraction(chance.randint(-9, 9), 3) for s in free}
        assert evaluate(found, values) == evaluate(read(written), values), text(found)


@pytest.mark.parametrize("seed", range(40))
def test_arranging_twice_is_arranging_once(seed: int) -> None:
    found = rearranged(polynomial(random.Random(seed), 2))
    again = arranged(combination_of(found))
    assert weight(again) <= weight(found)


def test_like_products_are_collected() -> None:
    twice = collected(combination_of(read(a * b + b * a - c + c)))
    assert twice == [(Fraction(2), {a.term: Fraction(1), b.term: Fraction(1)})]


def test_brackets_are_chained_where_they_continue_one_another() -> None:
    conditions = [read(le(i, j)), read(le(1, i)), read(delta(i, j)).condition]  # type: ignore[attr-defined]
    assert [text(bracket) for bracket in brackets_of(conditions)] == ["[i = j]", "[1 <= i <= j]"]
