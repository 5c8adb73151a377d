"""Formulas with names: what they stand for, how they are shown, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    IllFormed,
    array,
    define,
    diff,
    eq,
    exp,
    function,
    index,
    jacobian,
    matrix,
    prove,
    real,
    sigmoid,
    size,
    tanh,
    total,
    vector,
)
from symderive.language.serial import from_json, to_json
from symderive.printing import latex, text

m, n = size("m"), size("n")
W, V, x, y = matrix("W", m, n), matrix("V", n, m), vector("x", n), vector("y", n)
i, j, t = index("i", m), index("j", n), real("t")
layer = define("f", lambda W, x, s: s(W @ x))
square = define("q", lambda t: t**2)
F = function("F")


def test_it_is_shown_as_a_call() -> None:
    assert text(layer(W, x, sigmoid).term) == "f(W, x, sigmoid)"
    assert str(layer(W, x, tanh)[i]) == "f(W, x, tanh)[i]"
    assert latex(layer(W, x, sigmoid)[i].term) == r"f(W, x, \sigma)_{i}"
    assert str(square(t + 1)) == "q(t + 1)"
    assert latex(define("B_prime", lambda W: 2 * W)(W)[i, j].term) == "B'(W)_{i j}"
    assert str(define("c", x.sum)()) == "c"
    assert text(layer(W, x, F).term) == "f(W, x, F)"


def test_it_has_the_shape_of_what_it_stands_for() -> None:
    assert layer(W, x, exp).shape == (W @ x).shape
    with pytest.raises(IllFormed, match="rank"):
        eq(layer(W, x, exp), 0 * W)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (eq(layer(W, x, sigmoid), sigmoid(W @ x)), "proved"),
        (eq(layer(W, x, sigmoid), tanh(W @ x)), "refuted"),
        (eq(layer(W, x, exp)[i], exp(total(lambda k: W[i, k] * x[k], n))), "proved"),
        (eq(diff(square(t), t), 2 * t), "proved"),
        (eq(diff(square(t), t), t), "refuted"),
        (eq(jacobian(layer(W, x, exp), x)[i, j], exp((W @ x)[i]) * W[i, j]), "proved"),
        (eq(total(lambda k: square(x[k]), n), (x * x).sum()), "proved"),
        (eq(array(n, lambda k: square(x[k])), x * x), "proved"),
        (eq(1 / square(t), t**-2), "refuted"),
        (eq(layer(W, y, F), F(W @ y)), "proved"),
    ],
)
def test_it_is_decided_as_what_it_stands_for(claim: Any, status: str) -> None:
    assert prove(claim).status == status


def test_two_formulas_of_one_name_are_two_terms() -> None:
    other = define("q", lambda t: t**3)
    assert other(t).term != square(t).term
    assert prove(eq(square(t), other(t))).status == "refuted"


def test_arguments_out_of_place_are_told_with_their_sizes() -> None:
    assert prove(eq(layer(W, x, exp), layer(W, x, exp) + 0)).status == "proved"
    with pytest.raises(IllFormed):
        layer(V, W, exp) + x


def test_it_is_read_back_from_json() -> None:
    for value in (layer(W, x, sigmoid), square(t)):
        assert from_json(to_json(value.term)) == value.term


REFUSED = {
    "no name": (define, ("", abs)),
    "no function": (define, ("f", 3)),
    "nothing returned": (define("f", lambda t: None), (t,)),
    "a function without a name": (define("f", lambda s, t: s(t)), (lambda t: t, t)),
    "no number": (define("f", lambda t: "t"), (t,)),
}


@pytest.mark.parametrize(("make", "arguments"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_definition_is_refused(make: Any, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(IllFormed):
        make(*arguments)
