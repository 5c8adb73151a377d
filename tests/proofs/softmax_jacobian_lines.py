"""The lines on the Jacobian of softmax, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    cases,
    diag,
    diff,
    eq,
    exp,
    function,
    gt,
    index,
    iverson,
    jacobian,
    lt,
    ne,
    real,
    softmax,
    total,
    vector,
)
from tests.proofs.families import Families, plus, times

NAME = "softmax"
SHEET: Any = Families(NAME).sheet()
N = SHEET.N

POINT, ROW, COLUMN = vector(N), index(N), index(N)
ABOVE, BELOW, PLACE = function(), function(), real()

JACOBIAN = Families(NAME)


@JACOBIAN.family("entry_of_the_jacobian", {"swapped": True}, {"up": 1}, {"factor": 2})
def entry_line_1(a=POINT, i=ROW, j=COLUMN, swapped=False, up=0, factor=1):
    before = jacobian(times(factor)(softmax(a)), a)[i, plus(j, up)]
    after = diff(softmax(a)[j], a[j]) if swapped else diff(softmax(a)[i], a[j])
    return eq(before, after)


@JACOBIAN.family("entry_of_the_jacobian", {"first": 2}, {"sign": -1}, {"same": True}, line=2)
def entry_line_2(a=POINT, i=ROW, j=COLUMN, first=1, sign=1, same=False):
    below = total(lambda k: exp(times(sign)(a[k])), (first, N))
    return eq(diff(softmax(a)[i], a[j]), diff(exp(a[i]) / below, a[i] if same else a[j]))


@JACOBIAN.family("quotient_rule", {"sign": 1}, {"power": 1}, {"assumed": False}, {"factor": 2})
def quotient_rule(g=ABOVE, h=BELOW, t=PLACE, sign=-1, power=2, factor=1, assumed=True):
    second = h.prime(t) * g(t)
    above = g.prime(t) * h(t) - times(factor)(second)
    if sign > 0:
        above = g.prime(t) * h(t) + second
    below = h(t) ** power if power > 1 else h(t)
    found = eq(diff(g(t) / h(t), t), above / below)
    return found.given(ne(h(t), 0)) if assumed else found


@JACOBIAN.family("numerator_and_denominator", {"order": lt}, {"first": 2}, {"sign": -1})
def numerator_and_denominator(a=POINT, i=ROW, order=gt, first=1, sign=1):
    g, h = exp(times(sign)(a[i])), total(lambda k: exp(a[k]), (first, N))
    return all_of(eq(softmax(a)[i], g / h), gt(g, 0), order(h, 0))


@JACOBIAN.family("derivative_of_the_denominator", {"first": 2}, {"sign": -1}, {"factor": 2})
def derivative_of_the_denominator(a=POINT, j=COLUMN, first=1, sign=1, factor=1):
    after = times(factor)(exp(times(sign)(a[j])))
    return eq(diff(total(lambda k: exp(a[k]), (first, N)), a[j]), after)


@JACOBIAN.family("derivative_of_the_numerator", {"other": 1}, {"factor": 2}, {"swapped": True})
def derivative_of_the_numerator(a=POINT, i=ROW, j=COLUMN, other=0, factor=1, swapped=False):
    same, unlike = (ne, eq) if swapped else (eq, ne)
    after = cases((times(factor)(exp(a[j])), same(i, j)), (other, unlike(i, j)))
    return eq(diff(exp(a[i]), a[j]), after)


def parts(a: Any) -> tuple[Any, Any]:
    """The probabilities and the sum of the exponentials."""
    return softmax(a), total(lambda k: exp(a[k]), N)


@JACOBIAN.family("derivative_by_the_same_logit", {"sign": 1}, {"power": 3}, {"relation": ne})
def same_line_1(a=POINT, i=ROW, j=COLUMN, sign=-1, power=2, relation=eq):
    p, z = parts(a)
    above = exp(a[i]) * z - exp(a[j]) * exp(a[i])
    if sign > 0:
        above = exp(a[i]) * z + exp(a[j]) * exp(a[i])
    return eq(diff(p[i], a[j]), above / z**power).given(relation(i, j))


@JACOBIAN.family(
    "derivative_by_the_same_logit", {"sign": 1}, {"factor": 2}, {"relation": ne}, line=2
)
def same_line_2(a=POINT, i=ROW, j=COLUMN, sign=-1, factor=1, relation=eq):
    _, z = parts(a)
    before = (exp(a[i]) * z - exp(a[j]) * exp(a[i])) / z**2
    rest = z - times(factor)(exp(a[i])) if sign < 0 else z + exp(a[i])
    return eq(before, exp(a[i]) / z * (rest / z)).given(relation(i, j))


@JACOBIAN.family(
    "derivative_by_the_same_logit", {"one": 2}, {"factor": 2}, {"relation": ne}, line=3
)
def same_line_3(a=POINT, i=ROW, j=COLUMN, one=1, factor=1, relation=eq):
    p, z = parts(a)
    before = exp(a[i]) / z * ((z - exp(a[i])) / z)
    return eq(before, p[i] * (one - times(factor)(p[j]))).given(relation(i, j))


@JACOBIAN.family("derivative_by_another_logit", {"sign": 1}, {"power": 3}, {"relation": eq})
def other_line_1(a=POINT, i=ROW, j=COLUMN, sign=-1, power=2, relation=ne):
    p, z = parts(a)
    product = exp(a[j]) * exp(a[i])
    after = (0 - product if sign < 0 else 0 + product) / z**power
    return eq(diff(p[i], a[j]), after).given(relation(i, j))


@JACOBIAN.family("derivative_by_another_logit", {"same": True}, {"power": 2}, {"factor": 2}, line=2)
def other_line_2(a=POINT, i=ROW, j=COLUMN, same=False, power=1, factor=1):
    _, z = parts(a)
    below = z if power == 1 else z**power
    second = exp(a[j] if same else a[i]) / below
    after = -(times(factor)(exp(a[j])) / z * second)
    return eq((0 - exp(a[j]) * exp(a[i])) / z**2, after).given(ne(i, j))


@JACOBIAN.family("derivative_by_another_logit", {"same": True}, {"factor": 2}, {"sign": 1}, line=3)
def other_line_3(a=POINT, i=ROW, j=COLUMN, same=False, factor=1, sign=-1):
    p, z = parts(a)
    product = times(factor)(p[j]) * p[j if same else i]
    after = -product if sign < 0 else product
    return eq(-(exp(a[j]) / z * (exp(a[i]) / z)), after).given(ne(i, j))


@JACOBIAN.family("both_cases", {"sign": 1}, {"one": 2}, {"swapped": True})
def both_line_1(a=POINT, i=ROW, j=COLUMN, sign=-1, one=1, swapped=False):
    p = softmax(a)
    same, unlike = (ne, eq) if swapped else (eq, ne)
    product = p[j] * p[i]
    rest = -product if sign < 0 else product
    after = cases((p[i] * (one - p[j]), same(i, j)), (rest, unlike(i, j)))
    return eq(diff(p[i], a[j]), after)


@JACOBIAN.family("both_cases", {"bracket": ne}, {"factor": 2}, {"sign": 1}, line=2)
def both_line_2(a=POINT, i=ROW, j=COLUMN, bracket=eq, factor=1, sign=-1):
    p = softmax(a)
    before = cases((p[i] * (1 - p[j]), eq(i, j)), (-(p[j] * p[i]), ne(i, j)))
    rest = times(factor)(p[j])
    inside = iverson(bracket(i, j)) - rest if sign < 0 else iverson(bracket(i, j)) + rest
    return eq(before, p[i] * inside)


@JACOBIAN.family("jacobian_of_softmax", {"bracket": ne}, {"sign": 1}, {"factor": 2}, {"up": 1})
def entry_of_the_whole(a=POINT, i=ROW, j=COLUMN, bracket=eq, sign=-1, factor=1, up=0):
    p = softmax(a)
    product = times(factor)(p) @ p.T
    whole = diag(p) - product if sign < 0 else diag(p) + product
    return eq(p[i] * (iverson(bracket(i, j)) - p[j]), whole[i, plus(j, up)])


@JACOBIAN.family("whole_jacobian_of_softmax", {"sign": 1}, {"factor": 2}, {"of": "a"})
def whole_jacobian(a=POINT, sign=-1, factor=1, of="p"):
    p = softmax(a)
    product = times(factor)(p) @ p.T
    front = diag(p) if of == "p" else diag(a)
    return eq(jacobian(p, a), front - product if sign < 0 else front + product)
