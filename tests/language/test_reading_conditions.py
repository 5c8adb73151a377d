"""How SymPy's relations, logic and Piecewise are read."""

from __future__ import annotations

import pytest
import sympy
from sympy import And, Eq, Implies, IndexedBase, Ne, Not, Or, Piecewise, Sum, symbols

from symderive.errors import IllFormed, NotRead
from symderive.language import terms as t
from symderive.language.reading import read
from symderive.language.sums import iverson
from symderive.language.terms import (
    INTEGER,
    ONE,
    REAL,
    ZERO,
    Bound,
    Cases,
    Compare,
    Entry,
    Iverson,
    Reduce,
    Symbol,
    TensorSymbol,
    Truth,
    number,
)

n, i, j, k, l, d = symbols("n i j k l d", integer=True)
a, b = symbols("a b", real=True)
x, y = IndexedBase("x"), IndexedBase("y")
I, J, N, L = (Symbol(name, INTEGER) for name in "ijnl")
A, B = Symbol("a", REAL), Symbol("b", REAL)
Y = TensorSymbol("y", 1, None)
AT_LEAST, AT_MOST = Compare(">=", I, ONE), Compare("<=", I, N)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        (Eq(i, j), Compare("=", I, J)),
        (Ne(i, j), Compare("!=", I, J)),
        (i <= j, Compare("<=", I, J)),
        (i < j, Compare("<", I, J)),
        (i >= j, Compare(">=", I, J)),
        (a > b, Compare(">", A, B)),
        (i >= 1, AT_LEAST),
        (Not(And(i >= 1, i <= n), evaluate=False), t.Not(t.And((AT_LEAST, AT_MOST)))),
        (Or(i >= 1, i <= n), t.Or((AT_LEAST, AT_MOST))),
        (Implies(i >= 1, i <= n), t.Or((t.Not(AT_LEAST), AT_MOST))),
        (sympy.true, Truth(True)),
        (sympy.false, Truth(False)),
    ],
    ids=lambda value: str(value) if isinstance(value, sympy.Basic) else "",
)
def test_conditions(written, term):
    assert read(written) == term


def test_conjunctions_keep_sympys_order():
    written = (i >= 1) & (i <= n)
    assert read(written).conditions == tuple(read(part) for part in written.args)


def test_piecewise_keeps_its_order():
    written = Piecewise((a, i <= 2), (b, i <= 5), (0, True))
    assert read(written) == Cases(
        (A, B, ZERO),
        (Compare("<=", I, number(2)), Compare("<=", I, number(5)), Truth(True)),
    )
    assert read(Piecewise((a, a > 0))) == Cases((A,), (Compare(">", A, ZERO),))


def test_piecewise_under_one_sum_is_read():
    term = read(Sum(Piecewise((y[j], j <= l), (0, True)), (j, 1, n)))
    body = Cases((Entry(Y, (Bound(0),)), ZERO), (Compare("<=", Bound(0), L), Truth(True)))
    assert term == Reduce("sum", ONE, N, body)


ESCAPES = {
    "factor": lambda inner: Sum(2 * inner, (l, 1, d)),
    "term": lambda inner: Sum(x[l] + inner, (l, 1, d)),
    "function": lambda inner: Sum(sympy.exp(inner), (l, 1, d)),
    "product": lambda inner: sympy.Product(2 * inner, (l, 1, d)),
}


@pytest.mark.parametrize("outer", ESCAPES.values(), ids=ESCAPES)
def test_a_condition_that_sympy_moved_out_of_its_sum_is_refused(outer):
    """Trap: building the outer sum lets the bound variable of the inner one escape."""
    escaped = outer(Sum(Piecewise((y[j], j <= l), (0, True)), (j, 1, k)))
    assert j in escaped.free_symbols
    with pytest.raises(IllFormed, match=r"iverson\(condition\)\*value"):
        read(escaped)


def test_iverson_instead_of_piecewise_stays_where_it_is_written():
    written = Sum(2 * Sum(iverson(j <= l) * y[j], (j, 1, k)), (l, 1, d))
    assert j not in written.free_symbols
    term = read(written)
    inner = term.body.factors[1]
    bracket = Iverson(Compare("<=", Bound(0), Bound(1)))
    assert (term.operation, inner.operation) == ("sum", "sum")
    assert set(inner.body.factors) == {bracket, Entry(Y, (Bound(0),))}


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        (sympy.Xor(i >= 1, i <= n), "And, Or, Not"),
        (sympy.ITE(i >= 1, i <= n, i <= j), "Piecewise"),
        (sympy.And(sympy.Symbol("P"), i >= 1), r"eq\(a, b\)"),
        (sympy.Q.positive(a), "is not read"),
        (sympy.Contains(a, sympy.Interval(0, 1)), "And, Or, Not"),
    ],
    ids=str,
)
def test_other_logic_is_refused(written, advice):
    with pytest.raises(IllFormed, match=advice):
        read(written)


def test_refusals_are_not_read():
    with pytest.raises(NotRead):
        read(sympy.Xor(i >= 1, i <= n))


def test_relations_that_sympy_decided_are_read_as_decided():
    """Trap: SymPy evaluates a relation before it is seen; what is left is what is read."""
    positive = sympy.Symbol("p", positive=True)
    assert read(positive > 0) == Truth(True)
    assert read(Eq(i, i)) == Truth(True)
    assert read(Eq(i, i, evaluate=False)) == Compare("=", I, I)
