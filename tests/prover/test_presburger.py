"""Integer sets: emptiness, simplification, projections and weights."""

from symderive.prover.integers import FREE, SLOT, constant, form_of, variable
from symderive.prover.presburger import (
    AT_LEAST,
    EQUAL,
    Weight,
    as_conjunction,
    disjoint_union,
    gist,
    is_empty,
    is_single_valued,
    projected,
    sample,
    split,
)

N, K, Q = variable(FREE, 1), variable(FREE, 2), variable(FREE, 3)
n, k, q = form_of(N), form_of(K), form_of(Q)


def test_emptiness_is_that_of_integers() -> None:
    between = [(AT_LEAST, k.scaled(2).shifted(-1)), (AT_LEAST, (-k.scaled(2)).shifted(1))]
    assert is_empty(between)
    assert not is_empty([*between[:1], (AT_LEAST, (-k).shifted(1))])


def test_products_are_dimensions_of_their_own() -> None:
    # n * k = -1 has no natural solution; as a dimension of its own the product can be -1.
    assert not is_empty([(EQUAL, (n * k).shifted(1)), (AT_LEAST, n), (AT_LEAST, k)])
    assert is_empty([(EQUAL, (n * k).shifted(1)), (AT_LEAST, n * k)])


def test_a_sample_satisfies_the_constraints() -> None:
    point = sample([(EQUAL, n - k.scaled(2)), (AT_LEAST, k.shifted(-3))], 20)
    assert point is not None
    assert point[(N,)] == 2 * point[(K,)] >= 6
    assert sample([(AT_LEAST, constant(-1))]) is None


def test_simplification_drops_what_is_known() -> None:
    known = ([], [k.shifted(-1), n - k])
    found = gist(([], [k.shifted(-1), k.shifted(-2)]), known)
    assert found == ([], [k.shifted(-2)])
    assert gist(([], [-k]), known) is None


def test_a_quotient_is_unique_and_an_unbounded_divisor_is_not() -> None:
    quotient = [n - q.scaled(2), (q.scaled(2) - n).shifted(1)]
    assert is_single_valued([(N,)], [(Q,)], [], quotient)
    assert not is_single_valued([(N,)], [(Q,)], [], [n - q.scaled(2), (q.scaled(2) - n).shifted(2)])


def test_even_and_odd_make_one_conjunction() -> None:
    order = [(N,), (K,)]
    ranges = [k.shifted(-1), n - k]
    even = projected(order, [(Q,)], [k - q.scaled(2)], ranges)
    odd = projected(order, [(Q,)], [k - q.scaled(2).shifted(1)], ranges)
    union = disjoint_union([even, odd])
    assert union is not None
    found = as_conjunction(union, order, ([], []))
    assert found is not None
    assert set(found[1]) == set(ranges)
    assert as_conjunction(even, order, ([], [])) is None
    assert disjoint_union([even, even]) is None


def test_weights_count_with_signs() -> None:
    slot = (variable(SLOT, 100),)
    s = form_of(slot[0])
    weight = Weight([(N,), slot])
    assert weight.add(1, [], [], [], [s, n - s])
    assert weight.add(-1, [], [], [], [s, n - s.shifted(1)])
    assert not weight.is_zero()
    assert weight.at({(N,): 5, slot: 5}) == 1
    assert weight.at({(N,): 5, slot: 4}) == 0
    assert weight.add(-1, [], [], [s - n], [n])
    assert weight.is_zero()


def test_weights_refuse_what_is_not_unique() -> None:
    assert not Weight([(N,)]).add(1, [], [(K,)], [], [k, n - k])


def test_constraints_are_told_apart() -> None:
    assert split([(EQUAL, n), (AT_LEAST, k)]) == ([n], [k])
