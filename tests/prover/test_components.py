"""Canonical components: renamed and reordered sums are one atom, others are not."""

import pytest

from symderive.prover import components
from symderive.prover.components import canonical_orders, covers, is_always_one, same_set
from symderive.prover.context import ContextTable
from symderive.prover.integers import FREE, QUOTIENT, SLOT, SUMMED, form_of, variable
from symderive.prover.presburger import AT_LEAST
from symderive.prover.ring import TENSOR, Ring
from symderive.prover.workspace import Workspace

N, K, T, Q = variable(FREE, 1), variable(SUMMED, 1), variable(SUMMED, 2), variable(QUOTIENT, 3)
n, k, t, q = map(form_of, (N, K, T, Q))
s = form_of(variable(SLOT, 0))


def range_of(v):
    return [v.shifted(-1), n - v]


@pytest.fixture
def work() -> Workspace:
    return Workspace()


def test_shifted_and_reversed_sums_are_one_component(work: Workspace) -> None:
    head = work.head(TENSOR, "x", 0)
    plain = components.component(work, [K], [], range_of(k), [(head, (k,), 1)], work.root)
    shifted = components.component(
        work, [T], [], [t, n - t.shifted(1)], [(head, (t.shifted(1),), 1)], work.root
    )
    reversed_ = components.component(
        work, [T], [], range_of(t), [(head, (n.shifted(1) - t,), 1)], work.root
    )
    longer = components.component(
        work, [T], [], [t, n - t], [(head, (t.shifted(1),), 1)], work.root
    )
    assert plain is shifted is reversed_
    assert plain is not longer


def test_a_component_that_is_equal_in_a_context_only_is_found_there_only(work: Workspace) -> None:
    head = work.head(TENSOR, "x", 0)
    z = form_of(variable(FREE, 2))
    low = work.contexts.context(frozenset([(AT_LEAST, (-z).shifted(1))]))
    factors = [(head, (k,), 1)]
    plain = components.component(work, [K], [], range_of(k), factors, work.root)
    bounded = [*range_of(k), k - z]
    assert components.component(work, [K], [], bounded, factors, low) is plain
    assert components.component(work, [K], [], bounded, factors, work.root) is not plain


def test_an_empty_sum_is_none(work: Workspace) -> None:
    head = work.head(TENSOR, "x", 0)
    guard = [k.shifted(-1), -k]
    assert components.component(work, [K], [], guard, [(head, (k,), 1)], work.root) is None


def test_orders_are_all_automorphisms() -> None:
    head = Ring().head(TENSOR, "A", 0)
    cycle = [(head, (k, t), 1), (head, (t, k), 1)]
    assert len(canonical_orders([K, T], cycle)) == 2
    path = [(head, (k, t), 1), (head, (k.shifted(1), t), 1)]
    assert len({order.key for order in canonical_orders([K, T], path)}) == 1


def test_a_quotient_is_one_where_it_is_unique_and_exists() -> None:
    context = ContextTable().context(frozenset([(AT_LEAST, n)]))
    floor_of_half = [n - q.scaled(2), (q.scaled(2) - n).shifted(1)]
    assert is_always_one([Q], [], floor_of_half, context)
    assert not is_always_one([Q], [n - q.scaled(2)], [], context)
    assert not is_always_one([Q], [], [n - q.scaled(2), (q.scaled(2) - n).shifted(2)], context)


def test_covering_asks_for_a_value_at_every_point() -> None:
    table = ContextTable()
    assert covers([K], [], range_of(k), table.context(frozenset([(AT_LEAST, n.shifted(-1))])))
    assert not covers([K], [], range_of(k), table.context(frozenset([(AT_LEAST, n)])))


def test_guards_are_equal_as_sets() -> None:
    context = ContextTable().context(frozenset())
    strict = (frozenset(), frozenset([s.scaled(2).shifted(-1)]))
    loose = (frozenset(), frozenset([s.shifted(-1)]))
    assert same_set(strict, loose, context)
    assert not same_set(strict, (frozenset(), frozenset([s])), context)
