"""Expansions of terms: one rule for each kind of term, the variable by powers of u.

What does not depend on the variable is a constant. Everything is defined next to the target where
the statement that says so is proved, which the caller sees to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from symderive.errors import OutsideFragment
from symderive.language.binding import abstract, free_symbols, instantiate
from symderive.language.formulas import negative
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Cases,
    Entry,
    Function,
    Iverson,
    Mul,
    Not,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    Unknown,
    number,
)
from symderive.prover.limits.expansions import (
    CONSTANT,
    NEGLIGIBLE,
    Expansion,
    Order,
    constant,
    exponential,
    logarithm,
    product,
    reciprocal,
    summed,
    total,
)
from symderive.prover.limits.knowledge import Knowledge
from symderive.prover.limits.slopes import FLAT
from symderive.prover.unfolding import unfolded

MOST_FACTORS = 6


class Rules:
    """The expansions of one body; ``powers`` is the variable by powers of u."""

    def __init__(self, variable: Symbol, powers: dict[Order, Term]) -> None:
        self.variable = variable
        self.powers = powers

    def expansion(self, term: Term, known: Knowledge) -> Expansion:
        """The expansion of a scalar; raises OutsideFragment where no rule gives one."""
        if self.variable not in free_symbols(term):
            return constant(term, known.is_positive(term))
        if term == self.variable:
            lead = self.powers[max(self.powers)]
            return Expansion(FLAT, dict(self.powers), None, known.is_positive(lead))
        rule = RULES.get(type(term))
        if rule is None:
            raise OutsideFragment(f"a limit of {type(term).__name__}")
        return rule(self, term, known)

    def _add(self, term: Add, known: Knowledge) -> Expansion:
        fixed = tuple(part for part in term.terms if self.variable not in free_symbols(part))
        moving = [part for part in term.terms if part not in fixed]
        parts = [self.expansion(part, known) for part in moving]
        if fixed:
            parts.append(self.expansion(fixed[0] if len(fixed) == 1 else Add(fixed), known))
        found = parts[0]
        for part in parts[1:]:
            found = total(found, part, known)
        return found

    def _mul(self, term: Mul, known: Knowledge) -> Expansion:
        """A product; where a bracket that does not move is false, nothing else is looked at."""
        found = constant(ONE, positive=True)
        others = []
        for factor in term.factors:
            if isinstance(factor, Iverson) and self.variable not in free_symbols(factor):
                found = product(found, constant(factor))
                known = known.assuming(factor.condition)
            else:
                others.append(factor)
        for factor in others:
            found = product(found, self.expansion(factor, known))
        return found

    def _pow(self, term: Pow, known: Knowledge) -> Expansion:
        exponent = term.exponent
        base = self.expansion(term.base, known)
        if not (isinstance(exponent, Number) and exponent.value.denominator == 1):
            return self._real_power(base, exponent, known)
        n = exponent.value.numerator
        if abs(n) > MOST_FACTORS:
            raise OutsideFragment("a limit of a high power")
        if n < 0:
            base = reciprocal(base, known)
        found = constant(ONE, positive=True)
        for _ in range(abs(n)):
            found = product(found, base)
        return found

    def _real_power(self, base: Expansion, exponent: Term, known: Knowledge) -> Expansion:
        """x^y = exp(y log x), and x^q = u^(aq) (c + o(1))^q for x = u^a (c + o(1)) and q > 0."""
        power = self.expansion(exponent, known)
        try:
            return exponential(product(power, logarithm(base, known)), known)
        except OutsideFragment:
            (a, log), rest = base.top, base.rest
            known_top = bool(base.terms) and (rest is None or rest <= base.top)
            if not (isinstance(exponent, Number) and exponent.value > 0 and known_top and not log):
                raise
        q = exponent.value
        terms: dict[Order, Term] = {(a * q, 0): Pow(base.coefficient, exponent)}
        return Expansion(base.slope.scaled(q), terms, (a * q, 0), base.positive)

    def _reduce(self, term: Reduce, known: Knowledge) -> Expansion:
        if self.variable in free_symbols(term.lower) | free_symbols(term.upper):
            raise OutsideFragment("a limit of a sum whose range moves")
        symbol = known.index(term.name, term.lower, term.upper)
        body = self.expansion(instantiate(term.body, (symbol,)), known)
        if term.operation == "sum":
            return summed(body, symbol, term.lower, term.upper, known)
        if term.operation in ("max", "min") and not body.slope:
            # The greatest of finitely many is continuous, and c max f = max c f for c > 0.
            order, c = body.top, body.coefficient
            best = Reduce(term.operation, term.lower, term.upper, abstract(c, (symbol,)), term.name)
            return Expansion(FLAT, {order: best}, order)
        raise OutsideFragment(f"a limit of a {term.operation}")

    def _function(self, term: Function, known: Knowledge) -> Expansion:
        arguments = [self.expansion(part, known) for part in term.arguments]
        if term.name in ("Max", "Min"):
            found = arguments[0]
            for other in arguments[1:]:
                found = _extreme(term.name, found, other, known)
            return found
        (argument,) = arguments
        if term.name == "exp":
            return exponential(argument, known)
        if term.name == "log":
            return logarithm(argument, known)
        if term.name == "Abs":
            return _absolute(argument)
        if term.name == "sigmoid":
            return _sigmoid(argument, known)
        if term.name == "tanh":
            return _tanh(argument, known)
        raise OutsideFragment(f"a limit of the function {term.name}")

    def _opened(self, term: Apply | Entry, known: Knowledge) -> Expansion:
        found = unfolded(term)
        if found is None or found == term:
            raise OutsideFragment("a limit of an entry at an index that moves")
        return self.expansion(found, known)

    def _unknown(self, term: Unknown, known: Knowledge) -> Expansion:
        """F(f) tends to F(l) for a smooth F and f tending to a number l."""
        if term.properties:
            raise OutsideFragment(f"a limit of {term.name}, which need not be continuous")
        values = tuple(_number_limit(self.expansion(a, known), known) for a in term.arguments)
        return Expansion(FLAT, {CONSTANT: replace(term, arguments=values)}, CONSTANT)

    def _cases(self, term: Cases, known: Knowledge) -> Expansion:
        """Case by case, for conditions that do not move."""
        if any(self.variable in free_symbols(condition) for condition in term.conditions):
            raise OutsideFragment("a limit of cases that change on the way")
        branches = []
        earlier: list[Term] = []
        for value, condition in zip(term.values, term.conditions, strict=True):
            here = known.assuming(And((*earlier, condition)))
            branches.append(self.expansion(value, here))
            earlier.append(Not(condition))
        if any(branch.slope for branch in branches):
            raise OutsideFragment("a limit of cases that grow like exponentials")
        rest: Order | None = None
        for branch in branches:
            if branch.rest is not None:
                rest = branch.rest if rest is None else max(rest, branch.rest)
        orders = {o for branch in branches for o in branch.terms if rest is None or o >= rest}
        terms: dict[Order, Term] = {
            order: Cases(tuple(b.terms.get(order, ZERO) for b in branches), term.conditions)
            for order in orders
        }
        return Expansion(FLAT, terms, rest)


def _number_limit(f: Expansion, known: Knowledge) -> Term:
    """The number to which a function tends."""
    if f.slope or (f.rest is not None and f.rest > CONSTANT):
        raise OutsideFragment("a function of something that does not tend to a number")
    if not all(known.is_zero(c) for o, c in f.terms.items() if o > CONSTANT):
        raise OutsideFragment("a function of something that does not tend to a number")
    known.record("continuity")
    return f.terms.get(CONSTANT, ZERO)


def _extreme(name: str, f: Expansion, g: Expansion, known: Knowledge) -> Expansion:
    """max(u^a (c + r), u^a (d + s)) = u^a (max(c, d) + o(1)): max is continuous."""
    if f.slope or g.slope:
        raise OutsideFragment("a maximum of exponentials in a limit")
    order = max(f.top, g.top)
    values = [h.terms.get(order, ZERO) for h in (f, g)]
    return Expansion(FLAT, {order: Function(name, tuple(values))}, order)


def _absolute(f: Expansion) -> Expansion:
    """|exp(u S) u^a (c + r)| = exp(u S) u^a (|c| + o(1))."""
    found = Function("Abs", (f.coefficient,))
    return Expansion(f.slope, {f.top: found}, f.top, f.positive)


def _saturated(f: Expansion, known: Knowledge) -> int:
    """1 where f grows to infinity like a power, -1 where it falls, 0 where that is not seen."""
    if f.slope or not f.terms or f.top[0] <= 0 or (f.rest is not None and f.rest > f.top):
        return 0
    if f.positive or known.is_positive(f.coefficient):
        side = 1
    else:
        side = -1 if known.is_positive(negative(f.coefficient)) else 0
    if side:
        known.record("saturation")
    return side


def _sigmoid(f: Expansion, known: Knowledge) -> Expansion:
    """sigmoid tends to 1 at infinity, to 0 at -infinity, and is 1/(1 + exp(-f)) everywhere."""
    side = _saturated(f, known)
    if side:
        terms: dict[Order, Term] = {CONSTANT: ONE} if side > 0 else {}
        return Expansion(FLAT, terms, NEGLIGIBLE, side > 0)
    value = _bounded_limit(f, known)
    if value is not None:
        return Expansion(FLAT, {CONSTANT: Function("sigmoid", (value,))}, CONSTANT, True)
    inverse = total(constant(ONE, True), exponential(_negated(f), known), known)
    return reciprocal(inverse, known)


def _tanh(f: Expansion, known: Knowledge) -> Expansion:
    """tanh tends to 1 and -1 at the infinities, and is (1 - e)/(1 + e), e = exp(-2f)."""
    side = _saturated(f, known)
    if side:
        return Expansion(FLAT, {CONSTANT: number(side)}, NEGLIGIBLE, side > 0)
    value = _bounded_limit(f, known)
    if value is not None:
        return Expansion(FLAT, {CONSTANT: Function("tanh", (value,))}, CONSTANT)
    e = exponential(product(constant(number(-2)), f), known)
    above, below = (total(constant(ONE, True), h, known) for h in (_negated(e), e))
    return product(above, reciprocal(below, known))


def _bounded_limit(f: Expansion, known: Knowledge) -> Term | None:
    """The limit of a function that does not grow; None for 0, near which powers are kept."""
    if f.slope or f.top > CONSTANT:
        return None
    value = _number_limit(f, known)
    return None if known.is_zero(value) else value


def _negated(f: Expansion) -> Expansion:
    return product(constant(Number(Fraction(-1))), f)


Rule = Callable[..., Expansion]
RULES: dict[type[Term], Rule] = {
    Add: Rules._add,
    Mul: Rules._mul,
    Pow: Rules._pow,
    Reduce: Rules._reduce,
    Function: Rules._function,
    Apply: Rules._opened,
    Entry: Rules._opened,
    Unknown: Rules._unknown,
    Cases: Rules._cases,
}
