"""What the generated source looks like: short, in the terms of NumPy, the same every time."""

import inspect
import textwrap
from typing import Any

import pytest

from symderive import (
    array,
    average_pool,
    compile_numpy,
    conv_transpose,
    convolve,
    delta,
    exp,
    grad,
    index,
    iverson,
    jacobian,
    le,
    log,
    matrix,
    maximum,
    ne,
    outer,
    real,
    sigmoid,
    size,
    softmax,
    tanh,
    total,
    trace,
    upsample,
    vec,
    vector,
)

n, m, d, k = size("n"), size("m"), size("d"), size("k")
x, y, w = vector("x", n), vector("y", n), vector("w", k)
A, B, S = matrix("A", m, n), matrix("B", n, d), matrix("S", n, n)
X = matrix("X", 2 * m, 2 * n)
g = vector("g", n + k - 1)
b = real("b")
i = index("i", n)

# The lines after the checks of the arguments.
LINES: dict[str, tuple[Any, str]] = {
    "softmax written out": (
        exp(x) / exp(x).sum(),
        """
        powers = x - x.max()
        np.exp(powers, out=powers)
        powers /= powers.sum()
        return powers
        """,
    ),
    "log-sum-exp written out": (
        log(exp(x).sum()),
        """
        top = x.max()
        powers = x - top
        np.exp(powers, out=powers)
        return float(top + np.log(powers.sum()))
        """,
    ),
    "quadratic form": (x.T @ S @ x, "return float(x @ (x @ S))"),
    "matrix product": (A @ B, "return A @ B"),
    "matrix product by entries": (
        array((m, d), lambda i, j: total(lambda a: A[i, a] * B[a, j], 1, n)),
        "return A @ B",
    ),
    "trace of a product": (trace(S @ S.T), "return float(np.vdot(S, S))"),
    "correlation": (
        array(n, lambda i: total(lambda a: w[a] * g[i + a - 1], 1, k)),
        'return np.correlate(g, w, "valid")',
    ),
    "convolution": (
        convolve(x, w),
        "return np.convolve(x, w)",
    ),
    "tridiagonal": (
        array(
            n,
            lambda i: total(
                lambda j: (2 * delta(i, j) - delta(i, j + 1) - delta(i, j - 1)) * x[j], 1, n
            ),
        ),
        """
        total = 2 * x
        total[1:] -= x[:n - 1]
        total[:n - 1] -= x[1:]
        return total
        """,
    ),
    "prefix sums": (array(n, lambda i: total(lambda a: x[a], 1, i)), "return np.cumsum(x)"),
    "running maximum": (
        array(n, lambda i: maximum(lambda a: x[a], 1, i)),
        "return np.maximum.accumulate(x)",
    ),
    "reversal": (array(n, lambda i: x[n + 1 - i]), "return x[::-1].copy()"),
    "flattening": (vec(A), 'return A.flatten(order="F")'),
    "one of two squares": ((x * x).sum(), "return float(x @ x)"),
    "bilinear with an outer product": (
        total(lambda i, j: outer(x, y)[i, j] * S[i, j], n, n),
        "return float(x @ (S @ y))",
    ),
    "network": (tanh(A @ x), "hidden = A @ x\nnp.tanh(hidden, out=hidden)\nreturn hidden"),
    "gate": (sigmoid(b * x), "gate = b * x\nspecial.expit(gate, out=gate)\nreturn gate"),
}


def body_of(function: Any) -> str:
    """The lines after the checks and the sizes."""
    lines = inspect.getsource(function).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("def "))
    kept, skip = [], False
    for line in lines[start + 2 :]:
        text = line.strip()
        if text.startswith("if ") and text.endswith(":"):
            skip = True
            continue
        if skip:
            skip = False
            continue
        if ".shape[" in text or "np.asarray(" in text:
            continue
        kept.append(text)
    return "\n".join(kept)


@pytest.mark.parametrize("name", LINES)
def test_the_lines_are_those_that_a_person_would_write(name: str) -> None:
    expression, wanted = LINES[name]
    assert body_of(compile_numpy(expression)) == textwrap.dedent(wanted).strip()


@pytest.mark.parametrize(
    "expression",
    [
        array(
            n, lambda i: total(lambda j: softmax(x)[i] * (delta(i, j) - softmax(x)[j]) * y[j], n)
        ),
        total(lambda i, j: x[i] * y[j] * iverson(le(i, j)), n, n),
        array(n, lambda i: total(lambda j: x[j] * delta(i + j, n + 1), 1, n)),
        grad(log(exp(x).sum()), x),
    ],
)
def test_no_square_array_where_the_result_is_a_vector(expression: Any) -> None:
    source = compile_numpy(expression).source
    assert "[:, None]" not in source
    assert "outer" not in source
    assert "(n, n)" not in source


def test_small_windows_are_sums_of_slices() -> None:
    source = compile_numpy(average_pool(X, 2)).source
    assert "for " not in source
    assert "np.arange" not in source


def test_strided_scattering_is_one_loop_over_the_short_array() -> None:
    source = compile_numpy(conv_transpose(x, w, stride=2)).source
    assert source.count("for ") == 1
    assert ":2] +=" in source
    assert "range(1, k + 1)" in source


def test_upsampling_repeats() -> None:
    assert compile_numpy(upsample(A, 3)).source.count("np.repeat") == 2


def test_the_formula_is_told() -> None:
    assert '"""A @ x"""' in compile_numpy(A @ x).source


def test_the_jacobian_itself_is_a_square_array() -> None:
    source = compile_numpy(jacobian(softmax(x), x)).source
    assert "[:, None]" in source


def test_indices_that_differ_are_masked() -> None:
    expression = array((n, n), lambda i, j: iverson(ne(i, j)) * S[i, j])
    assert "!=" in compile_numpy(expression).source
