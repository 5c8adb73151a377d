"""Logarithms of exponentials without overflow, and of numbers near 1 without cancellation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from symderive.language.shapes import is_whole
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Apply,
    Entry,
    Function,
    Mul,
    Term,
)
from symderive.numeric.compiling.exponentials import (
    argument_of,
    exponential,
    exposed,
    gathered,
    height,
    lowered,
    raised,
    scaled,
    total,
)
from symderive.numeric.compiling.factors import (
    Factor,
    factors_of,
    multiplied,
    never_negative,
)

TWO_TERMS = 2


Idiom = Callable[[Term], Term | None]


def log_of(inner: Term, idioms: Sequence[Idiom]) -> Term:
    """The logarithm of a term by the first of the idioms that fits."""
    term = Function("log", (inner,))
    found = of_logarithm(term, idioms)
    return term if found is None else found


def of_logarithm(term: Term, idioms: Sequence[Idiom]) -> Term | None:
    """The first idiom that fits a logarithm; of a product, that of its factors."""
    inner = argument_of("log", term)
    if inner is None:
        return None
    inner = exposed(inner)
    found = _of_product(inner, idioms)
    for idiom in idioms:
        if found is not None:
            return found
        found = idiom(inner)
    return found


def of_softmax(inner: Term) -> Term | None:
    """log softmax(x)_i is an operation of its own; softmax(x)_i may underflow to 0."""
    if isinstance(inner, Entry):
        found = of_softmax(inner.tensor)
        return None if found is None else Entry(found, inner.indices)
    if isinstance(inner, Apply) and inner.name == "softmax":
        return Apply("log_softmax", inner.arguments, inner.parameters)
    return None


def of_exponential(inner: Term) -> Term | None:
    """log exp(u) = u for all u; exp(u) overflows above 709 and is 0 below -745."""
    return argument_of("exp", inner)


def of_sigmoid(inner: Term) -> Term | None:
    """log sigmoid(u) = -softplus(-u) for all u; sigmoid(u) is 0 below -745, and 1 above 37."""
    argument = argument_of("sigmoid", inner)
    return None if argument is None else scaled(softplus(scaled(argument, -1)), -1)


def _of_product(inner: Term, idioms: Sequence[Idiom]) -> Term | None:
    """log(f^a g^b h) = a log f + b log g + log h for f, g that are never negative.

    Exponentials and sums of exponentials are taken out, so that none is multiplied out of range.
    """
    rows = factors_of(inner)
    if rows == [Factor(inner, Fraction(1))] or not any(_is_steep_factor(row) for row in rows):
        return None
    taken = [row for row in rows if _is_steep_factor(row) and never_negative(row.base)]
    left = [row for row in rows if row not in taken]
    parts = [scaled(log_of(base, idioms), exponent) for base, exponent in taken]
    if len(left) == 1 and (left[0].exponent.numerator % 2 or left[0].exponent.denominator > 1):
        ((base, exponent),) = left
        parts.append(scaled(log_of(base, idioms), exponent))
    elif left and not taken:
        return None
    elif left:
        parts.append(Function("log", (multiplied(left),)))
    return total(tuple(parts))


def _is_steep_factor(row: Factor) -> bool:
    base = row.base
    if argument_of("sigmoid", base) is not None or of_softmax(base) is not None:
        return True
    return gathered(base) is not None


def of_difference(inner: Term) -> Term | None:
    """log(exp(u) - 1) = u + log(1 - exp(-u)), which is defined for u > 0; exp(u) overflows."""
    argument = argument_of("expm1", inner)
    if argument is None:
        return None
    below = Function("expm1", (scaled(argument, -1),))
    return Add((argument, Function("log", (Mul((MINUS_ONE, below)),))))


def softplus(argument: Term) -> Term:
    """log(1 + exp(u)), which NumPy has as logaddexp(0, u)."""
    return Apply("softplus", (argument,))


def of_one_and_exponential(inner: Term) -> Term | None:
    """log(1 + exp(u)) = softplus(u) for all u; exp(u) overflows, or vanishes beside 1."""
    rest = _beside_one(inner)
    argument = None if rest is None else argument_of("exp", exposed(rest))
    return None if argument is None else softplus(argument)


def of_one_and_exponentials(inner: Term) -> Term | None:
    """log(1 + s) = m + log(1 + (exp(-m) - 1 + s exp(-m))) for every sum of exponentials s.

    m is the greatest of 0 and the exponents, hence 0 for an empty sum. The exponentials overflow,
    or vanish beside 1.
    """
    rest = _beside_one(inner)
    found = None if rest is None else gathered(rest)
    if found is None:
        return None
    top = height(Add((exponential(ZERO), found)))
    less = Function("expm1", (scaled(top, -1),))
    return Add((top, Function("log1p", (Add((less, lowered(found, top))),))))


def _beside_one(inner: Term) -> Term | None:
    """What stands beside the number 1 in a sum."""
    if not isinstance(inner, Add) or ONE not in inner.terms:
        return None
    place = inner.terms.index(ONE)
    return total(inner.terms[:place] + inner.terms[place + 1 :])


def of_two_exponentials(inner: Term) -> Term | None:
    """log(exp(u) + exp(v)), which NumPy has as logaddexp: max(u, v) + log(1 + exp(-|u - v|))."""
    if not isinstance(inner, Add) or len(inner.terms) != TWO_TERMS:
        return None
    u, v = (argument_of("exp", exposed(part)) for part in inner.terms)
    if u is None or v is None:
        return None
    return Function("logaddexp", (u, v))


def of_exponentials(inner: Term) -> Term | None:
    """log s = m + log(s exp(-m)) for every sum of exponentials; m is the greatest exponent.

    The exponentials overflow above 709 and are all 0 below -745. Where the sum is empty, both
    sides are undefined.
    """
    found = gathered(inner)
    if found is None or raised(found) is not None:
        return None
    top = height(found)
    return Add((top, Function("log", (lowered(found, top),))))


def of_one_and_more(inner: Term) -> Term | None:
    """log(1 + u) = log1p(u) for u > -1; 1 + u loses the digits of a small u."""
    rest = _beside_one(inner)
    return None if rest is None or is_whole(rest) else Function("log1p", (rest,))


# Those that have derivatives of all orders, and nothing in them that only floats have.
SMOOTH_LOGARITHMS: tuple[Idiom, ...] = (of_softmax, of_exponential, of_sigmoid)
LOGARITHMS: tuple[Idiom, ...] = (
    *SMOOTH_LOGARITHMS,
    of_difference,
    of_one_and_exponential,
    of_one_and_exponentials,
    of_two_exponentials,
    of_exponentials,
    of_one_and_more,
)
