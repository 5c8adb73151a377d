"""Exponents of dominant terms: linear combinations of values that do not move.

exp(u S) grows the faster the greater S is, so that sums need the greatest of several exponents:
max_k (A_k + B) = max_k A_k + B, with the positive factor that all coefficients share in front.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symderive.language.binding import abstract, children, free_symbols, instantiate, map_children
from symderive.language.formulas import plus, times
from symderive.language.serial import digest
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    Array,
    Entry,
    Function,
    Mul,
    Number,
    Reduce,
    Symbol,
    Term,
)
from symderive.prover.unfolding import unfolded


class Slope:
    """A linear combination of terms with rational coefficients; equal ones have equal parts."""

    __slots__ = ("parts",)

    def __init__(self, parts: Mapping[Term, Fraction]) -> None:
        self.parts = {term: c for term, c in parts.items() if c}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slope) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(frozenset(self.parts.items()))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __add__(self, other: Slope) -> Slope:
        parts = dict(self.parts)
        for term, c in other.parts.items():
            parts[term] = parts.get(term, Fraction(0)) + c
        return Slope(parts)

    def scaled(self, factor: Fraction) -> Slope:
        """Times a rational number."""
        return Slope({term: factor * c for term, c in self.parts.items()})

    def __sub__(self, other: Slope) -> Slope:
        return self + other.scaled(Fraction(-1))

    def term(self) -> Term:
        """The combination as a term."""
        return plus(*(times(Number(c), part) for part, c in self.parts.items())) or ZERO

    def split(self, symbol: Symbol) -> tuple[Slope, Slope]:
        """What depends on a variable, and what does not."""
        moving = {t: c for t, c in self.parts.items() if symbol in free_symbols(t)}
        return Slope(moving), Slope({t: c for t, c in self.parts.items() if t not in moving})


FLAT = Slope({})


def slope_of(term: Term) -> Slope:
    """A term as a linear combination, definitions opened."""
    if isinstance(term, Number):
        return Slope({ONE: term.value})
    if isinstance(term, Add):
        out = FLAT
        for part in term.terms:
            out = out + slope_of(part)
        return out
    if isinstance(term, Mul):
        return _product(term)
    return Slope({opened(term): Fraction(1)})


def opened(term: Term) -> Term:
    """The term with definitions opened, entries of formulas written out."""
    found = unfolded(term)
    if found is not None and not isinstance(found, Array):
        return opened(found)
    if isinstance(term, (Symbol, Entry)):
        return term
    return map_children(term, lambda child, binds: opened(child))


def _product(term: Mul) -> Slope:
    factor, rest = Fraction(1), []
    stack = list(reversed(term.factors))
    while stack:
        part = stack.pop()
        if isinstance(part, Mul):
            stack.extend(reversed(part.factors))
        elif isinstance(part, Number):
            factor *= part.value
        else:
            rest.append(opened(part))
    sums = [part for part in rest if isinstance(part, Add)]
    if len(sums) == 1:
        others = tuple(part for part in rest if part is not sums[0])
        total = FLAT
        for part in sums[0].terms:
            total = total + slope_of(times(*others, part))
        return total.scaled(factor)
    if not rest:
        return Slope({ONE: factor})
    if len(rest) == 1:
        return slope_of(rest[0]).scaled(factor)
    return Slope({Mul(tuple(sorted(rest, key=digest))): factor})


def greatest(slope: Slope, symbol: Symbol, lower: Term, upper: Term) -> tuple[Slope, Term, Term]:
    """max over the variable of a slope; and the two sides whose equality says where it is attained.

    Given: the range is not empty.
    """
    moving, fixed = slope.split(symbol)
    (first, scale), *others = moving.parts.items()
    if isinstance(first, Function) and first.name == "log" and not others and scale > 0:
        # Logarithms are compared by their arguments.
        side = first.arguments[0]
        best = Reduce("max", lower, upper, abstract(side, (symbol,)), letter(symbol))
        return Slope({Function("log", (best,)): scale}) + fixed, side, best
    scale = abs(scale)
    body = moving.scaled(1 / scale).term()
    best = Reduce("max", lower, upper, abstract(body, (symbol,)), letter(symbol))
    return Slope({best: scale}) + fixed, body, best


def letter(symbol: Symbol) -> str:
    """The name under which a new index was bound."""
    return symbol.name.rstrip("'").rstrip("0123456789") or "k"


def larger(a: Slope, b: Slope) -> Slope:
    """The greater of two slopes, what they share in front."""
    shared = Slope({t: c for t, c in a.parts.items() if b.parts.get(t) == c})
    best = Function("Max", ((a - shared).term(), (b - shared).term()))
    return shared + Slope({best: Fraction(1)})


def instance(body: Term, symbol: Symbol, other: Term) -> Term | None:
    """The value t of the variable at which the body is the other term; None where none is seen."""
    if body == symbol:
        return other
    if symbol not in free_symbols(body):
        return None
    if type(body) is not type(other):
        return None
    found: list[Term] = []
    for part, same in zip(_children(body), _children(other), strict=False):
        value = instance(part, symbol, same)
        if value is not None:
            found.append(value)
    if not found or instantiate(abstract(body, (symbol,)), (found[0],)) != other:
        return None
    return found[0]


def _children(term: Term) -> list[Term]:
    return [child for child, _ in children(term)]
