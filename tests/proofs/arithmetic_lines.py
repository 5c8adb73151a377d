"""The lines on the arithmetic of a net, and what is changed in their siblings."""

from __future__ import annotations

from math import floor
from typing import Any

from symderive import (
    array,
    conv,
    convolve,
    correlate,
    eq,
    flip,
    iff,
    index,
    le,
    lt,
    max_pool,
    num,
    ones,
    pad,
    stack,
    tensor,
    vector,
)
from tests.proofs.families import Families, same

NAME = "convolution_arithmetic"
SHEET: Any = Families(NAME).sheet()
n, k, s, p, x, w = SHEET.n, SHEET.k, SHEET.s, SHEET.p, SHEET.x, SHEET.w

WINDOW, INPUT, KERNEL = index(n + 2 * p), vector(n), vector(k)
IMAGE, FIRST_WEIGHTS = tensor(3, 128, 128), tensor(32, 3, 8, 8)
BEFORE_POOL, POOLED, LAST_WEIGHTS = tensor(32, 64, 64), tensor(32, 32, 32), tensor(64, 32, 3, 3)

NET = Families(NAME)


@NET.family(
    "size_of_a_layer",
    {"inside": lt},
    {"step": 1},
    {"padding": 1},
    {"after": 0},
    {"after": 2},
)
def size_of_a_layer(o=WINDOW, inside=le, step=s, padding=2, after=1):
    return iff(
        inside(step * (o - 1) + k, n + 2 * p), le(o, floor((n + padding * p - k) / s) + after)
    )


@NET.family(
    "length_of_a_layer",
    {"after": 0},
    {"padding": 1},
    {"step": 1},
    {"given": ()},
    given=[le(k, n + 2 * p)],
)
def length_of_a_layer(x=INPUT, w=KERNEL, step=s, padding=2, after=1):
    y = correlate(x, w, stride=step, padding=p)
    return eq(y, array(floor((n + padding * p - k) / s) + after, lambda o: y[o]))


@NET.family("input_of_the_net", {"shape": (3, 128, 127)}, {"side": 127}, {"channels": 1})
def input_of_the_net(shape=(3, 128, 128), side=128, channels=3):
    return eq(ones(*shape).sum(), num(side) * 128 * channels)


@NET.family(
    "side_after_the_first_convolution",
    {"kernel": 6},
    {"stride": 1},
    {"padding": 2},
    {"after": 0},
    {"side": 63},
)
def side_after_the_first_convolution(kernel=8, stride=2, padding=3, after=1, side=64):
    return eq((num(128) + num(2) * padding - kernel) / stride + after, side)


@NET.family(
    "first_output",
    {"stride": 1},
    {"padding": 2},
    {"shape": (32, 63, 64)},
    {"shape": (3, 64, 64)},
    {"W": tensor(32, 3, 6, 8)},
)
def first_output(X=IMAGE, W=FIRST_WEIGHTS, stride=2, padding=3, shape=(32, 64, 64)):
    Y = conv(X, W, stride=stride, padding=padding)
    return eq(Y, array(shape, lambda o, i, j: Y[o, i, j]))


@NET.family("side_after_the_pool", {"window": 4}, {"stride": 1}, {"after": 0}, {"side": 64})
def side_after_the_pool(window=2, stride=2, after=1, side=32):
    return eq((num(64) - window) / stride + after, side)


@NET.family(
    "pooled_output",
    {"window": 4},
    {"shape": (32, 64, 64)},
    {"shape": (32, 32, 31)},
    {"shape": (16, 32, 32)},
    {"Y": tensor(32, 64, 62)},
)
def pooled_output(Y=BEFORE_POOL, window=2, shape=(32, 32, 32)):
    Z = max_pool(Y, window)
    return eq(Z, array(shape, lambda o, i, j: Z[o, i, j]))


@NET.family(
    "side_after_the_last_convolution", {"kernel": 5}, {"stride": 2}, {"padding": 0}, {"side": 31}
)
def side_after_the_last_convolution(kernel=3, stride=1, padding=1, side=32):
    return eq((num(32) + num(2) * padding - kernel) / stride + 1, side)


@NET.family(
    "last_output",
    {"padding": 0},
    {"shape": (64, 64, 64)},
    {"shape": (32, 32, 32)},
    {"V": tensor(64, 32, 5, 3)},
)
def last_output(Z=POOLED, V=LAST_WEIGHTS, padding=1, shape=(64, 32, 32)):
    Y = conv(Z, V, padding=padding)
    return eq(Y, array(shape, lambda o, i, j: Y[o, i, j]))


@NET.family("scalars_of_the_last_output", {"shape": (32, 32, 32)}, {"channels": 32}, {"side": 31})
def sides_of_the_last_output(shape=(64, 32, 32), channels=64, side=32):
    return eq(ones(*shape).sum(), num(32) * side * channels)


@NET.family(
    "scalars_of_the_last_output", {"channels": 32}, {"count": 65535}, {"count": 32768}, line=2
)
def scalars_of_the_last_output(channels=64, count=65536):
    return eq(num(32) * 32 * channels, count)


@NET.family(
    "weights_of_the_last_convolution",
    {"shape": (64, 32, 3, 1)},
    {"inputs": 3},
    {"outputs": 65},
    {"kernel": 5},
)
def sizes_of_the_kernels(shape=(64, 32, 3, 3), inputs=32, outputs=64, kernel=3):
    return eq(ones(*shape).sum(), num(3) * kernel * inputs * outputs)


@NET.family(
    "weights_of_the_last_convolution", {"inputs": 33}, {"count": 18496}, {"count": 9216}, line=2
)
def weights_of_the_last_convolution(inputs=32, count=18432):
    return eq(num(3) * 3 * inputs * 64, count)


# Three convolutions by hand

VALID_WINDOWS = ((1, 2, 3), (2, 3, 4))
SAME_WINDOWS = ((0, 1, 2), *VALID_WINDOWS, (3, 4, 0))
FULL_WINDOWS = ((0, 0, 1), *SAME_WINDOWS, (4, 0, 0))
VALID_SUMS, SAME_SUMS, FULL_SUMS = (5, 8), (2, 5, 8, 6), (1, 2, 5, 8, 6, 8)
FLIPPED = (2, 0, 1)


def products(windows: Any, kernel: Any = FLIPPED) -> Any:
    """Every window times the flipped kernel, nothing multiplied out."""
    u, v, z = kernel
    return stack(*(num(a) * u + num(b) * v + num(c) * z for a, b, c in windows))


@NET.family("flipped_kernel", {"values": (1, 0, 2)}, {"values": (2, 1, 0)}, {"flipped": same})
def flipped_kernel(values=FLIPPED, flipped=flip):
    return eq(flipped(w), stack(*values))


@NET.family(
    "valid_convolution",
    {"mode": "full"},
    {"kernel": (1, 0, 2)},
    {"windows": VALID_WINDOWS[::-1]},
    {"windows": SAME_WINDOWS},
    {"operator": correlate},
)
def kernel_at_both_places(mode="valid", kernel=FLIPPED, windows=VALID_WINDOWS, operator=convolve):
    return eq(operator(x, w, mode=mode), products(windows, kernel))


@NET.family("valid_convolution", {"sums": (7, 10)}, {"sums": (8, 5)}, {"kernel": (1, 0, 2)}, line=2)
def sums_of_the_valid_convolution(sums=VALID_SUMS, kernel=FLIPPED):
    return eq(products(VALID_WINDOWS, kernel), stack(*sums))


@NET.family(
    "padding_of_the_full_convolution",
    {"before": 1},
    {"after": 3},
    {"before": 1, "after": 3},
    {"values": w},
    {"shown": (0, 0, 4, 3, 2, 1, 0, 0)},
)
def padding_of_the_full_convolution(before=2, after=2, values=x, shown=(0, 0, 1, 2, 3, 4, 0, 0)):
    return eq(pad(values, before, after), stack(*shown))


@NET.family(
    "full_convolution",
    {"mode": "same"},
    {"kernel": (1, 0, 2)},
    {"windows": FULL_WINDOWS[::-1]},
    {"windows": SAME_WINDOWS},
    {"operator": correlate},
)
def kernel_at_six_places(mode="full", kernel=FLIPPED, windows=FULL_WINDOWS, operator=convolve):
    return eq(operator(x, w, mode=mode), products(windows, kernel))


@NET.family(
    "full_convolution",
    {"sums": FULL_SUMS[::-1]},
    {"sums": (*FULL_SUMS[:-1], 4)},
    {"sums": SAME_SUMS},
    {"kernel": (1, 0, 2)},
    line=2,
)
def sums_of_the_full_convolution(sums=FULL_SUMS, kernel=FLIPPED):
    return eq(products(FULL_WINDOWS, kernel), stack(*sums))


@NET.family(
    "padding_of_the_same_convolution",
    {"before": 0},
    {"after": 2},
    {"before": 0, "after": 2},
    {"values": w},
    {"shown": (1, 1, 2, 3, 4, 4)},
)
def padding_of_the_same_convolution(before=1, after=1, values=x, shown=(0, 1, 2, 3, 4, 0)):
    return eq(pad(values, before, after), stack(*shown))


@NET.family(
    "same_convolution",
    {"mode": "full"},
    {"mode": "valid"},
    {"kernel": (1, 0, 2)},
    {"windows": FULL_WINDOWS[:4]},
    {"operator": correlate},
)
def kernel_at_four_places(mode="same", kernel=FLIPPED, windows=SAME_WINDOWS, operator=convolve):
    return eq(operator(x, w, mode=mode), products(windows, kernel))


@NET.family(
    "same_convolution",
    {"sums": FULL_SUMS[:4]},
    {"sums": FULL_SUMS[2:]},
    {"sums": SAME_SUMS[::-1]},
    {"kernel": (1, 0, 2)},
    line=2,
)
def sums_of_the_same_convolution(sums=SAME_SUMS, kernel=FLIPPED):
    return eq(products(SAME_WINDOWS, kernel), stack(*sums))
