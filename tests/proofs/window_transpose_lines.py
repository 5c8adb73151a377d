"""The lines on the transpose of the pool and on convolutions, and their siblings."""

from __future__ import annotations

from math import ceil, floor

from symderive import (
    all_of,
    conv_transpose,
    correlate,
    diff,
    eq,
    index,
    inner,
    iverson,
    ones,
    total,
    vjp,
)
from tests.proofs.families import Families, times
from tests.proofs.window_lines import WINDOWS as FILE
from tests.proofs.window_lines import (
    before,
    coarse,
    coarse_i,
    coarse_j,
    fine,
    fine_p,
    fine_q,
    m,
    n,
    pool,
    r,
    up,
    up_of,
    window_sum,
)

TRANSPOSE = Families(FILE.name)


@TRANSPOSE.family(
    "derivative_of_the_pool",
    {"square": r},
    {"window": lambda p: floor(p / r)},
    {"swapped": True},
    {"factor": -1},
    {"p": index(r * m + 1)},
)
def derivative_of_the_pool(
    X=fine,
    i=coarse_i,
    j=coarse_j,
    p=fine_p,
    q=fine_q,
    window=up_of,
    swapped=False,
    square=r**2,
    factor=1,
):
    row, column = (j, i) if swapped else (i, j)
    found = iverson(all_of(eq(window(p), row), eq(ceil(q / r), column))) / square
    return eq(diff(pool(X)[i, j], X[p, q]), times(factor)(found))


def by_windows(X, Y, first=before, square=r**2):
    return total(lambda i, j: window_sum(X, i, j, first) / square * Y[i, j], m, n)


def by_entries(X, Y, window=up_of, square=r**2):
    return total(lambda p, q: X[p, q] * Y[window(p), ceil(q / r)] / square, r * m, r * n)


@TRANSPOSE.family("adjoint", {"square": r}, {"first": lambda i: i}, {"left": lambda X: 2 * pool(X)})
def means_of_the_windows(X=fine, Y=coarse, left=pool, first=before, square=r**2):
    return eq(inner(left(X), Y), by_windows(X, Y, first, square))


@TRANSPOSE.family(
    "adjoint",
    {"square": r},
    {"window": lambda p: floor(p / r)},
    {"window": lambda p: ceil((p + 1) / r)},
    {"factor": -1},
    line=2,
)
def each_entry_once(X=fine, Y=coarse, window=up_of, square=r**2, factor=1):
    return eq(by_windows(X, Y), times(factor)(by_entries(X, Y, window, square)))


@TRANSPOSE.family(
    "adjoint",
    {"square": r},
    {"right": pool},
    {"factor": -1},
    {"window": lambda p: floor(p / r) + 1},
    line=3,
)
def sum_as_an_inner_product(X=fine, Y=coarse, window=up_of, right=up, square=r**2, factor=1):
    return eq(by_entries(X, Y, window), times(factor)(inner(X, right(Y) / square)))


@TRANSPOSE.family(
    "gradient_through_the_pool",
    {"square": r},
    {"square": 1},
    {"factor": -1},
    {"of": lambda X: pool(X) ** 2},
)
def gradient_through_the_pool(X=fine, Y=coarse, of=pool, square=r**2, factor=1):
    return eq(vjp(of(X), X, Y), times(factor)(up(Y) / square))


@TRANSPOSE.family(
    "gradient_through_upsampling",
    {"square": 1},
    {"square": r},
    {"factor": -1},
    {"of": lambda Y: up(Y) ** 2},
)
def gradient_through_upsampling(Y=coarse, X=fine, of=up, square=r**2, factor=1):
    return eq(vjp(of(Y), Y, X), times(factor)(square * pool(X)))


@TRANSPOSE.family(
    "pool_as_a_convolution",
    {"square": r},
    {"stride": 1},
    {"kernel": (r, 1)},
    {"factor": -1},
)
def pool_as_a_convolution(X=fine, kernel=(r, r), square=r**2, stride=r, factor=1):
    return eq(pool(X), times(factor)(correlate(X, ones(*kernel) / square, stride=stride)))


@TRANSPOSE.family(
    "upsampling_as_a_transposed_convolution",
    {"stride": 1},
    {"kernel": (r, r + 1)},
    {"factor": -1},
    {"padding": 1},
)
def upsampling_as_a_transposed_convolution(Y=coarse, kernel=(r, r), stride=r, padding=0, factor=1):
    found = conv_transpose(Y, ones(*kernel), stride=stride, padding=padding)
    return eq(up(Y), times(factor)(found))
