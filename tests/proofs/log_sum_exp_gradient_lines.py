"""The lines on the gradient of log-sum-exp, and what is changed in their siblings."""

from __future__ import annotations

from symderive import (
    array,
    cases,
    diff,
    eq,
    exp,
    grad,
    index,
    inner,
    iverson,
    ones,
    oo,
    real,
    softmax,
    tends_to,
    total,
    unit,
    vector,
)
from tests.proofs.families import Families, plus, times
from tests.proofs.log_sum_exp_lines import NAME, SCALE, SHEET, V, below, n, ties

POINT, PLACE, OTHER = vector(n), index(n), index(n)
FALLING = real(below=0)
ABOVE_ALL = SHEET.greatest(vector("d", n), index("s", n))
AT_MOST = SHEET.unlike(vector("d", n), index("s", n))

GRADIENTS = Families(NAME)


def weights(beta, d, first=1):
    return total(lambda k: exp(beta * d[k]), (first, n))


@GRADIENTS.family("partial_derivative", {"factor": 2}, {"first": 2}, {"sign": -1}, {"shift": 1})
def chain_rule(beta=SCALE, d=POINT, i=PLACE, factor=1, first=1, sign=1, shift=0):
    one = diff(exp(times(sign)(beta) * d[plus(i, shift)]), d[i])
    return eq(diff(V(beta, d), d[i]), times(factor)(1 / beta) * (one / weights(beta, d, first)))


@GRADIENTS.family("partial_derivative", {"factor": 2}, {"first": 2}, {"sign": -1}, line=2)
def derivative(beta=SCALE, d=POINT, i=PLACE, factor=1, first=1, sign=1):
    before = 1 / beta * (diff(exp(beta * d[i]), d[i]) / weights(beta, d))
    return eq(before, times(factor)(exp(times(sign)(beta) * d[i])) / weights(beta, d, first))


@GRADIENTS.family("gradient_is_softmax", {"at": 2}, {"sign": -1}, {"factor": 2})
def whole_gradient(d=POINT, at=1, sign=1, factor=1):
    return eq(grad(V(at, d), d), times(factor)(1 / exp(d).sum() * exp(times(sign)(d))))


@GRADIENTS.family("gradient_is_softmax", {"sign": -1}, {"factor": 2}, {"wrong": exp}, line=2)
def folded(d=POINT, sign=1, factor=1, wrong=softmax):
    return eq(1 / exp(d).sum() * exp(d), times(factor)(wrong(times(sign)(d))))


@GRADIENTS.family("softmax_with_ties", {"first": 2}, {"sign": -1}, {"factor": 2})
def softmax_line(beta=SCALE, d=POINT, i=PLACE, first=1, sign=1, factor=1):
    found = times(factor)(exp(times(sign)(beta) * d[i])) / weights(beta, d, first)
    return eq(diff(V(beta, d), d[i]), found)


@GRADIENTS.family("softmax_with_ties", {"count": 1}, {"sign": -1}, {"best": "min"}, line=2)
def with_the_maximum(beta=SCALE, d=POINT, i=PLACE, count=None, sign=1, best="max"):
    top = exp(times(sign)(beta) * (d[i] - getattr(d, best)()))
    inside = (ties(d) if count is None else count) + below(beta, d)
    return eq(exp(beta * d[i]) / weights(beta, d), top / inside)


@GRADIENTS.family(
    "softmax_with_ties", {"share": 1}, {"share": 1 / n}, {"target": 0}, {"best": "min"}, line=3
)
def shared(beta=SCALE, d=POINT, i=PLACE, share=None, target=oo, best="max"):
    body = exp(beta * (d[i] - d.max())) / (ties(d) + below(beta, d))
    part = 1 / ties(d) if share is None else share
    value = cases((part, eq(d[i], getattr(d, best)())), otherwise=0)
    return tends_to(body, value, beta, target)


@GRADIENTS.family(
    "softmax_without_ties",
    {"given": ()},
    {"given": (AT_MOST,)},
    {"one": 2},
    {"sign": -1},
    given=(ABOVE_ALL,),
)
def one_greatest(beta=SCALE, d=POINT, i=PLACE, s=OTHER, one=1, sign=1):
    found = exp(times(sign)(beta) * (d[i] - d[s])) / (one + below(beta, d))
    return eq(diff(V(beta, d), d[i]), found)


@GRADIENTS.family(
    "softmax_without_ties",
    {"given": (AT_MOST,)},
    {"given": (eq(vector("d", n)[index("s", n)], vector("d", n).max()),)},
    {"target": 0},
    {"swapped": True},
    {"one": 2},
    line=2,
    given=(ABOVE_ALL,),
)
def unit_limit(beta=SCALE, d=POINT, i=PLACE, s=OTHER, target=oo, swapped=False, one=1):
    body = exp(beta * (d[i] - d[s])) / (1 + below(beta, d))
    value = cases((0, eq(i, s)), otherwise=1) if swapped else cases((one, eq(i, s)), otherwise=0)
    return tends_to(body, value, beta, target)


@GRADIENTS.family(
    "gradient_tends_to_a_unit_vector",
    {"sign": -1},
    {"factor": 2},
    {"first": 2},
    given=(ABOVE_ALL,),
)
def gradient_formula(beta=SCALE, d=POINT, s=OTHER, sign=1, factor=1, first=1):
    whole = exp(beta * d).sum() if first == 1 else weights(beta, d, first)
    found = times(factor)(1 / whole) * exp(times(sign)(beta) * d)
    return eq(grad(V(beta, d), d), found)


@GRADIENTS.family(
    "gradient_tends_to_a_unit_vector",
    {"given": ()},
    {"given": (AT_MOST,)},
    {"target": 0},
    {"factor": 2},
    line=2,
    given=(ABOVE_ALL,),
)
def gradient_limit(beta=SCALE, d=POINT, s=OTHER, target=oo, factor=1):
    body = 1 / exp(beta * d).sum() * exp(beta * d)
    return tends_to(body, times(factor)(unit(s, n)), beta, target)


@GRADIENTS.family("barycentre", {"count": 1}, {"count": n}, {"target": 0}, {"best": "min"})
def barycentre(beta=SCALE, d=POINT, count=None, target=oo, best="max"):
    places = array(n, lambda i: iverson(eq(d[i], getattr(d, best)())))
    return tends_to(softmax(beta * d), places / (ties(d) if count is None else count), beta, target)


@GRADIENTS.family("boltzmann_mean", {"best": "min"}, {"best": "mean"}, {"target": 0})
def boltzmann_mean(beta=SCALE, d=POINT, best="max", target=oo):
    return tends_to(inner(d, softmax(beta * d)), getattr(d, best)(), beta, target)


@GRADIENTS.family("gradient_at_high_temperature", {"count": 1}, {"target": oo}, {"count": 2})
def equal_shares(beta=SCALE, d=POINT, count=n, target=0):
    return tends_to(grad(V(beta, d), d), ones(n) / count, beta, target)


@GRADIENTS.family(
    "softmax_at_the_least_entries", {"best": "max"}, {"share": 1}, {"target": 0}, {"share": 1 / n}
)
def least_entries(beta=FALLING, d=POINT, i=PLACE, best="min", share=None, target=-oo):
    found = total(lambda k: iverson(eq(d[k], d.min())), n)
    part = 1 / found if share is None else share
    value = cases((part, eq(d[i], getattr(d, best)())), otherwise=0)
    return tends_to(diff(V(beta, d), d[i]), value, beta, target)
