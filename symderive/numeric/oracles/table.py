"""The table of oracles: the name of an operator of ours, and what PyTorch has for it.

Compositions for which PyTorch has an operator of its own stand beside it: the binary cross entropy
of a sigmoid, which PyTorch computes from the logits, the cross entropy of a softmax, and a vector
times the matrix of a convolution, which is written out nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symderive.language.definitions import shape_of
from symderive.language.naming import NAME
from symderive.language.terms import Apply, Function, Term
from symderive.numeric.oracles import convolutions, functions, linear, pooling
from symderive.numeric.oracles.operators import Arguments, Oracle, Parameters

ORACLES: dict[str, Oracle] = {
    **pooling.ORACLES,
    **convolutions.ORACLES,
    **functions.ORACLES,
    **linear.ORACLES,
}


def _with_logits(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    target, logits = torch.broadcast_tensors(*arguments)
    function = torch.nn.functional.binary_cross_entropy_with_logits
    return function(logits, target, reduction="none")


def _of_softmax(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    target, logits = arguments
    return torch.nn.functional.cross_entropy(logits, target, reduction="sum")


WITH_LOGITS = Oracle("binary_cross_entropy_with_logits", _with_logits)
OF_SOFTMAX = Oracle("cross_entropy", _of_softmax)


def _band(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    value, kernel = arguments
    return torch.nn.functional.conv1d(value[None, None], kernel[None, None])[0, 0]


BAND = Oracle("conv1d", _band)


def product_with_band(term: Apply) -> tuple[Oracle, tuple[Term, ...]] | None:
    """The convolution of PyTorch for a vector times the matrix with a kernel in every row."""
    if term.name != "matmul":
        return None
    matrix, vector = term.arguments
    if isinstance(matrix, Apply) and matrix.name == NAME:
        matrix = matrix.arguments[0]
    if not isinstance(matrix, Apply) or matrix.name != "correlation_matrix":
        return None
    kernel = matrix.arguments[0]
    return (BAND, (vector, kernel)) if len(shape_of(vector) or ()) == 1 else None


def composition_of(term: Apply) -> tuple[Oracle, tuple[Term, ...]] | None:
    """The operator of PyTorch for two of ours, one inside the other, and its arguments."""
    inner = term.arguments[-1] if term.arguments else None
    if term.name == "binary_cross_entropy" and isinstance(inner, Function):
        if inner.name == "sigmoid":
            return WITH_LOGITS, (term.arguments[0], *inner.arguments)
    if term.name == "cross_entropy" and isinstance(inner, Apply):
        if inner.name == "softmax" and inner.parameters == (0,):
            one_axis = replace(OF_SOFTMAX, refusal=_has_one_axis)
            return one_axis, (term.arguments[0], *inner.arguments)
    return None


def _has_one_axis(arguments: Arguments, parameters: Parameters) -> str:
    return "" if all(a.ndim == 1 for a in arguments) else "PyTorch takes classes along axis 1"
