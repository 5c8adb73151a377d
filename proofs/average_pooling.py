r"""Average pooling and its transpose.

The $2 \times 2$ average pool with stride 2 halves both sides of an $m \times n$ matrix; nearest
upsampling doubles them. On matrices written as one column (columns stacked, so that the entry in
row $p$ and column $q$ stands at $m (q - 1) + p$) they are matrices $A$ and $B$ with
$B = 4 A^{\top}$: the transpose of the pool is a quarter of the upsampling, with respect to the
inner product of all entries.
"""

from math import ceil

from symderive import *

m, n = size("m", multiple_of=2), size("n", multiple_of=2)


def row(flat, height):
    """The row of the entry that stands at a flat index, in a matrix of that height."""
    return (flat - 1) % height + 1


def column(flat, height):
    """The column of the entry that stands at a flat index."""
    return (flat - 1) // height + 1


def lies_under(fine, coarse):
    """The fine entry lies in the 2 x 2 window of the coarse entry; both are flat indices."""
    return all_of(
        eq(ceil(row(fine, m) / 2), row(coarse, m / 2)),
        eq(ceil(column(fine, m) / 2), column(coarse, m / 2)),
    )


A = array((m * n / 4, m * n), lambda p, q: num(1) / 4 * iverson(lies_under(q, p)))
B = array((m * n, m * n / 4), lambda q, p: iverson(lies_under(q, p)))


@claim("S0-1.5", numbers={m: 1024, n: 768})
def pooled_entry(X=matrix(m, n), i=index(m / 2), j=index(n / 2)):
    """An entry of the pooled matrix is the mean of its window."""
    window = X[2 * i - 1, 2 * j - 1] + X[2 * i, 2 * j - 1] + X[2 * i - 1, 2 * j] + X[2 * i, 2 * j]
    return eq(average_pool(X, 2)[i, j], num(1) / 4 * window)


@claim("S0-1.6")
def flat_indices_of_a_window(X=matrix(m, n), i=index(m / 2), j=index(n / 2)):
    """The four entries of a window, and where they stand in the column."""
    x = vec(X)
    return all_of(
        eq(X[2 * i - 1, 2 * j - 1], x[m * (2 * j - 2) + 2 * i - 1]),
        eq(X[2 * i, 2 * j - 1], x[m * (2 * j - 2) + 2 * i]),
        eq(X[2 * i - 1, 2 * j], x[m * (2 * j - 1) + 2 * i - 1]),
        eq(X[2 * i, 2 * j], x[m * (2 * j - 1) + 2 * i]),
    )


@claim("S0-1.4")
def flat_index_of_a_pooled_entry(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    """A pooled matrix has m/2 rows, so its entry (i, j) stands at (m/2)(j - 1) + i."""
    return eq(vec(Y)[m / 2 * (j - 1) + i], Y[i, j])


@erratum("E0-01", "S0-1.4", corrected_by=flat_index_of_a_pooled_entry)
def flat_index_with_the_width(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    """The width n/2 in place of the height m/2."""
    return eq(vec(Y)[n / 2 * (j - 1) + i], Y[i, j])


@claim("S0-1.13", numbers={m: 256, n: 192})
def matrix_of_pooling(X=matrix(m, n)):
    """A is the matrix of the pool."""
    return eq(vec(average_pool(X, 2)), A @ vec(X))


@claim("S0-1.17")
def upsampled_entries(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    """Nearest upsampling writes an entry to its whole window."""
    X = upsample(Y, 2)
    return all_of(
        eq(X[2 * i - 1, 2 * j - 1], Y[i, j]),
        eq(X[2 * i, 2 * j - 1], Y[i, j]),
        eq(X[2 * i - 1, 2 * j], Y[i, j]),
        eq(X[2 * i, 2 * j], Y[i, j]),
    )


@claim("S0-1.18")
def upsampled_flat_entry(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    """The first entry of a window of the upsampled matrix, by flat indices on both sides."""
    f = unit(m / 2 * (j - 1) + i, m * n / 4)
    return eq(vec(upsample(Y, 2))[m * (2 * j - 2) + 2 * i - 1], f.T @ vec(Y))


@erratum("E0-05", "S0-1.18", corrected_by=upsampled_flat_entry)
def unit_vector_outside(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    """The height m in place of m/2: there is no such unit vector."""
    f = unit(m * (j - 1) + i, m * n / 4)
    return eq(vec(upsample(Y, 2))[m * (2 * j - 2) + 2 * i - 1], f.T @ vec(Y))


@claim("S0-1.20", numbers={m: 256, n: 192})
def matrix_of_upsampling(Y=matrix(m / 2, n / 2)):
    """B is the matrix of nearest upsampling."""
    return eq(vec(upsample(Y, 2)), B @ vec(Y))


@claim("S0-1.23", numbers={m: 256, n: 192})
def upsampling_is_four_times_the_transpose():
    """The matrix of upsampling is four times the transpose of the matrix of the pool."""
    return eq(B, 4 * A.T)


@claim("S0-1.24", "S0-1.25", "S0-1.26", "S0-1.27")
def transpose_of_the_pool(Y=matrix(m / 2, n / 2)):
    """The transpose of the pool is a quarter of nearest upsampling."""
    return (
        calc((A.T @ vec(Y)).reshape(m, n, order="F"))
        .eq(
            (num(1) / 4 * B @ vec(Y)).reshape(m, n, order="F"),
            r"$B = 4 A^{\top}$",
            ref="S0-1.25",
            by=upsampling_is_four_times_the_transpose,
        )
        .eq(
            num(1) / 4 * (B @ vec(Y)).reshape(m, n, order="F"),
            "reshaping is linear",
            ref="S0-1.26",
        )
        .eq(num(1) / 4 * upsample(Y, 2), "B is the matrix of upsampling", ref="S0-1.27")
    )


@claim("S0-1.28", numbers={m: 1024, n: 768})
def adjoint(X=matrix(m, n), Y=matrix(m / 2, n / 2)):
    """The transpose is the adjoint for the inner product of all entries."""
    return eq(inner(average_pool(X, 2), Y), inner(X, num(1) / 4 * upsample(Y, 2)))
