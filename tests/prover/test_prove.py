"""Statements as a whole: hypotheses, parts, tensors, orders, and what an outcome says."""

import pytest

from symderive import array, correlate, eq, le, prove, relu
from symderive import size as named_size
from symderive import vector as named_vector
from symderive.errors import IllFormed
from symderive.language.reading import read_statement
from symderive.language.terms import Array, Bound, Entry, Forall, Statement, Truth, number
from tests.prover.building import (
    both,
    claim,
    compare,
    equal,
    integer,
    is_proved,
    real,
    size,
    tensor,
    total,
    tried,
)

n, m, z = size("n"), integer("m", 0), integer("z")
x, y = real("x"), real("y")
X, V, S = tensor("X"), tensor("V", n), tensor("S", n + 1)
vector = Array((n.term,), Entry(V.term, (Bound(0),)))
entries = total(1, n, lambda k: X[k])

TRUE = {
    "each part": claim(both(compare(x, "=", x), compare(n, ">=", 1))),
    "a tensor": equal(vector, V),
    "an order of integers": claim(compare(2 * z, "!=", 2 * n + 1)),
    "an order of reals": claim(compare(x**2, ">=", 0)),
    "a given equation": equal(3 * entries, 3, compare(entries, "=", 1)),
    "given indices": equal(X[z], X[n], both(compare(z, ">=", n), compare(z, "<=", n))),
}
FALSE = {
    "one part": claim(both(compare(x, "=", x), compare(n, ">=", 2))),
    "tensors of other shapes": equal(V, S),
    "a strict order": claim(compare(x**2, ">", 0)),
    "an order of integers that may be equal": claim(compare(z, "!=", n)),
    "a given equation on something else": equal(
        total(1, m, lambda k: X[k]), 1, compare(entries, "=", 1)
    ),
    "a given equation on squares": equal(x, y, compare(x**2, "=", y**2)),
    "a given product": equal(x, 0, compare(x * y, "=", 0)),
    "hypotheses are not forgotten to be weak": equal(X[z], X[n], compare(z, ">=", n)),
    "a hypothesis that is not read": equal(
        x, y, Forall(number(1), n.term, compare(X[Bound(0)], "=", 0))
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)


def test_contradictory_hypotheses_prove_nothing() -> None:
    outcome = tried(equal(x, y, compare(n, "<=", 0)))
    assert not outcome.proved
    assert outcome.vacuous


def test_tensors_without_entries_need_what_their_parts_require() -> None:
    a, k = named_size("a"), named_size("k")
    image, kernel = named_vector("image", a), named_vector("kernel", k)
    window = correlate(image, kernel)
    written = eq(relu(window), array((a - k + 1,), lambda t: relu(window)[t]))
    assert not is_proved(read_statement(written))
    assert is_proved(read_statement(written.given(le(k, a + 1))))
    verdict = prove(written)
    assert verdict.status == "refuted"
    assert [(text, found.status) for text, found in verdict.repaired] == [("k - 1 <= a", "proved")]


def test_an_outcome_names_what_is_missing() -> None:
    outcome = tried(equal(x / y, x / y))
    assert not outcome.proved
    assert "denominator" in outcome.reason
    assert outcome.failures[0].repair == compare(y, "!=", 0)


def test_an_outcome_points_to_sizes_where_weights_differ() -> None:
    outcome = tried(equal(total(1, n, lambda k: X[k]), total(1, n, lambda k: X[k + 1])))
    assert not outcome.proved
    assert outcome.point[n.term] >= 1


def test_tensors_are_compared_by_equality() -> None:
    with pytest.raises(IllFormed, match="same rank"):
        tried(claim(compare(V, "<=", V)))


def test_a_claim_is_a_comparison() -> None:
    assert "Truth" in tried(Statement(Truth(True))).reason
