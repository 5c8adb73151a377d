r"""Gradients through a convolutional net of any depth.

The net has $L$ layers. Layer $l$ convolves the activation $y_{l-1}$, a vector of length $n_{l-1}$,
with a filter $w_l$ of length $f_l$ and adds the bias $b_l$ to all entries; what comes out is
$y'_l = A(w_l, n_{l-1})\, y_{l-1} + b_l 1$. Every layer but the last applies a differentiable
function to it, entry by entry: $y_l = \sigma(y'_l)$ for $l < L$, and $y_L = y'_L$. The input is
$y_0 = x$.

The matrix $A$ has the filter in every row, moved by one place from row to row, so that
$n_l = n_{l-1} - f_l + 1$. Where the net has one output, $n_L = 1$. Backwards, $v_L = 1$ and
$v_l = v_{l+1}\, A(w_{l+1}, n_l)\, \mathrm{diag}(\sigma'(y'_l))$.

Derivatives by $w_l$, $b_l$ and $y_l$ are those of $y_L$ as this recursion defines it. A derivative
by $y_l$ is that of the net started anew at layer $l$.
"""

from symderive import *

L = size("L")
n, f = size_family("n", L), size_family("f", 1, L)
l = index("l", 1, L)

LENGTHS = [forall(lambda l: eq(n[l], n[l - 1] - f[l] + 1), 1, L)]
NET = [*LENGTHS, eq(n[L], 1)]


def sizes(first, filters):
    """A net with an input of that length and these filters."""
    lengths = [first]
    for length in filters:
        lengths.append(lengths[-1] - length + 1)
    return {L: len(filters), f: filters, n: lengths}


DEEP = sizes(4096, (9, 17, 33, 65, 5, 3, 2, 7, 31, 64, 128, 3743))
WIDE = sizes(20000, (64, 63, 64))


A = define("A", correlation_matrix)


def matrix_of(w, l):
    """The matrix of a layer."""
    return A(w[l], n[l - 1])


def affine(w, b, l, before):
    """What a layer does before the function is applied."""
    return matrix_of(w, l) @ before + b[l] * ones(n[l])


def activations(x, w, b, sigma):
    """The activations of all layers; the last layer applies no function."""
    return recursion(
        "y",
        lambda l, before: cases(
            (sigma(affine(w, b, l, before)), lt(l, L)), otherwise=affine(w, b, l, before)
        ),
        x,
        L,
    )


def net(x, w, b, sigma):
    """The activations y, what the function is applied to (y'), and the backward recursion v."""
    y = activations(x, w, b, sigma)
    z = recursion("y'", lambda l, before: affine(w, b, l, y[l - 1]), zeros(n[0]), L)
    v = recursion(
        "v",
        lambda l, after: after @ matrix_of(w, l + 1) @ diag(sigma.prime(z[l])),
        ones(1, n[L]),
        L,
        downward=True,
    )
    return y, z, v


def window(y, l):
    """The matrix whose rows are the stretches of the input that a filter meets."""
    return array((n[l], f[l]), lambda p, q: y[l - 1][p + q - 1])


r"""6 (a). The derivative of one layer by the one before.

The last layer has no function; the others, $l = 1, \dots, L-1$, have.
"""


@claim("S0-6a.1", given=LENGTHS, numbers=DEEP)
def last_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """The derivative of the last layer is its matrix."""
    y, _, _ = net(x, w, b, sigma)
    return (
        calc(jacobian(y[L], y[L - 1]))
        .eq(jacobian(affine(w, b, L, y[L - 1]), y[L - 1]), "the last layer")
        .eq(matrix_of(w, L), "it is affine")
    )


@claim(given=LENGTHS, numbers=DEEP)
def inner_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The derivative of any other layer."""
    y, _, _ = net(x, w, b, sigma)
    inside = affine(w, b, l, y[l - 1])
    return (
        calc(jacobian(y[l], y[l - 1]))
        .eq(jacobian(sigma(inside), y[l - 1]), "what layer $l$ does", ref="S0-6a.2")
        .eq(
            array((n[l], n[l - 1]), lambda p, q: sigma.prime(inside)[p] * matrix_of(w, l)[p, q]),
            "chain rule, entry by entry",
            ref="S0-6a.3",
            printed=array(
                (n[l], n[l]), lambda p, q: sigma.prime(inside)[p] * matrix_of(w, l)[p, q]
            ),
            erratum="E0-28",
        )
        .eq(diag(sigma.prime(inside)) @ matrix_of(w, l), "as a product", ref="S0-6a.4")
    )


@erratum("E0-27", "S0-6a.2", corrected_by=inner_layer)
def last_layer_with_a_function(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """The number of the last layer where that of any inner layer is meant."""
    y, _, _ = net(x, w, b, sigma)
    return eq(jacobian(y[L], y[L - 1]), jacobian(sigma(affine(w, b, L, y[L - 1])), y[L - 1]))


@erratum("E0-29", "S0-6a.3", corrected_by=inner_layer)
def vector_in_the_place_of_an_entry(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The first row has the whole vector of derivatives where its first entry is meant."""
    y, _, _ = net(x, w, b, sigma)
    first = array(1, lambda p: jacobian(y[l], y[l - 1])[p, 1])
    return eq(first, sigma.prime(affine(w, b, l, y[l - 1])) * matrix_of(w, l)[1, 1])


@claim("S0-6a.5", given=LENGTHS, numbers=DEEP)
def before_the_function(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """What the function of a layer is applied to."""
    y, z, _ = net(x, w, b, sigma)
    return all_of(
        eq(z[l], matrix_of(w, l) @ y[l - 1] + b[l] * ones(n[l])),
        eq(y[l], sigma(z[l])),
    )


@erratum("E0-30", "S0-6a.5", corrected_by=before_the_function)
def bias_as_it_is(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """A vector plus a number, which is a vector of length 1."""
    y, z, _ = net(x, w, b, sigma)
    return eq(z[l], matrix_of(w, l) @ y[l - 1] + array(1, lambda p: b[l]))


r"""6 (a). The gradient by the filters.

Every $v_l$ is a row, and $C_v\, y$ stands for the correlation of $y$ with $v$.
"""


@claim(given=NET, numbers=DEEP)
def last_filter(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """The gradient by the last filter is the last input, where there is one output."""
    y, _, v = net(x, w, b, sigma)
    return (
        calc(jacobian(y[L], w[L]))
        .eq(y[L - 1].T, "the filter is as long as its input", ref="S0-6a.6")
        .eq(v[L] @ y[L - 1].T, "where the backward recursion starts", ref="S0-6a.7")
        .eq(correlate(y[L - 1], v[L][1, :]).T, "a kernel of length 1", ref="S0-6a.8")
    )


@erratum("E0-31", "S0-6a.6", corrected_by=last_filter, without=[eq(n[L], 1)])
def last_filter_of_several_outputs(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """Nothing is said of the number of outputs."""
    y, _, _ = net(x, w, b, sigma)
    return eq(jacobian(y[L], w[L]), y[L - 1].T)


@erratum("E0-31", "S0-6a.7", corrected_by=last_filter, without=[eq(n[L], 1)])
def row_of_several_outputs(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """The product with the row where the recursion starts, for any number of outputs."""
    y, _, v = net(x, w, b, sigma)
    return eq(y[L - 1].T, v[L] @ y[L - 1].T)


@erratum("E0-31", "S0-6a.8", corrected_by=last_filter, without=[eq(n[L], 1)])
def correlation_of_several_outputs(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """The correlation, for any number of outputs."""
    y, _, v = net(x, w, b, sigma)
    return eq(jacobian(y[L], w[L]), correlate(y[L - 1], v[L][1, :]).T)


@claim(given=NET, numbers=DEEP, budget=60)
def filter_of_a_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The gradient by the filter of any other layer."""
    y, z, v = net(x, w, b, sigma)
    return (
        calc(jacobian(y[L], w[l]))
        .eq(
            jacobian(y[L], y[l]) @ jacobian(sigma(z[l]), z[l]) @ jacobian(z[l], w[l]),
            "chain rule",
            ref="S0-6a.9",
            printed=jacobian(y[L], y[L]) @ jacobian(sigma(z[l]), z[l]) @ jacobian(z[l], w[l]),
            erratum="E0-27",
        )
        .eq(
            jacobian(y[L], y[l]) @ diag(sigma.prime(z[l])) @ window(y, l),
            "the two factors of layer $l$",
            ref="S0-6a.10",
            printed=jacobian(y[L], y[L]) @ diag(sigma.prime(z[l])) @ window(y, l),
            erratum="E0-27",
        )
        .eq(v[l] @ window(y, l), "the backward recursion", ref="S0-6a.13")
        .eq(correlate(y[l - 1], v[l][1, :]).T, "rows of stretches", ref="S0-6a.14")
    )


@claim(given=NET, numbers=DEEP, budget=60)
def gradient_by_the_filters(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L),
):
    """The gradient by the filter of every layer, the last one included."""
    y, _, v = net(x, w, b, sigma)
    return eq(jacobian(y[L], w[l]), correlate(y[l - 1], v[l][1, :]).T)


@erratum("E0-33", "S0-6a.9", "S0-6a.14", corrected_by=filter_of_a_layer)
def correlation_of_the_last_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The result has the row and the input of the last layer."""
    y, _, v = net(x, w, b, sigma)
    return eq(jacobian(y[L], w[l]), correlate(y[L - 1], v[L][1, :]).T)


@claim(given=LENGTHS, numbers=DEEP)
def filter_in_its_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The derivative of a layer by its filter has stretches of the input as rows."""
    y, z, _ = net(x, w, b, sigma)
    return (
        calc(jacobian(z[l], w[l]))
        .eq(window(y, l), "entry by entry", ref="S0-6a.11")
        .eq(hankel(y[l - 1], f[l]), "a Hankel matrix")
    )


@claim(given=LENGTHS, numbers=DEEP)
def last_entry_of_the_stretches(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The last row ends with the last entry of the input."""
    y, z, _ = net(x, w, b, sigma)
    return (
        calc(jacobian(z[l], w[l])[n[l], f[l]])
        .eq(
            y[l - 1][f[l] + n[l] - 1],
            "the last entry",
            printed=y[l - 1][f[l] + n[l]],
            erratum="E0-32",
        )
        .eq(y[l - 1][n[l - 1]], "the lengths")
    )


@erratum("E0-32", "S0-6a.11", corrected_by=last_entry_of_the_stretches)
def last_entry_too_far(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The last row ends one place too far."""
    y, z, _ = net(x, w, b, sigma)
    last = array(f[l], lambda q: jacobian(z[l], w[l])[n[l], q])
    return eq(last, array(f[l] + 1, lambda q: y[l - 1][n[l] + q - 1]))


@erratum("E0-32", "S0-6a.13", corrected_by=last_entry_of_the_stretches)
def last_entry_with_the_sizes_of_the_last_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The same matrix again ends with the sizes of the last layer, and one place too far."""
    y, _, _ = net(x, w, b, sigma)
    return eq(hankel(y[l - 1], f[l])[n[l], f[l]], y[l - 1][f[L] + n[L]])


@claim("S0-6a.12", given=NET, numbers=DEEP, budget=60)
def backward_recursion(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The product before the stretches is what the backward recursion gives.

    Proved by induction from the last layer down.
    """
    y, z, v = net(x, w, b, sigma)
    return eq(jacobian(y[L], y[l]) @ diag(sigma.prime(z[l])), v[l])


@erratum("E0-27", "S0-6a.12", corrected_by=backward_recursion)
def product_called_by_the_last_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The product is called by the number of the last layer."""
    y, z, v = net(x, w, b, sigma)
    return eq(jacobian(y[L], y[l]) @ diag(sigma.prime(z[l])), v[L])


"""6 (a). The gradient by the biases."""


@claim("S0-6a.15", given=NET, numbers=DEEP)
def last_bias(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """The derivative by the last bias is 1."""
    y, _, v = net(x, w, b, sigma)
    return (
        calc(jacobian(y[L], b[L]))
        .eq(ones(1, 1), "it is added to the only output")
        .eq(v[L] @ ones(n[L], 1), "where the backward recursion starts")
    )


@erratum("E0-31", "S0-6a.15", corrected_by=last_bias, without=[eq(n[L], 1)])
def last_bias_of_several_outputs(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
):
    """Nothing is said of the number of outputs."""
    y, _, _ = net(x, w, b, sigma)
    return eq(jacobian(y[L], b[L]), ones(1, 1))


@erratum("E0-34", "S0-6a.15", "S0-6a.16", outcome="noted")
def stroke_for_a_number():
    r"""A stroke stands for the number 1, and $b_L$ for $b_l$."""


@claim(given=NET, numbers=DEEP, budget=60)
def bias_of_a_layer(
    x=vector(n[0]),
    w=tensor_family(lambda l: f[l], L),
    b=tensor_family(lambda l: (), L),
    sigma=function(),
    l=index(1, L - 1),
):
    """The derivative by the bias of any other layer."""
    y, z, v = net(x, w, b, sigma)
    return (
        calc(jacobian(y[L], b[l]))
        .eq(
            jacobian(y[L], y[l]) @ jacobian(sigma(z[l]), z[l]) @ jacobian(z[l], b[l]),
            "chain rule",
            ref="S0-6a.16",
            printed=jacobian(y[L], y[L]) @ jacobian(sigma(z[l]), z[l]) @ jacobian(z[l], b[l]),
            erratum="E0-27",
        )
        .eq(
            jacobian(y[L], y[l]) @ diag(sigma.prime(z[l])) @ ones(n[l], 1),
            "the bias is added to every entry",
        )
        .eq(v[l] @ ones(n[l], 1), "the backward recursion", ref="S0-6a.17")
    )


r"""6 (b). Products with the matrix of a layer.

Computing $A(w_l, n_{l-1})\, u$ is a correlation, and $u^{\top} A(w_l, n_{l-1})$ a transposed
convolution.
"""


@claim("S0-6b.1", given=LENGTHS, numbers=WIDE)
def product_is_a_correlation(w=tensor_family(lambda l: f[l], L), l=index(1, L), u=vector(n[l - 1])):
    """The filter slides over the vector."""
    return (
        calc(matrix_of(w, l) @ u)
        .eq(
            array(n[l], lambda p: total(lambda j: w[l][j] * u[p + j - 1], 1, f[l])),
            "the rows of the matrix",
        )
        .eq(correlate(u, w[l]), "what a correlation is")
    )


@claim("S0-6b.2", given=LENGTHS, numbers=WIDE)
def product_from_the_left(w=tensor_family(lambda l: f[l], L), l=index(1, L), u=vector(n[l])):
    """A product from the left is one with the transpose."""
    return calc(u.T @ matrix_of(w, l)).eq(
        (matrix_of(w, l).T @ u).T,
        "transposed",
        printed=(matrix_of(w, l) @ u).T,
        erratum="E0-35",
    )


@claim("S0-6b.3", given=LENGTHS, numbers=WIDE)
def product_with_the_transpose(w=tensor_family(lambda l: f[l], L), l=index(1, L), u=vector(n[l])):
    """The reversed filter slides over the vector with zeros on both sides."""
    around = pad(u, f[l] - 1, f[l] - 1)
    return (
        calc(matrix_of(w, l).T @ u)
        .eq(
            array(n[l - 1], lambda q: total(lambda j: w[l][j] * padded(u)[q - j + 1], 1, f[l])),
            "the columns of the matrix",
        )
        .eq(
            correlate(around, flip(w[l])),
            "the filter reversed",
            printed=correlate(flip(around), flip(w[l])),
            erratum="E0-36",
        )
        .eq(conv_transpose(u, w[l]), "what a transposed convolution is")
    )
