"""The lines on the matrices of pool and upsampling with any window, and their siblings."""

from __future__ import annotations

from math import ceil, floor

from symderive import all_of, eq, eye, index, iverson, kron, matrix, vec
from tests.proofs.families import Families, times
from tests.proofs.window_lines import (
    SHEET,
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
)
from tests.proofs.window_lines import WINDOWS as FILE

MATRICES = Families(FILE.name)
means, copies, A, B, k, l = SHEET.means, SHEET.copies, SHEET.A, SHEET.B, SHEET.k, SHEET.l
left_factor, right_factor, between = matrix(m, k), matrix(n, l), matrix(k, l)


def flat(X, *sizes, order="F"):
    return X.reshape(*sizes, order=order)


def by_two_products(of, left, right):
    return lambda X: left(m) @ X @ right(n).T


@MATRICES.family(
    "pool_by_two_products",
    {"left": lambda m: copies(m).T},
    {"rows": n},
    {"factor": r},
)
def pool_by_two_products(X=fine, left=means, rows=m, factor=1):
    return eq(pool(X), times(factor)(left(rows) @ X @ means(n).T))


@MATRICES.family(
    "upsampling_by_two_products",
    {"left": lambda m: means(m).T},
    {"rows": n},
    {"factor": r},
)
def upsampling_by_two_products(Y=coarse, left=copies, rows=m, factor=1):
    return eq(up(Y), times(factor)(left(rows) @ Y @ copies(n).T))


@MATRICES.family(
    "copies_against_means", {"factor": 1}, {"factor": r**2}, {"factor": -r}, {"rows": n}
)
def copies_against_means(factor=r, rows=m):
    return eq(copies(m), factor * means(rows).T)


@MATRICES.family("means_of_copies", {"factor": r}, {"right": lambda m: means(m).T}, {"rows": r * m})
def means_of_copies(factor=1, right=copies, rows=m):
    return eq(times(factor)(means(m) @ right(m)), eye(rows))


@MATRICES.family(
    "two_products_in_one",
    {"both": kron},
    {"flatten": lambda X: vec(X.T)},
    {"factor": -1},
)
def two_products_in_one(
    K=left_factor,
    L=right_factor,
    X=between,
    both=lambda K, L: kron(L, K),
    flatten=vec,
    factor=1,
):
    return eq(flatten(K @ X @ L.T), times(factor)(both(K, L)) @ vec(X))


@MATRICES.family(
    "entries_of_the_matrix",
    {"stride": n},
    {"square": r},
    {"window": lambda p: floor(p / r)},
    {"of": B.T},
    {"p": index(r * m + 1)},
)
def entries_of_the_matrix(
    i=coarse_i,
    j=coarse_j,
    p=fine_p,
    q=fine_q,
    stride=m,
    of=A,
    window=up_of,
    square=r**2,
):
    return eq(
        of[stride * (j - 1) + i, r * m * (q - 1) + p],
        iverson(all_of(eq(window(p), i), eq(ceil(q / r), j))) / square,
    )


@MATRICES.family(
    "pool_by_its_matrix",
    {"left": lambda m: copies(m).T},
    {"right": lambda n: copies(n).T},
    {"factor": -1},
)
def rows_and_columns(X=fine, left=means, right=means, factor=1):
    return eq(pool(X), times(factor)(left(m) @ X @ right(n).T))


@MATRICES.family(
    "pool_by_its_matrix",
    {"inside": "C"},
    {"outside": "C"},
    {"of": B.T},
    {"of": kron(means(m), means(n))},
    line=2,
)
def one_product(X=fine, of=A, inside="F", outside="F"):
    product = of @ flat(X, r * m * (r * n), order=inside)
    return eq(means(m) @ X @ means(n).T, flat(product, m, n, order=outside))


@MATRICES.family(
    "upsampling_by_its_matrix",
    {"left": lambda m: means(m).T},
    {"right": lambda n: means(n).T},
    {"factor": -1},
)
def copied_rows_and_columns(Y=coarse, left=copies, right=copies, factor=1):
    return eq(up(Y), times(factor)(left(m) @ Y @ right(n).T))


@MATRICES.family(
    "upsampling_by_its_matrix",
    {"inside": "C"},
    {"outside": "C"},
    {"of": A.T},
    {"of": kron(copies(m), copies(n))},
    line=2,
)
def one_product_of_copies(Y=coarse, of=B, inside="F", outside="F"):
    product = of @ flat(Y, m * n, order=inside)
    return eq(copies(m) @ Y @ copies(n).T, flat(product, r * m, r * n, order=outside))


@MATRICES.family(
    "upsampling_against_the_transpose",
    {"square": r},
    {"square": 1},
    {"square": -(r**2)},
    {"rows": kron(means(m), means(n))},
)
def upsampling_against_the_transpose(square=r**2, rows=A):
    return eq(B, square * rows.T)


@MATRICES.family(
    "rows_are_orthogonal",
    {"square": r},
    {"square": 1},
    {"right": A.T @ A},
    {"right": A @ B},
)
def rows_are_orthogonal(square=r**2, right=A @ A.T):
    return eq(right, eye(m * n) / square)


@MATRICES.family(
    "transpose_of_the_pool",
    {"square": r},
    {"of": B},
    {"inside": "C"},
    {"outside": "C"},
)
def transpose_of_the_pool(Y=coarse, of=A.T, inside="F", outside="F", square=r**2):
    product = of @ flat(Y, m * n, order=inside)
    return eq(flat(product, r * m, r * n, order=outside), up(Y) / square)
