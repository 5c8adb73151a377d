"""The lines on products with the matrix of a layer, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    array,
    conv_transpose,
    convolve,
    correlate,
    eq,
    flip,
    pad,
    padded,
    total,
    vector,
)
from tests.proofs.families import Families, plus, times
from tests.proofs.layers_of_nets import (
    ANY_LAYER,
    CONVOLUTIONAL,
    FILTERS,
    LENGTHS,
    f,
    l,
    matrix_of,
    n,
)

LAYER_PRODUCTS = Families(CONVOLUTIONAL)
BEFORE, AFTER = vector(n[l - 1]), vector(n[l])


def slid(w: Any, u: Any, l: Any, shift: int, first: int, end: int) -> Any:
    """The filter slides over the vector."""
    return array(
        n[l],
        lambda p: total(lambda j: w[l][j] * u[plus(p + j - 1, shift)], first, plus(f[l], end)),
    )


@LAYER_PRODUCTS.family(
    "product_is_a_correlation",
    {"shift": 1},
    {"first": 2},
    {"end": -1},
    {"factor": 2},
    given=LENGTHS,
)
def rows_of_the_matrix(w=FILTERS, l=ANY_LAYER, u=BEFORE, shift=0, first=1, end=0, factor=1):
    return eq(matrix_of(w, l) @ u, times(factor)(slid(w, u, l, shift, first, end)))


@LAYER_PRODUCTS.family(
    "product_is_a_correlation",
    {"other": lambda u, w: convolve(u, w, mode="valid")},
    {"factor": -1},
    {"other": lambda u, w: correlate(u, w, mode="full")},
    line=2,
    given=LENGTHS,
)
def what_a_correlation_is(w=FILTERS, l=ANY_LAYER, u=BEFORE, other=correlate, factor=1):
    return eq(slid(w, u, l, 0, 1, 0), times(factor)(other(u, w[l])))


@LAYER_PRODUCTS.family(
    "product_from_the_left", {"turned": False}, {"factor": 2}, {"factor": -1}, given=LENGTHS
)
def product_is_transposed(w=FILTERS, l=ANY_LAYER, u=AFTER, turned=True, factor=1):
    band = matrix_of(w, l)
    right = (band.T if turned else band) @ u
    return eq(u.T @ matrix_of(w, l), times(factor)(right.T))


def columns(w: Any, u: Any, l: Any, shift: int = 0, first: int = 1, end: int = 0) -> Any:
    """The columns of the matrix."""

    def entry(q: Any) -> Any:
        terms = lambda j: w[l][j] * padded(u)[plus(q - j + 1, shift)]  # noqa: E731
        return total(terms, first, plus(f[l], end))

    return array(n[l - 1], entry)


@LAYER_PRODUCTS.family(
    "product_with_the_transpose",
    {"shift": 1},
    {"first": 2},
    {"end": -1},
    {"turned": False},
    given=LENGTHS,
)
def columns_of_the_matrix(w=FILTERS, l=ANY_LAYER, u=AFTER, shift=0, first=1, end=0, turned=True):
    band = matrix_of(w, l)
    return eq((band.T if turned else band) @ u, columns(w, u, l, shift, first, end))


@LAYER_PRODUCTS.family(
    "product_with_the_transpose",
    {"kept": True},
    {"zeros": 0},
    {"reversed_too": True},
    line=2,
    given=LENGTHS,
)
def filter_reversed(w=FILTERS, l=ANY_LAYER, u=AFTER, kept=False, zeros=1, reversed_too=False):
    around = pad(u, f[l] - zeros if zeros else f[l], f[l] - 1)
    around = flip(around) if reversed_too else around
    return eq(columns(w, u, l), correlate(around, w[l] if kept else flip(w[l])))


@LAYER_PRODUCTS.family(
    "product_with_the_transpose",
    {"factor": -1},
    {"flipped": True},
    {"stride": 2},
    line=3,
    given=LENGTHS,
)
def transposed_convolution(w=FILTERS, l=ANY_LAYER, u=AFTER, factor=1, flipped=False, stride=1):
    around = pad(u, f[l] - 1, f[l] - 1)
    kernel = flip(w[l]) if flipped else w[l]
    right = conv_transpose(u, kernel) if stride == 1 else conv_transpose(u, kernel, stride=stride)
    return eq(correlate(around, flip(w[l])), times(factor)(right))
