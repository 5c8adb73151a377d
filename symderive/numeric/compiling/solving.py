"""A product with brackets freed of them: equations are solved, bounds become ranges or zeros.

What is left in the end are factors to be contracted over summation variables with fixed ranges,
with masks only where nothing better is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.binding import children
from symderive.language.shapes import polynomial_of, written
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Compare,
    Entry,
    Floor,
    Function,
    Mod,
    Number,
    Pow,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
    number,
)
from symderive.numeric.compiling.brackets import facts_of
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.spans import (
    constant_of,
    extreme,
    minus,
    plus,
    replaced,
    split,
    times,
)
from symderive.numeric.compiling.sums import Product

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


class Solver:
    """One product: its summation variables, its factors, and what its brackets say."""

    def __init__(self, run: Lowering, product: Product, given: tuple[Term, ...]) -> None:
        self.run = run
        self.binders = list(product.binders)
        self.factors = list(product.factors)
        self.given = given
        facts = facts_of(run.spans, product.conditions)
        self.zero, self.bounds, self.others = facts.zero, facts.at_least_zero, facts.others
        self.never = facts.never

    def put(self, axis: Symbol, by: Term) -> None:
        """Another index in place of a summation variable."""
        self.binders.remove(axis)
        self.replace(axis, by)

    def replace(self, axis: Symbol, by: Term) -> None:
        """Another index in place of an axis."""
        self.factors = [replaced(term, axis, by) for term in self.factors]
        self.zero = [replaced(term, axis, by) for term in self.zero]
        self.bounds = [replaced(term, axis, by) for term in self.bounds]
        self.others = [replaced(term, axis, by) for term in self.others]

    def bound_of(self, axis: Symbol) -> tuple[Term, Term]:
        """The first and last value of a summation variable."""
        span = self.run.spans.spans[axis]
        return span.lower, span.upper

    def outer(self) -> set[Symbol]:
        """The axes of the product that are not summed over."""
        terms = (*self.factors, *self.zero, *self.bounds, *self.others)
        found = {axis for term in terms for axis in self.run.spans.axes_of(term)}
        return found - set(self.binders)


def solved(
    run: Lowering,
    product: Product,
    given: tuple[Term, ...],
    cuts: dict[Symbol, Symbol] | None = None,
) -> tuple[int, View]:
    """The sum of a product: its sign, and its absolute value or what stands for it.

    Where ``cuts`` is given, axes of the result outside of which the product is 0 are replaced by
    shorter ones, and noted there: the new axis with the old one.
    """
    from symderive.numeric.compiling.contraction import contracted
    from symderive.numeric.compiling.scattering import scattered

    work = Solver(run, product, given)
    if work.never:
        return 1, run.literal("0.0")
    sign = _sign(work)
    stride(work)
    placed = scattered(work)
    if placed is not None:
        return sign, placed
    solve_equations(work)
    if work.never:
        return 1, run.literal("0.0")
    narrow(work)
    while pin(work):
        narrow(work)
    if cuts is not None:
        shorten(work, cuts)
    known = (*given, *work.bounds, *work.others)
    absorb(work)
    return sign, contracted(work, known)


def _sign(work: Solver) -> int:
    """Take the signs of numbers out of the factors."""
    negative = [f for f in work.factors if isinstance(f, Number) and f.value < 0]
    work.factors = [
        number(-f.value) if isinstance(f, Number) and f.value < 0 else f for f in work.factors
    ]
    work.factors = [f for f in work.factors if f != ONE]
    return -1 if len(negative) % 2 else 1


def stride(work: Solver) -> None:
    """An entry w[u - c*k] that a bracket keeps inside of w: its place a becomes a variable.

    sum_k [1 <= u - c*k <= n] w[u - c*k] f(k) = sum_{k,a} [a = u - c*k] w[a] f(k): terms that are
    added at steps of c, instead of an array of all u and k that is mostly 0.
    """
    spans = work.run.spans
    for factor in work.factors:
        for index in factor.indices if isinstance(factor, Entry) else ():
            lows = [b for b in work.bounds if not spans.axes_of(minus(b, index))]
            highs = [b for b in work.bounds if not spans.axes_of(plus(b, index))]
            if not (lows and highs) or not _strides(work, index):
                continue
            place = spans.fresh("a", minus(index, lows[0]), plus(highs[0], index))
            work.factors = [_with_index(f, index, place) for f in work.factors]
            work.bounds.remove(lows[0])
            work.bounds.remove(highs[0])
            work.binders.append(place)
            work.zero.append(minus(place, index))
            return


def _strides(work: Solver, index: Term) -> bool:
    """Whether an index is one axis of the result and steps of one summation variable."""
    spans = work.run.spans
    axes = spans.axes_of(index)
    own = [axis for axis in axes if axis in work.binders]
    if len(axes) != 2 or len(own) != 1:
        return False
    (outer,) = axes - set(own)
    factors = []
    for axis in (outer, own[0]):
        parts = split(index, axis)
        if parts is None or spans.axes_of(parts[0]):
            return False
        factors.append(parts[0])
    free = all(
        outer not in spans.axes_of(term)
        for factor in work.factors
        for term in (factor.indices if isinstance(factor, Entry) else (factor,))
        if term != index
    )
    size = constant_of(factors[1])
    return free and constant_of(factors[0]) in (1, -1) and (size is None or abs(size) > 1)


def _with_index(factor: Term, index: Term, place: Symbol) -> Term:
    if not isinstance(factor, Entry):
        return factor
    return Entry(factor.tensor, tuple(place if i == index else i for i in factor.indices))


# Equations


def solve_equations(work: Solver) -> None:
    """Free the sum of a variable for each equation that determines one."""
    pending = work.zero
    work.zero = []
    while pending:
        equation = pending.pop(0)
        value = constant_of(equation)
        if value is not None:
            work.never = work.never or value != 0
            continue
        found = _solution(work, equation)
        if found is None:
            work.others.append(balanced("=", equation))
            continue
        axis, step, rest = found
        lower, upper = work.bound_of(axis)
        work.zero = pending
        sign = number(1 if step < 0 else -1)
        size = number(abs(step))
        top = times(sign, rest)
        if abs(step) == 1:
            by = top
        else:
            by = Floor(times(top, Pow(size, MINUS_ONE)))
            work.others.append(Compare("=", Mod(top, size), ZERO))
        work.bounds += [minus(top, times(size, lower)), minus(times(size, upper), top)]
        work.put(axis, by)
        pending, work.zero = work.zero, []


def _solution(work: Solver, equation: Term) -> tuple[Symbol, int, Term] | None:
    """The variable to solve for, its factor, and the rest of the equation.

    A factor of 1 is best; of several, a variable with a symbolic range, the outermost one.
    """
    found: list[tuple[tuple[int, int, int], Symbol, int, Term]] = []
    for axis in work.binders:
        parts = split(equation, axis)
        factor = constant_of(parts[0]) if parts is not None else None
        if parts is None or not factor or factor.denominator != 1:
            continue
        fixed = constant_of(work.run.spans.length(axis)) is not None
        order = abs(int(factor)), int(fixed), work.run.spans.position(axis)
        found.append((order, axis, int(factor), parts[1]))
    if not found:
        return None
    _, axis, factor, rest = min(found, key=lambda row: row[0])
    return axis, factor, rest


# Bounds


def narrow(work: Solver) -> None:
    """Drop bounds that always hold; those of one summation variable become its range."""
    changed = True
    while changed:
        changed = False
        for bound in list(work.bounds):
            work.bounds.remove(bound)
            if work.run.spans.at_least_zero(bound):
                continue
            if work.run.spans.axes_of(bound) - set(work.binders) or not _tighten(work, bound):
                work.bounds.append(bound)
                continue
            changed = True
            break


def _tighten(work: Solver, bound: Term) -> bool:
    """c*k + s >= 0 as a range of k."""
    spans = work.run.spans
    axes = spans.axes_of(bound)
    if len(axes) != 1:
        return False
    (axis,) = axes
    parts = split(bound, axis)
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or factor is None or factor.denominator != 1:
        return False
    lower, upper = work.bound_of(axis)
    size = number(abs(factor))
    if factor > 0:
        # k >= ceil(-s/c) = floor((c - 1 - s)/c)
        least = minus(minus(size, ONE), parts[1])
        lower = extreme("Max", lower, _divided(least, size), spans)
    else:
        upper = extreme("Min", upper, _divided(parts[1], size), spans)
    inner = spans.fresh(axis.name, lower, upper)
    work.put(axis, inner)
    work.binders.append(inner)
    return True


def _divided(top: Term, bottom: Term) -> Term:
    return top if bottom == ONE else plus(Floor(times(top, Pow(bottom, MINUS_ONE))))


def pin(work: Solver) -> bool:
    """-s <= c*k <= t with s + t = c - 1 allow one value: k = floor(t/c)."""
    spans = work.run.spans
    for axis in work.binders:
        rows = []
        for bound in work.bounds:
            parts = split(bound, axis)
            if parts is not None and parts[0] != ZERO and not spans.axes_of(parts[0]):
                rows.append((bound, *parts))
        for low, factor, below in rows:
            if spans.sign(factor) != 1 or factor == ZERO:
                continue
            for high, other, above in rows:
                if not spans.same(times(MINUS_ONE, other), factor):
                    continue
                if spans.same(plus(below, above), minus(factor, ONE)):
                    first, last = work.bound_of(axis)
                    by = _divided(above, factor)
                    work.bounds.remove(low)
                    work.bounds.remove(high)
                    work.bounds += [
                        minus(above, times(factor, first)),
                        plus(times(factor, last), factor, MINUS_ONE, times(MINUS_ONE, above)),
                    ]
                    work.put(axis, by)
                    return True
    return False


def shorten(work: Solver, cuts: dict[Symbol, Symbol]) -> None:
    """Bounds of one axis of the result as a shorter axis."""
    spans = work.run.spans
    for bound in list(work.bounds):
        axes = spans.axes_of(bound)
        if len(axes) != 1 or axes & set(work.binders):
            continue
        (axis,) = axes
        parts = split(bound, axis)
        factor = constant_of(parts[0]) if parts is not None else None
        if parts is None or factor not in (1, -1) or spans.is_block(axis):
            continue
        span = spans.spans[axis]
        lower, upper = span.lower, span.upper
        if factor > 0:
            lower = extreme("Max", lower, times(MINUS_ONE, parts[1]), spans)
        else:
            upper = extreme("Min", upper, parts[1], spans)
        inner = spans.fresh(axis.name, lower, upper)
        work.bounds.remove(bound)
        cuts[inner] = cuts.pop(axis, axis)
        work.replace(axis, inner)


# Zeros beyond the ends of arrays


def absorb(work: Solver) -> None:
    """A bracket that keeps an index inside of an array: the array, continued by zeros."""
    if any(map(is_risky, work.factors)):
        return
    for place, factor in enumerate(work.factors):
        if not isinstance(factor, Entry) or not work.run.looks_up(factor):
            continue
        for dimension, index in enumerate(factor.indices):
            continued = _continued(work, factor, dimension, index)
            if continued is not None:
                factor = work.factors[place] = continued


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
    if not spans.axes_of(index):
        return None
    lows = [b for b in work.bounds if not spans.axes_of(minus(b, index))]
    highs = [b for b in work.bounds if not spans.axes_of(plus(b, index))]
    size = run.sizes_of(factor.tensor)[dimension]
    lower, upper = ONE, size
    if lows:
        lower = minus(index, lows[0])
        if not spans.at_most(ONE, lower):
            return None
    if highs:
        upper = plus(highs[0], index)
        if not spans.at_most(upper, size):
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


def balanced(relation: str, term: Term) -> Compare:
    """The relation of a term to 0, what is subtracted in it brought to the other side."""
    parts = polynomial_of(term)
    left = {monomial: factor for monomial, factor in parts.items() if factor > 0}
    right = {monomial: -factor for monomial, factor in parts.items() if factor < 0}
    return Compare(relation, written(left), written(right))
