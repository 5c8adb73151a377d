"""Formulas about an abstract order, and z3, which looks for a proof: nothing else here asks it.

The order is a relation ``le`` on a set of which nothing else is known; a < b is "not b <= a".
A proof is that z3 finds the hypotheses together with the negated claim contradictory; whatever else
it says counts as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import z3

Formula = Any
Element = Any

# A measure of work, so that what is proved does not depend on how busy the machine is.
EFFORT = 400_000
LEAST_MILLISECONDS = 1


class Logic:
    """Formulas about one order.

    >>> logic = Logic()
    >>> a, b = logic.element("a"), logic.element("b")
    >>> logic.contradiction({"first": logic.lt(a, b), "second": logic.le(b, a)}, 1.0)
    ['first', 'second']
    >>> logic.contradiction({"first": logic.lt(a, b)}, 1.0) is None
    True
    """

    def __init__(self) -> None:
        self.marking = False
        # A context of its own: no other use of z3 in this process has a say.
        self._context = z3.Context()
        self._sort = z3.DeclareSort("R", self._context)
        truth = z3.BoolSort(self._context)
        self._le = z3.Function("le", self._sort, self._sort, truth)
        # True of every element. It marks those at which quantifiers are looked at.
        self._seen = z3.Function("seen", self._sort, truth)
        self._elements: dict[str, Element] = {}
        self._count = 0

    def element(self, name: str) -> Element:
        """An element of the order; two names may stand for the same one."""
        return self._elements.setdefault(name, z3.Const(name, self._sort))

    def function(self, name: str) -> Callable[[Element], Element]:
        """A function on the order."""
        found: Callable[[Element], Element] = z3.Function(name, self._sort, self._sort)
        return found

    def le(self, left: Element, right: Element) -> Formula:
        """At most."""
        return self._le(left, right)

    def lt(self, left: Element, right: Element) -> Formula:
        """Less, as the order is total."""
        return z3.Not(self._le(right, left))

    def both(self, *parts: Formula) -> Formula:
        """Conjunction, true of nothing."""
        return z3.And(*parts) if parts else z3.BoolVal(True, self._context)

    def either(self, *parts: Formula) -> Formula:
        """Disjunction, false of nothing."""
        return z3.Or(*parts) if parts else z3.BoolVal(False, self._context)

    def no(self, formula: Formula) -> Formula:
        """Negation."""
        return z3.Not(formula)

    def implies(self, premise: Formula, conclusion: Formula) -> Formula:
        """Implication."""
        return z3.Implies(premise, conclusion)

    def every(self, build: Callable[..., Formula], count: int = 1) -> Formula:
        """For all elements, as many as the function takes."""
        names = self._fresh(count)
        marks = [self._seen(name) for name in names]
        if not self.marking:
            return z3.ForAll(names, build(*names))
        body = z3.Implies(z3.And(marks), build(*names))
        return z3.ForAll(names, body, patterns=[z3.MultiPattern(*marks) if count > 1 else marks[0]])

    def some(self, build: Callable[..., Formula], count: int = 1) -> Formula:
        """There are elements, as many as the function takes."""
        names = self._fresh(count)
        marks = [self._seen(name) for name in names]
        return z3.Exists(names, z3.And(*marks, build(*names)))

    def _fresh(self, count: int) -> list[Element]:
        self._count += 1
        return [z3.Const(f"b{self._count}_{k}", self._sort) for k in range(count)]

    def contradiction(self, facts: Mapping[str, Formula], seconds: float) -> list[str] | None:
        """The names of facts that cannot all hold; None where z3 does not say so in time."""
        solver = z3.Solver(ctx=self._context)
        milliseconds = max(int(1000 * seconds), LEAST_MILLISECONDS)
        solver.set("timeout", milliseconds, "rlimit", EFFORT)
        labels = {}
        for place, (name, formula) in enumerate(facts.items()):
            label = z3.Bool(f"fact{place}", self._context)
            labels[str(label)] = name
            solver.assert_and_track(formula, label)
        solver.add(*[self._seen(element) for element in self._elements.values()])
        if solver.check() != z3.unsat:
            return None
        used = {labels[str(label)] for label in solver.unsat_core()}
        return [name for name in facts if name in used]
