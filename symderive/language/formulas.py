"""Small builders for index formulas: arithmetic that folds numbers, and sums over bound indices.

Definitions of operators are written with these. Only exact arithmetic on numbers is folded
(``a + 0``, ``1 * a``, ``2 + 3``), so that a formula with stride 1 and no padding reads as a
textbook writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from symderive.errors import IllFormed
from symderive.language.binding import shift
from symderive.language.definitions import Shape, shape_of
from symderive.language.shapes import known_at_most, shape_text
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    And,
    Bound,
    Compare,
    Entry,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Number,
    Pow,
    Reduce,
    Term,
    number,
)

Lift = Callable[[Term], Term]

INDEX_NAMES = ("k", "l", "s", "t", "u", "v")


def plus(*terms: Term) -> Term:
    """The sum, sums in it dissolved, with its numbers folded into one that stands last.

    >>> plus(Bound(0), number(2), number(-2)) == Bound(0)
    True
    """
    flat = [part for t in terms for part in (t.terms if isinstance(t, Add) else (t,))]
    constant = sum((t.value for t in flat if isinstance(t, Number)), Fraction(0))
    rest = tuple(t for t in flat if not isinstance(t, Number))
    if constant != 0 or not rest:
        rest += (Number(constant),)
    return rest[0] if len(rest) == 1 else Add(rest)


def times(*factors: Term) -> Term:
    """The product, with its numbers folded into one that stands first.

    >>> times(number(2), Bound(0), number(Fraction(1, 2))) == Bound(0)
    True
    """
    constant = Fraction(1)
    for factor in factors:
        if isinstance(factor, Number):
            constant *= factor.value
    rest = tuple(f for f in factors if not isinstance(f, Number))
    if constant == 0:
        return ZERO
    if constant != 1 or not rest:
        rest = (Number(constant), *rest)
    return rest[0] if len(rest) == 1 else Mul(rest)


def negative(term: Term) -> Term:
    """Minus the term; a number is negated, a number in front of a product too."""
    if isinstance(term, Mul) and isinstance(term.factors[0], Number):
        return times(Number(-term.factors[0].value), *term.factors[1:])
    return times(MINUS_ONE, term)


def minus(left: Term, right: Term) -> Term:
    """The difference."""
    return plus(left, negative(right))


def over(top: Term, bottom: Term) -> Term:
    """The quotient; undefined where the bottom is 0, so a number 0 is not folded away."""
    if bottom == ONE:
        return top
    if isinstance(top, Number) and isinstance(bottom, Number) and bottom.value != 0:
        return Number(top.value / bottom.value)
    return Mul((top, Pow(bottom, MINUS_ONE)))


def square(term: Term) -> Term:
    """The second power."""
    return Pow(term, number(2))


def square_root(term: Term) -> Term:
    """The power 1/2, undefined for negative values."""
    return Pow(term, Number(Fraction(1, 2)))


def floor_of(term: Term) -> Term:
    """The floor; of a number it is computed."""
    if isinstance(term, Number):
        return number(term.value.numerator // term.value.denominator)
    return Floor(term)


def modulo(term: Term, modulus: Term) -> Term:
    """The remainder of a floor division."""
    return Mod(term, modulus)


def exponential(term: Term) -> Term:
    """The exponential of the term."""
    return Function("exp", (term,))


def logarithm(term: Term) -> Term:
    """The natural logarithm of the term."""
    return Function("log", (term,))


def equal(left: Term, right: Term) -> Term:
    """The condition that both are equal."""
    return Compare("=", left, right)


def within(lower: Term, value: Term, upper: Term) -> Term:
    """The condition lower <= value <= upper."""
    return And((Compare("<=", lower, value), Compare("<=", value, upper)))


def bracket(*conditions: Term) -> Term:
    """The Iverson bracket of all the conditions."""
    return Iverson(conditions[0] if len(conditions) == 1 else And(conditions))


def at(tensor: Term, *indices: Term) -> Term:
    """The entry at the indices; a scalar has the same value at all indices."""
    if not indices or (not isinstance(tensor, Entry) and shape_of(tensor) == ()):
        return tensor
    return Entry(tensor, tuple(indices))


def sized(tensor: Term, what: str) -> Shape:
    """The shape of an argument; raises IllFormed where it has none (a tensor without sizes)."""
    shape = shape_of(tensor)
    if shape is None:
        raise IllFormed(
            f"{what} needs an argument with sizes; declare it with vector(n) or matrix(m, n)"
        )
    return shape


def reduced(
    operation: str,
    sizes: Sequence[Term],
    body: Callable[[tuple[Term, ...], Lift], Term],
    names: Sequence[str] = INDEX_NAMES,
) -> Term:
    """Reduce by sum, product, max or min over an index from 1 to each size, the first outermost.

    ``body`` gets the indices and a function that lifts terms from outside under these binders.
    """
    count = len(sizes)
    indices = tuple(Bound(count - 1 - place) for place in range(count))
    term = body(indices, lambda outer: shift(outer, count))
    for place in reversed(range(count)):
        term = Reduce(operation, ONE, shift(sizes[place], place), term, names[place % len(names)])
    return term


def total(
    size: Term, body: Callable[[Term, Lift], Term], name: str = "k", operation: str = "sum"
) -> Term:
    """The sum over one index from 1 to the size.

    >>> total(number(3), lambda k, up: k) == Reduce("sum", ONE, number(3), Bound(0))
    True
    """
    return reduced(operation, (size,), lambda indices, up: body(indices[0], up), (name,))


def equal_sizes(left: Sequence[Term], right: Sequence[Term]) -> tuple[Term, ...]:
    """The conditions that sizes agree pairwise; those that are written alike are left out.

    Raises:
        IllFormed: where the ranks differ.
    """
    if len(left) != len(right):
        raise IllFormed(f"ranks differ: {shape_text(left)} against {shape_text(right)}")
    return tuple(equal(a, b) for a, b in zip(left, right, strict=True) if a != b)


def at_most(left: Term, right: Term) -> tuple[Term, ...]:
    """The condition left <= right; nothing where the least values of the symbols show it."""
    return () if known_at_most(left, right) else (Compare("<=", left, right),)
