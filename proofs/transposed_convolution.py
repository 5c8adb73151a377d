r"""Nearest upsampling is a transposed convolution.

A transposed convolution with stride $r$ writes a multiple of its kernel at every place
$r (i - 1) + 1$ of the output and adds up where copies overlap. A kernel of $r \times r$ ones
leaves no overlap and no gap: every row $u$ of the output is $r (i - 1) + a$ for one $i$ and one
$a = 1, \dots, r$, the digits of $u - 1$. So it gets row $i = \lfloor (u - 1) / r \rfloor + 1 =
\lceil u / r \rceil$ of the input and nothing else. That is nearest upsampling by $r$.

As a layer this is `ConvTranspose2d(1, 1, kernel_size=r, stride=r, bias=False)` with weights
`ones(1, 1, r, r)`. Its weights have the shape (channels, outputs / groups, $r$, $r$). With $C$
channels there is one group for each, `groups=C`, and the weights are `ones(C, 1, r, r)`.
"""

from math import ceil, floor

from symderive import *

m, n, r = size("m"), size("n"), size("r")
b, C = size("b"), size("C")


def layer(Y, W):
    """The layer of the code: one channel, kernel r, stride r, no bias."""
    return conv_transpose_layer(Y, W, stride=r)


def coarse(u):
    """The row or column of the input that the output repeats at place u."""
    return floor((u - 1) / r) + 1


TWELVE = [{m: 30, n: 20, r: factor} for factor in range(1, 13)]


def layer_of_the_sheet(Y, r):
    """The lines of the sheet, and the layer at work."""
    import torch
    from torch import nn

    layer = nn.ConvTranspose2d(in_channels=1, out_channels=1, kernel_size=r, stride=r, bias=False)
    layer.weight.data = torch.ones(1, 1, r, r)
    return layer(torch.from_numpy(Y))


def layer_with_weights(Y, W, r):
    """The same layer with any weights of the shape that it has."""
    import torch
    from torch import nn

    layer = nn.ConvTranspose2d(in_channels=1, out_channels=1, kernel_size=r, stride=r, bias=False)
    assert layer.weight.shape == W.shape
    layer.weight.data = torch.from_numpy(W)
    return layer(torch.from_numpy(Y))


def repeated(Y, r):
    """Every row and every column r times, without any arithmetic."""
    import torch

    return torch.from_numpy(Y).repeat_interleave(r, dim=0).repeat_interleave(r, dim=1)


r"""The layer and its shapes.

How is nearest upsampling by the factor $r$ written as a transposed convolution?
"""


@claim(
    "S0-2.1",
    numbers={b: 2, m: 30, n: 20, r: 12},
    oracle=layer_with_weights,
    oracle_at=TWELVE[:-1],
)
def shapes_of_the_layer(Y=tensor(b, 1, m, n), W=tensor(1, 1, r, r)):
    r"""The layer takes $(b, 1, m, n)$ to $(b, 1, rm, rn)$, with weights of shape $(1, 1, r, r)$.

    The weights are arbitrary: $r \times r$ copies of them stand side by side, each multiplied by an
    entry of the input.
    """
    return eq(
        layer(Y, W),
        array(
            (b, 1, r * m, r * n),
            lambda e, o, u, v: (
                Y[e, 1, ceil(u / r), ceil(v / r)] * W[1, 1, (u - 1) % r + 1, (v - 1) % r + 1]
            ),
        ),
    )


@claim("S0-2.2", numbers={m: 300, n: 200, r: 37})
def size_of_the_output():
    r"""The output size of a transposed convolution, with the settings of the layer.

    From the input length $m$ it is $(m - 1)\,\mathrm{stride} - 2\,\mathrm{padding} +
    \mathrm{dilation}\,(\mathrm{kernel} - 1) + \mathrm{output\ padding} + 1$.
    """
    stride, kernel, padding, dilation, output_padding = r, r, num(0), num(1), num(0)

    def length(size):
        return (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1

    return all_of(eq(length(m), r * m), eq(length(n), r * n))


"""One channel."""


@claim(numbers={m: 300, r: 37})
def digits_of_a_place(u=index(r * m)):
    """Every place of the output is one place inside one copy of the kernel."""
    i, a = coarse(u), (u - 1) % r + 1
    return all_of(
        eq(u, r * (i - 1) + a),
        le(1, i),
        le(i, m),
        le(1, a),
        le(a, r),
        eq(i, ceil(u / r)),
    )


@claim(numbers={m: 30, r: 12})
def digits_are_unique(i=index(m), a=index(r)):
    """The place $a$ of the copy $i$ belongs to no other copy and to no other place in it."""
    u = r * (i - 1) + a
    return all_of(eq(ceil(u / r), i), eq((u - 1) % r + 1, a))


@claim(numbers={b: 2, m: 30, n: 20, r: 12})
def upsampled_entry(Y=tensor(b, 1, m, n), e=index(b), u=index(r * m), v=index(r * n)):
    """An entry of the output of the layer, step by step."""
    X = layer(Y, ones(1, 1, r, r))
    return (
        calc(X[e, 1, u, v])
        .eq(
            total(
                lambda i, j, a, d: (
                    iverson(all_of(eq(u, r * (i - 1) + a), eq(v, r * (j - 1) + d))) * Y[e, 1, i, j]
                ),
                m,
                n,
                r,
                r,
            ),
            "all weights are 1",
        )
        .eq(
            total(
                lambda i, j: iverson(all_of(eq(i, coarse(u)), eq(j, coarse(v)))) * Y[e, 1, i, j],
                m,
                n,
            ),
            "one pair of digits each",
            by=(digits_of_a_place, digits_are_unique),
        )
        .eq(Y[e, 1, coarse(u), coarse(v)], "one term is left")
        .eq(Y[e, 1, ceil(u / r), ceil(v / r)], r"$\lfloor (u-1)/r \rfloor + 1 = \lceil u/r \rceil$")
        .eq(upsample(Y, r)[e, 1, u, v], "definition of upsampling")
    )


@claim(
    "S0-2.3",
    numbers={b: 1, m: 300, n: 200, r: 37},
    oracle=layer_of_the_sheet,
    oracle_at=TWELVE,
    picture=lambda Y: cells(
        {r"J^{\top}": jacobian(layer(Y, ones(1, 1, r, r)), Y).T},
        at={b: 1, m: 3, n: 2, r: 2},
        blocks=(m, r * m),
    ),
)
def layer_is_upsampling(Y=tensor(b, 1, m, n)):
    """The layer with weights of ones is nearest upsampling by $r$, for one channel."""
    return eq(layer(Y, ones(1, 1, r, r)), upsample(Y, r))


@erratum("E0-09", "S0-2.3", corrected_by=layer_is_upsampling)
def layer_for_any_number_of_channels(Y=tensor(b, C, m, n)):
    """The layer for an input with any number of channels, which it does not take."""
    return eq(layer(Y, ones(1, 1, r, r)), upsample(Y, r))


@claim(numbers={m: 300, n: 200, r: 37}, oracle=repeated, oracle_at=TWELVE)
def kernel_of_ones(Y=matrix(m, n)):
    """Without batch and channels: the transposed convolution with a kernel of ones."""
    return eq(conv_transpose(Y, ones(r, r), stride=r), upsample(Y, r))


"""Several channels."""


@claim("S0-2.3", numbers={b: 2, C: 3, m: 30, n: 20, r: 12})
def one_group_for_each_channel(Y=tensor(b, C, m, n)):
    """With $C$ channels: $C$ groups and weights `ones(C, 1, r, r)`."""
    return eq(conv_transpose_layer(Y, ones(C, 1, r, r), stride=r, groups=C), upsample(Y, r))


@claim(numbers={b: 2, C: 3, m: 30, n: 20, r: 12})
def one_group_mixes_the_channels(Y=tensor(b, C, m, n), e=index(b), o=index(C)):
    """One group with weights `ones(C, C, r, r)` has the right shape, and adds the channels up."""
    mixed = conv_transpose_layer(Y, ones(C, C, r, r), stride=r)
    return eq(mixed[e, o, :, :], upsample(Y.sum(axis=1), r)[e, :, :])
