"""The lines on windows that may overlap, and what is changed in their siblings."""

from __future__ import annotations

from symderive import (
    conv_transpose,
    diff,
    eq,
    index,
    inner,
    iverson,
    matrix,
    ones,
    total,
    vjp,
)
from tests.proofs.families import Families, same, times
from tests.proofs.window_lines import SHEET, before, coarse, coarse_i, coarse_j, m, n, s
from tests.proofs.window_lines import WINDOWS as FILE

MOVING = Families(FILE.name)
k, l, t = SHEET.k, SHEET.l, SHEET.t
overlapping, covers, spread = SHEET.overlapping, SHEET.covers, SHEET.spread
rows, columns = s * (m - 1) + k, t * (n - 1) + l
whole = matrix(rows, columns)
row_u, column_v = index(rows), index(columns)


def in_window(X, i, j, first=before, last=k, size=k * l):
    return total(lambda a, b: X[s * first(i) + a, t * (j - 1) + b], last, l) / size


def in_matrix(X, i, j, met=covers, last=rows, size=k * l):
    return total(lambda u, v: iverson(met(i, j, u, v)) * X[u, v], last, columns) / size


@MOVING.family(
    "mean_of_a_moving_window",
    {"first": same},
    {"last": k + 1},
    {"size": k},
    {"factor": -1},
)
def places_in_the_window(
    X=whole, i=coarse_i, j=coarse_j, first=before, last=k, size=k * l, factor=1
):
    return eq(overlapping(X)[i, j], times(factor)(in_window(X, i, j, first, last, size)))


@MOVING.family(
    "mean_of_a_moving_window",
    {"last": s * (m - 1)},
    {"size": l},
    {"met": lambda i, j, u, v: covers(i, j, u + 1, v)},
    {"factor": -1},
    line=2,
)
def places_in_the_matrix(
    X=whole, i=coarse_i, j=coarse_j, met=covers, last=rows, size=k * l, factor=1
):
    return eq(in_window(X, i, j), times(factor)(in_matrix(X, i, j, met, last, size)))


@MOVING.family(
    "derivative_of_a_moving_mean",
    {"size": k},
    {"met": lambda i, j, u, v: covers(i, j, u + 1, v)},
    {"met": lambda i, j, u, v: covers(i, j + 1, u, v)},
    {"factor": -1},
)
def derivative_of_a_moving_mean(
    X=whole, i=coarse_i, j=coarse_j, u=row_u, v=column_v, met=covers, size=k * l, factor=1
):
    found = iverson(met(i, j, u, v)) / size
    return eq(diff(overlapping(X)[i, j], X[u, v]), times(factor)(found))


@MOVING.family(
    "adjoint_of_moving_means",
    {"factor": 2},
    {"factor": k * l},
    {"left": lambda X: overlapping(X) + 1},
    {"right": lambda Y: -spread(Y)},
)
def adjoint_of_moving_means(X=whole, Y=coarse, left=overlapping, right=spread, factor=1):
    return eq(inner(left(X), Y), inner(X, times(factor)(right(Y))))


@MOVING.family(
    "gradient_through_moving_means",
    {"factor": 2},
    {"factor": k * l},
    {"of": lambda X: overlapping(X) ** 2},
)
def gradient_through_moving_means(X=whole, Y=coarse, of=overlapping, factor=1):
    return eq(vjp(of(X), X, Y), times(factor)(spread(Y)))


@MOVING.family(
    "spreading_as_a_transposed_convolution",
    {"stride": (t, s)},
    {"stride": (s, 1)},
    {"size": k},
    {"factor": -1},
)
def spreading_as_a_transposed_convolution(Y=coarse, stride=(s, t), size=k * l, factor=1):
    found = conv_transpose(Y, ones(k, l) / size, stride=stride)
    return eq(spread(Y), times(factor)(found))
