"""What is known while a variable moves: the hypotheses, and questions to the rest of the prover."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

from symderive.errors import BudgetExceeded, OutsideFragment
from symderive.language.binding import children, instantiate
from symderive.language.limits import ABOVE, Infinity
from symderive.language.terms import (
    ONE,
    REAL,
    ZERO,
    Add,
    Bound,
    Compare,
    Domain,
    Function,
    Mul,
    Number,
    Reduce,
    Statement,
    Symbol,
    Term,
)
from symderive.prover.cases import unused_name
from symderive.prover.limits.slopes import Slope, instance, slope_of
from symderive.prover.outcome import Outcome

Decide = Callable[[Statement, float], Outcome]


class Knowledge:
    """The hypotheses of a limit, and the variable that moves.

    ``decide`` proves statements, ``ask`` does so in little time.
    """

    def __init__(
        self, statement: Statement, given: tuple[Term, ...], deadline: float, ask: Decide
    ) -> None:
        self.given, self.deadline, self.ask = given, deadline, ask
        self.steps: list[tuple[str, tuple[Term, ...]]] = []
        self._statement = statement
        self._names = 0
        self._asked: dict[tuple[Term, tuple[Term, ...]], bool] = {}

    def record(self, rule: str, *details: Term) -> None:
        """Note a rule that was used, once for what it was used for."""
        if (rule, details) not in self.steps:
            self.steps.append((rule, details))

    def holds(self, claim: Term) -> bool:
        """Whether a condition is proved under the hypotheses."""
        key = claim, self.given
        found = self._asked.get(key)
        if found is None:
            if time.thread_time() > self.deadline:
                raise BudgetExceeded("the time allowed for the proof is used up")
            try:
                found = self.ask(Statement(claim, self.given), self.deadline).proved
            except OutsideFragment:
                found = False
            self._asked[key] = found
        return found

    def assuming(self, condition: Term) -> Knowledge:
        """The same under one more hypothesis."""
        more = Knowledge(self._statement, (*self.given, condition), self.deadline, self.ask)
        more._names, more._asked, more.steps = self._names, self._asked, self.steps
        return more

    def index(self, name: str, lower: Term, upper: Term) -> Symbol:
        """A new index of a range that is free of it."""
        self._names += 1
        value = Bound(0)
        inside = Compare("<=", lower, value), Compare("<=", value, upper)
        fresh = unused_name(f"{name}{self._names}'", self._statement)
        return Symbol(fresh, Domain("integer", inside))

    def is_zero(self, term: Term) -> bool:
        """Whether a value is seen to be 0."""
        if isinstance(term, Number):
            return term.value == 0
        return not slope_of(term) or self.holds(Compare("=", term, ZERO))

    def is_positive(self, term: Term) -> bool:
        """Whether a value is seen to be greater than 0."""
        if isinstance(term, Number):
            return term.value > 0
        if isinstance(term, Function) and term.name == "exp":
            return True
        return self.holds(Compare(">", term, ZERO))

    def same(self, a: Slope, b: Slope) -> bool:
        """Whether two slopes are equal."""
        return a == b or self.holds(Compare("=", (a - b).term(), ZERO))

    def is_below(self, a: Slope, b: Slope) -> bool:
        """Whether one slope is less than another at all values."""
        return self.holds(Compare("<", (a - b).term(), ZERO))

    def is_nonpositive(self, slope: Slope) -> bool:
        """Whether a slope is at most 0: entries of maxima are put against the maxima.

        T_t - max_k T_k <= 0 for every t in the range of k, and a - max(a, b) <= 0.
        """
        rest = slope
        for term, c in slope.parts.items():
            if c < 0:
                member = self._member(term, rest)
                if member is not None:
                    rest = rest - (member - Slope({term: Fraction(1)})).scaled(-c)
        if not rest:
            return True
        return self.holds(Compare("<=", rest.term(), ZERO))

    def _member(self, best: Term, slope: Slope) -> Slope | None:
        """Something in the slope that is at most the maximum."""
        if isinstance(best, Function) and best.name == "Max":
            members = sorted(map(slope_of, best.arguments), key=lambda s: not s)
            for found in members:
                if all(slope.parts.get(t, 0) * c > 0 for t, c in found.parts.items()):
                    return found
        if not (isinstance(best, Reduce) and best.operation == "max"):
            return None
        symbol = Symbol("instance", REAL)
        body = slope_of(instantiate(best.body, (symbol,)))
        lead, sign = next(iter(body.split(symbol)[0].parts.items()), (None, Fraction(0)))
        for term, c in slope.parts.items():
            value = instance(lead, symbol, term) if lead is not None and c * sign > 0 else None
            if value is not None and self._in_range(value, best):
                return slope_of(instantiate(best.body, (value,)))
        return None

    def _in_range(self, value: Term, best: Reduce) -> bool:
        if not is_integral(value):
            return False
        above, below = Compare("<=", best.lower, value), Compare("<=", value, best.upper)
        return self.holds(above) and self.holds(below)


def is_integral(term: Term) -> bool:
    """Whether a term is a sum or a product of integers and integer variables."""
    if isinstance(term, Number):
        return term.value.denominator == 1
    if isinstance(term, (Add, Mul)):
        return all(is_integral(child) for child, _ in children(term))
    return isinstance(term, Symbol) and term.is_integer


def moving_symbol(name: str, target: Term, sign: int, statement: Statement) -> Symbol:
    """The variable next to its target: positive or negative, or on one side of a number."""
    value = Bound(0)
    if isinstance(target, Infinity):
        condition = Compare(">" if sign > 0 else "<", value, ZERO)
    else:
        condition = Compare(">" if sign > 0 else "<", value, target)
    return Symbol(unused_name(name, statement), Domain("real", (condition,)))


def signs_of(target: Term, side: str) -> tuple[int, ...]:
    """The directions from which the variable comes; at infinity its sign."""
    if isinstance(target, Infinity):
        return (target.sign,)
    return {"": (1, -1), ABOVE: (1,)}.get(side, (-1,))


def as_moved(target: Term, sign: int) -> dict[tuple[Fraction, int], Term]:
    """The variable by powers of u: sign * u, or target + sign/u."""
    one = Number(Fraction(sign)) if sign != 1 else ONE
    if isinstance(target, Infinity):
        return {(Fraction(1), 0): one}
    found: dict[tuple[Fraction, int], Term] = {(Fraction(-1), 0): one}
    if target != ZERO:
        found[Fraction(0), 0] = target
    return found
