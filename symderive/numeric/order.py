"""Claims about a distribution function checked at one with many atoms, by searching sorted arrays.

Everything is a multiple of a power of 2, so that floats compare exactly. Quantifiers over the reals
are not looked at; infima are, where the set is that of the generalised inverse.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import SymderiveError
from symderive.language.binding import free_symbols, instantiate, subterms
from symderive.language.order import (
    DISTRIBUTION,
    INFIMUM,
    Infimum,
    Probability,
    is_about_order,
    is_smooth,
    meaning,
)
from symderive.language.terms import (
    And,
    Bound,
    Compare,
    Domain,
    Not,
    Number,
    Or,
    Statement,
    Symbol,
    Term,
    Truth,
    Unknown,
)
from symderive.results.evidence import FAILED, NOT_APPLICABLE, PASSED, UNINFORMATIVE, Evidence

Array = NDArray[Any]
Around = tuple[Array, ...]

ATOMS, PAIRS = 20_000, 200_000
# With an event, so many points and so many values of its variable.
EVENTS, VALUES = 100, 1 << 13
# A weight of 0 now and then; all of them add up to a power of 2.
TOTAL = 1 << 20
EVERY_SO_MANY = 16
BETWEEN = 4
# What is drawn has all these properties, and no others.
DRAWN = {"arbitrary", "nondecreasing", *DISTRIBUTION}
NEAR = (-0.125, 0.0, 0.125)

RELATIONS: dict[str, Any] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<=": np.less_equal,
    "<": np.less,
    ">=": np.greater_equal,
    ">": np.greater,
}


class Unchecked(SymderiveError):
    """A claim about order that is not checked in floats; the message says why."""


@dataclass(frozen=True)
class Seen:
    """What the check has seen: how it went, at how many points, how far apart two sides were."""

    outcome: str
    points: int
    error: float | None
    detail: str


class Steps:
    """A distribution function with many atoms: where they are, and its values behind them."""

    def __init__(self, random: np.random.Generator) -> None:
        self.places = np.cumsum(random.integers(1, 2 * BETWEEN, ATOMS)) / BETWEEN - ATOMS
        weights = random.multinomial(TOTAL, np.full(ATOMS, 1 / ATOMS))
        empty = np.arange(ATOMS) % EVERY_SO_MANY == 0
        weights[1:][empty[:-1]] += weights[:-1][empty[:-1]]
        weights[:-1][empty[:-1]] = 0
        self.levels = np.concatenate([[0], np.cumsum(weights)]) / TOTAL

    def __call__(self, x: Array) -> Array:
        """The function: it has jumped at an atom."""
        found: Array = self.levels[np.searchsorted(self.places, x, side="right")]
        return found

    def inverse(self, level: Array) -> Array:
        """The least number at which the function is at least the level."""
        ends = np.concatenate([[-np.inf], self.places, [np.inf]])
        found: Array = ends[np.searchsorted(self.levels, level, side="left")]
        return found


def evidence_on_order(statement: Statement, sizes: Mapping[str, int], seed: int) -> Evidence | None:
    """What floats say about a claim about order, as evidence; None for any other claim."""
    if not is_about_order(meaning(statement)):
        return None
    begin = time.perf_counter()
    try:
        seen = check_order(statement, seed)
    except Unchecked as refusal:
        seen = Seen(NOT_APPLICABLE, 0, None, str(refusal))
    return Evidence(
        seen.outcome,
        dict(sizes),
        seen.points,
        seen.error,
        detail=seen.detail,
        seed=seed,
        seconds=time.perf_counter() - begin,
    )


def check_order(statement: Statement, seed: int) -> Seen:
    """What floats say about a claim; raises Unchecked where they say nothing."""
    claim = meaning(statement.claim)
    given = [meaning(condition) for condition in statement.given]
    for symbol in free_symbols(statement):
        if not isinstance(symbol, Symbol) or symbol.is_integer:
            raise Unchecked("tensors and integers beside sets of reals are not drawn")
        assert isinstance(symbol.domain, Domain)
        given += [instantiate(condition, (symbol,)) for condition in symbol.domain.conditions]
    random = np.random.default_rng(seed)
    events = any(isinstance(part, Probability) for part in subterms(claim))
    run = _Run(_function(claim, given), random, EVENTS if events else PAIRS)
    for symbol in sorted(free_symbols(statement), key=lambda s: s.name):
        run.draw(symbol)
    for condition in given:
        run.keep(run.truth(condition, ()))
    if not run.count:
        return Seen(UNINFORMATIVE, 0, None, "no point satisfies the hypotheses")
    holds = np.broadcast_to(run.truth(claim, ()), (run.count, 1))
    failures = int((~holds).sum())
    if failures:
        return Seen(FAILED, run.count, run.error, f"{failures} of {run.count} points")
    return Seen(PASSED, run.count, run.error, f"a distribution function with {ATOMS} atoms")


def _function(claim: Term, given: list[Term]) -> str:
    """The name of the one function that occurs, of which no more may be assumed than is drawn."""
    found = {p for c in (claim, *given) for p in subterms(c) if isinstance(p, Unknown)}
    for part in found:
        if is_smooth(part) or not set(part.properties) <= DRAWN:
            raise Unchecked(
                f"only distribution functions with jumps are drawn, and {part.name} is none"
            )
    names = {part.name for part in found}
    if len(names) > 1:
        raise Unchecked("one distribution function is drawn, and here are several")
    return next(iter(names), "")


class _Run:
    """Values of the variables, one row a point; bound variables have columns."""

    def __init__(self, name: str, random: np.random.Generator, count: int) -> None:
        self.name, self.random, self.count = name, random, count
        self.steps = Steps(random)
        self.values: dict[Term, Array] = {}
        # Half of the points are about one atom each, so that jumps and what is next to them meet.
        self.atoms = random.integers(0, ATOMS, count)
        self.together = random.random(count) < 1 / 2
        self.error: float | None = None

    def draw(self, symbol: Symbol | Any) -> None:
        """A variable: an atom, a level, or a number between, for a third of the points each."""
        kind = self.random.integers(0, 3, self.count)
        apart = self.random.integers(0, ATOMS, self.count)
        atom = np.where(self.together, self.atoms, apart)
        places = self.steps.places[atom] + self.random.choice(NEAR, self.count)
        levels = self.steps.levels[atom + self.random.integers(0, 2, self.count)]
        levels = levels + self.random.choice(NEAR, self.count) / TOTAL
        inside = self.random.integers(0, 2 * TOTAL, self.count) / (2 * TOTAL)
        domain = symbol.domain
        assert isinstance(domain, Domain)
        # Bounded variables are levels, as far as they are anything.
        places = levels if domain.conditions else places
        chosen = np.choose(kind, [places, levels, inside])
        self.values[symbol] = chosen.reshape(self.count, 1)

    def keep(self, relevant: Array) -> None:
        """Go on with the points at which a hypothesis holds."""
        rows = np.broadcast_to(relevant, (self.count, 1))[:, 0]
        self.values = {symbol: values[rows] for symbol, values in self.values.items()}
        self.count = int(rows.sum())

    def truth(self, term: Term, around: Around) -> Array:
        """Where a condition holds."""
        if isinstance(term, Truth):
            return np.asarray(term.value)
        if isinstance(term, Not):
            return np.logical_not(self.truth(term.condition, around))
        if isinstance(term, (And, Or)):
            parts = [self.truth(part, around) for part in term.conditions]
            joined: Any = np.logical_and if isinstance(term, And) else np.logical_or
            found: Array = np.asarray(isinstance(term, And))
            for part in parts:
                found = joined(found, part)
            return found
        if isinstance(term, Compare):
            return self._compared(term, around)
        raise Unchecked("a quantifier over the reals has too many values to look at")

    def _compared(self, term: Compare, around: Around) -> Array:
        left, right = self.value(term.left, around), self.value(term.right, around)
        blurred = any(isinstance(p, Probability) for p in (term.left, term.right))
        if not blurred:
            found: Array = RELATIONS[term.relation](left, right)
            return found
        apart = np.abs(left - right)
        self.error = float(np.max(apart)) if term.relation == "=" else None
        # An interval holds so many of the values, give or take one at each end.
        near = apart <= 2 / VALUES
        if term.relation in ("<", ">", "!="):
            raise Unchecked("a frequency is too blurred for a strict relation")
        holds: Array = np.logical_or(near, RELATIONS[term.relation](left, right))
        return holds

    def value(self, term: Term, around: Around) -> Array:
        """The values of a number, which may be infinite."""
        if isinstance(term, Symbol):
            return self.values[term]
        if isinstance(term, Number):
            return np.asarray(float(term.value))
        if isinstance(term, Bound):
            return around[-1 - term.index]
        if isinstance(term, Unknown):
            argument = self.value(term.arguments[0], around)
            if not np.all(np.isfinite(argument)):
                raise Unchecked(f"an argument of {term.name} is infinite")
            return self.steps(argument)
        if isinstance(term, Infimum):
            return self._infimum(term, around)
        if isinstance(term, Probability):
            return self._frequency(term, around)
        raise Unchecked(f"{type(term).__name__} beside sets of reals is not computed in floats")

    def _infimum(self, term: Infimum, around: Around) -> Array:
        """The infimum of all x with c <= F(x), or with c <= x."""
        body, x = term.body, Bound(0)
        if term.operation == INFIMUM and isinstance(body, Compare) and body.relation == "<=":
            level = self.value(body.left, (*around, np.asarray(np.nan)))
            if body.right == x and not np.any(np.isnan(level)):
                return level
            known = isinstance(body.right, Unknown) and body.right.arguments == (x,)
            if known and not np.any(np.isnan(level)):
                return self.steps.inverse(level)
        raise Unchecked("only sets of all x with c <= F(x) are searched")

    def _frequency(self, term: Probability, around: Around) -> Array:
        ends = [self.value(end, around) for end in (term.lower, term.upper)]
        middles = (np.arange(VALUES) + 0.5) / VALUES
        drawn = ends[0] + (ends[1] - ends[0]) * middles
        inside = self.truth(term.body, (*around, drawn.reshape(1, VALUES)))
        shape = (self.count, VALUES)
        found: Array = np.broadcast_to(inside, shape).mean(axis=1, keepdims=True)
        return found
