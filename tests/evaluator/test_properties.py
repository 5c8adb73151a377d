"""Convexity and definiteness refuted: where they are claimed by points, where denied as a whole."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flint import fmpq

from symderive import (
    Witness,
    all_of,
    concave,
    convex,
    diag,
    entropy,
    exp,
    eye,
    forall,
    ge,
    gt,
    has_shape,
    hessian,
    implies,
    log,
    logsumexp,
    matrix,
    negation,
    negative_definite,
    negative_semidefinite,
    ones,
    positive_definite,
    positive_semidefinite,
    prove,
    real,
    refute,
    sigmoid,
    simplex,
    size,
    softmax,
    squared_norm,
    stack,
    tanh,
    total,
    vector,
    zeros,
)
from symderive.decide import worked_out
from symderive.evaluator.properties import (
    bad_vector,
    degree_in,
    exactly,
    form_at,
    sum_of_squares,
    written,
)
from symderive.language.binding import subterms
from symderive.language.convexity import Convex
from symderive.language.reading import read_statement
from symderive.language.terms import Not

m, n = size("m"), size("n")
a, b, y, t = real("a"), real("b"), real("y"), real("t", above=0)
x, v, p = vector("x", n), vector("v", 2), simplex("p", n)
A, M = matrix("A", m, n), matrix("M", n, n)
H = stack(stack(2, -2), stack(-2, 2))

FALSE: dict[str, tuple[Any, str]] = {
    "a cube": (convex(a**3, a), "a_1 = 0, a_2 = -1, s = 1/2: left -1/8, right -1/2"),
    "a logarithm": (convex(log(t), t), "s = 1/2, t_1 = 1, t_2 = 2: left 0.40546511"),
    "a square, the other way": (concave(a**2, a), "a_1 = 0, a_2 = 1, s = 1/2: left 1/4"),
    "a squared error": (convex(sigmoid(a) ** 2, a), "a_1 = 0, a_2 = 2, s = 1/2: left 0.5344"),
    "a parameter": (convex(b * a**2, a), "a_1 = 0, a_2 = 1, b = -1, s = 1/2: left -1/4"),
    "a product": (convex(v[1] * v[2], v), "s = 1/2, v_1 = "),
    "a maximum, the other way": (concave(x.max(), x), "n = 2, s = 1/2, x_1 = "),
    "an entropy": (convex(entropy(p), p), "n = 2, s = 1/2, p_1 = "),
    "a value that is missing": (convex(log(a), a), "undefined"),
    "an index": (forall(lambda k: convex(x[k] * a**2, a), n), "n = 1"),
    "a premise that holds": (implies(gt(b, 0), concave(b * a**2, a)), "b = "),
    "one of two": (all_of(convex(a**2, a), convex(a**3, a)), "a_1"),
    "any matrix": (positive_semidefinite(M), "n = 1, M = (-1), u = (1): left -1, right 0"),
    "a matrix that is not symmetric": (
        positive_semidefinite(stack(stack(1, 1), stack(0, 1))),
        "row = 1, column = 2: left 1, right 0",
    ),
    "a matrix that is not square": (
        positive_semidefinite(ones(m, n)),
        "m = 1, n = 2: left shape (1, 2)",
    ),
    "a semidefinite matrix": (positive_definite(H), "u = (1, 1): left 0, right 0"),
    "a covariance": (positive_definite(diag(softmax(x)) - softmax(x) @ softmax(x).T), "n = 1"),
    "a Hessian": (negative_semidefinite(hessian(squared_norm(x), x)), "left 2, right 0"),
    "another sign": (negative_definite(eye(n)), "n = 1, u = (1): left 1, right 0"),
    "a shape": (has_shape(A @ x, n), "m = 1, n = 2: left shape (1,), right shape (2,)"),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_claimed_is_refuted_by_points(name: str) -> None:
    claim, told = FALSE[name]
    verdict = refute(claim)
    assert verdict.status == "refuted"
    assert told in str(verdict)


DENIED: dict[str, tuple[Any, str]] = {
    "a matrix": (negation(positive_semidefinite(H)), "the quadratic form is 2*(u[1] - u[2])^2"),
    "a negative one": (
        negation(negative_semidefinite(-H)),
        "the quadratic form is -2*(u[1] - u[2])^2",
    ),
    "a definite one": (
        negation(positive_definite(stack(stack(2, 1), stack(1, 2)))),
        "the quadratic form is 2*(u[1] + 1/2*u[2])^2 + 3/2*u[2]^2",
    ),
    "a zero": (negation(positive_semidefinite(0 * eye(2))), "the quadratic form is 0"),
    "a square": (negation(convex(a**2, a)), "the form of the second derivatives is 2*u[1]^2"),
    "a line": (negation(concave(y * a + 1, a)), "the form of the second derivatives is 0"),
    "a form of a vector": (
        negation(concave(-((v[1] - v[2]) ** 2), v)),
        "the form of the second derivatives is -2*(u[1] - u[2])^2",
    ),
    "a sum over a vector": (
        negation(convex(total(lambda k: x[k] ** 2, n), x)),
        "n = 1: the form of the second derivatives is 2*u[1]^2",
    ),
    "a matrix at every index": (
        forall(lambda k: negation(positive_semidefinite(k * H)), 2),
        "the quadratic form is 2*(u[1] - u[2])^2",
    ),
    "a shape": (negation(has_shape(x, n)), "n = 1"),
    "a premise": (implies(convex(a**2, a), ge(b, 0)), "b = -1"),
}


@pytest.mark.parametrize("name", DENIED)
def test_what_is_denied_is_refuted_as_a_whole(name: str) -> None:
    claim, told = DENIED[name]
    verdict = refute(claim)
    assert verdict.status == "refuted"
    assert told in str(verdict)


TRUE: dict[str, Any] = {
    "a square": convex(a**2, a),
    "an exponential": convex(exp(a), a),
    "a sigmoid function": negation(convex(sigmoid(a), a)),
    "not a square of that": negation(convex(tanh(a) ** 2, a)),
    "log sum exp": convex(logsumexp(x), x),
    "the other sign": negation(convex(-(a**2), a)),
    "a matrix": positive_semidefinite(H),
    "a matrix that is none": negation(positive_semidefinite(-H)),
    "a matrix that is not definite": negation(positive_definite(H)),
    "a matrix that is not symmetric": negation(
        positive_semidefinite(stack(stack(1, 1), stack(0, 1)))
    ),
    "balls": negation(positive_semidefinite(diag(-exp(x)))),
    "a product": positive_semidefinite(A.T @ A),
    "a shape": has_shape(A @ x, m),
    "not a shape": negation(has_shape(x, n + 1)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_not_refuted(name: str) -> None:
    assert refute(TRUE[name], budget=0.3).status == "undecided"


def test_squares_are_completed() -> None:
    one, two = fmpq(1), fmpq(2)
    assert sum_of_squares([[two, one], [one, two]]) == [
        (two, [one, fmpq(1, 2)]),
        (fmpq(3, 2), [fmpq(0), one]),
    ]
    assert sum_of_squares([[one, two], [two, one]]) is None
    assert sum_of_squares([[fmpq(0), one], [one, two]]) is None
    assert sum_of_squares([[fmpq(0)]]) == []


@pytest.mark.parametrize(
    ("squares", "text"),
    [
        ([], "0"),
        ([(fmpq(1), [fmpq(1)])], "u[1]^2"),
        ([(fmpq(3), [fmpq(0), fmpq(1)])], "3*u[2]^2"),
        ([(fmpq(-1, 2), [fmpq(1), fmpq(-2)])], "-1/2*(u[1] - 2*u[2])^2"),
        (
            [(fmpq(1), [fmpq(1), fmpq(1)]), (fmpq(2), [fmpq(0), fmpq(1)])],
            "(u[1] + u[2])^2 + 2*u[2]^2",
        ),
    ],
    ids=["none", "one", "a factor", "a negative one", "two"],
)
def test_squares_are_written(squares: Any, text: str) -> None:
    assert written(squares) == text


@pytest.mark.parametrize(
    ("condition", "degree"),
    [
        (convex(a**2 * a + 1, a), 3),
        (convex(y**7 * a, a), 1),
        (convex(y, a), 0),
        (convex(squared_norm(x), x), None),
        (convex(total(lambda k: x[k] * x[1], n), x), 2),
        (convex(exp(a), a), None),
        (convex(1 / a, a), None),
    ],
    ids=["cube", "line", "constant", "folded", "sum", "exponential", "inverse"],
)
def test_degrees_are_read_off_the_form(condition: Any, degree: int | None) -> None:
    assert isinstance(condition.term, Convex)
    assert degree_in(condition.term.body, 0) == degree


def test_what_is_told_survives_json() -> None:
    verdict = refute(negation(positive_semidefinite(H)))
    assert verdict.witness is not None
    again = Witness.from_json(verdict.witness.to_json())
    assert again == verdict.witness
    assert str(again) == "the quadratic form is 2*(u[1] - u[2])^2"


def test_points_are_worked_out_by_hand() -> None:
    verdict = refute(convex(sigmoid(a) ** 2, a))
    left, right = worked_out(verdict)
    assert (left.side, right.side) == ("left", "right")
    assert [line.value for line in (left.lines[-1], right.lines[-1])] == [
        "0.53444665",
        "0.51290175",
    ]
    assert worked_out(refute(negation(positive_semidefinite(H)))) == ()


SINGULAR = stack(stack(1, 1, 1), stack(1, 2, 2), stack(1, 2, 2))


def test_a_direction_that_no_search_finds_is_computed() -> None:
    verdict = refute(positive_definite(SINGULAR))
    assert str(verdict) == "Refuted: at u = (0, -1, 1) the quadratic form is 0"
    assert worked_out(verdict) == ()


@pytest.mark.parametrize(
    "matrix_",
    [stack(stack(5)), stack(stack(0)), zeros(1, 1)],
    ids=["a number", "zero", "zeros"],
)
def test_matrices_of_one_entry(matrix_: Any) -> None:
    assert prove(positive_semidefinite(matrix_)).status == "proved"
    assert prove(negative_definite(matrix_)).status == "refuted"


def test_matrices_are_judged_as_a_whole_where_they_are_claimed() -> None:
    claim = all_of(positive_definite(SINGULAR), forall(lambda k: positive_semidefinite(k * H), 2))
    found = exactly(read_statement(claim))
    assert found is not None
    assert sum(isinstance(part, Not) for part in subterms(found)) == 4
    assert exactly(read_statement(negation(positive_definite(H)))) is None
    assert exactly(read_statement(ge(b, b))) is None


@pytest.mark.parametrize("strict", [False, True])
def test_bad_vectors_show_the_sign(strict: bool) -> None:
    values = [fmpq(value) for value in (-1, 0, 1, 2)]
    for p_, q_, r_ in itertools.product(values, repeat=3):
        rows = [[p_, q_], [q_, r_]]
        vector_ = bad_vector(rows, strict)
        minors = (p_, r_, p_ * r_ - q_ * q_)
        is_right = all(value > 0 if strict else value >= 0 for value in minors)
        assert (vector_ is None) == is_right
        if vector_ is not None:
            assert any(vector_)
            assert form_at(rows, vector_) < 0 or (strict and form_at(rows, vector_) == 0)
