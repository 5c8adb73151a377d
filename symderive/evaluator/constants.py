"""Exact constants: polynomials over the rationals in logarithms of primes and powers of e.

Sums in which logarithms or exponentials cancel are zero exactly. Of what does not cancel a ball
decides the sign, so that nothing is assumed of the numbers themselves. A number that is none of
these is a generator of its own, of which only a ball is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from flint import arb, fmpq, fmpz

from symderive.errors import Undefined
from symderive.evaluator.arithmetic import Inconclusive, Value

MOST_TERMS = 400
LARGEST_FACTORED = 1 << 40

Generator = tuple[Any, ...]
Monomial = frozenset[tuple[Generator, Fraction]]
ONE: Monomial = frozenset()
EULER: Generator = ("e",)


class Constant:
    """A polynomial in generators: ("log", p) of a prime, ("e",), or ("ball", name, function)."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[Monomial, fmpq]) -> None:
        if len(terms) > MOST_TERMS:
            raise Inconclusive
        self.terms = terms

    @classmethod
    def of(cls, value: Value) -> Constant:
        """An exact number, or a ball as a generator of its own."""
        if type(value) is arb:
            return cls.opaque("ball", (id(value),), lambda: value)
        return cls({ONE: fmpq(value)} if value else {})

    @classmethod
    def opaque(cls, name: str, key: tuple[Any, ...], ball: Callable[[], arb]) -> Constant:
        """A number of which no more is known than how to enclose it."""
        return cls({frozenset([((name, key, _Enclosed(ball)), Fraction(1))]): fmpq(1)})

    def key(self) -> frozenset[tuple[Monomial, fmpq]]:
        """What two equal polynomials have in common."""
        return frozenset((m, (int(c.p), int(c.q))) for m, c in self.terms.items())  # type: ignore[misc]

    def __add__(self, other: Constant) -> Constant:
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            total = terms.get(monomial, fmpq(0)) + c
            if total:
                terms[monomial] = total
            else:
                terms.pop(monomial, None)
        return Constant(terms)

    def scaled(self, factor: fmpq) -> Constant:
        """Times a rational number."""
        return Constant({m: c * factor for m, c in self.terms.items()} if factor else {})

    def __neg__(self) -> Constant:
        return self.scaled(fmpq(-1))

    def __mul__(self, other: Constant) -> Constant:
        if self.terms.keys() == {ONE}:
            return other.scaled(self.terms[ONE])
        if other.terms.keys() == {ONE}:
            return self.scaled(other.terms[ONE])
        terms: dict[Monomial, fmpq] = {}
        for m, c in self.terms.items():
            for n, d in other.terms.items():
                product = _product(m, n)
                terms[product] = terms.get(product, fmpq(0)) + c * d
        return Constant({m: c for m, c in terms.items() if c})

    def rational(self) -> fmpq | None:
        """The rational number that it is, as far as is seen."""
        if not self.terms:
            return fmpq(0)
        return self.terms.get(ONE) if self.terms.keys() == {ONE} else None

    def ball(self) -> arb:
        """A ball around the value."""
        total = arb(0)
        for monomial, c in self.terms.items():
            value = arb(c)
            for generator, exponent in monomial:
                value *= _power(_enclosure(generator), exponent)
            total += value
        return total

    def number(self) -> Value:
        """The value as an exact number or a ball."""
        exact = self.rational()
        if exact is None:
            return self.ball()
        return int(exact.p) if exact.q == 1 else exact

    def sign(self) -> int:
        """-1, 0 or 1; Inconclusive where the ball around what does not cancel contains 0."""
        exact = self.rational()
        if exact is not None:
            return int(exact > 0) - int(exact < 0)
        ball = self.ball()
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        raise Inconclusive

    def inverse(self) -> Constant:
        """1/c; a sum of several terms becomes a generator."""
        if self.sign() == 0:
            raise Undefined("division by zero")
        if len(self.terms) == 1:
            ((monomial, c),) = self.terms.items()
            return Constant({frozenset((g, -e) for g, e in monomial): 1 / c})
        return Constant.opaque("inverse", (self.key(),), lambda: 1 / self.ball())

    def exponential(self) -> Constant:
        """exp: e^r for a rational r, p^k for k log p, else a generator."""
        result, rest = Constant.of(1), Constant({})
        for monomial, c in self.terms.items():
            logarithm = _single_logarithm(monomial)
            if monomial == ONE:
                power = Fraction(int(c.p), int(c.q))
                result *= Constant({frozenset([(EULER, power)]): fmpq(1)})
            elif logarithm is not None and c.q == 1:
                result *= Constant.of(fmpq(logarithm) ** int(c.p))
            else:
                rest += Constant({monomial: c})
        if rest.terms:
            result *= Constant.opaque("exp", (rest.key(),), lambda: rest.ball().exp())
        return result

    def logarithm(self) -> Constant:
        """The logarithm: of rational numbers by primes, of powers of e by the exponent."""
        if self.sign() <= 0:
            raise Undefined("the logarithm of a number that is not positive")
        if len(self.terms) == 1:
            ((monomial, c),) = self.terms.items()
            if all(generator == EULER for generator, _ in monomial):
                power = sum((e for _, e in monomial), Fraction(0))
                return _of_primes(c) + Constant.of(fmpq(power.numerator, power.denominator))
        return Constant.opaque("log of", (self.key(),), lambda: self.ball().log())

    def by_ball(self, name: str, apply: Callable[[arb], arb]) -> Constant:
        """Another function of it, as a generator."""
        return Constant.opaque(name, (self.key(),), lambda: apply(self.ball()))


class Rate:
    """An irrational exponent, compared with others by balls: Inconclusive where these overlap."""

    __slots__ = ("constant",)

    def __init__(self, constant: Constant) -> None:
        self.constant = constant

    def __add__(self, other: Rate | fmpq) -> Rate | fmpq:
        return rate(self.constant + constant_of(other))

    __radd__ = __add__

    def __neg__(self) -> Rate:
        return Rate(-self.constant)

    def __mul__(self, count: int) -> Rate | fmpq:
        return rate(self.constant.scaled(fmpq(count)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rate) and self.constant.key() == other.constant.key()

    def __hash__(self) -> int:
        return hash(self.constant.key())

    def _compared(self, other: Rate | fmpq) -> int:
        return (self.constant + -constant_of(other)).sign()

    def __lt__(self, other: Rate | fmpq) -> bool:
        return self._compared(other) < 0

    def __gt__(self, other: Rate | fmpq) -> bool:
        return self._compared(other) > 0

    def __le__(self, other: Rate | fmpq) -> bool:
        return self._compared(other) <= 0

    def __ge__(self, other: Rate | fmpq) -> bool:
        return self._compared(other) >= 0


def rate(constant: Constant) -> Rate | fmpq:
    """A constant as an exponent, rational where it is seen to be."""
    exact = constant.rational()
    return Rate(constant) if exact is None else exact


def constant_of(exponent: Rate | fmpq) -> Constant:
    """An exponent as a constant."""
    return exponent.constant if isinstance(exponent, Rate) else Constant.of(exponent)


class _Enclosed:
    """How a generator is enclosed; all are equal, because the key beside it names the number."""

    def __init__(self, ball: Callable[[], arb]) -> None:
        self.ball = ball

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Enclosed)

    def __hash__(self) -> int:
        return 0


def _product(m: Monomial, n: Monomial) -> Monomial:
    powers = dict(m)
    for generator, exponent in n:
        powers[generator] = powers.get(generator, Fraction(0)) + exponent
    return frozenset((g, e) for g, e in powers.items() if e)


def _enclosure(generator: Generator) -> arb:
    if generator == EULER:
        return arb(1).exp()
    if generator[0] == "log":
        return arb(generator[1]).log()
    ball: arb = generator[2].ball()
    return ball


def _power(base: arb, exponent: Fraction) -> arb:
    if exponent.denominator == 1:
        return base ** int(exponent)
    return base ** (arb(exponent.numerator) / arb(exponent.denominator))


def _single_logarithm(monomial: Monomial) -> int | None:
    if len(monomial) == 1:
        ((generator, exponent),) = monomial
        if generator[0] == "log" and exponent == 1:
            return int(generator[1])
    return None


def _of_primes(value: fmpq) -> Constant:
    """log of a positive rational number as a sum of logarithms of primes."""
    if max(value.p, value.q) > LARGEST_FACTORED:
        return Constant.opaque("log of", (int(value.p), int(value.q)), lambda: arb(value).log())
    terms: dict[Monomial, fmpq] = {}
    for part, sign in ((value.p, 1), (value.q, -1)):
        for prime, exponent in _factors(part):
            terms[frozenset([(("log", prime), Fraction(1))])] = fmpq(sign * exponent)
    return Constant(terms)


def _factors(value: fmpz) -> Iterable[tuple[int, int]]:
    return [(int(p), int(e)) for p, e in fmpz(value).factor()]
