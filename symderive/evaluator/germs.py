"""Functions next to a point, by their dominant terms: numbers that say how they grow.

A :class:`Germ` is a function of u as u tends to infinity: a sum of c * exp(b u) u^a (log u)^l with
exact constants, and a remainder of which only the order is known. A variable that tends to t from
above is t + 1/u. What the dominant terms do not decide is not answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import factorial
from typing import Any

from flint import arb, fmpq

from symderive.errors import Undefined
from symderive.evaluator import arithmetic
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate, Value
from symderive.evaluator.constants import Constant, constant_of, rate

Order = tuple[Any, fmpq, int]
FLAT: Order = (fmpq(0), fmpq(0), 0)
_U_ORDER: Order = (fmpq(0), fmpq(1), 0)
_LOG_ORDER: Order = (fmpq(0), fmpq(0), 1)
# Below everything that a claim is likely to compare: exp(-64 u).
NEGLIGIBLE: Order = (fmpq(-64), fmpq(0), 0)
LENGTH = 4
MOST_TERMS = 30


def _shifted(a: Order, b: Order) -> Order:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


class Germ:
    """The sum of its terms by their orders, plus something of order ``rest`` at most (or nothing).

    Orders are (b, a, l) for exp(b u) u^a (log u)^l, compared from left to right.
    """

    __slots__ = ("rest", "terms")

    def __init__(self, terms: dict[Order, Constant], rest: Order | None = None) -> None:
        kept = {o: c for o, c in terms.items() if c.terms and (rest is None or o > rest)}
        if len(kept) > MOST_TERMS:
            order = sorted(kept, reverse=True)
            rest = order[MOST_TERMS] if rest is None else max(rest, order[MOST_TERMS])
            kept = {o: kept[o] for o in order[:MOST_TERMS]}
        self.terms, self.rest = kept, rest

    @classmethod
    def constant(cls, value: Value) -> Germ:
        """A number that does not move."""
        if isinstance(value, Germ):
            return value
        return cls({FLAT: value if isinstance(value, Constant) else Constant.of(value)})

    def __repr__(self) -> str:
        return f"Germ({self.lead() if self.terms else 0}, {self.rest})"

    def __str__(self) -> str:
        """What a message says of it."""
        try:
            limit = self.limit()
            grown = limit is None and self.sign()
        except Inconclusive:
            return "a number that moves"
        shown = {1: "oo", -1: "-oo"}[grown] if grown else arithmetic.shown(limit)
        return f"a number that tends to {shown}"

    # Arithmetic

    def __add__(self, other: Value) -> Germ:
        if not isinstance(other, _KNOWN):
            return NotImplemented
        other = Germ.constant(other)
        terms = dict(self.terms)
        for order, c in other.terms.items():
            terms[order] = terms[order] + c if order in terms else c
        return Germ(terms, _larger(self.rest, other.rest))

    __radd__ = __add__

    def __neg__(self) -> Germ:
        return Germ({o: -c for o, c in self.terms.items()}, self.rest)

    def __sub__(self, other: Value) -> Germ:
        if not isinstance(other, _KNOWN):
            return NotImplemented
        return self.__add__(-other)

    def __rsub__(self, other: Value) -> Germ:
        return (-self).__add__(other)

    def __mul__(self, other: Value) -> Germ:
        if not isinstance(other, _KNOWN):
            return NotImplemented
        other = Germ.constant(other)
        rest: Order | None = None
        for one, two in ((self, other), (other, self)):
            if one.rest is not None:
                if two.terms:
                    rest = _larger(rest, _shifted(one.rest, max(two.terms)))
                if two.rest is not None:
                    rest = _larger(rest, _shifted(one.rest, two.rest))
        terms: dict[Order, Constant] = {}
        for a, c in self.terms.items():
            for b, d in other.terms.items():
                order = _shifted(a, b)
                if rest is None or order > rest:
                    terms[order] = terms[order] + c * d if order in terms else c * d
        return Germ(terms, rest)

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Germ:
        result = Germ.constant(1)
        for _ in range(exponent):
            result = result * self
        return result

    def __rtruediv__(self, other: Value) -> Germ:
        found: Germ = self.reciprocal() * Germ.constant(other)
        return found

    def __truediv__(self, other: Value) -> Germ:
        return self * Germ.constant(other).reciprocal()

    def __abs__(self) -> Germ:
        return -self if self.sign() < 0 else self

    # Order

    def lead(self) -> tuple[Order, Constant]:
        """The dominant term, whose constant is not 0."""
        for order in sorted(self.terms, reverse=True):
            if self.terms[order].sign():
                return order, self.terms[order]
        raise Inconclusive

    def sign(self) -> int:
        """The sign next to the point."""
        if not self.terms and self.rest is None:
            return 0
        return self.lead()[1].sign()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _KNOWN):
            return NotImplemented
        difference = self - other
        return not difference.terms and difference.rest is None

    __hash__ = None  # type: ignore[assignment]

    def _compared(self, other: Value) -> int:
        return self.__add__(-other).sign()

    def __lt__(self, other: Value) -> bool:
        return self._compared(other) < 0

    def __gt__(self, other: Value) -> bool:
        return self._compared(other) > 0

    def __le__(self, other: Value) -> bool:
        return self._compared(other) <= 0

    def __ge__(self, other: Value) -> bool:
        return self._compared(other) >= 0

    # What arithmetic asks of a number

    def is_finite(self) -> bool:
        """Next to the point every germ is."""
        return True

    def height_bits(self) -> int:
        """Powers of germs are cut to a few terms."""
        return 0

    def integer_or_none(self) -> int | None:
        """The integer that the germ is, if it does not move."""
        if self.rest is None and self.terms.keys() <= {FLAT}:
            value = self.terms[FLAT].rational() if self.terms else fmpq(0)
            if value is None:
                raise Inconclusive
            return int(value.p) if value.q == 1 else None
        if self.terms.keys() <= {FLAT}:
            raise Inconclusive
        return None

    def floor(self) -> Any:
        """Steps of a moving number are not followed."""
        raise Indeterminate

    def limit(self) -> Value | None:
        """The number to which it tends; None where it grows beyond all bounds."""
        if not self.terms and self.rest is None:
            return 0
        if self.rest is None or self.rest < FLAT:
            moving = {o: c for o, c in self.terms.items() if o > FLAT}
            if not moving:
                return self.terms[FLAT].number() if FLAT in self.terms else 0
        order, _ = self.lead()
        if order > FLAT:
            return None
        if order < FLAT:
            return 0
        raise Inconclusive

    # Functions

    def _relative(self) -> tuple[Order, Constant, Germ]:
        """c exp(b u) u^a (log u)^l (1 + r) with r tending to 0."""
        order, c = self.lead()
        back: Order = (-order[0], -order[1], -order[2])
        one = Germ({back: c.inverse()})
        moved = self * one
        rest = Germ({o: k for o, k in moved.terms.items() if o < FLAT}, moved.rest)
        if rest.rest is not None and rest.rest >= FLAT:
            raise Inconclusive
        return order, c, rest

    def _series(self, coefficients: list[fmpq]) -> Germ:
        """sum c_k r^k for a germ r that tends to 0, cut behind the terms given."""
        total, power = Germ.constant(coefficients[0]), Germ.constant(1)
        if not self.terms and self.rest is None:
            return total
        for c in coefficients[1:]:
            power = power * self
            total = total + power * c
        b, a, log = max([*self.terms, *([] if self.rest is None else [self.rest])])
        count = len(coefficients)
        return Germ(total.terms, _larger(total.rest, (b * count, a * count, log * count)))

    def reciprocal(self) -> Germ:
        """1/f by a geometric series."""
        if self.sign() == 0:
            raise Undefined("division by zero")
        order, c, r = self._relative()
        series = r._series([fmpq((-1) ** k) for k in range(LENGTH)])
        return Germ({(-order[0], -order[1], -order[2]): c.inverse()}) * series

    def exp(self) -> Germ:
        """The exponential: of what grows, of a constant, and of what tends to 0 by its series."""
        grown = {o: c for o, c in self.terms.items() if o > FLAT}
        result = Germ.constant(1)
        for order, c in grown.items():
            factor = _exponential_of(order, c)
            if factor is None:
                lead, slope = self.lead()
                if lead > _U_ORDER and slope.sign() < 0:
                    return Germ({}, NEGLIGIBLE)
                raise Inconclusive
            result = result * factor
        if self.rest is not None and self.rest >= FLAT:
            raise Inconclusive
        if FLAT in self.terms:
            result = result * Germ({FLAT: self.terms[FLAT].exponential()})
        small = Germ({o: c for o, c in self.terms.items() if o < FLAT}, self.rest)
        return result * small._series([fmpq(1, factorial(k)) for k in range(LENGTH)])

    def log(self) -> Germ:
        """The logarithm of the dominant term, and a series for the others."""
        if self.sign() <= 0:
            raise Undefined("the logarithm of something that is not positive near the point")
        order, c, r = self._relative()
        if order[2]:
            raise Inconclusive
        whole = Germ({FLAT: c.logarithm()})
        for slope, unit in ((order[0], _U), (order[1], _LOG_U)):
            whole = whole + unit * Germ.constant(constant_of(slope))
        return whole + r._series([fmpq(0), *(fmpq((-1) ** (k + 1), k) for k in range(1, LENGTH))])

    def tanh(self) -> Germ:
        """1 - 2/(exp(2f) + 1), for f < 0 by symmetry."""
        sign = self.sign()
        if sign < 0:
            return -((-self).tanh())
        if sign == 0:
            return Germ({})
        e = (self * -2).exp()
        return Germ.constant(1) - (e * 2) * (e + 1).reciprocal()

    def logistic(self) -> Germ:
        """1/(1 + exp(-f)), and exp(f)/(1 + exp(f)) for f < 0."""
        if self.sign() < 0:
            e = self.exp()
            return e * (e + 1).reciprocal()
        return ((-self).exp() + 1).reciprocal()

    def power(self, exponent: Value) -> Germ:
        """f^g = exp(g log f) for f > 0."""
        sign = self.sign()
        if sign < 0:
            raise Undefined("a power of something that is negative near the point")
        if sign == 0:
            if Germ.constant(exponent).sign() < 0:
                raise Undefined("division by zero")
            return Germ({})
        return (Germ.constant(exponent) * self.log()).exp()


def _exponential_of(order: Order, c: Constant) -> Germ | None:
    """exp(c u), and exp(k log u) = u^k for a rational k; None for anything that grows else."""
    slope = c.rational()
    if order == _U_ORDER:
        return Germ({(rate(c), fmpq(0), 0): Constant.of(1)})
    if order == _LOG_ORDER and slope is not None:
        return Germ({(fmpq(0), slope, 0): Constant.of(1)})
    return None


def _larger(a: Order | None, b: Order | None) -> Order | None:
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)


_KNOWN = (int, fmpq, arb, Germ)
_U = Germ({_U_ORDER: Constant.of(1)})
_LOG_U = Germ({_LOG_ORDER: Constant.of(1)})
_ONE_OVER_U = Germ({(fmpq(0), fmpq(-1), 0): Constant.of(1)})


def approaching(target: Value | None, sign: int) -> Germ:
    """The variable itself: sign * u towards infinity, target + sign/u towards a number."""
    if target is None:
        return Germ.constant(sign) * _U
    return Germ.constant(target) + Germ.constant(sign) * _ONE_OVER_U


@contextmanager
def exact_constants() -> Iterator[None]:
    """Inside the block functions of exact numbers stay exact, as germs that do not move."""
    before: Callable[[Value], Any] = arithmetic.enclosures.of
    arithmetic.enclosures.of = Germ.constant
    try:
        yield
    finally:
        arithmetic.enclosures.of = before
