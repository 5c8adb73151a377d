"""The assumptions of SymPy symbols as domains."""

from __future__ import annotations

import pytest
import sympy

from symderive.errors import NotRead
from symderive.language.assumptions import CONDITIONS, symbol_of
from symderive.language.terms import INTEGER, REAL, Domain, Symbol

READABLE = [
    ({}, "real", ()),
    ({"real": True}, "real", ()),
    ({"integer": True}, "integer", ()),
    ({"positive": True}, "real", ("positive",)),
    ({"negative": True}, "real", ("negative",)),
    ({"nonnegative": True}, "real", ("nonnegative",)),
    ({"nonzero": True}, "real", ("nonzero",)),
    ({"integer": True, "positive": True}, "integer", ("positive",)),
    ({"integer": True, "nonnegative": True}, "integer", ("nonnegative",)),
    ({"even": True}, "integer", ("even",)),
    ({"odd": True}, "integer", ("odd",)),
    ({"even": True, "positive": True}, "integer", ("positive", "even")),
    ({"even": True, "nonzero": True}, "integer", ("nonzero", "even")),
    ({"nonnegative": True, "nonzero": True}, "real", ("positive",)),
    ({"real": True, "positive": False}, "real", ("nonpositive",)),
    ({"real": True, "zero": False}, "real", ("nonzero",)),
]


@pytest.mark.parametrize(("assumptions", "kind", "names"), READABLE, ids=str)
def test_assumptions_become_conditions(assumptions, kind, names):
    domain = symbol_of(sympy.Symbol("v", **assumptions)).domain
    assert domain == Domain(kind, tuple(CONDITIONS[name] for name in names))


def test_equal_assumptions_give_equal_variables():
    assert symbol_of(sympy.Symbol("v", integer=True)) == Symbol("v", INTEGER)
    assert symbol_of(sympy.Symbol("v")) == symbol_of(sympy.Dummy("v")) == Symbol("v", REAL)
    assert symbol_of(sympy.Symbol("v", integer=True)) != symbol_of(sympy.Symbol("v"))


@pytest.mark.parametrize(
    "assumptions",
    [
        {"complex": True},
        {"imaginary": True},
        {"rational": True},
        {"irrational": True},
        {"prime": True},
        {"finite": True},
        {"extended_real": True},
        {"commutative": False},
        {"real": True, "integer": False},
        {"integer": True, "positive": True, "prime": False},
    ],
    ids=str,
)
def test_other_assumptions_are_refused_with_what_to_write(assumptions):
    with pytest.raises(NotRead, match=r"Symbol\('v', real=True\)"):
        symbol_of(sympy.Symbol("v", **assumptions))
