"""Variables with the names that the prover gives to its own are other variables."""

import pytest

from symderive.language.terms import (
    INTEGER,
    Array,
    Bound,
    Compare,
    Domain,
    Entry,
    Statement,
    Symbol,
    number,
)
from tests.prover.building import Expr, equal, floor, integer, is_proved, size, tensor, times, when

n, a = size("n"), integer("a")
X = tensor("X")
in_range = (Compare("<=", number(1), Bound(0)), Compare("<=", Bound(0), n.term))
entry = Expr(Symbol("entry 1", Domain("integer", in_range)))
half = Expr(Symbol("a div 2", INTEGER))
vector = Array((n.term,), Entry(X.term, (Bound(0),)))
constant = Array((n.term,), Entry(X.term, (entry.term,)))

FALSE = {
    "an index called like an entry": equal(vector, constant),
    "an integer called like a quotient": equal(
        times(when(2 * half, "!=", a), when(2 * half + 1, "!=", a), floor(a / 2)), 0
    ),
}


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_a_false_statement_is_not_proved(statement: Statement) -> None:
    assert not is_proved(statement)


def test_a_vector_is_itself() -> None:
    assert is_proved(equal(vector, vector))
