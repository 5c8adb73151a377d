r"""The arithmetic of a convolutional net: sizes, weights, and three convolutions by hand.

A layer with kernel $k$, stride $s$ and padding $p$ makes
$\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1$ entries of $n$. The net of the question is a
convolution with 32 kernels of size 8, stride 2 and padding 3, a max pool of size 2, and a
convolution with 64 kernels of size 3 and padding 1; all its divisions are exact, so that the floor
is not written. In the last part convolution flips its kernel, as `numpy.convolve` does.
"""

from math import floor

from symderive import *

n, k, s, p = size("n"), size("k"), size("s"), size("p", at_least=0)

# The sequence and the kernel of the last part.
x = stack(1, 2, 3, 4)
w = stack(1, 0, 2)


r"""4.1 and 4.2. The sizes of the layers, and their weights.

An image of $128 \times 128$ with three channels goes through the net. How large are the outputs,
how many numbers has the last one, and how many weights its layer?
"""


@claim(numbers={n: 1007, k: 8, s: 3, p: 3})
def size_of_a_layer(o=index(n + 2 * p)):
    """A window is one of the outputs exactly if it ends inside of the padded input."""
    return iff(le(s * (o - 1) + k, n + 2 * p), le(o, floor((n + 2 * p - k) / s) + 1))


@claim(given=[le(k, n + 2 * p)], numbers={n: 1007, k: 8, s: 3, p: 3})
def length_of_a_layer(x=vector(n), w=vector(k)):
    """That is the length of a convolution with that stride and padding."""
    y = correlate(x, w, stride=s, padding=p)
    return eq(y, array(floor((n + 2 * p - k) / s) + 1, lambda o: y[o]))


@claim("S4-4.1a")
def input_of_the_net():
    r"""The input has $128 \times 128 \times 3$ numbers."""
    return eq(ones(3, 128, 128).sum(), num(128) * 128 * 3)


@claim("S4-4.1b")
def side_after_the_first_convolution():
    """The side of the first output."""
    return eq((num(128) + num(2) * 3 - 8) / 2 + 1, 64)


@claim("S4-4.1c")
def first_output(X=tensor(3, 128, 128), W=tensor(32, 3, 8, 8)):
    r"""The first output has 32 channels of $64 \times 64$."""
    Y = conv(X, W, stride=2, padding=3)
    return eq(Y, array((32, 64, 64), lambda o, i, j: Y[o, i, j]))


@claim("S4-4.1d")
def side_after_the_pool():
    """The side of the pooled output."""
    return eq((num(64) - 2) / 2 + 1, 32)


@claim("S4-4.1e")
def pooled_output(Y=tensor(32, 64, 64)):
    r"""The pooled output has 32 channels of $32 \times 32$."""
    Z = max_pool(Y, 2)
    return eq(Z, array((32, 32, 32), lambda o, i, j: Z[o, i, j]))


@claim("S4-4.1f")
def side_after_the_last_convolution():
    """The side of the last output."""
    return eq((num(32) + num(2) * 1 - 3) / 1 + 1, 32)


@claim("S4-4.1g")
def last_output(Z=tensor(32, 32, 32), V=tensor(64, 32, 3, 3)):
    r"""The last output has 64 channels of $32 \times 32$."""
    Y = conv(Z, V, padding=1)
    return eq(Y, array((64, 32, 32), lambda o, i, j: Y[o, i, j]))


@claim("S4-4.1h")
def scalars_of_the_last_output():
    """The last output has 65536 numbers."""
    return calc(ones(64, 32, 32).sum()).eq(num(32) * 32 * 64, "its sides").eq(65536, "multiplied")


@claim("S4-4.2")
def weights_of_the_last_convolution():
    """The last convolution has 18432 weights, biases left out."""
    return (
        calc(ones(64, 32, 3, 3).sum())
        .eq(num(3) * 3 * 32 * 64, "the sizes of its kernels")
        .eq(18432, "multiplied")
    )


"""4.3. Three convolutions by hand.

The sequence 1, 2, 3, 4 and the kernel 1, 0, 2 in the modes valid, full and same.
"""


@claim("S4-4.3a")
def flipped_kernel():
    """The kernel from its end."""
    return eq(flip(w), stack(2, 0, 1))


@claim("S4-4.3b")
def valid_convolution():
    """The kernel stays inside."""
    return (
        calc(convolve(x, w, mode="valid"))
        .eq(
            stack(num(1) * 2 + num(2) * 0 + num(3) * 1, num(2) * 2 + num(3) * 0 + num(4) * 1),
            "the flipped kernel at both places",
        )
        .eq(stack(5, 8), "added")
    )


@claim("S4-4.3c")
def padding_of_the_full_convolution():
    """Two zeros on each side, one less than the kernel is long."""
    return eq(pad(x, 2, 2), stack(0, 0, 1, 2, 3, 4, 0, 0))


@claim()
def full_convolution():
    """The kernel meets at least one entry; what the source adds up to is lost, it has a bare 0."""
    return (
        calc(convolve(x, w, mode="full"))
        .eq(
            stack(
                num(0) * 2 + num(0) * 0 + num(1) * 1,
                num(0) * 2 + num(1) * 0 + num(2) * 1,
                num(1) * 2 + num(2) * 0 + num(3) * 1,
                num(2) * 2 + num(3) * 0 + num(4) * 1,
                num(3) * 2 + num(4) * 0 + num(0) * 1,
                num(4) * 2 + num(0) * 0 + num(0) * 1,
            ),
            "the flipped kernel at six places",
            ref="S4-4.3d",
        )
        .eq(
            stack(1, 2, 5, 8, 6, 8),
            "added",
            ref="S4-4.3e",
            printed=zeros(6),
            erratum="E4-30",
        )
    )


@claim("S4-4.3f")
def padding_of_the_same_convolution():
    """One zero on each side, so that the length stays."""
    return eq(pad(x, 1, 1), stack(0, 1, 2, 3, 4, 0))


@claim()
def same_convolution():
    """As many entries as the input has."""
    return (
        calc(convolve(x, w, mode="same"))
        .eq(
            stack(
                num(0) * 2 + num(1) * 0 + num(2) * 1,
                num(1) * 2 + num(2) * 0 + num(3) * 1,
                num(2) * 2 + num(3) * 0 + num(4) * 1,
                num(3) * 2 + num(4) * 0 + num(0) * 1,
            ),
            "the flipped kernel at four places",
            ref="S4-4.3g",
        )
        .eq(stack(2, 5, 8, 6), "added", ref="S4-4.3h")
    )


@erratum("E4-31", "S4-4.3h", corrected_by=same_convolution, outcome="noted")
def result_that_is_missing():
    """The sign of equality stands at the end of the display, with nothing behind it."""


@erratum("E4-62", "S4-4.3h", corrected_by=valid_convolution)
def convolution_without_a_flip():
    """Read as the next question means convolution, the kernel is not flipped."""
    return eq(correlate(x, w, mode="valid"), stack(5, 8))
