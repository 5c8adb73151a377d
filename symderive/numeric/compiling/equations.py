"""Equations in brackets: each frees a sum of one of its variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.serial import digest
from symderive.language.shapes import is_whole, polynomial_of
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Compare,
    Entry,
    Floor,
    Mod,
    Pow,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling.brackets import balanced
from symderive.numeric.compiling.sizes import (
    constant_of,
    minus,
    plus,
    quotient,
    split,
    tidy,
    times,
)

if TYPE_CHECKING:
    from symderive.numeric.compiling.solver import Solver


def stride(work: Solver) -> None:
    """Every entry of a strided window as one whose place is a variable."""
    while _strided(work):
        pass


def _strided(work: Solver) -> bool:
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
            if _is_long(work, place, index):
                continue
            work.factors = [_with_index(f, index, place) for f in work.factors]
            work.bounds.remove(lows[0])
            work.bounds.remove(highs[0])
            work.binders.append(place)
            work.zero.append(minus(place, index))
            return True
    return False


def _is_long(work: Solver, place: Symbol, index: Term) -> bool:
    """Whether there are as many places as there are entries of the result along its axis."""
    spans = work.run.spans
    outer = [axis for axis in spans.axes_of(index) if axis not in work.binders]
    return all(spans.at_most(spans.length(axis), spans.length(place)) for axis in outer)


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


def solve_equations(work: Solver) -> bool:
    """Free the sum of a variable for each equation that determines one; False if one is false."""
    pending = work.zero
    work.zero = []
    while pending:
        equation = pending.pop(0)
        value = constant_of(equation)
        if value is not None:
            if value != 0:
                return False
            continue
        if _residue(work, equation):
            work.zero, pending = [], [*work.zero, *pending]
            continue
        found = _solution(work, equation)
        if found is None and (_around(work, equation) or _between(work, equation)):
            work.zero, pending = [], [*work.zero, *pending]
            continue
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
    return True


def _residue(work: Solver, equation: Term) -> bool:
    """mod(k + d, c) = s: the summation variable k runs over every c-th value only."""
    spans = work.run.spans
    atoms = {atom for monomial in polynomial_of(equation) for atom, _ in monomial}
    if len(atoms) != 1:
        return False
    (atom,) = atoms
    parts = split(equation, atom)
    if not isinstance(atom, Mod) or parts is None:
        return False
    step, factor, rest = map(constant_of, (atom.modulus, *parts))
    axes = spans.axes_of(atom)
    if step is None or not factor or rest is None or len(axes) != 1 or not axes <= {*work.binders}:
        return False
    (axis,) = axes
    inner = split(atom.argument, axis)
    sign, shift = map(constant_of, inner) if inner is not None else (None, None)
    wanted = -rest / factor
    if sign not in (1, -1) or shift is None or not 0 <= wanted < step or step.denominator != 1:
        return False
    assert sign is not None
    start = number((sign * (wanted - shift)) % step)
    lower, upper = (minus(end, start) for end in work.bound_of(axis))
    size = number(step)
    first = Floor(times(plus(lower, size, MINUS_ONE), Pow(size, MINUS_ONE)))
    last = Floor(times(upper, Pow(size, MINUS_ONE)))
    multiple = spans.fresh(axis.name, tidy(first), tidy(last))
    work.put(axis, plus(times(size, multiple), start))
    work.binders.append(multiple)
    return True


def _around(work: Solver, equation: Term) -> bool:
    """Put in the one value of a summation variable that has a remainder."""
    found = around(work, equation, set(work.binders))
    if found is None:
        return False
    axis, by, bounds = found
    work.bounds += bounds
    work.put(axis, by)
    return True


def around(
    work: Solver, equation: Term, candidates: set[Symbol]
) -> tuple[Symbol, Term, list[Term]] | None:
    """mod(k + d, c) = v, where k has at most c values: k is the first of them + mod(v - d - it, c).

    There is none for v < 0 or v >= c, nor where that is beyond the last value of k: these bounds
    come with k and its value.
    """
    spans = work.run.spans
    found = _of_rounding(work, equation, Mod, candidates)
    if found is None:
        return None
    atom, axis, sign, shift, value = found
    assert isinstance(atom, Mod)
    lower, upper = work.bound_of(axis)
    if not spans.at_most(plus(minus(upper, lower), ONE), atom.modulus):
        return None
    place = minus(times(number(sign), minus(value, shift)), lower)
    by = plus(lower, spans.simplified(Mod(place, atom.modulus)))
    return axis, by, [value, minus(minus(atom.modulus, ONE), value), minus(upper, by)]


def _between(work: Solver, equation: Term) -> bool:
    """floor((k + d)/c) = v as bounds of k: c v <= k + d <= c v + c - 1."""
    found = _of_rounding(work, equation, Floor, set(work.binders))
    if found is None:
        return False
    atom, _, _, _, value = found
    assert isinstance(atom, Floor)
    top, bottom = quotient(atom.argument)
    low = minus(top, times(bottom, value))
    work.bounds += [low, minus(minus(bottom, ONE), low)]
    return True


def _of_rounding(
    work: Solver, equation: Term, kind: type[Term], candidates: set[Symbol]
) -> tuple[Term, Symbol, int, Term, Term] | None:
    """The rounding in an equation that says what one of k + d or d - k is, and what it says.

    The rounding, the variable k, its sign, the shift d, and the value of the rounding.
    """
    spans = work.run.spans
    atoms = {atom for monomial in polynomial_of(equation) for atom, _ in monomial}
    for atom in sorted((a for a in atoms if isinstance(a, kind)), key=digest):
        parts = split(equation, atom)
        factor = constant_of(parts[0]) if parts is not None else None
        if parts is None or factor not in (1, -1) or not is_whole(parts[1]):
            continue
        if isinstance(atom, Mod):
            top, bottom = atom.argument, atom.modulus
        else:
            assert isinstance(atom, Floor)
            top, bottom = quotient(atom.argument)
        elsewhere = spans.axes_of(parts[1]) | spans.axes_of(bottom)
        if spans.loops_of(bottom) or not spans.at_most(ONE, bottom):
            continue
        for axis in spans.ordered(spans.axes_of(top) & candidates):
            inner = split(top, axis)
            sign = constant_of(inner[0]) if inner is not None else None
            if inner is None or sign not in (1, -1) or axis in elsewhere:
                continue
            value = times(number(-1 if factor > 0 else 1), parts[1])
            return atom, axis, 1 if sign > 0 else -1, inner[1], value
    return None


def _solution(work: Solver, equation: Term) -> tuple[Symbol, int, Term] | None:
    """The variable to solve for, its factor, and the rest of the equation.

    A factor of 1 is best; of several, a variable with a symbolic range, the outermost one.
    """
    found: list[tuple[tuple[int, int, float], Symbol, int, Term]] = []
    for axis in work.binders:
        parts = split(equation, axis)
        factor = constant_of(parts[0]) if parts is not None else None
        if parts is None or not factor or factor.denominator != 1:
            continue
        fixed = constant_of(work.run.spans.length(axis)) is not None
        order = abs(int(factor)), int(fixed), work.run.spans.position(axis)
        found.append((order, axis, int(factor), parts[1]))
    return min(found, key=lambda row: row[0])[1:] if found else None
