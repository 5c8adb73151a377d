"""Convolutions of sequences: Jacobians, adjoints, composition, lengths.

``valid`` keeps the kernel inside the input, ``full`` lets it overlap the ends. Neither flips the
kernel unless its name says so.
"""

from sympy import And, Derivative, Expr, IndexedBase, Integer, Sum, symbols

from symderive import iverson
from tests.identities.identity import between, false, positive, true

length, width, width1, width2, width3 = symbols("d k k1 k2 k3", integer=True)
a, b, c, i, j, l = symbols("a b c i j l", integer=True)
g, signal, w, w1, w2, w3, x, y = map(IndexedBase, ("g", "hh", "w", "w1", "w2", "w3", "x", "y"))


def inside(index: Expr, upper: Expr) -> Expr:
    """The bracket of 1 <= index <= upper."""
    return iverson(And(index >= 1, index <= upper))


def valid(position: Expr) -> Expr:
    """Entry of the valid correlation of the signal with w."""
    return Sum(signal[position + j - 1] * w[j], (j, 1, width))


def full(source: IndexedBase, position: Expr, source_length: Expr) -> Expr:
    """Entry of the full convolution of a source of that length with w."""
    return Sum(
        source[position - j + 1] * w[j] * inside(position - j + 1, source_length),
        (j, 1, width),
    )


outputs = length - width + 1
fits = (width >= 1, length >= width)
jacobian_given = fits + between(1, i, outputs) + between(1, l, length)
pulled_back = Sum(g[i] * Derivative(valid(i), signal[l]), (i, 1, outputs))
pull_back_given = fits + between(1, l, length)
flipped = Sum(
    g[l - width + j] * w[width + 1 - j] * inside(l - width + j, outputs),
    (j, 1, width),
)
paired = Sum(valid(i) * y[i], (i, 1, outputs))


def paired_with_adjoint(last: Expr) -> Expr:
    """The signal paired with the full convolution of y, up to an index."""
    return Sum(signal[l] * full(y, l, outputs), (l, 1, last))


# Two and three convolutions after each other are one with the full convolution of the kernels.


def once(position: Expr) -> Expr:
    """Entry of the valid correlation of x with w1."""
    return Sum(x[position + j - 1] * w1[j], (j, 1, width1))


twice = Sum(once(i + b - 1) * w2[b], (b, 1, width2))
kernel = Sum(w1[c - b + 1] * w2[b] * inside(c - b + 1, width1), (b, 1, width2))
kernel_not_flipped = Sum(w1[c + b - 1] * w2[b] * inside(c + b - 1, width1), (b, 1, width2))
thrice = Sum(Sum(once(i + b + a - 2) * w2[b], (b, 1, width2)) * w3[a], (a, 1, width3))
kernel_of_three = Sum(
    Sum(w1[c - a - b + 2] * w2[b] * w3[a] * inside(c - a - b + 2, width1), (b, 1, width2)),
    (a, 1, width3),
)
two_fit = (*positive(width1, width2), length >= width1 + width2 - 1)
twice_given = two_fit + between(1, i, length - width1 - width2 + 2)
thrice_given = (
    *positive(width1, width2, width3),
    length >= width1 + width2 + width3 - 2,
    *between(1, i, length - width1 - width2 - width3 + 3),
)
count = Sum(Integer(1), (i, 1, (length - width1 + 1) - width2 + 1))

IDENTITIES = (
    true(
        "6a conv jacobian",
        Derivative(valid(i), signal[l]),
        inside(l - i + 1, width) * w[l - i + 1],
        jacobian_given,
    ),
    false(
        "6a! off by one",
        Derivative(valid(i), signal[l]),
        iverson(And(l - i + 1 >= 1, l - i <= width)) * w[l - i + 1],
        jacobian_given,
    ),
    false(
        "6a! shifted",
        Derivative(valid(i), signal[l]),
        inside(l - i, width) * w[l - i],
        jacobian_given,
    ),
    true("6b backprop = full conv", pulled_back, full(g, l, outputs), pull_back_given),
    false("6b! guard", pulled_back, full(g, l, outputs - 1), pull_back_given),
    true("6b2 with flipped w, padded", pulled_back, flipped, pull_back_given),
    true(
        "6c full-conv adjoint",
        Sum(signal[l] * Derivative(full(g, l, length), g[i]), (l, 1, length + width - 1)),
        valid(i),
        positive(width, length) + between(1, i, length),
    ),
    true("6d adjointness", paired, paired_with_adjoint(length), fits),
    false("6d! adjointness", paired, paired_with_adjoint(length - 1), fits),
    true(
        "6e conv o conv",
        twice,
        Sum(x[i + c - 1] * kernel, (c, 1, width1 + width2 - 1)),
        twice_given,
    ),
    false(
        "6e! length",
        twice,
        Sum(x[i + c - 1] * kernel, (c, 1, width1 + width2 - 2)),
        twice_given,
    ),
    false(
        "6e! no flip",
        twice,
        Sum(x[i + c - 1] * kernel_not_flipped, (c, 1, width1 + width2 - 1)),
        twice_given,
    ),
    true("6f output length", count, length - width1 - width2 + 2, two_fit),
    false("6f! output length", count, length - width1 - width2 + 1, two_fit),
    true(
        "6g three convs",
        thrice,
        Sum(x[i + c - 1] * kernel_of_three, (c, 1, width1 + width2 + width3 - 2)),
        thrice_given,
    ),
)
