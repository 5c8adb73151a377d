"""The lines on f-divergences that are not negative, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    absolute,
    density,
    eq,
    expectation,
    f_divergence,
    function,
    ge,
    gt,
    integral,
    iverson,
    log,
    simplex,
    total,
)
from tests.proofs.families import Families, plus, same, times

NAME = "f_divergences"
SHEET: Any = Families(NAME).sheet()
n, f, ratio, over_support = SHEET.n, SHEET.f, SHEET.ratio, SHEET.over_support
covered, covering, normal = SHEET.covered, SHEET.covering, SHEET.normal
covered_points = SHEET.covered_points

CONVEX, DENSITY = function(convex=True), density()
OPEN, CLOSED = simplex(n), simplex(n, closed=True)
GIVEN, POINTS = [covered, normal], [covered_points, normal]

DIVERGENCES = Families(NAME)


def first(one: Any, other: Any) -> Any:
    """The first of two distributions."""
    return one


def second(one: Any, other: Any) -> Any:
    """The second of two distributions."""
    return other


def turned(t: Any) -> Any:
    """1/t."""
    return 1 / t


def moved(t: Any) -> Any:
    """t + 1."""
    return t + 1


def doubled(t: Any) -> Any:
    """2 t."""
    return 2 * t


@DIVERGENCES.family(
    "divergence_is_not_negative",
    {"weight": first},
    {"inside": doubled},
    {"factor": -1},
    {"factor": 2},
    {"support": first},
    given=GIVEN,
)
def definition(
    f=CONVEX, p_X=DENSITY, p_Y=DENSITY, weight=second, support=second, inside=same, factor=1
):
    def body(x):
        return times(factor)(f(inside(ratio(x))) * weight(p_X, p_Y)(x)) * iverson(
            gt(support(p_X, p_Y)(x), 0)
        )

    return eq(f_divergence(f, p_X, p_Y), integral(body))


@DIVERGENCES.family(
    "divergence_is_not_negative",
    {"under": first},
    {"inside": doubled},
    {"inside": moved},
    {"factor": -1},
    line=2,
    given=GIVEN,
)
def as_expectation(f=CONVEX, p_X=DENSITY, p_Y=DENSITY, under=second, inside=same, factor=1):
    left = over_support(lambda x: f(ratio(x)) * p_Y(x))
    mean = expectation(lambda z: f(inside(ratio(z))), under(p_X, p_Y))
    return eq(left, times(factor)(mean))


@DIVERGENCES.family(
    "divergence_is_not_negative",
    {"relation": gt},
    {"under": first},
    {"more": 1},
    {"outside": moved},
    {"h": function()},
    line=3,
    given=GIVEN,
)
def jensen(
    f=CONVEX, p_X=DENSITY, p_Y=DENSITY, h=None, relation=ge, under=second, more=0, outside=same
):
    g = h or f
    left = expectation(lambda z: g(ratio(z)), p_Y)
    mean = expectation(ratio, under(p_X, p_Y))
    return relation(left, plus(g(outside(mean)), more))


@DIVERGENCES.family(
    "divergence_is_not_negative",
    {"weight": first},
    {"support": first, "given": [normal, covering]},
    {"outside": moved},
    {"more": 1},
    line=4,
    given=GIVEN,
)
def mean_as_integral(
    f=CONVEX, p_X=DENSITY, p_Y=DENSITY, weight=second, support=second, outside=same, more=0
):
    left = f(expectation(ratio, p_Y))

    def body(x):
        return ratio(x) * weight(p_X, p_Y)(x) * iverson(gt(support(p_X, p_Y)(x), 0))

    return eq(left, plus(f(outside(integral(body))), more))


@DIVERGENCES.family(
    "divergence_is_not_negative",
    {"given": [normal]},
    {"given": [covering, normal]},
    {"value": 2},
    {"weight": first},
    line=5,
    given=GIVEN,
)
def mean_is_one(f=CONVEX, p_X=DENSITY, p_Y=DENSITY, weight=second, value=1):
    return eq(f(over_support(lambda x: ratio(x) * weight(p_X, p_Y)(x))), f(value))


@DIVERGENCES.family(
    "divergence_is_not_negative",
    {"given": [covered]},
    {"value": 1},
    {"place": 2},
    line=6,
    given=GIVEN,
)
def value_at_one(f=CONVEX, place=1, value=0):
    return eq(f(place), value)


# Finitely many points


@DIVERGENCES.family(
    "finite_divergence_is_not_negative",
    {"weight": first},
    {"inside": doubled},
    {"start": 2},
    {"factor": -1},
    given=[normal],
)
def finite_definition(f=CONVEX, p=OPEN, q=OPEN, weight=second, inside=same, start=1, factor=1):
    def body(k):
        return times(factor)(f(inside(p[k] / q[k])) * weight(p, q)[k])

    return eq(f_divergence(f, p, q), total(body, start, n))


@DIVERGENCES.family(
    "finite_divergence_is_not_negative",
    {"relation": gt},
    {"weight": first},
    {"more": 1},
    {"h": function()},
    {"start": 2},
    line=2,
    given=[normal],
)
def finite_jensen(f=CONVEX, p=OPEN, q=OPEN, h=None, relation=ge, weight=second, start=1, more=0):
    g = h or f
    left = total(lambda k: g(p[k] / q[k]) * q[k], n)
    mean = total(lambda k: p[k] / q[k] * weight(p, q)[k], start, n)
    return relation(left, plus(g(mean), more))


@DIVERGENCES.family(
    "finite_divergence_is_not_negative",
    {"weight": first},
    {"start": 2},
    {"factor": 2},
    line=3,
    given=[normal],
)
def finite_mean(f=CONVEX, p=OPEN, q=OPEN, weight=second, start=1, factor=1):
    mean = total(lambda k: p[k] / q[k] * weight(p, q)[k], start, n)
    return eq(f(mean), times(factor)(f(times(factor)(p.sum()))))


@DIVERGENCES.family(
    "finite_divergence_is_not_negative",
    {"value": 2},
    {"factor": 2},
    {"power": 2},
    line=4,
    given=[normal],
)
def finite_mass(f=CONVEX, p=OPEN, value=1, factor=1, power=1):
    whole = p.sum() if power == 1 else total(lambda k: p[k] ** power, n)
    return eq(f(times(factor)(whole)), f(value))


@DIVERGENCES.family(
    "finite_divergence_is_not_negative",
    {"given": []},
    {"value": 1},
    {"place": 2},
    line=5,
    given=[normal],
)
def finite_value_at_one(f=CONVEX, place=1, value=0):
    return eq(f(place), value)


@DIVERGENCES.family(
    "finite_divergence_with_zeros",
    {"weight": first},
    {"support": first},
    {"inside": doubled},
    {"factor": -1},
    given=POINTS,
)
def definition_with_zeros(
    f=CONVEX, p=CLOSED, q=CLOSED, weight=second, support=second, inside=same, factor=1
):
    def body(k):
        value = f(inside(p[k] / q[k])) * weight(p, q)[k]
        return times(factor)(value) * iverson(gt(support(p, q)[k], 0))

    return eq(f_divergence(f, p, q), total(body, n))


@DIVERGENCES.family(
    "finite_divergence_with_zeros",
    {"relation": gt},
    {"weight": first},
    {"more": 1},
    {"h": function()},
    line=2,
    given=POINTS,
)
def jensen_with_zeros(f=CONVEX, p=CLOSED, q=CLOSED, h=None, relation=ge, weight=second, more=0):
    g = h or f
    left = total(lambda k: g(p[k] / q[k]) * q[k] * iverson(gt(q[k], 0)), n)
    mean = total(lambda k: p[k] / q[k] * weight(p, q)[k] * iverson(gt(q[k], 0)), n)
    return relation(left, plus(g(mean), more))


@DIVERGENCES.family(
    "finite_divergence_with_zeros",
    {"given": [normal]},
    {"weight": first},
    {"value": 2},
    line=3,
    given=POINTS,
)
def mean_with_zeros(f=CONVEX, p=CLOSED, q=CLOSED, weight=second, value=1):
    mean = total(lambda k: p[k] / q[k] * weight(p, q)[k] * iverson(gt(q[k], 0)), n)
    return eq(f(mean), f(value))


@DIVERGENCES.family(
    "finite_divergence_with_zeros",
    {"given": [covered_points]},
    {"value": 1},
    {"place": 2},
    line=4,
    given=POINTS,
)
def value_with_zeros(f=CONVEX, place=1, value=0):
    return eq(f(place), value)


# Five functions


@DIVERGENCES.family("divergence_of_minus_log", {"sign": 1}, {"shift": 1}, {"relation": gt})
def of_minus_log(p=OPEN, q=OPEN, sign=-1, shift=0, relation=ge):
    def function_of(t):
        value = -log(t) if sign < 0 else log(t)
        return value - shift if shift else value

    return relation(f_divergence(function_of, p, q), 0)


@DIVERGENCES.family("divergence_of_log_moment", {"sign": -1}, {"shift": 1}, {"relation": gt})
def of_log_moment(p=OPEN, q=OPEN, sign=1, shift=0, relation=ge):
    def function_of(t):
        value = times(sign)(t * log(t))
        return value - shift if shift else value

    return relation(f_divergence(function_of, p, q), 0)


@DIVERGENCES.family("divergence_of_square", {"power": 3}, {"factor": -1}, {"relation": gt})
def of_square(p=OPEN, q=OPEN, power=2, factor=1, relation=ge):
    return relation(f_divergence(lambda t: times(factor)((t - 1) ** power), p, q), 0)


@DIVERGENCES.family(
    "divergence_of_distance", {"factor": -1}, {"middle": 2, "shift": 1}, {"relation": gt}
)
def of_distance(p=OPEN, q=OPEN, factor=1, middle=1, shift=0, relation=ge):
    def function_of(t):
        value = times(factor)(absolute(t - middle) / 2)
        return value - shift if shift else value

    return relation(f_divergence(function_of, p, q), 0)


@DIVERGENCES.family("divergence_of_line", {"shift": 2}, {"power": 2}, {"value": 1})
def of_line(p=OPEN, q=OPEN, shift=1, power=1, value=0):
    def function_of(t):
        return t - shift if power == 1 else (t - shift) ** power

    return eq(f_divergence(function_of, p, q), value)
