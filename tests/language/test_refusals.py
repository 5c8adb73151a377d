"""Every refusal names what to write instead."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from sympy import IndexedBase, MatrixSymbol, symbols

from symderive.errors import NotRead
from symderive.language.reading import read
from symderive.language.refusals import ADVICE, shown

n, i, j = symbols("n i j", integer=True)
u = sympy.Symbol("u", real=True)
M = MatrixSymbol("M", n, n)

REFUSED = {
    "float": (sympy.Float(0.5), "Rational"),
    "float inside": (u + 0.5, "Rational"),
    "Idx": (sympy.Idx("i", n), r"index\('i', n\)"),
    "Idx as an index": (IndexedBase("x")[sympy.Idx("i", n)], r"index\('i', n\)"),
    "matrix entry": (M[i, j], r"matrix\('A', m, n\)"),
    "first matrix entry": (M[0, 0], "count from 0"),
    "matrix": (M, r"matrix\('A', m, n\)"),
    "matrix product": (M * M, "A @ B"),
    "trace": (sympy.Trace(M), "A @ B"),
    "explicit matrix": (sympy.Matrix([[1, 2]]), "array"),
    "explicit immutable matrix": (sympy.ImmutableMatrix([[1, 2]]), "array"),
    "array": (sympy.Array([1, 2]), "array"),
    "integral": (sympy.Integral(u, u), "integral"),
    "limit": (sympy.Limit(u, u, 0), r"limit\(lambda"),
    "imaginary unit": (sympy.I * u, "real and the imaginary part"),
    "step": (sympy.Heaviside(u), r"iverson\(x > 0\)"),
    "impulse": (sympy.DiracDelta(u), "KroneckerDelta"),
    "infinity": (sympy.oo, "finite bound"),
    "minus infinity": (-sympy.oo, "finite bound"),
    "division by zero": (sympy.zoo, "denominator"),
    "not a number": (sympy.nan, "denominators"),
    "golden ratio": (sympy.GoldenRatio * u, r"Symbol\('c', positive=True\)"),
    "tuple": (sympy.Tuple(u, u), "all_of"),
    "function alone": (sympy.Lambda(u, u**2), "apply it"),
    "tensor without indices": (IndexedBase("x"), r"x\[i\]"),
    "order": (sympy.Order(u), "error bound"),
    "pattern": (sympy.Wild("w"), "Symbol"),
    "sine": (sympy.sin(u), "tanh"),
    "gamma": (sympy.gamma(u), "tanh"),
    "factorial": (sympy.factorial(n), "tanh"),
    "conjugate": (sympy.conjugate(sympy.Symbol("q")), "tanh"),
    "list": ([1, 2], r"array\(\(n,\)"),
    "tuple of Python": ((1, 2), r"array\(\(n,\)"),
    "dictionary": ({n: 3}, r"array\(\(n,\)"),
    "NumPy array": (np.ones(2), r"array\(\(n,\)"),
    "function of Python": (lambda k: k, r"total\(lambda k"),
    "nothing": (None, "size, index, real"),
    "complex number": (1j, "size, index, real"),
}


@pytest.mark.parametrize(("written", "advice"), REFUSED.values(), ids=REFUSED)
def test_refusals(written, advice):
    with pytest.raises(NotRead, match=advice):
        read(written)


def test_every_row_of_the_table_says_what_to_write():
    verbs = ("write", "declare", "check", "apply", "substitute", "claim")
    assert [advice for _, advice in ADVICE if not any(verb in advice for verb in verbs)] == []


def test_long_expressions_are_cut():
    assert len(shown(sympy.Symbol("a" * 500))) == 120
    assert shown(u) == "u"
