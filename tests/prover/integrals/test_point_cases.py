"""Cases at a point: which values are 0, and what brackets come to there."""

from __future__ import annotations

import pytest

from symderive import all_of, any_of, eq, gt, iverson, le, ne, negation, real
from symderive.language.terms import ONE, ZERO, Compare, Mul, Pow, Term, number
from symderive.prover.integrals.point_cases import by_signs, cases_of, decided, simplified

p, q, t = real("p", at_least=0), real("q", at_least=0), real("t")
P, Q = p.term, q.term
POSITIVE, NONE = Compare(">", P, ZERO), Compare("=", P, ZERO)


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (gt(p, 0), POSITIVE),
        (ne(p, 0), POSITIVE),
        (le(p, 0), NONE),
        (negation(gt(p, 0)), NONE),
        (negation(eq(p, 0)), POSITIVE),
        (gt(t, 0), gt(t, 0).term),
        (negation(gt(t, 0)), negation(gt(t, 0)).term),
        (eq(p, 1), eq(p, 1).term),
        (negation(any_of(gt(p, 0), gt(t, 0))), all_of(eq(p, 0), negation(gt(t, 0))).term),
    ],
    ids=["above", "not 0", "at most", "not above", "not equal", "any", "no value", "1", "neither"],
)
def test_values_are_positive_or_zero(condition: object, wanted: Term) -> None:
    assert by_signs(condition.term) == wanted  # type: ignore[attr-defined]


def test_cases_that_cannot_be_are_left_out() -> None:
    either = any_of(eq(p, 0), gt(q, 0)).term
    assert len(cases_of((either,), ONE)) == 2
    assert cases_of((either, POSITIVE), ONE) == [(Compare(">", Q, ZERO), POSITIVE)]
    assert cases_of((POSITIVE, NONE), ONE) == []


def test_brackets_make_cases_of_their_own() -> None:
    bracket = iverson(gt(p, 0)).term
    assert cases_of((), Mul((bracket, Q))) == [(POSITIVE,), (NONE,)]
    assert cases_of((), P) == [()]


def test_a_false_bracket_makes_a_product_zero() -> None:
    product = Mul((Pow(P, number(-1)), iverson(gt(p, 0)).term))
    assert simplified(product, (NONE,)) == ZERO
    assert simplified(product, (POSITIVE,)) == Pow(P, number(-1))
    assert simplified(product, ()) == Mul((iverson(gt(p, 0)).term, Pow(P, number(-1))))


def test_a_quotient_is_positive_only_where_its_denominator_is_known_to_be() -> None:
    ratio = gt(p / q, 0).term
    above = Compare(">", Q, ZERO)
    assert decided(ratio, (POSITIVE, above)) is True
    assert decided(ratio, (NONE, above)) is False
    assert decided(ratio, (POSITIVE,)) is None
    assert decided(ratio, (NONE,)) is None
    assert decided(gt(p / t, 0).term, (POSITIVE,)) is None
