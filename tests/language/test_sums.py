"""Sums, products, extrema, brackets and cases, in both ways of writing."""

from __future__ import annotations

import pickle

import pytest
import sympy
from sympy import IndexedBase, Sum, exp

from symderive.errors import IllFormed
from symderive.language.domains import index, real, size
from symderive.language.reading import read
from symderive.language.scalars import Scalar
from symderive.language.sums import (
    cases,
    delta,
    iverson,
    maximum,
    mean,
    minimum,
    product,
    total,
)
from symderive.language.tensors import Tensor
from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Array,
    Bound,
    Cases,
    Compare,
    Entry,
    Function,
    Iverson,
    Mul,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Truth,
    number,
)

n, m = size("n"), size("m")
i, j = index("i", n), index("j", m)
a = real("a")
raw_n, s, t = sympy.symbols("N s t", integer=True)
N = Symbol("N", INTEGER)
x, y = IndexedBase("x"), IndexedBase("y")
X, Y = TensorSymbol("x", 1, None), TensorSymbol("y", 1, None)
X_BOUND = Entry(X, (Bound(0),))

OPERATIONS = {"sum": total, "product": product, "max": maximum, "min": minimum}


@pytest.mark.parametrize(("name", "operation"), OPERATIONS.items(), ids=OPERATIONS)
def test_both_ways_of_writing_give_the_same_term(name, operation):
    expected = Reduce(name, ONE, n.term, X_BOUND)
    ours = operation(lambda k: x[k], 1, n)
    assert isinstance(ours, Scalar)
    assert ours.term == expected
    assert operation(lambda k: x[k], n).term == expected
    assert operation(x[t], (t, 1, n)).term == expected
    assert read(operation(x[t], (t, 1, raw_n))) == Reduce(name, ONE, N, X_BOUND)


@pytest.mark.parametrize(("name", "operation"), OPERATIONS.items(), ids=OPERATIONS)
def test_raw_sympy_stays_sympy(name, operation):
    found = operation(x[t] * a, (t, 1, n))
    assert isinstance(found, Scalar)
    found = operation(x[t], (t, 1, raw_n))
    assert isinstance(found, sympy.Expr)
    assert found.free_symbols == {raw_n, x.label}
    assert read(exp(found + s)).name == "exp"
    assert pickle.loads(pickle.dumps(found)) == found
    product_under_sum = read(Sum(found * y[s], (s, 1, raw_n))).body
    assert set(product_under_sum.factors) == {Reduce(name, ONE, N, X_BOUND), Entry(Y, (Bound(0),))}


def test_a_maximum_inside_a_sum_is_bound_by_it():
    written = Sum(maximum(x[t] * y[s], (t, 1, s)), (s, 1, raw_n))
    inner = Reduce("max", ONE, Bound(0), Mul((X_BOUND, Entry(Y, (Bound(1),)))))
    assert read(written) == Reduce("sum", ONE, N, inner)


def test_several_limits_the_last_outermost():
    expected = Reduce(
        "sum", ONE, N, Reduce("sum", ONE, Bound(0), Mul((X_BOUND, Entry(Y, (Bound(1),)))))
    )
    assert read(total(x[t] * y[s], (t, 1, s), (s, 1, raw_n))) == expected
    assert total(lambda q: total(lambda r: x[r] * y[q], 1, q), 1, raw_n).term == expected


def test_several_parameters_the_first_outermost():
    found = total(lambda p, q: p - q, n, (0, m))
    body = Add((Bound(1), Mul((MINUS_ONE, Bound(0)))))
    assert found.term == Reduce("sum", ONE, n.term, Reduce("sum", ZERO, m.term, body))
    assert (found.term.name, found.term.body.name) == ("p", "q")


def test_our_symbols_are_bound_too():
    assert total(i * n, (i, 1, n)).term == Reduce("sum", ONE, n.term, Mul((Bound(0), n.term)))
    assert total(i * x[i], (i, 1, n)) == total(lambda k: k * x[k], 1, n)
    with pytest.raises(IllFormed, match="domain of i depends"):
        total(i * n, (n, 1, 5))


def test_a_positive_symbol_from_0_is_refused():
    positive = sympy.Symbol("p", integer=True, positive=True)
    with pytest.raises(IllFormed, match=r"Symbol\('p', integer=True\)"):
        total(x[positive], (positive, 0, 3))


def test_bodies_may_be_numbers():
    assert total(lambda k: 1, 1, n).term == Reduce("sum", ONE, n.term, ONE)
    assert read(total(1, (t, 1, raw_n))) == Reduce("sum", ONE, N, ONE)


def test_an_empty_range_is_kept():
    assert total(lambda k: 1, 1, 0).term == Reduce("sum", ONE, ZERO, ONE)
    assert maximum(lambda k: k, 1, 0).term == Reduce("max", ONE, ZERO, Bound(0))


def test_the_mean_divides_by_the_number_of_indices():
    assert mean(lambda k: x[k], 1, n).term == Mul(
        (Pow(n.term, MINUS_ONE), Reduce("sum", ONE, n.term, X_BOUND))
    )
    count = Add((n.term, Mul((MINUS_ONE, ZERO)), ONE))
    assert mean(lambda k: x[k], 0, n).term.factors[0] == Pow(count, MINUS_ONE)
    assert mean(x[t], (t, 1, n)) == mean(lambda k: x[k], 1, n)


# Brackets and cases


def test_brackets():
    assert iverson(i <= j).term == Iverson(Compare("<=", i.term, j.term))
    assert read(iverson(t <= s)) == Iverson(
        Compare("<=", Symbol("t", INTEGER), Symbol("s", INTEGER))
    )
    assert isinstance(iverson(t <= s), sympy.Expr)
    assert isinstance(iverson((i <= j) & (t <= s)), Scalar)
    assert delta(i, j).term == Iverson(Compare("=", i.term, j.term))
    assert read(delta(t, s)) == Iverson(Compare("=", Symbol("t", INTEGER), Symbol("s", INTEGER)))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: iverson(i == j),
        lambda: iverson(t == s),
        lambda: iverson(i == i),
        lambda: iverson(len("ab") == 2),
    ],
    ids=["ours", "SymPy", "same", "numbers"],
)
def test_a_python_bool_is_no_condition(attempt):
    """Trap: iverson(i == j) would silently be iverson(False)."""
    with pytest.raises(IllFormed, match=r"eq\(i, j\)"):
        attempt()


def test_a_number_is_no_condition():
    with pytest.raises(IllFormed, match="condition is needed"):
        iverson(i)
    with pytest.raises(IllFormed, match="iverson"):
        delta(i <= j, 1)


def test_brackets_are_opaque_to_sympy():
    bracket = iverson(t <= s)
    assert (bracket**2).base == bracket
    assert set(read(bracket * x[t]).factors) == {read(bracket), read(x[t])}
    assert read(Sum(bracket * x[t], (t, 1, raw_n))).operation == "sum"
    assert read(bracket.subs(t, 3)) == Iverson(Compare("<=", number(3), Symbol("s", INTEGER)))


def test_cases():
    found = cases((a, a >= 0), otherwise=-a)
    assert found.term == Cases((a.term, (-a).term), (Compare(">=", a.term, ZERO), Truth(True)))
    assert cases((1, i <= 3), (2, i <= 5)).term == Cases(
        (ONE, number(2)),
        (Compare("<=", i.term, number(3)), Compare("<=", i.term, number(5))),
    )
    assert cases((1, t <= 3), otherwise=0) == sympy.sympify(cases((1, t <= 3), otherwise=0))
    assert cases((0, i <= 3), otherwise=0).term.values == (ZERO, ZERO)


@pytest.mark.parametrize(
    ("attempt", "advice"),
    [
        (lambda: cases(a), r"\(value, condition\)"),
        (lambda: cases((a, a)), "condition is needed"),
        (lambda: cases((a, i == j)), r"eq\(i, j\)"),
        (lambda: cases((i <= j, i <= j)), "iverson"),
        (cases, "a row"),
    ],
    ids=["no row", "number", "bool", "condition as value", "nothing"],
)
def test_wrong_cases_are_refused(attempt, advice):
    with pytest.raises(IllFormed, match=advice):
        attempt()


def test_exponentials_of_sums_are_read_as_they_stand():
    logits = total(lambda k: x[k] * y[k], 1, n)
    assert read(exp(logits)) == Function("exp", (logits.term,))


# Tensors


def test_sums_of_tensors_are_tensors():
    matrix = Tensor(TensorSymbol("M", 2, (n.term, m.term)))
    rows = total(lambda k: matrix[k, :] * x[k], 1, n)
    assert isinstance(rows, Tensor)
    assert rows.shape == (m,)
    assert rows.term.operation == "sum"
    assert isinstance(total(matrix, (t, 1, n)), Tensor)
    assert isinstance(cases((matrix, i <= 3), otherwise=2 * matrix), Tensor)


def test_a_sum_of_tensors_needs_one_shape():
    ragged = Tensor(Array((Bound(0),), ONE))
    with pytest.raises(IllFormed, match="outside its sum"):
        total(ragged, (t, 1, n))
    growing = Tensor(Array((i.term,), ONE, ("p",)))
    with pytest.raises(IllFormed, match=r"depends on the index i"):
        total(growing, (i, 1, n))


def test_a_tensor_without_a_range_is_told_about_its_methods():
    vector = Tensor(TensorSymbol("v", 1, (n.term,)))
    with pytest.raises(IllFormed, match=r"x\.sum\(\)"):
        total(vector)
