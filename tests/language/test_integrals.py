"""Integrals, densities, expectations and divergences as they are written."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    IllFormed,
    density,
    everywhere,
    expectation,
    f_divergence,
    function,
    gt,
    integral,
    iverson,
    kl_divergence,
    log,
    matrix,
    real,
    simplex,
    size,
    total,
    vector,
)
from symderive.language.integrals import assumptions, is_density, written_out
from symderive.language.serial import digest, from_json, to_json

n = size("n")
p, q = density("p"), density("q")
positive = density("r", positive=True)
f = function("f", convex=True)
P, Q = simplex("p", n, closed=True), simplex("q", n, closed=True)


def test_the_name_of_the_variable_does_not_count() -> None:
    assert integral(lambda x: p(x) * x) == integral(lambda t: p(t) * t)
    assert integral(p) != integral(q)


def test_an_expectation_is_an_integral_where_the_density_is_positive() -> None:
    found = written_out(expectation(lambda z: z**2, q).term)
    assert found == integral(lambda x: x**2 * q(x) * iverson(gt(q(x), 0))).term


def test_a_positive_density_needs_no_bracket() -> None:
    found = written_out(expectation(lambda z: z**2, positive).term)
    assert found == integral(lambda x: x**2 * positive(x)).term


def test_a_divergence_is_the_mean_of_f_of_the_ratio_under_the_second() -> None:
    found = written_out(f_divergence(f, p, q).term)
    assert found == integral(lambda x: f(p(x) / q(x)) * q(x) * iverson(gt(q(x), 0))).term


def test_a_kl_divergence_is_the_mean_of_the_logarithm_under_the_first() -> None:
    found = written_out(kl_divergence(p, q).term)
    assert found == integral(lambda x: log(p(x) / q(x)) * p(x) * iverson(gt(p(x), 0))).term


def test_a_divergence_of_vectors_is_a_sum() -> None:
    found = written_out(f_divergence(f, P, Q).term)
    wanted = total(lambda k: f(P[k] / Q[k]) * Q[k] * iverson(gt(Q[k], 0)), n)
    assert found == wanted.term


def test_what_is_free_in_the_function_of_a_divergence_stays_free() -> None:
    c = real("c")
    found = written_out(f_divergence(lambda t: c + t, p, q).term)
    wanted = integral(lambda x: (c + p(x) / q(x)) * q(x) * iverson(gt(q(x), 0)))
    assert found == wanted.term


def test_a_divergence_under_a_sum_keeps_the_index() -> None:
    weights = vector("w", n)
    inside = total(lambda k: f_divergence(lambda t: weights[k] + t, p, q), n)
    wanted = total(
        lambda k: integral(lambda x: (weights[k] + p(x) / q(x)) * q(x) * iverson(gt(q(x), 0))), n
    )
    assert written_out(inside.term) == written_out(wanted.term)


@pytest.mark.parametrize(
    "written",
    [
        integral(lambda x: p(x) * x),
        expectation(f, q),
        f_divergence(f, p, q),
        kl_divergence(P, Q),
        everywhere(lambda x: gt(p(x), 0)),
    ],
)
def test_terms_survive_json(written: Any) -> None:
    again = from_json(to_json(written.term))
    assert again == written.term
    assert digest(again) == digest(written.term)


def test_a_density_is_known_by_its_property() -> None:
    assert is_density(p(1).term)
    assert not is_density(f(1).term)
    assert density("p") == density("p")
    assert density("p") != density("p", positive=True)
    assert density().named("p") == p
    assert density(positive=True).named("r") == positive


def test_integrals_are_assumed_to_exist_and_sums_are_not() -> None:
    assert assumptions(kl_divergence(p, q).term) == ("the integrals that are written exist",)
    assert assumptions(kl_divergence(P, Q).term) == ()


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda: integral(p(1)), "takes a function of a real number"),
        (lambda: integral(lambda x, y: p(x) * p(y)), "a function of 1 indices is needed"),
        (lambda: integral(lambda x: gt(x, 0)), "in an integral"),
        (lambda: integral(lambda x: vector("v", n) * x), "is one of numbers"),
        (lambda: expectation(lambda z: z, f), "needs a density"),
        (lambda: everywhere(gt(p(1), 0)), "everywhere takes a function"),
        (lambda: everywhere(lambda x: x), "in everywhere"),
        (lambda: density("p").prime, "need not have derivatives"),
        (lambda: p(1, 2), "of one real number"),
        (lambda: density(3), "begins with its name"),
        (lambda: f_divergence(f, p, Q), "two densities, or of two vectors"),
        (lambda: f_divergence(f, P, matrix("A", n, n)), "two vectors of the same"),
        (lambda: kl_divergence(P, simplex("q", size("m"))), "two vectors of the same length"),
    ],
)
def test_what_has_no_meaning_is_refused(write: Any, told: str) -> None:
    with pytest.raises(IllFormed, match=told):
        write()
