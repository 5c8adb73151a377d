"""Terms near a point at which some of their operations have kinks: the branch taken there.

A derivative at a point is that of any function that is the same near the point. So every choice
that a term makes (the sign of |u|, the greatest of several, a case, a bracket) is made where the
variable stands, and kept while the variable moves. Exactly at a kink there is no value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.errors import SymderiveError
from symderive.language.binding import children, free_symbols, map_children, shift, substitute
from symderive.language.definitions import entry_of, shape_of
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    And,
    Apply,
    Array,
    Cases,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Partial,
    Reduce,
    TensorSymbol,
    Term,
)
from symderive.numeric.products import generic_entry

# Operations on whole tensors that are smooth where they are defined, and need not be unfolded.
SMOOTH = frozenset(
    "matmul transpose outer kron einsum sum mean softmax logsumexp log_softmax vec reshape flip "
    "softplus".split()
)
SIDED, CHOOSING = ("Abs", "sign"), ("Max", "Min")


class NotSmooth(SymderiveError):
    """A term with kinks that are not known where the variable stands."""


class Frozen:
    """Writes terms with their choices made where ``base`` stands in the place of a variable."""

    def __init__(self, variable: Term, base: Term) -> None:
        """Both are declared variables of one shape."""
        self.variable = variable
        self.there: dict[Term, Term] = {variable: base}
        self.known: dict[Term, bool] = {}

    def has_kinks(self, term: Term) -> bool:
        """Whether a choice in the term depends on the variable."""
        found = self.known.get(term)
        if found is None:
            found = self.variable in free_symbols(term) and self._has_kinks(term)
            self.known[term] = found
        return found

    def _has_kinks(self, term: Term) -> bool:
        if isinstance(term, Function) and term.name in SIDED:
            return True
        if isinstance(term, Function) and term.name in CHOOSING and len(term.arguments) > 1:
            return True
        if isinstance(term, Reduce) and term.operation in ("max", "min"):
            return True
        if isinstance(term, (Floor, Ceiling, Mod, Iverson)):
            return True
        if isinstance(term, Cases) and any(
            self.variable in free_symbols(condition) for condition in term.conditions
        ):
            return True
        if isinstance(term, Apply) and term.name not in SMOOTH:
            whole = entry_of(*generic_entry(term)) if shape_of(term) else entry_of(term, ())
            return self.has_kinks(whole)
        return any(self.has_kinks(child) for child, _ in children(term))

    def write(self, term: Term) -> Term:
        """The term in which the variable moves, and the choices stay."""
        if not self.has_kinks(term):
            return term
        shape = shape_of(term) if isinstance(term, (Function, Cases)) else ()
        if shape:
            return Array(shape, self.write(entry_of(*generic_entry(term))))
        rule = RULES.get(type(term))
        return rule(self, term) if rule else self._parts(term)

    def _parts(self, term: Term) -> Term:
        return map_children(term, lambda child, binds: self.write(child))

    def _function(self, term: Function) -> Term:
        if term.name in SIDED:
            (inner,) = term.arguments
            moving, before = self.write(inner), substitute(inner, self.there)
            values: tuple[Term, ...] = (MINUS_ONE, ONE)
            if term.name == "Abs":
                values = Mul((MINUS_ONE, moving)), moving
            return Cases(values, (Compare("<", before, ZERO), Compare(">", before, ZERO)))
        if term.name not in CHOOSING or len(term.arguments) == 1:
            return self._parts(term)
        relation = ">" if term.name == "Max" else "<"
        standing = [substitute(argument, self.there) for argument in term.arguments]
        conditions = tuple(
            And(tuple(Compare(relation, mine, s) for at, s in enumerate(standing) if at != here))
            for here, mine in enumerate(standing)
        )
        return Cases(tuple(map(self.write, term.arguments)), conditions)

    def _reduce(self, term: Reduce) -> Term:
        """The one entry that is the greatest, picked by a sum of brackets."""
        if term.operation not in ("max", "min"):
            return self._parts(term)
        before = shift(substitute(term, self.there), 1)
        reached = Iverson(Compare("=", substitute(term.body, self.there), before))
        picked = Mul((reached, self.write(term.body)))
        chosen, count = (
            Reduce("sum", term.lower, term.upper, body, term.name) for body in (picked, reached)
        )
        return Cases((chosen,), (Compare("=", count, ONE),))

    def _cases(self, term: Cases) -> Term:
        standing = tuple(substitute(condition, self.there) for condition in term.conditions)
        return Cases(tuple(map(self.write, term.values)), standing)

    def _standing(self, term: Term) -> Term:
        return substitute(term, self.there)

    def _apply(self, term: Apply) -> Term:
        if term.name in SMOOTH:
            return self._parts(term)
        shape = shape_of(term)
        if not shape:
            return self.write(entry_of(term, ()))
        return Array(shape, self.write(entry_of(*generic_entry(term))))

    def _entry(self, term: Entry) -> Term:
        if isinstance(term.tensor, TensorSymbol):
            return term
        return Entry(self.write(term.tensor), term.indices)

    def _refused(self, term: Term) -> Term:
        raise NotSmooth(f"the kinks of a {type(term).__name__} are not followed")


RULES: dict[type[Term], Callable[[Frozen, Any], Term]] = {
    Function: Frozen._function,
    Reduce: Frozen._reduce,
    Cases: Frozen._cases,
    Iverson: Frozen._standing,
    Floor: Frozen._standing,
    Ceiling: Frozen._standing,
    Apply: Frozen._apply,
    Entry: Frozen._entry,
    Mod: Frozen._refused,
    Partial: Frozen._refused,
}
