"""The lines on the adjoints of a convolution of matrices, and what is changed in their siblings."""

from __future__ import annotations

from symderive import (
    all_of,
    array,
    conv_transpose,
    correlate,
    diff,
    eq,
    flip,
    ge,
    index,
    inner,
    iverson,
    matrix,
    padded,
    total,
    vjp,
)
from tests.proofs.families import Families, same, times
from tests.proofs.plane_lines import (
    PLANE,
    SHEET,
    column_v,
    convolved,
    exact,
    exact_h,
    exact_w,
    h,
    image,
    k,
    kernel,
    kernel_c,
    kernel_e,
    l,
    m,
    n,
    not_empty,
    out_i,
    out_j,
    outer_gradient,
    p,
    place,
    rho,
    row_u,
    s,
    t,
    w,
)

ADJOINTS = Families(PLANE.name)
transposed, back, back_to_kernel, meets = (
    SHEET.transposed,
    SHEET.back,
    SHEET.back_to_kernel,
    SHEET.meets,
)
exact_image, exact_u, exact_v = matrix(exact_h, exact_w), index(exact_h), index(exact_w)
beyond = index(rho - p)


def unpadded(g, K):
    return conv_transpose(g, K, stride=s, dilation=t)


def with_settings(stride=s, padding=p, dilation=t):
    """Another transposed convolution."""
    return lambda g, K: conv_transpose(g, K, stride=stride, padding=padding, dilation=dilation)


@ADJOINTS.family(
    "derivative_by_an_entry",
    {"met": lambda u, i, c: meets(u + 1, i, c)},
    {"met": lambda u, i, c: meets(u, i + 1, c)},
    {"met": lambda u, i, c: eq(u, place(i, c))},
    {"flipped": flip},
    {"factor": -1},
    given=not_empty,
)
def derivative_by_an_entry(
    X=image,
    K=kernel,
    i=out_i,
    j=out_j,
    u=row_u,
    v=column_v,
    met=meets,
    flipped=same,
    factor=1,
):
    found = total(
        lambda c, e: iverson(all_of(met(u, i, c), meets(v, j, e))) * flipped(K)[c, e], k, l
    )
    return eq(diff(convolved(X, K)[i, j], X[u, v]), times(factor)(found))


@ADJOINTS.family(
    "adjoint",
    {"factor": -1},
    {"flipped": flip},
    {"left": lambda X, K: convolved(X, K) + 1},
    {"to": lambda g, K: 2 * back(g, K)},
    given=not_empty,
)
def adjoint(X=image, K=kernel, g=outer_gradient, left=convolved, to=back, flipped=same, factor=1):
    return eq(inner(left(X, K), g), times(factor)(inner(X, to(g, flipped(K)))))


@ADJOINTS.family(
    "gradient_by_the_matrix",
    {"factor": -1},
    {"flipped": flip},
    {"of": lambda X, K: convolved(X, K) ** 2},
    given=not_empty,
)
def gradient_by_the_matrix(
    X=image, K=kernel, g=outer_gradient, of=convolved, flipped=same, factor=1
):
    return eq(vjp(of(X, K), X, g), times(factor)(back(g, flipped(K))))


@ADJOINTS.family(
    "transposed_convolution_is_the_adjoint",
    {"X": image},
    {"of": with_settings(padding=0)},
    {"of": with_settings(stride=1)},
    {"of": with_settings(dilation=1)},
    {"flipped": flip},
    {"factor": -1},
    given=exact,
)
def transposed_convolution_is_the_adjoint(
    X=exact_image, K=kernel, g=outer_gradient, of=transposed, flipped=same, factor=1
):
    return eq(inner(convolved(X, K), g), times(factor)(inner(X, of(g, flipped(K)))))


@ADJOINTS.family(
    "gradient_where_nothing_is_left_over",
    {"X": image},
    {"of": with_settings(padding=0)},
    {"flipped": flip},
    {"factor": -1},
    given=exact,
)
def gradient_where_nothing_is_left_over(
    X=exact_image, K=kernel, g=outer_gradient, of=transposed, flipped=same, factor=1
):
    return eq(vjp(convolved(X, K), X, g), times(factor)(of(g, flipped(K))))


@ADJOINTS.family(
    "adjoint_with_a_remainder",
    {"shift": 0},
    {"shift": p + 1},
    {"of": transposed},
    {"flipped": flip},
    {"rows": exact_h},
    given=not_empty,
)
def adjoint_with_a_remainder(
    K=kernel, g=outer_gradient, of=unpadded, flipped=same, shift=p, rows=h
):
    found = of(g, flipped(K))
    return eq(back(g, K), array((rows, w), lambda u, v: padded(found)[u + shift, v + p]))


@ADJOINTS.family(
    "adjoint_before_the_remainder",
    {"u": row_u},
    {"of": unpadded},
    {"flipped": flip},
    {"factor": -1},
    given=exact,
)
def adjoint_before_the_remainder(
    K=kernel, g=outer_gradient, u=exact_u, v=exact_v, of=transposed, flipped=same, factor=1
):
    return eq(back(g, K)[u, v], times(factor)(of(g, flipped(K))[u, v]))


@ADJOINTS.family(
    "rows_that_no_window_meets",
    {"row": lambda b: exact_h + p + b - 1},
    {"row": lambda b: exact_h + b},
    {"value": 1},
)
def rows_that_no_window_meets(
    K=kernel,
    g=outer_gradient,
    b=beyond,
    v=column_v,
    row=lambda b: exact_h + p + b,
    value=0,
):
    u = row(b)
    return eq(back(g, K)[u, v], value).given(ge(u, 1), *not_empty)


@ADJOINTS.family(
    "transposed_convolution_by_zeros",
    {"flipped": same},
    {"step": 1},
    {"dilation": 1},
    {"padding": lambda k: k - 1},
    {"factor": -1},
)
def transposed_convolution_by_zeros(
    K=kernel,
    g=outer_gradient,
    flipped=flip,
    step=s,
    dilation=t,
    padding=lambda k: t * (k - 1),
    factor=1,
):
    stuffed = array(
        (s * (m - 1) + 1, s * (n - 1) + 1),
        lambda u, v: total(
            lambda i, j: (
                iverson(all_of(eq(u, step * (i - 1) + 1), eq(v, s * (j - 1) + 1))) * g[i, j]
            ),
            m,
            n,
        ),
    )
    found = correlate(stuffed, flipped(K), padding=(padding(k), padding(l)), dilation=dilation)
    return eq(unpadded(g, K), times(factor)(found))


@ADJOINTS.family(
    "padding_of_a_transposed_convolution",
    {"shift": 0},
    {"shift": 2 * p},
    {"of": with_settings(stride=1, padding=0)},
    {"factor": -1},
    given=exact,
)
def padding_of_a_transposed_convolution(K=kernel, g=outer_gradient, of=unpadded, shift=p, factor=1):
    found = of(g, K)
    return eq(
        times(factor)(transposed(g, K)),
        array((exact_h, exact_w), lambda u, v: found[u + shift, v + p]),
    )


@ADJOINTS.family(
    "derivative_by_the_kernel",
    {"shift": 0},
    {"at": lambda i, c: s * (i - 1) + t * c},
    {"at": lambda i, c: s * i + t * (c - 1) + 1},
    {"factor": -1},
    given=not_empty,
)
def derivative_by_the_kernel(
    X=image,
    K=kernel,
    i=out_i,
    j=out_j,
    c=kernel_c,
    e=kernel_e,
    at=place,
    shift=p,
    factor=1,
):
    found = padded(X)[at(i, c) - shift, place(j, e) - p]
    return eq(diff(convolved(X, K)[i, j], K[c, e]), times(factor)(found))


@ADJOINTS.family(
    "adjoint_in_the_kernel",
    {"factor": -1},
    {"flipped": flip},
    {"left": lambda X, K: convolved(X, K) + 1},
    given=not_empty,
)
def adjoint_in_the_kernel(
    X=image, K=kernel, g=outer_gradient, left=convolved, flipped=same, factor=1
):
    found = inner(K, flipped(back_to_kernel(X, g)))
    return eq(inner(left(X, K), g), times(factor)(found))


@ADJOINTS.family(
    "gradient_by_the_kernel",
    {"factor": -1},
    {"flipped": flip},
    {"of": lambda X, K: convolved(X, K) ** 2},
    given=not_empty,
)
def gradient_by_the_kernel(
    X=image, K=kernel, g=outer_gradient, of=convolved, flipped=same, factor=1
):
    return eq(vjp(of(X, K), K, g), times(factor)(flipped(back_to_kernel(X, g))))


@ADJOINTS.family(
    "gradient_by_the_kernel_is_a_convolution",
    {"X": image},
    {"stride": s, "dilation": t},
    {"padding": 0},
    {"flipped": flip},
    {"factor": -1},
    given=exact,
)
def gradient_by_the_kernel_is_a_convolution(
    X=exact_image,
    K=kernel,
    g=outer_gradient,
    stride=t,
    padding=p,
    dilation=s,
    flipped=same,
    factor=1,
):
    found = correlate(X, flipped(g), stride=stride, padding=padding, dilation=dilation)
    return eq(vjp(convolved(X, K), K, g), times(factor)(found))
