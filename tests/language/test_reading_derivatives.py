"""How SymPy's unknown functions and derivatives are read."""

from __future__ import annotations

import pytest
from sympy import (
    Derivative,
    Function,
    Subs,
    Sum,
    exp,
)

from symderive.errors import IllFormed, NotRead
from symderive.language import binding
from symderive.language.reading import read
from symderive.language.terms import (
    ONE,
    Add,
    Bound,
    Partial,
    Pow,
    Reduce,
    Unknown,
    number,
)
from tests.language.sympy_and_terms import (
    A,
    B,
    F,
    I,
    K,
    N,
    X,
    a,
    at,
    b,
    i,
    k,
    n,
    u,
    x,
)


def test_derivatives_keep_the_order_of_their_variables():
    assert read(Derivative(F(a, b), a, b)) == Partial(Partial(Unknown("F", (A, B), (0, 0)), A), B)
    assert read(Derivative(F(a), (a, 2))) == Partial(Partial(Unknown("F", (A,), (0,)), A), A)


def test_derivatives_by_entries():
    written = Derivative(Sum(x[i] ** 2, (i, 1, n)), x[k])
    assert read(written) == Partial(
        Reduce("sum", ONE, N, Pow(at(X, Bound(0)), number(2))), at(X, K)
    )
    captured = Derivative(Sum(x[i] ** 2, (i, 1, n)), x[i])
    assert read(captured).variable == at(X, I)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        (F(a**2).diff(a).args[-1], Unknown("F", (Pow(A, number(2)),), (1,))),
        (Subs(Derivative(F(u), u), u, a + b), Unknown("F", (Add((A, B)),), (1,))),
        (Subs(Derivative(F(u), (u, 3)), u, x[i]), Unknown("F", (at(X, I),), (3,))),
        (Subs(Derivative(F(u, b), u, b), u, a), Unknown("F", (A, B), (1, 1))),
        (Subs(Derivative(F(u, b), u), (u, b), (a, x[i])), Unknown("F", (A, at(X, I)), (1, 0))),
        (Derivative(F(F(a)), F(a)), Unknown("F", (Unknown("F", (A,), (0,)),), (1,))),
    ],
    ids=str,
)
def test_derivatives_of_an_unknown_function_at_a_point(written, term):
    assert read(written) == term


def test_the_chain_rule_of_sympy_is_read():
    """What SymPy makes of the second derivative of F(F(a)) has all three forms in it."""
    term = read(F(F(a)).diff(a, 2))
    orders = {p.orders for p in binding.subterms(term) if isinstance(p, Unknown)}
    assert orders == {(0,), (1,), (2,)}


def test_subs_under_a_sum_is_read_with_its_bound_variable():
    term = read(Sum(Subs(Derivative(F(u), u), u, x[i]), (i, 1, n)))
    assert term.body == Unknown("F", (at(X, Bound(0)),), (1,))


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        (Derivative(x[i], i), r"Symbol\('i', real=True\)"),
        (Derivative(n * a, n), r"Symbol\('n', real=True\)"),
        (Derivative(F(a), (a, n)), "order as a number"),
        (Derivative(exp(F(a)), F(a)), "inner function"),
        (Subs(Derivative(F(u**2), u), u, a), "exactly one of the arguments"),
        (Subs(Derivative(F(u, u), u), u, a), "exactly one of the arguments"),
        (Subs(a + u, u, b), "substitute yourself"),
        (Subs(Derivative(exp(u), u), u, b), "substitute yourself"),
        (Function("G")(), "at least one argument"),
        (Function("G", positive=True)(a), r"given=\[G\(a\) > 0\]"),
    ],
    ids=str,
)
def test_other_derivatives_and_functions_are_refused(written, advice):
    with pytest.raises(IllFormed, match=advice):
        read(written)


def test_no_derivative_by_a_bound_variable():
    with pytest.raises(IllFormed, match="no derivative by the integer"):
        read(Sum(Derivative(x[i], i), (i, 1, n)))


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "relu", "Max", "exp"])
def test_an_unknown_function_may_not_have_a_known_name(name):
    with pytest.raises(NotRead, match=rf"write {name}\(x\) of SymPy or symderive"):
        read(Function(name)(a))


def test_a_prime_in_a_name_is_no_derivative():
    with pytest.raises(NotRead, match=r"Subs\(Derivative\(F\(u\), u\), u, x\)"):
        read(Function("F'")(a))
