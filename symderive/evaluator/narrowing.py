"""Bounds that follow for each integer from the hypotheses taken together.

1 <= a and a <= g say that g is at least 1; then i <= g h and i >= 1 say that h is at least 1. A
search that knows this does not begin with sizes at which some index has no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from symderive.evaluator.constraints import Constraint, Monomial
from symderive.language.terms import Symbol

Range = tuple[int | None, int | None]
"""The least and the greatest value; None where there is no bound."""

Row = tuple[Monomial, int]

ROUNDS = 12


def narrowed(bounds: dict[Symbol, Range], constraints: Sequence[Constraint]) -> dict[Symbol, Range]:
    """The bounds, made closer by what the polynomial constraints say together.

    No integer point inside the bounds and the constraints is lost. Bounds that cross each other,
    low > high, say that there is none. Interval propagation, as in Davis, "Constraint propagation
    with interval labels", 1987; it ends after a few rounds, whether or not more could be found.
    """
    found = dict(bounds)
    rows = [row for one in constraints for row in _rows(one)]
    for _ in range(ROUNDS):
        before = dict(found)
        for row in rows:
            for symbol in {s for monomial, _ in row for s in monomial}:
                found[symbol] = _met(found[symbol], _implied(symbol, row, found))
                if _crossed(found[symbol]):
                    return found
        if found == before:
            break
    return found


def _rows(one: Constraint) -> list[tuple[Row, ...]]:
    """The polynomials that the constraint says are at least 0."""
    if one.polynomial is None:
        return []
    opposite = tuple((monomial, -coefficient) for monomial, coefficient in one.polynomial)
    return [one.polynomial, opposite] if one.equals else [one.polynomial]


def _implied(symbol: Symbol, rows: Iterable[Row], bounds: dict[Symbol, Range]) -> Range:
    """What symbol*slope + rest >= 0 says of the symbol, for all values of the others."""
    slopes: list[Range] = []
    rests: list[Range] = []
    for monomial, coefficient in rows:
        count = monomial.count(symbol)
        if count > 1:
            return None, None
        others = tuple(s for s in monomial if s != symbol)
        (slopes if count else rests).append(_scaled(coefficient, _values(others, bounds)))
    top = _total(high for _, high in rests)
    if top is None:
        return None, None
    low, high = _total(low for low, _ in slopes), _total(high for _, high in slopes)
    if low is not None and low >= 0:
        return _least(-top, low, high), None
    if high is not None and high <= 0:
        least = _least(-top, -high, None if low is None else -low)
        return None, None if least is None else -least
    return None, None


def _least(needed: int, low: int, high: int | None) -> int | None:
    """The least integer s with s*slope >= needed for some slope in low..high, where low >= 0."""
    if needed > 0:
        return 1 if high is None or high == 0 else -(-needed // high)
    return -(-needed // low) if low > 0 else None


def _values(monomial: Monomial, bounds: dict[Symbol, Range]) -> Range:
    """The range of a product; only of one factor, or of factors that are not negative."""
    ranges = [bounds[symbol] for symbol in monomial]
    if len(ranges) == 1:
        return ranges[0]
    lows = [low for low, _ in ranges if low is not None and low >= 0]
    if len(lows) < len(ranges):
        return None, None
    highs = [high for _, high in ranges]
    known = [high for high in highs if high is not None]
    greatest = 0 if 0 in highs else prod(known) if len(known) == len(highs) else None
    return prod(lows), greatest


def _scaled(coefficient: int, values: Range) -> Range:
    low, high = (None if end is None else coefficient * end for end in values)
    return (low, high) if coefficient > 0 else (high, low)


def _total(ends: Iterable[int | None]) -> int | None:
    """The sum of bounds on one side; None if one of them is missing."""
    found = list(ends)
    known = [end for end in found if end is not None]
    return sum(known) if len(known) == len(found) else None


def _met(one: Range, other: Range) -> Range:
    """The values in both ranges."""
    lows = [low for low, _ in (one, other) if low is not None]
    highs = [high for _, high in (one, other) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def _crossed(values: Range) -> bool:
    low, high = values
    return low is not None and high is not None and low > high
