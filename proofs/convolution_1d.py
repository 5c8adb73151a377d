r"""Two convolutions in a row: lengths, Jacobians and gradients.

A vector $x$ of length $d$ is convolved with a kernel $u$ of length $k_1$, rectified to $h$, and
convolved with a kernel $w$ of length $k_2$ to $a$; a loss $L$ depends on $a$. Convolution does not
flip its kernel here: it is `correlate`. In the mode valid the kernel stays inside of its input, in
the mode full it meets the input in at least one entry, and the input is zero outside its range.

The valid part needs $k_1 + k_2 \le d + 1$, or there is no output. Then $h$ has $d - k_1 + 1$
entries and $a$ has $d - k_1 - k_2 + 2$. In the full part these are $d + k_1 - 1$ and
$d + k_1 + k_2 - 2$. The vector $g$ stands for the gradient of the loss by $a$.
"""

from symderive import *

d, k1, k2 = size("d"), size("k_1"), size("k_2")

FITS_ONCE = [le(k1, d)]
FITS = [le(k1 + k2, d + 1)]
LARGE = {d: 20000, k1: 31, k2: 57}
JACOBIAN = {d: 430, k1: 31, k2: 23}
FULL_JACOBIAN = {d: 370, k1: 31, k2: 23}

# Valid: the lengths of h and of a. Full: the same.
h_length, a_length = d - k1 + 1, d - k1 - k2 + 2
h_full, a_full = d + k1 - 1, d + k1 + k2 - 2


def valid_convolution(h, w, n, k_2):
    """One entry of the output."""
    return sum(w[j] * h[n + j - 1] for j in range(1, k_2 + 1))


r"""5.1. Two valid convolutions: lengths.

Write out $a^1$ and $a^2$, here the outputs by $u$ and by $w$, and give the lengths of both.
"""


@claim("S4-5.1a", given=FITS_ONCE, numbers=LARGE)
def first_convolution(x=vector(d), u=vector(k1)):
    """The rows of the first convolution."""
    return eq(
        correlate(x, u),
        array(
            h_length,
            lambda n: progression(x[n] * u[1], x[n + 1] * u[2], ..., x[n + k1 - 1] * u[k1]),
        ),
    )


@erratum("E4-33", "S4-5.1a", "S4-5.1d", outcome="noted")
def two_lengths_of_one_name():
    """The letter $n$ counts rows and is also the number of rows.

    It has a value in the first convolution and another one in the second.
    """


@claim("S4-5.1b", given=FITS_ONCE, numbers=LARGE)
def entries_of_the_hidden_vector(x=vector(d), u=vector(k1)):
    """The hidden vector has entries $1$ to $d - k_1 + 1$."""
    h = relu(correlate(x, u))
    return eq(h, array(h_length, lambda n: h[n]))


@claim(given=FITS, numbers=LARGE)
def first_row(h=vector(h_length), u=vector(k1), w=vector(k2)):
    """The first row of the second convolution has the second kernel to its end."""
    return calc(correlate(h, w)[1]).eq(
        progression(h[1] * w[1], h[2] * w[2], ..., h[1 + k2 - 1] * w[k2]),
        "the first row",
        ref="S4-5.1c",
        printed=progression(h[1] * w[1], h[2] * w[2], ..., h[k2 - 1] * w[k2 - 1])
        + h[1 + k2 - 1] * u[k2],
        erratum="E4-32",
    )


@claim("S4-5.1d", given=FITS, numbers=LARGE)
def second_convolution(h=vector(h_length), w=vector(k2)):
    """The rows of the second convolution."""
    return eq(
        correlate(h, w),
        array(
            a_length,
            lambda n: progression(h[n] * w[1], h[n + 1] * w[2], ..., h[n + k2 - 1] * w[k2]),
        ),
    )


@claim("S4-5.1e", given=FITS_ONCE, numbers=LARGE)
def first_length():
    """The first output has an entry for each window that ends inside of the input."""
    return eq(total(lambda n: iverson(le(n + k1 - 1, d)), 1, d), d - k1 + 1)


@erratum("E4-63", "S4-5.1e", corrected_by=first_length, without=FITS_ONCE)
def first_length_of_any_kernel():
    """The length of the first output, for a kernel that may be longer than the input."""
    return eq(total(lambda n: iverson(le(n + k1 - 1, d)), 1, d), d - k1 + 1)


@claim("S4-5.1f", given=FITS_ONCE, numbers=LARGE)
def rectifier_keeps_the_length(a=vector(h_length)):
    """The rectifier works entry by entry, so that the length stays."""
    return eq(relu(a), array(d - k1 + 1, lambda n: greater_of(a[n], 0)))


@claim(given=FITS, numbers=LARGE)
def second_length():
    """The second output has an entry for each window that ends inside of the hidden vector."""
    return (
        calc(total(lambda n: iverson(le(n + k2 - 1, d - k1 + 1)), 1, d))
        .eq(d - k1 + 1 - k2 + 1, "the last window ends with the hidden vector")
        .eq(d - k1 - k2 + 2, "collected", ref="S4-5.1g")
    )


@erratum("E4-63", "S4-5.1g", corrected_by=second_length, without=FITS)
def second_length_of_any_kernels():
    """The length of the second output, for kernels of any length."""
    return eq(total(lambda n: iverson(le(n + k2 - 1, d - k1 + 1)), 1, d), d - k1 - k2 + 2)


r"""5.2. Two valid convolutions: the Jacobian.

Find $\frac{\partial a_i}{\partial h_n}$, first as the array of the derivatives of the rows.
"""


@claim("S4-5.2a", given=FITS, numbers=JACOBIAN)
def shape_of_the_jacobian(h=vector(h_length), w=vector(k2)):
    """The Jacobian has a row for each output and a column for each hidden entry."""
    a = correlate(h, w)
    return eq(jacobian(a, h), array((a_length, h_length), lambda i, n: diff(a[i], h[n])))


@claim("S4-5.2b", given=FITS, numbers=JACOBIAN)
def first_row_of_the_array(h=vector(h_length), w=vector(k2)):
    """The first row of the array, in its first and its last column."""
    a, row = correlate(h, w), progression(h[1] * w[1], h[2] * w[2], ..., h[1 + k2 - 1] * w[k2])
    return all_of(
        eq(diff(a[1], h[1]), diff(row, h[1])),
        eq(diff(a[1], h[h_length]), diff(row, h[h_length])),
    )


@erratum("E4-32", "S4-5.2b", corrected_by=first_row_of_the_array)
def first_row_with_the_other_kernel(h=vector(h_length), u=vector(k1), w=vector(k2)):
    """The first row of the array with the first kernel in its last term."""
    a = correlate(h, w)
    row = progression(h[1] * w[1], h[2] * w[2], ..., h[k2 - 1] * w[k2 - 1]) + h[1 + k2 - 1] * u[k2]
    return all_of(
        eq(diff(a[1], h[1]), diff(row, h[1])),
        eq(diff(a[1], h[h_length]), diff(row, h[h_length])),
    )


@claim("S4-5.2c", given=[le(2, a_length)], numbers=JACOBIAN)
def second_row_first_column(h=vector(h_length), w=vector(k2)):
    """The second row of the array in its first column; there is one if $a$ has two entries."""
    a, row = correlate(h, w), progression(h[2] * w[1], h[3] * w[2], ..., h[2 + k2 - 1] * w[k2])
    return eq(diff(a[2], h[1]), diff(row, h[1]))


@claim(given=[le(2, a_length)], numbers=JACOBIAN)
def second_row_last_column(h=vector(h_length), w=vector(k2)):
    """The second row of the array in its last column, which repeats the first row in print."""
    a, last = correlate(h, w), h[h_length]
    return calc(diff(a[2], last)).eq(
        diff(progression(h[2] * w[1], h[3] * w[2], ..., h[1 + k2] * w[k2]), last),
        "the second row",
        ref="S4-5.2d",
        printed=diff(progression(h[1] * w[1], h[2] * w[2], ..., h[1 + k2 - 1] * w[k2]), last),
        erratum="E4-34",
    )


@claim(given=[le(2, a_length)], numbers=JACOBIAN)
def last_row_but_one_first_column(h=vector(h_length), w=vector(k2)):
    """The last row but one of the array in its first column."""
    a, i = correlate(h, w), d - k1 - k2 + 1
    return calc(diff(a[i], h[1])).eq(
        diff(progression(h[i] * w[1], h[i + 1] * w[2], ..., h[d - k1] * w[k2]), h[1]),
        "row $d - k_1 - k_2 + 1$",
        ref="S4-5.2e",
        printed=diff(
            progression(h[d - k1] * w[1], h[d - k1 + 1] * w[2], ..., h[d - 1] * w[k2]), h[1]
        ),
        erratum="E4-35",
    )


@claim(given=[le(2, a_length)], numbers=JACOBIAN)
def last_row_but_one_last_column(h=vector(h_length), w=vector(k2)):
    """The last row but one of the array in its last column.

    As printed it has a term more than the kernel has entries, and starts too early.
    """
    a, i, last = correlate(h, w), d - k1 - k2 + 1, h[h_length]
    return calc(diff(a[i], last)).eq(
        diff(progression(h[i] * w[1], h[i + 1] * w[2], ..., h[d - k1] * w[k2]), last),
        "row $d - k_1 - k_2 + 1$",
        ref="S4-5.2f",
        printed=diff(
            progression(h[d - k1 - k2] * w[1], h[d - k1 - k2 + 1] * w[2], ..., h[d - k1] * w[k2]),
            last,
        ),
        erratum="E4-35",
    )


@claim(given=FITS, numbers=JACOBIAN)
def last_row_of_the_array(h=vector(h_length), w=vector(k2), n=index(h_length)):
    """The last row of the array, in every column."""
    a, i = correlate(h, w), d - k1 - k2 + 2
    return calc(diff(a[i], h[n])).eq(
        diff(progression(h[i] * w[1], h[i + 1] * w[2], ..., h[d - k1 + 1] * w[k2]), h[n]),
        "row $d - k_1 - k_2 + 2$",
        ref="S4-5.2g",
        printed=diff(
            progression(
                h[d - k1 - k2 + 1] * w[1], h[d - k1 - k2 + 2] * w[2], ..., h[d - k1 + 1] * w[k2]
            ),
            h[n],
        ),
        erratum="E4-36",
    )


@erratum("E4-37", "S4-5.2h", "S4-5.5b", outcome="noted")
def rows_that_repeat():
    """The last row is printed nine times more, with other slips each time, and then cut off.

    The middle rows of the array for the full convolution are in the same state.
    """


@claim("S4-5.2i", given=FITS, numbers=JACOBIAN)
def zeros_of_the_jacobian(h=vector(h_length), w=vector(k2), i=index(a_length), n=index(h_length)):
    """Outside of a band the derivatives are zero."""
    a = correlate(h, w)
    return implies(any_of(lt(n, i), gt(n, k2 + i)), eq(diff(a[i], h[n]), 0))


@claim("S4-5.2j", given=FITS, numbers=JACOBIAN)
def band_of_the_jacobian(h=vector(h_length), w=vector(k2), i=index(a_length), n=index(h_length)):
    r"""The zeros are those with $n < i$ or $n \ge k_2 + i$; the rest are entries of the kernel."""
    a = correlate(h, w)
    return all_of(
        implies(any_of(lt(n, i), ge(n, k2 + i)), eq(diff(a[i], h[n]), 0)),
        implies(all_of(le(i, n), lt(n, k2 + i)), eq(diff(a[i], h[n]), w[n - i + 1])),
    )


@erratum("E4-38", "S4-5.2j", corrected_by=band_of_the_jacobian)
def band_that_is_one_too_wide(
    h=vector(h_length), w=vector(k2), i=index(a_length), n=index(h_length)
):
    """For all $n$ that are left, $n = k_2 + i$ too, the derivative is an entry of the kernel."""
    a = correlate(h, w)
    left = all_of(le(i, n), le(n, k2 + i))
    return implies(left, exists(lambda j: eq(diff(a[i], h[n]), w[j]), k2))


@claim(
    "S4-5.2k",
    given=FITS,
    numbers=JACOBIAN,
    program=valid_convolution,
    program_at={d: 5, k1: 2, k2: 3},
)
def definition_of_the_convolution(h=vector(h_length), w=vector(k2), n=index(a_length)):
    """What the valid convolution is."""
    return eq(correlate(h, w)[n], total(lambda j: h[n + j - 1] * w[j], 1, k2))


@erratum("E4-62", "S4-5.2k", corrected_by=definition_of_the_convolution)
def convolution_that_flips(h=vector(h_length), w=vector(k2), n=index(a_length)):
    """Convolution means two things: elsewhere in the source it flips the kernel."""
    return eq(convolve(h, w, mode="valid")[n], total(lambda j: h[n + j - 1] * w[j], 1, k2))


@claim("S4-5.2l", given=FITS, numbers=JACOBIAN)
def derivative_by_a_shifted_entry(h=vector(h_length), w=vector(k2), n=index(a_length), j=index(k2)):
    """Entry $n + j - 1$ of the input meets entry $j$ of the kernel in row $n$."""
    return eq(diff(correlate(h, w)[n], h[n + j - 1]), w[j])


@erratum("E4-39", "S4-5.2l", corrected_by=derivative_by_a_shifted_entry)
def derivative_of_a_shifted_entry(h=vector(h_length), w=vector(k2), n=index(a_length), j=index(k2)):
    """The shift at the output instead of the input."""
    return eq(diff(correlate(h, w)[n + j - 1], h[n]), w[j])


@claim(
    "S4-5.2m",
    given=FITS,
    numbers=JACOBIAN,
    picture=lambda h, w: cells(jacobian(correlate(h, w), h), at={d: 8, k1: 1, k2: 3}),
)
def entries_of_the_jacobian(h=vector(h_length), w=vector(k2), i=index(a_length), n=index(h_length)):
    """The Jacobian: entry $n - i + 1$ of the kernel, where it has one."""
    inside = all_of(le(1, n - i + 1), le(n - i + 1, k2))
    return eq(diff(correlate(h, w)[i], h[n]), w[n - i + 1] * iverson(inside))


@erratum("E4-40", "S4-5.2m", corrected_by=entries_of_the_jacobian)
def jacobian_transposed(
    h=vector(h_length), w=vector(k2), i=index(a_length), n=index(h_length), j=index(k2)
):
    """Rows and columns changed places: $i = n + j - 1$ for $n = i + j - 1$."""
    return eq(diff(correlate(h, w)[i], h[n]), w[j]).given(eq(i, n + j - 1))


r"""5.3. Two valid convolutions: the gradient.

Express $\nabla_h L$ by $\nabla_a L$ and $w$, as a convolution.
"""


@claim(given=FITS, numbers=LARGE)
def gradient_by_the_chain_rule(
    L=function(of=vector(a_length)), h=vector(h_length), w=vector(k2), n=index(h_length)
):
    """The gradient of the loss by a hidden entry, as a sum over the kernel."""
    a = correlate(h, w)
    g = L.grad(a)

    def inside(j):
        return all_of(le(1, n - j + 1), le(n - j + 1, a_length))

    return (
        calc(grad(L(a), h)[n])
        .eq(total(lambda i: g[i] * diff(a[i], h[n]), 1, a_length), "chain rule", ref="S4-5.3a")
        .eq(
            total(lambda j: iverson(inside(j)) * g[n - j + 1] * diff(a[n - j + 1], h[n]), 1, k2),
            "the rows that see $h_n$",
            ref="S4-5.3b",
        )
        .eq(
            total(lambda j: padded(g)[n - j + 1] * w[j], 1, k2),
            "the Jacobian",
            ref="S4-5.3c",
            by=derivative_by_a_shifted_entry,
            printed=total(
                lambda j: total(lambda i: padded(g)[n + j - 1] * w[j], 1, a_length), 1, k2
            ),
            erratum="E4-42",
        )
    )


@erratum("E4-41", "S4-5.3b", corrected_by=gradient_by_the_chain_rule)
def sum_over_the_free_index(
    L=function(of=vector(a_length)),
    h=vector(h_length),
    w=vector(k2),
    n=index(h_length),
    j=index(k2),
):
    """A sum over the $n$ that is free on the left, from 0, in which nothing binds $j$.

    Read with a name of its own for the $n$ of the sum, and for every $j$.
    """
    a = correlate(h, w)
    g = L.grad(a)
    return eq(
        grad(L(a), h)[n],
        total(lambda nu: g[nu + j - 1] * diff(a[nu + j - 1], h[nu]), 0, a_length),
    )


@erratum("E4-42", "S4-5.3c", corrected_by=gradient_by_the_chain_rule)
def sum_in_which_nothing_varies(
    L=function(of=vector(a_length)),
    h=vector(h_length),
    w=vector(k2),
    n=index(h_length),
    j=index(k2),
):
    """A sum over $i$ of terms without $i$, read for every $j$."""
    a = correlate(h, w)
    g = L.grad(a)
    return eq(grad(L(a), h)[n], total(lambda i: padded(g)[n + j - 1] * w[j], 1, a_length))


@claim("S4-5.3d", given=FITS, numbers=JACOBIAN)
def gradient_as_a_column(L=function(of=vector(a_length)), h=vector(h_length), w=vector(k2)):
    """The sums for all hidden entries below one another."""
    a = correlate(h, w)
    g = L.grad(a)
    return eq(
        grad(L(a), h),
        array(
            d - k1 + 1,
            lambda n: progression(
                g[1] * diff(a[1], h[n]),
                g[2] * diff(a[2], h[n]),
                ...,
                g[a_length - 1] * diff(a[a_length - 1], h[n]),
                g[a_length] * diff(a[a_length], h[n]),
            ),
        ),
    )


@erratum("E4-48", "S4-5.3d", "S4-5.3e", outcome="noted")
def a_component_and_a_column():
    """One component of the gradient is set equal to the whole column.

    The last index is printed with its minus signs beside the letter instead of inside the index.
    """


def rows_with_zeros(L, h, w):
    """The first, second and last row of the gradient, with the zeros that are printed."""
    a, last, right = correlate(h, w), a_length, h_length
    g, v = L.grad(a), grad(L(a), h)
    return all_of(
        eq(diff(a[last], h[1]), 0),
        eq(v[1], g[1] * w[1] + progression(g[2] * 0, g[3] * 0, ..., g[last] * 0)),
        eq(diff(a[last], h[2]), 0),
        eq(
            v[2],
            g[1] * padded(w)[2] + g[2] * w[1] + progression(g[3] * 0, g[4] * 0, ..., g[last] * 0),
        ),
        eq(v[right], progression(g[1] * 0, g[2] * 0, ..., g[last - 1] * 0) + g[last] * w[k2]),
    )


@claim("S4-5.3e", given=[le(3, a_length)], numbers=JACOBIAN)
def gradient_with_its_zeros(L=function(of=vector(a_length)), h=vector(h_length), w=vector(k2)):
    """The first, second and last row with the derivatives put in, zeros at the ends shown.

    The last derivative in the first two rows is zero if $a$ has at least three entries. A kernel of
    one entry has no second; it counts as zero.
    """
    return rows_with_zeros(L, h, w)


@erratum("E4-61", "S4-5.3e", corrected_by=gradient_with_its_zeros, without=[le(3, a_length)])
def zeros_of_short_outputs(L=function(of=vector(a_length)), h=vector(h_length), w=vector(k2)):
    """The first, second and last row with their zeros, for outputs of any length."""
    return rows_with_zeros(L, h, w).given(le(k1 + k2, d + 1))


@claim(given=FITS, numbers=LARGE)
def full_convolution_with_the_flipped_kernel(g=vector(a_length), w=vector(k2), n=index(h_length)):
    """An entry of the full convolution with the flipped kernel."""
    return (
        calc(correlate(g, flip(w), mode="full")[n])
        .eq(
            total(lambda j: padded(g)[n + j - k2] * flip(w)[j], 1, k2),
            "what the full convolution is",
            ref="S4-5.3f",
            printed=total(lambda j: padded(g)[n + j - 1] * flip(w)[j], 1, k2),
            erratum="E4-43",
        )
        .eq(
            total(lambda j: padded(g)[n + j - k2] * w[k2 - j + 1], 1, k2),
            "what the flip is",
            ref="S4-5.3g",
        )
        .eq(
            total(lambda j: padded(g)[n - j + 1] * w[j], 1, k2),
            "counted from the other end",
        )
    )


@erratum(
    "E4-44",
    "S4-5.3f",
    corrected_by=full_convolution_with_the_flipped_kernel,
    outcome="ill-formed",
)
def full_convolution_that_binds_i(g=vector(a_length), w=vector(k2), n=index(h_length)):
    r"""The sum binds $i$, and $j$ is free: $\sum_{i=1}^{k} g_{n+i-1}\, \mathrm{flip}(w)_j$."""
    return eq(
        correlate(g, flip(w), mode="full")[n],
        total(lambda i: padded(g)[n + i - 1] * flip(w)[j], 1, k2),
    )


@erratum(
    "E4-44",
    "S4-5.3g",
    corrected_by=full_convolution_with_the_flipped_kernel,
    outcome="ill-formed",
)
def flipped_sum_that_binds_i(g=vector(a_length), w=vector(k2), n=index(h_length)):
    r"""The same slip in the next line: $\sum_{i=1}^{k} g_{n+j-k_2}\, w_{k_2-j+1}$."""
    return eq(
        correlate(g, flip(w), mode="full")[n],
        total(lambda i: padded(g)[n + j - k2] * w[k2 - j + 1], 1, k2),
    )


@claim("S4-5.3h", given=FITS, numbers=LARGE)
def length_of_the_full_convolution(g=vector(a_length), w=vector(k2)):
    """The full convolution is as long as the hidden vector."""
    v = correlate(g, flip(w), mode="full")
    return eq(v, array(d - k1 + 1, lambda n: v[n]))


@claim("S4-5.3i", given=FITS, numbers=LARGE)
def full_first_row(g=vector(a_length), w=vector(k2)):
    """The first row written out; $g$ is zero outside of its range."""
    return eq(
        correlate(g, flip(w), mode="full")[1],
        progression(
            padded(g)[2 - k2] * w[k2], padded(g)[3 - k2] * w[k2 - 1], ..., padded(g)[1] * w[1]
        ),
    )


@claim(given=[*FITS, le(2, h_length)], numbers=LARGE)
def full_second_row(g=vector(a_length), w=vector(k2)):
    """The second row written out; $g$ and $w$ are zero outside of their ranges.

    As printed, the second term repeats the index that the first row starts with.
    """
    row = correlate(g, flip(w), mode="full")[2]
    g, w = padded(g), padded(w)
    return calc(row).eq(
        progression(g[3 - k2] * w[k2], g[4 - k2] * w[k2 - 1], ..., g[1] * w[2], g[2] * w[1]),
        "the second row",
        ref="S4-5.3j",
        printed=g[3 - k2] * w[k2]
        + g[2 - k2] * w[k2 - 1]
        + progression(g[5 - k2] * w[k2 - 2], g[6 - k2] * w[k2 - 3], ..., g[2] * w[1]),
        erratum="E4-45",
    )


@claim("S4-5.3k", given=FITS, numbers=LARGE)
def full_last_row(g=vector(a_length), w=vector(k2)):
    """The last row written out; all terms but the first are padding."""
    after, i = padded(g), d - k1 - k2 + 2
    return eq(
        correlate(g, flip(w), mode="full")[h_length],
        progression(after[i] * w[k2], after[i + 1] * w[k2 - 1], ..., after[i - 1 + k2] * w[1]),
    )


@claim("S4-5.3l", given=FITS, numbers={d: 300, k1: 31, k2: 57})
def where_the_padding_is(n=index(h_length), j=index(k2)):
    """The indices $n + j - k_2$ that lie outside of $g$."""
    return iff(
        any_of(lt(n + j - k2, 1), gt(n + j - k2, a_length)),
        any_of(lt(n + j - k2, 1), gt(n + j, d - k1 + 2)),
    )


@erratum("E4-46", "S4-5.3l", corrected_by=where_the_padding_is)
def padding_with_both_ends_wrong(n=index(h_length), j=index(k2)):
    """Zero is left out below, and the bound above is never reached."""
    return iff(
        any_of(lt(n + j - k2, 1), gt(n + j - k2, a_length)),
        any_of(lt(n + j - k2, 0), gt(n + j, d - k1 + 1 + k2)),
    )


@claim("S4-5.3m", given=FITS, numbers=LARGE)
def simplified_first_row(g=vector(a_length), w=vector(k2)):
    """The first row without its padding."""
    zeros = progression(0 * w[k2], 0 * w[k2 - 1], ..., 0 * w[2])
    return eq(correlate(g, flip(w), mode="full")[1], zeros + g[1] * w[1])


@claim(given=[*FITS, le(2, h_length)], numbers=LARGE)
def simplified_second_row(g=vector(a_length), w=vector(k2)):
    """The second row without its padding; $g$ and $w$ are zero outside of their ranges."""
    zeros = progression(0 * w[k2], 0 * w[k2 - 1], ..., 0 * w[3])
    return calc(correlate(g, flip(w), mode="full")[2]).eq(
        zeros + g[1] * padded(w)[2] + padded(g)[2] * w[1],
        "the indices add up to 3",
        ref="S4-5.3n",
        printed=zeros + padded(g)[2] * padded(w)[2] + g[1] * w[1],
        erratum="E4-47",
    )


@claim("S4-5.3o", given=FITS, numbers=LARGE)
def simplified_last_row(g=vector(a_length), w=vector(k2)):
    """The last row without its padding."""
    zeros = progression(0 * w[k2 - 1], 0 * w[k2 - 2], ..., 0 * w[1])
    return eq(correlate(g, flip(w), mode="full")[h_length], g[a_length] * w[k2] + zeros)


@claim("S4-5.3p", given=FITS, numbers=LARGE)
def gradient_is_a_full_convolution(
    L=function(of=vector(a_length)), h=vector(h_length), w=vector(k2)
):
    """The gradient through a valid convolution is a full one with the flipped kernel."""
    a = correlate(h, w)
    return eq(grad(L(a), h), correlate(L.grad(a), flip(w), mode="full"))


"""5.4. Two full convolutions: lengths.

The same as in 5.1 in the mode full, where nothing needs to be assumed of the lengths.
"""


@claim("S4-5.4a", numbers=LARGE)
def first_full_convolution(x=vector(d), u=vector(k1)):
    """The rows of the first convolution; $x$ is zero outside of its range."""
    around = padded(x)
    return eq(
        correlate(x, u, mode="full"),
        array(
            h_full,
            lambda n: progression(
                around[n + 1 - k1] * u[1], around[n + 2 - k1] * u[2], ..., around[n] * u[k1]
            ),
        ),
    )


@claim("S4-5.4b", numbers=LARGE)
def entries_of_the_longer_hidden_vector(x=vector(d), u=vector(k1)):
    """The hidden vector has entries $1$ to $d + k_1 - 1$."""
    h = relu(correlate(x, u, mode="full"))
    return eq(h, array(h_full, lambda n: h[n]))


@claim(numbers=LARGE)
def second_full_convolution(h=vector(h_full), u=vector(k1), w=vector(k2), n=index(a_full)):
    """The rows of the second convolution; $h$ is zero outside of its range.

    All but the last are printed with the first kernel.
    """
    row = correlate(h, w, mode="full")[n]
    h = padded(h)
    return calc(row).eq(
        progression(h[n + 1 - k2] * w[1], h[n + 2 - k2] * w[2], ..., h[n] * w[k2]),
        "what the full convolution is",
        ref="S4-5.4c",
        printed=progression(h[n + 1 - k2] * u[1], h[n + 2 - k2] * u[2], ..., h[n] * u[k2]),
        erratum="E4-49",
    )


@claim("S4-5.4d", numbers=LARGE)
def first_full_length():
    """The first output has an entry for each window that begins inside of the input or before."""
    return eq(total(lambda n: iverson(le(n + 1 - k1, d)), 1, d + k1), d + k1 - 1)


@claim("S4-5.4e", numbers=LARGE)
def rectifier_keeps_the_full_length(a=vector(h_full)):
    """The rectifier works entry by entry, so that the length stays."""
    return eq(relu(a), array(d + k1 - 1, lambda n: greater_of(a[n], 0)))


@claim(numbers=LARGE)
def second_full_length():
    """The second output has an entry for each window that begins inside of $h$ or before."""
    return (
        calc(total(lambda n: iverson(le(n + 1 - k2, d + k1 - 1)), 1, d + k1 + k2))
        .eq(d + k1 - 1 + k2 - 1, "the last window begins where the hidden vector ends")
        .eq(d + k1 + k2 - 2, "collected", ref="S4-5.4f")
    )


"""5.5. Two full convolutions: the Jacobian.

The same as in 5.2.
"""


@claim("S4-5.5a", numbers=FULL_JACOBIAN)
def shape_of_the_full_jacobian(h=vector(h_full), w=vector(k2)):
    """The Jacobian has a row for each output and a column for each hidden entry."""
    a = correlate(h, w, mode="full")
    return eq(jacobian(a, h), array((a_full, h_full), lambda i, n: diff(a[i], h[n])))


@claim("S4-5.5b", numbers=FULL_JACOBIAN)
def outer_rows_of_the_full_array(h=vector(h_full), w=vector(k2), n=index(h_full)):
    """The first and the last row of the array, in every column."""
    a, around, last = correlate(h, w, mode="full"), padded(h), d + k1 - 1
    first_row = progression(around[2 - k2] * w[1], around[3 - k2] * w[2], ..., around[1] * w[k2])
    last_row = progression(
        around[last] * w[1], around[last + 1] * w[2], ..., around[d + k1 + k2 - 2] * w[k2]
    )
    return all_of(
        eq(diff(a[1], h[n]), diff(first_row, h[n])),
        eq(diff(a[a_full], h[n]), diff(last_row, h[n])),
    )


@erratum("E4-50", "S4-5.5b", corrected_by=outer_rows_of_the_full_array)
def outer_rows_with_the_other_kernel(h=vector(h_full), u=vector(k1), w=vector(k2), n=index(h_full)):
    """The first and the last row with the first kernel."""
    a, around, last = correlate(h, w, mode="full"), padded(h), d + k1 - 1
    first_row = progression(around[2 - k2] * u[1], around[3 - k2] * u[2], ..., around[1] * u[k2])
    last_row = progression(
        around[last] * u[1], around[last + 1] * u[2], ..., around[d + k1 + k2 - 2] * u[k2]
    )
    return all_of(
        eq(diff(a[1], h[n]), diff(first_row, h[n])),
        eq(diff(a[a_full], h[n]), diff(last_row, h[n])),
    )


@claim("S4-5.5b", given=[le(2, a_full)], numbers=FULL_JACOBIAN)
def inner_rows_of_the_full_array(h=vector(h_full), w=vector(k2), n=index(h_full)):
    """The second row and the last but one, in every column."""
    a, around, start = correlate(h, w, mode="full"), padded(h), d + k1 - 2
    second_row = progression(around[3 - k2] * w[1], around[4 - k2] * w[2], ..., around[2] * w[k2])
    row_before_last = progression(
        around[start] * w[1], around[start + 1] * w[2], ..., around[d + k1 + k2 - 3] * w[k2]
    )
    return all_of(
        eq(diff(a[2], h[n]), diff(second_row, h[n])),
        eq(diff(a[a_full - 1], h[n]), diff(row_before_last, h[n])),
    )


@erratum("E4-50", "S4-5.5b", corrected_by=inner_rows_of_the_full_array)
def inner_rows_with_the_other_kernel(h=vector(h_full), u=vector(k1), w=vector(k2), n=index(h_full)):
    """The second row and the last but one with the first kernel."""
    a, around, start = correlate(h, w, mode="full"), padded(h), d + k1 - 2
    second_row = progression(around[3 - k2] * u[1], around[4 - k2] * u[2], ..., around[2] * u[k2])
    row_before_last = progression(
        around[start] * u[1], around[start + 1] * u[2], ..., around[d + k1 + k2 - 3] * u[k2]
    )
    return all_of(
        eq(diff(a[2], h[n]), diff(second_row, h[n])),
        eq(diff(a[a_full - 1], h[n]), diff(row_before_last, h[n])),
    )


@claim("S4-5.5c", numbers=FULL_JACOBIAN)
def entries_of_the_full_jacobian(h=vector(h_full), w=vector(k2), i=index(a_full), n=index(h_full)):
    r"""The Jacobian is a band matrix; $w$ is zero outside of its range.

    Its rows are $(w_{k_2}, 0, \dots)$, $(w_{k_2 - 1}, w_{k_2}, 0, \dots)$ and so on to
    $(0, \dots, 0, w_1)$.
    """
    return eq(diff(correlate(h, w, mode="full")[i], h[n]), padded(w)[n - i + k2])


@claim("S4-5.5d", numbers=FULL_JACOBIAN)
def names_of_rows_and_columns(h=vector(h_full), w=vector(k2)):
    """Rows are counted by $i$ and columns by $n$, as the size of the band matrix says."""
    band = array((a_full, h_full), lambda i, n: padded(w)[n - i + k2])
    return eq(jacobian(correlate(h, w, mode="full"), h), band)


@erratum("E4-51", "S4-5.5d", corrected_by=names_of_rows_and_columns)
def rows_and_columns_exchanged(h=vector(h_full), w=vector(k2), i=index(a_full), n=index(h_full)):
    """The matrix with its columns named $i$ and its rows named $n$."""
    return eq(diff(correlate(h, w, mode="full")[i], h[n]), padded(w)[i - n + k2])


@claim("S4-5.5e", numbers={d: 300, k1: 31, k2: 57})
def padding_before_the_input(n=index(a_full), j=index(k2)):
    """The indices $n + j - k_2$ that lie before the first entry."""
    return iff(lt(n + j - k2, 1), le(n, k2 - j))


@erratum("E4-52", "S4-5.5e", corrected_by=padding_before_the_input)
def padding_without_index_zero(n=index(a_full), j=index(k2)):
    """The indices before the first entry, without the index 0."""
    return iff(lt(n + j - k2, 1), lt(n, k2 - j))


@claim("S4-5.5f", numbers=FULL_JACOBIAN)
def band_of_the_full_jacobian(h=vector(h_full), w=vector(k2), i=index(a_full), n=index(h_full)):
    """Zeros are right of the diagonal and $k_2$ rows below it; the rest is the kernel."""
    slope = diff(correlate(h, w, mode="full")[i], h[n])
    return all_of(
        implies(any_of(gt(n, i), gt(i, n + k2 - 1)), eq(slope, 0)),
        implies(all_of(le(n, i), le(i, n + k2 - 1)), eq(slope, w[n - i + k2])),
    )


@erratum("E4-53", "S4-5.5f", corrected_by=band_of_the_full_jacobian)
def zeros_with_the_roles_exchanged(
    h=vector(h_full), w=vector(k2), i=index(a_full), n=index(h_full), j=index(k2)
):
    """The zeros as printed, for every $j$."""
    slope = diff(correlate(h, w, mode="full")[i], h[n])
    return implies(any_of(gt(i, n + j - 1), gt(n, i + k2 - 1)), eq(slope, 0))


@erratum("E4-53", "S4-5.5f", corrected_by=band_of_the_full_jacobian)
def rest_with_the_roles_exchanged(h=vector(h_full), w=vector(k2), i=index(a_full), n=index(h_full)):
    """The rest as printed, with $k_2$ for $j$: the derivative is an entry of the kernel."""
    slope = diff(correlate(h, w, mode="full")[i], h[n])
    rest = all_of(le(i, n + k2 - 1), le(n, i + k2 - 1))
    return implies(rest, exists(lambda j: eq(slope, w[j]), k2))


@claim("S4-5.5g", numbers=FULL_JACOBIAN)
def definition_of_the_full_convolution(h=vector(h_full), w=vector(k2), n=index(a_full)):
    """What the full convolution is; $h$ is zero outside of its range."""
    row = correlate(h, w, mode="full")[n]
    return eq(row, total(lambda j: padded(h)[n + j - k2] * w[j], 1, k2))


@erratum("E4-59", "S4-5.5g", corrected_by=definition_of_the_full_convolution, outcome="ill-formed")
def definition_with_a_length_of_no_kernel(h=vector(h_full), w=vector(k2), n=index(a_full)):
    r"""The index has $k$ for $k_2$: $\sum_{j=1}^{k_2} h_{n+j-k}\, w_j$."""
    row = correlate(h, w, mode="full")[n]
    return eq(row, total(lambda j: padded(h)[n + j - k] * w[j], 1, k2))


@claim("S4-5.5h", numbers=FULL_JACOBIAN)
def derivative_by_a_shifted_entry_of_the_input(
    h=vector(h_full), w=vector(k2), n=index(a_full), j=index(k2)
):
    """Entry $n + j - k_2$ of the input meets entry $j$ of the kernel in row $n$."""
    place = n + j - k2
    return implies(
        all_of(le(1, place), le(place, h_full)),
        eq(diff(correlate(h, w, mode="full")[n], h[place]), w[j]),
    )


@erratum("E4-54", "S4-5.5h", corrected_by=derivative_by_a_shifted_entry_of_the_input)
def derivative_in_the_shifted_row(
    h=vector(h_full), w=vector(k2), n=index(a_full), j=index(k2), i=index(a_full)
):
    """Entry and kernel meet in row $i = n + j - k_2$ instead of row $n$."""
    place = n + j - k2
    return implies(
        all_of(le(1, place), le(place, h_full), eq(i, place)),
        eq(diff(correlate(h, w, mode="full")[i], h[place]), w[j]),
    )


"""5.6. Two full convolutions: the gradient.

The same as in 5.3: valid and full change their places.
"""


@claim(numbers=LARGE)
def full_gradient_by_the_chain_rule(
    L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2), n=index(h_full)
):
    """The gradient of the loss by a hidden entry, as a sum over the kernel."""
    a = correlate(h, w, mode="full")
    g = L.grad(a)
    return (
        calc(grad(L(a), h)[n])
        .eq(total(lambda i: g[i] * diff(a[i], h[n]), 1, a_full), "chain rule", ref="S4-5.6a")
        .eq(
            total(lambda i: g[i] * padded(w)[n - i + k2], 1, a_full),
            "the Jacobian",
            by=entries_of_the_full_jacobian,
        )
        .eq(
            total(lambda j: g[n + j - 1] * w[k2 - j + 1], 1, k2),
            "the rows that see $h_n$",
        )
    )


@erratum("E4-55", "S4-5.6b", outcome="noted")
def the_question_before():
    """The lengths of question 5.4 are cited where the Jacobian of 5.5 is used."""


def full_rows_with_zeros(L, h, w):
    """The first two and the last two rows of the gradient, with the zeros that are printed."""
    a, last, right = correlate(h, w, mode="full"), a_full, h_full
    g, v = L.grad(a), grad(L(a), h)
    return all_of(
        eq(diff(a[last], h[1]), 0),
        eq(
            v[1],
            progression(g[1] * w[k2], g[2] * w[k2 - 1], ..., g[k2] * w[1])
            + progression(g[k2 + 1] * 0, g[k2 + 2] * 0, ..., g[last] * 0),
        ),
        eq(diff(a[last], h[2]), 0),
        eq(
            v[2],
            g[1] * 0
            + progression(g[2] * w[k2], g[3] * w[k2 - 1], ..., g[k2 + 1] * w[1])
            + progression(g[k2 + 2] * 0, g[k2 + 3] * 0, ..., g[last] * 0),
        ),
        eq(
            v[right - 1],
            progression(g[1] * 0, g[2] * 0, ..., g[right - 2] * 0)
            + progression(g[right - 1] * w[k2], g[right] * w[k2 - 1], ..., g[last - 1] * w[1])
            + g[last] * 0,
        ),
        eq(
            v[right],
            progression(g[1] * 0, g[2] * 0, ..., g[right - 1] * 0)
            + progression(g[right] * w[k2], g[right + 1] * w[k2 - 1], ..., g[last] * w[1]),
        ),
    )


@claim("S4-5.6c", given=[le(3, h_full)], numbers=FULL_JACOBIAN)
def full_gradient_with_its_zeros(L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2)):
    """The first two and the last two rows with the derivatives put in, zeros shown.

    The last derivative in the first two rows is zero if $h$ has at least three entries.
    """
    return full_rows_with_zeros(L, h, w)


@erratum("E4-61", "S4-5.6c", corrected_by=full_gradient_with_its_zeros, without=[le(3, h_full)])
def zeros_of_short_inputs(L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2)):
    """The first two and the last two rows with their zeros, for any hidden vector."""
    return full_rows_with_zeros(L, h, w)


@claim("S4-5.6d", numbers=LARGE)
def compact_first_row(L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2)):
    """The first row without its zeros."""
    a = correlate(h, w, mode="full")
    g = L.grad(a)
    return eq(grad(L(a), h)[1], progression(g[1] * w[k2], g[2] * w[k2 - 1], ..., g[k2] * w[1]))


@claim(given=[le(2, h_full)], numbers=LARGE)
def compact_second_row(L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2)):
    """The second row without its zeros; the indices of the kernel fall."""
    a = correlate(h, w, mode="full")
    g = L.grad(a)
    return calc(grad(L(a), h)[2]).eq(
        progression(g[2] * w[k2], g[3] * w[k2 - 1], ..., g[k2 + 1] * w[1]),
        "the second row",
        ref="S4-5.6e",
        printed=progression(g[2] * w[k2 - 1], g[3] * w[k2], ..., g[k2 + 1] * w[1]),
        erratum="E4-56",
    )


@claim(numbers=LARGE)
def compact_last_row(L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2)):
    """The last row without its zeros; it has as many terms as the kernel has entries."""
    a, last = correlate(h, w, mode="full"), a_full
    g = L.grad(a)
    return calc(grad(L(a), h)[h_full]).eq(
        progression(g[last - k2 + 1] * w[k2], g[last - k2 + 2] * w[k2 - 1], ..., g[last] * w[1]),
        "the last row",
        ref="S4-5.6f",
        printed=progression(
            g[last - k2] * w[k2], g[last - k2 + 1] * w[k2 - 1], ..., g[last] * w[1]
        ),
        erratum="E4-57",
    )


@claim("S4-5.6g", numbers=LARGE)
def entry_of_the_gradient(
    L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2), n=index(h_full)
):
    """An entry of the gradient is one of the valid convolution with the flipped kernel."""
    a = correlate(h, w, mode="full")
    return eq(grad(L(a), h)[n], correlate(L.grad(a), flip(w))[n])


@erratum("E4-58", "S4-5.6g", corrected_by=entry_of_the_gradient)
def gradient_with_the_sign_of_the_full_one(
    L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2)
):
    """The sign of the full convolution where the valid one is meant."""
    a = correlate(h, w, mode="full")
    return eq(grad(L(a), h), correlate(L.grad(a), flip(w), mode="full"))


@claim(numbers=LARGE)
def valid_convolution_with_the_flipped_kernel(g=vector(a_full), w=vector(k2), n=index(h_full)):
    """An entry of the valid convolution with the flipped kernel."""
    return (
        calc(correlate(g, flip(w))[n])
        .eq(
            total(lambda j: g[n + j - 1] * flip(w)[j], 1, k2),
            "what the valid convolution is",
            ref="S4-5.6h",
        )
        .eq(
            total(lambda j: g[n + j - 1] * w[k2 - j + 1], 1, k2),
            "what the flip is",
            ref="S4-5.6i",
        )
    )


@erratum(
    "E4-59",
    "S4-5.6i",
    corrected_by=valid_convolution_with_the_flipped_kernel,
    outcome="ill-formed",
)
def valid_sum_that_binds_i(g=vector(a_full), w=vector(k2), n=index(h_full)):
    r"""The sum binds $i$, and $j$ is free: $\sum_{i=1}^{k} g_{n+j-1}\, w_{k_2-j+1}$."""
    return eq(correlate(g, flip(w))[n], total(lambda i: g[n + j - 1] * w[k2 - j + 1], 1, k2))


@claim("S4-5.6j", given=[le(2, h_full)], numbers=LARGE)
def valid_first_two_rows(g=vector(a_full), w=vector(k2)):
    """The first two rows written out."""
    v = correlate(g, flip(w))
    return all_of(
        eq(v[1], progression(g[1] * w[k2], g[2] * w[k2 - 1], ..., g[1 + k2 - 1] * w[1])),
        eq(v[2], progression(g[2] * w[k2], g[3] * w[k2 - 1], ..., g[2 + k2 - 1] * w[1])),
    )


@erratum("E4-60", "S4-5.6j", outcome="noted")
def rows_that_end_with_n():
    """The last index of both rows is $n + k_2 - 1$, with $n$ for 1 and for 2."""


@claim(numbers=LARGE)
def valid_last_row(g=vector(a_full), w=vector(k2)):
    """The last row written out, with its last two terms; $w$ is zero outside of its range."""
    last, row = a_full, correlate(g, flip(w))[h_full]
    g, w = padded(g), padded(w)
    return calc(row).eq(
        progression(
            g[last - k2 + 1] * w[k2],
            g[last - k2 + 2] * w[k2 - 1],
            ...,
            g[last - 1] * w[2],
            g[last] * w[1],
        ),
        "the last row",
        ref="S4-5.6k",
        printed=progression(
            g[last - k2] * w[k2],
            g[last - k2 + 1] * w[k2 - 1],
            ...,
            g[last - 1] * w[2],
            g[last] * w[1],
        ),
        erratum="E4-57",
    )


@claim("S4-5.6l", numbers=LARGE)
def gradient_is_a_valid_convolution(L=function(of=vector(a_full)), h=vector(h_full), w=vector(k2)):
    """The gradient through a full convolution is a valid one with the flipped kernel."""
    a = correlate(h, w, mode="full")
    return eq(grad(L(a), h), correlate(L.grad(a), flip(w)))


"""Beyond the questions."""


@claim(given=FITS, numbers=LARGE)
def two_convolutions_are_one(x=vector(d), u=vector(k1), w=vector(k2)):
    """Two convolutions in a row are one, with the full convolution of the kernels.

    Here the kernels are convolved in the sense that flips one of them.
    """
    return eq(correlate(correlate(x, u), w), correlate(x, convolve(u, w, mode="full")))


@claim(numbers=LARGE)
def two_full_convolutions_are_one(x=vector(d), u=vector(k1), w=vector(k2)):
    """Two convolutions in the mode full are one, with nothing assumed of the lengths."""
    return eq(
        correlate(correlate(x, u, mode="full"), w, mode="full"),
        correlate(x, convolve(u, w, mode="full"), mode="full"),
    )


@claim(given=FITS_ONCE, numbers=LARGE)
def flipping_the_kernel(x=vector(d), u=vector(k1)):
    """The convolution that flips its kernel is the one that does not, with the kernel flipped."""
    return eq(convolve(x, u, mode="valid"), correlate(x, flip(u)))


@claim(given=FITS_ONCE, numbers=JACOBIAN)
def gradient_by_the_kernel(L=function(of=vector(h_length)), x=vector(d), u=vector(k1)):
    """The gradient by the kernel is the input convolved with the gradient by the output."""
    a = correlate(x, u)
    return eq(grad(L(a), u), correlate(x, L.grad(a)))
