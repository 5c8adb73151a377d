"""Hypotheses about every index, used where an index of the claim lies in their range."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    diff,
    eq,
    forall,
    gt,
    index,
    inner,
    iverson,
    le,
    log,
    lt,
    matrix,
    ne,
    num,
    prove,
    real,
    relu,
    size,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

h, d = size("h"), size("d")
W, x, v = matrix("W", h, d), vector("x", d), vector("v", h)
i, j = index("i", d), index("j", h)
a = W @ x
backward = eq(diff(inner(v, relu(a)), W[j, i]), v[j] * iverson(gt(a[j], 0)) * x[i])
slope = eq(diff(relu(a)[j], W[j, i]), iverson(gt(a[j], 0)) * x[i])
halved = eq(2 * log(a[j]) - log(a[j]), log(a[j]))

TRUE: dict[str, tuple[Any, list[Any]]] = {
    "away from the kink": (slope, [forall(lambda q: ne(a[q], 0), h)]),
    "away from all kinks": (backward, [forall(lambda q: ne(a[q], 0), h)]),
    "positive": (halved, [forall(lambda q: gt(a[q], 0), h)]),
    "positive before the last": (halved, [forall(lambda q: gt(a[q], 0), h - 1), lt(j, h)]),
}

FALSE: dict[str, tuple[Any, list[Any]]] = {
    "nothing is known": (slope, []),
    "one index is left out": (slope, [forall(lambda q: ne(a[q], 0), h - 1)]),
    "the first index is left out": (backward, [forall(lambda q: ne(a[q], 0), 2, h)]),
    "not negative": (halved, [forall(lambda q: le(0, a[q]), h)]),
    "another index": (halved, [forall(lambda q: gt(a[q], 0), h - 1), le(j, h)]),
    "another conclusion": (
        eq(2 * log(a[j]), log(a[j])),
        [forall(lambda q: gt(a[q], 0), h)],
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert prove(claim, given=given).status == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    claim, given = FALSE[name]
    verdict = prove(claim, given=given)
    assert verdict.status == "refuted"
    assert not prove_statement(verdict.statement).proved


@pytest.mark.parametrize(
    ("number", "is_proved"),
    [
        (real("g", above=0, below=1), True),
        (real("g", at_most=num(1) / 2), True),
        (real("g", above=0), False),
        (real("g", 0, 1), False),
    ],
    ids=["between", "below", "above", "up to the end"],
)
def test_every_bound_of_a_declared_number_is_known(number: Any, is_proved: bool) -> None:
    doubled = eq(log(1 - number) + log(1 - number), 2 * log(1 - number))
    assert (prove(doubled).status == "proved") == is_proved
    assert prove_statement(read_statement(doubled)).proved == is_proved


def test_a_bound_may_be_another_number() -> None:
    low = real("low")
    above = real("u", above=low)
    assert prove(gt(above - low, 0)).status == "proved"
    assert prove(gt(above - low, 1)).status == "refuted"
