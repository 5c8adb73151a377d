"""Sign cells: every choice of signs is decided."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    apply,
    compare,
    equal,
    is_proved,
    real,
    when,
)

x, y, t = real("x"), real("y"), real("t")


def larger(a: object, b: object) -> object:
    return apply("Max", a, b)


def smaller(a: object, b: object) -> object:
    return apply("Min", a, b)


TRUE = {
    "a maximum of three": equal(larger(larger(x, y), t), larger(x, larger(y, t))),
    "clipping in either order": equal(larger(smaller(x, 1), 0), smaller(larger(x, 0), 1)),
    "distributivity": equal(larger(x, smaller(y, t)), smaller(larger(x, y), larger(x, t))),
    "transitivity": equal(
        when(x, ">", y) * when(y, ">", t) * when(x, ">", t), when(x, ">", y) * when(y, ">", t)
    ),
    "a hypothesis excludes a cell": equal(
        larger(larger(x, y), t), larger(x, t), compare(x, ">=", y)
    ),
}
FALSE = {
    "clipping to an empty interval": equal(larger(smaller(x, 0), 1), smaller(larger(x, 1), 0)),
    "distributivity over sums": equal(larger(x, y + t), larger(x, y) + larger(x, t)),
    "no transitivity backwards": equal(
        when(x, ">", y) * when(x, ">", t), when(x, ">", y) * when(y, ">", t)
    ),
    "a tie": equal(when(x, ">", y) + when(y, ">", x), 1),
    "a hypothesis on something else": equal(
        larger(larger(x, y), t), larger(x, t), compare(x, ">=", t)
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
