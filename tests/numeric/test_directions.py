"""Statements about derivatives along directions: true ones pass, one small mistake is seen."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy

from symderive.language.binding import abstract, free_symbols
from symderive.language.calculus import diff, grad, hessian, jacobian, vjp
from symderive.language.constructions import array, diag, eye, inner, ones, padded, zeros
from symderive.language.declarations import function, matrix, simplex, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import absolute, exp, log, logsumexp, relu, sign, softmax, tanh
from symderive.language.operators import average_pool, convolve, correlate, upsample
from symderive.language.reading import read_statement
from symderive.language.statements import eq, ge, gt, le, lt, ne
from symderive.language.sums import cases, delta, iverson, maximum
from symderive.language.terms import Statement, Symbol
from symderive.numeric import derivatives, evaluation, grids, products
from symderive.numeric.check import evidence_of
from symderive.numeric.directions import along_directions
from symderive.numeric.draws import Draw
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.hypotheses import Relation, domains_of, relations
from symderive.numeric.rows import Directions

n, m, k = size("n"), size("m"), size("k")
x, y, g = vector("x", n), vector("y", n), vector("g", n)
h, w = vector("h", n + k - 1), vector("w", k)
i, j = index("i", n), index("j", n)
column = index("column", n + k - 1)
X, Y, A = matrix("X", m, n), matrix("Y", m, n), matrix("A", n, n)
G = matrix("G", m // 2, n // 2)
u, q = vector("u", n, above=0), simplex("q", n)
s, t = real("s"), real("t")
F, L = function("F"), function("L", of=vector(n))
p, z = softmax(x), correlate(h, w)
MILLION, BAND, SQUARE = {"n": 10**6}, {"n": 10**5, "k": 8}, {"n": 90, "m": 70}

Write = Callable[[], Any]


def seen(write: Write, sizes: dict[str, int], seed: int = 0) -> Directions | None:
    """What is seen along directions, of values that are drawn with that seed."""
    with sympy.evaluate(False):
        statement = read_statement(write())
    with np.errstate(all="ignore"):
        return along_directions(drawn(statement, sizes, seed), seed)


def drawn(
    statement: Statement, sizes: dict[str, int], seed: int
) -> list[tuple[Evaluation, Relation]]:
    """The relations of a statement, and values of its variables."""
    symbols = (v for v in free_symbols(statement) if isinstance(v, Symbol) and v.is_integer)
    integers = sorted(symbols, key=lambda v: v.name)
    known = {v: sizes[v.name] for v in integers if v.name in sizes}
    names = tuple(v for v in integers if v not in known)
    values = Draw((statement.claim, *statement.given), known, seed).values({})
    given = tuple(abstract(c, names) for c in (*domains_of(integers), *statement.given))
    claim = abstract(statement.claim, names)
    run = Evaluation(values, tracked=True)
    return [(run, part) for part in relations(claim, tuple(v.name for v in names), given)]


def variance(a: Any) -> Any:
    """The mean square of the deviations from the mean."""
    return ((a - a.mean()) ** 2).mean()


def steps(a: Any, length: Any) -> Any:
    """1 where an entry is positive, else 0."""
    return array((length,), lambda place: iverson(gt(a[place], 0)))


def greatest(a: Any) -> Any:
    return maximum(lambda place: a[place], 1, n)


def column_of(a: Any) -> Any:
    """How A tanh(x) changes along a direction, as a matrix with one column."""
    return array((n, 1), lambda place, one: (A @ ((1 - tanh(x) ** 2) * a))[place])


def rectified(turn: Any) -> Any:
    """A rectifier behind a convolution of absolute values, and its gradient."""
    behind = convolve(g * steps(correlate(absolute(h), w), n), w)
    return eq(vjp(relu(correlate(absolute(h), w)), h, g), turn * behind)


TRUE: dict[str, tuple[Write, dict[str, int]]] = {
    "softmax": (lambda: eq(diff(p[i], x[j]), p[i] * (delta(i, j) - p[j])), MILLION),
    "softmax as a matrix": (lambda: eq(jacobian(p, x), diag(p) - p @ p.T), MILLION),
    "entry by entry": (
        lambda: eq(diff(x[i] * exp(x[i]), x[j]), delta(i, j) * exp(x[i]) * (1 + x[i])),
        MILLION,
    ),
    "deviations": (lambda: eq(diff(x[i] - x.mean(), x[j]), delta(i, j) - 1 / n), MILLION),
    "log-sum-exp": (lambda: eq(grad(logsumexp(x), x), p), MILLION),
    "variance": (lambda: eq(grad(variance(x), x), 2 * (x - x.mean()) / n), MILLION),
    "a sum of squares": (lambda: eq(grad((y * x**2).sum(), x), 2 * y * x), MILLION),
    "a loss": (lambda: eq(grad(L(tanh(x)), x), L.grad(tanh(x)) * (1 - tanh(x) ** 2)), BAND),
    "softmax, vjp": (lambda: eq(vjp(p, x, g), p * (g - inner(p, g))), MILLION),
    "a band": (lambda: eq(diff(z[i], h[column]), padded(w)[column - i + 1]), BAND),
    "a band, vjp": (lambda: eq(vjp(z, h, g), convolve(g, w)), BAND),
    "a band, by the filter": (lambda: eq(vjp(z, w, g), correlate(h, g)), BAND),
    "off the diagonal": (lambda: eq(diff(p[i], x[j]), -p[i] * p[j]).given(ne(i, j)), BAND),
    "below the diagonal": (lambda: eq(diff(z[i], h[j]), 0).given(lt(j, i)), BAND),
    "on the diagonal": (lambda: eq(diff(p[i], x[i]), p[i] * (1 - p[i])), BAND),
    "positive numbers": (lambda: eq(grad(log(u).sum(), u), 1 / u), MILLION),
    "probabilities": (lambda: eq(diff((q * log(q)).sum(), q[i]), 1 + log(q[i])), BAND),
    "a real number": (lambda: eq(diff(F(t * s), t), s * F.prime(t * s)), {}),
    "by a real number": (
        lambda: eq(diff((y * exp(t * x)).sum(), t), (y * x * exp(t * x)).sum()),
        MILLION,
    ),
    "a rectifier": (lambda: eq(vjp(relu(x), x, g), g * steps(x, n)), MILLION),
    "absolute values": (
        lambda: eq(diff(absolute(x[i]), x[j]), delta(i, j) * sign(x[i])),
        BAND,
    ),
    "the greatest": (lambda: eq(diff(greatest(x), x[i]), iverson(eq(x[i], greatest(x)))), BAND),
    "two kinks": (lambda: rectified(sign(h)), BAND),
    "cases": (
        lambda: eq(
            diff(cases((x[i] ** 2, ge(x[i], 0)), (0, lt(x[i], 0))), x[j]),
            2 * delta(i, j) * relu(x)[i],
        ),
        BAND,
    ),
    "pooling": (
        lambda: eq(vjp(average_pool(X, 2), X, G), upsample(G, 2) / 4),
        {"n": 600, "m": 400},
    ),
    "matrices": (lambda: eq(grad(inner(Y, X @ A), A), X.T @ Y), SQUARE),
    "matrices as vectors": (lambda: eq(jacobian(2 * X, X), 2 * eye(m * n)), {"n": 70, "m": 60}),
    "second derivatives": (lambda: eq(hessian(logsumexp(x), x), diag(p) - p @ p.T), {"n": 300}),
    "a product of Jacobians": (
        lambda: eq(jacobian(A @ tanh(x), x), A @ jacobian(tanh(x), x)),
        {"n": 500},
    ),
    "a matrix behind a Jacobian": (
        lambda: eq(jacobian(A @ tanh(x), x) @ diag(y), A @ diag((1 - tanh(x) ** 2) * y)),
        {"n": 300},
    ),
    "by a real number, then by a vector": (
        lambda: eq(jacobian(A @ tanh(x), x) @ jacobian(t * y, t), column_of(y)),
        {"n": 300},
    ),
    "along a given direction": (lambda: eq(jacobian(p, x) @ ones(n), zeros(n)), BAND),
    "along the values": (lambda: eq(jacobian(x / y.sum(), x) @ x, x / y.sum()), BAND),
    "a sum of derivatives": (lambda: eq(vjp(p, x, g).sum(), 0), BAND),
}
FALSE: dict[str, tuple[Write, dict[str, int]]] = {
    "softmax, sign": (lambda: eq(diff(p[i], x[j]), p[i] * (delta(i, j) + p[j])), MILLION),
    "softmax, no delta": (lambda: eq(diff(p[i], x[j]), p[i] * (1 - p[j])), MILLION),
    "softmax, delta only": (lambda: eq(diff(p[i], x[j]), p[i] * delta(i, j)), MILLION),
    "softmax, the next entry": (
        lambda: eq(diff(p[i], x[j]), p[i] * (delta(i, j + 1) - p[j])),
        MILLION,
    ),
    "softmax, twice": (lambda: eq(jacobian(p, x), 2 * (diag(p) - p @ p.T)), MILLION),
    "softmax, vjp, sign": (lambda: eq(vjp(p, x, g), p * (inner(p, g) - g)), MILLION),
    "softmax, vjp, no sum": (lambda: eq(vjp(p, x, g), p * g), MILLION),
    "deviations, without 1/n": (lambda: eq(diff(x[i] - x.mean(), x[j]), delta(i, j)), MILLION),
    "deviations, n + 1": (
        lambda: eq(diff(x[i] - x.mean(), x[j]), delta(i, j) - 1 / (n + 1)),
        MILLION,
    ),
    "deviations, no delta": (lambda: eq(diff(x[i] - x.mean(), x[j]), 1 - 1 / n), MILLION),
    "variance, without the mean": (lambda: eq(grad(variance(x), x), 2 * x / n), MILLION),
    "a sum of squares, half": (lambda: eq(grad((y * x**2).sum(), x), y * x), MILLION),
    "one of a million terms": (
        lambda: eq(grad((y * x**2).sum(), x), 2 * y * x * array((n,), lambda a: iverson(ne(a, 7)))),
        MILLION,
    ),
    "a loss, without the slope": (lambda: eq(grad(L(tanh(x)), x), L.grad(tanh(x))), BAND),
    "a band, transposed": (
        lambda: eq(diff(z[i], h[column]), padded(w)[i - column + 1]),
        BAND,
    ),
    "a band, one further": (lambda: eq(diff(z[i], h[column]), padded(w)[column - i]), BAND),
    "a band, vjp, transposed": (lambda: eq(vjp(z, h, g), correlate(g, w, mode="full")), BAND),
    "a band, vjp, one further": (
        lambda: eq(vjp(z, h, g), array((n + k - 1,), lambda a: padded(convolve(g, w))[a + 1])),
        BAND,
    ),
    "off the diagonal, sign": (lambda: eq(diff(p[i], x[j]), p[i] * p[j]).given(ne(i, j)), BAND),
    "on the diagonal": (lambda: eq(diff(p[i], x[i]), p[i] * (1 + p[i])), BAND),
    "probabilities": (lambda: eq(diff((q * log(q)).sum(), q[i]), log(q[i])), BAND),
    "a real number": (lambda: eq(diff(F(t * s), t), t * F.prime(t * s)), {}),
    "a rectifier": (lambda: eq(vjp(relu(x), x, g), g), MILLION),
    "the greatest": (
        lambda: eq(diff(greatest(x), x[i]), iverson(eq(x[i], -greatest(-1 * x)))),
        BAND,
    ),
    "two kinks": (lambda: rectified(steps(h, n + k - 1)), BAND),
    "pooling": (
        lambda: eq(vjp(average_pool(X, 2), X, G), upsample(G, 2)),
        {"n": 600, "m": 400},
    ),
    "matrices": (lambda: eq(grad(inner(Y, X @ A), A), Y.T @ X), SQUARE),
    "second derivatives": (lambda: eq(hessian(logsumexp(x), x), diag(p) + p @ p.T), {"n": 300}),
    "a product of Jacobians": (
        lambda: eq(jacobian(A @ tanh(x), x), A.T @ jacobian(tanh(x), x)),
        {"n": 500},
    ),
    "a matrix behind a Jacobian": (
        lambda: eq(jacobian(A @ tanh(x), x) @ diag(y), A @ diag(y)),
        {"n": 300},
    ),
    "by a real number, then by a vector": (
        lambda: eq(jacobian(A @ tanh(x), x) @ jacobian(t * y, t), column_of(-y)),
        {"n": 300},
    ),
    "along a given direction": (lambda: eq(jacobian(p, x) @ ones(n), p), BAND),
    "along the values": (lambda: eq(jacobian(x / y.sum(), x) @ x, x), BAND),
    "a sum of derivatives": (lambda: eq(vjp(p, x, g).sum(), 1 / n), BAND),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_pass(name: str) -> None:
    found = seen(*TRUE[name])
    assert found is not None
    assert found.outcome == "passed", found
    assert found.share < 0.5
    assert found.rows > 0


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_fail(name: str) -> None:
    found = seen(*FALSE[name])
    assert found is not None
    assert found.outcome == "failed", found
    assert found.share > 10
    assert "left " in found.worst


def test_neither_rules_nor_the_jacobian_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of all entries would have 8 TB."""

    def unknown(*arguments: Any) -> Any:
        raise AssertionError("a rule of differentiation")

    for name in ("derivative", "resolved"):
        monkeypatch.setattr(derivatives, name, unknown)
    for module in (evaluation, grids, products):
        monkeypatch.setattr(module, "resolved", unknown)
    tracemalloc.start()
    try:
        for name in ("softmax", "a sum of squares", "softmax, vjp"):
            found = seen(*TRUE[name])
            assert found is not None
            assert found.outcome == "passed"
        assert tracemalloc.get_traced_memory()[1] < 100 * 8 * MILLION["n"]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", [name for name in TRUE if TRUE[name][1] in (BAND, MILLION)])
def test_no_false_alarm(name: str) -> None:
    smaller = {"n": 700, "k": 8}
    for seed in range(40):
        found = seen(TRUE[name][0], smaller, seed)
        assert found is not None
        assert found.outcome == "passed", (seed, found, found.worst)
        assert found.share < 0.5


def test_a_difference_of_one_entry_in_a_million_is_seen() -> None:
    write, sizes = FALSE["one of a million terms"]
    shares = [found.share for seed in range(3) if (found := seen(write, sizes, seed))]
    assert len(shares) == 3
    assert min(shares) > 10


def test_at_a_kink_nothing_is_known() -> None:
    tie = vector("tie", n)
    with sympy.evaluate(False):
        statement = read_statement(eq(vjp(relu(tie), tie, g), g))
    (_, relation), values = drawn(statement, {"n": 20}, 0)[0], np.ones(20)
    values[3] = 0.0
    run = Evaluation({n.term: 20, tie.term: values, g.term: np.ones(20)}, tracked=True)
    with np.errstate(all="ignore"):
        found = along_directions([(run, relation)], 0)
    assert found is not None
    assert found.outcome == "uninformative"
    assert "without a value" in str(found)


def test_what_is_no_equation_of_derivatives_is_left_alone() -> None:
    assert seen(lambda: eq(exp(x[i]), exp(x[i])), {"n": 5}) is None
    assert seen(lambda: le(diff(-exp(x[i]), x[i]), 0), {"n": 5}) is None


def test_the_check_tells_of_directions() -> None:
    with sympy.evaluate(False):
        statement = read_statement(eq(diff(p[i], x[j]), p[i] * (delta(i, j) - p[j])))
    evidence = evidence_of(statement, {"n": 100_000}, seed=5)
    assert evidence.outcome == "passed"
    assert evidence.directions.startswith("derivatives along a drawn direction passed, error")
    assert evidence.directions in str(evidence)
    assert not evidence_of(read_statement(eq(exp(t), exp(t))), {}).directions


def test_the_check_fails_where_directions_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the check entry by entry are broken, and agree with what is wrong."""
    monkeypatch.setitem(derivatives.SLOPES, "tanh", lambda term, inner: term)
    with sympy.evaluate(False):
        statement = read_statement(eq(diff(tanh(x[i]), x[j]), delta(i, j) * tanh(x[i])))
    evidence = evidence_of(statement, {"n": 1000})
    assert evidence.outcome == "failed"
    assert evidence.detail.startswith("along a direction, at i = ")
