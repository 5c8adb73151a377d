"""Signs of polynomials: which of negative, zero and positive a value can be.

A sign is a set, kept in three bits. What is not seen stays possible, so every answer is an
over-approximation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symderive.prover import attained, components, dominance, functions, normalize, reciprocals
from symderive.prover.context import Context
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    INDICATOR,
    INTEGER,
    POWER,
    RECIPROCAL,
    TENSOR,
    UNIT,
    Atom,
    Bracket,
    Component,
    Factor,
    Head,
    Polynomial,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.integers import Form
    from symderive.prover.workspace import Workspace

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
NONNEGATIVE, NONZERO, ANY = ZERO | POSITIVE, NEGATIVE | POSITIVE, NEGATIVE | ZERO | POSITIVE
# Odd functions with values between -1 and 1 and the sign of their argument.
BOUNDED = ("tanh", "erf")
_SIGNS = {NEGATIVE: -1, ZERO: 0, POSITIVE: 1}
_BITS = {-1: NEGATIVE, 0: ZERO, 1: POSITIVE}


def members(sign: int) -> list[int]:
    """The signs in the set, as -1, 0, 1."""
    return [value for bit, value in _SIGNS.items() if sign & bit]


def times(a: int, b: int) -> int:
    """The possible signs of a product.

    >>> times(NEGATIVE, NONNEGATIVE) == NEGATIVE | ZERO
    True
    """
    out = 0
    for x in members(a):
        for y in members(b):
            out |= _BITS[x * y]
    return out


def plus(a: int, b: int) -> int:
    """The possible signs of a sum."""
    out = 0
    for x in members(a):
        for y in members(b):
            if x and y and x != y:
                return ANY
            out |= _BITS[x or y]
    return out


def to_power(sign: int, exponent: object) -> int:
    """The possible signs of a power with a non-zero exponent (0 to a negative power has none)."""
    if not isinstance(exponent, int):
        return sign & NONNEGATIVE or ANY
    if exponent % 2 == 0:
        out = POSITIVE if sign & NONZERO else 0
        return out | (ZERO if sign & ZERO and exponent > 0 else 0)
    return sign if exponent > 0 else sign & NONZERO


def of_head(work: Workspace, head: Head, indices: tuple[Form, ...], context: Context) -> int:
    """The possible signs of a factor."""
    if head.kind == EXPONENTIAL:
        return POSITIVE
    if head.kind == INDICATOR:
        return NONNEGATIVE
    if head.kind == TENSOR:
        sign = work.tensor_signs.get(head.base.name, ANY)
        if work.known_signs:
            sign &= known(work, work.atom(work.factor(head, indices)))
        return sign
    if head.kind == INTEGER:
        return of_form(indices[0], context)
    if head.kind == RECIPROCAL:
        return of_polynomial(work, normalize.instantiated(work, head, indices, context), context)
    if head.kind == POWER:
        body = normalize.instantiated(work, head, indices, context)
        base = functions.separate_arguments(body, 2)[0]
        return POSITIVE if of_polynomial(work, base, context) == POSITIVE else ANY
    if isinstance(head.name, functions.Root):
        return NONNEGATIVE
    if head.kind == FUNCTION and head.name == "abs":
        body = normalize.instantiated(work, head, indices, context)
        return POSITIVE if is_nonzero(work, body, context) else NONNEGATIVE
    if head.kind == FUNCTION and head.name in BOUNDED:
        return of_polynomial(work, normalize.instantiated(work, head, indices, context), context)
    return ANY


def of_form(form: Form, context: Context) -> int:
    """The possible signs of an integer."""
    if context.entails(form.shifted(-1)):
        return POSITIVE
    if context.entails((-form).shifted(-1)):
        return NEGATIVE
    if context.excludes_zero(form):
        return NONZERO
    if context.entails(form):
        return NONNEGATIVE
    return ANY


def of_atom(work: Workspace, atom: Atom, context: Context) -> int:
    """The possible signs of an atom."""
    if isinstance(atom, Factor):
        return of_head(work, atom.head, atom.indices, context)
    if isinstance(atom, Bracket):
        return NONNEGATIVE
    assert isinstance(atom, Component)
    if attained.is_attained(work, atom, context):
        return POSITIVE
    inside = context.extended(
        [(EQUAL, f) for f in atom.equalities] + [(AT_LEAST, f) for f in atom.inequalities]
    )
    sign = POSITIVE
    for head, indices, e in atom.factors:
        sign = times(sign, to_power(of_head(work, head, indices, inside), e))
    if sign & ZERO or sign == NONZERO:
        return sign | ZERO if sign != NONZERO else ANY
    covered = components.covers(atom.bound, atom.equalities, atom.inequalities, context)
    return sign if covered else sign | ZERO


def of_polynomial(work: Workspace, polynomial: Polynomial, context: Context) -> int:
    """The possible signs of a polynomial: by its terms, and bounded functions against a constant.

    |tanh| < 1 and |erf| < 1, so that c + sum c_k t_k > 0 for sum |c_k| <= c and products t_k of
    these; brackets lie between 0 and 1.
    """
    if not polynomial:
        return ZERO
    out = ZERO
    for monomial, c in polynomial.items():
        sign = POSITIVE if c > 0 else NEGATIVE
        for atom, e in monomial:
            sign = times(sign, to_power(of_atom(work, atom, context), e))
        out = plus(out, sign)
        if out == ANY:
            break
    if out in (POSITIVE, NEGATIVE):
        return out
    form = functions.integer_form(functions.without_denominators(polynomial))
    if form is not None:
        return out & of_form(form, context)
    out &= _by_bounded_terms(polynomial) & known(work, polynomial)
    return out & _by_dominance(work, polynomial, context) if work.dominance else out


def _by_dominance(work: Workspace, polynomial: Polynomial, context: Context) -> int:
    """What hypotheses about every index but one say."""
    found = dominance.order(work, polynomial, context)
    if found is None:
        return ANY
    relation, factor = found
    sign = {"<": NEGATIVE, "<=": NEGATIVE | ZERO, "!=": NONZERO}[relation]
    return times(sign, POSITIVE if factor > 0 else NEGATIVE)


def _by_bounded_terms(polynomial: Polynomial) -> int:
    middle = polynomial.get(UNIT)
    if middle is None or len(polynomial) < 2:
        return ANY
    low = high = middle
    is_open = False
    for monomial, c in polynomial.items():
        if not monomial:
            continue
        if not all(e > 0 and (_is_bounded(a) or reciprocals.is_idempotent(a)) for a, e in monomial):
            return ANY
        if any(_is_bounded(a) for a, _ in monomial):
            low, high, is_open = low - abs(c), high + abs(c), True
        elif c > 0:
            high = high + c
        else:
            low = low + c
    if low > 0 or (is_open and low == 0):
        return POSITIVE
    return NEGATIVE if high < 0 or (is_open and high == 0) else ANY


def _is_bounded(atom: Atom) -> bool:
    return isinstance(atom, Factor) and atom.head.name in BOUNDED


def known(work: Workspace, polynomial: Polynomial) -> int:
    """What the hypotheses say of the polynomial, up to a constant factor and a constant term.

    From p >= 0 follows c*p + d > 0 for c, d > 0.
    """
    out = ANY
    mine = {m: c for m, c in polynomial.items() if m}
    for other, sign in work.known_signs:
        theirs = {m: c for m, c in other.items() if m}
        if len(theirs) != len(mine) or not mine:
            continue
        monomial, c = next(iter(theirs.items()))
        if monomial not in mine:
            continue
        ratio = mine[monomial] / c
        if scaled(theirs, ratio) != mine:
            continue
        rest = polynomial.get(UNIT, fmpq(0)) - ratio * other.get(UNIT, fmpq(0))
        here = times(sign, POSITIVE if ratio > 0 else NEGATIVE)
        out &= plus(here, POSITIVE if rest > 0 else NEGATIVE if rest < 0 else ZERO)
    return out


def is_nonzero(work: Workspace, polynomial: Polynomial, context: Context) -> bool:
    """Whether the polynomial is seen to be nowhere zero, as a whole or as a product of such."""
    if not of_polynomial(work, polynomial, context) & ZERO:
        return True
    if len(polynomial) != 1:
        return False
    ((monomial, _),) = polynomial.items()
    return all(
        not (of_atom(work, atom, context) & known(work, work.atom(atom))) & ZERO
        for atom, _ in monomial
    )
