"""Powers with exponents that are no integers: u^r = exp(r log u) for u > 0.

A root is an exponential of a logarithm, so that products of roots add their exponents, the
logarithm of a root is a multiple of a logarithm, and derivatives follow. Whole powers of u are
taken out of it: of exp(log u) only exponents between 0 and 1 are kept.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

from flint import fmpq, fmpz

from symderive.language.binding import dangling
from symderive.language.terms import Compare, Term, number
from symderive.prover import functions, merging, normalize, obligations, piecewise, signs
from symderive.prover.context import Context
from symderive.prover.place import Place
from symderive.prover.ring import (
    UNIT,
    Atom,
    Factor,
    GuardedTerm,
    Head,
    Monomial,
    Polynomial,
    add,
    constant_polynomial,
    leading_monomial,
    plain_exponent,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

SQUARE = 2
LARGEST_FACTORED = 10**12
MAX_ROUNDS = 8


def power(
    work: Workspace, base: Term, value: Polynomial, exponent: Polynomial, place: Place
) -> Polynomial:
    """u^r = exp(r log u) for u > 0; a root of u >= 0 is named, and (u^(1/q))^q = u.

    Fails: where u may be negative, or where it may be zero and r is no positive rational number.
    """
    if not obligations.has_sign(work, base, value, place, signs.POSITIVE):
        degree = _degree(exponent)
        if degree is not None and obligations.has_sign(work, base, value, place, signs.NONNEGATIVE):
            root = of_nonnegative(work, value, degree, place.context)
            return work.power(root, int(exponent[UNIT].p))
        repair = Compare(">", base, number(0)) if dangling(base) == 0 else None
        work.fail("a root of something that may not be positive", repair)
    work.record("root", base)
    logarithm = functions.logarithm(work, value, place.context)
    return functions.exponential(work, work.multiply(exponent, logarithm), place.context)


def _degree(exponent: Polynomial) -> int | None:
    """The denominator of a positive rational exponent."""
    if set(exponent) != {UNIT} or exponent[UNIT] <= 0:
        return None
    return int(exponent[UNIT].q)


def of_nonnegative(work: Workspace, value: Polynomial, degree: int, context: Context) -> Polynomial:
    """The root u^(1/q) of u >= 0: sqrt(a^2) = |a|, (u v)^(1/q) = u^(1/q) v^(1/q) for u, v >= 0.

    What is left is the value of a function at its argument, which is not negative.
    """
    value = merging.merged(work, value, context)
    if not value:
        return {}
    if degree == SQUARE and len(value) == 1:
        ((monomial, c),) = value.items()
        if c == 1 and all(isinstance(e, int) and e % SQUARE == 0 for _, e in monomial):
            half = frozenset((atom, e // SQUARE) for atom, e in monomial)
            return piecewise.absolute(work, {half: c}, context)
    if len(value) == 1 and len(next(iter(value))) > 1:
        ((monomial, c),) = value.items()
        parts = [{frozenset([(atom, e)]): fmpq(1)} for atom, e in monomial]
        signs_of_parts = [signs.of_polynomial(work, part, context) for part in parts]
        if c > 0 and not any(sign & signs.NEGATIVE for sign in signs_of_parts):
            parts.append(constant_polynomial(c))
            return work.product([of_nonnegative(work, part, degree, context) for part in parts])
    lead = value[leading_monomial(value)]
    outside = constant_polynomial(1)
    if lead > 0:
        value = scaled(value, 1 / lead)
        part = scaled(log_of_number(work, lead, context), fmpq(1, degree))
        outside = functions.exponential(work, part, context)
    work.has_roots = True
    root = functions.function(work, functions.Root(degree), value, context)
    return work.multiply(outside, root)


def log_of_number(work: Workspace, value: fmpq, context: Context) -> Polynomial:
    """log q = sum_p e_p log p over the primes of a positive rational q = prod p^e_p.

    Numbers that are too large to be factored stay under one logarithm.
    """
    if max(value.p, value.q) > LARGEST_FACTORED:
        return functions.function(work, "log", constant_polynomial(value), context)
    out: Polynomial = {}
    for whole, sign in ((value.p, 1), (value.q, -1)):
        for prime, exponent in fmpz(whole).factor():
            argument = constant_polynomial(fmpq(prime))
            logarithm = functions.function(work, "log", argument, context)
            out = add(out, scaled(logarithm, sign * int(exponent)))
    return out


def is_whole(work: Workspace, head: Head, exponent: Any) -> bool:
    """Whether a factor is a root of which a whole power is to be taken out."""
    if isinstance(head.name, functions.Root):
        return bool(exponent >= head.name.degree)
    return head in work.rooted and not 0 < exponent < 1


def opened(work: Workspace, polynomial: Polynomial) -> Polynomial:
    """exp(log u)^(k + f) = u^k exp(log u)^f for an integer k and 0 <= f < 1."""
    for _ in range(MAX_ROUNDS):
        if not any(_is_open(work, atom, e) for monomial in polynomial for atom, e in monomial):
            break
        out: Polynomial = {}
        for monomial, c in polynomial.items():
            out = add(out, scaled(_opened_monomial(work, monomial), c))
        polynomial = out
    return polynomial


def _is_open(work: Workspace, atom: Atom, exponent: Any) -> bool:
    return isinstance(atom, Factor) and is_whole(work, atom.head, exponent)


def _opened_monomial(work: Workspace, monomial: Monomial) -> Polynomial:
    kept: dict[Atom, Any] = {}
    whole = constant_polynomial(1)
    for atom, e in monomial:
        if not _is_open(work, atom, e):
            kept[atom] = e
            continue
        assert isinstance(atom, Factor)
        body = normalize.instantiated(work, atom.head, atom.indices, work.root)
        degree = atom.head.name.degree if isinstance(atom.head.name, functions.Root) else 1
        taken = floor(e / degree) if degree == 1 else e // degree
        if e != taken * degree:
            kept[atom] = plain_exponent(e - taken * degree)
        if degree == 1:
            power = functions.exponential(work, scaled(body, taken), work.root)
        else:
            power = work.power(body, taken)
        whole = work.multiply(whole, power)
    return work.multiply({frozenset(kept.items()): fmpq(1)}, whole)


def opened_term(work: Workspace, term: GuardedTerm) -> Polynomial | None:
    """The factors of a guarded term with whole powers taken out; None where there are none."""
    if not any(is_whole(work, head, e) for head, _, e in term.factors):
        return None
    monomial = frozenset((work.factor(head, indices), e) for head, indices, e in term.factors)
    return opened(work, {monomial: term.coefficient})
