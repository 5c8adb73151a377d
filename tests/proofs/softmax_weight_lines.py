"""The lines on the weights of K classes, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    array,
    eq,
    exp,
    iff,
    index,
    iverson,
    log,
    matrix,
    ne,
    num,
    softmax,
    total,
    vector,
    zeros,
)
from tests.proofs.families import Families, plus, times

NAME = "softmax"
SHEET: Any = Families(NAME).sheet()
K, D = SHEET.K, SHEET.D
shifted_weights, first_zero = SHEET.shifted_weights, SHEET.first_zero
differences, with_first_zero = SHEET.differences, SHEET.with_first_zero

WEIGHTS, INPUT, CLASS, VECTOR = matrix(K, D), vector(D), index(K), vector(D)
LOGITS, OTHERS, MORE = vector(K), vector(K - 1), vector(K - 1)
OTHER = index(K - 1)

CLASSES = Families(NAME)


@CLASSES.family("logits", {"row": 1}, {"factor": 2}, {"length": K - 1}, {"shift": 1})
def logits(B=WEIGHTS, X=INPUT, row=None, factor=1, length=K, shift=0):
    place = (lambda k: row) if row else (lambda k: plus(k, shift))
    return eq(B @ X, array(length, lambda k: B[place(k), :].T @ times(factor)(X)))


@CLASSES.family("probability_of_a_class", {"first": 2}, {"last": K - 1}, {"sign": -1}, {"up": 1})
def class_line_1(B=WEIGHTS, X=INPUT, c=CLASS, first=1, last=K, sign=1, up=0):
    y = B @ X
    below = total(lambda k: exp(times(sign)(y[k])), (first, last))
    return eq(softmax(y)[c], exp(y[plus(c, up)]) / below)


@CLASSES.family("probability_of_a_class", {"first": 2}, {"factor": 2}, {"up": 1}, line=2)
def class_line_2(B=WEIGHTS, X=INPUT, c=CLASS, first=1, factor=1, up=0):
    y = B @ X
    below = total(lambda k: exp(B[k, :].T @ times(factor)(X)), (first, K))
    before = exp(y[c]) / total(lambda k: exp(y[k]), K)
    return eq(before, exp(B[plus(c, up), :].T @ X) / below)


@CLASSES.family("probabilities_sum_to_one", {"sum_": 0}, {"last": K - 1}, {"first": 2})
def probabilities_sum_to_one(y=LOGITS, sum_=1, last=K, first=1):
    return eq(total(lambda k: softmax(y)[k], (first, last)), sum_)


@CLASSES.family("one_probability_from_the_others", {"one": 2}, {"other": eq}, {"last": K - 1})
def one_probability(y=LOGITS, c=CLASS, one=1, other=ne, last=K):
    p = softmax(y)
    return eq(p[c], one - total(lambda k: iverson(other(k, c)) * p[k], last))


@CLASSES.family("first_logit_zero", {"sign": -1}, {"factor": 2}, {"of": "x"}, {"power": 2})
def first_logit_zero(x=LOGITS, sign=1, factor=1, of="differences", power=1):
    y = differences(x) if of == "differences" else array(K - 1, lambda k: x[k + 1])
    right = softmax(first_zero(times(sign)(times(factor)(y))))
    return eq(softmax(x), right if power == 1 else right**power)


@CLASSES.family("logits_from_probabilities", {"up": 0}, {"by": 2}, {"sign": -1})
def logits_from_probabilities(y=OTHERS, k=OTHER, up=1, by=1, sign=1):
    p = softmax(first_zero(y))
    return eq(y[k], times(sign)(log(p[plus(k, up)] / p[by])))


def under(found: Any, p: Any, q: Any, assumed: bool) -> Any:
    """The statement where two vectors of probabilities are equal, or everywhere.

    No search finds equal probabilities but at equal logits, so that siblings leave this out.
    """
    return found.given(eq(p, q)) if assumed else found


@CLASSES.family(
    "no_logit_is_superfluous",
    {"up": 0, "assumed": False},
    {"by": 2, "assumed": False},
    {"factor": 2, "assumed": False},
)
def injective_line_1(y=OTHERS, z=MORE, k=OTHER, up=1, by=1, factor=1, assumed=True):
    p, q = softmax(first_zero(y)), softmax(first_zero(z))
    found = eq(y[k], times(factor)(log(p[plus(k, up)] / p[by])))
    return under(found, p, q, assumed)


@CLASSES.family(
    "no_logit_is_superfluous",
    {"up": 0, "assumed": False},
    {"by": 2, "assumed": False},
    {"assumed": False},
    line=2,
)
def injective_line_2(y=OTHERS, z=MORE, k=OTHER, up=1, by=1, assumed=True):
    p, q = softmax(first_zero(y)), softmax(first_zero(z))
    found = eq(log(p[k + 1] / p[1]), log(q[plus(k, up)] / q[by]))
    return under(found, p, q, assumed)


@CLASSES.family(
    "no_logit_is_superfluous",
    {"up": 0, "assumed": False},
    {"by": 2, "assumed": False},
    {"factor": 2, "assumed": False},
    line=3,
)
def injective_line_3(y=OTHERS, z=MORE, k=OTHER, up=1, by=1, factor=1, assumed=True):
    p, q = softmax(first_zero(y)), softmax(first_zero(z))
    found = eq(log(q[plus(k, up)] / q[by]), times(factor)(z[k]))
    return under(found, p, q, assumed)


@CLASSES.family("shifting_the_weights", {"place": 1}, {"factor": 2}, {"up": 1}, {"power": 2})
def shift_line_1(B=WEIGHTS, X=INPUT, a=VECTOR, c=CLASS, place=None, factor=1, up=0, power=1):
    y, shift = B @ X, a.T @ X
    after = softmax(times(factor)(y) - shift)[place or plus(c, up)]
    return eq(softmax(y)[c], after if power == 1 else after**power)


@CLASSES.family("shifting_the_weights", {"first": 2}, {"sign": -1}, {"up": 1}, line=2)
def shift_line_2(B=WEIGHTS, X=INPUT, a=VECTOR, c=CLASS, first=1, sign=1, up=0):
    y, shift = B @ X, a.T @ X
    below = total(lambda k: exp(y[k] - times(sign)(shift)), (first, K))
    return eq(softmax(y - shift)[c], exp(y[plus(c, up)] - shift) / below)


@CLASSES.family("shifting_the_weights", {"sign": -1}, {"up": 1}, {"first": 2}, line=3)
def shift_line_3(B=WEIGHTS, X=INPUT, a=VECTOR, c=CLASS, sign=1, up=0, first=1):
    y, shift = B @ X, a.T @ X
    before = exp(y[c] - shift) / total(lambda k: exp(y[k] - shift), K)
    below = total(lambda k: exp((B[k, :] - times(sign)(a)).T @ X), (first, K))
    return eq(before, exp((B[plus(c, up), :] - a).T @ X) / below)


@CLASSES.family("shift_of_a_logit", {"sign": -1}, {"up": 1}, {"factor": 2})
def shift_of_a_logit(B=WEIGHTS, X=INPUT, a=VECTOR, c=CLASS, sign=1, up=0, factor=1):
    after = (B[plus(c, up), :] - times(sign)(a)).T @ times(factor)(X)
    return eq((B @ X)[c] - a.T @ X, after)


@CLASSES.family("weights_of_class_one_are_zero", {"sign": -1}, {"row": 2}, {"left": 1})
def weights_of_class_one(B=WEIGHTS, a=VECTOR, sign=1, row=1, left=0):
    rest = zeros(D) + left if left else zeros(D)
    return iff(eq(B[1, :] - a, rest), eq(a, times(sign)(B[row, :])))


@CLASSES.family("shifted_weights_of_class_one", {"row": 2}, {"sign": -1}, {"place": 2})
def shifted_weights_of_class_one(B=WEIGHTS, k=CLASS, row=1, sign=1, place=1):
    return all_of(
        eq(shifted_weights(B)[k, :], B[k, :] - times(sign)(B[place, :])),
        eq(shifted_weights(B)[row, :], zeros(D)),
    )


def fraction(Z: Any, X: Any, c: Any, first: Any, zero: int) -> Any:
    """A probability with the first weights zero."""
    if (first, zero) == (2, 0):
        return exp(Z[c, :].T @ X) / with_first_zero(Z, X)
    rest = total(lambda k: exp(Z[k, :].T @ X), (first, K))
    return exp(Z[c, :].T @ X) / (exp(zeros(D).T @ X + zero) + rest)


@CLASSES.family("probability_with_one_class_less", {"first": 1}, {"zero": 1}, {"up": 1})
def less_line_1(B=WEIGHTS, X=INPUT, c=CLASS, first=2, zero=0, up=0):
    Z = shifted_weights(B)
    return eq(softmax(B @ X)[c], fraction(Z, X, plus(c, up), first, zero))


@CLASSES.family(
    "probability_with_one_class_less",
    {"first": 1},
    {"first": 3},
    {"zero": 1},
    {"last": K - 1},
    line=2,
)
def less_line_2(B=WEIGHTS, X=INPUT, c=CLASS, first=2, zero=0, last=K):
    Z = shifted_weights(B)
    y = Z @ X
    after = exp(y[c]) / (exp(num(zero)) + total(lambda k: exp(y[k]), (first, last)))
    return eq(fraction(Z, X, c, 2, 0), after)


@CLASSES.family("probabilities_with_one_class_less", {"first": 1}, {"zero": 1}, {"length": K - 1})
def less_at_once(B=WEIGHTS, X=INPUT, first=2, zero=0, length=K):
    Z = shifted_weights(B)
    return eq(softmax(B @ X), array(length, lambda c: fraction(Z, X, c, first, zero)))


@CLASSES.family("logits_behind_a_zero", {"up": 0}, {"length": K}, {"sign": -1})
def behind_line_1(B=WEIGHTS, X=INPUT, up=1, length=K - 1, sign=1):
    y = shifted_weights(B) @ X
    return eq(y, first_zero(array(length, lambda k: times(sign)(y[plus(k, up)]))))


@CLASSES.family("logits_behind_a_zero", {"sign": -1}, {"factor": 2}, {"up": 0}, line=2)
def behind_line_2(B=WEIGHTS, X=INPUT, sign=1, factor=1, up=1):
    y = shifted_weights(B) @ X
    before = first_zero(array(K - 1, lambda k: y[plus(k, up)]))
    return eq(before, first_zero(times(sign)(differences(times(factor)(B) @ X))))
