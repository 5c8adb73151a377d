"""Unknown functions of a whole tensor, evaluated: exact derivatives, least counterexamples."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symderive import (
    correlate,
    delta,
    diff,
    eq,
    flip,
    function,
    grad,
    hessian,
    index,
    le,
    matrix,
    outer,
    size,
    tanh,
    total,
    vector,
)
from symderive.errors import Undefined
from symderive.evaluator.by_hand import worked_out
from symderive.evaluator.entry_polynomials import entry_polynomial_of
from symderive.evaluator.interpret import evaluate
from symderive.evaluator.search import find_counterexample
from symderive.language.reading import read_statement

m, n, k = size("m"), size("n"), size("k")
i, j = index("i", n), index("j", n)
x, y, W = vector("x", n), vector("y", n), matrix("W", m, n)
h, w = vector("h", n), vector("w", k)
L, M = function("L", of=vector(n)), function("M", of=vector(m))
K = function("K", of=vector(n - k + 1))
T = function("T", of=matrix(m, n))
F = function("F")
a = correlate(h, w)

OTHER_SHAPE = "the argument of M has another shape than declared: 2 = 1 does not hold"
LOSS = entry_polynomial_of("t[1]^2 t[2] + 3 t[2]")


def value(written: Any) -> Any:
    values = {n.term: 2, i.term: 1, j.term: 2, x.term: [2, 5], "L": LOSS}
    return evaluate(written.term, values)


def test_values_and_derivatives_at_a_point() -> None:
    assert value(L(x)) == 4 * 5 + 15
    assert value(L.grad(x)) == [20, 7]
    assert value(L.hessian(x)) == [[10, 4], [4, 0]]
    assert value(L.grad(2 * x)) == [80, 19]


def test_derivatives_go_through_the_argument() -> None:
    assert value(grad(L(x * x), x)) == [4 * 8 * 25, (16 + 3) * 10]
    assert value(diff(L(x * x[1]), x[1])) == 5 * (5 * 2**4 + 3)
    assert value(hessian(L(3 * x), x)) == [[9 * 2 * 15, 9 * 2 * 6], [9 * 2 * 6, 0]]
    assert value(diff(L.grad(x)[2], x[1])) == 4
    assert value(diff(L(x / x[2]), x[2])) == -2 * Fraction(4, 125)


def test_every_entry_of_the_argument_must_be_defined() -> None:
    with pytest.raises(Undefined):
        evaluate(L(1 / x).term, {n.term: 2, x.term: [1, 0], "L": entry_polynomial_of("t[1]")})
    with pytest.raises(Undefined, match=r"another shape than declared: 3 = 2"):
        evaluate(
            L(vector("y", m)).term,
            {n.term: 2, m.term: 3, vector("y", m).term: [1, 2, 3], "L": LOSS},
        )


@pytest.mark.parametrize(
    ("claim", "witness"),
    [
        (
            eq(diff(L(x), x[i]), L.grad(x)[n - i + 1]),
            "n = 2, i = 1, x = (0, 0), L(t) = t[1]: left 1, right 0",
        ),
        (
            eq(grad(K(a), h), correlate(K.grad(a), w, mode="full")).given(le(k, n)),
            "k = 2, n = 2, index = 1, h = (0, 0), w = (0, 1), K(t) = t[1]: left 0, right 1",
        ),
        (
            eq(grad(M(W @ x), x), W.T @ M.grad(2 * (W @ x))),
            "m = 1, n = 1, index = 1, W = (1), x = (1), M(t) = t[1]^2: left 2, right 4",
        ),
        (
            eq(diff(L(x), x[i]), total(lambda t: L.grad(x)[t] * delta(t, i), 1, n - 1)),
            "n = 1, i = 1, x = (0), L(t) = t[1]: left 1, right 0",
        ),
        (eq(L(x + y), L(x) + L(y)), "n = 1, x = (1), y = (1), L(t) = t[1]^2: left 4, right 2"),
        (
            eq(T.grad(W)[1, 1], T.grad(W)[m, n]),
            "m = 1, n = 2, W[1,1] = 0, W[1,2] = 0, T(t) = t[1,1]: left 1, right 0",
        ),
        (
            eq(M(x), M(x) + 0 * x[1]),
            f"m = 1, n = 2, M(t) = 0: the left side is undefined: {OTHER_SHAPE}",
        ),
        (
            eq(L.grad(x)[i + 1], L.grad(x)[i + 1] * 1),
            "n = 1, i = 1, L(t) = 0: the left side is undefined: L.grad[2] is outside 1..1",
        ),
    ],
    ids=str,
)
def test_counterexamples_are_small(claim: Any, witness: str) -> None:
    found = find_counterexample(read_statement(claim)).witness
    told = str(found).replace("W = (0, 0)", "W[1,1] = 0, W[1,2] = 0")
    assert told == witness


@pytest.mark.parametrize(
    "claim",
    [
        eq(grad(M(W @ x), x), W.T @ M.grad(W @ x)),
        eq(grad(M(W @ x), W), outer(M.grad(W @ x), x)),
        eq(grad(K(a), h), correlate(K.grad(a), flip(w), mode="full")).given(le(k, n)),
        eq(grad(L(F(x)), x), L.grad(F(x)) * F.prime(x)),
        eq(grad(L(tanh(x)), x), L.grad(tanh(x)) * (1 - tanh(x) ** 2)),
        eq(L.hessian(x)[i, j], L.hessian(x)[j, i]),
        eq(hessian(L(2 * x), x), 4 * L.hessian(2 * x)),
    ],
    ids=str,
)
def test_nothing_is_found_against_what_is_true(claim: Any) -> None:
    found = find_counterexample(read_statement(claim), seconds=0.2)
    assert found.witness is None
    assert found.tried > 20


def test_a_counterexample_is_worked_out_by_hand() -> None:
    statement = read_statement(eq(grad(M(W @ x), x), W.T @ M.grad(2 * (W @ x))))
    witness = find_counterexample(statement).witness
    assert witness is not None
    left, right = worked_out(statement, witness)
    assert (left.lines[-1].value, right.lines[-1].value) == (witness.left, witness.right)


def test_what_a_false_bracket_hides_is_not_told() -> None:
    wrong = eq(grad(K(a), h), correlate(K.grad(a), w, mode="full")).given(le(k, n))
    witness = find_counterexample(read_statement(wrong)).witness
    assert witness is not None
    told = [line for side in worked_out(read_statement(wrong), witness) for line in side.lines]
    assert told
    assert not [line for line in told if "undefined" in line.value]


def test_a_function_that_cannot_exist_refutes_nothing() -> None:
    E = function("E", of=vector(n - 2))
    statement = read_statement(eq(E(vector("z", n - 2)), E(vector("z", n - 2)) + 1))
    found = find_counterexample(statement).witness
    assert found is not None
    assert found.sizes == {"n": 2}
