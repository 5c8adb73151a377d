"""Goals multiplied by what is positive, until no denominator and no common factor is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.prover import signs
from symderive.prover.inequalities.goals import (
    Goal,
    argument_of,
    atoms_of,
    is_exponential,
    order_key,
    sign_of,
    simplified,
)
from symderive.prover.inequalities.guarded import has_brackets
from symderive.prover.reciprocals import is_idempotent
from symderive.prover.ring import RECIPROCAL, Atom, Factor, Polynomial, add, plain_exponent, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_ROUNDS = 8
Fact = tuple[Polynomial, int]


def cleared(work: Workspace, goal: Goal) -> tuple[Goal, list[Fact]]:
    """A goal without denominators and common factors of known sign, which is enough.

    Also that the factors divided by are not zero: where they are, the first goal is that 0 >= 0.
    """
    known: list[Fact] = []
    value = simplified(work, goal.value, goal.context)
    for _ in range(MAX_ROUNDS):
        before = value
        value = _without_reciprocals(work, value, goal)
        value = _without_content(work, value, goal, known)
        value = simplified(work, value, goal.context)
        if value == before:
            break
    return goal.with_value(value), known


def _without_reciprocals(work: Workspace, value: Polynomial, goal: Goal) -> Polynomial:
    """Times the denominators that are sums, each to an even power where its sign is not known."""
    named: dict[Atom, Any] = {}
    for monomial in value:
        for atom, e in monomial:
            if isinstance(atom, Factor) and atom.head.kind == RECIPROCAL and e < 0:
                named[atom] = min(named.get(atom, 0), e)
    for atom in sorted(named, key=order_key):
        body = argument_of(work, atom, goal.context)
        sign = signs.of_polynomial(work, body, goal.context)
        if sign & signs.ZERO and sign != signs.ANY:
            continue
        e = int(-named[atom])
        if sign in (signs.ANY, signs.NONZERO):
            if not signs.is_nonzero(work, body, goal.context):
                continue
            e += e % 2
        out: Polynomial = {}
        for monomial, c in value.items():
            powers = dict(monomial)
            missing = int(powers.pop(atom, 0)) + e
            kept = {frozenset(powers.items()): c}
            out = add(out, work.multiply(kept, work.power(body, missing)))
        negative = sign == signs.NEGATIVE and e % 2
        value = scaled(out, -1) if negative else out
    return value


def _without_content(
    work: Workspace, value: Polynomial, goal: Goal, known: list[Fact]
) -> Polynomial:
    """Divided by the largest common product, as far as the quotient says enough of the value."""
    by: dict[Atom, Any] = {}
    flip = 1
    for atom in atoms_of(value):
        least = min(dict(monomial).get(atom, 0) for monomial in value)
        if not least or is_idempotent(atom):
            continue
        if is_exponential(atom):
            by[atom] = -least
            continue
        sign = sign_of(work, frozenset([(atom, 1)]), goal.context)
        if sign & signs.ZERO and _is_nonzero(work, atom, value, goal):
            sign &= ~signs.ZERO
        e = _exponent(least, sign, goal.strict)
        if e:
            by[atom] = e
            if sign & signs.ZERO:
                known.append((work.atom(atom), sign & ~signs.ZERO))
            if e % 2 and not sign & signs.POSITIVE:
                flip = -flip
    if not by:
        return value
    factor = frozenset((atom, plain_exponent(e)) for atom, e in by.items())
    return work.multiply(value, {factor: fmpq(flip)})


def _exponent(least: int, sign: int, strict: bool) -> int:
    """The power to multiply by, of what occurs with this least power and has this sign.

    A power with an even exponent is not negative. What may be zero is divided by only where
    nothing has to be positive.
    """
    if sign & signs.ZERO and (strict or least < 0):
        return 0
    has_one_sign = not (sign & signs.POSITIVE and sign & signs.NEGATIVE)
    if has_one_sign or least % 2 == 0:
        return -least
    return -least + 1


def _is_nonzero(work: Workspace, atom: Atom, value: Polynomial, goal: Goal) -> bool:
    """Whether an atom is not 0 by its sign, or because a goal without brackets divides by it."""
    if signs.is_nonzero(work, work.atom(atom), goal.context):
        return True
    return not has_brackets(goal) and any(dict(monomial).get(atom, 0) < 0 for monomial in value)
