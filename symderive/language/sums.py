"""Sums, products, greatest and least values over ranges, brackets and cases.

Each takes a function of the index, ``total(lambda k: w[k], 1, n)``, or an expression with SymPy's
limits, ``total(w[k], (k, 1, n))``; of several limits the last is the outermost, as in SymPy. What
is made of SymPy's objects alone is a SymPy expression again, anything else a :class:`Scalar`.

An empty sum is 0, an empty product 1, the maximum over an empty range is undefined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy

from symderive.errors import IllFormed
from symderive.language.binders import Body, Range, body_of, limit_of, ranges_of
from symderive.language.binding import dangling
from symderive.language.definitions import shape_of
from symderive.language.reader import Reader, condition_or_refuse, scalar_or_refuse
from symderive.language.reading_expressions import check_assumptions
from symderive.language.scalars import Condition, Scalar, Written
from symderive.language.shapes import shape_text
from symderive.language.tensors import wrapped
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Cases,
    Compare,
    Iverson,
    Mul,
    Pow,
    Reduce,
    Term,
)

PAIR = 2

FUNCTION_NAMES = {"sum": "total", "product": "product", "max": "maximum", "min": "minimum"}
METHOD_NAMES = {"total": "sum", "maximum": "max", "minimum": "min", "mean": "mean"}
"""The method of a tensor that does over all entries what the function does over a range."""


def total(body: Any, *bounds: Any) -> Any:
    """The sum of the body over a range; over an empty range it is 0.

    >>> k, n = sympy.symbols("k n", integer=True)
    >>> total(lambda i: 2*i, 1, n) == total(2*Scalar(Reader().read(k)), (k, 1, n))
    True

    Args:
        body: a function of one or more indices, or an expression.
        *bounds: after a function of one index ``n`` or ``lower, upper``; of several indices one
            ``n`` or ``(lower, upper)`` for each. After an expression ``(k, lower, upper)``.

    Raises:
        IllFormed: where the name of an index is taken, or a bound is no integer.
    """
    return _reduced("sum", body, bounds)


def product(body: Any, *bounds: Any) -> Any:
    """The product of the body over a range, written as :func:`total`; an empty product is 1."""
    return _reduced("product", body, bounds)


def maximum(body: Any, *bounds: Any) -> Any:
    """The greatest value of the body over a range, written as :func:`total`; it needs one index.

    >>> x, t, n = sympy.IndexedBase("x"), *sympy.symbols("t n", integer=True)
    >>> isinstance(1 + maximum(x[t], (t, 1, n)), sympy.Expr)
    True
    """
    return _reduced("max", body, bounds)


def minimum(body: Any, *bounds: Any) -> Any:
    """The least value of the body over a range, written as :func:`total`; it needs one index."""
    return _reduced("min", body, bounds)


def mean(body: Any, *bounds: Any) -> Any:
    """The sum of the body divided by upper - lower + 1, written as :func:`total`."""
    return _reduced("sum", body, bounds, divide=True)


def iverson(condition: Any) -> Any:
    """1 where the condition holds, else 0; a false bracket makes the product it stands in 0.

    >>> i, j = sympy.symbols("i j", integer=True)
    >>> isinstance(iverson(i <= j), sympy.Expr)
    True

    Raises:
        IllFormed: for a number, or a Python bool (``i == j`` compares how i and j are written).
    """
    reader = Reader()
    return _as_written(
        Iverson(condition_or_refuse(reader.read(condition), "in iverson")), reader, condition
    )


def delta(left: Any, right: Any) -> Any:
    """1 where both are equal, else 0: Kronecker's delta."""
    reader = Reader()
    sides = [scalar_or_refuse(reader.read(side), "in delta") for side in (left, right)]
    return _as_written(Iverson(Compare("=", *sides)), reader, left, right)


def cases(*rows: tuple[Any, Any], otherwise: Any = None) -> Any:
    """The value of the first row whose condition holds; without ``otherwise`` undefined elsewhere.

    >>> x = sympy.Symbol("x", real=True)
    >>> absolute = cases((x, x >= 0), otherwise=-x)
    """
    if not rows:
        raise IllFormed("cases need a row: write cases((value, condition), otherwise=value)")
    reader = Reader()
    if otherwise is not None:
        rows = (*rows, (otherwise, sympy.true))
    values, conditions = [], []
    for row in rows:
        if not isinstance(row, tuple) or len(row) != PAIR:
            raise IllFormed(f"{row!r} is not a row of cases; write (value, condition)")
        values.append(scalar_or_refuse(reader.read(row[0]), "as a value of cases"))
        conditions.append(condition_or_refuse(reader.read(row[1]), "as a condition of cases"))
    term = Cases(tuple(values), tuple(conditions))
    return _as_written(term, reader, *(part for row in rows for part in row))


def _reduced(operation: str, body: Any, bounds: tuple[Any, ...], divide: bool = False) -> Any:
    reader = Reader()
    if isinstance(body, Callable) and not isinstance(body, sympy.Basic):  # type: ignore[arg-type]
        term = _over_function(operation, body, bounds, reader, divide)
        return wrapped(term, reader.origins)
    if not bounds:
        name = "mean" if divide else FUNCTION_NAMES[operation]
        method = METHOD_NAMES.get(name)
        whole = f", or x.{method}() for all entries of a tensor" if method else ""
        raise IllFormed(
            f"a range is missing: write {name}(lambda k: x[k], 1, n) or "
            f"{name}(x[k], (k, 1, n)){whole}"
        )
    term = _over_limits(operation, body, bounds, reader, divide)
    written = [part for limit in bounds for part in limit]
    return _as_written(term, reader, body, *written)


def _over_function(
    operation: str,
    function: Callable[..., Any],
    bounds: tuple[Any, ...],
    reader: Reader,
    divide: bool,
) -> Term:
    body: Body = body_of(function)
    term = scalar_or_refuse(body.term, f"in a {operation}")
    for variable, origin in body.origins.items():
        reader.remember(variable, origin)
    ranges = ranges_of(bounds, body.names, reader)
    for name, found in reversed(list(zip(body.names, ranges, strict=True))):
        term = _over(operation, found, term, name)
    if divide:
        term = _divided(term, [(found.lower, found.upper) for found in ranges])
    return term


def _over_limits(
    operation: str, body: Any, limits: tuple[Any, ...], reader: Reader, divide: bool
) -> Term:
    """The last limit outermost; its bounds are read first, outside the scope of the others."""
    symbol, found = limit_of(limits[-1], reader)
    check_assumptions(symbol, found.lower, operation)
    if symbol.name in reader.names:
        raise IllFormed(f"{symbol.name} is bound twice; give one of the two another name")
    with reader.binding(symbol):
        if len(limits) > 1:
            inner = _over_limits(operation, body, limits[:-1], reader, divide)
        else:
            inner = scalar_or_refuse(reader.read(body), f"in a {operation}")
    term = _over(operation, found, inner, symbol.name)
    return _divided(term, [(found.lower, found.upper)]) if divide else term


def _over(operation: str, span: Range, body: Term, name: str) -> Term:
    """The reduction; raises IllFormed for a tensor whose shape changes with the index."""
    if any(dangling(size) for size in shape_of(body) or ()):
        raise IllFormed(
            f"the shape {shape_text(shape_of(body))} of what is added depends on the index "
            f"{name}; write the {operation} entry by entry"
        )
    return Reduce(operation, span.lower, span.upper, body, name)


def _divided(term: Term, ranges: list[tuple[Term, Term]]) -> Term:
    """The term divided by the number of indices."""
    counts = [
        upper if lower == ONE else Add((upper, Mul((MINUS_ONE, lower)), ONE))
        for lower, upper in ranges
    ]
    return Mul((*(Pow(count, MINUS_ONE) for count in counts), term))


def _as_written(term: Term, reader: Reader, *written: Any) -> Any:
    """A scalar; a SymPy expression where everything that was written is SymPy's or a number."""
    found = wrapped(term, reader.origins)
    if not isinstance(found, Scalar):
        return found
    ours = any(
        isinstance(part, (Written, Condition)) or not isinstance(part, (sympy.Basic, int))
        for part in written
    )
    return found if ours else found._sympy_()
