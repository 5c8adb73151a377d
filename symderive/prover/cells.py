"""Sign cells: the values under indicators are positive, zero or negative, and each cell is decided.

Cells that contradict linear arithmetic over the monomials are left out.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any

from symderive.prover import normalize, presburger, signs, weights
from symderive.prover.context import Context
from symderive.prover.integers import Form
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.ring import (
    INDICATOR,
    UNIT,
    Factor,
    Monomial,
    Polynomial,
    add,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_CELLS = 729
POSITIVE, ZERO, NEGATIVE = 1, 0, -1


class _Cells:
    """The search through the cells of one polynomial."""

    def __init__(self, work: Workspace, context: Context) -> None:
        self.work = work
        self.context = context
        self.columns: dict[Monomial, int] = {UNIT: 0}
        self.visited = 0

    def vanishes(self, polynomial: Polynomial, known: list[Constraint]) -> bool:
        """Whether the polynomial is zero in every cell that is compatible with what is known."""
        self.work.tick()
        chosen = self.indicator(polynomial)
        if chosen is None:
            return weights.is_zero(self.work, polynomial, self.context).zero is True
        body = normalize.instantiated(self.work, chosen.head, chosen.indices, self.context)
        form = self.form(body)
        for sign in (POSITIVE, ZERO, NEGATIVE):
            self.visited += 1
            if self.visited > MAX_CELLS:
                return False
            constraint = _constraint(form, sign)
            here = [*known, constraint]
            if presburger.is_empty(here):
                continue
            value = self._valued(polynomial, body, sign)
            if sign == ZERO:
                value = _where_zero(self.work, value, body)
            if not self.vanishes(value, here):
                return False
        return True

    def indicator(self, polynomial: Polynomial) -> Factor | None:
        """Some indicator of the polynomial."""
        for monomial in polynomial:
            for atom, _ in monomial:
                if isinstance(atom, Factor) and atom.head.kind == INDICATOR:
                    return atom
        return None

    def form(self, body: Polynomial) -> Form:
        """The polynomial as a linear form over its monomials, the constant term times a unit."""
        common = 1
        for c in body.values():
            common = common * int(c.q) // gcd(common, int(c.q))
        terms: dict[tuple[int, ...], int] = {}
        for monomial, c in body.items():
            column = self.columns.setdefault(monomial, len(self.columns))
            terms[(column,)] = int((c * common).p)
        return Form(terms)

    def _valued(self, polynomial: Polynomial, body: Polynomial, sign: int) -> Polynomial:
        """The polynomial with the indicators of this body, or of its negative, evaluated."""
        out: Polynomial = {}
        for monomial, c in polynomial.items():
            value = 1
            powers: dict[Any, Any] = {}
            for atom, e in monomial:
                if isinstance(atom, Factor) and atom.head.kind == INDICATOR:
                    other = normalize.instantiated(self.work, atom.head, atom.indices, self.context)
                    direction = 1 if other == body else -1 if other == scaled(body, -1) else 0
                    if direction:
                        wanted = ZERO if atom.head.name == "=" else direction
                        value *= int(sign == wanted)
                        continue
                powers[atom] = e
            if value:
                out = add(out, {frozenset(powers.items()): c})
        return out


def _constraint(form: Form, sign: int) -> Constraint:
    if sign == ZERO:
        return EQUAL, form
    return AT_LEAST, (form if sign == POSITIVE else -form).shifted(-1)


def _where_zero(work: Workspace, polynomial: Polynomial, body: Polynomial) -> Polynomial:
    """The polynomial with an atom of the body replaced by what makes the body zero."""
    for monomial, c in body.items():
        if len(monomial) != 1:
            continue
        ((atom, e),) = monomial
        others = {m: -k / c for m, k in body.items() if m != monomial}
        if e != 1 or any(atom in dict(m) for m in others):
            continue
        out: Polynomial = {}
        for term, k in polynomial.items():
            powers = dict(term)
            times = powers.pop(atom, 0)
            if times < 0 or times != int(times):
                return polynomial
            kept: Polynomial = {frozenset(powers.items()): k}
            out = add(out, work.multiply(kept, work.power(others, int(times))))
        return out
    return polynomial


def vanishes(work: Workspace, polynomial: Polynomial, context: Context) -> bool:
    """Whether a polynomial with indicators is zero in every cell of signs.

    Source: scaling makes a strict homogeneous inequality >= 1; the unit stands for the constant.
    """
    cells = _Cells(work, context)
    unit_positive: list[Constraint] = [(AT_LEAST, Form({(0,): 1, (): -1}))]
    known = list(unit_positive)
    for fact, sign in work.known_signs:
        form = cells.form(fact)
        told = {
            signs.POSITIVE: _constraint(form, POSITIVE),
            signs.NEGATIVE: _constraint(form, NEGATIVE),
            signs.ZERO: _constraint(form, ZERO),
            signs.NONNEGATIVE: (AT_LEAST, form),
            signs.NEGATIVE | signs.ZERO: (AT_LEAST, -form),
        }
        if sign in told:
            known.append(told[sign])
    if cells.indicator(polynomial) is None:
        return False
    return cells.vanishes(polynomial, known)
