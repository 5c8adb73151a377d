"""Arrays of terms in floats, against explicit matrices, index formulas and NumPy."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np
import pytest
import sympy
from numpy.typing import NDArray

import symderive.numeric.evaluation
from symderive.errors import IllFormed, Undefined
from symderive.language.calculus import diff, grad, hessian, jacobian, vjp
from symderive.language.constructions import (
    array,
    concatenate,
    diag,
    einsum,
    eye,
    flip,
    inner,
    kron,
    lower_triangle,
    norm,
    ones,
    outer,
    pad,
    padded,
    squared_norm,
    stack,
    trace,
    unit,
    vec,
)
from symderive.language.declarations import function, matrix, tensor, vector
from symderive.language.domains import real, size
from symderive.language.functions import (
    absolute,
    binary_cross_entropy,
    cross_entropy,
    entropy,
    exp,
    kl,
    log,
    log_softmax,
    logsumexp,
    mean_squared_error,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)
from symderive.language.operators import (
    average_pool,
    conv,
    conv_transpose,
    conv_transpose_layer,
    convolve,
    correlate,
    correlation_matrix,
    hankel,
    max_pool,
    upsample,
)
from symderive.language.serial import digest, from_json, to_json
from symderive.language.sums import cases, iverson, maximum, product, total
from symderive.numeric.evaluation import Evaluation, array_of

Floats = NDArray[np.float64]

m, n, k = size("m"), size("n"), size("k")
x, y, w, u = vector("x", n), vector("y", n), vector("w", k), vector("u", m)
A, B = matrix("A", m, n), matrix("B", n, m)
T, V, W = tensor("T", (2, m, n)), tensor("V", (3, m, 2)), matrix("W", 2, 2)
beta = real("beta")
M, N, K = 2, 4, 2
SIGNAL, TAPS = np.array([1.0, -2.0, 3.0, 0.5, 4.0]), np.array([2.0, 1.0, -1.0])
RANDOM = np.random.default_rng(7)
DATA: dict[Any, Any] = {
    x: RANDOM.uniform(0.2, 2, N),
    y: RANDOM.uniform(0.2, 2, N),
    w: RANDOM.uniform(-1, 1, K),
    u: RANDOM.uniform(-1, 1, M),
    A: RANDOM.uniform(-1, 1, (M, N)),
    B: RANDOM.uniform(-1, 1, (N, M)),
    T: RANDOM.uniform(-1, 1, (2, M, N)),
    V: RANDOM.uniform(-1, 1, (3, M, 2)),
    W: RANDOM.uniform(-1, 1, (2, 2)),
    beta: 0.75,
}
SIZES = {m: M, n: N, k: K}

EXPRESSIONS: dict[str, Any] = {
    "arithmetic": 2 * x - y / x + x**2 - 1,
    "matrix times vector": A @ x,
    "row times matrix": u.T @ A,
    "inner product": array((1,), lambda i: x.T @ y),
    "column times row": x @ u.T,
    "matrix product": A @ B,
    "batch product": (T @ B)[2, :, :],
    "transpose": A.T + B,
    "last axes exchanged": T.mT[1, :, :],
    "sum": A.sum(axis=0),
    "mean": A.mean(axis=1),
    "variance": A.var(axis=0, ddof=1),
    "max": A.max(axis=1),
    "min": A.min(axis=0),
    "all entries": array((1,), lambda i: A.sum() + A.mean() + A.max() + x.var()),
    "vec": vec(A),
    "reshape F": A.reshape(n, m, order="F"),
    "reshape C": A.reshape(n, m, order="C"),
    "reshape of a cube": T.reshape(m, 2 * n, order="C"),
    "flip": flip(A, axis=1),
    "diag": diag(x) @ B,
    "outer": outer(x, y),
    "kron": kron(A, B),
    "eye": eye(n) + outer(x, x),
    "unit": unit(2, n) + x,
    "ones": ones(m, n) + A,
    "stack": stack(x, y, x * y),
    "concatenate": concatenate(x, y, u),
    "row": A[2, :],
    "column": A[:, n],
    "pad": pad(x, 1, 2),
    "padded": array((n,), lambda i: padded(x)[2 * i - 3]),
    "triangle": lower_triangle(A @ B),
    "einsum": einsum("ij,jk->ki", A, B),
    "trace": array((1,), lambda i: trace(A @ B) + inner(A, A) + norm(x) + squared_norm(A)),
    "softmax": softmax(x),
    "softmax of rows": softmax(A),
    "softmax of columns": softmax(A, axis=0),
    "log softmax": log_softmax(A),
    "logsumexp": logsumexp(A, axis=0),
    "functions": exp(x) + log(x) + tanh(x) + sigmoid(-x) + absolute(x - 1),
    "rectifiers": relu(A) + softplus(A),
    "losses": array((1,), lambda i: kl(x, y) + entropy(x) + cross_entropy(x, y)),
    "squared error": array((1,), lambda i: mean_squared_error(x, y)),
    "binary loss": binary_cross_entropy(sigmoid(x), sigmoid(y)),
    "average pool": average_pool(A, 2),
    "pool with a rest": average_pool(x, 3),
    "max pool": max_pool(A, (2, 3)),
    "upsample": upsample(A, (2, 3)),
    "correlate": correlate(x, w),
    "full": correlate(x, w, "full"),
    "same": correlate(x, w, "same"),
    "strided": correlate(x, w, stride=2, padding=1, dilation=2),
    "two axes": correlate(A, W),
    "convolve": convolve(x, w),
    "convolve valid": convolve(x, w, "valid"),
    "conv transpose": conv_transpose(x, w, stride=2, padding=1),
    "conv": conv(T, V, padding=1)[2, :, :],
    "transposed layer": conv_transpose_layer(W, T, stride=2, padding=1)[2, :],
    "band": correlation_matrix(w, n) @ x,
    "hankel": hankel(x, k) @ w,
    "prefix sums": array((n,), lambda i: total(lambda j: x[j], 1, i)),
    "products": array((n,), lambda i: product(lambda j: x[j], i, n)),
    "maxima": array((n,), lambda i: maximum(lambda j: x[j], 1, i)),
    "brackets": array((n,), lambda i: total(lambda j: x[j] * iverson(2 * j <= i), n)),
    "cases": array((n,), lambda i: cases((x[i], i <= 2), (-x[i], x[i] > 1), otherwise=0)),
    "floors": array((n,), lambda i: x[i // 2 + 1] * (i % 3) + (i + 1) / 2),
    "a parameter": softmax(beta * x) + beta**2,
    "gradient": grad(logsumexp(beta * x), x),
    "gradient by a matrix": grad(squared_norm(A @ x), A),
    "jacobian of softmax": jacobian(softmax(x), x),
    "jacobian of rows": jacobian(softmax(A, axis=0)[1, :], A),
    "hessian": hessian(logsumexp(x) + x[1] ** 3 * x[2], x),
    "vector-jacobian product": vjp(tanh(A @ x), x, u),
    "derivative by a parameter": diff(softmax(beta * x), beta),
    "derivative of a product": array((n,), lambda i: diff(product(lambda j: x[j], n), x[i])),
    "derivative of a maximum": array((n,), lambda i: diff(x.max(), x[i])),
    "derivative of a rectifier": jacobian(relu(A @ x), x),
    "derivative of cases": array(
        (n,), lambda i: diff(cases((x[i] ** 2, x[i] > 1), otherwise=x[i]), x[i])
    ),
    "derivative of a power": diff(x**beta, beta),
    "second derivative": array((n,), lambda i: diff(sigmoid(x[i]) * log(x[i]), x[i], x[i])),
    "derivative of absolute values": array((n,), lambda i: diff(absolute(x[i] - 1), x[i])),
}


def values_for() -> dict[Any, Any]:
    """The data by variable, the sizes included."""
    return {key.term: value for key, value in (DATA | SIZES).items()}


def by_sympy(tensor: Any) -> Floats:
    """The explicit matrix with the data put in for its symbols."""
    explicit = tensor.matrix(SIZES)
    names = {key.term.name: value for key, value in DATA.items()}
    values = {
        symbol: names[str(symbol.base)][tuple(int(i) - 1 for i in symbol.indices)]
        for symbol in explicit.atoms(sympy.Indexed)
    }
    values[sympy.Symbol("beta", real=True)] = DATA[beta]
    return np.array(explicit.subs(values).evalf().tolist(), dtype=np.float64)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_matrix_and_numpy_agree(name: str) -> None:
    written = EXPRESSIONS[name]
    found = array_of(written.term, values_for())
    wanted = by_sympy(written)
    assert np.allclose(found.reshape(wanted.shape), wanted, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_shortcuts_agree_with_index_formulas(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = EXPRESSIONS[name]
    found = array_of(written.term, values_for())
    monkeypatch.setattr(symderive.numeric.evaluation, "SHORTCUTS", {})
    wanted = array_of(written.term, values_for())
    assert found.shape == wanted.shape
    assert np.allclose(found, wanted, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_travel_as_json(name: str) -> None:
    term = EXPRESSIONS[name].term
    again = from_json(json.loads(json.dumps(to_json(term))))
    assert again == term
    assert digest(again) == digest(term)


def test_sums_are_cut_into_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    written = array((m, m), lambda i, j: total(lambda l: A[i, l] * A[j, l], n))
    whole = array_of(written.term, values_for())
    monkeypatch.setattr(symderive.numeric.grids, "LARGEST_GRID", 32)
    assert np.allclose(array_of(written.term, values_for()), whole)
    assert np.allclose(whole, DATA[A] @ DATA[A].T)


# Against NumPy


def given(*tensors: Any) -> dict[Any, Any]:
    """The data of these tensors only: their sizes follow."""
    return {tensor.term: DATA[tensor] for tensor in tensors}


def test_sizes_follow_from_the_arrays() -> None:
    assert np.array_equal(array_of((A @ x).term, given(A, x)), DATA[A] @ DATA[x])
    assert array_of(n.term, {n.term: 5}) == 5


@pytest.mark.parametrize("mode", ["valid", "full", "same"])
def test_convolution_is_numpys(mode: Any) -> None:
    found = array_of(convolve(x, w, mode).term, {x.term: SIGNAL, w.term: TAPS})
    assert np.allclose(found, np.convolve(SIGNAL, TAPS, mode))


@pytest.mark.parametrize("mode", ["valid", "full", "same"])
def test_correlation_is_numpys_for_odd_kernels(mode: Any) -> None:
    found = array_of(correlate(x, w, mode).term, {x.term: SIGNAL, w.term: TAPS})
    assert np.allclose(found, np.correlate(SIGNAL, TAPS, mode))


def test_large_sizes_are_vectorised() -> None:
    image = RANDOM.normal(size=(600, 400))
    X = matrix("X", m, n)
    found = array_of(average_pool(X, 2).term, {X.term: image})
    assert np.allclose(found, image.reshape(300, 2, 200, 2).mean((1, 3)))
    large = RANDOM.normal(size=200)
    p = np.exp(large) / np.exp(large).sum()
    slope = array_of(jacobian(softmax(x), x).term, {x.term: large})
    assert np.allclose(slope, np.diag(p) - np.outer(p, p))


def test_gradients_of_deep_networks_are_not_unfolded() -> None:
    """Six layers against back-propagation by hand: each layer's derivatives are computed once."""
    width, layers = 12, 6
    weights = [RANDOM.normal(size=(width, width)) / 3 for _ in range(layers)]
    symbols = [matrix(f"W{layer}", n, n) for layer in range(layers)]
    outputs, written = [np.ones(width)], x
    for weight, symbol in zip(weights, symbols, strict=True):
        outputs.append(np.tanh(weight @ outputs[-1]))
        written = tanh(symbol @ written)
    values = {x.term: outputs[0]}
    values |= {symbol.term: weight for symbol, weight in zip(symbols, weights, strict=True)}
    found = array_of(grad((written * written).sum(), symbols[0]).term, values)
    delta = 2 * outputs[-1] * (1 - outputs[-1] ** 2)
    for layer in range(layers - 1, 0, -1):
        delta = (weights[layer].T @ delta) * (1 - outputs[layer] ** 2)
    assert np.allclose(found, np.outer(delta, outputs[0]))


def test_derivatives_beyond_memory_are_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    written = vjp(tanh(A @ x), x, u)
    wanted = array_of(written.term, values_for())
    monkeypatch.setattr(symderive.numeric.evaluation, "LARGEST_GRID", 1)
    assert np.allclose(array_of(written.term, values_for()), wanted)


def test_softmax_does_not_overflow() -> None:
    found = array_of(softmax(x).term, {x.term: np.array([1000.0, 0.0])})
    assert np.array_equal(found, [1, 0])


def test_unknown_functions_are_given_by_callables() -> None:
    F = function("F")
    values = {x.term: DATA[x], "F": (np.sin, np.cos, lambda t: -np.sin(t))}
    assert np.allclose(array_of(F(x).term, values), np.sin(DATA[x]))
    assert np.allclose(array_of(F.derivative(2)(x).term, values), -np.sin(DATA[x]))
    slope = array_of(grad(F(x).sum(), x).term, values)
    assert np.allclose(slope, np.cos(DATA[x]))
    assert array_of(F(beta).term, {beta.term: 1.0, "F": np.sin}) == np.sin(1.0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: array_of((1 / (x - x[1])).term, given(x)), r"the entry \[1\] has no value"),
        (lambda: array_of(log(-x).term, given(x)), r"the entry \[1\]"),
        (lambda: array_of(array((n,), lambda i: x[i + 1]).term, given(x)), r"the entry \[4\]"),
        (lambda: array_of(x[n + 1].term, given(x)), r"no value here"),
    ],
    ids=count(),
)
def test_what_has_no_value_is_undefined(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(Undefined, match=message):
        wrong()


def test_sizes_that_do_not_fit_are_undefined() -> None:
    v = vector("v", k)
    with pytest.raises(Undefined, match="matmul has no value at these sizes: n = k does not hold"):
        array_of((A @ v).term, {**given(A), v.term: np.ones(5)})
    with pytest.raises(Undefined, match="entry by entry has no value"):
        array_of((x + v).term, {**given(x), v.term: np.ones(5)})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"a value is missing: give also \{A: \.\.\.\}"),
        ({A.term: np.ones(3)}, r"the array for A has 1 axes, and it is declared with 2"),
        (
            {A.term: np.ones((2, 3)), m.term: 3},
            r"axis 0 of the array for A has 2 entries, and m = 3",
        ),
        ({m.term: 2.0}, r"the size m = 2\.0 is no integer"),
    ],
    ids=count(),
)
def test_values_that_do_not_fit_are_refused(values: dict[Any, Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        array_of(A.term, values)


def test_functions_without_a_callable_are_refused() -> None:
    F = function("F")
    with pytest.raises(IllFormed, match="derivative of order 1 of F is missing"):
        array_of(F.prime(x).term, {x.term: DATA[x], "F": np.sin})
    with pytest.raises(IllFormed, match="derivative of order 0 of F is missing"):
        array_of(F(x).term, {x.term: DATA[x]})


def test_what_depends_on_sizes_alone_is_taken_over_at_equal_sizes() -> None:
    first, second = Evaluation({n.term: 4}), Evaluation({n.term: 4})
    form = first.form(n.term, ())
    second.recall(first.knowledge())
    assert second.forms is first.forms
    assert second.form(n.term, ()) is form


def test_what_was_found_at_other_sizes_is_not_taken_over() -> None:
    first, other = Evaluation({n.term: 4}), Evaluation({n.term: 5})
    assert first.form(n.term, ()).constant == 4
    other.recall(first.knowledge())
    assert other.form(n.term, ()).constant == 5
    written_out = Evaluation({n.term: 4}, solves=False)
    written_out.recall(first.knowledge())
    assert written_out.forms is not first.forms


def test_the_range_of_an_axis_is_that_of_the_array_which_is_there() -> None:
    run = Evaluation({})
    for length in range(2, 40):
        axis = np.arange(1, length + 1)
        assert run.ranges((axis,)) == ((1, length),)
        del axis


def test_a_false_bracket_behind_a_sign_hides_what_has_no_value() -> None:
    formula = array(n, lambda i: iverson(i >= 1) * -iverson(i + 5 <= n) * x[i + 5])
    values = {x.term: np.ones(3)}
    np.testing.assert_array_equal(array_of(formula.term, values), [0, 0, 0])
