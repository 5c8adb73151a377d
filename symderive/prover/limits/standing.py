"""Limits that stand as numbers inside other terms."""

from __future__ import annotations

from symderive.language.binding import children, dangling, map_children
from symderive.language.limits import Limit
from symderive.language.terms import Apply, Partial, Term

DERIVATIVES = frozenset({"gradient", "hessian", "jacobian", "vjp"})


def has_limit(term: Term) -> bool:
    """Whether a limit is written in a term; remembered on the term itself."""
    found = term.__dict__.get("_has_limit")
    if found is None:
        found = isinstance(term, Limit) or any(has_limit(child) for child, _ in children(term))
        object.__setattr__(term, "_has_limit", found)
    return bool(found)


def first_limit(term: Term) -> Limit | None:
    """A limit without other limits in it that depends on no bound variable; None without one."""
    if not has_limit(term) or _differentiates(term):
        return None
    for child, _ in children(term):
        found = first_limit(child)
        if found is not None:
            return found
    return term if isinstance(term, Limit) and not dangling(term) else None


def _differentiates(term: Term) -> bool:
    """Whether a term is a derivative: what is equal under hypotheses has other derivatives."""
    return isinstance(term, Partial) or (isinstance(term, Apply) and term.name in DERIVATIVES)


def replaced(term: Term, limit: Limit, value: Term) -> Term:
    """The term with a value in the place of a limit; neither depends on bound variables."""
    if term == limit:
        return value
    if not has_limit(term) or _differentiates(term):
        return term
    return map_children(term, lambda child, binds: replaced(child, limit, value))
