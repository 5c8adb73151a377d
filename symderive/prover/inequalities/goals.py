"""What is to be shown of a polynomial, and the arithmetic of monomials that the rules share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.prover import functions, normalize, reciprocals, signs
from symderive.prover.hypotheses import with_hypotheses
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    RECIPROCAL,
    Atom,
    Component,
    Factor,
    Monomial,
    Polynomial,
    plain_exponent,
)

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Goal:
    """That a polynomial is at least 0 where the context holds, or positive if ``strict``.

    ``attained`` are maxima with entries of theirs that they are equal to.
    """

    value: Polynomial
    strict: bool
    context: Context
    attained: tuple[tuple[Atom, Polynomial], ...] = ()

    def with_value(self, value: Polynomial) -> Goal:
        """The same about another polynomial."""
        return replace(self, value=value)

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes two goals the same."""
        return frozenset(self.value.items()), self.strict, self.context


@dataclass(frozen=True, eq=False)
class Site:
    """A place at which lemmas are looked for: the goal itself, or an arbitrary summand of it.

    ``monomials`` are the terms of the goal there, ``sums`` the sums that it knows of, and
    ``hypotheses`` what occurs in the hypotheses.
    """

    context: Context
    monomials: tuple[Monomial, ...]
    sums: tuple[Component, ...] = ()
    attained: tuple[tuple[Atom, Polynomial], ...] = ()
    hypotheses: tuple[Atom, ...] = ()

    @property
    def atoms(self) -> list[Atom]:
        """The atoms of the terms."""
        return atoms_of(self.monomials)


@dataclass(frozen=True, eq=False)
class Lemma:
    """A polynomial that is at least 0, positive if ``strict``, and 0 if ``vanishes``.

    ``handles`` are the monomials by which it is fitted to a goal; all of them where none is named.
    Where ``positive`` names atoms that are not negative, it is known for positive ones only, and is
    used with weights beside which it holds at 0 by continuity: ``logarithms`` are those that have
    no value there.
    """

    name: str
    value: Polynomial
    strict: bool = False
    vanishes: bool = False
    handles: tuple[Monomial, ...] = ()
    positive: frozenset[Atom] = frozenset()
    logarithms: frozenset[Atom] = frozenset()


def rational(exponent: Any) -> fmpq:
    """An exponent as a rational number."""
    return fmpq(int(exponent.numerator), int(exponent.denominator))


def order_key(atom: Atom) -> tuple[Any, ...]:
    """A key by which atoms are sorted alike in every run."""
    if isinstance(atom, Factor):
        return 0, atom.head.number, tuple(form.key for form in atom.indices)
    if isinstance(atom, Component):
        return 1, tuple((h.number, str(e)) for h, _, e in atom.factors), atom.bound
    return 2, tuple(sorted(v for v in atom.free))


def atoms_of(monomials: Iterable[Monomial]) -> list[Atom]:
    """The atoms that occur, each once, in a fixed order."""
    return sorted({atom for monomial in monomials for atom, _ in monomial}, key=order_key)


def ordered(polynomial: Iterable[Monomial]) -> list[Monomial]:
    """The monomials in a fixed order."""
    return sorted(polynomial, key=lambda m: sorted((order_key(a), str(e)) for a, e in m))


def is_exponential(atom: Atom) -> bool:
    """Whether an atom is the exponential of something."""
    return isinstance(atom, Factor) and atom.head.kind == EXPONENTIAL


def is_function(atom: Atom, name: str) -> bool:
    """Whether an atom is a value of that function."""
    return isinstance(atom, Factor) and atom.head.kind == FUNCTION and atom.head.name == name


def argument_of(work: Workspace, atom: Atom, context: Context) -> Polynomial:
    """What a derived head stands for at its indices: the argument of a function."""
    assert isinstance(atom, Factor)
    return normalize.instantiated(work, atom.head, atom.indices, context)


def divided(monomial: Monomial, divisor: Monomial) -> Monomial | None:
    """The quotient, where it introduces no negative power of what is no exponential."""
    powers = dict(monomial)
    for atom, e in divisor:
        rest = plain_exponent(powers.get(atom, 0) - e)
        if rest < 0 <= powers.get(atom, 0) and not is_exponential(atom):
            return None
        if rest:
            powers[atom] = rest
        else:
            powers.pop(atom, None)
    return frozenset(powers.items())


def has_new_poles(work: Workspace, monomial: Monomial, known: Monomial, context: Context) -> bool:
    """Whether a product divides by what may be zero, other than a product that has a value does."""
    defined = {atom for atom, e in known if e < 0}
    return any(
        e < 0 and atom not in defined and signs.of_atom(work, atom, context) & signs.ZERO
        for atom, e in monomial
    )


def times(work: Workspace, polynomial: Polynomial, monomial: Monomial, c: Any = 1) -> Polynomial:
    """The polynomial times a multiple of a monomial."""
    return work.multiply(polynomial, {monomial: fmpq(c)})


def sign_of(work: Workspace, monomial: Monomial, context: Context) -> int:
    """The possible signs of a product, remembered for as long as the facts are the same."""
    key = monomial, context, work.facts_key()
    found = work.monomial_signs.get(key)
    if found is None:
        found = work.monomial_signs[key] = _sign_of(work, monomial, context)
    return found


def _sign_of(work: Workspace, monomial: Monomial, context: Context) -> int:
    out = signs.POSITIVE
    for atom, e in monomial:
        out = signs.times(out, signs.to_power(signs.of_atom(work, atom, context), e))
        if out == signs.ANY:
            break
    if out & signs.NEGATIVE and out & signs.POSITIVE and work.known_signs:
        out &= signs.known(work, {monomial: functions.HALF})
    return out


def is_nonnegative(sign: int) -> bool:
    """Whether a sign is not negative."""
    return not sign & signs.NEGATIVE


def simplified(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial:
    """The polynomial where equations that are known hold, with what denominators cancel."""
    if work.known_signs:
        polynomial = with_hypotheses(work, polynomial)
    if any(isinstance(a, Factor) and a.head.kind == RECIPROCAL for m in polynomial for a, _ in m):
        polynomial, _ = reciprocals.cancelled(work, polynomial, context)
    return polynomial
