"""Index arithmetic in one form: sums of integer atoms with rational coefficients.

An atom is the place of a bound variable in the environment, the floor of such a form, or a
product of two of them. Sizes are numbers here, and every bound variable has a range, so that
digits come out by themselves: floor((r - 1 + h (c - 1)) / h) is c - 1 + floor((r - 1) / h), and
the second floor is 0 for r = 1..h.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor, gcd, inf, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.terms import (
    Add,
    Bound,
    Ceiling,
    Floor,
    Mod,
    Mul,
    Number,
    Pow,
    Symbol,
    Term,
)

Integers = NDArray[np.int64]
Range = tuple[Any, Any]
Ranges = Sequence[Range]

AXIS, FLOOR, PRODUCT = "axis", "floor", "product"
LARGEST_POWER = 6
# A kind and its parts: the level of an axis, form and divisor of a floor, two forms of a product.
Atom = tuple[Any, ...]


class Form:
    """A constant plus atoms times coefficients; immutable, equal to forms with the same parts."""

    __slots__ = ("_hash", "constant", "terms")

    def __init__(self, constant: Fraction, terms: Mapping[Atom, Fraction]) -> None:
        """Keep the atoms whose coefficient is not 0."""
        self.constant = constant
        self.terms = {atom: c for atom, c in terms.items() if c}
        self._hash = hash((constant, frozenset(self.terms.items())))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Form)
            and self._hash == other._hash
            and self.constant == other.constant
            and self.terms == other.terms
        )

    def __add__(self, other: Form) -> Form:
        terms = dict(self.terms)
        for atom, coefficient in other.terms.items():
            terms[atom] = terms.get(atom, Fraction(0)) + coefficient
        return Form(self.constant + other.constant, terms)

    def __sub__(self, other: Form) -> Form:
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction | int) -> Form:
        """The form with all coefficients multiplied."""
        return Form(self.constant * factor, {a: c * factor for a, c in self.terms.items()})

    @property
    def denominator(self) -> int:
        """The least number that makes all coefficients integers."""
        return lcm(self.constant.denominator, *(c.denominator for c in self.terms.values()))

    @property
    def levels(self) -> frozenset[int]:
        """The places in the environment on which the value depends."""
        return frozenset(level for atom in self.terms for level in levels_of(atom))


def constant(value: Fraction | int) -> Form:
    """The form of a number."""
    return Form(Fraction(value), {})


def axis(level: int) -> Form:
    """The form of the bound variable at a place of the environment."""
    return Form(Fraction(0), {(AXIS, level): Fraction(1)})


def levels_of(atom: Atom) -> frozenset[int]:
    """The places in the environment on which an atom depends."""
    if atom[0] == AXIS:
        return frozenset((atom[1],))
    forms = atom[1:] if atom[0] == PRODUCT else atom[1:2]
    return frozenset(level for form in forms for level in form.levels)


def atom_range(atom: Atom, ranges: Ranges) -> Range:
    """Between which integers an atom lies; infinite where that is not known."""
    if atom[0] == AXIS:
        return ranges[atom[1]]
    if atom[0] == FLOOR:
        low, high = form_range(atom[1], ranges)
        return _floored(low, atom[2]), _floored(high, atom[2])
    ends = [form_range(form, ranges) for form in atom[1:]]
    if any(abs(end) == inf for pair in ends for end in pair):
        return -inf, inf
    corners = [a * b for a in ends[0] for b in ends[1]]
    return min(corners), max(corners)


def _floored(value: Any, divisor: int) -> Any:
    return value if abs(value) == inf else floor(value / divisor)


def form_range(form: Form, ranges: Ranges) -> Range:
    """Between which numbers the value lies."""
    low: Any = form.constant
    high: Any = form.constant
    for atom, coefficient in form.terms.items():
        ends = atom_range(atom, ranges)
        first, last = (ends[0], ends[1]) if coefficient > 0 else (ends[1], ends[0])
        low = low + coefficient * first if abs(first) != inf and low != -inf else -inf
        high = high + coefficient * last if abs(last) != inf and high != inf else inf
    return low, high


def floor_form(form: Form, ranges: Ranges) -> Form:
    """The floor: what is an integer in front comes out, and what the ranges decide is decided."""
    divisor = form.denominator
    if divisor == 1:
        return form
    whole: dict[Atom, Fraction] = {}
    rest: dict[Atom, int] = {}
    for atom, coefficient in form.terms.items():
        scaled = int(coefficient * divisor)
        taken = abs(scaled) // divisor * (1 if scaled > 0 else -1)
        whole[atom] = Fraction(taken)
        rest[atom] = scaled - taken * divisor
    outside, inside = divmod(int(form.constant * divisor), divisor)
    outer = Form(Fraction(outside), whole)
    kept = {atom: c for atom, c in rest.items() if c}
    common = gcd(divisor, *kept.values())
    inner = Form(Fraction(inside // common), {a: Fraction(c // common) for a, c in kept.items()})
    return outer + _smallest(inner, divisor // common, ranges)


def _smallest(inner: Form, divisor: int, ranges: Ranges) -> Form:
    """The floor of an integer form over a divisor as a number or one atom."""
    if divisor == 1:
        return inner
    if len(inner.terms) == 1:
        ((atom, coefficient),) = inner.terms.items()
        if atom[0] == FLOOR and coefficient == 1:
            deeper = atom[1] + constant(inner.constant * atom[2])
            return _smallest(deeper, divisor * atom[2], ranges)
    low, high = (_floored(end, divisor) for end in form_range(inner, ranges))
    if low == high:
        return constant(low)
    return Form(Fraction(0), {(FLOOR, inner, divisor): Fraction(1)})


def ceiling_form(form: Form, ranges: Ranges) -> Form:
    """The ceiling, as the floor of a little less than 1 more."""
    return floor_form(form + constant(Fraction(form.denominator - 1, form.denominator)), ranges)


def product_form(left: Form, right: Form) -> Form:
    """The product of two forms."""
    for one, other in ((left, right), (right, left)):
        if not one.terms:
            return other.times(one.constant)
    factor = Fraction(1, left.denominator * right.denominator)
    forms = sorted((left.times(left.denominator), right.times(right.denominator)), key=hash)
    return Form(Fraction(0), {(PRODUCT, *forms): factor})


class Reader:
    """Reads exact terms as forms, for given sizes and ranges of the bound variables."""

    def __init__(self, sizes: Mapping[Term, int], ranges: Ranges) -> None:
        """``ranges``: of the bound variables, the outermost first."""
        self.sizes = sizes
        self.ranges = ranges

    def form(self, term: Term) -> Form | None:
        """The form of a term; None for what has none."""
        rule = RULES.get(type(term))
        return rule(self, term) if rule else None

    def all(self, terms: Sequence[Term]) -> Iterator[Form | None]:
        """The forms of several terms."""
        return map(self.form, terms)


class FixedReader(Reader):
    """A reader for sizes and ranges that do not change, which remembers what it has read."""

    def __init__(self, sizes: Mapping[Term, int], ranges: tuple[Range, ...]) -> None:
        super().__init__(sizes, ranges)
        self._known: dict[Term, Form | None] = {}

    def form(self, term: Term) -> Form | None:
        """The form of a term; None for what has none."""
        if term not in self._known:
            self._known[term] = super().form(term)
        return self._known[term]


def _number(reader: Reader, term: Number) -> Form:
    return constant(term.value)


def _symbol(reader: Reader, term: Symbol) -> Form | None:
    return constant(reader.sizes[term]) if term in reader.sizes else None


def _bound(reader: Reader, term: Bound) -> Form:
    return axis(len(reader.ranges) - 1 - term.index)


def _add(reader: Reader, term: Add) -> Form | None:
    total = constant(0)
    for part in reader.all(term.terms):
        if part is None:
            return None
        total = total + part
    return total


def _mul(reader: Reader, term: Mul) -> Form | None:
    total = constant(1)
    for part in reader.all(term.factors):
        if part is None:
            return None
        total = product_form(total, part)
    return total


def _pow(reader: Reader, term: Pow) -> Form | None:
    base, exponent = reader.form(term.base), reader.form(term.exponent)
    if base is None or exponent is None or exponent.terms or exponent.denominator != 1:
        return None
    times = int(exponent.constant)
    if not base.terms:
        return None if times < 0 and not base.constant else constant(base.constant**times)
    if not 0 < times <= LARGEST_POWER:
        return None
    total = base
    for _ in range(times - 1):
        total = product_form(total, base)
    return total


def _floor(reader: Reader, term: Floor) -> Form | None:
    inner = reader.form(term.argument)
    return None if inner is None else floor_form(inner, reader.ranges)


def _ceiling(reader: Reader, term: Ceiling) -> Form | None:
    inner = reader.form(term.argument)
    return None if inner is None else ceiling_form(inner, reader.ranges)


def _mod(reader: Reader, term: Mod) -> Form | None:
    """a - m floor(a/m)."""
    inner, modulus = reader.form(term.argument), reader.form(term.modulus)
    if inner is None or modulus is None or modulus.terms or not modulus.constant:
        return None
    quotient = floor_form(inner.times(1 / modulus.constant), reader.ranges)
    return inner - quotient.times(modulus.constant)


RULES: dict[type[Term], Callable[[Reader, Any], Form | None]] = {
    Number: _number,
    Symbol: _symbol,
    Bound: _bound,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Floor: _floor,
    Ceiling: _ceiling,
    Mod: _mod,
}


def values(form: Form, environment: Sequence[Integers]) -> tuple[Integers, int]:
    """The value times its denominator on the grid, and the denominator."""
    divisor = form.denominator
    total: Any = np.asarray(int(form.constant * divisor), dtype=np.int64)
    for atom, coefficient in form.terms.items():
        factor = int(coefficient * divisor)
        value = atom_values(atom, environment)
        total = total + (value if factor == 1 else factor * value)
    return total, divisor


def atom_values(atom: Atom, environment: Sequence[Integers]) -> Integers:
    """The values of an atom on the grid."""
    if atom[0] == AXIS:
        found: Integers = environment[atom[1]]
        return found
    if atom[0] == FLOOR:
        return values(atom[1], environment)[0] // np.int64(atom[2])
    left: Integers = values(atom[1], environment)[0]
    right: Integers = values(atom[2], environment)[0]
    return left * right


def replaced(form: Form, level: int, by: Form, ranges: Ranges) -> Form | None:
    """The form with a bound variable replaced; None where that leaves the integers."""
    if level not in form.levels:
        return form
    total = constant(form.constant)
    for atom, coefficient in form.terms.items():
        if level not in levels_of(atom):
            part: Form | None = Form(Fraction(0), {atom: Fraction(1)})
        elif atom[0] == AXIS:
            part = by
        elif atom[0] == FLOOR:
            inner = replaced(atom[1], level, by, ranges)
            part = None if inner is None else floor_form(inner.times(Fraction(1, atom[2])), ranges)
        else:
            sides = [replaced(side, level, by, ranges) for side in atom[1:]]
            part = None if None in sides else product_form(*sides)  # type: ignore[arg-type]
        if part is None:
            return None
        total = total + part.times(coefficient)
    return total
