"""Derivatives by a number for which a hypothesis gives a value."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import diff, eq, exp, log, real, sigmoid, size, total, vector
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement
from symderive.prover.taken import taken

n = size("n")
a, b, y, g, t = real("a"), real("b"), real("y"), real("g", above=0, below=1), real("t", above=0)
x = vector("x", n)
OUTPUT = eq(g, sigmoid(a))


def loss(probability: Any) -> Any:
    """The cross-entropy of one example."""
    return -y * log(probability) - (1 - y) * log(1 - probability)


TRUE: dict[str, tuple[Any, Any]] = {
    "chain rule": (
        eq(diff(loss(sigmoid(a)), a), diff(loss(g), g) * diff(sigmoid(a), a)),
        OUTPUT,
    ),
    "the other way round": (
        eq(diff(loss(g), g) * diff(sigmoid(a), a), sigmoid(a) - y),
        eq(sigmoid(a), g),
    ),
    "an inverse": (eq(diff(log(t), t), exp(-a)), eq(t, exp(a))),
    "twice": (eq(diff(1 / t, t, t), 2 * exp(-3 * a)), eq(t, exp(a))),
    "a sum": (
        eq(diff(log(t), t), 1 / total(lambda k: exp(x[k]), n)),
        eq(t, total(lambda k: exp(x[k]), n)),
    ),
}
FALSE: dict[str, tuple[Any, Any]] = {
    "no chain rule": (eq(diff(loss(sigmoid(a)), a), diff(loss(g), g)), OUTPUT),
    "a value that does not move": (eq(diff(loss(g), g), diff(loss(sigmoid(a)), g)), OUTPUT),
    "another sign": (eq(diff(log(t), t), -exp(-a)), eq(t, exp(a))),
    "by the other variable": (eq(diff(log(t), a), 1), eq(t, exp(a))),
    "another output": (
        eq(diff(loss(sigmoid(a)), a), diff(loss(g), g) * diff(sigmoid(a), a)),
        eq(g, sigmoid(b)),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_the_value_is_put_in_after_the_derivative(name: str) -> None:
    claim, given = TRUE[name]
    assert prove_statement(read_statement(claim, given=[given])).proved


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_not_proved(name: str) -> None:
    claim, given = FALSE[name]
    assert not prove_statement(read_statement(claim, given=[given])).proved


def test_the_closed_form_is_a_claim_of_its_own() -> None:
    claim, given = TRUE["an inverse"]
    parts = taken(read_statement(claim, given=[given]))
    assert parts is not None
    equal, rest = parts
    assert equal.claim == eq(diff(log(t), t), 1 / t).term
    assert rest.claim == eq(1 / t, exp(-a)).term
    assert equal.given == rest.given == (given.term,)


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(diff(log(t), t), 1 / t), []),
        (eq(log(t), a), [eq(t, exp(a))]),
        (eq(diff(log(t), t), 1 / t), [eq(2 * t, exp(a))]),
        (eq(total(lambda k: diff(x[k] * t, t), n), x.sum()), [eq(t, exp(a))]),
    ],
    ids=["no equation", "no derivative", "no number alone", "under a sum"],
)
def test_where_there_is_nothing_to_do(claim: Any, given: list[Any]) -> None:
    assert taken(read_statement(claim, given=given)) is None
