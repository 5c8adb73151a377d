"""Correlations and convolutions on signals written out by hand, and their lengths."""

from itertools import product

import pytest
import sympy

from symderive.errors import Undefined
from symderive.language.declarations import matrix, vector
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.domains import index, size
from symderive.language.operators import conv_transpose, convolve, correlate
from symderive.language.scalars import scalar
from symderive.language.shapes import same_size
from symderive.language.terms import Entry, Iverson, Mul, Reduce, number
from tests.language.by_hand import assert_entries, tensor_of

d, k, r = size("d"), size("k"), size("r")
x, w = vector("x", d), vector("w", k)
i = index("i", d)
FOUR, KERNEL = tensor_of([1, 2, 3, 4]), tensor_of([1, 0, 2])
IMAGE = tensor_of([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
CROSS = tensor_of([[1, 10], [100, 1000]])


def test_convolution_flips_the_kernel() -> None:
    assert_entries(convolve(FOUR, KERNEL, "valid"), [5, 8])
    assert_entries(convolve(FOUR, KERNEL, "full"), [1, 2, 5, 8, 6, 8])
    assert_entries(convolve(FOUR, KERNEL, "same"), [2, 5, 8, 6])
    assert_entries(convolve(FOUR, tensor_of([1, 1]), "same"), [1, 3, 5, 7])
    assert convolve(FOUR, KERNEL) == convolve(FOUR, KERNEL, mode="full")


def test_correlation_does_not() -> None:
    assert_entries(correlate(FOUR, KERNEL), [7, 10])
    assert_entries(correlate(FOUR, KERNEL, "full"), [2, 4, 7, 10, 3, 4])
    assert_entries(correlate(FOUR, KERNEL, "same"), [4, 7, 10, 3])
    assert_entries(correlate(FOUR, tensor_of([1, 10]), "same"), [21, 32, 43, 4])


def test_strides_paddings_and_dilations() -> None:
    five = tensor_of([1, 2, 3, 4, 5])
    assert_entries(correlate(five, KERNEL, stride=2), [7, 13])
    assert_entries(correlate(five, KERNEL, padding=1), [4, 7, 10, 13, 4])
    assert_entries(correlate(five, tensor_of([1, 10]), dilation=3), [41, 52])
    assert_entries(correlate(five, KERNEL, stride=3, padding=2), [2, 10, 5])
    assert_entries(
        correlate(five, tensor_of([1, 10]), mode="full", dilation=2), [10, 20, 31, 42, 53, 4, 5]
    )
    assert_entries(correlate(FOUR, tensor_of([1, 10]), stride=2), [21, 43])


def test_two_axes() -> None:
    assert_entries(correlate(IMAGE, CROSS), [[5421, 6532], [8754, 9865]])
    assert_entries(convolve(IMAGE, CROSS, "valid"), [[1245, 2356], [4578, 5689]])
    assert_entries(correlate(tensor_of([[1, 2]]), tensor_of([[1, 10]]), "full"), [[10, 21, 2]])
    assert_entries(
        correlate(IMAGE, CROSS, stride=(1, 2), padding=(0, 1)), [[4010, 6532], [7040, 9865]]
    )


def test_the_transposed_convolution_spreads_the_kernel() -> None:
    assert_entries(conv_transpose(tensor_of([1, 2]), tensor_of([3, 4, 5])), [3, 10, 13, 10])
    assert_entries(conv_transpose(tensor_of([1, 2]), tensor_of([3, 4]), stride=2), [3, 4, 6, 8])
    assert_entries(conv_transpose(tensor_of([1, 2]), tensor_of([3, 4]), stride=3), [3, 4, 0, 6, 8])
    assert_entries(conv_transpose(tensor_of([1, 2, 3]), tensor_of([1, 1]), padding=1), [3, 5])
    assert_entries(conv_transpose(tensor_of([1, 2]), tensor_of([3, 4]), dilation=2), [3, 6, 4, 8])
    assert_entries(
        conv_transpose(tensor_of([[1, 2]]), tensor_of([[1, 1], [1, 1]]), stride=2),
        [[1, 1, 2, 2], [1, 1, 2, 2]],
    )


@pytest.mark.parametrize(
    ("tensor", "length"),
    [
        (correlate(x, w), d - k + 1),
        (correlate(x, w, "full"), d + k - 1),
        (correlate(x, w, "same"), d),
        (correlate(x, w, padding=2), d - k + 5),
        (correlate(x, w, stride=2), (d - k) // 2 + 1),
        (correlate(x, w, stride=2, padding=3, dilation=r), (d + 6 - r * (k - 1) - 1) // 2 + 1),
        (convolve(x, w), d + k - 1),
        (convolve(x, w, "valid"), d - k + 1),
        (conv_transpose(x, w, stride=r), r * (d - 1) + k),
        (conv_transpose(x, vector("v", r), stride=r), r * d),
        (conv_transpose(x, w, stride=2, padding=1), 2 * d + k - 4),
    ],
    ids=[str(place) for place in range(11)],
)
def test_lengths(tensor: object, length: object) -> None:
    (found,) = shape_of(tensor.term)  # type: ignore[attr-defined]
    assert same_size(found, scalar(length).term)


def test_formulas_read_as_in_textbooks() -> None:
    valid = entry_of(correlate(x, w).term, (i.term,))
    assert isinstance(valid, Reduce)
    assert isinstance(valid.body, Mul)
    assert len(valid.body.factors) == 2
    place = valid.body.factors[0]
    assert isinstance(place, Entry)
    assert place.indices[0].terms[2] == number(-1)
    full = entry_of(correlate(x, w, "full").term, (i.term,))
    assert isinstance(full.body.factors[0], Iverson)


def test_a_kernel_must_fit() -> None:
    fits = requirements(correlate(x, w).term)
    assert len(fits) == 1
    with pytest.raises(Undefined, match="correlate has no value at these sizes"):
        correlate(x, w).matrix({d: 1, k: 3})
    assert correlate(x, w).matrix({d: 1, k: 2}).shape == (0, 1)
    assert correlate(x, w).matrix({d: 2, k: 2}).shape == (1, 1)
    with pytest.raises(Undefined, match="convolve has no value"):
        convolve(x, w, "valid").matrix({d: 1, k: 3})
    assert requirements(correlate(x, w, "full").term) == ()
    assert requirements(conv_transpose(x, w, stride=r).term) == ()


SETTINGS = [
    (length, taps, stride, padding, dilation)
    for length, taps, stride, padding, dilation in product(
        (1, 4, 5), (1, 2, 3), (1, 2), (0, 1), (1, 2)
    )
    if length + 2 * padding > dilation * (taps - 1)
]


@pytest.mark.parametrize(("length", "taps", "stride", "padding", "dilation"), SETTINGS[::3])
def test_the_transposed_convolution_is_the_adjoint(
    length: int, taps: int, stride: int, padding: int, dilation: int
) -> None:
    """The matrix of one is the transpose of the matrix of the other, on the common lengths."""
    xs, ws = sympy.symbols(f"x1:{length + 1}"), sympy.symbols(f"w1:{taps + 1}")
    settings = {"stride": stride, "padding": padding, "dilation": dilation}
    forward = correlate(tensor_of(xs), tensor_of(ws), **settings).matrix()
    count = forward.shape[0]
    ys = sympy.symbols(f"y1:{count + 1}")
    back = conv_transpose(tensor_of(ys), tensor_of(ws), **settings).matrix()
    shared = min(back.shape[0], length)
    left = forward.jacobian(list(xs)).T[:shared, :]
    right = back.jacobian(list(ys))[:shared, :]
    assert left == right


def test_matrices_of_free_tensors() -> None:
    found = correlate(x, w).matrix({d: 3, k: 2})
    assert str(found[1]) == "w[1]*x[2] + w[2]*x[3]"
    images = correlate(matrix("X", d, d), matrix("W", 1, 1)).matrix({d: 1})
    assert str(images[0]) == "W[1, 1]*X[1, 1]"
