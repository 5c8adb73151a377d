r"""Average pooling and its transpose.

The $2 \times 2$ average pool $T$ with stride 2 halves both sides of an $m \times n$ matrix;
nearest upsampling $g$ doubles them. Columns are stacked, so that the entry in row $p$ and
column $q$ of $X$ stands at place $m (q - 1) + p$ of $\operatorname{vec}(X)$. Then pool and
upsampling are matrices $A$ and $B$ with $B = 4 A^{\top}$: the transpose of the pool is a quarter
of the upsampling. Unit vectors have length $m n$ where they stand for entries of $X$, and length
$m n / 4$ where they stand for entries of $Y$.

In NumPy and PyTorch `reshape` means another order: rows follow each other, and the entry stands at
place $n (p - 1) + q$. The formulas with $m$ are wrong for it, unless $m = n$. The last part has
the matrices $C$ and $D$ of pool and upsampling in that order, and $D = 4 C^{\top}$ again. That the
adjoint of the pool is a quarter of the upsampling needs no order at all.
"""

from math import ceil

from symderive import *

m, n = size("m", multiple_of=2), size("n", multiple_of=2)
h, w = size("h"), size("w")
example = {m: 4, n: 4}


def row(place, height):
    """The row of the entry at a place of a column, in a matrix of that height."""
    return (place - 1) % height + 1


def column(place, height):
    """The column of the entry at a place of a column, in a matrix of that height."""
    return (place - 1) // height + 1


def e(place):
    """A unit vector for an entry of X."""
    return unit(place, m * n)


def f(place):
    """A unit vector for an entry of Y."""
    return unit(place, m * n / 4)


def of_window(i, j):
    """The sum of the unit vectors of the four entries of window (i, j)."""
    return (
        e(m * (2 * j - 2) + 2 * i - 1)
        + e(m * (2 * j - 2) + 2 * i)
        + e(m * (2 * j - 1) + 2 * i - 1)
        + e(m * (2 * j - 1) + 2 * i)
    )


def four_equations(X, Y, i, j):
    """The four entries of window (i, j) of X are Y[i, j]."""
    return all_of(
        eq(X[2 * i - 1, 2 * j - 1], Y[i, j]),
        eq(X[2 * i, 2 * j - 1], Y[i, j]),
        eq(X[2 * i - 1, 2 * j], Y[i, j]),
        eq(X[2 * i, 2 * j], Y[i, j]),
    )


def four_equations_by_places(x, y, i, j, k):
    """The four entries of window (i, j), in the column x of X, are entry k of the column y of Y."""
    entry = f(k).T @ y
    return all_of(
        eq(x[m * (2 * j - 2) + 2 * i - 1], entry),
        eq(x[m * (2 * j - 2) + 2 * i], entry),
        eq(x[m * (2 * j - 1) + 2 * i - 1], entry),
        eq(x[m * (2 * j - 1) + 2 * i], entry),
    )


def quarter_at(length, *places):
    """The vector of that length with 1/4 at the places and 0 elsewhere."""
    return array(length, lambda c: iverson(any_of(*(eq(c, place) for place in places))) / 4)


A = array((m / 2, n / 2, m * n), lambda i, j, k: (num(1) / 4 * of_window(i, j))[k]).reshape(
    m * n / 4, m * n, order="F"
)
B = array(
    (m, n, m / 2, n / 2),
    lambda p, q, i, j: iverson(all_of(eq(ceil(p / 2), i), eq(ceil(q / 2), j))),
).reshape(m * n, m * n / 4, order="F")


r"""The pool as a matrix.

Write the pool $T$ as a matrix: find $A$ with
$T(X) = (A\, \operatorname{vec}(X))$ reshaped to $\frac{m}{2} \times \frac{n}{2}$.
"""


@erratum("E0-08", "S0-1.1", outcome="noted")
def letters():
    """The matrix is $x$ in one place and $X$ in others."""


@claim("S0-1.2", numbers={m: 1024, n: 768})
def place_of_an_entry(X=matrix(m, n), p=index(m), q=index(n)):
    """The entry in row $p$ and column $q$ stands at $m(q - 1) + p$ when columns are stacked."""
    return eq(X.reshape(m * n, order="F")[m * (q - 1) + p], X[p, q])


@erratum("E0-07", "S0-1.2", corrected_by=place_of_an_entry)
def place_when_rows_follow_each_other(X=matrix(m, n), p=index(m), q=index(n)):
    """The same place in the row-major order, which NumPy and PyTorch mean by reshape."""
    return eq(X.reshape(m * n, order="C")[m * (q - 1) + p], X[p, q])


@claim("S0-1.2", numbers={m: 1024, n: 768})
def entry_at_a_place(X=matrix(m, n), k=index(m * n)):
    """Every place of the column holds one entry: that of its row and column."""
    return eq(vec(X)[k], X[row(k, m), column(k, m)])


@claim("S0-1.3", numbers={m: 1024, n: 768})
def pooled_column(X=matrix(m, n)):
    """The pooled matrix has $m n / 4$ entries."""
    Y = average_pool(X, 2)
    return eq(vec(Y), Y.reshape(m * n / 4, order="F"))


@erratum("E0-37", "S0-1.3", corrected_by=pooled_column)
def pooled_column_for_odd_sizes(X=matrix(h, w)):
    """The number of pooled entries for all sizes, odd ones too."""
    Y = average_pool(X, 2)
    return eq(vec(Y), Y.reshape(h * w / 4, order="F"))


@claim("S0-1.4", numbers={m: 1024, n: 768})
def place_of_a_pooled_entry(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    r"""A pooled matrix has $\frac{m}{2}$ rows, so $(i, j)$ stands at $\frac{m}{2}(j - 1) + i$."""
    return eq(vec(Y)[m / 2 * (j - 1) + i], Y[i, j])


@erratum("E0-01", "S0-1.4", corrected_by=place_of_a_pooled_entry)
def place_with_the_width(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    r"""The width $\frac{n}{2}$ in place of the height $\frac{m}{2}$."""
    return eq(vec(Y)[n / 2 * (j - 1) + i], Y[i, j])


@claim("S0-1.6", numbers={m: 1024, n: 768})
def places_of_a_window(X=matrix(m, n), i=index(m / 2), j=index(n / 2)):
    """The four entries of a window, and where they stand in the column."""
    x = vec(X)
    return all_of(
        eq(X[2 * i - 1, 2 * j - 1], x[m * (2 * j - 2) + 2 * i - 1]),
        eq(X[2 * i, 2 * j - 1], x[m * (2 * j - 2) + 2 * i]),
        eq(X[2 * i - 1, 2 * j], x[m * (2 * j - 1) + 2 * i - 1]),
        eq(X[2 * i, 2 * j], x[m * (2 * j - 1) + 2 * i]),
    )


@claim("S0-1.5", "S0-1.7", numbers={m: 1024, n: 768})
def pooled_entry(X=matrix(m, n), i=index(m / 2), j=index(n / 2)):
    """An entry of the pooled column is a row vector times the column of $X$."""
    Y, x, by_rows = average_pool(X, 2), vec(X), X.reshape(m * n, order="C")
    return (
        calc(vec(Y)[m / 2 * (j - 1) + i])
        .eq(Y[i, j], "its place", ref="S0-1.4", by=place_of_a_pooled_entry)
        .eq(
            num(1)
            / 4
            * (
                X[2 * i - 1, 2 * j - 1]
                + X[2 * i, 2 * j - 1]
                + X[2 * i - 1, 2 * j]
                + X[2 * i, 2 * j]
            ),
            "mean of the window",
            ref="S0-1.5",
        )
        .eq(
            num(1)
            / 4
            * (
                x[m * (2 * j - 2) + 2 * i - 1]
                + x[m * (2 * j - 2) + 2 * i]
                + x[m * (2 * j - 1) + 2 * i - 1]
                + x[m * (2 * j - 1) + 2 * i]
            ),
            "their places",
            ref="S0-1.6",
            by=places_of_a_window,
            printed=num(1)
            / 4
            * (
                by_rows[m * (2 * j - 2) + 2 * i - 1]
                + by_rows[m * (2 * j - 2) + 2 * i]
                + by_rows[m * (2 * j - 1) + 2 * i - 1]
                + by_rows[m * (2 * j - 1) + 2 * i]
            ),
            erratum="E0-07",
        )
        .eq(
            (num(1) / 4 * of_window(i, j)).T @ x,
            "a unit vector picks an entry",
            ref="S0-1.7",
            printed=(num(1) / 4 * of_window(i, j)).T @ by_rows,
            erratum="E0-07",
        )
    )


@claim("S0-1.8", numbers={m: 1024, n: 768})
def places_are_in_range(i=index(m / 2), j=index(n / 2)):
    r"""The rows, columns and places of a window: $i \le \frac{m}{2}$ and $j \le \frac{n}{2}$."""
    return all_of(
        le(1, 2 * i - 1),
        le(2 * i, m),
        le(1, 2 * j - 1),
        le(2 * j, n),
        le(1, m * (2 * j - 2) + 2 * i - 1),
        lt(m * (2 * j - 2) + 2 * i, m * (2 * j - 1) + 2 * i - 1),
        le(m * (2 * j - 1) + 2 * i, m * n),
    )


@claim("S0-1.8", numbers={m: 1024, n: 768})
def windows_partition_the_matrix(p=index(m), q=index(n)):
    """Every entry lies in exactly one window."""
    return eq(
        total(
            lambda i, j: iverson(
                all_of(
                    any_of(eq(p, 2 * i - 1), eq(p, 2 * i)),
                    any_of(eq(q, 2 * j - 1), eq(q, 2 * j)),
                )
            ),
            (1, m / 2),
            (1, n / 2),
        ),
        1,
    )


@claim("S0-1.9", numbers={m: 256, n: 192})
def unit_vectors_for_the_matrix(X=matrix(m, n), k=index(m * n)):
    """There are $m n$ unit vectors of length $m n$; the $k$-th picks entry $k$ of the column."""
    return eq(total(lambda c: unit(k, m * n)[c] * vec(X)[c], m * n), vec(X)[k])


@erratum("E0-02", "S0-1.9", corrected_by=unit_vectors_for_the_matrix)
def unit_vectors_of_length_m(X=matrix(m, n), k=index(m * n)):
    """Unit vectors of length $m$, of which there are only $m$."""
    return eq(total(lambda c: unit(k, m)[c] * vec(X)[c], m), vec(X)[k])


@claim("S0-1.10", numbers={m: 256, n: 192})
def row_of_a_pooled_entry(i=index(m / 2), j=index(n / 2)):
    r"""The row vector of a pooled entry has $m n$ entries: $\frac14$ at its window, else 0."""
    return eq(
        num(1) / 4 * of_window(i, j),
        quarter_at(
            m * n,
            m * (2 * j - 2) + 2 * i - 1,
            m * (2 * j - 2) + 2 * i,
            m * (2 * j - 1) + 2 * i - 1,
            m * (2 * j - 1) + 2 * i,
        ),
    )


@erratum("E0-03", "S0-1.10", corrected_by=row_of_a_pooled_entry)
def row_of_length_m(i=index(m / 2), j=index(n / 2)):
    """The row vector of a pooled entry in $m$-dimensional space."""
    return eq(
        num(1) / 4 * of_window(i, j),
        quarter_at(
            m,
            m * (2 * j - 2) + 2 * i - 1,
            m * (2 * j - 2) + 2 * i,
            m * (2 * j - 1) + 2 * i - 1,
            m * (2 * j - 1) + 2 * i,
        ),
    )


@claim("S0-1.11", numbers={m: 256, n: 192})
def list_of_rows():
    """$A$ lists these vectors as rows, $i$ fastest: it has $m n / 4$ rows and $m n$ columns."""
    return eq(
        A,
        array(
            (m / 2 * (n / 2), m * n),
            lambda k, c: (num(1) / 4 * of_window(row(k, m / 2), column(k, m / 2)))[c],
        ),
    )


@claim("S0-1.12", numbers={m: 256, n: 192})
def rows_of_the_matrix(i=index(m / 2), j=index(n / 2)):
    r"""In that order, the vector of $(i, j)$ is row $\frac{m}{2}(j - 1) + i$ of $A$."""
    return eq(A[m / 2 * (j - 1) + i, :], num(1) / 4 * of_window(i, j))


@claim("S0-1.13", numbers={m: 256, n: 192})
def matrix_of_pooling(X=matrix(m, n)):
    """$A$ is the matrix of the pool."""
    return eq(vec(average_pool(X, 2)), A @ vec(X))


@erratum("E0-07", "S0-1.3", "S0-1.13", corrected_by=matrix_of_pooling)
def matrix_when_rows_follow_each_other(X=matrix(m, n)):
    """The matrix of the pool, for columns that list both matrices row by row."""
    return eq(average_pool(X, 2).reshape(m * n / 4, order="C"), A @ X.reshape(m * n, order="C"))


@claim("S0-1.14", numbers={m: 256, n: 192})
def pool_by_its_matrix(X=matrix(m, n)):
    """The pool is the product with $A$ between two reshapes that stack columns."""
    return eq(
        average_pool(X, 2), (A @ X.reshape(m * n, order="F")).reshape(m / 2, n / 2, order="F")
    )


@erratum("E0-07", "S0-1.14", corrected_by=pool_by_its_matrix)
def pool_when_rows_follow_each_other(X=matrix(m, n)):
    """The product with $A$ between two row-major reshapes."""
    return eq(
        average_pool(X, 2), (A @ X.reshape(m * n, order="C")).reshape(m / 2, n / 2, order="C")
    )


r"""Nearest upsampling as a matrix.

Upsampling repeats every entry of $Y$ in a window of $2 \times 2$. Find its matrix $B$, and compare
it with $A$.
"""


@claim("S0-1.15", numbers={m: 1024, n: 768})
def shape_of_the_upsampled_matrix(Y=matrix(m / 2, n / 2)):
    """The upsampled matrix has $m n$ entries."""
    x = vec(upsample(Y, 2))
    return eq(x, array(m * n, lambda k: x[k]))


@erratum("E0-04", "S0-1.15", corrected_by=shape_of_the_upsampled_matrix)
def upsampled_matrix_of_length_m(Y=matrix(m / 2, n / 2)):
    """The upsampled matrix as a vector of length $m$."""
    x = vec(upsample(Y, 2))
    return eq(x, array(m, lambda k: x[k]))


@claim("S0-1.16", numbers={m: 1024, n: 768})
def upsampling_by_ceilings(Y=matrix(m / 2, n / 2), p=index(m), q=index(n)):
    """Nearest upsampling takes the entry of the window, and there is one for every entry."""
    return all_of(
        eq(upsample(Y, 2)[p, q], Y[ceil(p / 2), ceil(q / 2)]),
        le(1, ceil(p / 2)),
        le(ceil(p / 2), m / 2),
        le(1, ceil(q / 2)),
        le(ceil(q / 2), n / 2),
    )


@claim("S0-1.17", numbers={m: 1024, n: 768})
def upsampled_entries(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    """Nearest upsampling writes an entry to its whole window."""
    return four_equations(upsample(Y, 2), Y, i, j)


@claim("S0-1.17", numbers={m: 1024, n: 768})
def upsampling_by_four_equations(X=matrix(m, n), Y=matrix(m / 2, n / 2)):
    """The four equations of all windows say the same as nearest upsampling, in both directions."""
    return iff(
        eq(X, upsample(Y, 2)),
        forall(lambda i, j: four_equations(X, Y, i, j), m / 2, n / 2),
    )


@claim("S0-1.18", numbers={m: 1024, n: 768})
def upsampled_column(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    """Nearest upsampling by places in the columns of both matrices."""
    return four_equations_by_places(vec(upsample(Y, 2)), vec(Y), i, j, m / 2 * (j - 1) + i)


@erratum("E0-05", "S0-1.18", corrected_by=upsampled_column)
def unit_vector_with_the_height(Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)):
    r"""The height $m$ in place of $\frac{m}{2}$: in general there is no such unit vector."""
    return four_equations_by_places(vec(upsample(Y, 2)), vec(Y), i, j, m * (j - 1) + i)


@claim("S0-1.18", numbers={m: 1024, n: 768})
def four_equations_in_both_forms(
    X=matrix(m, n), Y=matrix(m / 2, n / 2), i=index(m / 2), j=index(n / 2)
):
    """The four equations of a window say the same by entries and by places."""
    return iff(
        four_equations(X, Y, i, j),
        four_equations_by_places(vec(X), vec(Y), i, j, m / 2 * (j - 1) + i),
    )


@claim("S0-1.19", numbers={m: 256, n: 192})
def unit_vectors_for_the_pooled_matrix(Y=matrix(m / 2, n / 2), k=index(m * n / 4)):
    """A unit vector of length $m n / 4$ picks an entry of the column of $Y$."""
    return eq(f(k).T @ vec(Y), vec(Y)[k])


@erratum("E0-08", "S0-1.20", outcome="noted")
def name_of_the_upsampled_column():
    """The column of $g(Y)$ is defined as $B$ times that of $Y$, under the name of that of $X$.

    It is meant as the definition of $B$, which exists because $g$ is linear.
    """


@claim("S0-1.20", numbers={m: 256, n: 192})
def matrix_of_upsampling(Y=matrix(m / 2, n / 2)):
    """$B$ is the matrix of nearest upsampling."""
    return eq(vec(upsample(Y, 2)), B @ vec(Y))


@claim("S0-1.21", numbers={m: 256, n: 192})
def columns_of_upsampling(i=index(m / 2), j=index(n / 2)):
    r"""Column $\frac{m}{2}(j - 1) + i$ of $B$ is the sum of the unit vectors of window $(i, j)$."""
    return eq(B[:, m / 2 * (j - 1) + i], of_window(i, j))


@erratum("E0-06", "S0-1.21", corrected_by=columns_of_upsampling)
def column_with_the_height(i=index(m / 2), j=index(n / 2)):
    r"""The height $m$ in place of $\frac{m}{2}$: in general there is no such column."""
    return eq(B[:, m * (j - 1) + i], of_window(i, j))


@claim("S0-1.22", numbers={m: 256, n: 192})
def columns_against_rows(i=index(m / 2), j=index(n / 2)):
    """A column of $B$ is four times the same row of $A$."""
    k = m / 2 * (j - 1) + i
    return (
        calc(B[:, k])
        .eq(of_window(i, j), "the window", ref="S0-1.21", by=columns_of_upsampling)
        .eq(4 * (num(1) / 4 * of_window(i, j)), "four quarters", ref="S0-1.22")
        .eq(4 * A[k, :], "the rows of $A$", by=rows_of_the_matrix)
    )


r"""The transpose of the pool.

The transpose $T^{\top}$ has the matrix $A^{\top}$ between the same reshapes. Show that it is a
constant times nearest upsampling, and find the constant.
"""


@claim(
    "S0-1.23",
    numbers={m: 256, n: 192},
    picture=lambda: cells(A, B, at={m: 4, n: 4}, blocks=[(m / 2, m), (m, m / 2)]),
)
def upsampling_is_four_times_the_transpose():
    """The matrix of upsampling is four times the transpose of the matrix of the pool."""
    return eq(B, 4 * A.T)


@claim("S0-1.24", numbers={m: 1024, n: 768})
def transpose_by_the_matrix(X=matrix(m, n), Y=matrix(m / 2, n / 2)):
    """The transpose, defined by the transpose of $A$, is the adjoint of the pool.

    The inner product of two matrices is the sum of the products of their entries.
    """
    return eq(
        inner(average_pool(X, 2), Y),
        inner(X, (A.T @ Y.reshape(m * n / 4, order="F")).reshape(m, n, order="F")),
    )


@erratum("E0-07", "S0-1.24", corrected_by=transpose_by_the_matrix)
def transpose_when_rows_follow_each_other(X=matrix(m, n), Y=matrix(m / 2, n / 2)):
    """The transpose of the pool, defined with row-major reshapes."""
    return eq(
        inner(average_pool(X, 2), Y),
        inner(X, (A.T @ Y.reshape(m * n / 4, order="C")).reshape(m, n, order="C")),
    )


@claim("S0-1.25", "S0-1.26", "S0-1.27", numbers={m: 256, n: 192})
def transpose_of_the_pool(Y=matrix(m / 2, n / 2)):
    """The transpose of the pool is a quarter of nearest upsampling."""
    return (
        calc((A.T @ Y.reshape(m * n / 4, order="F")).reshape(m, n, order="F"))
        .eq(
            (num(1) / 4 * B @ Y.reshape(m * n / 4, order="F")).reshape(m, n, order="F"),
            r"$B = 4 A^{\top}$",
            ref="S0-1.25",
            by=upsampling_is_four_times_the_transpose,
        )
        .eq(
            num(1) / 4 * (B @ Y.reshape(m * n / 4, order="F")).reshape(m, n, order="F"),
            "reshaping is linear",
            ref="S0-1.26",
        )
        .eq(
            num(1) / 4 * upsample(Y, 2),
            "$B$ is its matrix",
            ref="S0-1.27",
            by=matrix_of_upsampling,
        )
    )


@claim("S0-1.28", numbers={m: 1024, n: 768})
def adjoint(X=matrix(m, n), Y=matrix(m / 2, n / 2)):
    """A quarter of upsampling is the adjoint for the inner product of all entries."""
    return eq(inner(average_pool(X, 2), Y), inner(X, num(1) / 4 * upsample(Y, 2)))


"""Rows that follow each other.

The same with the order that NumPy and PyTorch use, and with matrices that belong to it.
"""


def of_window_by_rows(i, j):
    """The sum of the unit vectors of window (i, j), entries counted row by row."""
    return (
        e(n * (2 * i - 2) + 2 * j - 1)
        + e(n * (2 * i - 2) + 2 * j)
        + e(n * (2 * i - 1) + 2 * j - 1)
        + e(n * (2 * i - 1) + 2 * j)
    )


def by_rows(X, *sizes):
    """Another shape, with the entries in the order of rows."""
    return X.reshape(*sizes, order="C")


C = array((m / 2, n / 2, m * n), lambda i, j, k: (num(1) / 4 * of_window_by_rows(i, j))[k]).reshape(
    m * n / 4, m * n, order="C"
)
D = array(
    (m, n, m / 2, n / 2),
    lambda p, q, i, j: iverson(all_of(eq(ceil(p / 2), i), eq(ceil(q / 2), j))),
).reshape(m * n, m * n / 4, order="C")


@claim(numbers={m: 1024, n: 768})
def place_by_rows(X=matrix(m, n), p=index(m), q=index(n)):
    """The entry in row $p$ and column $q$ stands at $n(p - 1) + q$ when rows follow each other."""
    return eq(by_rows(X, m * n)[n * (p - 1) + q], X[p, q])


@claim(numbers={m: 256, n: 192})
def rows_of_the_matrix_by_rows(i=index(m / 2), j=index(n / 2)):
    r"""$C$ lists the vectors with $j$ fastest: $(i, j)$ has row $\frac{n}{2}(i - 1) + j$."""
    return eq(C[n / 2 * (i - 1) + j, :], num(1) / 4 * of_window_by_rows(i, j))


@claim(numbers={m: 256, n: 192})
def pool_by_rows(X=matrix(m, n)):
    """The pool is the product with $C$ between two row-major reshapes."""
    return eq(average_pool(X, 2), by_rows(C @ by_rows(X, m * n), m / 2, n / 2))


@claim(numbers={m: 256, n: 192})
def upsampling_by_rows(Y=matrix(m / 2, n / 2)):
    """Upsampling is the product with $D$ between two row-major reshapes."""
    return eq(upsample(Y, 2), by_rows(D @ by_rows(Y, m * n / 4), m, n))


@claim(numbers={m: 256, n: 192})
def upsampling_is_four_times_the_transpose_by_rows():
    """The two matrices are related as in the other order."""
    return eq(D, 4 * C.T)


@claim(numbers={m: 256, n: 192})
def transpose_by_rows(Y=matrix(m / 2, n / 2)):
    """The transpose of the pool, row by row: the same quarter of upsampling."""
    return (
        calc(by_rows(C.T @ by_rows(Y, m * n / 4), m, n))
        .eq(
            num(1) / 4 * by_rows(D @ by_rows(Y, m * n / 4), m, n),
            r"$D = 4 C^{\top}$",
            by=upsampling_is_four_times_the_transpose_by_rows,
        )
        .eq(num(1) / 4 * upsample(Y, 2), "$D$ is its matrix", by=upsampling_by_rows)
    )
