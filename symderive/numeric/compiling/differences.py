"""Differences of two terms of which one is the other times a function near 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from symderive.language.terms import Add, Function, Mul, Number, Pow, Term
from symderive.numeric.compiling.exponentials import (
    argument_of,
    exposed,
    gathered,
    product,
    scaled,
    total,
)
from symderive.numeric.compiling.factors import factors_of

Row = tuple[Fraction, tuple[Term, ...]]
LARGEST_POWER = 4


def _one_less_sigmoid(u: Term) -> Term:
    """1 - sigmoid(u) = sigmoid(-u) for all u; the difference is 0 above 37."""
    return Function("sigmoid", (scaled(u, -1),))


def _one_less_two_sigmoids(u: Term) -> Term:
    """1 - 2 sigmoid(u) = -tanh(u/2) for all u; the difference loses the digits of a small u."""
    return scaled(Function("tanh", (scaled(u, Fraction(1, 2)),)), -1)


def _one_less_tanh(u: Term) -> Term:
    """1 - tanh(u) = 2 sigmoid(-2u) for all u; the difference is 0 above 19."""
    return scaled(Function("sigmoid", (scaled(u, -2),)), 2)


def _one_and_tanh(u: Term) -> Term:
    """1 + tanh(u) = 2 sigmoid(2u) for all u; the sum is 0 below -19."""
    return scaled(Function("sigmoid", (scaled(u, 2),)), 2)


def _one_less_tanh_squared(u: Term) -> Term:
    """1 - tanh(u)^2 = 4 sigmoid(2u) sigmoid(-2u) for all u; the difference is 0 beyond 19."""
    rising, falling = (Function("sigmoid", (scaled(u, factor),)) for factor in (2, -2))
    return Mul((Number(Fraction(4)), rising, falling))


def _one_less_exponential(u: Term) -> Term:
    """1 - exp(u) = -expm1(u) for all u; the difference loses the digits of a small u."""
    return scaled(Function("expm1", (u,)), -1)


def _one_less_erf(u: Term) -> Term:
    """1 - erf(u) = erfc(u) for all u; the difference is 0 above 6."""
    return Function("erfc", (u,))


def _one_and_erf(u: Term) -> Term:
    """1 + erf(u) = erfc(-u) for all u; the sum is 0 below -6."""
    return Function("erfc", (scaled(u, -1),))


# 1 + b f(u)^k by the name of f, then by k and b.
DIFFERENCES: dict[str, dict[tuple[int, Fraction | int], Callable[[Term], Term]]] = {
    "sigmoid": {(1, -1): _one_less_sigmoid, (1, -2): _one_less_two_sigmoids},
    "tanh": {(1, -1): _one_less_tanh, (1, 1): _one_and_tanh, (2, -1): _one_less_tanh_squared},
    "exp": {(1, -1): _one_less_exponential},
    "erf": {(1, -1): _one_less_erf, (1, 1): _one_and_erf},
}


def of_difference(term: Term) -> Term | None:
    """The first two terms of a sum that an idiom joins, joined, where the first of them stood."""
    if not isinstance(term, Add):
        return None
    rows = [_row(part) for part in term.terms]
    for first, one in enumerate(rows):
        for second, other in enumerate(rows):
            found = None if first == second else _joined(term, one, other, (first, second))
            if found is not None:
                place, gone = min(first, second), max(first, second)
                kept = [*term.terms]
                kept[place] = found
                del kept[gone]
                return total(tuple(kept))
    return None


def _row(term: Term) -> Row:
    """A term as a number and the other factors, small powers written out."""
    coefficient, factors = Fraction(1), list[Term]()
    for base, exponent in factors_of(term):
        if isinstance(base, Number) and base.value and exponent.denominator == 1:
            coefficient *= base.value ** int(exponent)
        elif exponent.denominator == 1 and 1 <= exponent <= LARGEST_POWER:
            factors += [base] * int(exponent)
        else:
            factors.append(Pow(base, Number(exponent)))
    return coefficient, tuple(factors)


def _joined(term: Add, one: Row, other: Row, places: tuple[int, int]) -> Term | None:
    """The sum of a p and b p f, where an idiom knows a + b f."""
    more = Counter(other[1])
    more.subtract(one[1])
    if not one[0] or not other[0] or min(more.values(), default=0) < 0:
        return None
    extra = tuple(more.elements())
    for name, idioms in DIFFERENCES.items():
        arguments = {argument_of(name, factor) for factor in extra}
        argument = arguments.pop() if len(arguments) == 1 else None
        found = idioms.get((len(extra), other[0] / one[0])) if argument is not None else None
        if found is None or argument is None:
            continue
        if name == "exp" and _has_more_exponentials(term, places):
            continue
        return scaled(product(*one[1], found(argument)), one[0])
    return None


def _has_more_exponentials(term: Add, places: tuple[int, int]) -> bool:
    """Whether another term is a sum of exponentials: these are lowered together."""
    return any(
        gathered(exposed(part)) is not None
        for place, part in enumerate(term.terms)
        if place not in places
    )
