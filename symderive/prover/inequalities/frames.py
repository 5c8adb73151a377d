"""Sums opened at an arbitrary index of their range, and closed again.

Sums over the same range share their variables, so that what is known of one summand can be set
against another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import normalize, ranges, substitution
from symderive.prover.inequalities.goals import order_key
from symderive.prover.integers import SLOT, Form, Variable, form_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.ring import Component, Monomial, Polynomial

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace

FIRST_SLOT = 500
MAX_INDICES = 4
ONE = fmpq(1)
Guards = tuple[list[Form], list[Form]]
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
        self._opened: dict[Component, list[tuple[Frame, Monomial]]] = {}

    def open(self, component: Component) -> tuple[Frame, Monomial]:
        """The frame of a sum over all its indices, and its summand there."""
        return self.options(component)[0]

    def options(self, component: Component) -> list[tuple[Frame, Monomial]]:
        """The sum opened at all its indices, and at each one of them alone.

        In the second case the sums over the other indices stay, as factors of the summand.
        """
        known = self._opened.get(component)
        if known is None:
            known = self._opened[component] = list(self._open(component))
        return known

    def _open(self, component: Component) -> Iterator[tuple[Frame, Monomial]]:
        parts = substitution.renamed(self.work, component)
        bound, equalities, inequalities, factors = ranges.without_equalities(*parts)
        summand = frozenset((self.work.factor(h, i), e) for h, i, e in factors)
        yield self._framed(bound, equalities, inequalities, {summand: ONE})
        if 1 < len(bound) <= MAX_INDICES:
            for v in bound:
                try:
                    option = self._at_one_index(v, bound, (equalities, inequalities), summand)
                except OutsideFragment:
                    continue
                if option is not None:
                    yield option

    def _at_one_index(
        self, v: Variable, bound: list[Variable], guard: Guards, summand: Monomial
    ) -> tuple[Frame, Monomial] | None:
        """The sum over one index of the sum over the others."""
        others = [w for w in bound if w != v]
        inner = [[f for f in part if not f.variables.isdisjoint(others)] for part in guard]
        outer = [[f for f in part if f.variables.isdisjoint(others)] for part in guard]
        inside = self.context.extended(
            [(EQUAL, f) for f in outer[0]] + [(AT_LEAST, f) for f in outer[1]]
        )
        value = normalize.summed(self.work, others, inner[0], inner[1], {summand: ONE}, inside)
        if len(value) != 1 or set(value.values()) != {ONE}:
            return None
        return self._framed([v], outer[0], outer[1], value)

    def _framed(
        self,
        bound: list[Variable],
        equalities: list[Form],
        inequalities: list[Form],
        summand: Polynomial,
    ) -> tuple[Frame, Monomial]:
        """The frame with this guard, and the summand at its variables."""
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
        values = {v: form_of(w) for v, w in zip(bound, frame.variables, strict=True) if v != w}
        if values:
            summand = substitution.in_polynomial(self.work, summand, values, frame.context)
        ((monomial, c),) = summand.items()
        assert c == 1
        return frame, monomial


def components_of(polynomials: Iterable[Polynomial]) -> list[Component]:
    """The sums that are atoms of the polynomials, each once."""
    found = {
        atom: None
        for polynomial in polynomials
        for monomial in polynomial
        for atom, _ in sorted(monomial, key=lambda item: order_key(item[0]))
        if isinstance(atom, Component)
    }
    return list(found)
