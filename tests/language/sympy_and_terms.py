"""The same symbols twice: as SymPy writes them, and in capitals as the terms that are read."""

from __future__ import annotations

from fractions import Fraction

from sympy import Function, IndexedBase, symbols

from symderive.language.terms import INTEGER, REAL, Entry, Number, Symbol, TensorSymbol, Term

n, m, i, j, k, l = symbols("n m i j k l", integer=True)
a, b, u = symbols("a b u", real=True)
x, y = IndexedBase("x"), IndexedBase("y")
bounded = IndexedBase("z", shape=(n, m))
F = Function("F")
N, M, I, J, K = (Symbol(name, INTEGER) for name in "nmijk")
A, B = Symbol("a", REAL), Symbol("b", REAL)
X, Y = TensorSymbol("x", 1, None), TensorSymbol("y", 1, None)
HALF = Number(Fraction(1, 2))


def at(tensor: TensorSymbol, *indices: Term) -> Entry:
    """The entry of the tensor at the indices."""
    return Entry(tensor, indices)
