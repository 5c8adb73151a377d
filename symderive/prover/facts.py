"""Constraints looked up by what stands in them: entailment by arithmetic alone.

A form is at least 0 where one constraint says so up to a constant, or the sum of two does.
"""

from __future__ import annotations

from collections.abc import Iterable

from symderive.prover.integers import Form, Monomial, Variable
from symderive.prover.presburger import AT_LEAST, Constraint

Terms = dict[Monomial, int]


class Facts:
    """The constraints of a context; an equation is two of them."""

    def __init__(self, constraints: Iterable[Constraint], weaker: Facts | None = None) -> None:
        """``weaker`` are facts that hold too; they are not changed."""
        self.variables: set[Variable] = set(weaker.variables) if weaker else set()
        self._least: dict[frozenset[tuple[Monomial, int]], int] = (
            dict(weaker._least) if weaker else {}
        )
        self._with: dict[Monomial, tuple[tuple[Terms, int], ...]] = (
            dict(weaker._with) if weaker else {}
        )
        for kind, form in constraints:
            self.variables |= form.variables
            terms = {m: c for m, c in form.terms.items() if m}
            self._add(terms, form.constant_term)
            if kind != AT_LEAST:
                self._add({m: -c for m, c in terms.items()}, -form.constant_term)

    def _add(self, terms: Terms, constant: int) -> None:
        bare = frozenset(terms.items())
        known = self._least.get(bare)
        if known is not None and known <= constant:
            return
        self._least[bare] = constant
        for monomial in terms:
            self._with[monomial] = (*self._with.get(monomial, ()), (terms, constant))

    def entail(self, form: Form) -> bool:
        """Whether form >= 0 follows from one constraint, or from the sum of two."""
        terms = {m: c for m, c in form.terms.items() if m}
        constant = form.constant_term
        offset = self._least.get(frozenset(terms.items()))
        if offset is not None and constant >= offset:
            return True
        # A term of the form is in one of the two constraints: the one that is in fewest is looked
        # up, and the other constraint is known by what is left.
        holding = min((self._with.get(monomial, ()) for monomial in terms), key=len)
        for other, shift in holding:
            offset = self._least.get(frozenset(_difference(terms, other).items()))
            if offset is not None and constant - shift >= offset:
                return True
        return False


def _difference(one: Terms, other: Terms) -> Terms:
    found = dict(one)
    for monomial, c in other.items():
        total = found.get(monomial, 0) - c
        if total:
            found[monomial] = total
        else:
            del found[monomial]
    return found
