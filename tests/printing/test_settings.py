"""Operators are shown with the settings that are not the usual ones, in both forms."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    concatenate,
    conv_transpose,
    conv_transpose_layer,
    convolve,
    correlate,
    einsum,
    eq,
    exists,
    flip,
    grad,
    hessian,
    iverson,
    jacobian,
    kl,
    logsumexp,
    matrix,
    size,
    softmax,
    tensor,
    vector,
)  # fmt: skip
from symderive.printing import latex, text

k, m, n = size("k"), size("m"), size("n")
A, x, w = matrix("A", m, n), vector("x", n), vector("w", k)
V, U = tensor("V", (3, n)), tensor("U", (3, 2, k))


@pytest.mark.parametrize(
    ("written", "as_text", "as_latex"),
    [
        (softmax(x), "softmax(x)", r"\operatorname{softmax}(x)"),
        (softmax(A), "softmax(A)", r"\operatorname{softmax}(A)"),
        (softmax(A, axis=0), "softmax(A, axis=0)", r"\operatorname{softmax}_{\mathrm{columns}}(A)"),
        (
            A.mean(axis=0),
            "mean(A, axis=0)",
            r"\left( \frac{\sum_{k=1}^{m} A_{k i}}{m} \right)_{i=1}^{n}",
        ),
        (A.mean(), "mean(A)", r"\operatorname{mean}(A)"),
        (A.sum(axis=1)[1], "sum(A, axis=1)[1]", r"\sum_{k=1}^{n} A_{1,\,k}"),
        (flip(x), "flip(x)", r"\operatorname{flip}(x)"),
        (correlate(x, w), "correlate(x, w)", r"x \star w"),
        (
            correlate(x, w, "full"),
            "correlate(x, w, mode=full)",
            r"x \star_{\mathrm{full}} w",
        ),
        (
            correlate(x, w, stride=2),
            "correlate(x, w, stride=2)",
            r"\operatorname{correlate}_{\mathrm{stride}\,2}(x, w)",
        ),
        (conv_transpose(A, A, stride=(2, 3)), "conv_transpose(A, A, stride=(2, 3))", None),
        (
            conv_transpose_layer(V, U, stride=2, groups=3),
            "conv_transpose_layer(V, U, groups=3, stride=2)",
            r"\operatorname{conv}^{\top}_{\mathrm{groups}\,3,\,\mathrm{stride}\,2}(V, U)",
        ),
        (convolve(x, w), "convolve(x, w)", None),
        (concatenate(A, A, axis=1), "concatenate(A, A, axis=1)", None),
        (
            einsum("ij,j->i", A, x),
            'einsum("ij,j->i", A, x)',
            r"\left( \sum_{j=1}^{n} A_{i j} x_{j} \right)_{i=1}^{m}",
        ),
        (A[1, :], "A[1, :]", "A_{1,:}"),
        (kl(x, x), "kl(x, x)", r"D_{\mathrm{KL}}(x \,\Vert\, x)"),
        (grad(logsumexp(x), x), "gradient(logsumexp(x), x)", r"\nabla_{x} \operatorname{LSE}(x)"),
        (
            hessian(logsumexp(x), x),
            "hessian(logsumexp(x), x)",
            r"\nabla^{2}_{x} \operatorname{LSE}(x)",
        ),
        (
            jacobian(softmax(x), x),
            "jacobian(softmax(x), x)",
            r"\frac{\partial \operatorname{softmax}(x)}{\partial x}",
        ),
        (
            iverson(exists(lambda t: eq(x[t], 0), n)),
            "[for some t in 1..n: x[t] = 0]",
            r"[x_{t} = 0 \text{ for some } 1 \le t \le n]",
        ),
    ],
)
def test_settings(written: Any, as_text: str, as_latex: str | None) -> None:
    assert text(written.term) == as_text
    if as_latex is not None:
        assert latex(written.term) == as_latex


def test_a_tensor_with_a_name_is_written_by_it() -> None:
    folded = {(2 * A).term: "B"}
    assert text((2 * A).T.term, folded=folded) == "B.T"
    assert latex((2 * A).T.term, folded=folded) == r"B^{\top}"
    clash = (matrix("B", m, n) + 2 * A).term
    assert text(clash, folded=folded) == "B + 2*A"
