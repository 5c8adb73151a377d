"""Enclosures of real terms, read off their form: what a square, an exponential or a sigmoid can be.

Used for definedness only: that a denominator is not zero and a logarithm's argument positive. What
is not seen is the whole line, so every enclosure is right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.terms import (
    Add,
    Apply,
    Cases,
    Entry,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover import conditions, indexing, signs, translate, unfolding
from symderive.prover.integers import SUMMED, form_of
from symderive.prover.place import Binder, Place
from symderive.prover.presburger import AT_LEAST

if TYPE_CHECKING:
    from symderive.prover.integers import Form
    from symderive.prover.workspace import Workspace


@dataclass(frozen=True)
class Interval:
    """The reals between low and high; None is infinite, ``open`` excludes the end."""

    low: Fraction | None = None
    low_open: bool = True
    high: Fraction | None = None
    high_open: bool = True

    @property
    def sign(self) -> int:
        """The possible signs."""
        out = signs.ANY
        if self.low is not None and (self.low > 0 or (self.low == 0 and self.low_open)):
            out &= signs.POSITIVE
        elif self.low == 0:
            out &= signs.NONNEGATIVE
        if self.high is not None and (self.high < 0 or (self.high == 0 and self.high_open)):
            out &= signs.NEGATIVE
        elif self.high == 0:
            out &= signs.NEGATIVE | signs.ZERO
        return out or signs.ANY

    def plus(self, other: Interval) -> Interval:
        """The sums."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(
            low, self.low_open or other.low_open, high, self.high_open or other.high_open
        )

    def negated(self) -> Interval:
        """The negatives."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, self.high_open, high, self.low_open)

    def times(self, other: Interval) -> Interval:
        """The products: by the corners where all ends are finite, else by signs."""
        if point(Fraction(0)) in (self, other):
            return point(Fraction(0))
        ends = [_end_times(a, b) for a in self._ends() for b in other._ends()]
        known = [e for e in ends if e is not None]
        if len(known) < len(ends):
            return BY_SIGN.get(signs.times(self.sign, other.sign), LINE)
        low = min(known)
        high = max(known, key=lambda e: (e[0], not e[1]))
        return Interval(low[0], low[1], high[0], high[1])

    def _ends(self) -> list[tuple[Fraction | None, bool]]:
        return [(self.low, self.low_open), (self.high, self.high_open)]


def _end_times(
    a: tuple[Fraction | None, bool], b: tuple[Fraction | None, bool]
) -> tuple[Fraction, bool] | None:
    if a[0] is None or b[0] is None:
        return None
    reaches_zero = (a[0] == 0 and not a[1]) or (b[0] == 0 and not b[1])
    return a[0] * b[0], (a[1] or b[1]) and not reaches_zero


LINE = Interval()
POSITIVES = Interval(Fraction(0), True)
NONNEGATIVES = Interval(Fraction(0), False)
UNIT_OPEN = Interval(Fraction(0), True, Fraction(1), True)
SYMMETRIC_OPEN = Interval(Fraction(-1), True, Fraction(1), True)
AROUND_PI = Interval(Fraction(3), True, Fraction(4), True)
UNIT = Interval(Fraction(0), False, Fraction(1), False)
BY_SIGN = {
    signs.POSITIVE: POSITIVES,
    signs.NONNEGATIVE: NONNEGATIVES,
    signs.NEGATIVE: POSITIVES.negated(),
    signs.NEGATIVE | signs.ZERO: NONNEGATIVES.negated(),
}


def point(value: Fraction) -> Interval:
    """One value."""
    return Interval(value, False, value, False)


def hull(a: Interval, b: Interval) -> Interval:
    """The smallest interval around both."""
    low = None if a.low is None or b.low is None else min(a.low, b.low)
    high = None if a.high is None or b.high is None else max(a.high, b.high)
    return Interval(
        low,
        all(i.low_open for i in (a, b) if i.low == low),
        high,
        all(i.high_open for i in (a, b) if i.high == high),
    )


def enclosure(work: Workspace, term: Term, place: Place) -> Interval:
    """An interval that holds every value of the term at the place."""
    if conditions.is_index_term(term):
        return _of_index(work, term, place)
    rule = RULES.get(type(term))
    return LINE if rule is None else rule(work, term, place)


def _of_index(work: Workspace, term: Term, place: Place) -> Interval:
    if isinstance(term, Number):
        return point(term.value)
    try:
        pieces = indexing.rational(work, term, place)
    except OutsideFragment:
        return LINE
    out: Interval | None = None
    for piece in pieces:
        here = place.assuming(piece.constraints)
        found = LINE
        if here.entails(piece.denominator.shifted(-1)):
            found = _of_form(piece.numerator, here)
            if piece.denominator.value != 1:
                found = BY_SIGN.get(found.sign, LINE)
        out = found if out is None else hull(out, found)
    return out or LINE


def _of_form(form: Form, place: Place) -> Interval:
    low = next((Fraction(c) for c in (2, 1, 0) if place.entails(form.shifted(-c))), None)
    high = next((Fraction(-c) for c in (1, 0) if place.entails((-form).shifted(-c))), None)
    return Interval(low, False, high, False)


def _of_entry(work: Workspace, term: Entry, place: Place) -> Interval:
    if not isinstance(term.tensor, TensorSymbol):
        return enclosure(work, unfolding.unfolded(term) or term, place)
    return _by_facts(work, term, place)


def _of_symbol(work: Workspace, term: Symbol, place: Place) -> Interval:
    return _by_facts(work, term, place)


def _by_facts(work: Workspace, term: Symbol | Entry, place: Place) -> Interval:
    """What the domain and the hypotheses say of a variable.

    Whether it is defined is asked elsewhere: a case that is not met is looked at here as well.
    """
    symbol = term if isinstance(term, Symbol) else term.tensor
    sign = work.tensor_signs.get(symbol, signs.ANY)
    if work.known_signs:
        failures = len(work.failures)
        sign &= signs.known(work, translate.value(work, term, place))
        del work.failures[failures:]
    return BY_SIGN.get(sign, LINE)


def _of_sum(work: Workspace, term: Add, place: Place) -> Interval:
    out = point(Fraction(0))
    for part in term.terms:
        out = out.plus(enclosure(work, part, place))
    return out


def _of_product(work: Workspace, term: Mul, place: Place) -> Interval:
    out = point(Fraction(1))
    # Equal factors make a square, which is never negative.
    left = list(term.factors)
    while left:
        factor = left.pop()
        found = enclosure(work, factor, place)
        if factor in left:
            left.remove(factor)
            found = _even_power(found)
        out = out.times(found)
    return out


def _even_power(base: Interval) -> Interval:
    """The squares of an interval."""
    square = base.times(base)
    return Interval(Fraction(0), not base.sign & signs.ZERO, square.high, square.high_open)


def _of_power(work: Workspace, term: Pow, place: Place) -> Interval:
    base = enclosure(work, term.base, place)
    if not isinstance(term.exponent, Number):
        return POSITIVES if base.sign == signs.POSITIVE else LINE
    exponent = term.exponent.value
    if exponent.denominator != 1:
        return POSITIVES if base.sign == signs.POSITIVE else NONNEGATIVES
    n = exponent.numerator
    if n < 0:
        if n % 2 == 0:
            return POSITIVES
        return BY_SIGN.get(base.sign & ~signs.ZERO, LINE)
    out = point(Fraction(1))
    for _ in range(n // 2):
        out = out.times(_even_power(base))
    return out.times(base) if n % 2 else out


def _of_function(work: Workspace, term: Function, place: Place) -> Interval:
    if term.name == "pi":
        return AROUND_PI
    arguments = [enclosure(work, a, place) for a in term.arguments]
    first = arguments[0]
    if term.name == "exp":
        if first.low is not None and first.low >= 0:
            return Interval(Fraction(1), first.low_open or first.low > 0)
        return POSITIVES
    if term.name == "log":
        if first.low is not None and first.low >= 1:
            return Interval(Fraction(0), first.low_open or first.low > 1)
        return LINE
    if term.name == "sigmoid":
        return UNIT_OPEN
    if term.name in ("tanh", "erf"):
        if first.sign == signs.POSITIVE:
            return UNIT_OPEN
        return SYMMETRIC_OPEN
    if term.name == "Abs":
        return POSITIVES if _excludes_zero(work, term.arguments[0], first, place) else NONNEGATIVES
    if term.name == "Max":
        return _above_all(arguments)
    if term.name == "Min":
        return _above_all([i.negated() for i in arguments]).negated()
    return LINE


def _excludes_zero(work: Workspace, term: Term, found: Interval, place: Place) -> bool:
    """Whether a value is not zero, by its interval or by a hypothesis."""
    if not found.sign & signs.ZERO:
        return True
    if not work.known_signs:
        return False
    return not signs.known(work, translate.value(work, term, place)) & signs.ZERO


def _above_all(arguments: list[Interval]) -> Interval:
    """Where a maximum can be: above every lower end."""
    lows = [(i.low, i.low_open) for i in arguments if i.low is not None]
    return Interval(*max(lows)) if lows else LINE


def _of_reduction(work: Workspace, term: Reduce, place: Place) -> Interval:
    """A sum of terms of one sign has this sign, or is 0 where its range may be empty."""
    lower = indexing.integer(work, term.lower, place)
    upper = indexing.integer(work, term.upper, place)
    if len(lower) != 1 or len(upper) != 1:
        return LINE
    low, up = lower[0], upper[0]
    v = work.fresh(SUMMED)
    value = form_of(v)
    constraints = (
        *low.constraints,
        *up.constraints,
        (AT_LEAST, value - low.numerator),
        (AT_LEAST, up.numerator - value),
    )
    inside = place.under(value, Binder(frozenset([v]), constraints))
    body = enclosure(work, term.body, inside)
    around = place.assuming((*low.constraints, *up.constraints))
    nonempty = around.entails(up.numerator - low.numerator)
    if term.operation in ("max", "min"):
        return body
    if term.operation == "product":
        return POSITIVES if body.sign == signs.POSITIVE else LINE
    sign = body.sign if nonempty else body.sign | signs.ZERO
    return BY_SIGN.get(sign, LINE)


def _of_cases(work: Workspace, term: Cases, place: Place) -> Interval:
    out: Interval | None = None
    for value in term.values:
        found = enclosure(work, value, place)
        out = found if out is None else hull(out, found)
    return out or LINE


def _of_application(work: Workspace, term: Apply, place: Place) -> Interval:
    return enclosure(work, unfolding.unfolded(term) or term, place)


RULES: dict[type[Term], Callable[..., Interval]] = {
    Entry: _of_entry,
    Symbol: _of_symbol,
    Add: _of_sum,
    Mul: _of_product,
    Pow: _of_power,
    Function: _of_function,
    Reduce: _of_reduction,
    Cases: _of_cases,
    Apply: _of_application,
    Iverson: lambda work, term, place: UNIT,
}
