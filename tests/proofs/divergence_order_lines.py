"""The lines on divergences that are Kullback-Leibler divergences, and on further ones."""

from __future__ import annotations

from typing import Any

from symderive import (
    absolute,
    all_of,
    concave,
    convex,
    density,
    eq,
    expectation,
    f_divergence,
    function,
    ge,
    gt,
    integral,
    iverson,
    kl_divergence,
    le,
    log,
    lt,
    num,
    real,
    simplex,
    sqrt,
    tends_to,
    total,
)
from tests.proofs.divergence_lines import NAME, doubled, first, moved, second
from tests.proofs.families import Families, plus, same, times

SHEET: Any = Families(NAME).sheet()
n, ratio, over_support = SHEET.n, SHEET.ratio, SHEET.over_support
covered, covering, normal = SHEET.covered, SHEET.covering, SHEET.normal
minus_log, log_moment, mixed = SHEET.minus_log, SHEET.log_moment, SHEET.mixed
square, half_distance, hellinger = SHEET.square, SHEET.half_distance, SHEET.hellinger

CONVEX, DENSITY, POSITIVE = function(convex=True), density(), density(positive=True)
OPEN, ABOVE, NUMBER = simplex(n), real(above=0), real()

ORDERS = Families(NAME)


def in_order(make: Any, one: Any, other: Any) -> Any:
    """Something of two distributions in their order."""
    return make(one, other)


def exchanged(make: Any, one: Any, other: Any) -> Any:
    """Something of two distributions the other way round."""
    return make(other, one)


@ORDERS.family("minus_log_is_admissible", {"bend": concave}, {"sign": 1}, {"place": 2})
def admissible_minus_log(t=ABOVE, bend=convex, sign=-1, place=1):
    value = -log(t) if sign < 0 else log(t)
    return all_of(bend(value, t), eq(-log(num(place)), 0))


@ORDERS.family(
    "minus_log_gives_kl",
    {"weight": first},
    {"sign": 1},
    {"inside": doubled},
    {"given": []},
    given=[covering],
)
def minus_log_definition(p_X=DENSITY, p_Y=DENSITY, weight=second, sign=-1, inside=same):
    def body(x):
        value = log(inside(ratio(x)))
        return (-value if sign < 0 else value) * weight(p_X, p_Y)(x)

    return eq(f_divergence(minus_log, p_X, p_Y), over_support(body))


@ORDERS.family(
    "minus_log_gives_kl",
    {"order": in_order},
    {"factor": -1},
    {"given": []},
    {"given": [covered]},
    line=2,
    given=[covering],
)
def minus_log_line(p_X=DENSITY, p_Y=DENSITY, order=exchanged, factor=1):
    left = over_support(lambda x: -log(ratio(x)) * p_Y(x))
    return eq(left, times(factor)(order(kl_divergence, p_X, p_Y)))


@ORDERS.family("log_moment_is_admissible", {"bend": concave}, {"sign": -1}, {"place": 2})
def admissible_log_moment(t=ABOVE, bend=convex, sign=1, place=1):
    return all_of(bend(times(sign)(t * log(t)), t), eq(1 * log(num(place)), 0))


@ORDERS.family("log_moment_at_zero", {"value": 1}, {"more": 1}, {"target": 1, "value": -1})
def moment_at_zero(t=ABOVE, value=0, more=0, target=0):
    return tends_to(plus(t * log(t), more), value, t, target)


@ORDERS.family(
    "log_moment_gives_kl",
    {"weight": first},
    {"inside": doubled},
    {"factor": -1},
    given=[covered],
)
def log_moment_definition(p_X=DENSITY, p_Y=DENSITY, weight=second, inside=same, factor=1):
    def body(x):
        value = times(factor)(ratio(x)) * log(inside(ratio(x)))
        return value * iverson(gt(p_X(x), 0)) * weight(p_X, p_Y)(x)

    return eq(f_divergence(log_moment, p_X, p_Y), over_support(body))


@ORDERS.family(
    "log_moment_gives_kl",
    {"weight": second},
    {"sign": 1},
    {"given": []},
    {"given": [covering]},
    line=2,
    given=[covered],
)
def log_moment_line(p_X=DENSITY, p_Y=DENSITY, weight=first, sign=-1):
    left = over_support(lambda x: ratio(x) * log(ratio(x)) * iverson(gt(p_X(x), 0)) * p_Y(x))

    def body(x):
        value = log(p_Y(x) / p_X(x))
        signed = -value if sign < 0 else value
        return signed * weight(p_X, p_Y)(x) * iverson(gt(p_X(x), 0))

    return eq(left, integral(body))


@ORDERS.family(
    "log_moment_gives_kl",
    {"order": exchanged},
    {"factor": -1},
    {"given": []},
    line=3,
    given=[covered],
)
def log_moment_end(p_X=DENSITY, p_Y=DENSITY, order=in_order, factor=1):
    left = integral(lambda x: -log(p_Y(x) / p_X(x)) * p_X(x) * iverson(gt(p_X(x), 0)))
    return eq(left, times(factor)(order(kl_divergence, p_X, p_Y)))


# Finitely many points


@ORDERS.family("minus_log_gives_kl_of_probabilities", {"weight": first}, {"sign": 1}, {"start": 2})
def finite_minus_log(p=OPEN, q=OPEN, weight=second, sign=-1, start=1):
    def body(k):
        value = log(p[k] / q[k])
        return (-value if sign < 0 else value) * weight(p, q)[k]

    return eq(f_divergence(minus_log, p, q), total(body, start, n))


@ORDERS.family(
    "minus_log_gives_kl_of_probabilities",
    {"order": in_order},
    {"factor": -1},
    {"start": 2},
    line=2,
)
def finite_minus_log_line(p=OPEN, q=OPEN, order=exchanged, factor=1, start=1):
    left = total(lambda k: -log(p[k] / q[k]) * q[k], start, n)
    return eq(left, times(factor)(order(kl_divergence, p, q)))


@ORDERS.family(
    "log_moment_gives_kl_of_probabilities", {"weight": first}, {"factor": -1}, {"start": 2}
)
def finite_log_moment(p=OPEN, q=OPEN, weight=second, factor=1, start=1):
    def body(k):
        return times(factor)(p[k] / q[k]) * log(p[k] / q[k]) * weight(p, q)[k]

    return eq(f_divergence(lambda t: t * log(t), p, q), total(body, start, n))


@ORDERS.family(
    "log_moment_gives_kl_of_probabilities",
    {"weight": second},
    {"sign": 1},
    {"start": 2},
    line=2,
)
def finite_log_moment_line(p=OPEN, q=OPEN, weight=first, sign=-1, start=1):
    left = total(lambda k: p[k] / q[k] * log(p[k] / q[k]) * q[k], n)

    def body(k):
        value = log(q[k] / p[k])
        return (-value if sign < 0 else value) * weight(p, q)[k]

    return eq(left, total(body, start, n))


@ORDERS.family(
    "log_moment_gives_kl_of_probabilities",
    {"order": exchanged},
    {"factor": -1},
    {"start": 2},
    line=3,
)
def finite_log_moment_end(p=OPEN, q=OPEN, order=in_order, factor=1, start=1):
    left = total(lambda k: -log(q[k] / p[k]) * p[k], start, n)
    return eq(left, times(factor)(order(kl_divergence, p, q)))


# Further divergences


@ORDERS.family(
    "adding_a_line", {"middle": 2}, {"given": []}, {"under": first}, {"power": 2}, given=[covered]
)
def with_a_line(c=NUMBER, f=CONVEX, p_X=DENSITY, p_Y=DENSITY, middle=1, under=second, power=1):
    def body(z):
        line = ratio(z) - middle
        return f(ratio(z)) + c * (line if power == 1 else line**power)

    return eq(expectation(body, under(p_X, p_Y)), f_divergence(f, p_X, p_Y))


@ORDERS.family("exchanged_distributions", {"order": in_order}, {"inside": moved}, {"factor": 2})
def exchanging(f=CONVEX, p=POSITIVE, q=POSITIVE, order=exchanged, inside=same, factor=1):
    left = f_divergence(lambda t: times(factor)(t) * f(1 / inside(t)), p, q)
    return eq(left, order(lambda a, b: f_divergence(f, a, b), p, q))


@ORDERS.family("chi_squared", {"less": 2}, {"power": 3}, {"given": []}, given=[covered])
def of_chi_squared(p_X=DENSITY, p_Y=DENSITY, less=1, power=2):
    mean = over_support(lambda x: p_X(x) ** power / p_Y(x))
    return eq(f_divergence(square, p_X, p_Y), mean - less)


@ORDERS.family(
    "kl_is_at_most_chi_squared",
    {"relation": ge},
    {"relation": lt},
    {"factor": num(1) / 3},
    given=[covered],
)
def kl_and_chi_squared(p_X=DENSITY, p_Y=DENSITY, relation=le, factor=1):
    right = times(factor)(f_divergence(square, p_X, p_Y))
    return relation(kl_divergence(p_X, p_Y), right)


@ORDERS.family(
    "total_variation", {"divisor": 3}, {"inside": doubled}, {"given": []}, given=[covered]
)
def variation(p_X=DENSITY, p_Y=DENSITY, divisor=2, inside=same):
    right = integral(lambda x: absolute(inside(p_X(x)) - p_Y(x))) / divisor
    return eq(f_divergence(half_distance, p_X, p_Y), right)


@ORDERS.family(
    "total_variation_is_symmetric",
    {"function_of": square},
    {"function_of": minus_log},
    {"function_of": lambda t: t * log(t)},
)
def symmetric_variation(p=POSITIVE, q=POSITIVE, function_of=half_distance):
    return eq(f_divergence(function_of, p, q), f_divergence(function_of, q, p))


@ORDERS.family(
    "total_variation_is_at_most_one", {"relation": lt}, {"divisor": 1}, {"bound": num(1) / 2}
)
def bounded_variation(p=DENSITY, q=DENSITY, relation=le, divisor=2, bound=1):
    whole = integral(lambda x: absolute(p(x) - q(x)))
    return relation(whole / 2 if divisor == 2 else whole, bound)


@ORDERS.family(
    "total_variation_by_way_of_a_third",
    {"power": 2},
    {"relation": lt},
    {"factor": num(1) / 2},
)
def variation_by_a_third(p=DENSITY, q=DENSITY, r=DENSITY, power=1, relation=le, factor=1):
    def distance(one, other):
        def body(x):
            found = absolute(one(x) - other(x))
            return found if power == 1 else found**power

        return integral(body)

    return relation(distance(p, q), times(factor)(distance(p, r) + distance(r, q)))


@ORDERS.family("squared_hellinger_distance", {"factor": 1}, {"most": 1}, {"root": same})
def of_hellinger(p=POSITIVE, q=POSITIVE, most=2, factor=2, root=sqrt):
    mean = integral(lambda x: root(p(x) * q(x)))
    return eq(f_divergence(hellinger, p, q), most - (mean if factor == 1 else factor * mean))


@ORDERS.family(
    "squared_hellinger_distance_is_symmetric",
    {"function_of": square},
    {"function_of": minus_log},
    {"function_of": lambda t: (sqrt(t) - 1) ** 2 * t},
)
def symmetric_hellinger(p=POSITIVE, q=POSITIVE, function_of=hellinger):
    return eq(f_divergence(function_of, p, q), f_divergence(function_of, q, p))


@ORDERS.family("jensen_shannon", {"divisor": 3}, {"shift": 2}, {"factor": 2})
def of_jensen_shannon(p=POSITIVE, q=POSITIVE, divisor=2, shift=1, factor=1):
    def function_of(t):
        return (t * log(t) - (t + shift) * log((t + 1) / 2)) / divisor

    left = (mixed(p, q) + mixed(q, p)) / 2
    return eq(left, times(factor)(f_divergence(function_of, p, q)))


@ORDERS.family(
    "jensen_shannon_is_between", {"least": num(1) / 10}, {"most": 1}, {"below": gt}, {"divisor": 1}
)
def bounds_of_jensen_shannon(p=POSITIVE, q=POSITIVE, least=0, most=2, below=ge, divisor=2):
    whole = mixed(p, q) + mixed(q, p)
    middle = whole / 2 if divisor == 2 else whole
    return all_of(below(middle, least), le(middle, log(most)))
