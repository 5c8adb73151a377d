"""What of SymPy is not read, and what to write instead."""

from __future__ import annotations

import sympy
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr

from symderive.errors import NotRead

CONTAINERS = (list, tuple, set, dict, range)

READABLE_FUNCTIONS = (
    "exp, log, tanh, sinh, cosh, erf, Abs, sign, Max, Min, sqrt, floor, ceiling, Mod, "
    "KroneckerDelta"
)

ADVICE: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (
        sympy.Float,
        "floats are not exact; write Rational('0.1') or Fraction(1, 10) for the number you mean",
    ),
    (
        sympy.Idx,
        (
            "an Idx counts from 0 in SymPy, indices count from 1 here; declare i = index('i', n) "
            "or Symbol('i', integer=True) and give the range in Sum(..., (i, 1, n))"
        ),
    ),
    (
        MatrixElement,
        (
            "entries of a MatrixSymbol count from 0 in SymPy, and from 1 here; declare "
            "A = matrix('A', m, n) or IndexedBase('A', shape=(m, n)) and write A[i, j]"
        ),
    ),
    (
        sympy.MatrixBase,
        (
            "matrices of SymPy are not read; write array((m, n), lambda i, j: ...) or claim "
            "it entry by entry"
        ),
    ),
    (
        (MatrixExpr, sympy.Trace, sympy.Determinant),
        (
            "matrix expressions of SymPy are not read; declare A = matrix('A', m, n) and use "
            "A @ B, A.T, trace"
        ),
    ),
    (sympy.NDimArray, "arrays of SymPy are not read; write array((m, n), lambda i, j: ...)"),
    (sympy.Integral, "integrals are not read; write what the integral is equal to"),
    (
        sympy.Limit,
        "SymPy's limits are not read; write limit(lambda t: ..., target) of symderive",
    ),
    (
        sympy.core.numbers.ImaginaryUnit,
        "all values are real; write the real and the imaginary part as two claims",
    ),
    (
        sympy.Heaviside,
        "its value at 0 depends on the convention; write iverson(x > 0) or iverson(x >= 0)",
    ),
    (
        sympy.DiracDelta,
        "it is not a function; write KroneckerDelta(i, j) or delta(i, j) for indices",
    ),
    (
        sympy.core.numbers.Infinity,
        "infinite sums and values are not read; write a finite bound n, or limit(...) for n to oo",
    ),
    (
        sympy.core.numbers.NegativeInfinity,
        "infinite sums and values are not read; write a finite bound, or limit(...)",
    ),
    (
        sympy.core.numbers.ComplexInfinity,
        (
            "SymPy divided by zero before the expression was seen; write the denominator so it "
            "is not the number 0"
        ),
    ),
    (
        sympy.core.numbers.NaN,
        "SymPy met an undefined operation before the expression was seen; check the denominators",
    ),
    (
        sympy.NumberSymbol,
        (
            "constants other than rational numbers, E and pi are not read; write a positive "
            "symbol, Symbol('c', positive=True), where any value will do"
        ),
    ),
    (sympy.Tuple, "a tuple is not a value; claim its entries one by one, or with all_of(...)"),
    (sympy.Lambda, "a function by itself is not a value; apply it to its arguments"),
    (sympy.IndexedBase, "a tensor without indices is not a scalar; write x[i], or vector('x', n)"),
    (sympy.ITE, "write Piecewise((a, condition), (b, True))"),
    (sympy.Subs, "only Subs of a derivative of an unknown function is read; substitute yourself"),
    (sympy.Order, "orders of growth are not values; write the term with its error bound"),
    (sympy.Wild, "a pattern is not a value; write Symbol(...)"),
    (
        sympy.logic.boolalg.Boolean,
        "write the condition with relations, And, Or, Not and Implies",
    ),
    (AppliedUndef, "an unknown function needs at least one argument; write F(x)"),
    (
        sympy.Function,
        (
            f"this function is not in the language; read are {READABLE_FUNCTIONS} and unknown "
            "functions Function('F')(x); write it with these"
        ),
    ),
)


def refuse_python(value: object) -> NotRead:
    """The error for a Python object that is neither a number nor one of ours."""
    kind = type(value).__name__
    if isinstance(value, (sympy.MatrixBase, sympy.NDimArray)):
        return refuse(value)
    if isinstance(value, CONTAINERS) or kind == "ndarray":
        return NotRead(
            f"{kind} {shown(value)} is not a scalar: write array((n,), lambda i: ...) for a "
            "tensor given by its entries, or claim the entries one by one"
        )
    if callable(value):
        return NotRead(
            f"{kind} {shown(value)} is a function, not a value: apply it, or write "
            "total(lambda k: ..., 1, n) where it is the body of a sum"
        )
    return NotRead(
        f"{kind} {shown(value)} is not read: write integers, fractions, SymPy expressions, or "
        "objects made with size, index, real, vector, matrix"
    )


def refuse(expression: object) -> NotRead:
    """The error for something that is not read, with what to write instead.

    >>> print(refuse(sympy.Float(0.1)))
    Float 0.100000000000000 is not read: floats are not exact; write Rational('0.1') or
    Fraction(1, 10) for the number you mean
    """
    kind = type(expression).__name__
    for refused, advice in ADVICE:
        if isinstance(expression, refused):
            return NotRead(f"{kind} {shown(expression)} is not read: {advice}")
    return NotRead(
        f"{kind} {shown(expression)} is not read: write it with sums, products, powers, "
        f"Sum, Product, Derivative, Piecewise, {READABLE_FUNCTIONS}"
    )


def shown(expression: object, longest: int = 120) -> str:
    """The expression as messages show it, cut where it is long."""
    text = str(expression)
    return text if len(text) <= longest else text[: longest - 3] + "..."
