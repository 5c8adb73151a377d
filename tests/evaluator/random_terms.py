"""Seeded random terms over a vector, a matrix and two numbers, for tests that compare readings."""

from __future__ import annotations

import random
from collections.abc import Callable

from symderive.language.binding import shift
from symderive.language.terms import (
    ONE,
    And,
    Array,
    Bound,
    Cases,
    Compare,
    Floor,
    Forall,
    Mod,
    Not,
    Or,
    Partial,
    Reduce,
    Term,
    Truth,
)
from tests.evaluator.building import (
    K,
    add,
    at,
    bracket,
    function,
    index,
    mul,
    num,
    over,
    real,
    size,
    square,
    vector,
)

n = size("n")
i = index("i", n)
t = real("t")
x, A = vector("x", n), vector("A", n, n)


class Maker:
    """Makes terms of limited depth; ``polynomial`` leaves out what is not one in the reals."""

    def __init__(self, seed: int, polynomial: bool = False) -> None:
        self.chance = random.Random(seed)
        self.polynomial = polynomial

    def integer(self, binders: int) -> Term:
        """An integer, most of the time between 1 and n."""
        choices: list[Term] = [i, ONE, n, *[Bound(k) for k in range(binders)] * 2]
        term = self.chance.choice(choices)
        kind = self.chance.random()
        if kind < 0.1:
            return add(term, num(self.chance.choice((-1, 1))))
        if kind < 0.2:
            return add(Mod(term, n), ONE)
        if kind < 0.3:
            return Floor(over(add(term, n), num(2)))
        return term

    def scalar(self, depth: int, binders: int = 0) -> Term:
        """A scalar term with so many bound variables around it."""
        if depth == 0 or self.chance.random() < 0.1:
            return self.leaf(binders)
        return self.chance.choice(self.makers())(depth - 1, binders)

    def leaf(self, binders: int) -> Term:
        """A number, a symbol or an entry."""
        chosen = self.chance.randrange(5)
        if chosen == 0:
            return num(self.chance.choice(("0", "1", "-1", "2", "1/2", "-3")))
        if chosen == 1:
            return t
        if chosen == 2:
            return at(A, self.integer(binders), self.integer(binders))
        return at(x, self.integer(binders))

    def makers(self) -> list[Callable[[int, int], Term]]:
        """The ways to build a larger term."""
        found = [self.sum, self.product, self.product, self.total, self.total, self.guarded]
        if not self.polynomial:
            found += [self.quotient, self.other, self.derivative, self.entry]
        return found

    def sum(self, depth: int, binders: int) -> Term:
        return add(self.scalar(depth, binders), self.scalar(depth, binders))

    def product(self, depth: int, binders: int) -> Term:
        return mul(*[self.scalar(depth, binders) for _ in range(self.chance.choice((2, 2, 3)))])

    def total(self, depth: int, binders: int) -> Term:
        lower: Term = self.chance.choice([ONE, ONE, self.integer(binders)])
        upper: Term = self.chance.choice([n, n, self.integer(binders)])
        operation = "sum"
        if not self.polynomial and self.chance.random() < 0.2:
            operation = self.chance.choice(("product", "max", "min"))
        return Reduce(operation, lower, upper, self.scalar(depth, binders + 1))

    def guarded(self, depth: int, binders: int) -> Term:
        guard = bracket(self.condition(depth, binders))
        factors = [self.scalar(depth, binders), guard]
        self.chance.shuffle(factors)
        return mul(*factors)

    def quotient(self, depth: int, binders: int) -> Term:
        return over(self.scalar(depth, binders), self.scalar(depth, binders))

    def other(self, depth: int, binders: int) -> Term:
        inner = self.scalar(depth, binders)
        chosen = self.chance.randrange(5)
        if chosen == 0:
            return function(self.chance.choice(("exp", "tanh", "sigmoid")), inner)
        if chosen == 1:
            return function("log", add(ONE, square(inner)))
        if chosen == 2:
            return function(self.chance.choice(("Max", "Min")), inner, self.scalar(depth, binders))
        if chosen == 3:
            return function(self.chance.choice(("Abs", "sign")), inner)
        condition = self.condition(depth, binders)
        return Cases((inner, self.scalar(depth, binders)), (condition, Truth(True)))

    def derivative(self, depth: int, binders: int) -> Term:
        variable = t if self.chance.random() < 0.3 else at(x, self.integer(binders))
        return Partial(self.scalar(depth, binders), variable)

    def entry(self, depth: int, binders: int) -> Term:
        made = Array((n,), self.scalar(depth, binders + 1))
        return at(made, self.integer(binders))

    def condition(self, depth: int, binders: int) -> Term:
        """A condition, on integers only where the term must stay a polynomial."""
        chosen = self.chance.randrange(8)
        if chosen == 0 and depth:
            kind = self.chance.choice((And, Or))
            return kind((self.condition(depth - 1, binders), self.condition(depth - 1, binders)))
        if chosen == 1:
            return Not(self.condition(0, binders))
        if chosen == 2 and depth:
            inner = self.condition(depth - 1, binders + 1)
            return Forall(ONE, self.integer(binders), inner)
        relation = self.chance.choice(("=", "!=", "<=", "<", ">=", ">"))
        if chosen == 3 and not self.polynomial:
            return Compare(relation, self.scalar(0, binders), self.scalar(0, binders))
        return Compare(relation, self.integer(binders), self.integer(binders))


def nested_sum(maker: Maker, variables: int) -> Term:
    """A sum over several variables of a product of entries and brackets, as written in papers."""
    factors = [maker.leaf(variables) for _ in range(maker.chance.randint(2, 5))]
    factors += [bracket(maker.condition(0, variables)) for _ in range(maker.chance.randint(0, 2))]
    maker.chance.shuffle(factors)
    body: Term = mul(*factors)
    for k in range(variables):
        upper = maker.chance.choice([n, n, *[Bound(b) for b in range(variables - k - 1)]])
        body = Reduce("sum", ONE, upper, body)
    return body


__all__ = ["A", "K", "Maker", "i", "n", "nested_sum", "shift", "t", "x"]
