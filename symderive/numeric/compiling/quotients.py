"""Products and quotients of exponentials and of sums of them, without overflow."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symderive.language.terms import MINUS_ONE, ONE, ZERO, Add, Function, Mul, Number, Term
from symderive.numeric.compiling.exponentials import (
    argument_of,
    belongs,
    exponential,
    exposed,
    gathered,
    height,
    lowered,
    raised,
    scaled,
    total,
)
from symderive.numeric.compiling.factors import Factor, factors_of, multiplied

Rows = list[Factor]
HALF = Fraction(1, 2)
TWO_TERMS = 2


def of_quotient(rows: Rows) -> Rows | None:
    """The factors after the first idiom that fits some of them."""
    for idiom in QUOTIENTS:
        found = idiom(rows)
        if found is not None:
            return found
    return None


def _replaced(rows: Sequence[Factor], gone: Sequence[int], put: Sequence[Factor]) -> Rows:
    """The factors with those at the given places replaced, at the first of these places."""
    first = min(gone)
    return [
        *rows[:first],
        *(row for row in put if row.exponent),
        *(row for place, row in enumerate(rows) if place > first and place not in gone),
    ]


def power_of_exponential(rows: Rows) -> Rows | None:
    """exp(u)^c = exp(c u) for every number c; exp(u) overflows where the power may not."""
    for place, (base, exponent) in enumerate(rows):
        argument = argument_of("exp", base)
        if argument is not None and exponent != 1 and len(rows) == 1:
            power = Factor(exponential(scaled(argument, exponent)), Fraction(1))
            return _replaced(rows, [place], [power])
    return None


def sigmoid_from_reciprocal(rows: Rows) -> Rows | None:
    """(1 + exp(u))^-c = sigmoid(-u)^c for all u and c > 0; exp(u) overflows above 709."""
    for place, (base, exponent) in enumerate(rows):
        if exponent > 0 or not isinstance(base, Add) or len(base.terms) != TWO_TERMS:
            continue
        for one, other in (base.terms, base.terms[::-1]):
            argument = argument_of("exp", exposed(other))
            if one == ONE and argument is not None:
                logistic = Function("sigmoid", (scaled(argument, -1),))
                return _replaced(rows, [place], [Factor(logistic, -exponent)])
    return None


def tanh_from_exponentials(rows: Rows) -> Rows | None:
    """(exp(u) - exp(v))/(exp(u) + exp(v)) = tanh((u - v)/2) for all u and v.

    The exponentials overflow above 709, and their difference loses the digits of a small u - v.
    """
    for top, (above, over) in enumerate(rows):
        pair = _two_exponentials(above, -1)
        for bottom, (below, under) in enumerate(rows):
            other = _two_exponentials(below, 1)
            if not pair or not other or over < 1 or under > -1 or set(pair) != set(other):
                continue
            if over.denominator > 1 or under.denominator > 1:
                continue
            tangent = Factor(Function("tanh", (_half_difference(*pair),)), Fraction(1))
            put = [tangent, Factor(above, over - 1), Factor(below, under + 1)]
            return _replaced(rows, [top, bottom], put)
    return None


def _two_exponentials(term: Term, sign: int) -> tuple[Term, Term] | None:
    """The exponents u and v of exp(u) + exp(v), or of exp(u) - exp(v)."""
    if not isinstance(term, Add) or len(term.terms) != TWO_TERMS:
        return None
    found: dict[int, Term] = {}
    for place, part in enumerate(term.terms):
        minus = sign < 0 and argument_of("exp", exposed(part)) is None
        argument = argument_of("exp", exposed(scaled(part, -1) if minus else part))
        if argument is not None:
            found[int(minus) if sign < 0 else place] = argument
    return (found[0], found[1]) if len(found) == TWO_TERMS else None


def _half_difference(u: Term, v: Term) -> Term:
    return u if v == scaled(u, -1) else scaled(Add((u, scaled(v, -1))), HALF)


def tanh_from_expm1(rows: Rows) -> Rows | None:
    """(exp(u) - 1) sigmoid(-u) = tanh(u/2) for all u; exp(u) overflows above 709."""
    for place, (base, exponent) in enumerate(rows):
        argument = argument_of("expm1", base)
        if argument is None or exponent < 1 or exponent.denominator > 1:
            continue
        logistic = Function("sigmoid", (scaled(argument, -1),))
        for second, (other, power) in enumerate(rows):
            if other == logistic and power >= 1:
                half = HALF if not _falls(argument) else -HALF
                tangent = scaled(Function("tanh", (scaled(argument, half),)), 1 if half > 0 else -1)
                put = [
                    *factors_of(tangent),
                    Factor(base, exponent - 1),
                    Factor(other, power - 1),
                ]
                return _replaced(rows, [place, second], put)
    return None


def sigmoid_from_exponential(rows: Rows) -> Rows | None:
    """exp(u) sigmoid(-u) = sigmoid(u) for all u; exp(u) overflows above 709."""
    for place, (base, exponent) in enumerate(rows):
        argument = argument_of("exp", base)
        if argument is None or exponent != 1:
            continue
        falling = Function("sigmoid", (scaled(argument, -1),))
        for second, (other, power) in enumerate(rows):
            if other == falling and power >= 1:
                rising = Function("sigmoid", (argument,))
                put = [Factor(rising, Fraction(1)), Factor(other, power - 1)]
                return _replaced(rows, [place, second], put)
    return None


def sigmoid_from_two(rows: Rows) -> Rows | None:
    """exp(u)/(exp(u) + exp(v)) = sigmoid(u - v) for all u and v; exp(u) overflows above 709."""
    for bottom, (below, under) in enumerate(rows):
        pair = _two_exponentials(below, 1) if under <= -1 else None
        for top, (above, over) in enumerate(rows):
            argument = argument_of("exp", above)
            if pair is None or argument not in pair or over != 1 or raised(below) is not None:
                continue
            other = pair[1] if argument == pair[0] else pair[0]
            logistic = Function("sigmoid", (Add((argument, scaled(other, -1))),))
            put = [Factor(logistic, Fraction(1)), Factor(below, under + 1)]
            return _replaced(rows, [top, bottom], put)
    return None


def expm1_over_exponential(rows: Rows) -> Rows | None:
    """exp(-u) (exp(u) - 1) = 1 - exp(-u), exp(u)/(exp(u) - 1) = 1/(1 - exp(-u)); exp(u) overflows.

    The second holds for u != 0, where both sides are defined.
    """
    for place, (base, exponent) in enumerate(rows):
        argument = argument_of("expm1", base)
        if argument is None or abs(exponent) != 1:
            continue
        away = scaled(argument, -int(exponent))
        for second, (other, power) in enumerate(rows):
            if argument_of("exp", other) == away and power == 1:
                less = Function("expm1", (scaled(argument, -1),))
                put = [Factor(MINUS_ONE, Fraction(1)), Factor(less, exponent)]
                return _replaced(rows, [place, second], put)
    return None


def one_exponential(rows: Rows) -> Rows | None:
    """exp(u)/exp(v) = exp(u - v), exp(u) exp(-v) = exp(u - v) for all u and v.

    Both exponentials may overflow, or be 0, where the quotient is near 1. Products of exponentials
    without a quotient stay apart: a table of products is made from two short lists of factors.
    """
    places = [place for place, row in enumerate(rows) if argument_of("exp", row.base) is not None]
    exponents = [scaled(_argument(rows[place]), rows[place].exponent) for place in places]
    if len({_falls(exponent) for exponent in exponents}) < TWO_TERMS:
        return None
    return _replaced(rows, places, [Factor(exponential(total(tuple(exponents))), Fraction(1))])


def _argument(row: Factor) -> Term:
    argument = argument_of("exp", row.base)
    assert argument is not None
    return argument


def _falls(exponent: Term) -> bool:
    """Whether a minus sign stands in front of an exponent."""
    first = exponent.factors[0] if isinstance(exponent, Mul) else exponent
    return isinstance(first, Number) and first.value < 0


# Quotients by sums


class _Bottom:
    """A sum of exponentials to a negative power, and how much of the power is still to be met."""

    def __init__(self, place: int, row: Factor, whole: Term) -> None:
        self.place = place
        self.exponent = row.exponent
        self.whole = whole
        self.top = height(whole)
        self.left = -row.exponent


def lowered_together(rows: Rows) -> Rows | None:
    """f/s = (f exp(-m))/(s exp(-m)) for sums of exponentials f and s; m is the height of s.

    Holds wherever s is not 0. Every exponential may overflow, and those of s may all be 0. With
    s^p as denominator p factors above are lowered by m each; what is left over is taken off one,
    or off exp(0) where no exponential stands above.
    """
    bottoms = [found for place, row in enumerate(rows) if (found := _bottom(place, row))]
    if not bottoms:
        return None
    tops = [p for p, row in enumerate(rows) if row.exponent > 0 and gathered(row.base) is not None]
    if not tops:
        return lowered_together([*rows, Factor(exponential(ZERO), Fraction(1))])
    amounts: dict[int, list[Term]] = {place: [] for place in tops}
    for place in tops:
        whole = gathered(rows[place].base)
        fitting = [b for b in bottoms if whole is not None and belongs(whole, b.whole)]
        amounts[place] += _met(rows[place].exponent, fitting)
    strangers = [p for p in tops if not amounts[p] and argument_of("exp", rows[p].base) is not None]
    if len(strangers) >= TWO_TERMS:
        exponents = tuple(scaled(_argument(rows[p]), rows[p].exponent) for p in strangers)
        joined = Factor(exponential(total(exponents)), Fraction(1))
        return lowered_together(_replaced(rows, strangers, [joined]))
    for place in tops:
        if not amounts[place]:
            amounts[place] += _met(rows[place].exponent, bottoms)
    plain = [place for place in tops if argument_of("exp", rows[place].base) is not None]
    rest = (plain or tops)[0]
    amounts[rest] += [scaled(b.top, b.left / rows[rest].exponent) for b in bottoms if b.left]
    return _all_lowered(rows, bottoms, amounts)


def _bottom(place: int, row: Factor) -> _Bottom | None:
    if row.exponent >= 0 or argument_of("exp", row.base) is not None:
        return None
    whole = gathered(row.base)
    if whole is None or raised(whole) is not None:
        return None
    return _Bottom(place, row, whole)


def _met(exponent: Fraction, bottoms: Sequence[_Bottom]) -> list[Term]:
    """The amounts by which a factor with that exponent is lowered, taken from the bottoms."""
    found = []
    wanted = exponent
    for bottom in bottoms:
        share = min(wanted, bottom.left)
        if share > 0:
            bottom.left -= share
            wanted -= share
            found.append(scaled(bottom.top, share / exponent))
    return found


def _all_lowered(rows: Rows, bottoms: Sequence[_Bottom], amounts: dict[int, list[Term]]) -> Rows:
    new = list(rows)
    for place, parts in amounts.items():
        whole = gathered(rows[place].base)
        assert whole is not None
        for part in parts:
            whole = lowered(whole, part)
        new[place] = Factor(whole, rows[place].exponent)
    for bottom in bottoms:
        new[bottom.place] = Factor(lowered(bottom.whole, bottom.top), bottom.exponent)
    return new


QUOTIENTS = (
    power_of_exponential,
    tanh_from_exponentials,
    sigmoid_from_reciprocal,
    tanh_from_expm1,
    sigmoid_from_exponential,
    sigmoid_from_two,
    expm1_over_exponential,
    one_exponential,
    lowered_together,
)


def quotient_of(rows: Rows) -> Term | None:
    """The product of the factors after all idioms that fit, None where none does."""
    known, found = rows, of_quotient(rows)
    if found is None:
        return None
    while found is not None:
        known, found = found, of_quotient(found)
    return multiplied(known)
