"""Loop variables of an array program, and what is known of indices for all sizes at once.

Every bound variable becomes a free integer symbol of its own, an axis, which runs from a first to
a last value that are sizes. An index is a polynomial in axes and sizes; that it stays in range is
shown by putting in the ends of the axes, one axis after the other, until sizes alone are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from symderive.language.binding import free_symbols, map_children
from symderive.language.serial import digest
from symderive.language.shapes import (
    Polynomial,
    is_whole,
    known_at_most,
    polynomial_of,
    written,
)
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    Ceiling,
    Domain,
    Floor,
    Function,
    Mod,
    Mul,
    Pow,
    Symbol,
    Term,
    is_condition,
    number,
)
from symderive.numeric.compiling.sizes import (
    coefficients,
    constant_of,
    divided,
    minus,
    normal,
    plus,
    quotient,
    replaced,
    roundings,
    split,
    tidy,
    times,
)

# How many times one question may fall apart into two.
MOST_SPLITS = 12


class Span(NamedTuple):
    """From where to where an axis runs; within ``least`` to ``most``, which hold no block ends.

    ``looped``: the axis is the variable of a Python loop, hence one number at a time.
    """

    lower: Term
    upper: Term
    least: Term
    most: Term
    looped: bool = False


class Spans:
    """The axes of one program."""

    def __init__(self) -> None:
        self.spans: dict[Symbol, Span] = {}
        # What is at least 0 because blocks are not empty.
        self.blocks: list[Term] = []

    def fresh(self, name: str, lower: Term, upper: Term, looped: bool = False) -> Symbol:
        """A new axis, told apart from all others by its number."""
        axis = Symbol(name, Domain("integer", (), (f"axis {len(self.spans)}",)))
        lower, upper = tidy(lower), tidy(upper)
        self.spans[axis] = Span(lower, upper, lower, upper, looped)
        return axis

    def block(self, axis: Symbol) -> Symbol:
        """The same axis within one block of its values, in its place among the others."""
        known = self.spans[axis]
        lower = self.fresh("first", known.least, known.most, True)
        upper = self.fresh("last", known.least, known.most, True)
        self.blocks.append(minus(upper, lower))
        place = int(self.position(axis)) + 1 - 1 / (len(self.spans) + 2)
        inner = Symbol(axis.name, Domain("integer", (), (f"axis {place}",)))
        self.spans[inner] = Span(lower, upper, known.least, known.most)
        return inner

    def position(self, axis: Symbol) -> float:
        """Where the axis stands among all, the outermost first."""
        return float(axis.domain.properties[0].split()[1])  # type: ignore[attr-defined]

    def ordered(self, axes: Iterable[Symbol]) -> tuple[Symbol, ...]:
        """The axes, the outermost first."""
        return tuple(sorted(axes, key=self.position))

    def axes_of(self, term: Term) -> frozenset[Symbol]:
        """The axes in a term that are dimensions of arrays."""
        return frozenset(
            s
            for s in free_symbols(term)
            if isinstance(s, Symbol) and s in self.spans and not self.spans[s].looped
        )

    def loops_of(self, term: Term) -> frozenset[Symbol]:
        """The variables of Python loops in a term."""
        return frozenset(
            s
            for s in free_symbols(term)
            if isinstance(s, Symbol) and s in self.spans and self.spans[s].looped
        )

    def length(self, axis: Symbol) -> Term:
        """How many values an axis has."""
        span = self.spans[axis]
        length = plus(span.upper, ONE, Mul((number(-1), span.lower)))
        return length if self.at_least_zero(length) else Function("Max", (ZERO, length))

    def is_block(self, axis: Symbol) -> bool:
        """Whether an axis runs over a block of values only."""
        span = self.spans[axis]
        return span.lower != span.least or span.upper != span.most

    def is_filled(self, axis: Symbol) -> bool:
        """Whether an axis is known to have a value."""
        return self.at_most(ONE, self.length(axis))

    def simplified(self, term: Term) -> Term:
        """An index in one form, with quotients and remainders that its ranges decide.

        floor((p + c q)/q) = c + floor(p/q), which is c for 0 <= p < q; remainders likewise.
        """
        return self._decided(normal(term))

    def _decided(self, term: Term) -> Term:
        if isinstance(term, Mod):
            return self._remainder(self._decided(term.argument), self._decided(term.modulus))
        if isinstance(term, (Floor, Add, Mul, Pow, Function)):
            term = tidy(map_children(term, lambda child, binds: self._decided(child)))
        if isinstance(term, Floor):
            return self._floor(*quotient(term.argument))
        if isinstance(term, Function) and term.name in ("Max", "Min", "Abs"):
            return self._extreme(term)
        return term

    def _floor(self, top: Term, bottom: Term) -> Term:
        whole = self._whole_part(top, bottom)
        return tidy(Floor(times(top, Pow(bottom, number(-1))))) if whole is None else whole

    def _whole_part(self, top: Term, bottom: Term) -> Term | None:
        """An integer c with c*bottom <= top < (c + 1)*bottom; None where none is known."""
        ways: list[Term] = [ZERO, number(-1)]
        parts = divided(top, bottom)
        if parts is not None and is_whole(parts[0]):
            ways.append(parts[0])
        end, size = self.first(top), constant_of(bottom)
        least = None if end is None else constant_of(end)
        if least is not None and size:
            ways.append(number(least // size))
        for way in ways:
            rest = minus(top, times(way, bottom))
            if self.at_least_zero(rest) and self.at_most(plus(rest, ONE), bottom):
                return way
        return None

    def _extreme(self, term: Function) -> Term:
        """One of the arguments of a maximum or minimum, a number without its sign."""
        if term.name == "Abs":
            sign = self.sign(term.arguments[0])
            return term if sign is None else times(number(sign), term.arguments[0])
        found = term.arguments[0]
        for argument in term.arguments[1:]:
            found = extreme(term.name, found, argument, self)
        return found

    def _remainder(self, argument: Term, modulus: Term) -> Term:
        rest: Polynomial = {}
        inverse = Pow(modulus, number(-1))
        for monomial, coefficient in polynomial_of(argument).items():
            if is_whole(times(written({monomial: coefficient}), inverse)):
                continue
            by = constant_of(modulus)
            is_integer = by is not None and is_whole(written({monomial: Fraction(1)}))
            rest[monomial] = coefficient % by if by and is_integer else coefficient
        left = written(rest)
        whole = self._whole_part(left, modulus)
        return Mod(left, modulus) if whole is None else minus(left, times(whole, modulus))

    def first(self, index: Term, loops: bool = False) -> Term | None:
        """The least value of an index over all its axes; None where that is not known.

        ``loops``: over the variables of loops too, so that sizes alone are left.
        """
        return self._end(index, False, loops)

    def last(self, index: Term, loops: bool = False) -> Term | None:
        """The greatest value of an index over all its axes; None where that is not known."""
        return self._end(index, True, loops)

    def _end(self, index: Term, greatest: bool, loops: bool) -> Term | None:
        axes = self.axes_of(index) | (self.loops_of(index) if loops else frozenset())
        for atom in roundings(index):
            # A floor grows with what stands inside of it.
            parts = split(index, atom)
            if parts is None or not axes & (self.axes_of(atom) | self.loops_of(atom)):
                continue
            upward = self.sign(parts[0])
            if upward is None or axes & self.axes_of(parts[0]):
                return None
            inner = self._end(atom.argument, (upward > 0) == greatest, loops)
            rest = self._end(parts[1], greatest, loops)
            if inner is None or rest is None:
                return None
            return plus(times(parts[0], type(atom)(inner)), rest)
        top, bottom = quotient(index)
        if axes & (self.axes_of(bottom) | self.loops_of(bottom)):
            return self._quotient_end(top, bottom, greatest, loops)
        for axis in reversed(self.ordered(axes)):
            upward = self._growth(index, axis)
            if upward is None:
                return None
            span, up = self.spans[axis], (upward > 0) == greatest
            ends = (span.least, span.most) if loops else (span.lower, span.upper)
            index = tidy(replaced(index, axis, ends[up]))
        return index

    def _growth(self, index: Term, axis: Symbol) -> int | None:
        """1 for an index that never falls, from the start of an axis on, -1 for the contrary."""
        if parts := split(index, axis):
            return self.sign(parts[0])
        away = replaced(index, axis, plus(self.spans[axis].least, axis))
        signs = {self.sign(factor) for factor in (coefficients(away, axis) or {}).values()}
        return signs.pop() if len(signs) == 1 else None

    def _quotient_end(self, top: Term, bottom: Term, greatest: bool, loops: bool) -> Term | None:
        """The end of a quotient of terms that are at least 0 and at least 1."""
        above, below = self._end(top, greatest, loops), self._end(bottom, not greatest, loops)
        if above is None or below is None:
            return None
        if not (self.at_least_zero(above) and self.at_most(ONE, below)):
            return None
        return times(above, Pow(below, number(-1)))

    def sign(self, term: Term) -> int | None:
        """1 for a term that is never negative, -1 for one never positive, None if not known."""
        plain = self._plain_sign(term)
        if plain is not None:
            return plain
        if self.at_least_zero(term):
            return 1
        return -1 if self.at_least_zero(times(number(-1), term)) else None

    def at_most(self, left: Term, right: Term, given: Iterable[Term] = ()) -> bool:
        """Whether left <= right is known, where the terms given are at least 0."""
        return self.at_least_zero(minus(right, left), given)

    def same(self, left: Term, right: Term) -> bool:
        """Whether two sizes are equal as polynomials."""
        return left == right or not polynomial_of(minus(left, right))

    def at_least_zero(self, term: Term, given: Iterable[Term] = ()) -> bool:
        """Whether a term is known to be at least 0, where the terms given are.

        Conditions among those given say nothing here.
        """
        term = tidy(term)
        if self._holds(term, MOST_SPLITS):
            return True
        # Blocks are not empty inside of their loop, where their ends are mentioned.
        inside = self.loops_of(term)
        blocks = [block for block in self.blocks if self.loops_of(block) <= inside]
        facts = [*(fact for fact in given if not is_condition(fact)), *blocks]
        return any(self._follows(term, fact) for fact in facts)

    def _follows(self, term: Term, fact: Term) -> bool:
        """Whether a term is at least 0 because a multiple of a fact is."""
        for axis in self.ordered(self.axes_of(fact) & self.axes_of(term)):
            parts = split(term, axis), split(fact, axis)
            if parts[0] is None or parts[1] is None:
                continue
            mine, other = constant_of(parts[0][0]), constant_of(parts[1][0])
            if mine and other and mine / other > 0:
                scaled = times(number(mine / other), fact)
                return self._holds(minus(term, scaled), MOST_SPLITS)
        return self._holds(minus(term, fact), MOST_SPLITS)

    def _holds(self, term: Term, room: int) -> bool:
        """Ends for axes, bounds for roundings, then the least values of the sizes."""
        if known_at_most(ZERO, term):
            return True
        if room <= 0:
            return False
        for ways in self._bounds(term):
            return all(
                any(self._holds(tidy(way), room - len(ways)) for way in each) for each in ways
            )
        return False

    def _bounds(self, term: Term) -> Iterator[list[list[Term]]]:
        """Lower bounds of the term without one of its atoms: of all rows, one of each row."""
        found = polynomial_of(term)
        atoms = {atom for monomial in found for atom, _ in monomial}
        rounded = [a for a in atoms if isinstance(a, (Floor, Ceiling, Mod, Function))]
        axes = {s for s in free_symbols(term) if isinstance(s, Symbol) and s in self.spans}
        for atom in sorted(rounded, key=digest):
            parts = split(term, atom)
            if parts is None:
                continue
            if isinstance(atom, (Floor, Ceiling)):
                freed = _freed(parts[0], atom, parts[1])
                if freed is not None:
                    yield [[freed]]
                continue
            sign = self._plain_sign(parts[0])
            if sign is not None:
                ends, every = self._ends(atom, sign)
                put = [plus(times(parts[0], end), parts[1]) for end in ends]
                if put:
                    yield [[way] for way in put] if every else [put]
        for axis in reversed(self.ordered(axes)):
            parts = split(term, axis)
            if parts is None:
                continue
            sign = self._plain_sign(parts[0])
            if sign is not None:
                end = self.spans[axis].least if sign > 0 else self.spans[axis].most
                yield [[plus(times(parts[0], end), parts[1])]]

    def _plain_sign(self, factor: Term) -> int | None:
        value = constant_of(factor)
        if value is not None:
            return 1 if value > 0 else -1
        if known_at_most(ZERO, factor):
            return 1
        if known_at_most(factor, ZERO):
            return -1
        top, bottom = quotient(factor)
        if bottom == ONE or not known_at_most(ONE, bottom):
            return None
        return self._plain_sign(top)

    def _ends(self, atom: Term, sign: int) -> tuple[list[Term], bool]:
        """Lower (upper, for a negative sign) bounds of an atom; whether only all will do."""
        if isinstance(atom, Mod):
            return [ZERO if sign > 0 else minus(atom.modulus, ONE)], False
        if isinstance(atom, Function) and atom.name in ("Max", "Min"):
            return list(atom.arguments), (atom.name == "Min") == (sign > 0)
        return [], False


def _freed(factor: Term, atom: Floor | Ceiling, rest: Term) -> Term | None:
    """What is at least 0 only where factor times the rounding plus rest is; exact for factors +-1.

    floor(p/q) >= -s where p + q s >= 0, and floor(p/q) <= s where q (s + 1) - p - 1 >= 0, for
    integers p and q > 0; ceilings likewise.
    """
    value = constant_of(factor)
    top, bottom = quotient(atom.argument)
    down = isinstance(atom, Floor)
    if value is None:
        # q floor(p/q) lies within p - q + 1 and p.
        value = constant_of(times(factor, Pow(bottom, number(-1))))
        if value is None or not down:
            return None
        least = plus(top, ONE, times(number(-1), bottom)) if value > 0 else top
        return plus(times(number(value), least), rest)
    if abs(value) != 1:
        # What lies at most 1 - 1/q away from the quotient p/q on the worse side.
        worse = down == (value > 0)
        away = times(minus(bottom, ONE), number(-1 if value > 0 else 1)) if worse else ZERO
        return plus(times(factor, plus(top, away)), times(bottom, rest))
    if value > 0:
        return (
            plus(top, times(bottom, rest))
            if down
            else plus(top, times(bottom, plus(rest, ONE)), number(-1))
        )
    within = times(bottom, plus(rest, ONE)) if down else times(bottom, rest)
    return plus(within, times(number(-1), top), number(-1) if down else ZERO)


def extreme(name: str, left: Term, right: Term, spans: Spans) -> Term:
    """The greater or the lesser of two sizes, one of them where that is known."""
    if spans.at_most(left, right):
        return right if name == "Max" else left
    if spans.at_most(right, left):
        return left if name == "Max" else right
    parts: dict[Term, None] = {}
    for side in (left, right):
        same = isinstance(side, Function) and side.name == name
        parts.update(dict.fromkeys(side.arguments if same else (side,)))  # type: ignore[attr-defined]
    return Function(name, tuple(parts))
