"""Statements about integrals: congruence, linearity, normalisation and monotonicity.

An integral is linear on the functions that have one, and extends to all functions as a linear map.
So equations between the integrals that are written follow from linearity alone, whether or not the
parts of a sum can be integrated. Where an order is claimed, what is written is brought under one
integral, which exists as they do, and the integrand is compared at every x.

At almost every x the conditions hold that are given for almost every x.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symderive.errors import OutsideFragment
from symderive.language.binding import abstract, dangling, instantiate, map_children, subterms
from symderive.language.integrals import Everywhere, Integral, is_density, written_out
from symderive.language.points import speaks_of_a_measure
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    REAL,
    ZERO,
    And,
    Compare,
    Function,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Statement,
    Symbol,
    Term,
)
from symderive.prover import connectives
from symderive.prover.cases import unused_name
from symderive.prover.integrals import integrands, jensen, point_cases
from symderive.prover.integrals.integrands import difference, product, total
from symderive.prover.outcome import Outcome

Decide = Callable[[Statement, float], Outcome]

PAIR = 2
ORDERS = (">=", ">", "<=", "<")
NOT_READ = "what is integrated has a bound index that is outside of the integral"
TIME_IS_OVER = "the time allowed for the proof is used up"
UNDEFINED = "what is integrated need not have a value"


def decided(statement: Statement, deadline: float, decide: Decide) -> Outcome | None:
    """What is known of a statement about a measure; None for any other statement."""
    if not speaks_of_a_measure(statement):
        return None
    opened = written_out(statement)
    assert isinstance(opened, Statement)
    if not any(map(_is_read_here, subterms(opened))):
        return None
    try:
        return Measured(opened, deadline, decide).outcome()
    except OutsideFragment as error:
        return Outcome(False, reason=str(error))


@dataclass
class Measured:
    """A statement about integrals, which become real numbers one after the other.

    ``known`` are integrands of which the integral has a value, as a number or as a symbol.
    """

    statement: Statement
    deadline: float
    decide: Decide
    steps: list[tuple[Any, ...]] = field(default_factory=list)
    trust: tuple[str, ...] = ()
    known: list[tuple[Term, Term]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._decided: dict[tuple[Term, ...], bool] = {}
        self.x = Symbol(unused_name("x", self.statement), REAL)
        self.values = integrands.Values(self.statement, self.x)
        self.moves = self.values.moves
        self.densities = [
            (self.at_point(density), ONE) for density in integrands.densities_of(self.statement)
        ]
        self.conditions: list[Term] = [_sign(density) for density, _ in self.densities]
        self.given: list[Term] = []
        about_integrals: list[Term] = []
        for condition in _conjuncts(self.statement.given):
            if isinstance(condition, Everywhere):
                at_point = point_cases.by_signs(self.at_point(condition.body))
                self.conditions += _conjuncts((at_point,))
            elif _is_integral(condition):
                about_integrals.append(condition)
            elif not _nested(condition):
                self.given.append(self.values(condition))
        # What is not proved without these may be proved with them.
        self.given += [self.as_number(one) for one in about_integrals if not _nested(one)]
        self._decided.clear()

    def outcome(self) -> Outcome:
        """The proof of the claim, or why there is none."""
        claim = self.statement.claim
        if isinstance(claim, Everywhere):
            return self._told(self._at_every_point(self.at_point(claim.body)))
        if isinstance(claim, Or) and _nested(claim):
            return self._implication(claim)
        if _nested(claim):
            raise OutsideFragment("a condition almost everywhere, inside of another condition")
        for integral in integrals_of(claim):
            if not self.holds(_itself(self.at_point(integral.body))):
                return Outcome(False, reason=UNDEFINED)
        given = (*self.given, *self._positive(claim))
        found = self.decide(Statement(self.as_number(claim), given), self.deadline)
        if found.proved or not isinstance(claim, Compare):
            return self._told(found)
        collected = self._collected(claim)
        if collected is not None:
            return self._told(collected)
        bounded = jensen.bounded(claim, self) if claim.relation in ORDERS else None
        if bounded is None:
            return found
        return self._by_jensen(*bounded)

    def _implication(self, claim: Or) -> Outcome:
        """A claim under premises, which become hypotheses where they have a truth value."""
        premises = [part.condition for part in claim.conditions if isinstance(part, Not)]
        others = [part for part in claim.conditions if not isinstance(part, Not)]
        if len(others) != 1 or not all(isinstance(one, Everywhere) for one in premises):
            raise OutsideFragment("a condition almost everywhere, inside of another condition")
        for premise in premises:
            assert isinstance(premise, Everywhere)
            if not self.holds(connectives.has_truth_value(self.at_point(premise.body))):
                return Outcome(False, reason=UNDEFINED)
        given = (*self.statement.given, *premises)
        return self.decide(Statement(others[0], given), self.deadline)

    # At one point

    def at_point(self, body: Term) -> Term:
        """A body at x, with densities there as numbers."""
        if any(isinstance(part, (Integral, Everywhere)) for part in subterms(body)):
            body = self._inner(body)
        return self.values(instantiate(body, (self.x,)))

    def _inner(self, term: Term) -> Term:
        """A part of a body, in which the integrals that do not depend on x are numbers.

        The others are integrals at each x, and are taken there.
        """
        if isinstance(term, Integral):
            return term if dangling(term) else self.as_number(term)
        if isinstance(term, Everywhere):
            raise OutsideFragment("a condition almost everywhere, inside of an integral")
        return map_children(term, lambda child, binds: self._inner(child))

    def _at_every_point(self, condition: Term, *more: Term) -> Outcome:
        """A condition on x for almost every x, in every case of what is given there."""
        steps: list[tuple[Any, ...]] = []
        trust: dict[str, None] = {}
        found = Outcome(False)
        for case in point_cases.cases_of((*self.conditions, *more), condition):
            if time.thread_time() > self.deadline:
                return Outcome(False, reason=TIME_IS_OVER, cut_short=True)
            here = point_cases.simplified(condition, case)
            found = self.decide(Statement(here, (*self.given, *case)), self.deadline)
            if not found.proved and not found.vacuous:
                return found
            steps += found.steps
            trust |= dict.fromkeys(found.trust)
        self.trust = tuple(dict.fromkeys((*self.trust, *trust)))
        return Outcome(True, found.how, steps=steps, trust=tuple(trust))

    def holds(self, condition: Term, *more: Term) -> bool:
        """Whether a condition on x is proved for almost every x."""
        key = (condition, *more)
        if key not in self._decided:
            self._decided[key] = self._at_every_point(condition, *more).proved
        return self._decided[key]

    def everywhere(self, mean: jensen.Mean, condition: Term, *more: Term) -> bool:
        """Whether a condition under an integral is proved for almost every x where more holds."""
        return self.holds(self.at_point(condition), *map(self.at_point, more))

    def adds_up_to_one(self, mean: jensen.Mean) -> bool:
        """Whether an integral exists and is 1."""
        return isinstance(mean, Integral) and self.is_one(self.at_point(mean.body))

    # Integrals as numbers

    def as_number(self, term: Term) -> Term:
        """The term with every integral in it as a number or a symbol for one."""
        if isinstance(term, Integral):
            if dangling(term):
                raise OutsideFragment(NOT_READ)
            return self.value(self.at_point(term.body))
        return self.values(map_children(term, lambda child, _: self.as_number(child)))

    def value(self, body: Term) -> Term:
        """The integral of what stands at x, taken apart as far as it goes."""
        parts = integrands.pieces(body, self.moves)
        return total(tuple(product((front, self._of(moving))) for front, moving in parts))

    def _of(self, moving: Term) -> Term:
        """The integral of a product of what depends on x."""
        for other, value in (*self.densities, *self.known):
            if moving == other or self.holds(Compare("=", moving, other)):
                self._record(moving, other, value)
                return value
        name = unused_name(f"I_{len(self.known) + 1}", self.statement)
        symbol = Symbol(name, REAL)
        self.known.append((moving, symbol))
        integral = Integral(abstract(moving, (self.x,)), self.x.name)
        self.steps.append(("integral", (Compare("=", symbol, integral),)))
        return symbol

    def _record(self, moving: Term, other: Term, value: Term) -> None:
        if moving != other:
            self.steps.append(("equal integrands", (Compare("=", moving, other),)))
        if value == ONE:
            self.steps.append(("normalisation", (other,)))

    def is_one(self, body: Term) -> bool:
        """Whether the integral of what stands at x exists and is 1."""
        return any(self.holds(Compare("=", body, density)) for density, _ in self.densities)

    def exists(self, body: Term) -> bool:
        """Whether what stands at x has an integral: a density has, and what is written has."""
        told = [self.statement.claim, *(c for c in self.statement.given if not _nested(c))]
        written = [self.at_point(one.body) for part in told for one in integrals_of(part)]
        if any(body == one or self.holds(Compare("=", body, one)) for one in written):
            return True
        parts = integrands.pieces(body, self.moves)
        return all(self.is_one(moving) for _, moving in parts)

    def _positive(self, claim: Term) -> Iterator[Term]:
        """The integrals under logarithms and in denominators that are positive.

        The integral of u p is, where p is a density and u > 0 wherever p > 0.
        """
        for integral in integrals_of(total(tuple(_to_be_positive(claim)))):
            body = self.at_point(integral.body)
            for density, _ in self.densities:
                there = Compare(">", density, ZERO)
                if not any(density == factor for factor in point_cases.flat(body)):
                    continue
                rest = product(tuple(f for f in point_cases.flat(body) if f != density))
                if self.holds(Compare(">", rest, ZERO), there):
                    yield Compare(">", self.value(body), ZERO)
                    break

    # Orders

    def _collected(self, claim: Compare) -> Outcome | None:
        """Everything under one integral, compared with 0 at every x."""
        if claim.relation not in ("=", ">=", "<="):
            return None
        for together in self._together(difference(claim.left, claim.right)):
            found = self._at_every_point(Compare(claim.relation, together, ZERO))
            if found.proved:
                shown = Compare(claim.relation, together, ZERO)
                self.steps.append(("monotonicity", (shown,)))
                return found
        return None

    def _together(self, term: Term) -> Iterator[Term]:
        """What the sum of integrals and numbers is the integral of; numbers times a density."""
        under: list[Term] = []
        rest: list[Term] = []
        for front, moving in integrands.pieces(term, _is_integral):
            if isinstance(moving, Integral):
                under.append(product((self.as_number(front), self.at_point(moving.body))))
            elif moving == ONE:
                rest.append(self.as_number(front))
            else:
                return
        names = [density for density, _ in self.densities]
        weights = names if len(names) < PAIR else [*names, _mean(names)]
        firsts = [product((total(tuple(rest)), w)) for w in weights] if rest else [ZERO]
        for first in firsts:
            here = (*under, first) if rest else tuple(under)
            yield total(here)
            for a in names:
                for b in names:
                    if a != b:
                        yield total((*here, a, Mul((MINUS_ONE, b))))

    def _by_jensen(self, weaker: Compare, used: tuple[Any, ...]) -> Outcome:
        """The claim with a mean of a convex function replaced by the function at the mean."""
        for integral in integrals_of(weaker):
            if not self.exists(self.at_point(integral.body)):
                return Outcome(False, reason="a mean that is not known to exist")
        found = self.decide(Statement(weaker, self.statement.given), self.deadline)
        if not found.proved:
            return found
        self.steps.append(used)
        self.trust = (*self.trust, jensen.NAME)
        return self._told(found)

    def _told(self, found: Outcome) -> Outcome:
        """The outcome with the steps that led to it."""
        if found.proved:
            found.steps = [*self.steps, *found.steps]
            found.trust = tuple(dict.fromkeys((*found.trust, *self.trust)))
        return found


def integrals_of(term: Term) -> list[Integral]:
    """The integrals in a term that are in no other integral, each once."""
    found: dict[Integral, None] = {}
    stack = [term]
    while stack:
        here = stack.pop()
        if isinstance(here, Integral):
            found[here] = None
            continue
        map_children(here, lambda child, _: stack.append(child) or child)  # type: ignore[func-returns-value]
    return list(found)


def _is_read_here(term: Term) -> bool:
    """Whether a term is about the measure, or is a density at an argument that is not bound."""
    if isinstance(term, (Integral, Everywhere)):
        return True
    return is_density(term) and not dangling(term)


def _is_integral(term: Term) -> bool:
    return any(isinstance(part, Integral) for part in subterms(term))


def _to_be_positive(term: Term) -> Iterator[Term]:
    """What stands under a logarithm or in a denominator."""
    for part in subterms(term):
        if isinstance(part, Function) and part.name == "log":
            yield part.arguments[0]
        if isinstance(part, Pow) and isinstance(part.exponent, Number) and part.exponent.value < 0:
            yield part.base


def _mean(densities: list[Term]) -> Term:
    """The mean of densities, which is a density."""
    return Mul((Number(Fraction(1, len(densities))), total(tuple(densities))))


def _sign(value: Term) -> Compare:
    """What the declaration of a density says of its value at x, as a hypothesis."""
    assert isinstance(value, Symbol)
    return Compare(">" if point_cases.is_positive(value) else ">=", value, ZERO)


def _itself(body: Term) -> Term:
    """What is proved only where all parts of a body have a value."""
    return Compare("=", body, body)


def _nested(condition: Term) -> bool:
    """Whether "almost everywhere" stands inside of a condition."""
    return any(isinstance(part, Everywhere) for part in subterms(condition))


def _conjuncts(given: tuple[Term, ...]) -> Iterator[Term]:
    for condition in given:
        if isinstance(condition, And):
            yield from _conjuncts(condition.conditions)
        else:
            yield condition
