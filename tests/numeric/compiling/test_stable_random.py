"""Stable forms of random formulas: the value is that of the formula, wherever that has one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq

from symderive import index, matrix, real, size, vector
from symderive.errors import BudgetExceeded, Undefined
from symderive.evaluator import evaluate
from symderive.language.binding import map_children
from symderive.language.hooks import text_of
from symderive.language.limits import Infinity
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Apply,
    Bound,
    Cases,
    Compare,
    Entry,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Term,
    Truth,
    number,
)
from symderive.numeric.compiling.stable import stable
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.pairs import UNIT, scale_of
from tests.numeric.compiling.spelling import in_floats, spelled

n, i = size("n"), index("i", size("n"))
u, v, x, y = real("u"), real("v"), vector("x", n), vector("y", n)
X = matrix("X", n, n)
SEEDS, FORMULAS, LARGEST_RANK = range(6), 40, 2
# Below every exponent that occurs.
VERY_LOW = number(-(10**4))


class Maker:
    """Formulas of exponentials as people write them, from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def number(self, depth: int, bound: int) -> Term:
        """A formula with so many bound variables around it."""
        makers = [self.sum, self.product, self.quotient, self.function, self.reduction, self.shape]
        return self.chance.choice(makers)(depth - 1, bound) if depth else self.leaf(bound)

    def leaf(self, bound: int) -> Term:
        found = [u.term, v.term, Entry(x.term, (i.term,)), self.constant()]
        found += [Entry(t.term, (Bound(k),)) for t in (x, y) for k in range(bound)] * 2
        found += [Entry(X.term, (i.term, Bound(0)))] if bound else []
        return self.chance.choice(found)

    def constant(self) -> Term:
        return Number(self.chance.choice((Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 2))))

    def negative(self, term: Term) -> Term:
        return Mul((MINUS_ONE, term)) if self.chance.random() < 0.4 else term

    def sum(self, depth: int, bound: int) -> Term:
        parts = [self.negative(self.number(depth, bound)) for _ in range(2)]
        return Add((self.constant(), *parts[1:]) if self.chance.random() < 0.5 else tuple(parts))

    def product(self, depth: int, bound: int) -> Term:
        return Mul(tuple(self.number(depth, bound) for _ in range(2)))

    def quotient(self, depth: int, bound: int) -> Term:
        exponent = self.chance.choice((-1, -1, -1, -2, 2))
        below = Pow(self.number(depth, bound), number(exponent))
        return Mul((self.number(depth, bound), below)) if self.chance.random() < 0.8 else below

    def function(self, depth: int, bound: int) -> Term:
        name = self.chance.choice(("exp", "exp", "exp", "log", "log", "sigmoid", "tanh"))
        return Function(name, (self.negative(self.number(depth, bound)),))

    def reduction(self, depth: int, bound: int) -> Term:
        lower, upper = self.chance.choice(
            (
                (ONE, n.term),
                (ONE, n.term),
                (ONE, i.term),
                (ONE, (i - 1).term),
                (i.term, n.term),
                (number(2), n.term),
            )
        )
        body = self.number(depth, bound + 1)
        if self.chance.random() < 0.2:
            body = Mul((Iverson(Compare("!=", Bound(0), i.term)), body))
        return Reduce("sum", lower, upper, body)

    def shape(self, depth: int, bound: int) -> Term:
        """What an idiom is about, with random parts."""
        first, second = self.number(depth, bound), self.number(depth, bound)
        rising = Function("exp", (first,))
        total = Reduce("sum", ONE, n.term, Function("exp", (self.number(depth, bound + 1),)))
        return self.chance.choice(
            (
                Function("log", (Add((ONE, rising)),)),
                Function("log", (total,)),
                Function("log", (Add((rising, total)),)),
                Mul((rising, Pow(total, MINUS_ONE))),
                Mul((rising, second, Pow(Add((ONE, total)), number(-2)))),
                Pow(Add((ONE, rising)), MINUS_ONE),
                Add((ONE, Mul((MINUS_ONE, Pow(Function("tanh", (first,)), number(2)))))),
                Add((Function("sigmoid", (first,)), MINUS_ONE)),
                Mul((Add((rising, MINUS_ONE)), Pow(Add((rising, ONE)), MINUS_ONE))),
                Cases((rising, second), (Compare("<", first, second), Truth(True))),
                Function("log", (Mul((second, Pow(Mul((total, rising)), MINUS_ONE))),)),
            )
        )


class TensorMaker(Maker):
    """Formulas of whole vectors and matrices, from a seed."""

    def tensor(self, depth: int, rank: int) -> Term:
        """A tensor of that rank, entry by entry or with sums along an axis."""
        if rank == 0 and depth == 0:
            return self.number(0, 0)
        if depth == 0:
            return self.chance.choice([x.term, y.term]) if rank == 1 else X.term
        inner = self.tensor(depth - 1, rank)
        other = self.tensor(depth - 1, self.chance.choice([0, rank]))
        rising = Function("exp", (inner,))
        found = [
            Function("exp", (self.negative(inner),)),
            Function(self.chance.choice(("log", "sigmoid", "tanh")), (inner,)),
            Add((self.chance.choice((ONE, MINUS_ONE)), self.negative(inner))),
            Add((inner, self.negative(other))),
            Mul((inner, Pow(other, MINUS_ONE))),
            Function("log", (Add((ONE, rising)),)),
        ]
        if rank < LARGEST_RANK:
            whole = Function("exp", (self.tensor(depth - 1, rank + 1),))
            axis = self.chance.randrange(rank + 1)
            found += [Apply(self.chance.choice(("sum", "mean")), (whole,), ((axis,),))] * 2
        if rank == 1:
            found += [Mul((rising, Pow(Apply("sum", (rising,), ((0,),)), MINUS_ONE)))] * 2
        return self.chance.choice(found)


def values(chance: random.Random) -> dict[Any, Any]:
    """Small sizes and moderate numbers."""
    length = chance.choice((1, 2, 3))
    numbers = [Fraction(k, 4) for k in range(-12, 13)]

    def row() -> list[Fraction]:
        return [chance.choice(numbers) for _ in range(length)]

    return {
        n.term: length,
        i.term: chance.randint(1, length),
        u.term: chance.choice(numbers),
        v.term: chance.choice(numbers),
        x.term: row(),
        y.term: row(),
        X.term: [row() for _ in range(length)],
    }


def _with_numbers(term: Term) -> Term:
    """What floats count as -oo as a number that is low enough."""
    if isinstance(term, Infinity):
        return VERY_LOW
    return map_children(term, lambda child, binds: _with_numbers(child))


def entries_of(term: Term, point: dict[Any, Any]) -> list[arb] | None:
    """The value, or the values of all entries, as balls; None where one is missing."""
    try:
        found = evaluate(term, point)
    except Undefined:
        return None
    flat = np.array(found, dtype=object).ravel()
    return [v if isinstance(v, arb) else arb(fmpq(v.numerator, v.denominator)) for v in flat]


def in_tracked_floats(term: Term, point: dict[Any, Any]) -> tuple[float, float]:
    """The value of a formula as written, and how far rounding may have moved it."""
    run = Evaluation(point, tracked=True)
    with np.errstate(all="ignore"):
        found = run.closed(term)
        return float(found.value), 100 * UNIT * (found.depth + 10) * float(scale_of(found))


def changed_formulas(seed: int) -> Iterator[tuple[Term, Term, dict[Any, Any]]]:
    """Formulas that are not stable as they are, with their stable forms, at points."""
    maker = Maker(seed)
    for _ in range(FORMULAS):
        term = maker.number(maker.chance.choice((2, 3, 4)), 0)
        found = stable(term)
        assert stable(found) == found
        if found != term:
            for _ in range(2):
                yield term, found, values(maker.chance)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_value_is_kept_wherever_there_is_one(seed: int) -> None:
    """In exact arithmetic and balls, by the evaluator."""
    compared = 0
    for term, found, point in changed_formulas(seed):
        try:
            wanted = entries_of(term, point)
            got = None if wanted is None else entries_of(_with_numbers(spelled(found)), point)
        except BudgetExceeded:
            continue
        if wanted is not None:
            assert got is not None, text_of(term)
            assert got[0].overlaps(wanted[0]), text_of(term)
            compared += 1
    assert compared > FORMULAS // 4


@pytest.mark.parametrize("seed", SEEDS)
def test_the_entries_of_tensors_are_kept(seed: int) -> None:
    maker, compared = TensorMaker(seed), 0
    for _ in range(FORMULAS):
        term = maker.tensor(maker.chance.choice((2, 3)), maker.chance.choice((0, 1, 1, 2)))
        found, point = stable(term), values(maker.chance)
        assert stable(found) == found
        try:
            wanted = entries_of(term, point)
            got = None if wanted is None else entries_of(_with_numbers(spelled(found)), point)
        except BudgetExceeded:
            continue
        if found != term and wanted is not None:
            assert got is not None, text_of(term)
            assert all(a.overlaps(b) for a, b in zip(got, wanted, strict=True)), text_of(term)
            compared += 1
    assert compared > FORMULAS // 4


@pytest.mark.parametrize("seed", SEEDS)
def test_floats_agree_at_moderate_arguments(seed: int) -> None:
    """As far as rounding allows, where the formula as written has a value in floats."""
    compared = 0
    for term, found, point in changed_formulas(seed):
        arrays = {
            key: value if isinstance(value, int) else np.array(value, dtype=float)
            for key, value in point.items()
        }
        wanted, tolerance = in_tracked_floats(term, arrays)
        if np.isfinite(wanted) and np.isfinite(tolerance):
            assert in_floats(found, arrays) == pytest.approx(wanted, abs=tolerance), text_of(term)
            compared += 1
    assert compared > FORMULAS // 4
