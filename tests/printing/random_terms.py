"""Random formulas, and a form of terms in which writing differences do not count."""

from __future__ import annotations

import random
from dataclasses import fields
from fractions import Fraction
from typing import Any

from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    REAL,
    Add,
    And,
    Bound,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    number,
)

SYMBOLS = [Symbol(name, INTEGER) for name in "ijkn"] + [Symbol("beta", REAL)]
VECTOR = TensorSymbol("x", 1, None)
MATRIX = TensorSymbol("A", 2, None)
RELATIONS = ("=", "!=", "<=", "<", ">=", ">")


class Formulas:
    """A source of random scalar terms, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def scalar(self, depth: int, binders: int = 0) -> Term:
        """A scalar term of at most that depth under that many binders."""
        choose = self.random
        if depth == 0 or choose.random() < 0.15:
            return self.leaf(binders)
        below = [self.scalar(depth - 1, binders) for _ in range(choose.choice((2, 2, 3)))]
        kind = choose.randrange(14)
        if kind <= 2:
            return Add(tuple(below))
        if kind <= 5:
            return Mul(tuple(below))
        if kind == 6:
            return Mul((below[0], Pow(below[1], MINUS_ONE)))
        if kind == 7:
            exponent = choose.choice((2, 3, -1, -2, Fraction(1, 2), Fraction(-1, 2)))
            return Pow(below[0], Number(Fraction(exponent)))
        if kind == 8:
            return Mod(below[0], below[1])
        if kind == 9:
            name = choose.choice(("exp", "log", "tanh", "Abs", "sign", "Max"))
            return Function(name, tuple(below[: 2 if name == "Max" else 1]))
        if kind == 10:
            return choose.choice((Floor, Ceiling))(below[0])
        if kind == 11:
            return Iverson(self.condition(depth - 1, binders))
        if kind == 12:
            operation = choose.choice(("sum", "product", "max", "min"))
            body = self.scalar(depth - 1, binders + 1)
            return Reduce(operation, ONE, below[0], body, choose.choice("kli"))
        return Partial(below[0], Entry(VECTOR, (self.leaf(binders),)))

    def leaf(self, binders: int) -> Term:
        """A number, a variable or an entry."""
        choose = self.random
        kind = choose.randrange(5)
        if kind == 0:
            return Number(Fraction(choose.choice((-3, -1, 0, 1, 2, 5)), choose.choice((1, 1, 2))))
        if kind == 1 and binders:
            return Bound(choose.randrange(binders))
        if kind == 2:
            return Entry(VECTOR, (self.index(binders),))
        if kind == 3:
            return Entry(MATRIX, (self.index(binders), self.index(binders)))
        return choose.choice(SYMBOLS)

    def index(self, binders: int) -> Term:
        """An index: a variable, sometimes moved by a number."""
        base = Bound(0) if binders and self.random.random() < 0.6 else SYMBOLS[0]
        return Add((base, number(-1))) if self.random.random() < 0.3 else base

    def condition(self, depth: int, binders: int) -> Term:
        """A condition of at most that depth."""
        kind = self.random.randrange(6) if depth > 0 else 0
        if kind <= 2:
            sides = self.scalar(max(depth - 1, 0), binders), self.scalar(0, binders)
            return Compare(self.random.choice(RELATIONS), *sides)
        parts = tuple(self.condition(depth - 1, binders) for _ in range(2))
        return {3: And, 4: Or}[kind](parts) if kind < 5 else Not(parts[0])


def signed(tree: Any) -> Any:
    """A negated tree."""
    return ("negative", tree)


def plain_tree(term: Term, associative: bool = False) -> Any:
    """The term without differences of writing: where a sign sits, 1/2 as a number or a quotient.

    With ``associative``, brackets inside sums and products do not count either.
    """
    if isinstance(term, Number):
        return _number_tree(term.value)
    if isinstance(term, Pow) and term.exponent == MINUS_ONE:
        return ("times", (("over", plain_tree(term.base, associative)),))
    if isinstance(term, Mul):
        return _product_tree(term, associative)
    if isinstance(term, Add):
        parts: list[Any] = []
        for place, part in enumerate(term.terms):
            tree = plain_tree(part, associative)
            inner = tree[0] == "plus" and (associative or place == 0)
            parts.extend(tree[1] if inner else [tree])
        return ("plus", tuple(parts))
    if isinstance(term, And):
        listed: list[Any] = []
        for part in term.conditions:
            tree = plain_tree(part, associative)
            listed.extend(tree[1] if associative and tree[0] == "and" else [tree])
        return ("and", tuple(listed))
    parts = []
    for field in fields(term):
        if not field.compare:
            continue
        value = getattr(term, field.name)
        if isinstance(value, Term):
            value = plain_tree(value, associative)
        elif isinstance(value, tuple):
            value = tuple(plain_tree(v, associative) if isinstance(v, Term) else v for v in value)
        parts.append(value)
    return (type(term).__name__, *parts)


def _number_tree(value: Fraction) -> Any:
    if value < 0:
        return signed(_number_tree(-value))
    if value.denominator == 1:
        return ("number", value.numerator)
    below = ("over", ("number", value.denominator))
    above = () if value.numerator == 1 else (("number", value.numerator),)
    return ("times", (*above, below))


def _product_tree(term: Mul, associative: bool) -> Any:
    """Factors in order; a leading sign in front, factors 1 that stand before others left out."""
    negative, parts = False, []
    for place, factor in enumerate(term.factors):
        tree = plain_tree(factor, associative)
        if place == 0 and tree[0] == "negative":
            negative, tree = True, tree[1]
        inner = tree[0] == "times" and (associative or place == 0 or _is_quotient(factor))
        parts.extend(tree[1] if inner else [tree])
    if len(parts) > 1 and parts[0] == ("number", 1):
        parts = parts[1:]
    tree = parts[0] if len(parts) == 1 and parts[0][0] != "over" else ("times", tuple(parts))
    return signed(tree) if negative else tree


def _is_quotient(factor: Term) -> bool:
    """Whether a factor is written as a divisor."""
    if isinstance(factor, Number):
        return factor.value.numerator == 1
    return isinstance(factor, Pow) and factor.exponent == MINUS_ONE
