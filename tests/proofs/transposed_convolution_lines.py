"""The lines on upsampling as a transposed convolution, and what is changed in their siblings."""

from __future__ import annotations

from math import ceil, floor

from symderive import (
    all_of,
    array,
    conv_transpose,
    conv_transpose_layer,
    eq,
    index,
    iverson,
    le,
    matrix,
    num,
    ones,
    tensor,
    total,
    upsample,
)
from tests.proofs.families import Families, plus, same, times

TRANSPOSED = Families("transposed_convolution")
SHEET = TRANSPOSED.sheet()
m, n, r, b, C, layer, coarse = (
    SHEET.m,
    SHEET.n,
    SHEET.r,
    SHEET.b,
    SHEET.C,
    SHEET.layer,
    SHEET.coarse,
)

batch, channels = tensor(b, 1, m, n), tensor(b, C, m, n)
plain, weights = matrix(m, n), tensor(1, 1, r, r)
fine_u, fine_v = index(r * m), index(r * n)
coarse_i, in_kernel, of_batch, of_channels = index(m), index(r), index(b), index(C)


def strided(step):
    """The layer with another stride."""
    return lambda Y, W: conv_transpose_layer(Y, W, stride=step)


@TRANSPOSED.family(
    "shapes_of_the_layer",
    {"of": strided(1)},
    {"of": strided(r + 1)},
    {"outputs": 2},
    {"height": r * n},
    {"row": lambda u: u // r},
    {"place": lambda u: u % r + 1},
    {"W": tensor(1, 1, r, r + 1)},
    {"W": tensor(1, 2, r, r)},
)
def shapes_of_the_layer(
    Y=batch,
    W=weights,
    of=layer,
    outputs=1,
    height=r * m,
    row=lambda u: ceil(u / r),
    place=lambda u: (u - 1) % r + 1,
):
    return eq(
        of(Y, W),
        array(
            (b, outputs, height, r * n),
            lambda e, o, u, v: Y[e, 1, row(u), ceil(v / r)] * W[1, 1, place(u), (v - 1) % r + 1],
        ),
    )


@TRANSPOSED.family(
    "size_of_the_output",
    {"stride": lambda: num(1)},
    {"kernel": lambda: r + 1},
    {"padding": lambda: num(1)},
    {"dilation": lambda: num(2)},
    {"output_padding": lambda: num(1)},
    {"before": num(0)},
)
def size_of_the_output(
    stride=lambda: r,
    kernel=lambda: r,
    padding=lambda: num(0),
    dilation=lambda: num(1),
    output_padding=lambda: num(0),
    before=1,
):
    def length(size):
        return (
            (size - before) * stride()
            - 2 * padding()
            + dilation() * (kernel() - 1)
            + output_padding()
            + 1
        )

    return all_of(eq(length(m), r * m), eq(length(n), r * n))


@TRANSPOSED.family(
    "digits_of_a_place",
    {"row": lambda u: floor(u / r) + 1},
    {"row": lambda u: floor((u - 1) / r)},
    {"place": lambda u: u % r + 1},
    {"last": r - 1},
    {"u": index(r * m + 1)},
)
def digits_of_a_place(u=fine_u, row=coarse, place=lambda u: (u - 1) % r + 1, last=r):
    i, a = row(u), place(u)
    return all_of(
        eq(u, r * (i - 1) + a), le(1, i), le(i, m), le(1, a), le(a, last), eq(i, ceil(u / r))
    )


@TRANSPOSED.family(
    "digits_are_unique",
    {"a": index(r + 1)},
    {"a": index(0, r - 1)},
    {"before": same},
    {"row": lambda u: floor(u / r) + 1},
)
def digits_are_unique(i=coarse_i, a=in_kernel, before=lambda i: i - 1, row=lambda u: ceil(u / r)):
    u = r * before(i) + a
    return all_of(eq(row(u), i), eq((u - 1) % r + 1, a))


def entry_of_the_layer(Y, e, u, v):
    return layer(Y, ones(1, 1, r, r))[e, 1, u, v]


def by_digits(Y, e, u, v, before=lambda i: i - 1, last=r):
    return total(
        lambda i, j, a, d: (
            iverson(all_of(eq(u, r * before(i) + a), eq(v, r * (j - 1) + d))) * Y[e, 1, i, j]
        ),
        m,
        n,
        last,
        r,
    )


def one_term(Y, e, u, v, row=coarse):
    return total(
        lambda i, j: iverson(all_of(eq(i, row(u)), eq(j, coarse(v)))) * Y[e, 1, i, j], m, n
    )


@TRANSPOSED.family(
    "upsampled_entry",
    {"before": same},
    {"last": r - 1},
    {"u": index(r * m + 1)},
    {"factor": 2},
)
def all_weights_are_one(
    Y=batch, e=of_batch, u=fine_u, v=fine_v, before=lambda i: i - 1, last=r, factor=1
):
    return eq(entry_of_the_layer(Y, e, u, v), times(factor)(by_digits(Y, e, u, v, before, last)))


@TRANSPOSED.family(
    "upsampled_entry",
    {"row": lambda u: floor(u / r) + 1},
    {"row": lambda u: floor((u - 1) / r)},
    {"last": r + 1},
    {"factor": -1},
    line=2,
)
def one_pair_of_digits(Y=batch, e=of_batch, u=fine_u, v=fine_v, row=coarse, last=r, factor=1):
    return eq(by_digits(Y, e, u, v, last=last), times(factor)(one_term(Y, e, u, v, row)))


@TRANSPOSED.family(
    "upsampled_entry",
    {"row": lambda u: ceil((u + 1) / r)},
    {"shift": 1},
    {"factor": -1},
    line=3,
)
def one_term_is_left(Y=batch, e=of_batch, u=fine_u, v=fine_v, row=coarse, shift=0, factor=1):
    found = Y[e, 1, plus(coarse(u), shift), coarse(v)]
    return eq(one_term(Y, e, u, v, row), times(factor)(found))


@TRANSPOSED.family(
    "upsampled_entry",
    {"row": lambda u: floor(u / r)},
    {"row": lambda u: ceil((u + 1) / r)},
    {"swapped": True},
    {"u": index(r * m + 1)},
    line=4,
)
def floors_and_ceilings(
    Y=batch, e=of_batch, u=fine_u, v=fine_v, row=lambda u: ceil(u / r), swapped=False
):
    at = (row(v), row(u)) if swapped else (row(u), row(v))
    return eq(Y[e, 1, coarse(u), coarse(v)], Y[e, 1, at[0], at[1]])


@TRANSPOSED.family(
    "upsampled_entry",
    {"factor": 1},
    {"factor": r + 1},
    {"sign": -1},
    {"u": index(r * m + 1)},
    line=5,
)
def upsampling_by_ceilings(Y=batch, e=of_batch, u=fine_u, v=fine_v, factor=r, sign=1):
    found = upsample(Y, factor)[e, 1, u, v]
    return eq(Y[e, 1, ceil(u / r), ceil(v / r)], times(sign)(found))


@TRANSPOSED.family(
    "layer_is_upsampling",
    {"Y": channels},
    {"kernel": (1, 1, r, r + 1)},
    {"kernel": (1, 2, r, r)},
    {"of": strided(1)},
    {"factor": r + 1},
    {"weight": 2},
    {"bias": 1},
)
def layer_is_upsampling(Y=batch, kernel=(1, 1, r, r), of=layer, factor=r, weight=1, bias=0):
    return eq(plus(of(Y, times(weight)(ones(*kernel))), bias), upsample(Y, factor))


@TRANSPOSED.family(
    "kernel_of_ones",
    {"kernel": (r, r + 1)},
    {"stride": 1},
    {"padding": 1},
    {"weight": -1},
    {"factor": 1},
)
def kernel_of_ones(Y=plain, kernel=(r, r), stride=r, padding=0, weight=1, factor=r):
    found = conv_transpose(Y, times(weight)(ones(*kernel)), stride=stride, padding=padding)
    return eq(found, upsample(Y, factor))


@TRANSPOSED.family(
    "one_group_for_each_channel",
    {"groups": 1},
    {"kernel": (C, 2, r, r)},
    {"kernel": (1, C, r, r)},
    {"stride": 1},
    {"weight": 2},
)
def one_group_for_each_channel(Y=channels, groups=C, kernel=(C, 1, r, r), stride=r, weight=1):
    found = conv_transpose_layer(Y, times(weight)(ones(*kernel)), stride=stride, groups=groups)
    return eq(found, upsample(Y, r))


@TRANSPOSED.family(
    "one_group_mixes_the_channels",
    {"kernel": (C, 1, r, r)},
    {"o": index(C + 1)},
    {"mixed": lambda Y, o: Y[:, o, :, :]},
    {"weight": 2},
)
def one_group_mixes_the_channels(
    Y=channels,
    e=of_batch,
    o=of_channels,
    kernel=(C, C, r, r),
    mixed=lambda Y, o: Y.sum(axis=1),
    weight=1,
):
    found = conv_transpose_layer(Y, times(weight)(ones(*kernel)), stride=r)
    return eq(found[e, o, :, :], upsample(mixed(Y, o), r)[e, :, :])
