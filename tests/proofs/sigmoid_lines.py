"""The lines on sigmoid outputs and their losses, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    binary_cross_entropy,
    concave,
    convex,
    diff,
    eq,
    ge,
    gt,
    hessian,
    implies,
    le,
    log,
    lt,
    mean_squared_error,
    negation,
    negative_semidefinite,
    num,
    oo,
    positive_definite,
    positive_semidefinite,
    real,
    sigmoid,
    stack,
    tanh,
    tends_to,
    vector,
)
from tests.proofs.families import Families, same

NAME = "sigmoid_losses"
SHEET: Any = Families(NAME).sheet()
H, entropy_of, error_of = SHEET.H, SHEET.cross_entropy_of, SHEET.squared_error_of

NUMBER, PROBABILITY, PAIR = real(), real(above=0, below=1), vector(2)
TWO_THIRDS = num(2) / 3

LOSSES = Families(NAME)


def half(a: Any) -> Any:
    """Half of the output of the unit."""
    return sigmoid(a) / 2


def output_of(unit: Any, g: Any, a: Any, claim: Any) -> Any:
    """The claim where g is the output of a unit; where there is no unit, for every g."""
    return claim if unit is None else claim.given(eq(g, unit(a)))


@LOSSES.family("law_of_the_target", {"rest": 2}, {"power": 1}, {"whole": 2})
def law_of_the_target(a=NUMBER, rest=1, power=0, whole=1):
    g = sigmoid(a)
    return eq(g**1 * (rest - g) ** power + g**0 * (rest - g) ** 1, whole)


@LOSSES.family(
    "output_is_a_probability", {"unit": tanh}, {"unit": log}, {"below": num(1) / 2}, {"above": 1}
)
def output_is_a_probability(a=NUMBER, unit=sigmoid, above=0, below=1):
    return all_of(lt(above, unit(a)), lt(unit(a), below))


@LOSSES.family(
    "cross_entropy_of_one_example",
    {"sign": 1},
    {"rest": 2},
    {"miss": -1},
    {"g": NUMBER},
    {"swapped": True},
)
def cross_entropy_of_one_example(y=NUMBER, g=PROBABILITY, sign=-1, rest=1, miss=1, swapped=False):
    hit = (1 - y) if swapped else y
    other = y if swapped else (1 - y)
    second = other * log(rest - g)
    inner = hit * log(g) + second if miss == 1 else hit * log(g) - second
    return eq(binary_cross_entropy(y, g), -inner if sign == -1 else inner)


@LOSSES.family(
    "negative_log_likelihood", {"targets": (0, 1)}, {"power": 1}, {"g": NUMBER}, {"sign": 1}
)
def negative_log_likelihood(g=PROBABILITY, targets=(1, 0), power=0, sign=-1):
    def value(probability):
        return -log(probability) if sign == -1 else log(probability)

    return all_of(
        eq(value(g**1 * (1 - g) ** power), binary_cross_entropy(targets[0], g)),
        eq(value(g**power * (1 - g) ** 1), binary_cross_entropy(targets[1], g)),
    )


@LOSSES.family("derivative_of_the_output", {"rest": 2}, {"sign": -1}, {"unit": tanh})
def derivative_of_the_output(a=NUMBER, rest=1, sign=1, unit=sigmoid):
    found = unit(a) * (rest - unit(a))
    return eq(diff(unit(a), a), found if sign == 1 else -found)


@LOSSES.family(
    "derivative_of_the_cross_entropy",
    {"sign": 1},
    {"second": 1},
    {"rest": 2},
    {"unit": tanh},
)
def brackets_opened(a=NUMBER, y=NUMBER, g=PROBABILITY, sign=-1, second=-1, rest=1, unit=sigmoid):
    s = unit(a)
    loss = y * log(s) + (1 - y) * log(1 - s)
    first, other = -y * log(s), (1 - y) * log(rest - s)
    right = first - other if second == -1 else first + other
    return eq(diff(-loss if sign == -1 else loss, a), diff(right, a)).given(eq(g, sigmoid(a)))


@LOSSES.family(
    "derivative_of_the_cross_entropy",
    {"inner": same},
    {"unit": half},
    {"swapped": True},
    {"unit": None},
    line=2,
)
def chain_rule(a=NUMBER, y=NUMBER, g=PROBABILITY, inner=sigmoid, unit=sigmoid, swapped=False):
    s = sigmoid(a)
    target = 1 - y if swapped else y
    right = diff(entropy_of(target, g), g) * diff(inner(a), a)
    return output_of(unit, g, a, eq(diff(entropy_of(y, s), a), right))


@LOSSES.family(
    "derivative_of_the_cross_entropy",
    {"sign": 1},
    {"second": -1},
    {"rest": 2},
    {"power": 2},
    line=3,
)
def both_derivatives(a=NUMBER, y=NUMBER, g=PROBABILITY, sign=-1, second=1, rest=1, power=1):
    first = -y / g if sign == -1 else y / g
    other = (1 - y) / (1 - g)
    bracket = first + other if second == 1 else first - other
    slope = rest - g if power == 1 else (rest - g) ** power
    left = diff(entropy_of(y, g), g) * diff(sigmoid(a), a)
    return eq(left, bracket * (g * slope)).given(eq(g, sigmoid(a)))


@LOSSES.family(
    "derivative_of_the_cross_entropy",
    {"order": "y - g"},
    {"order": "g + y"},
    {"order": "2(g - y)"},
    {"second": -1},
    line=4,
)
def multiplied_out(a=NUMBER, y=NUMBER, g=PROBABILITY, order="g - y", second=1):
    right = {"g - y": g - y, "y - g": y - g, "g + y": g + y, "2(g - y)": 2 * (g - y)}[order]
    other = (1 - y) / (1 - g)
    bracket = -y / g + other if second == 1 else -y / g - other
    return eq(bracket * (g * (1 - g)), right).given(eq(g, sigmoid(a)))


@LOSSES.family(
    "squared_error_of_one_example", {"sign": -1}, {"factor": 2}, {"relation": gt}, {"power": 3}
)
def squared_error_of_one_example(y=NUMBER, f=NUMBER, sign=1, factor=1, relation=ge, power=2):
    square = (y - f) ** power
    square = square if factor == 1 else factor * square
    square = square if sign == 1 else -square
    return all_of(
        eq(mean_squared_error(stack(y), stack(f)), square),
        relation((y - f) ** power, (y - y) ** power),
    )


@LOSSES.family("derivative_of_the_negative", {"sign": 1}, {"factor": 2}, {"unit": tanh})
def sign_in_front(a=NUMBER, y=NUMBER, g=PROBABILITY, sign=-1, factor=1, unit=sigmoid):
    square = diff((y - unit(a)) ** 2, a)
    square = square if factor == 1 else factor * square
    right = -square if sign == -1 else square
    return eq(diff(-((y - sigmoid(a)) ** 2), a), right).given(eq(g, sigmoid(a)))


@LOSSES.family(
    "derivative_of_the_negative",
    {"sign": 1},
    {"inner": same},
    {"unit": half},
    {"unit": None},
    line=2,
)
def chain_rule_of_the_negative(
    a=NUMBER, y=NUMBER, g=PROBABILITY, sign=-1, inner=sigmoid, unit=sigmoid
):
    outer = diff((y - g) ** 2, g)
    right = (-outer if sign == -1 else outer) * diff(inner(a), a)
    return output_of(unit, g, a, eq(-diff((y - sigmoid(a)) ** 2, a), right))


@LOSSES.family(
    "derivative_of_the_negative", {"factor": -2}, {"factor": 1}, {"rest": 2}, {"unit": None}, line=3
)
def result_of_the_negative(a=NUMBER, y=NUMBER, g=PROBABILITY, factor=2, rest=1, unit=sigmoid):
    left = -diff((y - g) ** 2, g) * diff(sigmoid(a), a)
    return output_of(unit, g, a, eq(left, factor * (y - g) * g * (rest - g)))


@LOSSES.family(
    "derivative_of_the_squared_error", {"inner": same}, {"unit": half}, {"unit": None}, {"power": 3}
)
def chain_rule_of_the_square(
    a=NUMBER, y=NUMBER, g=PROBABILITY, inner=sigmoid, unit=sigmoid, power=2
):
    right = diff((y - g) ** power, g) * diff(inner(a), a)
    return output_of(unit, g, a, eq(diff(error_of(y, sigmoid(a)), a), right))


@LOSSES.family(
    "derivative_of_the_squared_error", {"factor": -2}, {"factor": 1}, {"rest": 2}, line=2
)
def result_of_the_square(a=NUMBER, y=NUMBER, g=PROBABILITY, factor=2, rest=1):
    left = diff(error_of(y, g), g) * diff(sigmoid(a), a)
    return eq(left, factor * (g - y) * g * (rest - g)).given(eq(g, sigmoid(a)))


@LOSSES.family("vanishing_derivative", {"limit": 1}, {"rest": 2}, {"last": same}, {"unit": tanh})
def vanishing_derivative(a=NUMBER, y=NUMBER, limit=0, rest=1, last=None, unit=sigmoid):
    s = unit(a)
    gradient = 2 * (s - y) * s if last is same else 2 * (s - y) * s * (rest - s)
    return all_of(tends_to(gradient, limit, a, oo), tends_to(gradient, limit, a, -oo))


@LOSSES.family(
    "derivative_that_stays", {"high": 0}, {"low": 0}, {"unit": tanh}, {"ends": (-oo, oo)}
)
def derivative_that_stays(a=NUMBER, y=NUMBER, high=1, low=None, unit=sigmoid, ends=(oo, -oo)):
    up = 1 - y if high == 1 else high
    down = -y if low is None else low
    return all_of(tends_to(unit(a) - y, up, a, ends[0]), tends_to(unit(a) - y, down, a, ends[1]))


@LOSSES.family("second_derivative_of_the_cross_entropy", {"rest": 2}, {"unit": tanh}, {"sign": -1})
def second_derivative_of_the_cross_entropy(a=NUMBER, y=NUMBER, rest=1, unit=sigmoid, sign=1):
    s = sigmoid(a)
    right = unit(a) * (rest - unit(a))
    return eq(diff(entropy_of(y, s), a, a), right if sign == 1 else -right)


@LOSSES.family(
    "cross_entropy_is_convex",
    {"kind": concave},
    {"loss": error_of},
    {"sign": -1},
    {"loss": lambda y, s: s - y},
)
def cross_entropy_is_convex(a=NUMBER, y=NUMBER, kind=convex, loss=entropy_of, sign=1):
    value = loss(y, sigmoid(a))
    return kind(value if sign == 1 else -value, a)


@LOSSES.family(
    "second_derivative_of_the_squared_error", {"factor": 1}, {"rest": 2}, {"slope": 1}, {"sign": -1}
)
def second_derivative_of_the_squared_error(a=NUMBER, y=NUMBER, factor=2, rest=1, slope=2, sign=1):
    s = sigmoid(a)
    error = s - y if sign == 1 else y - s
    inside = s * (1 - s) + error * (1 - slope * s)
    return eq(diff(error_of(y, s), a, a), factor * s * (rest - s) * inside)


@LOSSES.family("second_derivative_at_one_point", {"at": 2}, {"factor": 1}, {"target": 1})
def value_of_the_unit(at=3, factor=2, target=0):
    s = sigmoid(log(at))
    left = factor * s * (1 - s) * (s * (1 - s) + (s - target) * (1 - 2 * s))
    return eq(left, num(2) * 3 / 4 * (1 - num(3) / 4) * (num(3) / 16 - num(3) / 8))


@LOSSES.family("second_derivative_at_one_point", {"sign": 1}, {"below": 64}, {"above": 3}, line=2)
def value_at_one_point(sign=-1, above=9, below=128):
    left = num(2) * 3 / 4 * (1 - num(3) / 4) * (num(3) / 16 - num(3) / 8)
    return eq(left, -num(above) / below if sign == -1 else num(above) / below)


@LOSSES.family(
    "where_the_second_derivative_is_negative",
    {"above": num(1) / 2},
    {"below": num(3) / 4},
    {"target": 1},
    {"relation": gt},
)
def where_the_second_derivative_is_negative(
    a=NUMBER, above=TWO_THIRDS, below=TWO_THIRDS, target=0, relation=lt
):
    s = sigmoid(a)
    second = diff(error_of(target, s), a, a)
    return all_of(implies(gt(s, above), relation(second, 0)), implies(le(s, below), ge(second, 0)))


@LOSSES.family(
    "squared_error_is_not_convex",
    {"unit": same},
    {"unit": lambda a: 2 * a + 1},
    {"targets": (0, 1), "unit": lambda a: -a},
)
def squared_error_is_not_convex(a=NUMBER, unit=sigmoid, targets=(0, 1)):
    s = unit(a)
    return all_of(*(negation(convex(error_of(target, s), a)) for target in targets))


@LOSSES.family(
    "squared_error_is_not_concave",
    {"loss": lambda y, s: -((y - s) ** 2), "unit": same},
    {"loss": lambda y, s: y - s, "unit": same},
    {"loss": lambda y, s: y - 2 * s, "unit": same},
)
def squared_error_is_not_concave(a=NUMBER, unit=sigmoid, loss=error_of):
    s = unit(a)
    return all_of(negation(concave(loss(0, s), a)), negation(concave(loss(1, s), a)))


@LOSSES.family("matrix_of_second_derivatives", {"sign": -1}, {"power": 3}, {"off": 2}, {"off": -1})
def matrix_of_second_derivatives(v=PAIR, sign=1, power=2, off=-2):
    square = (v[1] - v[2]) ** power
    right = H if off == -2 else stack(stack(2, off), stack(off, 2))
    return eq(hessian(square if sign == 1 else -square, v), right)


@LOSSES.family("negative_squared_error_is_concave", {"kind": convex}, {"sign": 1}, {"power": 3})
def negative_squared_error_is_concave(v=PAIR, kind=concave, sign=-1, power=2):
    square = (v[1] - v[2]) ** power
    return kind(-square if sign == -1 else square, v)


@LOSSES.family("quadratic_form", {"factor": 1}, {"sign": 1}, {"power": 1})
def quadratic_form(u=PAIR, factor=2, sign=-1, power=2):
    difference = u[1] - u[2] if sign == -1 else u[1] + u[2]
    return eq(u.T @ H @ u, factor * difference**power)


@LOSSES.family("eigenvalues", {"values": (4, 0)}, {"values": (0, 2)}, {"values": (1, 4)})
def eigenvalues(values=(0, 4)):
    first, second = values
    return all_of(
        eq(H @ stack(1, 1), first * stack(1, 1)), eq(H @ stack(1, -1), second * stack(1, -1))
    )


@LOSSES.family(
    "matrix_is_semidefinite",
    {"kind": positive_definite},
    {"kind": negative_semidefinite},
    {"off": -3},
    {"lower": -1},
)
def matrix_is_semidefinite(kind=positive_semidefinite, off=-2, lower=None):
    if (off, lower) == (-2, None):
        return kind(H)
    return kind(stack(stack(2, off), stack(off if lower is None else lower, 2)))
