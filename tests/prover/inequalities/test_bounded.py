"""Functions with bounds, bounds of variables, and cases of a sign."""

import pytest

from symderive import (
    absolute,
    binary_cross_entropy,
    diff,
    exp,
    ge,
    greater_of,
    gt,
    le,
    log,
    lt,
    ne,
    num,
    real,
    relu,
    sigmoid,
    simplex,
    size,
    softplus,
    tanh,
    total,
    vector,
)
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

n = size("n")
x, y, t = real("x"), real("y"), real("t", above=0)
g, part = real("g", 0, 1), real("f", 0, 1)
p, q, w = simplex("p", n), simplex("q", n), vector("w", n, above=0)
loss = binary_cross_entropy(y, sigmoid(x))


def distance(one: object, other: object) -> object:
    return total(lambda k: absolute(one[k] - other[k]), 1, n)


TRUE: dict[str, Claim] = {
    "sigmoid is positive": (gt(sigmoid(x), 0),),
    "sigmoid is less than 1": (lt(sigmoid(x), 1),),
    "sigmoid left of 0": (le(sigmoid(x), num(1) / 2), le(x, 0)),
    "sigmoid is increasing": (lt(sigmoid(x), sigmoid(y)), lt(x, y)),
    "tanh is bounded": (lt(absolute(tanh(x)), 1),),
    "tanh is increasing": (le(tanh(x), tanh(y)), le(x, y)),
    "a quarter": (le(sigmoid(x) * (1 - sigmoid(x)), num(1) / 4),),
    "the slope of sigmoid": (gt(diff(sigmoid(x), x), 0),),
    "the slope of sigmoid is at most a quarter": (le(diff(sigmoid(x), x), num(1) / 4),),
    "softplus is convex": (gt(diff(softplus(x), x, x), 0),),
    "the loss is convex": (gt(diff(loss, x, x), 0),),
    "the loss is not negative": (ge(loss, 0), ge(y, 0), le(y, 1)),
    "softplus is above relu": (lt(relu(x), softplus(x)),),
    "softplus and relu": (le(softplus(x), relu(x) + log(2)),),
    "softplus is above its tangent": (ge(softplus(x), x / 2 + log(2)),),
    "a quotient below 1": (lt(t / (1 + t), 1),),
    "relu is above its argument": (ge(relu(x), x),),
    "relu is a contraction": (le(relu(x) - relu(y), absolute(x - y)),),
    "the triangle inequality": (le(absolute(x + y), absolute(x) + absolute(y)),),
    "a difference of absolute values": (le(absolute(x) - absolute(y), absolute(x - y)),),
    "the greater one and the mean": (ge(greater_of(x, y), (x + y) / 2),),
    "numbers between 0 and 1": (le(g * (1 - g), num(1) / 4),),
    "a product of numbers between 0 and 1": (le(g * part, g),),
    "total variation": (le(distance(p, q), 2),),
    "distances by a third one": (le(distance(p, q), distance(p, w) + distance(w, q)),),
}

FALSE: dict[str, Claim] = {
    "sigmoid below one half": (le(sigmoid(x), num(1) / 2),),
    "sigmoid right of 0": (le(sigmoid(x), num(1) / 2), ge(x, 0)),
    "sigmoid against order": (lt(sigmoid(x), sigmoid(y)), lt(y, x)),
    "sigmoid of equals": (lt(sigmoid(x), sigmoid(y)), le(x, y)),
    "tanh is not negative": (ge(tanh(x), 0),),
    "tanh below one half": (le(tanh(x), num(1) / 2),),
    "a quarter strictly": (lt(sigmoid(x) * (1 - sigmoid(x)), num(1) / 4),),
    "a fifth": (le(sigmoid(x) * (1 - sigmoid(x)), num(1) / 5),),
    "the slope above a quarter": (ge(diff(sigmoid(x), x), num(1) / 4),),
    "sigmoid is convex": (ge(diff(sigmoid(x), x, x), 0),),
    "the loss is concave": (le(diff(loss, x, x), 0),),
    "the squared loss is convex": (ge(diff((y - sigmoid(x)) ** 2, x, x), 0),),
    "the loss for any target": (ge(loss, 0),),
    "the loss above log 2": (ge(loss, log(2)), ge(y, 0), le(y, 1)),
    "softplus below relu": (le(softplus(x), relu(x)),),
    "softplus and relu, closer": (le(softplus(x), relu(x) + num(1) / 2),),
    "softplus above a steeper line": (ge(softplus(x), x + log(2)),),
    "a quotient below one half": (le(t / (1 + t), num(1) / 2),),
    "a quotient of a real number": (lt(x / (1 + x), 1), ne(x, -1)),
    "relu below its argument": (le(relu(x), x),),
    "relu as a distance": (le(relu(x) - relu(y), x - y),),
    "the triangle inequality from below": (ge(absolute(x + y), absolute(x) + absolute(y)),),
    "the triangle inequality strictly": (lt(absolute(x + y), absolute(x) + absolute(y)),),
    "the greater one below the mean": (le(greater_of(x, y), (x + y) / 2),),
    "numbers between 0 and 1, strictly": (gt(g * (1 - g), 0),),
    "numbers between 0 and 1, a fifth": (le(g * (1 - g), num(1) / 5),),
    "a product from below": (ge(g * part, g),),
    "total variation below 1": (le(distance(p, q), 1),),
    "total variation of weights": (le(distance(p, w), 2),),
    "exponentials are not bounded": (le(exp(x), 1000),),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert is_proved(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])
