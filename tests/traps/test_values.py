"""Traps of values: hypotheses, denominators, rounding, branches of functions, near misses."""

import pytest
from sympy import (
    Float,
    Function,
    Integer,
    KroneckerDelta,
    Mod,
    Pow,
    Rational,
    Sum,
    ceiling,
    exp,
    floor,
    log,
    sqrt,
    tanh,
)

from symderive import iverson, prove
from symderive.errors import IllFormed
from tests.traps.trap import (
    NOT_PROVED,
    NOT_REFUTED,
    PROVED,
    REFUTED,
    UNDECIDED,
    UNDEFINED,
    Trap,
    alpha,
    answer,
    beta,
    i,
    j,
    judge,
    k,
    l,
    n,
    r,
    t,
    total,
    w,
    written,
    x,
    y,
)

PARTITION = total(exp(x[l]), index=l)

HYPOTHESES = (
    Trap("no size satisfies them", x[i], y[i], [n >= 2, n <= 1, i >= 1], UNDECIDED),
    Trap("no number satisfies them", beta * x[i], y[i], [beta > 0, beta < 0], UNDECIDED),
    Trap("a negative modulus", x[Mod(i, -r)], x[Mod(i, r)], [r >= 1, i >= 0], REFUTED),
    Trap("a modulus that may be zero", x[Mod(i, r)], x[Mod(i, r)], [r >= 0], UNDEFINED),
    Trap("a modulus that is positive", x[Mod(i + r, r)], x[Mod(i, r)], [r >= 1], PROVED),
)


DENOMINATORS = (
    Trap("softmax adds up to 1, n >= 0", total(exp(x[i]) / PARTITION), 1, [n >= 0], REFUTED),
    Trap("softmax adds up to 1, n >= 1", total(exp(x[i]) / PARTITION), 1, [n >= 1], PROVED),
    Trap("a mean, n >= 0", total(x[i]) / n, total(x[i] / n), [n >= 0], UNDEFINED),
    Trap("a mean, n >= 1", total(x[i]) / n, total(x[i] / n), [n >= 1], PROVED),
    Trap(
        "a quotient in an empty sum is nowhere undefined",
        n * total(x[i] / n),
        total(x[i]),
        [n >= 0],
        NOT_REFUTED,
    ),
    Trap("0 times a quotient", written(Integer(0), 1 / beta), 0, [], UNDEFINED),
    Trap("b over b", written(beta, 1 / beta), 1, [], UNDEFINED),
    Trap("1 in disguise", written(1 / (1 + exp(beta)), 1 + exp(beta)), 1, [], PROVED),
    Trap(
        "a false bracket beside a quotient",
        total(iverson(i > j) / (i - j) * x[i]),
        Sum(x[i] / (i - j), (i, j + 1, n)),
        [n >= 1, j >= 0],
        PROVED,
    ),
    Trap(
        "a bracket that lets the zero through",
        total(iverson(i >= j) / (i - j) * x[i]),
        Sum(x[i] / (i - j), (i, j + 1, n)),
        [n >= 1, j >= 1, j <= n],
        UNDEFINED,
    ),
)


ROUNDING = (
    Trap("floor of a negative", x[floor(-i / 2)], x[-ceiling(i / 2)], [], PROVED),
    Trap("rounding towards zero", x[floor(-i / 2)], x[-floor(i / 2)], [i >= 1], REFUTED),
    Trap("two halves", floor(n / 2) + floor((n + 1) / 2), n, [], PROVED),
    Trap("an index that is no integer", x[i / 2], x[i / 2], [i >= 1], UNDEFINED),
)


BRANCHES = (
    Trap("log of a product", log(x[i] * y[i]), log(x[i]) + log(y[i]), [], UNDEFINED),
    Trap(
        "log of a product of positive numbers",
        log(x[i] * y[i]),
        log(x[i]) + log(y[i]),
        [x[i] > 0, y[i] > 0],
        NOT_REFUTED,
    ),
    Trap("log(e^a b), any b", log(exp(alpha) * beta), alpha + log(beta), [], UNDEFINED),
    Trap("log(e^a b), b > 0", log(exp(alpha) * beta), alpha + log(beta), [beta > 0], PROVED),
    Trap("log of something negative", log(-exp(alpha)), log(-exp(alpha)), [], UNDEFINED),
    Trap("root of a square", sqrt(x[i] ** 2), x[i], [], REFUTED),
    Trap(
        "power of a power",
        Pow(exp(alpha), beta, evaluate=False),
        exp(alpha * beta),
        [],
        NOT_REFUTED,
    ),
    Trap("natural powers", beta * x[i] ** n, x[i] ** n * beta, [n >= 0], NOT_REFUTED),
    Trap("powers of zero", beta * x[i] ** n, x[i] ** n * beta, [], NOT_PROVED),
)


CLOSE_CALLS = (
    Trap("apart by 10^-40", x[i], x[i] + Rational(1, 10**40), [], REFUTED),
    Trap("apart by e^-60", log(1 + exp(Integer(-60))), 0, [], REFUTED),
    Trap("apart by e^-900", log(1 + exp(Integer(-900))), 0, [], NOT_PROVED),
    Trap("not apart", exp(alpha) * exp(beta), exp(alpha + beta), [], PROVED),
)


def reciprocals() -> list[Trap]:
    """An index in a denominator survives what the index is replaced by."""
    functions = {"itself": Function("G"), "exp": exp, "tanh": tanh, "log": lambda z: log(1 + z**2)}
    selected = [n >= 1, k >= 1, k <= n]
    traps = []
    for name, of in functions.items():
        picked = total(KroneckerDelta(t, k) * of(x[t] / t), index=t)
        reverse = total(w[t] * of(x[n + 1 - t] / t), index=t)
        reversed_back = total(w[n + 1 - t] * of(x[t] / (n + 1 - t)), index=t)
        without = total(w[n + 1 - t] * of(x[t]), index=t)
        traps += [
            Trap(f"{name}: selected", picked, of(x[k] / k), selected, PROVED),
            Trap(f"{name}: selected, without the index", picked, of(x[k]), selected, REFUTED),
            Trap(f"{name}: reversed", reverse, reversed_back, [n >= 1], PROVED),
            Trap(f"{name}: reversed, without the index", reverse, without, [n >= 1], REFUTED),
        ]
    plain = total(KroneckerDelta(t, k) * x[t] / t, index=t)
    traps += [
        Trap("a factor: selected", plain, x[k] / k, selected, PROVED),
        Trap("a factor: selected, without the index", plain, x[k], selected, REFUTED),
    ]
    return traps


@judge((*HYPOTHESES, *DENOMINATORS, *ROUNDING, *BRANCHES, *CLOSE_CALLS, *reciprocals()))
def test_trap(trap: Trap) -> None:
    assert answer(trap.lhs, trap.rhs, trap.given) in trap.allowed


def test_a_float_is_refused() -> None:
    with pytest.raises(IllFormed):
        prove(x[i], Float(0.5) * 2 * x[i])
