"""Bound variables: names, freshness, shadowing, ranges."""

from __future__ import annotations

import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.binders import body_of, fresh_variable, limit_of, parameter_names, ranges_of
from symderive.language.binding import free_symbols
from symderive.language.domains import index, real, size
from symderive.language.reader import Reader
from symderive.language.sums import maximum, product, total
from symderive.language.terms import (
    INTEGER,
    ONE,
    Add,
    Bound,
    Entry,
    Mul,
    Symbol,
    TensorSymbol,
    number,
)

n = size("n")
k = index("k", n)
X = TensorSymbol("x", 1, None)
x = sympy.IndexedBase("x")


def test_the_bound_variable_keeps_its_authors_name():
    assert body_of(lambda row, column: row * column).names == ("row", "column")
    assert body_of(lambda lambda_: lambda_).names == ("lambda",)
    assert parameter_names(lambda i, scale=2: i * scale) == ("i",)


def test_the_first_parameter_is_the_outermost():
    body = body_of(lambda i, j: i - j)
    assert body.term == Add((Bound(1), Mul((number(-1), Bound(0)))))


def test_a_body_may_be_raw_sympy():
    assert body_of(lambda i: x[i] ** 2).term.base == Entry(X, (Bound(0),))
    assert body_of(lambda i: sympy.Sum(x[i], (sympy.Symbol("l", integer=True), 1, n))).names == (
        "i",
    )


def test_nothing_is_captured():
    """A free integer called k and the parameter k would be one symbol in SymPy."""
    raw = sympy.Symbol("k", integer=True)
    with pytest.raises(IllFormed, match="rename the parameter k"):
        body_of(lambda k: x[k] * raw)
    renamed = body_of(lambda i: x[i] * raw).term
    assert set(renamed.factors) == {Entry(X, (Bound(0),)), Symbol("k", INTEGER)}


def test_shadowing_is_refused():
    outside = k
    with pytest.raises(IllFormed, match="rename the parameter k"):
        total(lambda k: k * outside, 1, n)
    with pytest.raises(IllFormed, match="rename the parameter n"):
        total(lambda n: n, 1, size("n"))
    with pytest.raises(IllFormed, match="the bound variable i stands inside"):
        total(lambda i: total(lambda i: i, 1, 3), 1, n)
    with pytest.raises(IllFormed, match="rename the parameter j"):
        total(lambda i: i * total(lambda j: j, 1, 3), 1, n) + total(
            lambda j: j * index("j", n), 1, 3
        )


def test_a_failed_body_leaves_no_name_behind():
    with pytest.raises(IllFormed):
        total(lambda i: i + 0.5, 1, n)
    assert total(lambda i: total(lambda j: i * j, 1, i), 1, n) is not None
    assert total(lambda i: i, 1, 2).term.name == "i"


def test_fresh_variables_are_all_different():
    assert fresh_variable("i") != fresh_variable("i")
    assert fresh_variable("i").is_integer
    assert free_symbols(body_of(lambda i: i * n).term) == {n.term}


@pytest.mark.parametrize(
    ("bounds", "names", "expected"),
    [
        ((5,), ("i",), [(1, 5)]),
        ((0, 5), ("i",), [(0, 5)]),
        (((0, 5),), ("i",), [(0, 5)]),
        ((3, 5), ("i", "j"), [(1, 3), (1, 5)]),
        (((2, 3), 5), ("i", "j"), [(2, 3), (1, 5)]),
    ],
    ids=str,
)
def test_ranges(bounds, names, expected):
    found = ranges_of(bounds, names, Reader())
    assert [(r.lower, r.upper) for r in found] == [(number(a), number(b)) for a, b in expected]


REFUSED = {
    "no bound": (lambda: total(lambda i: i), "upper bound"),
    "three bounds": (lambda: total(lambda i: i, 1, 2, 3), "upper bound"),
    "too few ranges": (lambda: total(lambda i, j: i * j, 5), "2 indices"),
    "real bound": (lambda: total(lambda i: i, real("a")), "upper bound of i.*integer"),
    "half": (lambda: total(lambda i: i, sympy.S.Half, n), "not an integer"),
    "float": (lambda: total(lambda i: i, 1, 2.5), "float"),
    "starred": (lambda: total(lambda *i: i[0], 1, 2), "one by one"),
    "wrong count": (lambda: body_of(lambda i: i, 2), "2 indices is needed"),
    "no value": (lambda: total(lambda i: None, 1, 2), "size, index, real"),
    "condition": (lambda: total(lambda i: i <= 2, 1, 2), "iverson"),
    "no range": (lambda: total(x[sympy.Symbol("i", integer=True)]), "write total.*x.sum"),
    "no range of a maximum": (lambda: maximum(n), r"write maximum.*x\.max\(\)"),
    "no range of a product": (lambda: product(n), r"write product.*\(k, 1, n\)\)$"),
    "number as range": (lambda: total(n * 2, 1, 2), r"\(k, 1, n\)"),
    "bound number": (lambda: total(n * 2, (3, 1, 2)), "cannot be bound"),
    "bound sum": (lambda: total(n * 2, (n + 1, 1, 2)), "cannot be bound"),
    "own bound": (lambda: total(k * 2, (k, 1, k)), "rename"),
    "bound twice": (lambda: total(k * 2, (k, 1, 3), (k, 1, 4)), "bound twice"),
}


@pytest.mark.parametrize(("attempt", "advice"), REFUSED.values(), ids=REFUSED)
def test_wrong_binders_are_refused(attempt, advice):
    with pytest.raises(IllFormed, match=advice):
        attempt()


def test_limits_take_symbols_of_sympy_and_ours():
    raw = sympy.Symbol("t", integer=True)
    symbol, found = limit_of((raw, 1, n), Reader())
    assert symbol is raw
    assert (found.lower, found.upper) == (ONE, n.term)
    assert limit_of((k, 1, n), Reader())[0] == sympy.sympify(k)
    assert limit_of(sympy.Tuple(raw, 1, 5), Reader())[1].upper == number(5)
