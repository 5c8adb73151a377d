"""The values for which a statement is claimed, in words."""

from __future__ import annotations

import pytest
from sympy import Eq, IndexedBase, Sum, symbols

from symderive import eq, size
from symderive.language.reading import read_statement
from symderive.language.scopes import scope

m, n, i, j = symbols("m n i j", integer=True)
beta = symbols("beta", real=True)
x = IndexedBase("x")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([n >= 1], "every n >= 1, every i, every x"),
        ([n >= 1, i >= 1, i <= n], "every n >= 1, every 1 <= i <= n, every x"),
        ([n >= 1, i > 0, i < n], "every n >= 1, every 0 < i < n, every x"),
        ([n >= 1, 2 * i <= n], "every n >= 1, every i, every x with 2*i <= n"),
        ([n >= 1, Eq(x[1], 0)], "every n >= 1, every i, every x with x[1] = 0"),
    ],
)
def test_a_range_stands_with_its_variable_and_another_hypothesis_at_the_end(
    given: list[object], told: str
) -> None:
    claim = read_statement(Sum(x[j], (j, 1, n)) + x[i], x[i] + Sum(x[j], (j, 1, n)), given)
    assert scope(claim) == told


def test_a_real_number_stands_after_the_integers() -> None:
    claim = read_statement(beta * x[i], x[i] * beta, [beta > 0, i >= 1])
    assert scope(claim) == "every i >= 1, every beta > 0, every x"


def test_conditions_of_sizes_stand_in_the_order_of_their_names() -> None:
    sizes = [size(name, multiple_of=2) for name in "dcabe"]
    told = scope(read_statement(eq(sum(sizes), sum(reversed(sizes)))))
    assert told.endswith(" with " + ", ".join(f"mod({name}, 2) = 0" for name in "abcde"))
