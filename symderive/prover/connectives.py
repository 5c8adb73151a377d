"""Claims with connectives and quantifiers, brought back to relations.

P or Q is Q where P fails; "for every k in a..b" is a claim about one more index. Only conditions
that have a truth value at every point are moved to the hypotheses, which is seen from their form or
has to be proved: where a hypothesis is undefined nothing is claimed, but where a part of a claim is
undefined the claim is not proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symderive.errors import OutsideFragment
from symderive.language.binding import instantiate, shift
from symderive.language.terms import (
    Add,
    And,
    Bound,
    Ceiling,
    Compare,
    Domain,
    Floor,
    Forall,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Statement,
    Symbol,
    Term,
    Truth,
    number,
)
from symderive.prover.cases import unused_name
from symderive.prover.conditions import negated

LARGEST_SPLIT = 8


def as_relation(statement: Statement) -> Statement | None:
    """A negation or a disjunction as a statement without that connective; None where none is found.

    given H: P or Q, as given H and not P: Q. P must be a condition on integers that is defined
    everywhere; of several parts at most one may be something else, and that one is kept. An
    equality is kept rather than an inequality, and rather than a conjunction.
    """
    claim = statement.claim
    try:
        if isinstance(claim, Not):
            return Statement(negated(claim.condition), statement.given)
        if not isinstance(claim, Or):
            return None
        parts = list(_alternatives(claim))
        others = [part for part in parts if not is_defined_everywhere(part)]
        if len(others) > 1 or not parts:
            return None
        kept = others[0] if others else min(parts, key=_preference)
        moved = [negated(part) for part in parts if part is not kept]
    except OutsideFragment:
        return None
    return Statement(kept, (*statement.given, *moved))


def as_implication(statement: Statement) -> list[Statement] | None:
    """given H: not P or Q, as given H: P has a truth value, and given H and P: Q.

    None where the claim is no disjunction of negations and one other part, or where it is not
    known what it means that a premise has a truth value.
    """
    claim = statement.claim
    if not isinstance(claim, Or):
        return None
    premises = [part.condition for part in claim.conditions if isinstance(part, Not)]
    others = [part for part in claim.conditions if not isinstance(part, Not)]
    if len(others) != 1:
        return None
    try:
        defined = [Statement(has_truth_value(premise), statement.given) for premise in premises]
    except OutsideFragment:
        return None
    return [*defined, Statement(others[0], (*statement.given, *premises))]


def has_truth_value(condition: Term) -> Term:
    """A condition that is proved only where all parts of a condition are defined: D = D for D = 0.

    D is the difference of both sides, so that tensors must have the same shape.
    """
    if isinstance(condition, Compare):
        difference = Add((condition.left, Mul((number(-1), condition.right))))
        return Compare("=", difference, difference)
    if isinstance(condition, (And, Or)):
        return And(tuple(map(has_truth_value, condition.conditions)))
    if isinstance(condition, Not):
        return has_truth_value(condition.condition)
    if isinstance(condition, Forall):
        return replace(condition, body=has_truth_value(condition.body))
    if isinstance(condition, Truth):
        return condition
    raise OutsideFragment(f"whether {type(condition).__name__} is defined")


def _alternatives(claim: Term) -> Iterator[Term]:
    """The parts of a disjunction, negations pushed inside."""
    if isinstance(claim, Not):
        if isinstance(claim.condition, Compare) or not is_defined_everywhere(claim.condition):
            yield negated(claim.condition)
        else:
            yield from _alternatives(negated(claim.condition))
    elif isinstance(claim, Or):
        for part in claim.conditions:
            yield from _alternatives(part)
    else:
        yield claim


def _preference(part: Term) -> int:
    if isinstance(part, Compare):
        return 0 if part.relation == "=" else 1
    return 2


def is_defined_everywhere(condition: Term) -> bool:
    """Whether a condition is true or false at every point: relations of integer polynomials.

    Floors, ceilings and remainders may divide by numbers other than 0.
    """
    if isinstance(condition, Truth):
        return True
    if isinstance(condition, (And, Or)):
        return all(map(is_defined_everywhere, condition.conditions))
    if isinstance(condition, Not):
        return is_defined_everywhere(condition.condition)
    if isinstance(condition, Compare):
        return _is_defined(condition.left) and _is_defined(condition.right)
    return False


def _is_defined(term: Term) -> bool:
    if isinstance(term, (Number, Bound)):
        return True
    if isinstance(term, Symbol):
        return term.is_integer
    if isinstance(term, Add):
        return all(map(_is_defined, term.terms))
    if isinstance(term, Mul):
        return all(map(_is_defined, term.factors))
    if isinstance(term, (Floor, Ceiling)):
        return _is_defined(term.argument)
    if isinstance(term, Mod):
        modulus = term.modulus
        return isinstance(modulus, Number) and modulus.value != 0 and _is_defined(term.argument)
    return False


def at_one_index(statement: Statement, claim: Forall) -> Statement:
    """for every k in a..b: P(k), as P(k) for one more free index k of that range."""
    value = Bound(0)
    inside = Domain(
        "integer",
        (
            Compare("<=", shift(claim.lower, 1), value),
            Compare("<=", value, shift(claim.upper, 1)),
        ),
    )
    symbol = Symbol(unused_name(claim.name, statement), inside)
    return Statement(instantiate(claim.body, (symbol,)), statement.given)


def by_alternatives(statement: Statement) -> list[Statement]:
    """One statement for each alternative of the disjunctions among the hypotheses.

    given P or Q: R follows from given P: R, and given Q: R.
    """
    found: list[tuple[Term, ...]] = [()]
    for condition in statement.given:
        parts = condition.conditions if isinstance(condition, Or) else (condition,)
        if len(found) * len(parts) > LARGEST_SPLIT:
            return [statement]
        found = [(*chosen, part) for chosen in found for part in parts]
    return [Statement(statement.claim, given) for given in found]
