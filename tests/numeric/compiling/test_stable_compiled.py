"""Formulas as people write them, and their derivatives, compiled and put to large exponents."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb

from symderive import (
    array,
    binary_cross_entropy,
    compile_numpy,
    cross_entropy,
    diff,
    entropy,
    erf,
    exp,
    grad,
    hessian,
    index,
    iverson,
    jacobian,
    kl,
    le,
    log,
    log_softmax,
    matrix,
    sigmoid,
    size,
    softmax,
    softplus,
    tanh,
    total,
    vector,
    vjp,
)
from symderive.evaluator import evaluate, interpret

m, n = size("m"), size("n")
x, a, X = vector("x", n), vector("a", n), matrix("X", m, n)
i, j = index("i", n), index("j", n)
Z = exp(x).sum()
P = exp(x) / Z
FORMULAS: dict[str, Callable[[], Any]] = {
    "softmax": lambda: P,
    "log-sum-exp": lambda: log(Z),
    "the logarithm of softmax": lambda: log(P),
    "log-sum-exp beside 1": lambda: log(1 + Z),
    "the gradient of log-sum-exp": lambda: grad(log(Z), x),
    "the gradient of log-sum-exp beside 1": lambda: grad(log(1 + Z), x),
    "the second derivatives of log-sum-exp": lambda: hessian(log(Z), x),
    "the Jacobian of softmax": lambda: jacobian(P, x),
    "an entry of the Jacobian of softmax": lambda: diff(P[i], x[j]),
    "softmax pulled back": lambda: vjp(P, x, a),
    "the Jacobian of the logarithm of softmax": lambda: jacobian(log(P), x),
    "the Jacobian of log_softmax": lambda: jacobian(log_softmax(x), x),
    "the Jacobian of the logarithm of softmax by name": lambda: jacobian(log(softmax(x)), x),
    "the entropy of softmax": lambda: -(P * log(P)).sum(),
    "the entropy of softmax by name": lambda: entropy(softmax(x)),
    "the gradient of the entropy of softmax": lambda: grad(-(P * log(P)).sum(), x),
    "an expectation": lambda: (a * exp(x)).sum() / Z,
    "the gradient of an expectation": lambda: grad((a * exp(x)).sum() / Z, x),
    "cross-entropy": lambda: cross_entropy(softmax(a), P),
    "the gradient of cross-entropy": lambda: grad(cross_entropy(softmax(a), P), x),
    "the gradient of a divergence": lambda: grad(kl(softmax(a), softmax(x)), x),
    "sigmoid": lambda: 1 / (1 + exp(-x)),
    "the Jacobian of sigmoid": lambda: jacobian(1 / (1 + exp(-x)), x),
    "the logarithm of sigmoid": lambda: log(1 / (1 + exp(-x))),
    "the gradient of the logarithm of sigmoid": lambda: grad(log(sigmoid(x)).sum(), x),
    "the gradient of a logarithmic loss": lambda: grad(log(1 + exp(-x * a)).sum(), x),
    "binary cross-entropy": lambda: binary_cross_entropy(softmax(a), sigmoid(x)),
    "the gradient of softplus": lambda: grad(softplus(x).sum(), x),
    "tanh": lambda: (exp(x) - exp(-x)) / (exp(x) + exp(-x)),
    "the Jacobian of tanh": lambda: jacobian(tanh(x), x),
    "GELU": lambda: x * (1 + erf(x / 40)) / 2,
    "softmax of rows": lambda: array(
        (m, n), lambda s, t: exp(X[s, t]) / total(lambda l: exp(X[s, l]), n)
    ),
    "log-sum-exp of rows": lambda: log(exp(X).sum(axis=1)),
    "the gradient of log-sum-exp of rows": lambda: grad(log(exp(X).sum(axis=1)).sum(), X),
    "the share of columns": lambda: exp(X).sum(axis=0) / exp(X).sum(),
    "running log-sum-exp": lambda: array(n, lambda s: log(total(lambda l: exp(x[l]), s))),
    "attention to the past": lambda: array(
        (n, n),
        lambda s, t: iverson(le(t, s)) * exp(x[t]) / total(lambda l: exp(x[l]), s),
    ),
}
ROW = np.array([1.0, 0.75, -1.0, 0.25])
WEIGHTS = np.array([2.0, 0.0, 1.0, 0.5])
# Enough for exp(-4000) beside 1.
BITS = 12_000


def exact(written: Any, values: dict[Any, Any]) -> Any:
    """The exact values, as floats."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpret, "BITS", (BITS,))
        found = np.array(evaluate(written.term, values), dtype=object)
    numbers = [float(v.mid()) if isinstance(v, arb) else float(v) for v in found.ravel()]
    return np.array(numbers).reshape(found.shape)


def fractions(row: Any) -> list[Fraction]:
    """The same numbers, exact."""
    return [Fraction(value) for value in row]


@pytest.mark.parametrize("factor", [1, 1000, -1000])
@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_as_people_write_it(name: str, factor: int) -> None:
    """Neither wrong nor with a warning, which would be an error here."""
    written, row = FORMULAS[name](), ROW * factor
    values = {"i": 2, "j": 1, "x": row, "a": WEIGHTS, "X": np.array([row, row[::-1] + 1])}
    compiled = compile_numpy(written)
    found = compiled(**{key: values[key] for key in inspect.signature(compiled).parameters})
    given = {m.term: 2, n.term: len(ROW), i.term: 2, j.term: 1}
    given |= {x.term: fractions(row), a.term: fractions(WEIGHTS)}
    given[X.term] = [fractions(line) for line in values["X"]]
    wanted = exact(written, given)
    assert np.shape(found) == wanted.shape
    np.testing.assert_allclose(found, wanted, 1e-10, 1e-13 * max(1.0, np.max(np.abs(wanted))))
