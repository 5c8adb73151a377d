"""A maximum over a range is one of the values: max f = f(j) for some j of the range.

So a goal holds if it does with f(j) for the maximum, for every j with f(k) <= f(j) for all k.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.prover import functionals, functions, normalize, piecewise, reciprocals, roots
from symderive.prover.components import covers
from symderive.prover.dominance import RUNNING
from symderive.prover.inequalities.frames import Frames
from symderive.prover.inequalities.goals import Goal, Site, ordered, rational
from symderive.prover.inequalities.sums import entry_of_maximum, maxima_of
from symderive.prover.integers import SUMMED, form_of
from symderive.prover.presburger import AT_LEAST
from symderive.prover.ring import (
    EXPONENTIAL,
    INDICATOR,
    POWER,
    RECIPROCAL,
    Atom,
    Bracket,
    Component,
    Factor,
    Polynomial,
    add,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace


def with_entry(work: Workspace, goal: Goal) -> Goal | None:
    """The goal with an arbitrary greatest entry in the place of one maximum.

    None where there is no maximum, or where its range may be empty.
    """
    for atom in maxima_of(work, Site(goal.context, tuple(ordered(goal.value)))):
        inside = _at_an_index(work, atom, goal.context)
        if inside is None:
            continue
        context, entry = inside
        try:
            value = Replacement(work, atom, entry).polynomial(goal.value, context)
        except OutsideFragment:
            continue
        if value != goal.value:
            known = (*goal.attained, (atom, entry))
            return replace(goal, value=value, context=context, attained=known)
    return None


def _at_an_index(
    work: Workspace, atom: Atom, context: Context
) -> tuple[Context, Polynomial] | None:
    """A new index of the range of a maximum, and the value there."""
    assert isinstance(atom, Factor)
    body = normalize.instantiated(work, atom.head, atom.indices, context)
    guard, _ = functions.separate_arguments(body, 2)
    brackets = [b for monomial in guard for b, _ in monomial if isinstance(b, Bracket)]
    if len(brackets) != 1 or brackets[0].equalities:
        return None
    v = work.fresh(SUMMED)
    form = form_of(v)
    inequalities = [f.substituted({RUNNING: form}) for f in brackets[0].inequalities]
    # Beside a false bracket a maximum may stand whose range is empty.
    if not covers([v], [], inequalities, context):
        return None
    inside = context.extended((AT_LEAST, f) for f in inequalities)
    entry = entry_of_maximum(work, atom, form, inside)
    return None if entry is None else (inside, entry)


class Replacement:
    """A value put for an atom everywhere, in exponents and other arguments too."""

    def __init__(self, work: Workspace, target: Atom, value: Polynomial) -> None:
        self.work = work
        self.target = target
        self.value = value

    def polynomial(self, polynomial: Polynomial, context: Context) -> Polynomial:
        """The polynomial with the value put in."""
        out: Polynomial = {}
        for monomial, c in polynomial.items():
            product: Polynomial = {frozenset(): c}
            for atom, e in monomial:
                product = self.work.multiply(product, self._power(atom, e, context))
            out = add(out, product)
        return out

    def _power(self, atom: Atom, exponent: object, context: Context) -> Polynomial:
        """A power of an atom with the value put in."""
        work = self.work
        unchanged: Polynomial = {frozenset([(atom, exponent)]): functions.HALF * 2}
        if atom is self.target:
            return self._natural(self.value, exponent, context)
        if isinstance(atom, Component):
            return self._sum(atom, exponent, context)
        if not isinstance(atom, Factor) or atom.head.body is None:
            return unchanged
        head = atom.head
        body = normalize.instantiated(work, head, atom.indices, context)
        new = self.polynomial(body, context)
        if new == body:
            return unchanged
        if head.kind == EXPONENTIAL:
            power = rational(exponent)
            return functions.exponential(work, scaled(new, power), context)
        if head.kind == RECIPROCAL and isinstance(exponent, int) and exponent < 0:
            return work.power(reciprocals.inverse(work, new, context), -exponent)
        return self._natural(self._read_anew(head.kind, head.name, new, context), exponent, context)

    def _read_anew(self, kind: int, name: object, body: Polynomial, context: Context) -> Polynomial:
        work = self.work
        if kind == INDICATOR:
            return piecewise.indicator(work, str(name), body, context)
        if kind == POWER or isinstance(name, functionals.Name) or name == "max":
            raise OutsideFragment("a maximum inside a power or a function of a tensor")
        if name == piecewise.ABSOLUTE:
            return piecewise.absolute(work, body, context)
        if name == "tanh":
            return functions.tanh(work, body, context)
        if name == "log":
            return functions.logarithm(work, body, context)
        if isinstance(name, functions.Root):
            return roots.of_nonnegative(work, body, name.degree, context)
        return functions.function(work, name, body, context)

    def _sum(self, component: Component, exponent: object, context: Context) -> Polynomial:
        frames = Frames(self.work, context)
        frame, summand = frames.open(component)
        inner: Polynomial = {summand: functions.HALF * 2}
        new = self.polynomial(inner, frame.context)
        if new == inner:
            return {frozenset([(component, exponent)]): functions.HALF * 2}
        return self._natural(frame.closed(self.work, new, context), exponent, context)

    def _natural(self, value: Polynomial, exponent: object, context: Context) -> Polynomial:
        if not isinstance(exponent, int):
            raise OutsideFragment("a root of a maximum")
        if exponent < 0:
            inverse = reciprocals.inverse(self.work, value, context)
            return self.work.power(inverse, -exponent)
        return self.work.power(value, exponent)
