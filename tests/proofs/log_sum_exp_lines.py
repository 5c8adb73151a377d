"""The lines on log-sum-exp and its limit, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    eq,
    exp,
    forall,
    ge,
    gt,
    iverson,
    le,
    log,
    ne,
    num,
    oo,
    real,
    tends_to,
    total,
    vector,
)
from tests.proofs.families import Families, times

NAME = "log_sum_exp"
SHEET: Any = Families(NAME).sheet()
n = SHEET.n
V, ties, below = SHEET.smooth_maximum, SHEET.ties, SHEET.below

ANY, SCALE, FALLING, POINT = real(), real(above=0), real(below=0), vector(n)

VALUES = Families(NAME)


def greatest(d):
    return d.max()


def least(d):
    return d.min()


def last(d):
    return d[n]


def average(d):
    return d.mean()


def rest_of(beta, d, shift=1, first=1):
    """The sum with the last entry pulled out."""
    return total(lambda k: exp(beta * (d[k] - times(shift)(d[n]))), (first, n))


def others_of(beta, d, sign=1):
    """The terms of the entries that differ from the last one."""
    return total(lambda k: iverson(ne(d[k], d[n])) * exp(times(sign)(beta) * (d[k] - d[n])), n)


@VALUES.family("the_maximum", {"best": least}, {"best": average}, {"few": 2}, {"best": last})
def maximum_line(d=POINT, best=greatest, few=1):
    return all_of(forall(lambda k: le(d[k], best(d)), n), le(few, ties(d)))


@VALUES.family(
    "at_least_the_maximum",
    {"given": ()},
    {"relation": eq},
    {"relation": ge},
    {"factor": 2},
    {"given": (gt(-real("beta"), 0),)},
    given=(gt(real("beta"), 0),),
)
def lower_bound(beta=ANY, d=POINT, relation=le, factor=1):
    return relation(times(factor)(d.max()), V(beta, d))


@VALUES.family(
    "shifted_by_the_last_entry", {"outside": -1}, {"shift": 2}, {"first": 2}, {"beta": ANY}
)
def shift_line_1(beta=SCALE, d=POINT, outside=1, shift=1, first=1):
    rest = rest_of(beta, d, shift, first)
    return eq(V(beta, d), log(exp(beta * times(outside)(d[n])) * rest) / beta)


@VALUES.family(
    "shifted_by_the_last_entry", {"outside": -1}, {"shift": 2}, {"factor": 2}, {"beta": ANY}, line=2
)
def shift_line_2(beta=SCALE, d=POINT, outside=1, shift=1, factor=1):
    before = log(exp(beta * d[n]) * rest_of(beta, d)) / beta
    split = times(factor)(1 / beta) * log(rest_of(beta, d, shift))
    return eq(before, 1 / beta * (beta * times(outside)(d[n])) + split)


@VALUES.family(
    "one_term_is_one",
    {"given": ()},
    {"one": 0},
    {"one": 2},
    {"sign": -1},
    {"given": (SHEET.unlike(vector("d", n), 1),)},
    given=(SHEET.unlike(vector("d", n), n),),
)
def one_term(beta=SCALE, d=POINT, one=1, sign=1):
    return eq(V(beta, d), d[n] + log(one + others_of(beta, d, sign)) / beta)


@VALUES.family(
    "the_last_entry_is_at_most_the_maximum", {"relation": eq}, {"relation": ge}, {"best": least}
)
def last_entry(d=POINT, relation=le, best=greatest):
    return relation(d[n], best(d))


@VALUES.family(
    "other_terms_vanish", {"value": 1}, {"value": oo}, {"sum_of": others_of}, {"target": 0}
)
def vanishing(beta=SCALE, d=POINT, value=0, sum_of=below, target=oo):
    return tends_to(sum_of(beta, d), value, beta, target)


@VALUES.family(
    "limit_of_the_smooth_maximum", {"best": least}, {"best": last}, {"count": 1}, {"beta": ANY}
)
def dominant_terms(beta=SCALE, d=POINT, best=greatest, count=None):
    inside = (ties(d) if count is None else count) + below(beta, d)
    return eq(V(beta, d), best(d) + log(inside) / beta)


@VALUES.family(
    "limit_of_the_smooth_maximum",
    {"best": least},
    {"best": average},
    {"best": last},
    {"target": 0},
    {"factor": 2},
    line=2,
)
def limit_line(beta=SCALE, d=POINT, best=greatest, target=oo, factor=1):
    body = d.max() + log(ties(d) + below(beta, d)) / beta
    return tends_to(body, times(factor)(best(d)), beta, target)


@VALUES.family("two_bounds", {"low": 2}, {"high": 1}, {"high": num(1) / 2}, {"beta": ANY})
def two_bounds(beta=SCALE, d=POINT, low=1, high=None):
    upper = log(n if high is None else high * n) if high != 1 else log(1)
    return all_of(
        le(d.max() + log(times(low)(ties(d))) / beta, V(beta, d)),
        le(V(beta, d), d.max() + upper / beta),
    )


@VALUES.family("rate", {"count": n}, {"count": 1}, {"target": 0}, {"best": least})
def rate(beta=SCALE, d=POINT, count=None, target=oo, best=greatest):
    value = log(ties(d) if count is None else count)
    return tends_to(beta * (V(beta, d) - best(d)), value, beta, target)


@VALUES.family("low_temperature", {"best": least}, {"best": average}, {"target": oo}, {"sign": -1})
def low_temperature(T=SCALE, d=POINT, best=greatest, target=0, sign=1):
    return tends_to(T * log(exp(times(sign)(d) / T).sum()), best(d), T, target)


@VALUES.family(
    "mean_at_high_temperature", {"best": greatest}, {"factor": 2}, {"target": oo}, {"factor": 0}
)
def high_temperature(beta=SCALE, d=POINT, best=average, factor=1, target=0):
    return tends_to(V(beta, d) - times(factor)(log(n)) / beta, best(d), beta, target)


@VALUES.family(
    "no_limit_at_high_temperature",
    {"given": ()},
    {"value": -oo},
    {"value": 0},
    {"target": oo},
    given=(ge(n, 2),),
)
def no_limit(beta=SCALE, d=POINT, value=oo, target=0):
    return tends_to(V(beta, d), value, beta, target)


@VALUES.family("smooth_minimum", {"best": greatest}, {"best": average}, {"target": 0}, {"sign": -1})
def smooth_minimum(beta=FALLING, d=POINT, best=least, target=-oo, sign=1):
    return tends_to(times(sign)(V(beta, d)), best(d), beta, target)
