"""The quick and the literal reading on random terms, and jets against interpolation."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import arb

from symderive.errors import BudgetExceeded, Undefined
from symderive.evaluator import evaluate
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate
from symderive.evaluator.interpret import Assignment, Program, TensorStore, precision
from symderive.language.terms import Partial, Term
from tests.evaluator.building import at, num
from tests.evaluator.random_terms import A, Maker, i, n, nested_sum, t, x

NOTHING = "no value"


def value_of(term: Term, literal: bool, length: int) -> object:
    program = Program(literal)
    root = program.add(term)
    entries = TensorStore("x", (length,), lambda place: (1, 0, -2)[place[0] - 1])
    matrix = TensorStore("A", (length, length), lambda place: 2 * place[0] - 3 * place[1] + 1)
    with precision(128):
        program.load(Assignment({n: length, i: length, t: -1}, {x: entries, A: matrix}))
        try:
            return root()
        except (Undefined, Inconclusive, Indeterminate, BudgetExceeded) as error:
            return NOTHING if isinstance(error, Undefined) else None


def compare(term: Term, length: int) -> bool:
    """Whether both readings have a value; where the quick one has one it is that of the other."""
    quick, literal = value_of(term, False, length), value_of(term, True, length)
    if quick is NOTHING or quick is None or literal is None:
        return False
    assert literal is not NOTHING, term
    if isinstance(quick, arb) or isinstance(literal, arb):
        assert arb(quick).overlaps(arb(literal)), term  # type: ignore[arg-type]
    else:
        assert quick == literal, term
    return True


@pytest.mark.parametrize("block", range(8))
def test_the_quick_reading_agrees_with_the_literal_one(block: int) -> None:
    agreed = 0
    for seed in range(100 * block, 100 * block + 100):
        term = Maker(seed).scalar(4)
        agreed += sum(compare(term, length) for length in (1, 2, 3))
    assert agreed > 100


def test_sums_of_products_agree() -> None:
    agreed = 0
    for seed in range(200):
        maker = Maker(seed)
        term = nested_sum(maker, maker.chance.choice((2, 3, 4)))
        agreed += sum(compare(term, length) for length in (1, 3))
    assert agreed > 100


def linear_coefficient(values: list[Fraction]) -> Fraction:
    """The coefficient of h in the polynomial of least degree through (k, values[k])."""
    total, differences, sign = Fraction(0), values, 1
    for order in range(1, len(values)):
        differences = [b - a for a, b in pairwise(differences)]
        total += sign * differences[0] / order
        sign = -sign
    return total


@pytest.mark.parametrize("block", range(4))
def test_jets_are_the_linear_coefficient(block: int) -> None:
    checked = 0
    for seed in range(60 * block, 60 * block + 60):
        maker = Maker(seed, polynomial=True)
        term = maker.scalar(3)
        variable = maker.chance.choice([t, at(x, num(1)), at(x, num(2))])
        values = {n: 2, i: 1, t: Fraction(3, 2), A: [[1, 2], [-1, 3]]}

        def moved(h: int, body: Term, by: Term, fixed: dict[Term, object]) -> Fraction:
            entries = [Fraction(2), Fraction(-1, 3)]
            symbols = dict(fixed)
            if by == t:
                symbols[t] = Fraction(3, 2) + h
            else:
                entries[0 if by == at(x, num(1)) else 1] += h
            return evaluate(body, {**symbols, x: entries})  # type: ignore[no-any-return]

        try:
            points = [moved(h, term, variable, values) for h in range(10)]
        except Undefined:
            continue
        jets = moved(0, Partial(term, variable), variable, values)
        assert jets == linear_coefficient(points), term
        checked += 1
    assert checked > 20
