"""Functions of u as u tends to infinity, by their dominant terms, with coefficients of any size.

An expansion stands for f(u) = exp(u S) (sum_o c_o u^a (log u)^l + r), o = (a, l), where S and the
coefficients do not move, and r = o(u^a (log u)^l) at the order ``rest``, or r = 0. Sizes of sums
stay fixed while u grows, so that finitely many remainders add up to a remainder.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial

from symderive.errors import OutsideFragment
from symderive.language.binding import abstract, free_symbols
from symderive.language.formulas import negative, over, plus, times
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Compare,
    Function,
    Iverson,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    number,
)
from symderive.prover.limits.knowledge import Knowledge
from symderive.prover.limits.slopes import FLAT, Slope, greatest, larger, letter, slope_of

Order = tuple[Fraction, int]
CONSTANT: Order = (Fraction(0), 0)
LINEAR: Order = (Fraction(1), 0)
LOGARITHMIC: Order = (Fraction(0), 1)
# What is exponentially small is smaller than every power that is looked at.
NEGLIGIBLE: Order = (Fraction(-6), 0)
DEPTH = 2


@dataclass(frozen=True)
class Expansion:
    """One function; ``positive``: its coefficient at the highest order is greater than 0."""

    slope: Slope
    terms: dict[Order, Term]
    rest: Order | None = None
    positive: bool = False

    @property
    def top(self) -> Order:
        """An order that the function does not exceed, relative to its exponential."""
        if self.terms:
            return max(self.terms)
        return CONSTANT if self.rest is None else self.rest

    def cut(self) -> Expansion:
        """The highest orders only, the others left to the remainder."""
        least = (self.top[0] - DEPTH, 0)
        rest = self.rest
        kept = {o: c for o, c in self.terms.items() if o >= least}
        if len(kept) < len(self.terms):
            rest = _larger(rest, least)
        if rest is not None:
            kept = {o: c for o, c in kept.items() if o >= rest}
        return replace(self, terms=kept, rest=rest)

    @property
    def coefficient(self) -> Term:
        """The coefficient at the highest order; raises OutsideFragment where none is known."""
        if not self.terms:
            raise OutsideFragment("a limit whose dominant term is not known")
        return self.terms[self.top]


def _larger(a: Order | None, b: Order | None) -> Order | None:
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)


def _times(a: Order, b: Order) -> Order:
    return a[0] + b[0], a[1] + b[1]


def constant(term: Term, positive: bool = False) -> Expansion:
    """A value that does not move."""
    return Expansion(FLAT, {CONSTANT: term}, None, positive)


def product(f: Expansion, g: Expansion) -> Expansion:
    """f g: exponents add, dominant terms multiply, remainders too (products of limits)."""
    terms: dict[Order, Term] = {}
    for a, c in f.terms.items():
        for b, d in g.terms.items():
            order, value = _times(a, b), times(c, d)
            terms[order] = plus(terms[order], value) if order in terms else value
    rest: Order | None = None
    for one, other in ((f, g), (g, f)):
        if one.rest is not None:
            rest = _larger(rest, _times(one.rest, other.top))
    return Expansion(f.slope + g.slope, terms, rest, f.positive and g.positive).cut()


def scaled(f: Expansion, factor: Term) -> Expansion:
    """A value that does not move, times f."""
    return replace(f, terms={o: times(factor, c) for o, c in f.terms.items()}, positive=False)


def _united(f: Expansion, g: Expansion) -> Expansion:
    """f + g for functions with the same exponential."""
    terms = dict(f.terms)
    for order, c in g.terms.items():
        terms[order] = plus(terms[order], c) if order in terms else c
    ahead = [h for h in (f, g) if h.top == max(f.top, g.top)]
    positive = all(h.positive for h in ahead)
    return Expansion(f.slope, terms, _larger(f.rest, g.rest), positive).cut()


def total(f: Expansion, g: Expansion, known: Knowledge) -> Expansion:
    """f + g = exp(u S)([S = S_f] f + [S = S_g] g) + something smaller, S the greater exponent."""
    if known.same(f.slope, g.slope):
        return _united(f, replace(g, slope=f.slope))
    for small, large in ((f, g), (g, f)):
        if known.is_below(small.slope, large.slope):
            return replace(large, rest=_larger(large.rest, _times(NEGLIGIBLE, large.top))).cut()
    slope = larger(f.slope, g.slope)
    known.record("dominant terms", slope.term())
    parts = []
    for one in (f, g):
        difference = slope - one.slope
        attained = Iverson(Compare("=", difference.term(), number(0)))
        parts.append({o: times(attained, c) for o, c in one.terms.items()})
    both = [replace(one, slope=slope, terms=t) for one, t in zip((f, g), parts, strict=True)]
    found = _united(*both)
    rest = _larger(found.rest, _times(NEGLIGIBLE, found.top))
    return replace(found, rest=rest, positive=found.positive and f.top == g.top).cut()


def summed(f: Expansion, symbol: Symbol, lower: Term, upper: Term, known: Knowledge) -> Expansion:
    """sum_k exp(u S_k) c_k = exp(u S) sum_k [S_k = S] c_k + something smaller, S = max_k S_k.

    Dominant terms of a finite sum, ties included: every k at which the maximum is attained counts.
    """
    fills = known.holds(Compare("<=", lower, upper))

    def over_range(body: Term) -> Term:
        return Reduce("sum", lower, upper, abstract(body, (symbol,)), letter(symbol))

    if not f.slope.split(symbol)[0]:
        terms = {o: over_range(c) for o, c in f.terms.items()}
        return replace(f, terms=terms, positive=f.positive and fills)
    if not fills:
        raise OutsideFragment("the dominant terms of a sum that may be empty")
    slope, side, best = greatest(f.slope, symbol, lower, upper)
    known.record("dominant terms", slope.term())
    attained = Iverson(Compare("=", side, best))
    terms = {o: over_range(times(c, attained)) for o, c in f.terms.items()}
    rest = _larger(f.rest, _times(NEGLIGIBLE, f.top))
    return Expansion(slope, terms, rest, f.positive).cut()


def _relative(f: Expansion, known: Knowledge, nonzero: bool) -> tuple[Order, Term, Expansion]:
    """f = exp(u S) u^a (log u)^l c (1 + r) with r tending to 0, and c > 0 or c != 0 proved."""
    terms = dict(f.terms)
    while terms:
        order = max(terms)
        c = terms.pop(order)
        seen = f.positive and order == f.top
        if seen or known.is_positive(c) or (nonzero and known.holds(Compare("!=", c, number(0)))):
            break
        if not known.is_zero(c):
            raise OutsideFragment("a limit in which it is not seen that a dominant term is not 0")
    else:
        raise OutsideFragment("a limit whose dominant term is not known")
    if f.rest is not None and f.rest > order:
        raise OutsideFragment("a limit whose dominant term is not known")
    back = (-order[0], -order[1])
    ratio = {_times(o, back): over(d, c) for o, d in terms.items()}
    rest = None if f.rest is None else _times(f.rest, back)
    return order, c, Expansion(FLAT, ratio, rest).cut()


def series(r: Expansion, coefficients: list[Fraction]) -> Expansion:
    """sum_k a_k r^k for an r that tends to 0, with a remainder."""
    found, power = Expansion(FLAT, {}), constant(ONE)
    for a in coefficients:
        found = _united(found, scaled(power, Number(a))) if a else found
        power = product(power, r)
    if not r.terms and r.rest is None:
        return found
    return replace(found, rest=_larger(found.rest, _power(r.top, len(coefficients) - 1)))


def _power(order: Order, exponent: int) -> Order:
    return order[0] * exponent, order[1] * exponent


def reciprocal(f: Expansion, known: Knowledge) -> Expansion:
    """1/f, for a dominant term that is proved not to be 0 (limit of a quotient)."""
    order, c, r = _relative(f, known, nonzero=True)
    known.record("quotient of dominant terms", c)
    found = series(r, [Fraction((-1) ** k) for k in range(DEPTH + 1)])
    lead = Expansion(f.slope.scaled(Fraction(-1)), {(-order[0], -order[1]): Pow(c, MINUS_ONE)})
    return replace(product(lead, found), positive=f.positive and order == f.top)


def logarithm(f: Expansion, known: Knowledge) -> Expansion:
    """log f = u S + a log u + log c + log(1 + r), for a dominant term proved positive.

    For a sum of exponentials this is the sandwich max d <= (1/u) log sum exp(u d) <= max d +
    (log n)/u, with the number of terms that attain the maximum in the second term.
    """
    order, c, r = _relative(f, known, nonzero=False)
    if order[1]:
        raise OutsideFragment("the logarithm of a logarithm in a limit")
    known.record("logarithm of dominant terms", c)
    terms: dict[Order, Term] = {}
    if f.slope:
        terms[LINEAR] = f.slope.term()
    if order[0]:
        terms[LOGARITHMIC] = Number(order[0])
    if c != ONE:
        terms[CONSTANT] = Function("log", (c,))
    rest = series(r, [Fraction(0), *(Fraction((-1) ** (k + 1), k) for k in range(1, DEPTH + 1))])
    return _united(Expansion(FLAT, terms), rest)


def exponential(f: Expansion, known: Knowledge) -> Expansion:
    """exp(u S + k log u + c + r) = exp(u S) u^k exp(c)(1 + r + ...)."""
    flat = _without_slope(f, known)
    grown = {o: c for o, c in flat.terms.items() if o > CONSTANT and not known.is_zero(c)}
    if flat.rest is not None and flat.rest > CONSTANT:
        raise OutsideFragment("the exponential of something known too roughly in a limit")
    lead = max(grown, default=CONSTANT)
    if lead > LINEAR:
        if known.is_positive(negative(grown[lead])):
            return Expansion(FLAT, {}, NEGLIGIBLE)
        raise OutsideFragment("an exponential that grows too fast")
    slope, power = FLAT, Fraction(0)
    for order, c in grown.items():
        if order == LINEAR:
            slope = slope_of(c)
        elif order == LOGARITHMIC and isinstance(c, Number):
            power = c.value
        else:
            raise OutsideFragment("an exponential that grows neither like exp(u) nor like u^k")
    value = flat.terms.get(CONSTANT)
    factor = ONE if value is None or known.is_zero(value) else _exponential_of(value)
    small = Expansion(FLAT, {o: c for o, c in flat.terms.items() if o < CONSTANT}, flat.rest)
    found = series(small, [Fraction(1, factorial(k)) for k in range(DEPTH + 1)])
    shifted = product(Expansion(slope, {(power, 0): factor}, None, True), found)
    return replace(shifted, positive=True)


def _exponential_of(value: Term) -> Term:
    """exp of a value that does not move; exp(log t) = t."""
    if isinstance(value, Function) and value.name == "log":
        return value.arguments[0]
    return Function("exp", (value,))


def _without_slope(f: Expansion, known: Knowledge) -> Expansion:
    """A function that does not grow like an exponential."""
    if f.slope and not known.is_zero(f.slope.term()):
        if known.holds(Compare("<", f.slope.term(), number(0))):
            return Expansion(FLAT, {}, NEGLIGIBLE)
        raise OutsideFragment("a function of something that grows like an exponential")
    return replace(f, slope=FLAT)


def moves(term: Term, symbol: Symbol) -> bool:
    """Whether a term depends on the variable."""
    return symbol in free_symbols(term)


__all__ = [
    "CONSTANT",
    "DEPTH",
    "LINEAR",
    "NEGLIGIBLE",
    "Expansion",
    "Order",
    "constant",
    "exponential",
    "logarithm",
    "moves",
    "product",
    "reciprocal",
    "scaled",
    "summed",
    "total",
]
