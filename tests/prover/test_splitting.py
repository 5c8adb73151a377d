"""Tensors at flattened indices."""

import pytest

from symderive.errors import OutsideFragment
from symderive.prover.context import ContextTable
from symderive.prover.integers import FREE, SUMMED, form_of, variable
from symderive.prover.presburger import AT_LEAST
from symderive.prover.ring import TENSOR, GuardedTerm, Ring
from symderive.prover.splitting import base_indices, divided, split_factor, unify_digits
from tests.prover.building import equal, is_proved, size, tensor, total

R, A, B = variable(FREE, 1), variable(SUMMED, 1), variable(SUMMED, 2)
r, a, b = form_of(R), form_of(A), form_of(B)
FLAT = r * a + b
DIGITS = [(AT_LEAST, b), (AT_LEAST, r.shifted(-1) - b), (AT_LEAST, r.shifted(-1))]


def test_a_flattened_index_is_divided_where_its_digit_is_below_the_radix() -> None:
    ring = Ring()
    context = ring.contexts.context(frozenset(DIGITS))
    assert divided(r * a + b, context) == ((r, 0), a, b)
    assert divided((r * a + b).shifted(1), context) == ((r, 1), a, b)
    assert divided(r * a + b, ContextTable().context(frozenset(DIGITS[:1]))) is None


def test_splitting_keeps_the_index() -> None:
    ring = Ring()
    head = ring.head(TENSOR, "x", 0)
    split, indices = split_factor(ring, head, (FLAT,), ring.contexts.context(frozenset(DIGITS)))
    assert split is not head
    assert indices == (a, b)
    assert base_indices(split, indices) == (r * a + b,)


def test_digits_by_a_radix_that_may_be_zero_are_refused() -> None:
    ring = Ring()
    head = ring.head(TENSOR, "x", 0)
    split, indices = split_factor(ring, head, (FLAT,), ring.contexts.context(frozenset(DIGITS)))
    flat = [form for _, form in DIGITS]
    terms = [
        GuardedTerm(1, [A, B], [], flat, [(split, indices, 1)]),
        GuardedTerm(1, [A], [], [a], [(head, (a,), 1)]),
    ]
    with pytest.raises(OutsideFragment, match="radix"):
        unify_digits(ring, terms, ring.contexts.context(frozenset([(AT_LEAST, r)])))


n, m, X = size("n"), size("m"), tensor("X")


@pytest.mark.parametrize(("shift", "truth"), [(0, True), (1, False)])
def test_a_sum_over_blocks_is_a_sum_over_all(shift: int, truth: bool) -> None:
    blocks = total(0, n - 1, lambda q: total(shift, m - 1 + shift, lambda s: X[m * q + s]))
    assert is_proved(equal(blocks, total(0, n * m - 1, lambda t: X[t]))) is truth
