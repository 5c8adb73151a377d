"""Derivatives taken before an equation among the hypotheses is put in.

Under g = s, with a number g, the derivative of f(g) by g is not that of f(s). It is replaced by its
closed form, which has no derivative in it; that both agree is a claim of its own. What is left is a
claim without derivatives, into which the equation may be put.
"""

from __future__ import annotations

from symderive.errors import BudgetExceeded, OutsideFragment
from symderive.language.binding import dangling, map_children
from symderive.language.terms import (
    And,
    Compare,
    Partial,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)

SECONDS = 1.0


def taken(statement: Statement) -> list[Statement] | None:
    """Statements that together imply one whose derivatives stand beside an equation for a number.

    None where there is no such equation, or a derivative whose closed form is not found.
    """
    claim = statement.claim
    if not isinstance(claim, Compare) or not any(map(_gives_a_number, statement.given)):
        return None
    derivatives = list(dict.fromkeys(_derivatives(claim)))
    if not derivatives:
        return None
    forms: dict[Term, Term] = {}
    for derivative in derivatives:
        form = _closed_form(derivative, statement)
        if form is None:
            return None
        forms[derivative] = form
    equal = [Compare("=", derivative, form) for derivative, form in forms.items()]
    parts = (*equal, _with(claim, forms))
    return [Statement(part, statement.given) for part in parts]


def _gives_a_number(condition: Term) -> bool:
    if isinstance(condition, And):
        return any(map(_gives_a_number, condition.conditions))
    if not isinstance(condition, Compare) or condition.relation != "=":
        return False
    sides = condition.left, condition.right
    return any(isinstance(side, Symbol) and not side.is_integer for side in sides)


def _derivatives(term: Term) -> list[Term]:
    """The outermost derivatives of a term."""
    if isinstance(term, Partial):
        return [term]
    found: list[Term] = []

    def visit(child: Term, binds: int) -> Term:
        found.extend(_derivatives(child))
        return child

    if not isinstance(term, (Symbol, TensorSymbol)):
        map_children(term, visit)
    return found


def _closed_form(derivative: Term, statement: Statement) -> Term | None:
    """The simplest closed form, found without the hypotheses."""
    from symderive.prover.writing.closed_forms import closed_forms, has_derivatives

    if dangling(derivative):
        return None
    try:
        forms = closed_forms(derivative, (), SECONDS)
    except (OutsideFragment, BudgetExceeded, RecursionError):
        return None
    return next((form for form in forms if not has_derivatives(form)), None)


def _with(term: Term, forms: dict[Term, Term]) -> Term:
    if term in forms:
        return forms[term]
    if isinstance(term, (Symbol, TensorSymbol)):
        return term
    return map_children(term, lambda child, binds: _with(child, forms))
