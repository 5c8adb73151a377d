"""Oracles of correlation, convolution and convolutional layers.

What PyTorch calls a convolution does not flip the kernel: it is a correlation.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from symderive.numeric.oracles.operators import Arguments, Oracle, Parameters, has_no_entries

MOST_AXES, CHANNEL_AXES = 3, 2
VALID, FULL, SAME = "valid", "full", "same"


def _settings(rest: Sequence[int], axes: int) -> tuple[tuple[int, ...], ...]:
    """Strides, paddings and dilations."""
    return tuple(tuple(rest[start : start + axes]) for start in range(0, 3 * axes, axes))


def _in_one_channel(torch: Any, name: str, value: Any, kernel: Any, **settings: Any) -> Any:
    """A layer of PyTorch for a tensor without batch and channels."""
    layer = getattr(torch.nn.functional, f"{name}{kernel.ndim}d")
    return layer(value[None, None], kernel[None, None], **settings)[0, 0]


def _correlate(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    value, kernel, *rest = arguments
    strides, paddings, dilations = _settings(rest, kernel.ndim)
    padding: Any = paddings
    if parameters[0] == FULL:
        padding = tuple(t * (k - 1) for t, k in zip(dilations, kernel.shape, strict=True))
    if parameters[0] == SAME:
        padding = SAME
    settings = {"stride": strides, "padding": padding, "dilation": dilations}
    with warnings.catch_warnings():
        # A kernel of even length makes it pad on one side more: that costs a copy, as it says.
        warnings.filterwarnings("ignore", "Using padding='same'", UserWarning)
        return _in_one_channel(torch, "conv", value, kernel, **settings)


def _convolve(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    """A correlation with the kernel flipped; the middle of it is cut out of the whole by hand."""
    value, kernel = arguments
    flipped = torch.flip(kernel, tuple(range(kernel.ndim)))
    if parameters[0] == VALID:
        return _in_one_channel(torch, "conv", value, flipped)
    whole = tuple(k - 1 for k in kernel.shape)
    found = _in_one_channel(torch, "conv", value, flipped, padding=whole)
    if parameters[0] == SAME:
        rows = zip(value.shape, kernel.shape, strict=True)
        found = found[tuple(slice((k - 1) // 2, (k - 1) // 2 + n) for n, k in rows)]
    return found


def _conv_transpose(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    value, kernel, *rest = arguments
    strides, paddings, dilations = _settings(rest, kernel.ndim)
    settings = {"stride": strides, "padding": paddings, "dilation": dilations}
    return _in_one_channel(torch, "conv_transpose", value, kernel, **settings)


def _layer(name: str) -> Any:
    def layer(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
        value, weights, groups, *rest = arguments
        axes = weights.ndim - CHANNEL_AXES
        strides, paddings, dilations = _settings(rest, axes)
        function = getattr(torch.nn.functional, f"{name}{axes}d")
        settings = {"stride": strides, "padding": paddings, "dilation": dilations}
        return function(value, weights, groups=groups, **settings)

    return layer


def _kernel_fits(n: int, k: int, stride: int, padding: int, dilation: int) -> bool:
    return n + 2 * padding > dilation * (k - 1)


def _meets(n: int, k: int, stride: int, padding: int, dilation: int) -> bool:
    return stride * (n - 1) + dilation * (k - 1) + 1 > 2 * padding


# Unit vectors of a greater length are not written out side by side.
MOST_UNITS = 1 << 11
NO_ENTRY = "PyTorch gives one entry at least"
TOO_MANY = f"PyTorch convolves along {MOST_AXES} axes at most"


def _refusal(transposed: bool) -> Any:
    """Where the output of an operator without channels has no entries, or axes are too many."""
    reaches = _meets if transposed else _kernel_fits

    def refusal(arguments: Arguments, parameters: Parameters) -> str:
        value, kernel, *rest = arguments
        if kernel.ndim > MOST_AXES:
            return TOO_MANY
        if has_no_entries(arguments):
            return NO_ENTRY
        if parameters and parameters[0] != VALID:
            return ""
        axes = kernel.ndim
        settings = _settings(rest, axes) if rest else ((1,) * axes, (0,) * axes, (1,) * axes)
        rows = zip(value.shape, kernel.shape, *settings, strict=True)
        return "" if all(reaches(*row) for row in rows) else NO_ENTRY

    return refusal


def _layer_refusal(transposed: bool) -> Any:
    reaches = _meets if transposed else _kernel_fits

    def refusal(arguments: Arguments, parameters: Parameters) -> str:
        value, weights, _, *rest = arguments
        kernel = weights.shape[CHANNEL_AXES:]
        if len(kernel) > MOST_AXES:
            return TOO_MANY
        sizes = value.shape[value.ndim - len(kernel) :]
        rows = zip(sizes, kernel, *_settings(rest, len(kernel)), strict=True)
        fits = not has_no_entries(arguments) and all(reaches(*row) for row in rows)
        return "" if fits else NO_ENTRY

    return refusal


def _correlation_matrix(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    """The correlations of the unit vectors, one a column."""
    kernel, length = arguments
    units = torch.eye(length, dtype=kernel.dtype)
    return torch.nn.functional.conv1d(units[:, None], kernel[None, None])[:, 0].T


def _hankel(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    """All windows of the vector, one below the other."""
    value, columns = arguments
    return value.unfold(0, columns, 1)


def _shorter_than(length: int, window: int) -> str:
    return "" if 1 <= window <= length else NO_ENTRY


def _refusal_of_unit_vectors(arguments: Arguments, parameters: Parameters) -> str:
    kernel, length = arguments
    if length > MOST_UNITS:
        return "so many unit vectors are too many"
    return _shorter_than(length, len(kernel))


ORACLES = {
    "correlate": Oracle(
        "conv",
        _correlate,
        2,
        _refusal(transposed=False),
        "it does not flip the kernel, unlike numpy.convolve and scipy.signal.convolve",
    ),
    "convolve": Oracle(
        "conv with the kernel flipped",
        _convolve,
        2,
        _refusal(transposed=False),
        "numpy.convolve exchanges its arguments where the second is longer, which gives 'valid' "
        "and 'same' another meaning; and the middle that PyTorch calls 'same' starts one entry "
        "later for a flipped kernel of even length",
    ),
    "conv_transpose": Oracle(
        "conv_transpose",
        _conv_transpose,
        2,
        _refusal(transposed=True),
        "the dilation comes after output_padding and groups, so settings are passed by name",
    ),
    "conv": Oracle("conv", _layer("conv"), 2, _layer_refusal(transposed=False)),
    "conv_transpose_layer": Oracle(
        "conv_transpose", _layer("conv_transpose"), 2, _layer_refusal(transposed=True)
    ),
    "correlation_matrix": Oracle(
        "conv1d of unit vectors",
        _correlation_matrix,
        1,
        _refusal_of_unit_vectors,
    ),
    "hankel": Oracle(
        "Tensor.unfold",
        _hankel,
        1,
        lambda arguments, parameters: _shorter_than(len(arguments[0]), arguments[1]),
    ),
}
