r"""Convolution of matrices with stride, padding and dilation.

A kernel of $k \times l$ entries moves over a matrix with $p$ rows and columns of zeros around it,
in steps of $s$ entries, and its own entries are $t$ apart. As in the layers of neural networks it
is not flipped. Window $i$ covers the rows $s (i - 1) + t (c - 1) + 1$ of the padded matrix,
$c = 1, \dots, k$.

With $h$ rows the kernel has room to move by $d = h + 2 p - t (k - 1) - 1$ rows, so that
$\lfloor d / s \rfloor + 1$ windows fit. Dividing with remainder, $d = s (m - 1) + \rho$ with
$0 \le \rho < s$: there are $m$ windows, and $\rho$ rows at the end are left over. So every height
is $h = s (m - 1) + t (k - 1) + 1 - 2 p + \rho$ for one $m$ and one $\rho$, and every width
$w = s (n - 1) + t (l - 1) + 1 - 2 p + \sigma$.

The convolution is linear in the matrix and in the kernel. Its adjoint in the matrix is a transposed
convolution, continued by $\rho$ rows and $\sigma$ columns; its adjoint in the kernel is a
convolution again, with stride and dilation exchanged.
"""

from symderive import *

m, n, k, l = size("m"), size("n"), size("k"), size("l")
s, t, p = size("s"), size("t"), size("p", at_least=0)
d = size("d", at_least=0)
rho, sigma = size("rho", at_least=0, at_most=s - 1), size("sigma", at_least=0, at_most=s - 1)

exact_h = s * (m - 1) + t * (k - 1) + 1 - 2 * p
exact_w = s * (n - 1) + t * (l - 1) + 1 - 2 * p
h, w = exact_h + rho, exact_w + sigma
not_empty = (ge(h, 1), ge(w, 1))
exact = (ge(exact_h, 1), ge(exact_w, 1))

SIZES = {m: 40, n: 30, k: 3, l: 4, s: 3, t: 2, p: 2, rho: 1, sigma: 2}
EXACT = {m: 40, n: 30, k: 3, l: 4, s: 3, t: 2, p: 2}
SECONDS = 60
UNPADDED = {m: 40, n: 30, k: 3, l: 4, s: 3, t: 2}


def place(i, c):
    """The row or column of the padded matrix that entry c of the kernel meets in window i."""
    return s * (i - 1) + t * (c - 1) + 1


def convolved(X, K):
    """The convolution with stride, padding and dilation."""
    return correlate(X, K, stride=s, padding=p, dilation=t)


def transposed(g, K):
    """The transposed convolution with the same settings."""
    return conv_transpose(g, K, stride=s, padding=p, dilation=t)


def meets(u, i, c):
    """Entry c of the kernel meets row or column u of the matrix in window i."""
    return eq(u + p, place(i, c))


def back(g, K):
    """Every entry of the matrix adds up g over the windows that meet it, weighted by the kernel."""
    return array(
        (h, w),
        lambda u, v: total(
            lambda i, j, c, e: iverson(all_of(meets(u, i, c), meets(v, j, e))) * g[i, j] * K[c, e],
            m,
            n,
            k,
            l,
        ),
    )


def back_to_kernel(X, g):
    """Every entry of the kernel adds up g over all windows, weighted by what it meets there."""
    return array(
        (k, l),
        lambda c, e: total(
            lambda i, j: padded(X)[place(i, c) - p, place(j, e) - p] * g[i, j], m, n
        ),
    )


"""The size."""


def height(room):
    """The height at which the kernel has that room."""
    return t * (k - 1) + 1 - 2 * p + room


def windows(height):
    """The number of windows by the formula of textbooks."""
    return (height + 2 * p - t * (k - 1) - 1) // s + 1


def fits(i, height):
    """Window i ends inside the padded matrix."""
    return le(place(i, k), height + 2 * p)


@claim(numbers={k: 3, s: 3, t: 2, p: 2, d: 1000})
def last_window(i=size()):
    r"""Window $i$ fits exactly if there are $i$ windows.

    Their number is $\left\lfloor \frac{h + 2p - t(k - 1) - 1}{s} \right\rfloor + 1$.
    """
    return eq(iverson(fits(i, height(d))), iverson(le(i, windows(height(d)))))


@claim(numbers={k: 3, s: 3, t: 2, p: 2, d: 1000})
def size_of_the_output():
    """That is how many windows fit; with room $d$ there are at most $d + 1$."""
    return eq(total(lambda i: iverson(fits(i, height(d))), d + 1), windows(height(d)))


@claim(numbers={m: 40, s: 3, k: 3, t: 2, p: 2, rho: 1})
def size_with_a_remainder():
    r"""With $h = s(m - 1) + t(k - 1) + 1 - 2p + \rho$ rows there are $m$ windows."""
    return eq(windows(h), m)


@claim(numbers={s: 3, d: 1000})
def every_room_has_a_remainder():
    r"""Every room $d$ is $s(m - 1) + \rho$ with $0 \le \rho < s$, so no height is left out."""
    windows_that_fit, rest = d // s + 1, d % s
    return all_of(
        eq(d, s * (windows_that_fit - 1) + rest),
        le(1, windows_that_fit),
        le(0, rest),
        lt(rest, s),
    )


"""The convolution."""


@claim(numbers=SIZES, budget=SECONDS)
def entries_of_the_output(X=matrix(h, w), K=matrix(k, l)):
    """The output has $m$ rows and $n$ columns, and an entry is a window times the kernel."""
    return eq(
        convolved(X, K),
        array(
            (m, n),
            lambda i, j: total(
                lambda c, e: padded(X)[place(i, c) - p, place(j, e) - p] * K[c, e], k, l
            ),
        ),
    ).given(*not_empty)


@claim(numbers=SIZES, budget=SECONDS)
def padding_comes_first(X=matrix(h, w), K=matrix(k, l)):
    """Padding is what it is called: zeros around the matrix, and then no padding."""
    return eq(convolved(X, K), correlate(pad(X, p, p), K, stride=s, dilation=t)).given(*not_empty)


@claim(numbers=SIZES, budget=SECONDS)
def dilation_is_in_the_kernel(X=matrix(h, w), K=matrix(k, l)):
    """Dilation writes $t - 1$ zeros between the entries of the kernel."""
    dilated = array(
        (t * (k - 1) + 1, t * (l - 1) + 1),
        lambda a, b: total(
            lambda c, e: iverson(all_of(eq(a, t * (c - 1) + 1), eq(b, t * (e - 1) + 1))) * K[c, e],
            k,
            l,
        ),
    )
    return eq(convolved(X, K), correlate(X, dilated, stride=s, padding=p)).given(*not_empty)


"""The adjoint in the matrix."""


@claim(numbers=SIZES, budget=SECONDS)
def derivative_by_an_entry(
    X=matrix(h, w), K=matrix(k, l), i=index(m), j=index(n), u=index(h), v=index(w)
):
    """An entry of the matrix acts through the entries of the kernel that meet it."""
    return eq(
        diff(convolved(X, K)[i, j], X[u, v]),
        total(lambda c, e: iverson(all_of(meets(u, i, c), meets(v, j, e))) * K[c, e], k, l),
    ).given(*not_empty)


@claim(numbers=SIZES, budget=SECONDS)
def adjoint(X=matrix(h, w), K=matrix(k, l), g=matrix(m, n)):
    """The adjoint adds up, for every entry of the matrix, over the windows that meet it."""
    return eq(inner(convolved(X, K), g), inner(X, back(g, K))).given(*not_empty)


@claim(numbers=SIZES, budget=SECONDS)
def gradient_by_the_matrix(X=matrix(h, w), K=matrix(k, l), g=matrix(m, n)):
    """Backward through the convolution: from the outer gradient $g$ to the matrix."""
    return eq(vjp(convolved(X, K), X, g), back(g, K)).given(*not_empty)


@claim(numbers=EXACT, budget=SECONDS)
def transposed_convolution_is_the_adjoint(
    X=matrix(exact_h, exact_w), K=matrix(k, l), g=matrix(m, n)
):
    """Where nothing is left over, the adjoint is the transposed convolution."""
    return eq(inner(convolved(X, K), g), inner(X, transposed(g, K))).given(*exact)


@claim(numbers=EXACT, budget=SECONDS)
def gradient_where_nothing_is_left_over(X=matrix(exact_h, exact_w), K=matrix(k, l), g=matrix(m, n)):
    """Where nothing is left over, the gradient is the transposed convolution."""
    return eq(vjp(convolved(X, K), X, g), transposed(g, K)).given(*exact)


@claim(numbers=SIZES, budget=SECONDS)
def adjoint_with_a_remainder(K=matrix(k, l), g=matrix(m, n)):
    """In general the adjoint is the transposed convolution without padding, from place $p + 1$ on.

    It has $s(m - 1) + t(k - 1) + 1$ rows. The first $p$ are cut off and $h$ are kept, zeros where
    there are no more: this is what layers call output padding.
    """
    unpadded = conv_transpose(g, K, stride=s, dilation=t)
    return eq(back(g, K), array((h, w), lambda u, v: padded(unpadded)[u + p, v + p])).given(
        *not_empty
    )


@claim(numbers=SIZES, budget=SECONDS)
def adjoint_before_the_remainder(
    K=matrix(k, l), g=matrix(m, n), u=index(exact_h), v=index(exact_w)
):
    r"""All but the last $\rho$ rows and $\sigma$ columns are the transposed convolution."""
    return eq(back(g, K)[u, v], transposed(g, K)[u, v]).given(*exact)


@claim(numbers={**SIZES, rho: 2, p: 1})
def rows_that_no_window_meets(K=matrix(k, l), g=matrix(m, n), b=index(rho - p), v=index(w)):
    r"""Where more rows are left over than are padded, no window meets the last $\rho - p$.

    Without padding these are all $\rho$ rows. With more padding than that there are none.
    """
    u = exact_h + p + b
    return eq(back(g, K)[u, v], 0).given(ge(u, 1), *not_empty)


@claim(numbers=UNPADDED)
def transposed_convolution_by_zeros(K=matrix(k, l), g=matrix(m, n)):
    """A transposed convolution is a convolution of $g$ with $s - 1$ zeros between its entries.

    The kernel is flipped, and there is so much padding that every window which meets $g$ counts.
    """
    stuffed = array(
        (s * (m - 1) + 1, s * (n - 1) + 1),
        lambda u, v: total(
            lambda i, j: iverson(all_of(eq(u, s * (i - 1) + 1), eq(v, s * (j - 1) + 1))) * g[i, j],
            m,
            n,
        ),
    )
    return eq(
        conv_transpose(g, K, stride=s, dilation=t),
        correlate(stuffed, flip(K), padding=(t * (k - 1), t * (l - 1)), dilation=t),
    )


@claim(numbers=EXACT, budget=SECONDS)
def padding_of_a_transposed_convolution(K=matrix(k, l), g=matrix(m, n)):
    """Padding $p$ takes $p$ rows and columns off on every side."""
    unpadded = conv_transpose(g, K, stride=s, dilation=t)
    return eq(
        transposed(g, K), array((exact_h, exact_w), lambda u, v: unpadded[u + p, v + p])
    ).given(*exact)


"""The adjoint in the kernel."""


@claim(numbers=SIZES, budget=SECONDS)
def derivative_by_the_kernel(
    X=matrix(h, w), K=matrix(k, l), i=index(m), j=index(n), c=index(k), e=index(l)
):
    """An entry of the kernel acts through the entry that it meets."""
    return eq(
        diff(convolved(X, K)[i, j], K[c, e]), padded(X)[place(i, c) - p, place(j, e) - p]
    ).given(*not_empty)


@claim(numbers=SIZES, budget=SECONDS)
def adjoint_in_the_kernel(X=matrix(h, w), K=matrix(k, l), g=matrix(m, n)):
    """The convolution is linear in the kernel, too."""
    return eq(inner(convolved(X, K), g), inner(K, back_to_kernel(X, g))).given(*not_empty)


@claim(numbers=SIZES, budget=SECONDS)
def gradient_by_the_kernel(X=matrix(h, w), K=matrix(k, l), g=matrix(m, n)):
    """Backward through the convolution: from the outer gradient $g$ to the kernel."""
    return eq(vjp(convolved(X, K), K, g), back_to_kernel(X, g)).given(*not_empty)


@claim(numbers=EXACT, budget=SECONDS)
def gradient_by_the_kernel_is_a_convolution(
    X=matrix(exact_h, exact_w), K=matrix(k, l), g=matrix(m, n)
):
    """That gradient is the convolution of the matrix with $g$, stride and dilation exchanged."""
    return eq(vjp(convolved(X, K), K, g), correlate(X, g, stride=t, padding=p, dilation=s)).given(
        *exact
    )


"""Any height and width.

The same without the division with remainder: the number of windows is the formula with the floor.
"""

H, V = size("H"), size("V")
FITS = [le(t * (k - 1) + 1, H + 2 * p), le(t * (l - 1) + 1, V + 2 * p)]
ANY = {H: 128, V: 96, k: 3, l: 4, s: 3, t: 2, p: 2}
rows = (H + 2 * p - t * (k - 1) - 1) // s + 1
columns = (V + 2 * p - t * (l - 1) - 1) // s + 1


@claim(given=FITS, numbers=ANY, budget=SECONDS)
def size_for_any_height(X=matrix(H, V), K=matrix(k, l)):
    """The output has as many rows and columns as the formula says."""
    Y = convolved(X, K)
    return eq(Y, array((rows, columns), lambda i, j: Y[i, j]))


@claim(given=FITS, numbers=ANY, budget=SECONDS)
def derivative_for_any_height(
    X=matrix(H, V), K=matrix(k, l), i=index(rows), j=index(columns), u=index(H), v=index(V)
):
    """An entry of the matrix acts through the entries of the kernel that meet it."""
    return eq(
        diff(convolved(X, K)[i, j], X[u, v]),
        total(lambda c, e: iverson(all_of(meets(u, i, c), meets(v, j, e))) * K[c, e], k, l),
    )


@claim(given=FITS, numbers=ANY, budget=SECONDS)
def adjoint_for_any_height(X=matrix(H, V), K=matrix(k, l), g=matrix(rows, columns)):
    """The adjoint in the matrix adds up $g$ over all windows that meet an entry."""
    adjoint = array(
        (H, V),
        lambda u, v: total(
            lambda i, j, c, e: iverson(all_of(meets(u, i, c), meets(v, j, e))) * g[i, j] * K[c, e],
            rows,
            columns,
            k,
            l,
        ),
    )
    return eq(inner(convolved(X, K), g), inner(X, adjoint))
