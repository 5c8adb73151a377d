"""Conditions about order at a point, decided exactly: numbers are rational, functions have jumps.

What a condition says of a number x depends only on where x lies among finitely many numbers: those
of the statement, those of the functions, and the values of the variables bound around it. For a map
that preserves order and leaves these numbers in place takes every such condition to itself. So a
quantifier is decided at these numbers, at one number between each two of them, and beyond.
Arithmetic with a bound variable would break this, and is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from symderive.errors import OutsideFragment, Undefined
from symderive.evaluator.step_functions import StepFunction
from symderive.language.binding import dangling, subterms
from symderive.language.order import INFIMUM, ForallReal, Infimum, Probability, domain_conditions
from symderive.language.terms import (
    Add,
    And,
    Bound,
    Compare,
    Forall,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Symbol,
    Term,
    Truth,
    Unknown,
)

# An extended real number: (0, x), or (1, 0) and (-1, 0) for the infinite ones.
Extended = tuple[int, Fraction]
Around = tuple[Fraction, ...]

ZERO = Fraction(0)
INFINITE, MINUS_INFINITE = (1, ZERO), (-1, ZERO)
MOST_INDICES = 60
LARGEST_POWER = 8


class World:
    """Values for the free variables and functions, at which conditions are decided."""

    def __init__(
        self,
        terms: tuple[Term, ...],
        symbols: Mapping[Symbol, Fraction],
        functions: Mapping[str, StepFunction],
    ) -> None:
        self.symbols, self.functions = symbols, functions
        self._known: dict[Term, Extended] = {}
        numbers, computed = _parts(terms)
        self.numbers = numbers | set(symbols.values())
        for function in functions.values():
            self.numbers |= function.numbers
        # What is computed from values is one more number that the conditions know.
        for part in computed:
            try:
                self.numbers.add(self.value(part)[1])
            except Undefined:
                continue

    # Conditions

    def truth(self, term: Term, around: Around = ()) -> bool | None:
        """Whether a condition holds; None where that is undefined."""
        if isinstance(term, Truth):
            return term.value
        if isinstance(term, Not):
            found = self.truth(term.condition, around)
            return None if found is None else not found
        if isinstance(term, And):
            return _all(self.truth(part, around) for part in term.conditions)
        if isinstance(term, Or):
            found = _all(_not(self.truth(part, around)) for part in term.conditions)
            return _not(found)
        if isinstance(term, ForallReal):
            return _all(self.truth(term.body, (*around, x)) for x in self.within(term, around))
        if isinstance(term, Forall):
            return _all(self.truth(term.body, (*around, x)) for x in self.indices(term, around))
        if isinstance(term, Compare):
            try:
                left, right = self.value(term.left, around), self.value(term.right, around)
            except Undefined:
                return None
            return compared(term.relation, left, right)
        raise OutsideFragment(f"{type(term).__name__} beside quantifiers over the reals")

    def within(self, term: ForallReal, around: Around) -> Iterator[Fraction]:
        """Numbers of the domain of a quantifier, one of every kind."""
        conditions = domain_conditions(term)
        for x in self.samples(around):
            if all(self.truth(condition, (*around, x)) for condition in conditions):
                yield x

    def indices(self, term: Forall, around: Around) -> Iterator[Fraction]:
        """The integers of the range of a quantifier."""
        ends = [self._real(end, around, "an end of a range") for end in (term.lower, term.upper)]
        if any(end.denominator != 1 for end in ends) or ends[1] - ends[0] > MOST_INDICES:
            raise OutsideFragment("a range that is too long")
        for k in range(int(ends[0]), int(ends[1]) + 1):
            yield Fraction(k)

    # Values

    def value(self, term: Term, around: Around = ()) -> Extended:
        """The value of a term; raises Undefined where there is none."""
        if isinstance(term, Bound):
            return 0, around[-1 - term.index]
        if isinstance(term, Number):
            return 0, term.value
        if isinstance(term, Symbol):
            return 0, self.symbols[term]
        if isinstance(term, Unknown):
            return 0, self._applied(term, around)
        if isinstance(term, Infimum):
            if dangling(term):
                return self._extremum(term, around)
            if term not in self._known:
                self._known[term] = self._extremum(term, around)
            return self._known[term]
        if isinstance(term, Probability):
            return 0, self._probability(term, around)
        if isinstance(term, (Add, Mul, Pow)):
            return 0, self._computed(term, around)
        raise OutsideFragment(f"{type(term).__name__} beside quantifiers over the reals")

    def _real(self, term: Term, around: Around, place: str) -> Fraction:
        sign, value = self.value(term, around)
        if sign:
            raise Undefined(f"{shown((sign, value))} stands as {place}")
        return value

    def _applied(self, term: Unknown, around: Around) -> Fraction:
        if len(term.arguments) != 1 or any(term.orders):
            raise OutsideFragment(f"derivatives of {term.name}, or several arguments")
        argument = self._real(term.arguments[0], around, f"the argument of {term.name}")
        return self.functions[term.name](argument)

    def _computed(self, term: Add | Mul | Pow, around: Around) -> Fraction:
        if dangling(term):
            raise OutsideFragment("arithmetic with a variable that is bound over the reals")
        if isinstance(term, Pow):
            base = self._real(term.base, around, "an operand")
            exponent = self._real(term.exponent, around, "an exponent")
            if exponent.denominator != 1 or abs(exponent) > LARGEST_POWER:
                raise OutsideFragment("a power beside quantifiers over the reals")
            if base == 0 and exponent < 0:
                raise Undefined("division by zero")
            return Fraction(base ** int(exponent))
        operands = term.terms if isinstance(term, Add) else term.factors
        values = [self._real(part, around, "an operand") for part in operands]
        if isinstance(term, Add):
            return sum(values, ZERO)
        product = Fraction(1)
        for value in values:
            product *= value
        return product

    # Cells

    def samples(self, around: Around) -> list[Fraction]:
        """The numbers at which something can change, with one between each two, and beyond."""
        points = self.points(around)
        return [x for cell in cells(points) for x in cell[:1]]

    def points(self, around: Around) -> list[Fraction]:
        """The numbers at which what is said of a number can change, in order."""
        return sorted(self.numbers | set(around)) or [ZERO]

    def _inside(self, body: Term, around: Around, x: Fraction) -> bool:
        found = self.truth(body, (*around, x))
        if found is None:
            raise Undefined(f"it is undefined whether {x} is in the set")
        return found

    def _extremum(self, term: Infimum, around: Around) -> Extended:
        lowest = term.operation == INFIMUM
        found = cells(self.points(around))
        inside = [self._inside(term.body, around, x) for x, _, _ in found]
        for (_, low, high), is_inside in sorted(
            zip(found, inside, strict=True), key=lambda cell: cell[0][0], reverse=not lowest
        ):
            if is_inside:
                end = low if lowest else high
                infinite = MINUS_INFINITE if lowest else INFINITE
                return infinite if end is None else (0, end)
        return INFINITE if lowest else MINUS_INFINITE

    def _probability(self, term: Probability, around: Around) -> Fraction:
        if dangling(term):
            raise OutsideFragment("a probability that depends on a bound variable")
        ends = [self._real(end, around, "an end of the law") for end in (term.lower, term.upper)]
        if ends[0] >= ends[1]:
            raise Undefined(f"there is no uniform variable between {ends[0]} and {ends[1]}")
        length = ZERO
        for x, low, high in cells(sorted({*self.points(around), *ends})):
            if low is None or high is None or not ends[0] <= low <= high <= ends[1]:
                continue
            if self._inside(term.body, around, x):
                length += high - low
        return length / (ends[1] - ends[0])


@lru_cache(maxsize=64)
def _parts(terms: tuple[Term, ...]) -> tuple[set[Fraction], list[Term]]:
    """The numbers that are written, and what is computed without bound variables, inner first."""
    parts = [part for term in terms for part in subterms(term)]
    numbers = {part.value for part in parts if isinstance(part, Number)}
    computed: list[Term] = [
        part
        for part in reversed(parts)
        if isinstance(part, (Add, Mul, Pow, Probability)) and not dangling(part)
    ]
    return numbers, computed


Cell = tuple[Fraction, Fraction | None, Fraction | None]


def cells(points: list[Fraction]) -> list[Cell]:
    """Points and the open intervals between them, each as a number in it and its two ends."""
    found: list[Cell] = [(points[0] - 1, None, points[0])]
    for low, high in pairwise(points):
        found += [(low, low, low), ((low + high) / 2, low, high)]
    last = points[-1]
    return [*found, (last, last, last), (last + 1, last, None)]


def compared(relation: str, left: Extended, right: Extended) -> bool:
    """A comparison of extended real numbers."""
    return {
        "=": left == right,
        "!=": left != right,
        "<=": left <= right,
        "<": left < right,
        ">=": left >= right,
        ">": left > right,
    }[relation]


def shown(value: Extended) -> str:
    """An extended real number as text."""
    return {1: "oo", -1: "-oo"}.get(value[0], str(value[1]))


def _all(found: Iterator[bool | None]) -> bool | None:
    """A conjunction: false if one part is, whatever the others are."""
    known = True
    for one in found:
        if one is False:
            return False
        known = known and one is True
    return True if known else None


def _not(found: bool | None) -> bool | None:
    return None if found is None else not found
