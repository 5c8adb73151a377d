"""Guards as limits of sums."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from symderive.language.terms import INTEGER, Symbol
from symderive.printing import text
from symderive.prover import ranges
from symderive.prover.integers import FREE, SUMMED, Form, constant, form_of, variable

N, I, K, L, Q = variable(FREE, 1), variable(FREE, 2), *(variable(SUMMED, s) for s in (3, 4, 5))
n, i, k, l, q = map(form_of, (N, I, K, L, Q))
NAMES = {v: Symbol(name, INTEGER) for v, name in zip((N, I, K, L, Q), "niklq", strict=True)}


def size(form: Form) -> int:
    """Numbers before everything else."""
    return 0 if form.value is not None else len(form.terms)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (n.shifted(-1), "n - 1"),
        (constant(3), "3"),
        (k + i.scaled(2) - n, "2*i + k - n"),
        (-k, "-k"),
        (n * k, "n*k"),
    ],
)
def test_forms_are_written_without_needless_signs(form: Form, shown: str) -> None:
    assert text(ranges.form_term(form, NAMES)) == shown


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (k.shifted(-1), "1 <= k"),
        (n - k, "k <= n"),
        ((n - k).shifted(-1), "k < n"),
        ((n - k - i).shifted(1), "i + k <= n + 1"),
        (k.scaled(2).shifted(-4), "4 <= 2*k"),
    ],
)
def test_inequalities_have_no_minus_signs(form: Form, shown: str) -> None:
    assert text(ranges.inequality(form, NAMES)) == shown


@pytest.mark.parametrize(("form", "shown"), [(i - k, "i = k"), (k.shifted(-3), "k = 3")])
def test_equalities_have_no_minus_signs(form: Form, shown: str) -> None:
    assert text(ranges.equality(form, NAMES)) == shown


def test_the_simplest_limits_are_taken_and_the_rest_is_left() -> None:
    guard = [k.shifted(-1), n - k, (k + i).shifted(-4), (n - k - i).shifted(9)]
    found = ranges.limits_of(K, [K], guard, size)
    assert found is not None
    limits, plain = found
    assert plain
    assert text(ranges.lower_end(limits, NAMES)) == "1"
    assert text(ranges.upper_end(limits, NAMES)) == "n"
    assert limits.used == {k.shifted(-1), n - k}


def test_limits_follow_from_other_sums_where_they_must() -> None:
    guard = [k.shifted(-1), (l - k).shifted(-1), n - l]
    found = ranges.limits_of(K, [K, L], guard, size)
    assert found is not None
    limits, plain = found
    assert not plain
    assert text(ranges.upper_end(limits, NAMES)) == "n - 1"
    assert limits.used == {k.shifted(-1)}


def test_multiples_are_rounded() -> None:
    found = ranges.limits_of(K, [K], [k.scaled(2) - i, n - k.scaled(3)], size)
    assert found is not None
    assert text(ranges.lower_end(found[0], NAMES)) == "ceil(i/2)"
    assert text(ranges.upper_end(found[0], NAMES)) == "floor(n/3)"


def test_what_is_unbounded_has_no_limits() -> None:
    assert ranges.limits_of(K, [K], [k.shifted(-1)], size) is None


@pytest.mark.parametrize("radix", [constant(2), constant(5), n])
def test_a_quotient_is_recognised(radix: Form) -> None:
    rest = i - radix * q
    guard = [rest, radix.shifted(-1) - rest]
    found = ranges.quotient_of(Q, guard, frozenset())
    assert found is not None
    numerator, divisor, used = found
    assert (numerator, divisor) == (i, radix)
    assert used == frozenset(guard)
    assert ranges.quotient_of(Q, guard, frozenset([I])) is None


def test_a_range_is_no_quotient() -> None:
    assert ranges.quotient_of(Q, [q.shifted(-1), n - q], frozenset()) is None


def points(guard: list[Form], over: tuple[int, ...], holds: Callable[[Form, dict[int, int]], bool]):  # type: ignore[no-untyped-def]
    """The points of a small box at which a guard holds, with n = 6 and i = 3."""
    for values in itertools.product(range(-8, 9), repeat=len(over)):
        point = {N: 6, I: 3, **dict(zip(over, values, strict=True))}
        if all(holds(form, point) for form in guard):
            yield point


@pytest.mark.parametrize(
    "guard",
    [
        [k.shifted(-1), n - k, l - k, n - l],
        [k.shifted(-1), l - k.scaled(2), n.scaled(2) - l, (n - k)],
        [(k + l).shifted(-2), n - k - l, k - l, (l - k).shifted(5)],
    ],
)
def test_limits_contain_the_guard(guard: list[Form]) -> None:
    for v, others in ((K, [K, L]), (L, [K, L])):
        found = ranges.limits_of(v, others, guard, size)
        assert found is not None
        (lower, a), (upper, c) = found[0].lower, found[0].upper
        inside = list(points(guard, (K, L), lambda form, point: form.evaluated(point) >= 0))
        assert inside
        for point in inside:
            assert a * point[v] >= lower.evaluated(point)
            assert c * point[v] <= upper.evaluated(point)
