"""Sizes and indices as polynomials: arithmetic, one form for each, quotients taken apart."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from symderive.language.binding import free_symbols, map_children, substitute
from symderive.language.serial import digest
from symderive.language.shapes import (
    Monomial,
    Polynomial,
    polynomial_of,
    written,
)
from symderive.language.terms import (
    Add,
    Ceiling,
    Floor,
    Function,
    Mod,
    Mul,
    Number,
    Pow,
    Symbol,
    Term,
    number,
)


def tidy(term: Term) -> Term:
    """The size as a polynomial, written in one fixed order."""
    return written(polynomial_of(term))


def plus(*terms: Term) -> Term:
    """The sum of sizes.

    >>> from symderive.language.terms import INTEGER
    >>> n = Symbol("n", INTEGER)
    >>> plus(n, number(2), number(-2)) == n
    True
    """
    return tidy(Add(terms))


def times(*factors: Term) -> Term:
    """The product of sizes."""
    return tidy(Mul(factors))


def minus(left: Term, right: Term) -> Term:
    """The difference of two sizes."""
    return tidy(Add((left, Mul((number(-1), right)))))


def constant_of(term: Term) -> Fraction | None:
    """The value of a size that is a number."""
    found = polynomial_of(term)
    if not found:
        return Fraction(0)
    return found[()] if set(found) == {()} else None


def split(term: Term, atom: Term) -> tuple[Term, Term] | None:
    """The term as coefficient times atom plus rest; None where it is not of this kind.

    >>> from symderive.language.terms import INTEGER
    >>> n, k = Symbol("n", INTEGER), Symbol("k", INTEGER)
    >>> split(Add((Mul((n, k)), number(3))), k) == (n, number(3))
    True
    """
    factor: Polynomial = {}
    rest: Polynomial = {}
    for monomial, coefficient in polynomial_of(term).items():
        powers = dict(monomial)
        power = powers.pop(atom, 0)
        if any(atom in free_symbols(other) for other in powers):
            return None
        if power == 0:
            rest[monomial] = coefficient
        elif power == 1:
            factor[tuple(pair for pair in monomial if pair[0] != atom)] = coefficient
        else:
            return None
    return written(factor), written(rest)


def coefficients(term: Term, atom: Term) -> dict[int, Term] | None:
    """What stands before each power of an atom, from the first on; None for other terms.

    >>> from symderive.language.terms import INTEGER
    >>> k = Symbol("k", INTEGER)
    >>> coefficients(Mul((k, Add((k, number(3))))), k) == {2: number(1), 1: number(3)}
    True
    """
    found: dict[int, Polynomial] = {}
    for monomial, coefficient in polynomial_of(term).items():
        powers = dict(monomial)
        power = powers.pop(atom, 0)
        if power < 0 or any(atom in free_symbols(other) for other in powers):
            return None
        if power:
            rest = tuple(pair for pair in monomial if pair[0] != atom)
            found.setdefault(power, {})[rest] = coefficient
    return {power: written(factor) for power, factor in found.items()}


def roundings(term: Term) -> list[Floor | Ceiling]:
    """The floors and ceilings that a size has for summands, in one fixed order."""
    atoms = {atom for monomial in polynomial_of(term) for atom, _ in monomial}
    return sorted((a for a in atoms if isinstance(a, (Floor, Ceiling))), key=digest)


def quotient(term: Term) -> tuple[Term, Term]:
    """An index as numerator and denominator, both without quotients.

    >>> from symderive.language.terms import INTEGER, Pow
    >>> n, r = Symbol("n", INTEGER), Symbol("r", INTEGER)
    >>> quotient(Mul((Add((n, number(-1))), Pow(r, number(-1)))))[1] == r
    True
    """
    found = polynomial_of(term)
    divisor = lcm(*(coefficient.denominator for coefficient in found.values()))
    rows: list[tuple[Polynomial, dict[Term, int]]] = []
    powers: dict[Term, int] = {}
    for monomial, coefficient in found.items():
        above: list[tuple[Term, int]] = []
        below: dict[Term, int] = {}
        for atom, power in monomial:
            base, exponent = _power_of(atom, power)
            if exponent < 0:
                below[base] = below.get(base, 0) - exponent
            else:
                above.append((atom, power))
        rows.append(({tuple(above): coefficient * divisor}, below))
        for base, exponent in below.items():
            powers[base] = max(powers.get(base, 0), exponent)
    tops = []
    for part, below in rows:
        missing = [b for base, n in powers.items() for b in [base] * (n - below.get(base, 0))]
        tops.append(times(written(part), *missing))
    factors = [base for base, exponent in powers.items() for base in [base] * exponent]
    return plus(*tops), times(number(divisor), *factors)


def _power_of(atom: Term, power: int) -> tuple[Term, int]:
    """An atom of a monomial as a base with an integer exponent."""
    if isinstance(atom, Pow) and isinstance(atom.exponent, Number):
        exponent = atom.exponent.value * power
        if exponent.denominator == 1:
            return atom.base, int(exponent)
    return atom, power


def normal(term: Term) -> Term:
    """An index written in one way, inside of roundings too, with floors in place of ceilings.

    ceil(p/q) = floor((p + q - 1)/q) for integers p and q > 0.
    """
    if isinstance(term, Ceiling):
        top, bottom = quotient(normal(term.argument))
        return tidy(Floor(Mul((plus(top, bottom, number(-1)), Pow(bottom, number(-1))))))
    if isinstance(term, (Floor, Mod, Function)):
        return map_children(term, lambda child, binds: normal(child))
    if isinstance(term, (Add, Mul, Pow)):
        return tidy(map_children(term, lambda child, binds: normal(child)))
    return term


def replaced(term: Term, axis: Symbol, by: Term) -> Term:
    """The term with another index in place of an axis."""
    return substitute(term, {axis: by})


def divided(top: Term, bottom: Term) -> tuple[Term, Term] | None:
    """Terms c and d with top = c*bottom + d, where d is 0 if the bottom divides the top.

    None where one of them has quotients.

    >>> from symderive.language.terms import INTEGER
    >>> n, k = Symbol("n", INTEGER), Symbol("k", INTEGER)
    >>> divided(plus(times(n, n), times(number(-1), k, k)), plus(n, k)) == (minus(n, k), number(0))
    True
    """
    rest, by = polynomial_of(top), polynomial_of(bottom)
    if not by or any(_power_of(*pair)[1] < 0 for m in (*rest, *by) for pair in m):
        return None
    atoms = sorted({atom for m in (*rest, *by) for atom, _ in m}, key=digest)

    def rank(monomial: Monomial) -> tuple[int, ...]:
        powers = dict(monomial)
        return tuple(powers.get(atom, 0) for atom in atoms)

    highest = max(by, key=rank)
    quotients: list[Term] = []
    left: list[Term] = []
    while rest:
        here = max(rest, key=rank)
        powers, lower = dict(here), dict(highest)
        if any(powers.get(atom, 0) < power for atom, power in lower.items()):
            left.append(written({here: rest.pop(here)}))
            continue
        kept = [(atom, n - lower.get(atom, 0)) for atom, n in here if n > lower.get(atom, 0)]
        step = written({tuple(kept): rest[here] / by[highest]})
        quotients.append(step)
        rest = polynomial_of(Add((written(rest), Mul((number(-1), step, bottom)))))
    return plus(*quotients), plus(*left)
