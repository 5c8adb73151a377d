"""The lines on shifts and on two classes, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    eq,
    exp,
    gt,
    index,
    lt,
    real,
    sigmoid,
    softmax,
    stack,
    total,
    vector,
)
from tests.proofs.families import Families, plus, times

NAME = "softmax"
SHEET: Any = Families(NAME).sheet()
n, D = SHEET.n, SHEET.D

PLACE, POINT, SHIFT = index(n), vector(n), real()
LOGIT, OTHER, DIFFERENCE = real(), real(), real()
INPUT, PAIR = vector(D), vector(2)

SHIFTS = Families(NAME)


@SHIFTS.family(
    "shifting_all_entries",
    {"outside": 2},
    {"inside": 2},
    {"first": 2},
    {"last": n - 1},
    {"shift": 1},
)
def shift_line_1(x=POINT, c=SHIFT, i=PLACE, outside=1, inside=1, first=1, last=n, shift=0):
    below = total(lambda j: exp(x[j] + times(inside)(c)), (first, last))
    return eq(softmax(x + c)[plus(i, shift)], exp(x[i] + times(outside)(c)) / below)


@SHIFTS.family(
    "shifting_all_entries", {"outside": 2}, {"inside": 2}, {"first": 2}, {"sign": -1}, line=2
)
def shift_line_2(x=POINT, c=SHIFT, i=PLACE, outside=1, inside=1, first=1, sign=1):
    before = exp(x[i] + c) / total(lambda j: exp(x[j] + c), n)
    below = total(lambda j: exp(x[j]) * exp(times(inside)(c)), (first, n))
    return eq(before, exp(times(sign)(x[i])) * exp(times(outside)(c)) / below)


@SHIFTS.family(
    "shifting_all_entries", {"outside": 2}, {"inside": 2}, {"first": 2}, {"sign": -1}, line=3
)
def shift_line_3(x=POINT, c=SHIFT, i=PLACE, outside=1, inside=1, first=1, sign=1):
    before = exp(x[i]) * exp(c) / total(lambda j: exp(x[j]) * exp(c), n)
    below = exp(times(inside)(c)) * total(lambda j: exp(times(sign)(x[j])), (first, n))
    return eq(before, exp(times(outside)(c)) * exp(x[i]) / below)


@SHIFTS.family("shifting_all_entries", {"first": 2}, {"last": n - 1}, {"sign": -1}, line=4)
def shift_line_4(x=POINT, c=SHIFT, i=PLACE, first=1, last=n, sign=1):
    before = exp(c) * exp(x[i]) / (exp(c) * total(lambda j: exp(x[j]), n))
    return eq(before, exp(times(sign)(x[i])) / total(lambda j: exp(x[j]), (first, last)))


@SHIFTS.family(
    "shifting_all_entries", {"first": 2}, {"sign": -1}, {"shift": 1}, {"factor": 2}, line=5
)
def shift_line_5(x=POINT, i=PLACE, first=1, sign=1, shift=0, factor=1):
    before = exp(times(sign)(x[i])) / total(lambda j: exp(x[j]), (first, n))
    return eq(before, softmax(times(factor)(x))[plus(i, shift)])


@SHIFTS.family("two_logits", {"last": "beta_0"}, {"first": "beta_1"}, {"factor": 2})
def two_logits(x=INPUT, beta_0=INPUT, beta_1=INPUT, first="beta_0", last="beta_1", factor=1):
    rows = {"beta_0": beta_0, "beta_1": beta_1}
    products = stack(rows[first].T @ times(factor)(x), rows[last].T @ x)
    return eq(stack(beta_0, beta_1) @ x, products)


@SHIFTS.family("two_probabilities", {"place": 2}, {"sign": -1}, {"order": lt}, {"sum_": 2})
def two_probabilities(z_0=LOGIT, z_1=OTHER, place=1, sign=1, order=gt, sum_=1):
    p = softmax(stack(z_0, z_1))
    return all_of(
        eq(p[place], exp(z_0) / (exp(z_0) + exp(z_1))),
        eq(p[2], exp(z_1) / (exp(z_0) + exp(times(sign)(z_1)))),
        gt(p[1], 0),
        order(p[2], 0),
        eq(p[1] + p[2], sum_),
    )


@SHIFTS.family("probability_of_class_one", {"place": 1}, {"sign": -1}, {"factor": 2})
def class_one_line_1(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, place=2, sign=1, factor=1):
    fraction = exp(z_1) / (exp(z_0) + times(factor)(exp(times(sign)(z_1))))
    return eq(softmax(stack(z_0, z_1))[place], fraction).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("probability_of_class_one", {"sign": -1}, {"one": 2}, {"factor": 2}, line=2)
def class_one_line_2(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, sign=1, one=1, factor=1):
    before = exp(z_1) / (exp(z_0) + exp(z_1))
    after = 1 / (exp(times(sign)(times(factor)(z_0) - z_1)) + one)
    return eq(before, after).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("probability_of_class_one", {"sign": 1}, {"one": 2}, {"factor": 2}, line=3)
def class_one_line_3(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, sign=-1, one=1, factor=1):
    after = 1 / (exp(-w if sign < 0 else w) + one)
    before = 1 / (exp(times(factor)(z_0) - z_1) + 1)
    return eq(before, after).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("probability_of_class_one", {"sign": -1}, {"one": 2}, {"factor": 2}, line=4)
def class_one_line_4(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, sign=1, one=1, factor=1):
    before = 1 / (exp(-w) + one)
    return eq(before, sigmoid(times(sign)(times(factor)(w)))).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("probability_of_class_zero", {"place": 2}, {"sign": -1}, {"factor": 2})
def class_zero_line_1(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, place=1, sign=1, factor=1):
    fraction = exp(z_0) / (exp(z_0) + times(factor)(exp(times(sign)(z_1))))
    return eq(softmax(stack(z_0, z_1))[place], fraction).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("probability_of_class_zero", {"one": 2}, {"sign": -1}, {"factor": 2}, line=2)
def class_zero_line_2(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, one=1, sign=1, factor=1):
    before = exp(z_0) / (exp(z_0) + exp(z_1))
    after = one - exp(times(sign)(z_1)) / (exp(z_0) + times(factor)(exp(z_1)))
    return eq(before, after).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("probability_of_class_zero", {"one": 2}, {"sign": 1}, {"factor": 2}, line=3)
def class_zero_line_3(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, one=1, sign=-1, factor=1):
    before = 1 - exp(z_1) / (exp(z_0) + exp(z_1))
    after = 1 - 1 / (times(factor)(exp(-w if sign < 0 else w)) + one)
    return eq(before, after).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("probability_of_class_zero", {"one": 2}, {"sign": -1}, {"factor": 2}, line=4)
def class_zero_line_4(z_0=LOGIT, z_1=OTHER, w=DIFFERENCE, one=1, sign=1, factor=1):
    before = 1 - 1 / (exp(-w) + one)
    after = 1 - sigmoid(times(sign)(times(factor)(w)))
    return eq(before, after).given(eq(w, -(z_0 - z_1)))


@SHIFTS.family("two_classes", {"sign": -1}, {"one": 2}, {"factor": 2}, {"swapped": True})
def two_classes(x=PAIR, sign=1, one=1, factor=1, swapped=False):
    z = times(sign)(x[1] - times(factor)(x[2]))
    parts = [sigmoid(z), one - sigmoid(z)]
    return eq(softmax(x), stack(*(reversed(parts) if swapped else parts)))
