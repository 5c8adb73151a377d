"""Convolutional layers with channels, and the matrices of a correlation."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from symderive.errors import IllFormed, Undefined
from symderive.language.constructions import stack
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.definitions import requirements
from symderive.language.domains import size
from symderive.language.operators import (
    conv,
    conv_transpose,
    conv_transpose_layer,
    correlate,
    correlation_matrix,
    hankel,
)
from tests.language.by_hand import assert_entries, tensor_of

b, c, d, k, o = (size(name) for name in "bcdko")
x, w = vector("x", d), vector("w", k)


def test_channels_are_summed() -> None:
    two_channels = tensor_of([[1, 2, 3], [10, 20, 30]])
    weights = stack(tensor_of([[1, 1], [0, 1]]), tensor_of([[0, 0], [1, 2]]))
    assert_entries(conv(two_channels, weights), [[3 + 20, 5 + 30], [50, 80]])


def test_one_channel_is_a_correlation() -> None:
    image, kernel = tensor_of([[1, 2], [3, 4]]), tensor_of([[1, 10], [100, 1000]])
    found = conv(stack(image), stack(stack(kernel)), stride=1, padding=1)
    assert found.shape == (1, 3, 3)
    wanted = correlate(image, kernel, padding=1).matrix()
    assert found[1, :, :].matrix() == wanted


def test_groups_split_the_channels() -> None:
    two_channels = tensor_of([[1, 2, 3], [10, 20, 30]])
    weights = stack(tensor_of([[1, 1]]), tensor_of([[1, 2]]))
    assert_entries(conv(two_channels, weights, groups=2), [[3, 5], [50, 80]])


def test_batches_stand_in_front() -> None:
    batch = stack(tensor_of([[1, 2, 3]]), tensor_of([[4, 5, 6]]))
    weights = stack(tensor_of([[1, 1]]))
    found = conv(batch, weights, stride=2, dilation=1)
    assert found.shape == (2, 1, 1)
    assert_entries(found[:, 1, :], [[3], [9]])


def test_shapes_and_what_must_agree() -> None:
    X, W = tensor("X", (b, c, d, d)), tensor("W", (o, c, k, k))
    assert conv(X, W, padding=1).shape[:2] == (b, o)
    assert len(requirements(conv(X, W).term)) == 2
    other = tensor("V", (o, 3, k, k))
    assert len(requirements(conv(X, other).term)) == 3
    with pytest.raises(Undefined, match="conv has no value"):
        conv(tensor("Y", (c, d)), tensor("U", (o, 3, k)))[1, :].matrix(
            {"c": 2, "d": 3, "o": 1, "k": 1}
        )


def test_channels_of_a_transposed_layer_are_summed() -> None:
    two_channels = tensor_of([[1, 2], [10, 20]])
    weights = stack(tensor_of([[1, 1], [0, 2]]), tensor_of([[3, 5], [0, 0]]))
    found = conv_transpose_layer(two_channels, weights, stride=2)
    assert_entries(found, [[31, 51, 62, 102], [0, 2, 0, 4]])
    assert_entries(
        conv_transpose_layer(two_channels, weights, stride=1, padding=1), [[53 + 60], [2]]
    )


def test_groups_of_a_transposed_layer_have_channels_and_outputs_of_their_own() -> None:
    two_channels = tensor_of([[1, 2], [10, 20]])
    single = stack(tensor_of([[1, 1]]), tensor_of([[3, 5]]))
    assert_entries(
        conv_transpose_layer(two_channels, single, stride=2, groups=2),
        [[1, 1, 2, 2], [30, 50, 60, 100]],
    )
    double = stack(tensor_of([[1], [2]]), tensor_of([[3], [4]]))
    assert_entries(
        conv_transpose_layer(two_channels, double, groups=2), [[1, 2], [2, 4], [30, 60], [40, 80]]
    )
    four_channels = tensor_of([[1], [10], [100], [1000]])
    shared = stack(tensor_of([[1]]), tensor_of([[2]]), tensor_of([[3]]), tensor_of([[4]]))
    assert_entries(conv_transpose_layer(four_channels, shared, groups=2), [[21], [4300]])


def test_one_channel_of_a_transposed_layer_is_a_transposed_convolution() -> None:
    image, kernel = tensor_of([[1, 2], [3, 4]]), tensor_of([[1, 10], [100, 1000]])
    batch = stack(stack(image), stack(2 * image))
    found = conv_transpose_layer(batch, stack(stack(kernel)), stride=2, dilation=2, padding=1)
    assert found.shape == (2, 1, 3, 3)
    wanted = conv_transpose(2 * image, kernel, stride=2, dilation=2, padding=1).matrix()
    assert found[2, 1, :, :].matrix() == wanted


def test_what_must_agree_in_a_transposed_layer() -> None:
    X, W = tensor("X", (b, c, d, d)), tensor("W", (c, o, k, k))
    assert conv_transpose_layer(X, W, stride=2).shape[:2] == (b, o)
    assert conv_transpose_layer(X, W, groups=3).shape[:2] == (b, 3 * o)
    assert requirements(conv_transpose_layer(X, W, stride=2).term) == ()
    assert len(requirements(conv_transpose_layer(X, tensor("V", (3, o, k, k))).term)) == 1
    with pytest.raises(Undefined, match="conv_transpose_layer has no value"):
        conv_transpose_layer(tensor("Y", (c, d)), tensor("U", (3, o, k)))[1, :].matrix(
            {"c": 2, "d": 3, "o": 1, "k": 1}
        )


def test_the_matrix_of_a_correlation() -> None:
    assert_entries(
        correlation_matrix(tensor_of([1, 2]), 4), [[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]]
    )
    found = (correlation_matrix(w, d) @ x).matrix({d: 4, k: 2})
    assert found == correlate(x, w).matrix({d: 4, k: 2})
    assert correlation_matrix(w, d).shape == (d - k + 1, d)


def test_the_matrix_of_the_input() -> None:
    assert_entries(hankel(tensor_of([1, 2, 3, 4]), 2), [[1, 2], [2, 3], [3, 4]])
    found = (hankel(x, k) @ w).matrix({d: 3, k: 2})
    assert found == correlate(x, w).matrix({d: 3, k: 2})
    assert len(requirements(hankel(x, k).term)) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: conv(x, w), r"conv needs weights .*; without channels write correlate\(x, w\)"),
        (
            lambda: conv_transpose_layer(x, w),
            r"layer needs weights \(channels, outputs, .*write conv_transpose\(x, w\)",
        ),
        (
            lambda: conv_transpose_layer(x, tensor("W", (o, c, k))),
            r"needs an input .*weights \(channels, outputs, length",
        ),
        (
            lambda: conv_transpose_layer(tensor("Y", (3, d)), tensor("U", (3, o, k)), groups=2),
            r"no meaning at any size: 2 = 3",
        ),
        (lambda: conv(x, tensor("W", (o, c, k))), r"conv needs an input \(channels, length"),
        (lambda: conv(matrix("X", 2, d), tensor("W", (o, 3, k))), r"no meaning at any size: 2 = 3"),
        (lambda: correlation_matrix(matrix("A", d, k), d), r"needs a vector, not the shape"),
        (lambda: hankel(matrix("A", d, k), 2), r"hankel needs a vector"),
        (lambda: correlation_matrix(tensor_of([1, 2, 3]), 1), r"no meaning at any size"),
    ],
    ids=count(),
)
def test_layers_that_have_no_meaning_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()
