"""What is known at a place: entailment and the simplification of guards."""

import pytest

from symderive.prover.context import (
    ALWAYS,
    ContextTable,
    content_of,
    remembered_for,
    table_of_attempt,
    tightened,
)
from symderive.prover.integers import FREE, SUMMED, constant, form_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL

n, i = form_of(variable(FREE, 1)), form_of(variable(FREE, 2))
k = form_of(variable(SUMMED, 1))


def context(*constraints):
    return ContextTable().context(frozenset(constraints))


RANGE = ((AT_LEAST, i.shifted(-1)), (AT_LEAST, n - i))


def test_constraints_are_tightened_to_integers() -> None:
    assert tightened(AT_LEAST, i.scaled(2).shifted(-3)) == i.shifted(-2)
    assert tightened(EQUAL, i.scaled(2).shifted(-3)) is False
    assert tightened(EQUAL, constant(0)) is True
    assert tightened(EQUAL, -i + n) == tightened(EQUAL, i - n)


@pytest.mark.parametrize(
    ("form", "expected"),
    [(n.shifted(-1), True), (n - i, True), (n.shifted(-2), False), (i - n, False)],
)
def test_entailment_joins_constraints(form, expected) -> None:
    assert context(*RANGE).entails(form) is expected


def test_zero_is_excluded_from_both_sides() -> None:
    table = ContextTable()
    assert table.context(frozenset([(AT_LEAST, (-i).shifted(-1))])).excludes_zero(i)
    assert not table.context(frozenset([(AT_LEAST, i)])).excludes_zero(i)
    odd = (EQUAL, i - n.scaled(2).shifted(1))
    assert table.context(frozenset([odd])).excludes_zero(i)


def test_a_contradiction_is_empty() -> None:
    assert context(*RANGE, (AT_LEAST, -n)).is_empty()
    assert not context(*RANGE).is_empty()


def test_equal_contexts_are_one_object() -> None:
    table = ContextTable()
    base = table.context(frozenset(RANGE[:1]))
    assert base.extended(RANGE[1:]) is table.context(frozenset(RANGE))
    assert base.extended(RANGE[:1]) is base


def test_a_guard_loses_what_the_context_says_and_nothing_else() -> None:
    known = context(*RANGE)
    assert known.simplified([], [n.shifted(-1)]) == ALWAYS
    assert known.simplified([], [-n]) is None
    assert known.simplified([], [n.shifted(-3)]) == (frozenset(), frozenset([n.shifted(-3)]))
    implicit = known.simplified([], [i - n])
    assert implicit is not None
    assert len(implicit[0]) == 1
    assert not implicit[1]


def test_a_range_that_may_be_empty_keeps_its_bounds() -> None:
    known = context((AT_LEAST, n))
    guard = known.simplified([], [k.shifted(-1), n - k])
    assert guard == (frozenset(), frozenset([k.shifted(-1), n - k]))


def test_the_sample_is_a_point_of_the_context() -> None:
    point = context(*RANGE, (EQUAL, n - i.scaled(3))).sample
    assert point is not None
    assert all(form.evaluated(point) >= 0 for _, form in RANGE)


def test_products_of_sizes_are_at_least_their_factors() -> None:
    table = ContextTable()
    known = table.context(frozenset([(AT_LEAST, n.shifted(-1)), (AT_LEAST, i.shifted(-1))]))
    assert not known.entails(n * i - n)
    table.positive = frozenset(n.variables | i.variables)
    assert table.context(known.constraints | {(AT_LEAST, n)}).entails(n * i - n)


def test_content() -> None:
    assert content_of([4, 6]) == 2
    assert content_of([]) == 0


def test_what_follows_from_positive_sizes_is_kept_apart() -> None:
    table = ContextTable()
    constraints = frozenset([(AT_LEAST, (n * i).shifted(-5))])
    positive = table.with_positive(frozenset({variable(FREE, 1), variable(FREE, 2)}))
    assert positive.context(constraints).entails(n * i - n)
    assert not table.context(constraints).entails(n * i - n)
    assert positive.with_positive(frozenset()) is table


def test_attempts_at_one_subject_share_a_table_and_others_do_not() -> None:
    with remembered_for("one"):
        first = table_of_attempt()
        assert table_of_attempt() is first
    assert table_of_attempt() is not first
    with remembered_for("one"):
        assert table_of_attempt() is first
    with remembered_for("other"):
        assert table_of_attempt() is not first
    with remembered_for("one"):
        assert table_of_attempt() is not first
