"""Sample points with true products, and the slices in which more of them are looked for."""

import pytest

from symderive.prover.integers import DIGIT, FREE, QUOTIENT, constant, form_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.sampling import at, extended, samples, slice_at

N, S, A, Q, R = (
    variable(FREE, 1),
    variable(FREE, 2),
    variable(FREE, 3),
    variable(QUOTIENT, 1),
    variable(DIGIT, 1),
)
n, s, a, q, r = map(form_of, (N, S, A, Q, R))
DIVISION = (
    (EQUAL, a - s * q - r),
    (AT_LEAST, r),
    (AT_LEAST, s - r.shifted(1)),
    (AT_LEAST, s.shifted(-1)),
    (AT_LEAST, a),
)


def satisfies(constraints, point) -> bool:
    values = [(kind, form.evaluated(point)) for kind, form in constraints]
    return all(value == 0 if kind == EQUAL else value >= 0 for kind, value in values)


def test_the_products_of_a_sample_are_products() -> None:
    found = samples(DIVISION, [])
    assert found
    assert all(satisfies(DIVISION, point) for point in found)


def test_a_contradiction_has_no_sample() -> None:
    assert not samples([(AT_LEAST, n), (AT_LEAST, (-n).shifted(-1))], [])
    assert not samples([*DIVISION, (AT_LEAST, (-a).shifted(-1))], [])
    assert not samples([(AT_LEAST, constant(-1)), *DIVISION], [])


def test_a_weaker_point_is_kept_where_it_satisfies_what_is_added() -> None:
    point = {N: 3, A: 2}
    assert extended([point], [(AT_LEAST, n - a)]) == [point]
    assert not extended([point], [(AT_LEAST, a - n)])


def test_new_variables_get_values() -> None:
    (found,) = extended([{A: 7, S: 3}], DIVISION)
    assert found == {A: 7, S: 3, Q: 2, R: 1}


def test_a_variable_that_is_multiplied_by_nothing_gets_a_value() -> None:
    (found,) = extended([{S: 0}], [(EQUAL, s * q)])
    assert Q in found


@pytest.mark.parametrize(
    ("form", "refuted"),
    [
        (a - s * q, False),
        (s * q - a, True),
        (a - s, True),
        (s - a, True),
        (q, False),
        (n - a, True),
        (n * s - a, True),
    ],
)
def test_a_slice_finds_a_point_below_zero_where_there_is_one(form, refuted) -> None:
    (point, *_) = samples(DIVISION, [{S: 3}])
    found = slice_at(DIVISION, point).point_below(form)
    assert (found is not None) == refuted
    if refuted:
        assert form.evaluated(found) < 0
        assert satisfies(DIVISION, found)


def test_a_slice_of_sizes_alone_has_one_point() -> None:
    square = [(AT_LEAST, n * n - n), (AT_LEAST, n.shifted(-1))]
    (point, *_) = samples(square, [])
    found = slice_at(square, point)
    assert found.point_below(n.shifted(-point[N] - 1)) == point
    assert found.point_below(n) is None


def test_a_form_with_values_for_some_variables() -> None:
    assert at(s * q + r, {S: 2}) == q.scaled(2) + r
    assert at(s * q - q.scaled(2), {S: 2}).value == 0
    assert at(r, {S: 2}) is r
