"""Brackets that keep an index inside of an array: the array, continued by zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.binding import children
from symderive.language.shapes import polynomial_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Entry,
    Floor,
    Function,
    Mod,
    Number,
    Pow,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.numeric.compiling.sizes import minus, plus, tidy
from symderive.numeric.compiling.spans import extreme

if TYPE_CHECKING:
    from symderive.numeric.compiling.solver import Solver


def absorb(work: Solver) -> None:
    """A bracket that keeps an index inside of an array: the array, continued by zeros."""
    if any(map(is_risky, work.factors)):
        return
    for place, factor in enumerate(work.factors):
        if not isinstance(factor, Entry) or not work.run.looks_up(factor):
            continue
        entry = factor
        for dimension, index in enumerate(factor.indices):
            continued = _continued(work, entry, dimension, index)
            if continued is not None:
                entry = work.factors[place] = continued


def is_risky(factor: Term) -> bool:
    """Whether a factor may have no value, or an infinite one, where a bracket is false."""
    if isinstance(factor, (Floor, Mod)):
        return False
    if isinstance(factor, Entry):
        return not isinstance(factor.tensor, TensorSymbol) and is_risky(factor.tensor)
    if isinstance(factor, Pow):
        exponent = factor.exponent
        if not isinstance(exponent, Number) or exponent.value.denominator != 1:
            return True
        if exponent.value < 0 and not isinstance(factor.base, Number):
            return True
    if isinstance(factor, Unknown) or (
        isinstance(factor, Function) and factor.name not in HARMLESS
    ):
        return True
    return any(is_risky(child) for child, _ in children(factor))


HARMLESS = {"tanh", "erf", "sigmoid", "Abs", "sign", "Max", "Min", "pi"}


def _continued(work: Solver, factor: Entry, dimension: int, index: Term) -> Entry | None:
    run, spans = work.run, work.run.spans
    index = tidy(index)
    if not spans.axes_of(index) or _is_crossed(work, index):
        return None
    lows = [b for b in work.bounds if not spans.axes_of(minus(b, index))]
    highs = [b for b in work.bounds if not spans.axes_of(plus(b, index))]
    size = run.sizes_of(factor.tensor)[dimension]
    lower: Term = ONE
    upper = size
    if lows:
        lower = minus(index, lows[0])
        if not spans.at_most(ONE, lower):
            return None
    if highs:
        upper = plus(highs[0], index)
        if not spans.at_most(upper, size):
            return None
    # An array is there, so that its size is no negative number whatever it depends on.
    whole = lower == ONE and spans.same(upper, size)
    if not whole and not spans.at_most(lower, plus(upper, ONE)):
        return None
    first, last = spans.first(index), spans.last(index)
    if not (lows or highs) or first is None or last is None:
        return None
    if run.table(factor.tensor).batch:
        return None
    before = extreme("Max", ZERO, minus(lower, first), spans) if lows else ZERO
    after = extreme("Max", ZERO, minus(last, upper), spans) if highs else ZERO
    for bound in (*lows[:1], *highs[:1]):
        work.bounds.remove(bound)
    tensor = run.continued(factor.tensor, dimension, (lower, upper), (before, after))
    indices = list(factor.indices)
    indices[dimension] = plus(minus(index, lower), ONE, before)
    return Entry(tensor, tuple(indices))


def _is_crossed(work: Solver, index: Term) -> bool:
    """Whether axes are multiplied in an index: an array continued that far would be too long."""
    spans = work.run.spans
    return any(
        sum(power for atom, power in monomial if spans.axes_of(atom)) > 1
        for monomial in polynomial_of(index)
    )
