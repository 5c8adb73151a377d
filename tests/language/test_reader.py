"""The walk itself: variables in scope, what was met, and Python's numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy

from symderive.errors import IllFormed, NotRead
from symderive.language.domains import index, size
from symderive.language.reader import (
    HANDLERS,
    Reader,
    condition_or_refuse,
    python_number,
    reads,
    require_integer,
    scalar_or_refuse,
)
from symderive.language.terms import (
    INTEGER,
    ONE,
    REAL,
    Add,
    Bound,
    Compare,
    Entry,
    Mul,
    Number,
    Pow,
    Symbol,
    TensorSymbol,
    number,
)

i, j = sympy.symbols("i j", integer=True)
I, J = Symbol("i", INTEGER), Symbol("j", INTEGER)
n = size("n")


def test_binders_nest_and_end():
    reader = Reader()
    with reader.binding(i):
        assert reader.visit(i) == Bound(0)
        with reader.binding(j):
            assert reader.visit(i + j) in (Add((Bound(1), Bound(0))), Add((Bound(0), Bound(1))))
            with reader.binding(i):
                assert (reader.visit(i), reader.visit(j)) == (Bound(0), Bound(1))
            assert reader.visit(i) == Bound(1)
        assert reader.visit(j) == J
    assert reader.visit(i) == I
    assert (reader.depth, reader.levels, reader.names) == (0, {}, {})


def test_a_binder_ends_where_its_body_is_refused():
    reader = Reader()
    with pytest.raises(NotRead), reader.binding(i):
        reader.visit(sympy.sin(i))
    assert reader.visit(i) == I


def test_closed_terms_enter_the_scope():
    reader = Reader()
    with reader.binding(sympy.sympify(index("k", n))):
        assert reader.read(index("k", n) * n) == Mul((Bound(0), n.term))
    with pytest.raises(IllFormed, match="domain of k depends"), reader.binding(sympy.sympify(n)):
        reader.read(index("k", n) * n)


def test_what_was_met_is_remembered():
    reader = Reader()
    positive = sympy.IndexedBase("p", positive=True)
    reader.read(positive[i] + sympy.Function("F")(sympy.Symbol("a")))
    assert {variable.name: str(origin) for variable, origin in reader.origins.items()} == {
        "p": "p",
        "i": "i",
        "a": "a",
    }
    assert [function.name for function in reader.functions] == ["F"]
    assert len(reader.tensors) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        (-(10**20), Fraction(-(10**20))),
        (Fraction(2, 4), Fraction(1, 2)),
        (np.int64(7), Fraction(7)),
        (np.uint8(7), Fraction(7)),
    ],
    ids=repr,
)
def test_python_numbers(value, expected):
    found = python_number(value)
    assert found == Number(expected)
    assert type(found.value.numerator) is int


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (0.1, r"Fraction\(1, 10\)"),
        (-0.25, r"Fraction\(-1, 4\)"),
        (64.0, r"write 64, or num\(a\)/b"),
        (float("inf"), "limit"),
        (float("nan"), "limit"),
        (True, r"eq\(i, j\)"),
        (np.bool_(False), r"eq\(i, j\)"),
        ("x", r"vector\('x', n\)"),
    ],
    ids=repr,
)
def test_inexact_values_are_refused(value, advice):
    with pytest.raises(IllFormed, match=advice):
        python_number(value)


@pytest.mark.parametrize(
    "term",
    [
        ONE,
        I,
        Bound(0),
        Add((I, ONE)),
        Mul((Number(Fraction(1, 2)), I)),
        Pow(I, number(2)),
        Entry(TensorSymbol("x", 1, None, INTEGER), (I,)),
    ],
    ids=lambda term: type(term).__name__,
)
def test_integers_are_let_through(term):
    """The term alone is, and with a real variable added it is not: the check looks at it."""
    assert require_integer(term, "an index") is None
    with pytest.raises(IllFormed, match="is real"):
        require_integer(Add((term, Symbol("a", REAL))), "an index")


@pytest.mark.parametrize(
    "term",
    [
        Number(Fraction(1, 2)),
        Symbol("a", REAL),
        Add((I, Symbol("a", REAL))),
        Mul((I, Symbol("a", REAL))),
        Pow(Symbol("a", REAL), number(2)),
        Entry(TensorSymbol("x", 1, None), (I,)),
    ],
    ids=lambda term: type(term).__name__,
)
def test_what_is_no_integer_is_refused(term):
    with pytest.raises(IllFormed, match=r"not an integer|is real"):
        require_integer(term, "an index of x")


def test_sorts():
    condition = Compare("=", I, J)
    assert scalar_or_refuse(I, "here") is I
    assert condition_or_refuse(condition, "here") is condition
    with pytest.raises(IllFormed, match="stands here"):
        scalar_or_refuse(condition, "here")
    with pytest.raises(IllFormed, match="stands here"):
        condition_or_refuse(I, "here")


def test_only_exact_types_are_read():
    """A subclass may mean something else, so it needs a handler of its own."""

    class Reversed(sympy.Add):
        """A sum that means something else."""

    written = Reversed(i, j, evaluate=False)
    with pytest.raises(NotRead, match="Reversed"):
        Reader().read(written)
    reads(Reversed)(lambda reader, expression: ONE)
    try:
        assert Reader().read(written) == ONE
    finally:
        del HANDLERS[Reversed]
