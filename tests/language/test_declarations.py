"""Declarations of tensors and unknown functions, with names and without."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.declarations import function, matrix, simplex, tensor, vector
from symderive.language.domains import Description, real, size
from symderive.language.tensors import Tensor
from symderive.language.terms import (
    REAL,
    Bound,
    Compare,
    Domain,
    TensorSymbol,
    Unknown,
    number,
)

m, n = size("m"), size("n")
a = real("a")
VALUE = Bound(0)


def test_tensors_with_a_name() -> None:
    assert vector("x", n).term == TensorSymbol("x", 1, (n.term,), REAL)
    assert matrix("A", m, 3).term == TensorSymbol("A", 2, (m.term, number(3)), REAL)
    assert tensor("X", (2, m, n)) == tensor("X", 2, m, n)
    assert matrix("A", (m, n)) == matrix("A", m, n)
    assert isinstance(vector("x", 2 * n + 1), Tensor)


def test_sizes_may_be_sympy() -> None:
    k = sympy.Symbol("k", integer=True, positive=True)
    x = vector("x", k + 1)
    assert x.matrix({k: 1}).shape == (2, 1)
    assert x.origins


def test_bounds_hold_for_every_entry() -> None:
    assert vector("w", n, above=0).term.domain == Domain("real", (Compare(">", VALUE, number(0)),))
    both = vector("w", n, at_least=0, at_most=1).term.domain
    assert both.conditions == (Compare(">=", VALUE, number(0)), Compare("<=", VALUE, number(1)))
    assert vector("w", n, above=0) != vector("w", n)
    assert vector("w", n, above=a).term.domain.conditions[0].right == a.term


def test_probability_vectors() -> None:
    p = simplex("p", n).term.domain
    assert (p.conditions, p.properties) == ((Compare(">", VALUE, number(0)),), ("simplex",))
    closed = simplex("p", n, closed=True).term.domain
    assert closed.conditions == (Compare(">=", VALUE, number(0)),)
    assert closed.properties == ("simplex", "closed")


@pytest.mark.parametrize(
    ("description", "made"),
    [
        (vector(n), vector("z", n)),
        (vector(n, above=0), vector("z", n, above=0)),
        (matrix(m, n), matrix("z", m, n)),
        (tensor((2, m, n)), tensor("z", (2, m, n))),
        (simplex(n), simplex("z", n)),
        (simplex(n, closed=True), simplex("z", n, closed=True)),
        (function(), function("z")),
        (function(convex=True), function("z", convex=True)),
    ],
    ids=count(),
)
def test_without_a_name_they_are_descriptions(description: Any, made: Any) -> None:
    assert isinstance(description, Description)
    assert description.named("z") == made
    with pytest.raises(IllFormed, match="no name yet"):
        assert description.term


def test_unknown_functions() -> None:
    F, G = function("F"), function("G", nondecreasing=True, right_continuous=True)
    x = vector("x", n)
    assert F(a).term == Unknown("F", (a.term,), (0,))
    assert F(x).shape == (n,)
    assert F(a, 2).term == Unknown("F", (a.term, number(2)), (0, 0))
    assert G(a).term.properties == ("nondecreasing", "right_continuous")
    assert F.prime(x).term == Unknown("F", (x.term,), (1,))
    assert F.derivative()(a) == F.prime(a)
    assert F.prime.prime(a) == F.derivative(2)(a)
    assert F.derivative(1, 2)(a, a).term.orders == (1, 2)
    assert repr(F.prime) == "F'"
    assert len({F, function("F"), G}) == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: vector("x"), r"vector needs 1 size, and 0 given; write vector\('x', n\)"),
        (lambda: vector("x", m, n), r"vector needs 1 size, and 2 given"),
        (lambda: matrix("A", m), r"matrix needs 2 sizes, and 1 given; write matrix\('x', m, n\)"),
        (lambda: tensor("X"), r"tensor needs its sizes"),
        (lambda: vector("", n), r"needs a name"),
        (lambda: vector("x", 2.5), r"2\.5 is a float"),
        (lambda: vector(2.5), r"2\.5 is a float"),
        (lambda: vector("x", -1), r"a size is at least 0, not -1"),
        (lambda: vector("x", a), r"a stands in a size but is real"),
        (lambda: vector("x", True), r"Python bool"),
        (lambda: vector("x", n, positive=True), r"vector knows no positive=; bounds are above"),
        (lambda: vector("n", n), r"the shape or domain of n mentions another n"),
        (lambda: function(2), r"function begins with its name"),
        (
            lambda: function("F", bounded=True),
            r"bounded= is no property; known are arbitrary, concave",
        ),
        (lambda: function("F", convex=False), r"leave a property out"),
        (function("F"), r"F needs an argument"),
        (lambda: function("F")(0.5), r"0\.5 is a float"),
        (lambda: function("F").derivative(-1), r"orders of derivatives"),
        (lambda: function("F").derivative(1)(a, a), r"has 1 arguments, and 2 given"),
        (lambda: function("F").derivative(1).derivative(1, 1), r"has 1 arguments, not 2"),
        (lambda: simplex("p", m, n), r"simplex needs 1 size"),
    ],
    ids=count(),
)
def test_declarations_that_have_no_meaning_are_refused(
    wrong: Callable[[], Any], message: str
) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()
