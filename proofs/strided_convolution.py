r"""Convolutional layers with any stride, padding and dilation: sizes, Jacobians, gradients.

A kernel of $k \times l$ entries moves over an $H \times W$ image in steps of $s$. On every side
stand $p$ zeros, and neighbours in a window are $t$ apart. As usual in networks the kernel is not
flipped. Indices run from 1, so that entry $a$ of window $o$ meets entry $s(o-1) + t(a-1) + 1 - p$.
"""

from math import floor

from symderive import *

H, W, k, l = size("H"), size("W"), size("k"), size("l")
s, p, t = size("s"), size("p", at_least=0), size("t")


def fits(length, kernel):
    """The kernel fits into the padded image."""
    return ge(length + 2 * p - t * (kernel - 1) - 1, 0)


def steps(length, kernel):
    """How many windows there are."""
    return floor((length + 2 * p - t * (kernel - 1) - 1) / s) + 1


def meets(u, o, a):
    """Entry a of window o lies over entry u."""
    return eq(u, s * (o - 1) + t * (a - 1) + 1 - p)


def layer(x, w):
    """The output of the layer."""
    return correlate(x, w, stride=s, padding=p, dilation=t)


"""Sequences."""


@claim(numbers={H: 60, k: 5, s: 3, p: 2, t: 2}, given=[fits(H, k)])
def length_of_the_output(x=vector(H), w=vector(k)):
    """The number of windows."""
    return has_shape(layer(x, w), (steps(H, k),))


@claim(numbers={H: 60, k: 5, s: 3, p: 2, t: 2}, given=[fits(H, k)])
def entry_of_the_output(x=vector(H), w=vector(k), o=index(steps(H, k))):
    """An entry of the output, zeros standing outside of the input."""
    return eq(
        layer(x, w)[o], total(lambda a: w[a] * padded(x)[s * (o - 1) + t * (a - 1) + 1 - p], k)
    )


@claim(
    numbers={H: 60, k: 5, s: 3, p: 2, t: 2},
    given=[fits(H, k)],
    picture=lambda x, w: cells({"J": jacobian(layer(x, w), x)}, at={H: 8, k: 3, s: 2, p: 1, t: 1}),
)
def derivative_by_the_input(x=vector(H), w=vector(k), o=index(steps(H, k)), u=index(H)):
    """An entry of the Jacobian in the input: the weights that meet it."""
    return eq(diff(layer(x, w)[o], x[u]), total(lambda a: w[a] * iverson(meets(u, o, a)), k))


@claim(numbers={H: 60, k: 5, s: 3, p: 2, t: 2}, given=[fits(H, k)])
def derivative_by_the_weights(x=vector(H), w=vector(k), o=index(steps(H, k)), a=index(k)):
    """An entry of the Jacobian in the weights: the input under it."""
    return eq(diff(layer(x, w)[o], w[a]), padded(x)[s * (o - 1) + t * (a - 1) + 1 - p])


@claim(numbers={H: 60, k: 5, s: 3, p: 2, t: 2}, given=[fits(H, k)])
def gradient_in_the_input(x=vector(H), w=vector(k), g=vector(steps(H, k)), u=index(H)):
    """The gradient in the input: every window over an entry sends back what it got, weighed."""
    return eq(
        vjp(layer(x, w), x, g)[u],
        total(lambda o, a: iverson(meets(u, o, a)) * g[o] * w[a], steps(H, k), k),
    )


@claim(numbers={H: 60, k: 5, s: 3, p: 2, t: 2}, given=[fits(H, k)])
def gradient_in_the_weights(x=vector(H), w=vector(k), g=vector(steps(H, k)), a=index(k)):
    """The gradient in a weight: the outer gradient against the entries that it met."""
    return eq(
        vjp(layer(x, w), w, g)[a],
        total(lambda o: g[o] * padded(x)[s * (o - 1) + t * (a - 1) + 1 - p], steps(H, k)),
    )


"""Images."""


@claim(numbers={H: 30, W: 24, k: 3, l: 4, s: 2, p: 2, t: 2}, given=[fits(H, k), fits(W, l)])
def size_of_the_output(X=matrix(H, W), w=matrix(k, l)):
    """Rows and columns are counted alike."""
    return has_shape(layer(X, w), (steps(H, k), steps(W, l)))


@claim(numbers={H: 30, W: 24, k: 3, l: 4, s: 2, p: 2, t: 2}, given=[fits(H, k), fits(W, l)])
def derivative_by_the_image(
    X=matrix(H, W),
    w=matrix(k, l),
    o=index(steps(H, k)),
    q=index(steps(W, l)),
    u=index(H),
    v=index(W),
):
    """An entry of the Jacobian in the image."""
    return eq(
        diff(layer(X, w)[o, q], X[u, v]),
        total(lambda a, b: w[a, b] * iverson(meets(u, o, a)) * iverson(meets(v, q, b)), k, l),
    )


@claim(numbers={H: 20, W: 16, k: 3, l: 2, s: 2, p: 2, t: 2}, given=[fits(H, k), fits(W, l)])
def gradient_in_the_image(
    X=matrix(H, W),
    w=matrix(k, l),
    G=matrix(steps(H, k), steps(W, l)),
    u=index(H),
    v=index(W),
):
    """The gradient in the image."""
    return eq(
        vjp(layer(X, w), X, G)[u, v],
        total(
            lambda o, q, a, b: iverson(all_of(meets(u, o, a), meets(v, q, b))) * G[o, q] * w[a, b],
            steps(H, k),
            steps(W, l),
            k,
            l,
        ),
    )


"""Off by one."""


@erratum(corrected_by=length_of_the_output)
def length_without_the_first_window(x=vector(H), w=vector(k)):
    """The first window is not counted."""
    return has_shape(layer(x, w), (steps(H, k) - 1,))


@erratum(corrected_by=length_of_the_output)
def length_with_one_padding(x=vector(H), w=vector(k)):
    """The padding is counted on one side only."""
    return has_shape(layer(x, w), (floor((H + p - t * (k - 1) - 1) / s) + 1,))


@erratum(corrected_by=length_of_the_output)
def length_with_a_whole_dilated_kernel(x=vector(H), w=vector(k)):
    """The dilated kernel is taken to be $t k$ long; its last entry has no gap behind it."""
    return has_shape(layer(x, w), (floor((H + 2 * p - t * k) / s) + 1,))


@erratum(corrected_by=gradient_in_the_input)
def gradient_without_the_padding(x=vector(H), w=vector(k), g=vector(steps(H, k)), u=index(H)):
    """The padding is forgotten on the way back."""
    return eq(
        vjp(layer(x, w), x, g)[u],
        total(
            lambda o, a: iverson(eq(u, s * (o - 1) + t * (a - 1) + 1)) * g[o] * w[a],
            steps(H, k),
            k,
        ),
    )
