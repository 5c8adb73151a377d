"""Hypotheses on integers, as polynomial inequalities where they are such, else to be tried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm, prod

from symderive.errors import Undefined
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate
from symderive.evaluator.interpret import Assignment, Program
from symderive.language.binding import children, free_symbols, instantiate, subterms
from symderive.language.terms import (
    UNKNOWN,
    Add,
    And,
    Compare,
    Mul,
    Not,
    Number,
    Pow,
    Statement,
    Symbol,
    Term,
)

Monomial = tuple[Symbol, ...]
Polynomial = dict[Monomial, Fraction]
Integers = Mapping[Symbol, int]

LARGEST_EXPONENT = 8
OPPOSITE = {"=": "!=", "!=": "=", "<=": ">", ">": "<=", "<": ">=", ">=": "<"}


@dataclass(frozen=True)
class Constraint:
    """A condition on integer symbols.

    ``polynomial`` with integer coefficients is at least 0 (or, with ``equals``, is 0); where the
    condition has no such form, ``polynomial`` is None and only ``holds`` is there.
    """

    symbols: frozenset[Symbol]
    holds: Callable[[Integers], bool]
    polynomial: tuple[tuple[Monomial, int], ...] | None = None
    equals: bool = False

    def interval(self, symbol: Symbol, values: Integers) -> tuple[int | None, int | None]:
        """The least and the greatest value of the symbol once all others have values.

        None stands for no bound; an empty interval is (1, 0).
        """
        if self.polynomial is None:
            return None, None
        slope, rest = 0, 0
        for monomial, coefficient in self.polynomial:
            count = monomial.count(symbol)
            if count > 1:
                return None, None
            term = coefficient * prod(values[other] for other in monomial if other != symbol)
            slope, rest = (slope + term, rest) if count else (slope, rest + term)
        if slope == 0:
            met = rest == 0 if self.equals else rest >= 0
            return (None, None) if met else (1, 0)
        if self.equals:
            value, remainder = divmod(-rest, slope)
            return (1, 0) if remainder else (value, value)
        return (-(rest // slope), None) if slope > 0 else (None, rest // -slope)

    def may_hold(self, least: Integers, most: Integers) -> bool:
        """Whether some values between these, none of them negative, might fulfil it."""
        if self.polynomial is None:
            return True
        top = sum(c * prod((most if c > 0 else least)[s] for s in m) for m, c in self.polynomial)
        if top < 0:
            return False
        if not self.equals:
            return True
        low = sum(c * prod((least if c > 0 else most)[s] for s in m) for m, c in self.polynomial)
        return low <= 0


def split(conditions: Iterable[Term]) -> list[Term]:
    """Conditions with conjunctions taken apart."""
    found: list[Term] = []
    for condition in conditions:
        found += split(condition.conditions) if isinstance(condition, And) else [condition]
    return found


@lru_cache(maxsize=16)
def parts_of(statement: Statement) -> tuple[Term, ...]:
    """The statement and everything in it, domains included, each only once."""
    found: dict[Term, None] = {}
    stack: list[Term] = [statement]
    while stack:
        here = stack.pop()
        if here not in found:
            found[here] = None
            stack.extend(child for child, _ in children(here))
    return tuple(found)


def on_integers(condition: Term) -> bool:
    """Whether only integer symbols occur in the condition, and no unknown function."""
    if any(isinstance(part, UNKNOWN) for part in subterms(condition)):
        return False
    return all(isinstance(s, Symbol) and s.is_integer for s in free_symbols(condition))


def domain_conditions(symbol: Symbol) -> list[Term]:
    """What the declaration of a symbol says of its values."""
    return split(
        instantiate(condition, (symbol,))
        for condition in symbol.domain.conditions  # type: ignore[attr-defined]
    )


def constraints(conditions: Iterable[Term]) -> list[Constraint]:
    """Conditions on integer symbols, made ready for the search."""
    return [constraint(condition) for condition in conditions]


def constraint(condition: Term) -> Constraint:
    """One condition on integer symbols."""
    symbols = frozenset(s for s in free_symbols(condition) if isinstance(s, Symbol))
    while isinstance(condition, Not) and isinstance(condition.condition, Compare):
        inner = condition.condition
        condition = Compare(OPPOSITE[inner.relation], inner.left, inner.right)
    if isinstance(condition, Compare) and condition.relation != "!=":
        left, right = polynomial_of(condition.left), polynomial_of(condition.right)
        if left is not None and right is not None:
            return _polynomial_constraint(condition.relation, left, right, symbols)
    return Constraint(symbols, _trial(condition))


def bound(symbol: Symbol, relation: str, value: int) -> Constraint:
    """The constraint that a symbol is at least (">=") or at most ("<=") a number."""
    left: Polynomial = {(symbol,): Fraction(1)}
    right: Polynomial = {(): Fraction(value)}
    return _polynomial_constraint(relation, left, right, frozenset((symbol,)))


def _polynomial_constraint(
    relation: str, left: Polynomial, right: Polynomial, symbols: frozenset[Symbol]
) -> Constraint:
    """left relation right, as a polynomial that is at least 0 or equal to 0."""
    upper, lower = (right, left) if relation in ("<=", "<") else (left, right)
    difference = _sum(upper, {m: -c for m, c in lower.items()})
    scale = lcm(*[c.denominator for c in difference.values()])
    found = {m: int(c * scale) for m, c in difference.items() if c}
    if relation in ("<", ">"):
        found[()] = found.get((), 0) - 1
    rows = tuple(found.items())
    equals = relation == "="

    def holds(values: Integers) -> bool:
        total = sum(c * prod(values[s] for s in m) for m, c in rows)
        return total == 0 if equals else total >= 0

    return Constraint(symbols, holds, rows, equals)


def polynomial_of(term: Term) -> Polynomial | None:
    """The term as a polynomial in integer symbols; None where it is none."""
    if isinstance(term, Number):
        return {(): term.value}
    if isinstance(term, Symbol):
        return {(term,): Fraction(1)}
    if isinstance(term, Add):
        total: Polynomial = {}
        for part in map(polynomial_of, term.terms):
            if part is None:
                return None
            total = _sum(total, part)
        return total
    if isinstance(term, Mul):
        product: Polynomial = {(): Fraction(1)}
        for part in map(polynomial_of, term.factors):
            if part is None:
                return None
            product = _product(product, part)
        return product
    if isinstance(term, Pow) and isinstance(term.exponent, Number):
        base, exponent = polynomial_of(term.base), term.exponent.value
        if base is None or exponent.denominator > 1 or not 0 <= exponent <= LARGEST_EXPONENT:
            return None
        power: Polynomial = {(): Fraction(1)}
        for _ in range(int(exponent)):
            power = _product(power, base)
        return power
    return None


def _sum(a: Polynomial, b: Polynomial) -> Polynomial:
    return {m: a.get(m, Fraction(0)) + b.get(m, Fraction(0)) for m in a | b}


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    found: Polynomial = {}
    for m, c in a.items():
        for other, d in b.items():
            key = tuple(sorted(m + other, key=lambda s: s.name))
            found[key] = found.get(key, Fraction(0)) + c * d
    return found


def _trial(condition: Term) -> Callable[[Integers], bool]:
    """A condition that is tried out; where it has no value it does not hold."""
    program = Program(literal=True)
    root = program.add(condition)

    def holds(values: Integers) -> bool:
        program.load(Assignment(dict(values)))
        try:
            return bool(root())
        except (Undefined, Inconclusive, Indeterminate):
            return False

    return holds
