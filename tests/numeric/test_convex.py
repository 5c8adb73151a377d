"""Convex functions drawn for unknown ones, and integrals over many points, in floats."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from symderive import (
    IllFormed,
    density,
    eq,
    everywhere,
    expectation,
    f_divergence,
    function,
    ge,
    gt,
    iff,
    implies,
    integral,
    kl_divergence,
    le,
    log,
    simplex,
    size,
)
from symderive.language.reading import read_statement
from symderive.numeric.check import check_statement
from symderive.numeric.convex import FAMILY, NormalConvex, normal_convex
from symderive.numeric.measures import POINTS
from symderive.results import Evidence

n = size("n")
f, h = function("f", convex=True), function("h")
p, q = density("p"), density("q")
P, Q = simplex("p", n), simplex("q", n)
COVERED = everywhere(lambda x: implies(eq(q(x), 0), eq(p(x), 0)))
ALIKE = everywhere(lambda x: iff(gt(p(x), 0), gt(q(x), 0)))
NORMAL = eq(f(1), 0)


def seen(condition: Any, *given: Any, sizes: dict[str, int] | None = None) -> Evidence:
    """What the check in floats says."""
    return check_statement(read_statement(condition, None, given), sizes or {})


@pytest.mark.parametrize("place", range(len(FAMILY)))
def test_the_family_is_convex_and_zero_at_one_with_its_slopes(place: int) -> None:
    one = NormalConvex("f").drawn(place)
    value, slope = one.derivative((0,)), one.derivative((1,))
    assert value(np.array(1.0)) == 0
    t = np.linspace(0.2, 3.0, 29) + 0.01
    assert np.all(np.diff(value(t), 2) > -1e-12)
    assert np.allclose((value(t + 1e-6) - value(t - 1e-6)) / 2e-6, slope(t), atol=1e-5)
    with pytest.raises(IllFormed):
        one.derivative((2,))


def test_a_function_is_normal_where_a_hypothesis_says_so() -> None:
    assert normal_convex([NORMAL.term, eq(h(1), 0).term]) == {"f"}
    assert normal_convex([eq(f(2), 0).term]) == set()


@pytest.mark.parametrize(
    ("condition", "given"),
    [
        (ge(f_divergence(f, p, q), 0), [COVERED, NORMAL]),
        (ge(expectation(lambda z: f(p(z) / q(z)), q), f(integral(p))), [COVERED, NORMAL]),
        (eq(f_divergence(lambda t: -log(t), p, q), kl_divergence(q, p)), [ALIKE]),
        (le(kl_divergence(p, q), f_divergence(lambda t: (t - 1) ** 2, p, q)), [COVERED]),
        (eq(integral(lambda x: p(x) - q(x)), 0), []),
    ],
    ids=["divergence", "Jensen", "logarithm", "chi squared", "masses"],
)
def test_integrals_over_many_points_agree(condition: Any, given: list[Any]) -> None:
    found = seen(condition, *given)
    assert found.outcome == "passed", found.detail
    assert found.sizes == {"points": POINTS}


@pytest.mark.parametrize(
    ("condition", "given"),
    [
        (eq(f_divergence(lambda t: -log(t), p, q), kl_divergence(p, q)), [ALIKE]),
        (le(f_divergence(f, p, q), -1), [COVERED, NORMAL]),
        (eq(integral(lambda x: p(x) * q(x)), 1), []),
    ],
    ids=["order", "sign", "product"],
)
def test_what_is_wrong_is_seen(condition: Any, given: list[Any]) -> None:
    assert seen(condition, *given).outcome == "failed"


def test_finite_divergences_at_large_sizes() -> None:
    found = seen(ge(f_divergence(f, P, Q), 0), NORMAL, sizes={"n": 10**6})
    assert found.outcome == "passed"
    assert found.sizes == {"n": 10**6}
