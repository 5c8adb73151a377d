r"""Average pooling and nearest upsampling with any window.

The pool $T_r$ takes the mean over each of the $r \times r$ windows of an $r m \times r n$ matrix,
upsampling $U_r$ repeats each entry of an $m \times n$ matrix over a window. Entry $p$ of a side
lies in window $\lceil p / r \rceil$, so that
$(T_r X)_{ij} = r^{-2} \sum_{a, b} X_{r(i-1)+a,\, r(j-1)+b}$ and
$(U_r Y)_{pq} = Y_{\lceil p/r \rceil, \lceil q/r \rceil}$.

Upsampling and then pooling changes nothing. Pooling and then upsampling replaces every entry by
the mean of its window, which is the orthogonal projection on the matrices that are constant on
windows. The transpose of the pool is $r^{-2} U_r$. With windows of $k \times l$ entries that move
by $s$ rows and $t$ columns, and may overlap, the transpose adds up what all windows over an entry
say.
"""

from math import ceil, floor

from symderive import *

m, n, r = size("m"), size("n"), size("r")
k, l, s, t = size("k"), size("l"), size("s"), size("t")


def pool(X):
    """The mean over each r x r window."""
    return average_pool(X, r)


def mean_of_a_window(X, r, i, j):
    """One entry of the pool."""
    s = sum(X[r * (i - 1) + a, r * (j - 1) + b] for a in range(1, r + 1) for b in range(1, r + 1))
    return s / r**2


def up(Y):
    """Each entry repeated over an r x r window."""
    return upsample(Y, r)


def means(count):
    """The matrix of the pool on one side: row i takes the mean of window i."""
    return array((count, r * count), lambda i, p: iverson(eq(ceil(p / r), i)) / r)


def copies(count):
    """The matrix of upsampling on one side: row p takes the entry of its window."""
    return array((r * count, count), lambda p, i: iverson(eq(ceil(p / r), i)))


A = kron(means(n), means(m))
B = kron(copies(n), copies(m))


"""Windows."""


@claim(numbers={m: 1024, r: 3})
def window_of_an_entry(p=index(r * m), i=index(m)):
    r"""Entry $p$ is one of $r(i - 1) + 1, \dots, ri$ exactly if $i = \lceil p/r \rceil$."""
    return eq(
        iverson(all_of(lt(r * (i - 1), p), le(p, r * i))),
        iverson(eq(ceil(p / r), i)),
    )


@claim(numbers={m: 300, r: 3})
def place_in_a_window(p=index(r * m)):
    """The place of an entry is $r$ times the windows before it, and its place in its own."""
    i, a = floor((p - 1) / r) + 1, (p - 1) % r + 1
    return all_of(
        eq(p, r * (i - 1) + a),
        eq(i, ceil(p / r)),
        le(1, i),
        le(i, m),
        le(1, a),
        le(a, r),
    )


@claim(numbers={m: 20, n: 30, r: 3})
def windows_partition_the_matrix(p=index(r * m), q=index(r * n)):
    """Every entry lies in exactly one window."""
    return (
        calc(
            total(
                lambda i, j: iverson(
                    all_of(lt(r * (i - 1), p), le(p, r * i), lt(r * (j - 1), q), le(q, r * j))
                ),
                m,
                n,
            )
        )
        .eq(
            total(lambda i, j: iverson(all_of(eq(ceil(p / r), i), eq(ceil(q / r), j))), m, n),
            "the window of an entry",
            by=window_of_an_entry,
        )
        .eq(1, "one term is left")
    )


@claim(numbers={m: 40, n: 30, r: 3}, program=mean_of_a_window, program_at={m: 2, n: 2, r: 2})
def pooled_entry(X=matrix(r * m, r * n), i=index(m), j=index(n)):
    """An entry of the pooled matrix is the mean of its window."""
    return eq(
        pool(X)[i, j],
        total(lambda a, b: X[r * (i - 1) + a, r * (j - 1) + b], r, r) / r**2,
    )


@claim(numbers={m: 20, n: 30, r: 3})
def pooled_entry_by_ceilings(X=matrix(r * m, r * n), i=index(m), j=index(n)):
    """An entry of the pooled matrix as a sum over all entries that lie in the window."""
    return eq(
        pool(X)[i, j],
        total(
            lambda p, q: iverson(all_of(eq(ceil(p / r), i), eq(ceil(q / r), j))) * X[p, q],
            r * m,
            r * n,
        )
        / r**2,
    )


@claim(numbers={m: 40, n: 30, r: 3})
def upsampled_entry(Y=matrix(m, n), p=index(r * m), q=index(r * n)):
    """An entry of the upsampled matrix, with ceilings and with floors."""
    return (
        calc(up(Y)[p, q])
        .eq(Y[ceil(p / r), ceil(q / r)], "definition")
        .eq(
            Y[floor((p - 1) / r) + 1, floor((q - 1) / r) + 1],
            r"$\lceil p / r \rceil = \lfloor (p - 1) / r \rfloor + 1$",
            by=place_in_a_window,
        )
    )


@claim(numbers={m: 40, n: 30, r: 3})
def upsampled_window(Y=matrix(m, n), i=index(m), j=index(n), a=index(r), b=index(r)):
    """Upsampling writes an entry to its whole window."""
    return eq(up(Y)[r * (i - 1) + a, r * (j - 1) + b], Y[i, j])


"""A projection."""


@claim(numbers={m: 40, n: 30, r: 3})
def pooling_undoes_upsampling(Y=matrix(m, n), i=index(m), j=index(n)):
    """Upsampling, then pooling: the identity."""
    return (
        calc(pool(up(Y))[i, j])
        .eq(
            total(lambda a, b: up(Y)[r * (i - 1) + a, r * (j - 1) + b], r, r) / r**2,
            "mean of the window",
            by=pooled_entry,
        )
        .eq(
            total(lambda a, b: Y[i, j], r, r) / r**2,
            "upsampling is constant on it",
            by=upsampled_window,
        )
        .eq(Y[i, j], "$r^2$ equal terms")
    )


@claim(numbers={m: 40, n: 30, r: 3})
def upsampling_has_a_left_inverse(Y=matrix(m, n)):
    """For whole matrices: the pool is a left inverse of upsampling."""
    return eq(pool(up(Y)), Y)


@claim(numbers={m: 40, n: 30, r: 3})
def projection(X=matrix(r * m, r * n)):
    """Pooling and then upsampling a second time changes nothing more."""
    return calc(up(pool(up(pool(X))))).eq(
        up(pool(X)), "$T_r U_r = I$ in the middle", by=upsampling_has_a_left_inverse
    )


@claim(numbers={m: 40, n: 30, r: 3})
def projection_is_symmetric(X=matrix(r * m, r * n), Z=matrix(r * m, r * n)):
    """The projection is its own adjoint."""
    return eq(inner(up(pool(X)), Z), inner(X, up(pool(Z))))


@claim(numbers={m: 40, n: 30, r: 3})
def projection_is_orthogonal(X=matrix(r * m, r * n), Y=matrix(m, n)):
    """What the projection takes away is orthogonal to every upsampled matrix."""
    return eq(inner(X - up(pool(X)), up(Y)), 0)


@claim(numbers={m: 40, n: 30, r: 3})
def upsampled_matrices_are_fixed(Y=matrix(m, n)):
    """The projection leaves every upsampled matrix as it is."""
    return eq(up(pool(up(Y))), up(Y))


@claim(numbers={m: 40, n: 30, r: 3})
def fixed_matrices(X=matrix(r * m, r * n)):
    """The projection leaves no others as they are: in a fixed matrix each window is constant."""
    return iff(
        eq(up(pool(X)), X),
        forall(lambda p, q: eq(X[p, q], X[r * ceil(p / r), r * ceil(q / r)]), r * m, r * n),
    )


@claim(numbers={m: 40, n: 30, r: 3})
def distance_to_an_upsampled_matrix(X=matrix(r * m, r * n), Y=matrix(m, n)):
    """The pooled matrix is the best one to upsample: any other adds to the squared distance."""
    return eq(
        squared_norm(X - up(Y)),
        squared_norm(X - up(pool(X))) + r**2 * squared_norm(pool(X) - Y),
    )


@claim(numbers={m: 40, n: 30, r: 3})
def pooling_keeps_the_mean(X=matrix(r * m, r * n)):
    """The mean of all entries stays the same."""
    return eq(pool(X).mean(), X.mean())


@claim(numbers={m: 20, n: 30, r: 3, s: 2})
def pooling_twice(X=matrix(r * s * m, r * s * n)):
    """Pooling by $r$ and then by $s$ is pooling by $r s$."""
    return eq(average_pool(average_pool(X, r), s), average_pool(X, r * s))


@claim(numbers={m: 20, n: 30, r: 3, s: 2})
def upsampling_twice(Y=matrix(m, n)):
    """Upsampling by $r$ and then by $s$ is upsampling by $s r$."""
    return eq(upsample(upsample(Y, r), s), upsample(Y, s * r))


"""The transpose."""


@claim(numbers={m: 40, n: 30, r: 3})
def derivative_of_the_pool(
    X=matrix(r * m, r * n), i=index(m), j=index(n), p=index(r * m), q=index(r * n)
):
    """An entry of a window moves its mean by $1/r^2$, the others do not."""
    return eq(
        diff(pool(X)[i, j], X[p, q]),
        iverson(all_of(eq(ceil(p / r), i), eq(ceil(q / r), j))) / r**2,
    )


@claim(numbers={m: 40, n: 30, r: 3})
def adjoint(X=matrix(r * m, r * n), Y=matrix(m, n)):
    """The adjoint of the pool is upsampling divided by $r^2$."""
    return (
        calc(inner(pool(X), Y))
        .eq(
            total(
                lambda i, j: (
                    total(lambda a, b: X[r * (i - 1) + a, r * (j - 1) + b], r, r) / r**2 * Y[i, j]
                ),
                m,
                n,
            ),
            "means of the windows",
            by=pooled_entry,
        )
        .eq(
            total(lambda p, q: X[p, q] * Y[ceil(p / r), ceil(q / r)] / r**2, r * m, r * n),
            "each entry once",
            by=windows_partition_the_matrix,
        )
        .eq(inner(X, up(Y) / r**2), "definition of upsampling")
    )


@claim(numbers={m: 40, n: 30, r: 3})
def gradient_through_the_pool(X=matrix(r * m, r * n), Y=matrix(m, n)):
    """Backward through the pool: the outer gradient $Y$ is upsampled and divided by $r^2$."""
    return eq(vjp(pool(X), X, Y), up(Y) / r**2)


@claim(numbers={m: 40, n: 30, r: 3})
def gradient_through_upsampling(Y=matrix(m, n), X=matrix(r * m, r * n)):
    """Backward through upsampling: the sums over the windows of the outer gradient $X$."""
    return eq(vjp(up(Y), Y, X), r**2 * pool(X))


"""Convolutions."""


@claim(numbers={m: 40, n: 30, r: 3})
def pool_as_a_convolution(X=matrix(r * m, r * n)):
    """The pool is a correlation with a constant kernel and stride $r$."""
    return eq(pool(X), correlate(X, ones(r, r) / r**2, stride=r))


@claim(numbers={m: 40, n: 30, r: 3})
def upsampling_as_a_transposed_convolution(Y=matrix(m, n)):
    """Upsampling is the transposed convolution with a kernel of ones and stride $r$."""
    return eq(up(Y), conv_transpose(Y, ones(r, r), stride=r))


"""Matrices."""


@claim(numbers={m: 40, n: 30, r: 3})
def pool_by_two_products(X=matrix(r * m, r * n)):
    """The pool takes means of rows and of columns."""
    return eq(pool(X), means(m) @ X @ means(n).T)


@claim(numbers={m: 40, n: 30, r: 3})
def upsampling_by_two_products(Y=matrix(m, n)):
    """Upsampling repeats rows and columns."""
    return eq(up(Y), copies(m) @ Y @ copies(n).T)


@claim(numbers={m: 300, r: 3})
def copies_against_means():
    """On one side, upsampling is $r$ times the transpose of the pool."""
    return eq(copies(m), r * means(m).T)


@claim(numbers={m: 300, r: 3})
def means_of_copies():
    """On one side, the mean of copies is what was copied."""
    return eq(means(m) @ copies(m), eye(m))


@claim(numbers={m: 30, n: 20, k: 5, l: 7})
def two_products_in_one(K=matrix(m, k), L=matrix(n, l), X=matrix(k, l)):
    """A product on each side is one product with the Kronecker product, columns stacked."""
    return eq(vec(K @ X @ L.T), kron(L, K) @ vec(X))


@claim(numbers={m: 12, n: 10, r: 3})
def entries_of_the_matrix(i=index(m), j=index(n), p=index(r * m), q=index(r * n)):
    """The matrix $A$ of the pool has $1/r^2$ where $(p, q)$ lies in window $(i, j)$, else 0."""
    return eq(
        A[m * (j - 1) + i, r * m * (q - 1) + p],
        iverson(all_of(eq(ceil(p / r), i), eq(ceil(q / r), j))) / r**2,
    )


@claim(numbers={m: 12, n: 10, r: 3})
def pool_by_its_matrix(X=matrix(r * m, r * n)):
    """The pool is the product with $A$, between two reshapes that stack columns."""
    return (
        calc(pool(X))
        .eq(means(m) @ X @ means(n).T, "rows and columns", by=pool_by_two_products)
        .eq(
            (A @ X.reshape(r * m * (r * n), order="F")).reshape(m, n, order="F"),
            "one product",
            by=two_products_in_one,
        )
    )


@claim(numbers={m: 12, n: 10, r: 3})
def upsampling_by_its_matrix(Y=matrix(m, n)):
    """Upsampling is the product with $B$, between two reshapes that stack columns."""
    return (
        calc(up(Y))
        .eq(copies(m) @ Y @ copies(n).T, "rows and columns", by=upsampling_by_two_products)
        .eq(
            (B @ Y.reshape(m * n, order="F")).reshape(r * m, r * n, order="F"),
            "one product",
            by=two_products_in_one,
        )
    )


@claim(numbers={m: 12, n: 10, r: 3})
def upsampling_against_the_transpose():
    """The matrix of upsampling is $r^2$ times the transpose of the matrix of the pool."""
    return eq(B, r**2 * A.T)


@claim(numbers={m: 12, n: 10, r: 3})
def rows_are_orthogonal():
    """The rows of $A$ are orthogonal, each of squared length $1/r^2$."""
    return eq(A @ A.T, eye(m * n) / r**2)


@claim(numbers={m: 12, n: 10, r: 3})
def transpose_of_the_pool(Y=matrix(m, n)):
    """The transpose of the pool, written with its matrix, is upsampling divided by $r^2$."""
    return eq((A.T @ Y.reshape(m * n, order="F")).reshape(r * m, r * n, order="F"), up(Y) / r**2)


"""Windows that may overlap."""


def overlapping(X):
    """The means over k x l windows that move by s rows and t columns."""
    return correlate(X, ones(k, l) / (k * l), stride=(s, t))


def covers(i, j, u, v):
    """Entry (u, v) lies in window (i, j)."""
    return all_of(
        lt(s * (i - 1), u), le(u, s * (i - 1) + k), lt(t * (j - 1), v), le(v, t * (j - 1) + l)
    )


def spread(Y):
    """Every entry adds up what the windows over it say, each divided by its size."""
    return array(
        (s * (m - 1) + k, t * (n - 1) + l),
        lambda u, v: total(lambda i, j: iverson(covers(i, j, u, v)) * Y[i, j], m, n) / (k * l),
    )


@claim(numbers={m: 40, n: 30, k: 3, l: 4, s: 2, t: 3})
def mean_of_a_moving_window(X=matrix(s * (m - 1) + k, t * (n - 1) + l), i=index(m), j=index(n)):
    """An entry is the mean of the window behind $s(i - 1)$ rows and $t(j - 1)$ columns."""
    return (
        calc(overlapping(X)[i, j])
        .eq(
            total(lambda a, b: X[s * (i - 1) + a, t * (j - 1) + b], k, l) / (k * l),
            "places in the window",
        )
        .eq(
            total(
                lambda u, v: iverson(covers(i, j, u, v)) * X[u, v],
                s * (m - 1) + k,
                t * (n - 1) + l,
            )
            / (k * l),
            "places in the matrix",
        )
    )


@claim(numbers={m: 40, n: 30, k: 3, l: 4, s: 2, t: 3})
def derivative_of_a_moving_mean(
    X=matrix(s * (m - 1) + k, t * (n - 1) + l),
    i=index(m),
    j=index(n),
    u=index(s * (m - 1) + k),
    v=index(t * (n - 1) + l),
):
    """An entry moves the mean of every window over it by one part in $k l$."""
    return eq(diff(overlapping(X)[i, j], X[u, v]), iverson(covers(i, j, u, v)) / (k * l))


@claim(numbers={m: 40, n: 30, k: 3, l: 4, s: 2, t: 3})
def adjoint_of_moving_means(X=matrix(s * (m - 1) + k, t * (n - 1) + l), Y=matrix(m, n)):
    """The adjoint of the pool with windows that may overlap."""
    return eq(inner(overlapping(X), Y), inner(X, spread(Y)))


@claim(numbers={m: 40, n: 30, k: 3, l: 4, s: 2, t: 3})
def gradient_through_moving_means(X=matrix(s * (m - 1) + k, t * (n - 1) + l), Y=matrix(m, n)):
    """Backward through that pool."""
    return eq(vjp(overlapping(X), X, Y), spread(Y))


@claim(numbers={m: 40, n: 30, k: 3, l: 4, s: 2, t: 3})
def spreading_as_a_transposed_convolution(Y=matrix(m, n)):
    """The adjoint is the transposed convolution with the same constant kernel."""
    return eq(spread(Y), conv_transpose(Y, ones(k, l) / (k * l), stride=(s, t)))
