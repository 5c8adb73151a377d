"""Sums opened at an arbitrary index of their range, and closed again.

Sums over the same range share their variables, so that what is known of one summand can be set
against another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symderive.prover import normalize, ranges, substitution
from symderive.prover.integers import SLOT, Form, Variable, form_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.ring import Component, Monomial, Polynomial

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace

FIRST_SLOT = 500
Key = tuple[int, frozenset[Form], frozenset[Form]]


@dataclass(frozen=True, eq=False)
class Frame:
    """The indices of a sum: variables, their guard, and the context in which they are arbitrary."""

    variables: tuple[Variable, ...]
    equalities: tuple[Form, ...]
    inequalities: tuple[Form, ...]
    context: Context

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """The guard."""
        return (
            *((EQUAL, form) for form in self.equalities),
            *((AT_LEAST, form) for form in self.inequalities),
        )

    def closed(self, work: Workspace, summand: Polynomial, outside: Context) -> Polynomial:
        """The sum of a polynomial over the frame."""
        return normalize.summed(
            work, list(self.variables), self.equalities, self.inequalities, summand, outside
        )


class Frames:
    """The frames of the sums that stand in one goal, whose context is ``context``."""

    def __init__(self, work: Workspace, context: Context) -> None:
        self.work = work
        self.context = context
        self.found: dict[Key, Frame] = {}
        self._opened: dict[Component, tuple[Frame, Monomial]] = {}

    def open(self, component: Component) -> tuple[Frame, Monomial]:
        """The frame of a sum, and its summand at the variables of the frame."""
        known = self._opened.get(component)
        if known is None:
            known = self._opened[component] = self._open(component)
        return known

    def _open(self, component: Component) -> tuple[Frame, Monomial]:
        parts = substitution.renamed(self.work, component)
        bound, equalities, inequalities, factors = ranges.without_equalities(*parts)
        slots = {v: form_of(variable(SLOT, FIRST_SLOT + k)) for k, v in enumerate(bound)}
        key = (
            len(bound),
            frozenset(f.substituted(slots) for f in equalities),
            frozenset(f.substituted(slots) for f in inequalities),
        )
        frame = self.found.get(key)
        if frame is None:
            inside = self.context.extended(
                [(EQUAL, f) for f in equalities] + [(AT_LEAST, f) for f in inequalities]
            )
            frame = Frame(tuple(bound), tuple(equalities), tuple(inequalities), inside)
            self.found[key] = frame
        values = {v: form_of(w) for v, w in zip(bound, frame.variables, strict=True)}
        summand: Monomial = frozenset()
        for head, indices, e in factors:
            moved = tuple(form.substituted(values) for form in indices)
            atom = self.work.factor(head, moved)
            summand = self.work.multiply_monomials(summand, frozenset([(atom, e)]))
        return frame, summand


def components_of(polynomials: Iterable[Polynomial]) -> list[Component]:
    """The sums that are atoms of the polynomials, each once."""
    found = {
        atom: None
        for polynomial in polynomials
        for monomial in polynomial
        for atom, _ in sorted(monomial, key=repr)
        if isinstance(atom, Component)
    }
    return list(found)
