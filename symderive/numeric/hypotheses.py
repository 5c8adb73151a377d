"""What a claim consists of, and where the hypotheses of each part hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.binding import free_symbols, instantiate, shift, subterms
from symderive.language.limits import Limit, Tends
from symderive.language.terms import UNKNOWN, And, Bound, Compare, Forall, Not, Or, Symbol, Term
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment
from symderive.numeric.grids import truth
from symderive.numeric.judging import assured

Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Relation:
    """One relation of a claim, under index variables and quantifiers, with what it needs.

    ``premised``: an implication of the claim itself is among what it needs.
    """

    term: Term
    names: tuple[str, ...]
    given: tuple[Term, ...]
    premised: bool = False


def domains_of(integers: Sequence[Symbol]) -> list[Term]:
    """What the domains of integer variables say, as conditions on the variables."""
    return [
        instantiate(condition, (symbol,))
        for symbol in integers
        for condition in symbol.domain.conditions  # type: ignore[attr-defined]
    ]


def relevant_points(run: Evaluation, given: Sequence[Term], environment: Environment) -> Truths:
    """Where the hypotheses hold."""
    shape = np.broadcast_shapes(*(axis.shape for axis in environment))
    found: Any = np.ones(shape, dtype=bool)
    for condition in given:
        found = found & holds_at(run, condition, environment)
    return np.asarray(found)


def holds_at(run: Evaluation, condition: Term, environment: Environment) -> Truths:
    """Whether a hypothesis holds: integers exactly, reals as far as rounding lets one tell."""
    if about_integers(condition):
        return truth(run, condition, environment)
    return assured(run, condition, environment)


def about_integers(term: Term) -> bool:
    """Whether a condition is about integer variables only, and no unknown function."""
    if any(isinstance(part, UNKNOWN) for part in subterms(term)):
        return False
    return all(isinstance(s, Symbol) and s.is_integer for s in free_symbols(term))


def has_limits(statement: Term) -> bool:
    """Whether a statement is about limits, of which numbers at one point say nothing."""
    return any(isinstance(part, (Limit, Tends)) for part in subterms(statement))


def relations(
    claim: Term, names: tuple[str, ...], given: tuple[Term, ...], premised: bool = False
) -> list[Relation]:
    """The relations that together make a claim.

    Quantified variables become index variables, and premises become hypotheses.
    """
    if isinstance(claim, And):
        return [r for part in claim.conditions for r in relations(part, names, given, premised)]
    if isinstance(claim, Forall):
        inside = (
            Compare("<=", shift(claim.lower, 1), Bound(0)),
            Compare("<=", Bound(0), shift(claim.upper, 1)),
        )
        wider = (*(shift(condition, 1) for condition in given), *inside)
        return relations(claim.body, (*names, claim.name), wider, premised)
    if isinstance(claim, Or):
        premises = tuple(c.condition for c in claim.conditions if isinstance(c, Not))
        rest = tuple(c for c in claim.conditions if not isinstance(c, Not))
        if premises and rest:
            conclusion = rest[0] if len(rest) == 1 else Or(rest)
            return relations(conclusion, names, (*given, *premises), True)
    return [Relation(claim, names, given, premised)]
