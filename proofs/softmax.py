r"""Softmax: shifts, two classes, the parameters it needs, its Jacobian.

Softmax turns $n$ real numbers into $n$ probabilities,
$\operatorname{softmax}(x)_i = e^{x_i} / \sum_j e^{x_j}$. Adding one number to all entries changes
nothing. For two classes softmax is the sigmoid function of the difference, and for $K$ classes one
of the $K$ vectors of weights can be taken to be zero. The Jacobian at $a$ is
$\operatorname{diag}(p) - p p^{\top}$ with $p = \operatorname{softmax}(a)$.
"""

import math

from symderive import *

n, K, D, N = size("n"), size("K"), size("D"), size("N")


shifted_weights = define("B_prime", lambda B: array((K, D), lambda k, d: B[k, d] - B[1, d]))


def with_first_zero(Z, X):
    """The denominator where the first weights are zero."""
    return exp(zeros(D).T @ X) + total(lambda k: exp(Z[k, :].T @ X), (2, K))


first_zero = define("iota", lambda y: concatenate(zeros(1), y))


def differences(x):
    """The entries behind the first, minus the first."""
    return array(K - 1, lambda k: x[k + 1] - x[1])


def shifted_softmax(x, c, i, n, exp=math.exp):
    """Softmax with a number added to all entries."""
    return exp(x[i] + c) / sum(exp(x[j] + c) for j in range(1, n + 1))


"""Shifts.

The same number added to all entries is a factor of numerator and denominator, and cancels.
"""


@claim(numbers={n: 10**6}, program=shifted_softmax, program_at={n: 3})
def shifting_all_entries(x=vector(n), c=real(), i=index(n)):
    """Softmax does not change when a number is added to all entries."""
    return (
        calc(softmax(x + c)[i])
        .eq(exp(x[i] + c) / total(lambda j: exp(x[j] + c), n), "definition", ref="S4-2.1a")
        .eq(
            exp(x[i]) * exp(c) / total(lambda j: exp(x[j]) * exp(c), n),
            "$e^{s + t} = e^s e^t$",
            ref="S4-2.1b",
        )
        .eq(
            exp(c) * exp(x[i]) / (exp(c) * total(lambda j: exp(x[j]), n)),
            "$e^c$ does not depend on $j$",
            ref="S4-2.1c",
        )
        .eq(exp(x[i]) / total(lambda j: exp(x[j]), n), "$e^c$ is not 0", ref="S4-2.1d")
        .eq(softmax(x)[i], "definition", ref="S4-2.1e")
    )


@erratum("E4-08", "S4-2.1a", corrected_by=shifting_all_entries)
def sum_over_another_index(x=vector(n), c=real(), i=index(n), j=index(n)):
    """The sum counts with an index that its terms do not have."""
    return eq(softmax(x + c)[i], exp(x[i] + c) / total(lambda k: exp(x[j] + c), n))


@erratum("E4-08", "S4-2.1b", corrected_by=shifting_all_entries)
def sum_of_products_over_another_index(x=vector(n), c=real(), i=index(n), j=index(n)):
    """The second line counts with an index that its terms do not have, too."""
    return eq(
        exp(x[i] + c) / total(lambda k: exp(x[k] + c), n),
        exp(x[i]) * exp(c) / total(lambda k: exp(x[j]) * exp(c), n),
    )


@erratum("E4-08", "S4-2.1c", corrected_by=shifting_all_entries)
def sum_over_another_index_without_the_factor(x=vector(n), c=real(), i=index(n), j=index(n)):
    """The third line counts with an index that its terms do not have, too."""
    return eq(
        exp(x[i]) * exp(c) / total(lambda k: exp(x[k]) * exp(c), n),
        exp(c) * exp(x[i]) / (exp(c) * total(lambda k: exp(x[j]), n)),
    )


@erratum("E4-08", "S4-2.1d", corrected_by=shifting_all_entries)
def sum_over_another_index_at_the_end(x=vector(n), c=real(), i=index(n), j=index(n)):
    """The fourth line counts with an index that its terms do not have, too."""
    return eq(
        exp(c) * exp(x[i]) / (exp(c) * total(lambda k: exp(x[k]), n)),
        exp(x[i]) / total(lambda k: exp(x[j]), n),
    )


"""Two classes.

The classes are numbered 0 and 1. What softmax says about them is a sigmoid function of the
difference of the two logits.
"""


@claim("S4-2.2a", numbers={D: 1000})
def two_logits(x=vector(D), beta_0=vector(D), beta_1=vector(D)):
    """The logits of two classes are the product of a matrix of two rows with the input."""
    return eq(stack(beta_0, beta_1) @ x, stack(beta_0.T @ x, beta_1.T @ x))


@erratum("E4-09", "S4-2.2a", outcome="noted")
def affine_map():
    """The map is called affine. It has no constant term, so it is linear."""


@claim("S4-2.2b")
def two_probabilities(z_0=real(), z_1=real()):
    """The probabilities of two classes are positive and sum to 1."""
    p = softmax(stack(z_0, z_1))
    return all_of(
        eq(p[1], exp(z_0) / (exp(z_0) + exp(z_1))),
        eq(p[2], exp(z_1) / (exp(z_0) + exp(z_1))),
        gt(p[1], 0),
        gt(p[2], 0),
        eq(p[1] + p[2], 1),
    )


@erratum("E4-13", "S4-2.2b", "S4-2.3b", outcome="noted")
def softmax_of_a_scalar():
    """Softmax stands around one logit in place of all of them, and an element is a subset."""


@claim()
def probability_of_class_one(z_0=real(), z_1=real(), w=real()):
    r"""The probability of class 1 is $\sigma(w)$, where $w = -(z_0 - z_1)$."""
    return (
        calc(softmax(stack(z_0, z_1))[2])
        .eq(exp(z_1) / (exp(z_0) + exp(z_1)), "definition", ref="S4-2.2c")
        .eq(
            1 / (exp(z_0 - z_1) + 1),
            "divide by $e^{z_1}$",
            ref="S4-2.2d",
            printed=1 / exp(z_0 - z_1 + 1),
            erratum="E4-10",
        )
        .eq(1 / (exp(-w) + 1), "$-w = z_0 - z_1$", ref="S4-2.2f")
        .eq(sigmoid(w), "definition", ref="S4-2.2e")
        .given(eq(w, -(z_0 - z_1)))
    )


@erratum("E4-11", "S4-2.2f", outcome="noted")
def name_of_the_difference():
    """The difference gets the name of the vector of logits, and is used under another one."""


@claim("S4-2.2g")
def probability_of_class_zero(z_0=real(), z_1=real(), w=real()):
    r"""The probability of class 0 is $1 - \sigma(w)$."""
    return (
        calc(softmax(stack(z_0, z_1))[1])
        .eq(exp(z_0) / (exp(z_0) + exp(z_1)), "definition")
        .eq(1 - exp(z_1) / (exp(z_0) + exp(z_1)), "the two sum to 1", by=two_probabilities)
        .eq(1 - 1 / (exp(-w) + 1), "as above", by=probability_of_class_one)
        .eq(1 - sigmoid(w), "definition", ref="S4-2.2h")
        .given(eq(w, -(z_0 - z_1)))
    )


@erratum("E4-12", "S4-2.2h", outcome="noted")
def cut_line():
    """The line breaks off inside a fraction."""


@claim("S4-2.2i")
def two_classes(x=vector(2)):
    """For two classes with logits $x$, softmax is the sigmoid of their difference and the rest."""
    z = x[1] - x[2]
    return eq(softmax(x), stack(sigmoid(z), 1 - sigmoid(z)))


r"""As many parameters as needed.

There are $K$ classes with weights $\beta_1, \dots, \beta_K \in \mathbb{R}^D$, the rows of $B$. The
logits of an input $X$ are $y = B X$.
"""


@claim("S4-2.3a", numbers={K: 1000, D: 300})
def logits(B=matrix(K, D), X=vector(D)):
    """The logit of a class is the product of its weights with the input."""
    return eq(B @ X, array(K, lambda k: B[k, :].T @ X))


@claim(numbers={K: 1000, D: 300})
def probability_of_a_class(B=matrix(K, D), X=vector(D), c=index(K)):
    """The probability of class $c$ in terms of the weights."""
    y = B @ X
    return (
        calc(softmax(y)[c])
        .eq(exp(y[c]) / total(lambda k: exp(y[k]), K), "definition", ref="S4-2.3c")
        .eq(
            exp(B[c, :].T @ X) / total(lambda k: exp(B[k, :].T @ X), K),
            "definition of the logits",
            by=logits,
            ref="S4-2.3d",
            printed=exp(B[c, :].T @ X) / exp(total(lambda k: exp(B[k, :].T @ X), K)),
            erratum="E4-14",
        )
    )


@erratum("E4-15", "S4-2.3c", corrected_by=probability_of_a_class, outcome="ill-formed")
def sum_that_binds_another_index(y=vector(K), c=index(K)):
    """The sum is over $i$, and its terms are those of $k$, which nothing binds."""
    return eq(softmax(y)[c], exp(y[c]) / total(lambda i: exp(y[k]), K))


@erratum("E4-15", "S4-2.3d", corrected_by=probability_of_a_class, outcome="ill-formed")
def sum_of_weights_that_binds_another_index(B=matrix(K, D), X=vector(D), c=index(K)):
    """The sum of the weights is over $i$, and its terms are those of $k$."""
    return eq(softmax(B @ X)[c], exp(B[c, :].T @ X) / total(lambda i: exp(B[k, :].T @ X), K))


@erratum("E4-26", "S4-2.3c", "S4-2.4a", "S4-2.4c", outcome="noted")
def exponents_on_the_line():
    """Exponents have slipped off: the index stands below $e$, and the letter above it."""


@claim("S4-2.3e", numbers={K: 10**5})
def probabilities_sum_to_one(y=vector(K)):
    """The probabilities of all classes sum to 1."""
    return eq(total(lambda k: softmax(y)[k], K), 1)


@claim("S4-2.3f", numbers={K: 1000})
def one_probability_from_the_others(y=vector(K), c=index(K)):
    """Each probability is 1 minus the others."""
    p = softmax(y)
    return eq(p[c], 1 - total(lambda k: iverson(ne(k, c)) * p[k], K))


@claim("S4-2.3g", numbers={K: 10**5})
def first_logit_zero(x=vector(K)):
    """All softmax can say it says with a first logit of zero."""
    return eq(softmax(x), softmax(first_zero(differences(x))))


@claim("S4-2.3g", numbers={K: 10**5})
def logits_from_probabilities(y=vector(K - 1), k=index(K - 1)):
    """The other logits can be read off the probabilities."""
    p = softmax(first_zero(y))
    return eq(y[k], log(p[k + 1] / p[1]))


@claim("S4-2.3g", numbers={K: 100})
def no_logit_is_superfluous(y=vector(K - 1), z=vector(K - 1), k=index(K - 1)):
    """With fewer logits less could be said: where the probabilities are equal, the logits are."""
    p, q = softmax(first_zero(y)), softmax(first_zero(z))
    return (
        calc(y[k])
        .eq(log(p[k + 1] / p[1]), "read off", by=logits_from_probabilities)
        .eq(log(q[k + 1] / q[1]), "equal probabilities")
        .eq(z[k], "read off", by=logits_from_probabilities)
        .given(eq(p, q))
    )


@claim(numbers={K: 1000, D: 300})
def shifting_the_weights(B=matrix(K, D), X=vector(D), a=vector(D), c=index(K)):
    """A vector subtracted from the weights of every class changes no probability."""
    y, shift = B @ X, a.T @ X
    return (
        calc(softmax(y)[c])
        .eq(softmax(y - shift)[c], "shift", ref="S4-2.3h", by=shifting_all_entries)
        .eq(
            exp(y[c] - shift) / total(lambda k: exp(y[k] - shift), K),
            "definition",
            ref="S4-2.3i",
            printed=exp(y[c] - shift) / total(lambda k: y[k] - shift, K),
            erratum="E4-16",
        )
        .eq(
            exp((B[c, :] - a).T @ X) / total(lambda k: exp((B[k, :] - a).T @ X), K),
            r"$y_k - a^{\top} X = (\beta_k - a)^{\top} X$",
            ref="S4-2.3j",
            printed=exp((B[c, :] - a).T @ X) / exp(total(lambda k: exp((B[k, :] - a).T @ X), K)),
            erratum="E4-17",
        )
    )


@claim("S4-2.3j", numbers={K: 1000, D: 300})
def shift_of_a_logit(B=matrix(K, D), X=vector(D), a=vector(D), c=index(K)):
    """When a vector is taken from the weights, its product with the input is taken from $y$."""
    return eq((B @ X)[c] - a.T @ X, (B[c, :] - a).T @ X)


@erratum("E4-18", "S4-2.3j", corrected_by=shift_of_a_logit)
def scalar_and_vector(B=matrix(K, D), X=vector(D), a=real(), c=index(K)):
    """One number, taken from a logit, and from each of the weights."""
    return eq((B @ X)[c] - a, (B[c, :] - a).T @ X)


@claim("S4-2.3k", numbers={K: 1000, D: 300})
def weights_of_class_one_are_zero(B=matrix(K, D), a=vector(D)):
    """The weights of class 1 become zero exactly if they are what is subtracted."""
    return iff(eq(B[1, :] - a, zeros(D)), eq(a, B[1, :]))


@erratum("E4-19", "S4-2.3k", corrected_by=weights_of_class_one_are_zero)
def weights_with_the_other_sign(B=matrix(K, D)):
    """What is left of the weights of class 1 when their negative is subtracted."""
    a = -B[1, :]
    return eq(B[1, :] - a, zeros(D))


@claim("S4-2.3l", numbers={K: 1000, D: 300})
def shifted_weights_of_class_one(B=matrix(K, D), k=index(K)):
    r"""With $\beta_k' = \beta_k - \beta_1$ the weights of class 1 are zero."""
    return all_of(
        eq(shifted_weights(B)[k, :], B[k, :] - B[1, :]), eq(shifted_weights(B)[1, :], zeros(D))
    )


@claim(numbers={K: 1000, D: 300})
def probability_with_one_class_less(B=matrix(K, D), X=vector(D), c=index(K)):
    """The probabilities with the first weights zero: the first term of the sum is $e^0$."""
    Z = shifted_weights(B)
    y = Z @ X
    return (
        calc(softmax(B @ X)[c])
        .eq(
            exp(Z[c, :].T @ X) / with_first_zero(Z, X),
            "shift by the first weights",
            by=(shifting_the_weights, shifted_weights_of_class_one),
            ref="S4-2.3m",
        )
        .eq(
            exp(y[c]) / (exp(num(0)) + total(lambda k: exp(y[k]), (2, K))),
            "the logits of these weights",
            ref="S4-2.3o",
            printed=exp(y[c]) / (exp(num(0)) + total(lambda k: exp(y[k]), (0, K))),
            erratum="E4-21",
        )
    )


@erratum("E4-15", "S4-2.3m", corrected_by=probability_with_one_class_less, outcome="ill-formed")
def rest_of_a_sum_that_binds_another_index(B=matrix(K, D), X=vector(D), c=index(K)):
    """The rest of the sum is over $i$, and its terms are those of $k$."""
    Z = shifted_weights(B)
    rest = total(lambda i: exp(Z[k, :].T @ X), (2, K))
    return eq(softmax(B @ X)[c], exp(Z[c, :].T @ X) / (exp(zeros(D).T @ X) + rest))


@claim("S4-2.3n", numbers={K: 1000, D: 300})
def probabilities_with_one_class_less(B=matrix(K, D), X=vector(D)):
    """The probabilities of all classes in this form: they have one denominator."""
    Z = shifted_weights(B)
    return eq(softmax(B @ X), array(K, lambda c: exp(Z[c, :].T @ X) / with_first_zero(Z, X)))


@erratum("E4-20", "S4-2.3n", corrected_by=probabilities_with_one_class_less)
def the_same_class_in_every_term(B=matrix(K, D), X=vector(D), c=index(K)):
    """The weights of one class stand in every term of the sum."""
    Z = shifted_weights(B)
    rest = total(lambda k: exp(Z[c, :].T @ X), (2, K))
    return eq(softmax(B @ X)[c], exp(Z[c, :].T @ X) / (exp(zeros(D).T @ X) + rest))


@claim("S4-2.3p", numbers={K: 10**5, D: 20})
def logits_behind_a_zero(B=matrix(K, D), X=vector(D)):
    """The logits of these weights are a zero and $K - 1$ others, numbered 1 to $K - 1$."""
    y = shifted_weights(B) @ X
    return (
        calc(y)
        .eq(first_zero(array(K - 1, lambda k: y[k + 1])), "the first weights are zero")
        .eq(first_zero(differences(B @ X)), "their products with the input")
    )


"""The Jacobian.

The logits are called $a$ now, and there are $N$ of them. In the long fractions the sum over all
$e^{a_k}$ is written out.
"""


@claim("S4-2.4a", numbers={N: 300})
def entry_of_the_jacobian(a=vector(N), i=index(N), j=index(N)):
    """An entry of the Jacobian is a partial derivative of a fraction."""
    return (
        calc(jacobian(softmax(a), a)[i, j])
        .eq(diff(softmax(a)[i], a[j]), "numerator layout")
        .eq(diff(exp(a[i]) / total(lambda k: exp(a[k]), N), a[j]), "definition")
    )


@erratum("E4-27", "S4-2.4a", corrected_by=entry_of_the_jacobian)
def matrix_that_is_an_entry(a=vector(N), i=index(N), j=index(N)):
    """The whole matrix is set equal to one entry."""
    return eq(jacobian(softmax(a), a), diff(softmax(a)[i], a[j]) * ones(N, N))


@claim("S4-2.4b")
def quotient_rule(g=function(), h=function(), t=real()):
    """The quotient rule, where the denominator is not 0."""
    return eq(diff(g(t) / h(t), t), (g.prime(t) * h(t) - h.prime(t) * g(t)) / h(t) ** 2).given(
        ne(h(t), 0)
    )


@claim("S4-2.4c", numbers={N: 10**5})
def numerator_and_denominator(a=vector(N), i=index(N)):
    """Numerator and denominator of softmax, neither of which is 0."""
    g, h = exp(a[i]), total(lambda k: exp(a[k]), N)
    return all_of(eq(softmax(a)[i], g / h), gt(g, 0), gt(h, 0))


@claim("S4-2.4d", numbers={N: 10**5})
def derivative_of_the_denominator(a=vector(N), j=index(N)):
    """One term of the sum depends on each logit."""
    return eq(diff(total(lambda k: exp(a[k]), N), a[j]), exp(a[j]))


@claim("S4-2.4e", numbers={N: 10**5})
def derivative_of_the_numerator(a=vector(N), i=index(N), j=index(N)):
    """The numerator depends on its own logit only."""
    return eq(diff(exp(a[i]), a[j]), cases((exp(a[j]), eq(i, j)), (0, ne(i, j))))


@claim(numbers={N: 10**5})
def derivative_by_the_same_logit(a=vector(N), i=index(N), j=index(N)):
    """On the diagonal, where $i = j$."""
    p, z = softmax(a), total(lambda k: exp(a[k]), N)
    return (
        calc(diff(p[i], a[j]))
        .eq(
            (exp(a[i]) * z - exp(a[j]) * exp(a[i])) / z**2,
            "quotient rule",
            by=(quotient_rule, derivative_of_the_denominator, derivative_of_the_numerator),
            ref="S4-2.4f",
            printed=(exp(a[i]) * z - exp(a[j]) * exp(a[i])) / z,
            erratum="E4-22",
        )
        .eq(exp(a[i]) / z * ((z - exp(a[i])) / z), "two fractions", ref="S4-2.4g")
        .eq(p[i] * (1 - p[j]), "definition", ref="S4-2.4h")
        .given(eq(i, j))
    )


@claim(numbers={N: 10**5})
def derivative_by_another_logit(a=vector(N), i=index(N), j=index(N)):
    r"""Off the diagonal, where $i \ne j$."""
    p, z = softmax(a), total(lambda k: exp(a[k]), N)
    return (
        calc(diff(p[i], a[j]))
        .eq(
            (0 - exp(a[j]) * exp(a[i])) / z**2,
            "quotient rule",
            by=(quotient_rule, derivative_of_the_denominator, derivative_of_the_numerator),
            ref="S4-2.4i",
        )
        .eq(
            -(exp(a[j]) / z * (exp(a[i]) / z)),
            "two fractions",
            ref="S4-2.4j",
            printed=-(exp(a[j]) / z * (z * exp(a[i]) / z)),
            erratum="E4-23",
        )
        .eq(-(p[j] * p[i]), "definition", ref="S4-2.4k", printed=p[j] * p[i], erratum="E4-24")
        .given(ne(i, j))
    )


@erratum("E4-25", "S4-2.4i", outcome="noted")
def two_cases_at_once():
    """The case of different indices is announced as that of equal ones, too."""


@claim("S4-2.4l", numbers={N: 10**5})
def both_cases(a=vector(N), i=index(N), j=index(N)):
    """The two cases in one formula."""
    p = softmax(a)
    return (
        calc(diff(p[i], a[j]))
        .eq(
            cases((p[i] * (1 - p[j]), eq(i, j)), (-(p[j] * p[i]), ne(i, j))),
            "the two cases",
            by=(derivative_by_the_same_logit, derivative_by_another_logit),
        )
        .eq(p[i] * (iverson(eq(i, j)) - p[j]), "a bracket")
    )


@claim("S4-2.4m", numbers={N: 4096})
def jacobian_of_softmax(a=vector(N), i=index(N), j=index(N)):
    r"""An entry of the matrix $\operatorname{diag}(p) - p p^{\top}$, which is the Jacobian."""
    p = softmax(a)
    return eq(p[i] * (iverson(eq(i, j)) - p[j]), (diag(p) - p @ p.T)[i, j])


@claim(
    "S4-2.4m",
    numbers={N: 4096},
    picture=lambda a: cells(jacobian(softmax(a), a), at={N: 4, a: (2, 1, 0.5, 0)}),
)
def whole_jacobian_of_softmax(a=vector(N)):
    """The whole Jacobian."""
    p = softmax(a)
    return eq(jacobian(p, a), diag(p) - p @ p.T)


@erratum("E4-27", "S4-2.4m", corrected_by=jacobian_of_softmax)
def entry_that_is_a_matrix(a=vector(N), i=index(N), j=index(N)):
    """An entry is set equal to the whole matrix."""
    p = softmax(a)
    return eq(p[i] * (iverson(eq(i, j)) - p[j]) * ones(N, N), diag(p) - p @ p.T)
