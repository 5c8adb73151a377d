"""Pooling, upsampling, correlation and convolution with strides, paddings and dilations.

``correlate`` does not flip the kernel, ``convolve`` does. Settings are one number for all axes or
a tuple with one for each axis; numbers may be symbols.
"""

from __future__ import annotations

from typing import Any

from symderive.errors import IllFormed
from symderive.language.checks import described, size_of
from symderive.language.convolutions import MODES, VALID
from symderive.language.definitions import shape_of
from symderive.language.shapes import shape_text
from symderive.language.tensors import MATRIX, Tensor, as_tensor, operation

CHANNEL_AXES = 2
# The first axes of the weights of a layer, and the operator without channels.
WITHOUT_CHANNELS = {
    "conv": ("outputs, channels", "correlate"),
    "conv_transpose_layer": ("channels, outputs", "conv_transpose"),
}


def average_pool(tensor: Any, window: Any) -> Tensor:
    """The means over windows that do not overlap, on the last axes.

    One number pools the only axis of a vector and the last two axes of anything else; a tuple
    pools as many of the last axes as it has numbers. The length n becomes floor(n/r), written n/r
    where n is declared as a multiple of r.
    """
    return _pooled("average_pool", tensor, window)


def max_pool(tensor: Any, window: Any) -> Tensor:
    """The greatest entries of windows that do not overlap, on the axes that average_pool takes."""
    return _pooled("max_pool", tensor, window)


def upsample(tensor: Any, factor: Any) -> Tensor:
    """Each entry repeated: X_ij = Y_{ceil(i/r), ceil(j/r)}, on the axes that average_pool takes."""
    return _pooled("upsample", tensor, factor)


def _pooled(name: str, tensor: Any, window: Any) -> Tensor:
    whole = as_tensor(tensor)
    axes = len(window) if isinstance(window, (tuple, list)) else min(whole.rank, MATRIX)
    if not 1 <= axes <= whole.rank:
        raise IllFormed(
            f"{name}: a window of {axes} numbers does not fit the shape "
            f"{shape_text(shape_of(whole.term))}"
        )
    return as_tensor(operation(name, whole, *_settings(window, axes, "the window")))


def _settings(value: Any, axes: int, what: str) -> list[Any]:
    """The setting for each axis."""
    parts = list(value) if isinstance(value, (tuple, list)) else [value] * axes
    if len(parts) != axes:
        raise IllFormed(f"{what} has {len(parts)} numbers, and there are {axes} axes")
    return [size_of(part) for part in parts]


def _check_mode(mode: str, padding: Any) -> None:
    if mode not in MODES:
        raise IllFormed(f'mode is one of "valid", "full", "same", not {mode!r}')
    if mode != VALID and padding != 0:
        raise IllFormed(
            f'mode={mode!r} sets the padding itself; leave padding out, or write "valid"'
        )


def correlate(
    tensor: Any,
    kernel: Any,
    mode: str = "valid",
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
) -> Tensor:
    """y_i = sum_j x_{s(i-1) + t(j-1) + 1 - p} w_j, the kernel not flipped; 1-D, 2-D, ...

    ``mode``: "valid" with the padding p given, "full" with p = t(k-1), "same" with as many
    entries as the input and p = floor(t(k-1)/2) in front (the convention of PyTorch).
    The length is floor((n + 2p - t(k-1) - 1)/s) + 1.

    Raises:
        IllFormed: for an unknown mode, and for ranks that differ.
    """
    _check_mode(mode, padding)
    image, weights = as_tensor(tensor), as_tensor(kernel)
    if mode == "same" and stride != 1:
        raise IllFormed('mode="same" keeps the size, so its stride is 1')
    settings = _three_settings(image.rank, stride, padding, dilation)
    return as_tensor(operation("correlate", image, weights, *settings, parameters=(mode,)))


def convolve(tensor: Any, kernel: Any, mode: str = "full") -> Tensor:
    """y_i = sum_j x_{i-j+1} w_j, the kernel flipped, as in numpy.convolve; 1-D, 2-D, ...

    ``mode``: "full" has n + k - 1 entries, "valid" the n - k + 1 entries in which the whole kernel
    meets the tensor, "same" the n entries in the middle, from floor((k-1)/2) + 1 on.
    """
    _check_mode(mode, 0)
    return as_tensor(
        operation("convolve", as_tensor(tensor), as_tensor(kernel), parameters=(mode,))
    )


def conv_transpose(
    tensor: Any, kernel: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> Tensor:
    """x_u = sum_i sum_a [u + p = s(i-1) + t(a-1) + 1] y_i w_a: the adjoint of correlate.

    The length is s(n-1) + t(k-1) + 1 - 2p.
    """
    image = as_tensor(tensor)
    settings = _three_settings(image.rank, stride, padding, dilation)
    return as_tensor(operation("conv_transpose", image, as_tensor(kernel), *settings))


def conv(
    tensor: Any,
    weights: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
) -> Tensor:
    """The convolutional layer of PyTorch, which correlates, without its bias.

    The input is (channels, length, ..) or (batch, channels, length, ..), the weights are
    (outputs, channels / groups, length, ..).
    """
    return _layer("conv", tensor, weights, stride, padding, dilation, groups)


def conv_transpose_layer(
    tensor: Any,
    weights: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
) -> Tensor:
    """The transposed convolutional layer of PyTorch, without its bias.

    The input is (channels, length, ..) or (batch, channels, length, ..), the weights are
    (channels, outputs / groups, length, ..).
    """
    return _layer("conv_transpose_layer", tensor, weights, stride, padding, dilation, groups)


def _layer(
    name: str, tensor: Any, weights: Any, stride: Any, padding: Any, dilation: Any, groups: Any
) -> Tensor:
    kernel = as_tensor(weights)
    axes = kernel.rank - CHANNEL_AXES
    if axes < 1:
        outer, plain = WITHOUT_CHANNELS[name]
        raise IllFormed(
            f"{name} needs weights ({outer}, length, ..), and {described(kernel.term)} has "
            f"the shape {shape_text(shape_of(kernel.term))}; without channels write {plain}(x, w)"
        )
    settings = _three_settings(axes, stride, padding, dilation)
    return as_tensor(operation(name, as_tensor(tensor), kernel, size_of(groups), *settings))


def _three_settings(axes: int, stride: Any, padding: Any, dilation: Any) -> list[Any]:
    rows = ((stride, "stride"), (padding, "padding"), (dilation, "dilation"))
    return [setting for value, what in rows for setting in _settings(value, axes, what)]


def correlation_matrix(kernel: Any, length: Any) -> Tensor:
    """The band matrix A with A @ x = correlate(x, w): A_pq = [1 <= q-p+1 <= k] w_{q-p+1}."""
    return as_tensor(operation("correlation_matrix", as_tensor(kernel), size_of(length)))


def hankel(tensor: Any, columns: Any) -> Tensor:
    """The matrix H with H @ w = correlate(x, w) for kernels of that length: H_pq = x_{p+q-1}."""
    return as_tensor(operation("hankel", as_tensor(tensor), size_of(columns)))
