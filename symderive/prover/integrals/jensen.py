"""Jensen's inequality: the mean of a convex function is at least the function at the mean.

It is cited by name. What it needs is proved: the weights are not negative and add up to 1, and the
function is convex where it is taken. A function that is declared convex is so at numbers that are
not negative. A mean is a sum over a range or an integral; its weight is whatever stands beside the
function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from symderive.errors import OutsideFragment
from symderive.language.binding import instantiate, shift, subterms
from symderive.language.integrals import Integral
from symderive.language.terms import (
    ONE,
    ZERO,
    Bound,
    Compare,
    Domain,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Statement,
    Symbol,
    Term,
    Unknown,
)
from symderive.prover.cases import unused_name
from symderive.prover.integrals import integrands
from symderive.prover.integrals.integrands import difference, product, total
from symderive.prover.integrals.point_cases import flat
from symderive.prover.outcome import Outcome

NAME = "Jensen's inequality"
CONVEX, CONCAVE = 1, -1
OF_FUNCTIONS = {"exp": CONVEX, "Abs": CONVEX, "log": CONCAVE}
DEEPEST = 4

Mean = Integral | Reduce
Decide = Callable[[Statement, float], Outcome]


class Weighing(Protocol):
    """What can be proved under a mean."""

    def everywhere(self, mean: Mean, condition: Term, *more: Term) -> bool:
        """Whether a condition on Bound(0) holds wherever the mean is taken and ``more`` holds."""

    def adds_up_to_one(self, mean: Mean) -> bool:
        """Whether the mean is 1."""


@dataclass(frozen=True)
class Bent:
    """A convex or concave function of an argument, under a mean with a weight."""

    function: Term
    argument: Term
    weight: Term
    bend: int

    def at(self, argument: Term) -> Term:
        """The function at another argument."""
        if isinstance(self.function, Pow):
            return replace(self.function, base=argument)
        assert isinstance(self.function, (Unknown, Function))
        return replace(self.function, arguments=(argument,))

    @property
    def domain(self) -> tuple[Term, ...]:
        """What is demanded of the argument."""
        if isinstance(self.function, Unknown):
            return (Compare(">=", self.argument, ZERO),)
        if isinstance(self.function, Function) and self.function.name == "log":
            return (Compare(">", self.argument, ZERO),)
        return ()


def bounded(claim: Compare, weighing: Weighing) -> tuple[Compare, tuple[Any, ...]] | None:
    """A claim that implies this one by Jensen's inequality, with the step; None where none does."""
    upward = claim.relation in (">=", ">")
    sides = (claim.left, claim.right) if upward else (claim.right, claim.left)
    summands = integrands.pieces(difference(*sides), _has_mean)
    for place, (front, mean) in enumerate(summands):
        found = _bound(front, mean, weighing)
        if found is not None:
            rest = [product(pair) for k, pair in enumerate(summands) if k != place]
            relation = ">=" if claim.relation in (">=", "<=") else ">"
            weaker = Compare(relation, total((*rest, found)), ZERO)
            assert isinstance(mean, (Integral, Reduce))
            return weaker, (NAME, (Compare(">=", product((front, mean)), found),))
    return None


def _bound(front: Term, mean: Term, weighing: Weighing) -> Term | None:
    """What is at most front times the mean, by Jensen's inequality."""
    if not isinstance(mean, (Integral, Reduce)):
        return None
    if isinstance(mean, Reduce) and mean.operation != "sum":
        return None
    scale = _rational(front)
    if scale is None:
        return None
    for number, bent in _bent(mean.body):
        if scale * number * bent.bend <= 0:
            continue
        weight = replace(mean, body=bent.weight)
        beside = tuple(
            factor.condition for factor in flat(bent.weight) if isinstance(factor, Iverson)
        )
        if not weighing.everywhere(mean, Compare(">=", bent.weight, ZERO)):
            continue
        if not all(weighing.everywhere(mean, need, *beside) for need in bent.domain):
            continue
        if weighing.adds_up_to_one(weight):
            average = replace(mean, body=Mul((bent.argument, *flat(bent.weight))))
            return product((front, Number(number), bent.at(average)))
    return None


def _bent(body: Term) -> Iterator[tuple[Any, Bent]]:
    """The convex or concave functions among the factors, each with a number and the weight."""
    factors = flat(body)
    number = Number(ONE.value)
    kept = []
    for factor in factors:
        if isinstance(factor, Number):
            number = Number(number.value * factor.value)
        else:
            kept.append(factor)
    for place, factor in enumerate(kept):
        bend = _bend(factor)
        if bend:
            argument = factor.base if isinstance(factor, Pow) else factor.arguments[0]  # type: ignore[attr-defined]
            weight = product(tuple(kept[:place] + kept[place + 1 :]))
            yield number.value, Bent(factor, argument, weight, bend)


def _bend(factor: Term) -> int:
    """Whether a factor is a convex (1) or a concave (-1) function of what is averaged over."""
    if isinstance(factor, Unknown):
        if len(factor.arguments) != 1 or any(factor.orders) or not _moves(factor):
            return 0
        names = factor.properties
        return CONVEX if "convex" in names else CONCAVE if "concave" in names else 0
    if isinstance(factor, Function) and _moves(factor):
        return OF_FUNCTIONS.get(factor.name, 0)
    if isinstance(factor, Pow) and isinstance(factor.exponent, Number) and _moves(factor):
        power = factor.exponent.value
        return CONVEX if power.denominator == 1 and power > 0 and power % 2 == 0 else 0
    return 0


def _moves(term: Term) -> bool:
    """Whether Bound(0) occurs in the term."""
    return instantiate(term, (ONE,)) != instantiate(term, (ZERO,))


def _rational(front: Term) -> Any:
    """The value of a product of numbers; None where it is none."""
    found = ONE.value
    for factor in flat(front):
        if not isinstance(factor, Number):
            return None
        found = found * factor.value
    return found


def _has_mean(term: Term) -> bool:
    return any(isinstance(part, (Integral, Reduce)) for part in subterms(term))


# Sums over a range


def decided(statement: Statement, deadline: float, decide: Decide) -> Outcome | None:
    """An order between sums by Jensen's inequality; None where it does not apply."""
    claim = statement.claim
    if not isinstance(claim, Compare) or claim.relation not in (">=", ">", "<=", "<"):
        return None
    weighing = Summing(statement, deadline, decide)
    steps: list[tuple[Any, ...]] = []
    for _ in range(DEEPEST):
        try:
            found = bounded(claim, weighing)
        except OutsideFragment:
            return None
        if found is None:
            return None
        claim = found[0]
        steps.append(found[1])
        outcome = decide(Statement(claim, statement.given), deadline)
        if outcome.proved:
            outcome.steps = [*steps, *outcome.steps]
            outcome.trust = tuple(dict.fromkeys((*outcome.trust, *weighing.trust, NAME)))
            return outcome
    return None


@dataclass
class Summing:
    """What is proved under a sum over a range."""

    statement: Statement
    deadline: float
    decide: Decide
    trust: tuple[str, ...] = ()

    def everywhere(self, mean: Mean, condition: Term, *more: Term) -> bool:
        """Whether a condition holds at every index."""
        assert isinstance(mean, Reduce)
        value = Bound(0)
        inside = (
            Compare("<=", shift(mean.lower, 1), value),
            Compare("<=", value, shift(mean.upper, 1)),
        )
        index = Symbol(unused_name(mean.name, self.statement), Domain("integer", inside))
        claim, *given = (instantiate(one, (index,)) for one in (condition, *more))
        return self._proved(Statement(claim, (*self.statement.given, *given)))

    def adds_up_to_one(self, mean: Mean) -> bool:
        """Whether the weights add up to 1."""
        return self._proved(Statement(Compare("=", mean, ONE), self.statement.given))

    def _proved(self, statement: Statement) -> bool:
        found = self.decide(statement, self.deadline)
        self.trust = (*self.trust, *found.trust)
        return found.proved
