"""Sums of terms parted by the axis along which they vary: u - v where only v has the axis."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symderive.language.definitions import entry_of, shape_of
from symderive.language.formulas import times
from symderive.language.terms import ZERO, Add, Apply, Mul, Number, Symbol, Term
from symderive.numeric.compiling.opening import opened

Axes = Callable[[Term], frozenset[Symbol]]
UNFOLDED = {"relu"}


def summands(term: Term, factor: Fraction = Fraction(1)) -> list[tuple[Fraction, Term]]:
    """The terms of a sum with their numbers, sums among them dissolved.

    >>> from symderive.language.terms import MINUS_ONE, REAL
    >>> a, b = Symbol("a", REAL), Symbol("b", REAL)
    >>> found = summands(Mul((MINUS_ONE, Add((a, Mul((MINUS_ONE, b)))))))
    >>> found == [(Fraction(-1), a), (Fraction(1), b)]
    True
    """
    if isinstance(term, Add):
        return [row for part in term.terms for row in summands(part, factor)]
    if isinstance(term, Mul) and isinstance(term.factors[0], Number) and len(term.factors) > 1:
        rest = term.factors[1:]
        inner = rest[0] if len(rest) == 1 else Mul(rest)
        return summands(inner, factor * term.factors[0].value)
    return [(factor, term)]


def added(rows: list[tuple[Fraction, Term]]) -> Term:
    """The sum of terms with their numbers."""
    parts = [term if factor == 1 else times(Number(factor), term) for factor, term in rows]
    if not parts:
        return ZERO
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def parted(axes_of: Axes, term: Term, axis: Symbol) -> tuple[Term, Term] | None:
    """u and v with u - v the term, where v varies along the axis, and u along others than v.

    None where the term is no such difference.
    """
    rows = summands(term)
    mine = [(-factor, part) for factor, part in rows if axis in axes_of(part)]
    rest = [(factor, part) for factor, part in rows if axis not in axes_of(part)]
    if not mine or not rest:
        return None
    u, v = added(rest), added(mine)
    return (u, v) if axes_of(u) - axes_of(v) else None


def apart(axes_of: Axes, term: Term, axis: Symbol) -> tuple[Term, Term] | None:
    """u and v with |u - v| the absolute value of the term, v without a sign in front."""
    parts = parted(axes_of, term, axis)
    if parts is None or summands(parts[1])[0][0] > 0:
        return parts
    u, v = (added([(-factor, part) for factor, part in summands(side)]) for side in parts)
    return u, v


def unfolded(term: Term) -> Term:
    """A factor with its definition in place of its name, where that is an extreme value."""
    while isinstance(term, Apply) and term.name in UNFOLDED and shape_of(term) == ():
        term = opened(entry_of(term, ()))
    return term
