"""Elementary functions, softmax, entropies and losses."""

from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
import sympy

from symderive.errors import IllFormed, Undefined
from symderive.language.constructions import ones, stack
from symderive.language.declarations import matrix, simplex, vector
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.domains import index, real, size
from symderive.language.explicit import explicit_scalar
from symderive.language.functions import (
    absolute,
    binary_cross_entropy,
    cross_entropy,
    entropy,
    exp,
    greater_of,
    kl,
    lesser_of,
    log,
    log_softmax,
    logsumexp,
    mean_squared_error,
    relu,
    sigmoid,
    sign,
    softmax,
    softplus,
    sqrt,
    tanh,
)
from symderive.language.scalars import Scalar
from symderive.language.tensors import Tensor
from symderive.language.terms import (
    Apply,
    Compare,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    number,
)
from tests.language.by_hand import assert_entries, tensor_of

m, n = size("m"), size("n")
x, y, A = vector("x", n), vector("y", n), matrix("A", m, n)
j = index("j", n)
a = real("a")
HALF = Fraction(1, 2)


def value(scalar: Any) -> sympy.Expr:
    """The value of a scalar without sizes."""
    assert isinstance(scalar, Scalar)
    return explicit_scalar(scalar.term, {})


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (exp, "exp"),
        (log, "log"),
        (tanh, "tanh"),
        (sigmoid, "sigmoid"),
        (absolute, "Abs"),
        (sign, "sign"),
    ],
    ids=count(),
)
def test_elementary_functions_take_everything(function: Callable[[Any], Any], name: str) -> None:
    b = sympy.Symbol("b")
    assert function(x).term == Function(name, (x.term,))
    assert isinstance(function(x), Tensor)
    assert function(a).term == Function(name, (a.term,))
    assert function(x[1]).term == Function(name, (x[1].term,))
    assert function(2).term == Function(name, (number(2),))
    assert function(HALF).term == Function(name, (Number(HALF),))
    assert function(b + 1).term.name == name
    assert function(b).origins[function(b).term.arguments[0]] == b


def test_values_of_elementary_functions() -> None:
    assert_entries(absolute(tensor_of([-2, 3])), [2, 3])
    assert_entries(sign(tensor_of([-2, 0, 3])), [-1, 0, 1])
    assert_entries(exp(tensor_of([0, 1])), [1, sympy.E])
    assert_entries(sigmoid(tensor_of([0])), [sympy.Rational(1, 2)])
    assert_entries(sqrt(tensor_of([4, 2])), [2, sympy.sqrt(2)])
    assert_entries(greater_of(tensor_of([1, 5]), 3), [3, 5])
    assert_entries(lesser_of(tensor_of([1, 5]), tensor_of([2, 2]), 4), [1, 2])
    assert sqrt(a).term == Pow(a.term, Number(HALF))


def test_rectifiers() -> None:
    assert_entries(relu(tensor_of([-2, 0, 3])), [0, 0, 3])
    assert relu(x).term == Apply("relu", (x.term,))
    assert relu(x).shape == (n,)
    assert entry_of(relu(a).term, ()) == Function("Max", (a.term, number(0)))
    assert value(relu(-3)) == 0
    assert value(softplus(0)) == sympy.log(2)


def test_softmax() -> None:
    p = softmax(tensor_of([0, 0, 0]))
    assert_entries(p, [sympy.Rational(1, 3)] * 3)
    first, second = sympy.symbols("first second")
    found = softmax(stack(first, second)).matrix()
    wanted = sympy.exp(first) / (sympy.exp(first) + sympy.exp(second))
    assert found[0].equals(wanted)
    assert softmax(x).shape == (n,)
    assert softmax(x).term == Apply("softmax", (x.term,), (0,))


def test_softmax_along_axes() -> None:
    B = tensor_of([[0, 0], [0, 1]])
    e = sympy.E
    third = [1 / (1 + e), e / (1 + e)]
    assert_entries(softmax(B)[1, :], [HALF, HALF])
    assert softmax(B)[2, :].matrix().equals(sympy.Matrix(third))
    assert softmax(B, axis=0)[:, 2].matrix().equals(sympy.Matrix(third))
    assert softmax(A).term.parameters == (1,)
    assert logsumexp(A, axis=0).shape == (n,)
    assert (
        logsumexp(B, axis=1).matrix().equals(sympy.Matrix([sympy.log(2), sympy.log(1 + sympy.E)]))
    )


def test_logarithms_of_softmax() -> None:
    assert value(logsumexp(tensor_of([0, 0, 0, 0]))) == sympy.log(4)
    assert log_softmax(tensor_of([0, 0])).matrix() == sympy.Matrix([-sympy.log(2)] * 2)
    assert isinstance(logsumexp(x), Scalar)


def test_entropies() -> None:
    half, skew = tensor_of([HALF, HALF]), tensor_of([Fraction(1, 4), Fraction(3, 4)])
    assert sympy.expand_log(value(entropy(half)), force=True) == sympy.log(2)
    assert value(kl(half, half)) == 0
    wanted = sympy.log(2) / 2 + sympy.log(sympy.Rational(2, 3)) / 2
    assert sympy.simplify(value(kl(half, skew)) - wanted) == 0
    crossed = -sympy.log(sympy.Rational(1, 4)) / 2 - sympy.log(sympy.Rational(3, 4)) / 2
    assert sympy.simplify(value(cross_entropy(half, skew)) - crossed) == 0
    assert value(kl(half, skew)) != value(kl(skew, half))


def test_other_losses() -> None:
    assert value(mean_squared_error(tensor_of([1, 5]), tensor_of([2, 2]))) == 5
    one = value(binary_cross_entropy(1, HALF))
    assert one == sympy.log(2)
    assert binary_cross_entropy(x, sigmoid(y)).shape == (n,)
    assert requirements(kl(x, vector("u", m)).term) == (Compare("=", n.term, m.term),)


def test_zero_log_zero_is_declared_for_a_closed_simplex_only() -> None:
    closed, opened = simplex("p", n, closed=True), simplex("q", n)
    body = entry_of(entropy(closed).term, ()).factors[1].body
    assert isinstance(body, Mul)
    assert isinstance(body.factors[0], Iverson)
    assert not any(
        isinstance(f, Iverson) for f in entry_of(entropy(opened).term, ()).factors[1].body.factors
    )
    with pytest.raises(Undefined, match="logarithm of 0"):
        value(entropy(tensor_of([0, 1])))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: exp(0.5), r"0\.5 is a float"),
        (lambda: exp(j <= 1), r"a condition stands in exp"),
        (lambda: exp("x"), r"'x' is text"),
        (lambda: greater_of(x), r"compares two values; .* x\.max\(\)"),
        (lambda: softmax(a), r"a tensor is needed"),
        (lambda: softmax(x, axis=1), r"axis 1"),
        (lambda: kl(x, A), r"ranks differ: \(n\) against \(m, n\)"),
        (lambda: kl(x, 1), r"a tensor is needed"),
        (lambda: mean_squared_error(x, vector("u", n + 1)), r"no meaning at any size"),
        (lambda: greater_of(x, A), r"ranks differ"),
    ],
    ids=count(),
)
def test_what_has_no_meaning_is_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_definitions_keep_scalars_scalar() -> None:
    assert shape_of(softplus(a).term) == ()
    assert shape_of(relu(A).term) == (m.term, n.term)
    assert_entries(ones(2) * relu(3), [3, 3])
