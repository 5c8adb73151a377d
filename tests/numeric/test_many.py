"""Statements about single real numbers, at a million of them."""

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from symderive.language.binding import free_symbols
from symderive.language.calculus import diff
from symderive.language.declarations import function, vector
from symderive.language.domains import real, size
from symderive.language.functions import binary_cross_entropy, exp, log, sigmoid, tanh
from symderive.language.reading import read_statement
from symderive.language.statements import all_of, eq, gt, implies, le, lt, ne
from symderive.language.sums import iverson, total
from symderive.language.terms import Statement
from symderive.numeric.check import evidence_of
from symderive.numeric.many import DRAWS, at_many_numbers

a, b, y = real("a"), real("b"), real("y", 0, 1)
p, below = real("p", above=0), real("q", below=a)
n = size("n")
x = vector("x", n)
f = function("f")

Write = Callable[[], Any]


def read(write: Write) -> Statement:
    """The statement as it is written."""
    with sympy.evaluate(False):
        return read_statement(write())


TRUE: dict[str, Write] = {
    "a function": lambda: eq(tanh(a), 2 * sigmoid(2 * a) - 1),
    "two numbers": lambda: eq(exp(a + b), exp(a) * exp(b)),
    "bounds": lambda: all_of(lt(0, log(1 + p)), lt(log(1 + p), p)),
    "an operation of ours": lambda: eq(
        binary_cross_entropy(y, sigmoid(a)), -y * log(sigmoid(a)) - (1 - y) * log(1 - sigmoid(a))
    ),
    "a derivative": lambda: eq(diff(sigmoid(a), a), sigmoid(a) * (1 - sigmoid(a))),
    "an unknown function": lambda: eq(diff(f(a * b), a), b * f.prime(a * b)),
    "a hypothesis": lambda: gt(exp(a), exp(b)).given(gt(a, b)),
    "a name for a value": lambda: eq(diff(log(1 + exp(a)), a), b).given(eq(b, sigmoid(a))),
    "a bracket": lambda: eq(iverson(gt(a, b)) + iverson(le(a, b)), 1),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_million_values_are_compared(name: str) -> None:
    evidence = evidence_of(read(TRUE[name]), {})
    assert evidence.outcome == "passed", evidence
    assert evidence.points > DRAWS / 3
    assert evidence.sizes == {}


@pytest.mark.parametrize(
    "write",
    [
        lambda: gt(4 + a, 0),
        lambda: lt(sigmoid(a), num_near_one()),
        lambda: ne(iverson(gt(a, 4)), 1),
    ],
    ids=range(3),
)
def test_what_fails_for_few_values_is_seen(write: Write) -> None:
    evidence = evidence_of(read(write), {})
    assert evidence.outcome == "failed"
    assert evidence.detail.startswith("at draw = ")


def num_near_one() -> Any:
    """Less than the sigmoid function at 4."""
    return sympy.Rational(98, 100)


@pytest.mark.parametrize(
    "write",
    [
        lambda: eq(x.sum() + a, a + x.sum()),
        lambda: eq(total(lambda k: a * k, n), a * n * (n + 1) / 2),
        lambda: implies(eq(a * a, 1), eq(a**3, a)),
        lambda: eq(a**3, a).given(eq(a * a, 1)),
        lambda: lt(below, a),
        lambda: eq(num_near_one(), num_near_one() * 1),
    ],
    ids=range(6),
)
def test_other_statements_stay_as_they_are(write: Write) -> None:
    statement = read(write)
    assert at_many_numbers(statement) is statement


def test_numbers_become_entries_of_vectors_with_their_bounds() -> None:
    found = at_many_numbers(read(lambda: le(y, 1 + p * y)))
    names = {symbol.name: symbol for symbol in free_symbols(found)}
    assert set(names) == {"draw", "p", "y"}
    assert names["y"].domain == y.term.domain
    assert free_symbols(at_many_numbers(found)) == free_symbols(found)
