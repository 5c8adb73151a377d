"""Equations among the hypotheses that replace a value, computed tensors included."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    concatenate,
    diff,
    eq,
    exp,
    forall,
    ge,
    gt,
    iff,
    index,
    iverson,
    log,
    lt,
    matrix,
    ne,
    prove,
    real,
    sigmoid,
    size,
    softmax,
    total,
    vector,
    zeros,
)
from symderive.language.reading import read_statement
from symderive.language.terms import Statement
from symderive.prover.congruence import replaced
from symderive.prover.prove import prove_statement

n, m = size("n"), size("m")
x, y, z = vector("x", n), vector("y", n), vector("z", n)
A, B = matrix("A", m, n), matrix("B", m, n)
i, j, k = index("i", n), index("j", n), index("k", n)
r = index("r", m)
s, t, u = real("s"), real("t"), real("u")
positive = real("w", above=0)
p, q = softmax(concatenate(zeros(1), x)), softmax(concatenate(zeros(1), y))

TRUE: dict[str, tuple[Any, list[Any]]] = {
    "a number": (eq(exp(s), exp(t - u)), [eq(s, t - u)]),
    "a number on the right": (eq(s + 1, t + 1), [eq(t + 2, s + 2), eq(t, s)]),
    "a number in a sum": (eq(total(lambda l: s * x[l], n), t * x.sum()), [eq(s, t)]),
    "two numbers, one after the other": (eq(exp(s), exp(u)), [eq(s, t), eq(t, u)]),
    "what a declaration says": (gt(t, 0), [eq(positive, t), eq(t, positive)]),
    "a computed number": (eq(exp(s * t), exp(u)), [eq(s * t, u)]),
    "entries of computed vectors": (eq(log(p[k + 1] / p[1]), log(q[k + 1] / q[1])), [eq(p, q)]),
    "a computed vector": (eq(x, y), [eq(x - z, y - z)]),
    "a vector under a sum": (eq(exp(2 * x).sum(), exp(y).sum()), [eq(exp(2 * x), exp(y))]),
    "rows": (iff(eq(A[r, :] - x, zeros(n)), eq(x, A[r, :])), []),
    "matrices, entry by entry": (eq(A, B), [eq(A + A, B + B)]),
    "logits from probabilities": (eq(x[k], log(p[k + 1] / p[1])), [eq(p, q)]),
    "integers that differ": (
        eq(diff(softmax(x)[i], x[j]), -softmax(x)[i] * softmax(x)[j]),
        [ne(i, j)],
    ),
}
FALSE: dict[str, tuple[Any, list[Any]]] = {
    "another number": (eq(exp(s), exp(t + u)), [eq(s, t - u)]),
    "a number that is differentiated": (eq(diff(s * t, s), 2 * t), [eq(s, t)]),
    "a number by which is differentiated": (eq(diff(exp(s), s), 0), [eq(s, 1)]),
    "an entry by which is differentiated": (eq(diff(x[i], x[i]), 0), [eq(x - y, zeros(n))]),
    "an order": (eq(exp(s), exp(t)), [lt(s, t)]),
    "no more than an order": (eq(exp(s), exp(t)), [ge(s, t)]),
    "another computed vector": (eq(x, y), [eq(x - z, y + z)]),
    "only one entry": (eq(x, y), [eq(x[1] - z[1], y[1] - z[1])]),
    "the sums only": (eq(x, y), [eq((x - z).sum(), (y - z).sum())]),
    "the columns for the rows": (eq(A[r, 1], x[1]), [eq(A[:, 1] - B[:, 1], zeros(m))]),
    "integers that are equal": (
        eq(diff(softmax(x)[i], x[j]), -softmax(x)[i] * softmax(x)[j]),
        [eq(i, j)],
    ),
    "squares": (eq(s, t), [eq(s**2, t**2)]),
    "a value that is undefined elsewhere": (eq(1 / s, 1 / t), [eq(2 * s, 2 * t)]),
    "a bracket": (eq(iverson(gt(s, 0)) * t, t), [eq(s, t)]),
}


def statement(claim: Any, given: list[Any]) -> Statement:
    return read_statement(claim.given(*given))


@pytest.mark.parametrize(("claim", "given"), TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(claim: Any, given: list[Any]) -> None:
    assert prove_statement(statement(claim, given)).proved
    assert prove(statement(claim, given)).status == "proved"


@pytest.mark.parametrize(("claim", "given"), FALSE.values(), ids=FALSE.keys())
def test_what_does_not_follow_is_not_proved(claim: Any, given: list[Any]) -> None:
    assert not prove_statement(statement(claim, given)).proved
    assert prove(statement(claim, given)).status == "refuted"


def test_an_equation_is_used_once() -> None:
    found = replaced(statement(eq(exp(s), exp(t)), [eq(s, t), gt(u, 0)]))
    assert found == statement(eq(exp(t), exp(t)), [gt(u, 0)])
    assert replaced(found) is None


def test_a_declaration_becomes_a_hypothesis() -> None:
    found = replaced(statement(gt(positive, 0), [eq(positive, s + t)]))
    assert found == statement(gt(s + t, 0), [gt(s + t, 0)])


def test_nothing_is_replaced() -> None:
    for claim, given in [
        (eq(s, t), []),
        (eq(s, t), [eq(u, 1)]),
        (eq(s, t), [eq(s, s**3)]),
        (eq(i, j), [eq(i, j)]),
        (eq(diff(s**2, s), t), [eq(s, t)]),
        (eq(sigmoid(s), t), [forall(lambda l: eq(x[l], s), n)]),
    ]:
        assert replaced(statement(claim, given)) is None


def test_other_variables_keep_their_names() -> None:
    bounded = vector("v", n, above=s)
    found = replaced(statement(gt(bounded[1], s), [eq(s, t)]))
    assert found == statement(gt(bounded[1], t), [])
