"""Where in a statement a term stands: its binders, and what is assumed there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from symderive.prover.context import Context
from symderive.prover.integers import Form, Variable
from symderive.prover.presburger import Constraint
from symderive.prover.radix import is_positive

MAX_ALTERNATIVES = 16
Conjunction = tuple[Constraint, ...]


@dataclass(frozen=True)
class Binder:
    """The variables that one sum binds, with their range."""

    variables: frozenset[Variable]
    constraints: Conjunction


@dataclass(frozen=True)
class Place:
    """``environment`` gives the forms of bound variables, innermost last; ``context`` what holds.

    ``alternatives`` are disjunctions of conjunctions that hold too (brackets that are not convex);
    ``binders`` are the enclosing sums.
    """

    environment: tuple[Form, ...]
    context: Context
    alternatives: tuple[tuple[Conjunction, ...], ...] = ()
    binders: tuple[Binder, ...] = ()

    def bound(self, index: int) -> Form:
        """The form of a de Bruijn index."""
        return self.environment[len(self.environment) - 1 - index]

    def assuming(self, constraints: Iterable[Constraint]) -> Place:
        """The place where more constraints hold."""
        added = tuple(constraints)
        return replace(self, context=self.context.extended(added)) if added else self

    def under(self, value: Form, binder: Binder) -> Place:
        """The place under one more binder, whose variable has that value."""
        return replace(
            self,
            environment=(*self.environment, value),
            context=self.context.extended(binder.constraints),
            binders=(*self.binders, binder),
        )

    def with_alternatives(self, choices: tuple[Conjunction, ...]) -> Place:
        """The place where one of the conjunctions holds."""
        if len(choices) == 1:
            return self.assuming(choices[0])
        return replace(self, alternatives=(*self.alternatives, choices))

    def contexts(self) -> list[Context]:
        """The context, once for each way to choose among the alternatives."""
        count = 1
        for choices in self.alternatives:
            count *= len(choices)
        if not self.alternatives or count > MAX_ALTERNATIVES:
            return [self.context]
        return [
            self.context.extended([c for conjunction in chosen for c in conjunction])
            for chosen in product(*self.alternatives)
        ]

    def entails(self, form: Form) -> bool:
        """Whether form >= 0 here."""
        if self.context.entails(form):
            return True
        if not self.alternatives:
            return False
        return all(context.entails(form) for context in self.contexts())

    def entails_zero(self, form: Form) -> bool:
        """Whether form = 0 here."""
        return self.entails(form) and self.entails(-form)

    def excludes_zero(self, form: Form) -> bool:
        """Whether form is not 0 here."""
        return all(
            is_positive(form, context) or is_positive(-form, context) or context.excludes_zero(form)
            for context in self.contexts()
        )
