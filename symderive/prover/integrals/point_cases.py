"""At one point: which densities are 0 there, case by case, and what brackets come to.

The value P of a density at a point is a number that is at least 0, so that P > 0 and P = 0 are each
other's opposite.
"""

from __future__ import annotations

from symderive.language.binding import map_children, subterms
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    And,
    Bound,
    Compare,
    Domain,
    Iverson,
    Mul,
    Not,
    Or,
    Pow,
    Symbol,
    Term,
    Truth,
)

MOST_CASES = 16

Case = tuple[Term, ...]


def is_value(term: Term) -> bool:
    """Whether a term is a number that is at least 0 by its declaration, as a density is."""
    if not isinstance(term, Symbol) or not isinstance(term.domain, Domain):
        return False
    return any(
        term.domain.conditions == (Compare(relation, Bound(0), ZERO),) for relation in (">", ">=")
    )


def is_positive(value: Term) -> bool:
    """Whether the value of a density is positive by its declaration."""
    return is_value(value) and value.domain.conditions[0].relation == ">"  # type: ignore[attr-defined]


def by_signs(condition: Term, denied: bool = False) -> Term:
    """A condition in which what is said of the sign of a value is P > 0 or P = 0.

    ``denied`` asks for the opposite of the condition.
    """
    if isinstance(condition, Not):
        return by_signs(condition.condition, not denied)
    if isinstance(condition, (And, Or)):
        parts = tuple(by_signs(part, denied) for part in condition.conditions)
        return And(parts) if isinstance(condition, And) != denied else Or(parts)
    if isinstance(condition, Compare) and is_value(condition.left) and condition.right == ZERO:
        if condition.relation in (">", "!=", "<=", "="):
            above = (condition.relation in (">", "!=")) != denied
            return Compare(">" if above else "=", condition.left, ZERO)
    return Not(condition) if denied else condition


def cases_of(conditions: Case, claim: Term) -> list[Case]:
    """The cases at a point, as conditions that hold there; those that cannot be are left out.

    Where the claim has brackets, it is a case too whether the values in them are 0. All conditions
    in one case where there are too many.
    """
    split = [*conditions, *(_either(value) for value in _in_brackets((*conditions, claim)))]
    found: list[Case] = [()]
    for condition in split:
        parts = condition.conditions if isinstance(condition, Or) else (condition,)
        found = [(*case, *_conjuncts(part)) for case in found for part in parts]
        found = [case for case in found if not any(_denied(one, case) for one in case)]
        if len(found) > MOST_CASES:
            return [conditions]
    return [tuple(dict.fromkeys(case)) for case in found]


def simplified(term: Term, case: Case) -> Term:
    """The term where a case holds: brackets that are decided there are 1, or make a product 0."""
    if isinstance(term, Iverson):
        holds = decided(by_signs(term.condition), case)
        return term if holds is None else ONE if holds else ZERO
    if isinstance(term, Mul):
        factors = flat(term)
        brackets = [simplified(f, case) for f in factors if isinstance(f, Iverson)]
        if ZERO in brackets:
            return ZERO
        rest = [simplified(f, case) for f in factors if not isinstance(f, Iverson)]
        kept = [bracket for bracket in brackets if bracket != ONE] + rest
        return kept[0] if len(kept) == 1 else Mul(tuple(kept)) if kept else ONE
    return map_children(term, lambda child, binds: simplified(child, case))


def decided(condition: Term, case: Case) -> bool | None:
    """Whether a condition holds in a case; None where that is not seen."""
    if isinstance(condition, Truth):
        return condition.value
    if isinstance(condition, (And, Or)):
        found = [decided(part, case) for part in condition.conditions]
        deciding = isinstance(condition, Or)
        if deciding in found:
            return deciding
        return None if None in found else not deciding
    if condition in case:
        return True
    if _denied(condition, case):
        return False
    if isinstance(condition, Compare) and condition.relation == ">" and condition.right == ZERO:
        return _is_positive_quotient(condition.left, case)
    return None


def flat(term: Term) -> tuple[Term, ...]:
    """The factors of a product, those of products in it included."""
    if not isinstance(term, Mul):
        return (term,)
    return tuple(factor for part in term.factors for factor in flat(part))


def _is_positive_quotient(term: Term, case: Case) -> bool | None:
    """Whether a quotient of values is positive, where the denominators are known to be."""
    answer: bool | None = True
    for factor in flat(term):
        below = isinstance(factor, Pow) and factor.exponent == MINUS_ONE
        value = factor.base if isinstance(factor, Pow) and below else factor
        if not is_value(value):
            return None
        positive = is_positive(value) or Compare(">", value, ZERO) in case
        if positive:
            continue
        if below or Compare("=", value, ZERO) not in case:
            return None
        answer = False
    return answer


def _in_brackets(terms: Case) -> list[Term]:
    """The values of densities in brackets that may be 0."""
    found: dict[Term, None] = {}
    for term in terms:
        for part in subterms(term):
            if isinstance(part, Iverson):
                inside = [t for t in subterms(part.condition) if is_value(t)]
                found |= dict.fromkeys(t for t in inside if not is_positive(t))
    return list(found)


def _either(value: Term) -> Or:
    return Or((Compare(">", value, ZERO), Compare("=", value, ZERO)))


def _conjuncts(condition: Term) -> Case:
    if isinstance(condition, And):
        return tuple(one for part in condition.conditions for one in _conjuncts(part))
    return (condition,)


def _denied(condition: Term, case: Case) -> bool:
    """Whether a case says the opposite of P = 0 or P > 0."""
    if not isinstance(condition, Compare) or condition.relation not in ("=", ">"):
        return False
    opposite = "=" if condition.relation == ">" else ">"
    return (
        condition.right == ZERO
        and is_value(condition.left)
        and (Compare(opposite, condition.left, ZERO) in case)
    )
