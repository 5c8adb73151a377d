r"""A sigmoid output: cross-entropy against squared error.

A sigmoid unit turns the number $a$ into $g = \sigma(a)$, the probability that the target $y$ is 1
and not 0. The derivative of the cross-entropy by $a$ is $g - y$. That of the squared error has the
further factor $2 g (1 - g)$, which vanishes where the unit is sure of itself, be it right or wrong.
The cross-entropy is convex in $a$, and the squared error is not. The claims hold for every real
$y$; where it matters that it is 0 or 1, they say so.
"""

from symderive import *


def cross_entropy_of(y, g):
    """The cross-entropy with two terms, as it is differentiated."""
    return -y * log(g) - (1 - y) * log(1 - g)


def squared_error_of(y, g):
    """The squared error of one example."""
    return (y - g) ** 2


H = stack(stack(2, -2), stack(-2, 2))


r"""1.1 to 1.3. The output and its loss.

The output is the parameter of a Bernoulli law, and the cross-entropy is the negative logarithm of
the probability of the target under this law.
"""


@claim("S4-1.1")
def law_of_the_target(a=real()):
    r"""The probabilities $g^y (1 - g)^{1 - y}$ of the targets 1 and 0 have the sum 1."""
    g = sigmoid(a)
    return eq(g**1 * (1 - g) ** 0 + g**0 * (1 - g) ** 1, 1)


@claim("S4-1.2")
def output_is_a_probability(a=real()):
    """The output lies between 0 and 1."""
    return all_of(lt(0, sigmoid(a)), lt(sigmoid(a), 1))


@claim("S4-1.3")
def cross_entropy_of_one_example(y=real(), g=real(above=0, below=1)):
    """The cross-entropy of one example."""
    return eq(binary_cross_entropy(y, g), -(y * log(g) + (1 - y) * log(1 - g)))


@claim()
def negative_log_likelihood(g=real(above=0, below=1)):
    """The cross-entropy is the negative logarithm of the probability of the target, 1 or 0."""
    return all_of(
        eq(-log(g**1 * (1 - g) ** 0), binary_cross_entropy(1, g)),
        eq(-log(g**0 * (1 - g) ** 1), binary_cross_entropy(0, g)),
    )


r"""1.4. The derivative of the cross-entropy.

By the chain rule, with $\sigma' = \sigma (1 - \sigma)$.
"""


@claim()
def derivative_of_the_output(a=real()):
    """The derivative of the sigmoid function."""
    return eq(diff(sigmoid(a), a), sigmoid(a) * (1 - sigmoid(a)))


@claim()
def derivative_of_the_cross_entropy(a=real(), y=real(), g=real(above=0, below=1)):
    """The derivative of the cross-entropy by the input of the unit is $g - y$."""
    s = sigmoid(a)
    return (
        calc(diff(-(y * log(s) + (1 - y) * log(1 - s)), a))
        .eq(diff(cross_entropy_of(y, s), a), "the brackets opened", ref="S4-1.4a")
        .eq(diff(cross_entropy_of(y, g), g) * diff(s, a), "chain rule", ref="S4-1.4b")
        .eq((-y / g + (1 - y) / (1 - g)) * (g * (1 - g)), "both derivatives", ref="S4-1.4c")
        .eq(g - y, "multiply out", ref="S4-1.4d", printed=g * y, erratum="E4-02")
        .given(eq(g, sigmoid(a)))
    )


@erratum("E4-01", "S4-1.4a", outcome="noted")
def lost_sign_between_the_terms():
    """The minus sign between the two terms of the cross-entropy is lost, twice."""


r"""1.5 and 1.6. The squared error and its derivative.

A loss is least where the output is the target. The squared error is; with a minus sign before it,
it is greatest there.
"""


@claim("S4-1.5")
def squared_error_of_one_example(y=real(), f=real()):
    """The squared error of one example is at least 0, and 0 where the output is the target."""
    return all_of(
        eq(mean_squared_error(stack(y), stack(f)), (y - f) ** 2),
        ge((y - f) ** 2, (y - y) ** 2),
    )


@erratum(
    "E4-03",
    "S4-1.5",
    corrected_by=squared_error_of_one_example,
    picture=lambda f: curves(f, (-1, 3)),
)
def negative_squared_error(y=real(), f=real()):
    """The squared error with a minus sign: its least value should be that at the target."""
    return ge(-((y - f) ** 2), -((y - y) ** 2))


@claim()
def derivative_of_the_negative(a=real(), y=real(), g=real(above=0, below=1)):
    """The derivative of the squared error with a minus sign before it."""
    s = sigmoid(a)
    return (
        calc(diff(-((y - s) ** 2), a))
        .eq(-diff((y - s) ** 2, a), "the sign in front", ref="S4-1.6a")
        .eq(-diff((y - g) ** 2, g) * diff(s, a), "chain rule", ref="S4-1.6b")
        .eq(2 * (y - g) * g * (1 - g), "both derivatives")
        .given(eq(g, sigmoid(a)))
    )


@claim()
def derivative_of_the_squared_error(a=real(), y=real(), g=real(above=0, below=1)):
    """The derivative of the squared error by the input of the unit is $2 (g - y) g (1 - g)$."""
    s = sigmoid(a)
    return (
        calc(diff(squared_error_of(y, s), a))
        .eq(diff(squared_error_of(y, g), g) * diff(s, a), "chain rule")
        .eq(
            2 * (g - y) * g * (1 - g),
            "both derivatives",
            ref="S4-1.6c",
            printed=2 * (y - g) * g * (1 - g),
            erratum="E4-04",
        )
        .given(eq(g, sigmoid(a)))
    )


r"""1.7. Which loss is easier to minimise.

Where the unit is sure, $g$ is near to 0 or 1. The derivative of the squared error is near to 0
there even if the target is the other one; that of the cross-entropy is near to 1 or $-1$.
"""


@claim("S4-1.7a")
def vanishing_derivative(a=real(), y=real()):
    """The derivative of the squared error tends to 0 on both sides, whatever the target is."""
    s = sigmoid(a)
    gradient = 2 * (s - y) * s * (1 - s)
    return all_of(tends_to(gradient, 0, a, oo), tends_to(gradient, 0, a, -oo))


@claim()
def derivative_that_stays(a=real(), y=real()):
    """The derivative of the cross-entropy tends to $1 - y$ on one side and to $-y$ on the other."""
    return all_of(tends_to(sigmoid(a) - y, 1 - y, a, oo), tends_to(sigmoid(a) - y, -y, a, -oo))


@claim()
def second_derivative_of_the_cross_entropy(a=real(), y=real()):
    """The second derivative of the cross-entropy does not depend on the target."""
    s = sigmoid(a)
    return eq(diff(cross_entropy_of(y, s), a, a), s * (1 - s))


@claim("S4-1.7b")
def cross_entropy_is_convex(a=real(), y=real()):
    """The cross-entropy is convex in the input of the unit."""
    return convex(cross_entropy_of(y, sigmoid(a)), a)


@claim()
def second_derivative_of_the_squared_error(a=real(), y=real()):
    """The second derivative of the squared error."""
    s = sigmoid(a)
    return eq(
        diff(squared_error_of(y, s), a, a),
        2 * s * (1 - s) * (s * (1 - s) + (s - y) * (1 - 2 * s)),
    )


@claim()
def second_derivative_at_one_point():
    r"""For $y = 0$ the second derivative is negative at $a = \log 3$, where $g = 3/4$."""
    s = sigmoid(log(3))
    return (
        calc(2 * s * (1 - s) * (s * (1 - s) + (s - 0) * (1 - 2 * s)))
        .eq(
            num(2) * 3 / 4 * (1 - num(3) / 4) * (num(3) / 16 - num(3) / 8),
            r"$\sigma(\log 3) = 3/4$",
        )
        .eq(-num(9) / 128, "arithmetic")
    )


@claim()
def where_the_second_derivative_is_negative(a=real()):
    r"""For $y = 0$ the second derivative is negative exactly where the output exceeds $\frac23$."""
    s = sigmoid(a)
    second = diff(squared_error_of(0, s), a, a)
    return all_of(
        implies(gt(s, num(2) / 3), lt(second, 0)), implies(le(s, num(2) / 3), ge(second, 0))
    )


@claim("S4-1.7b")
def squared_error_is_not_convex(a=real()):
    """The squared error is not convex in the input of the unit, for either target."""
    s = sigmoid(a)
    return all_of(
        negation(convex(squared_error_of(0, s), a)), negation(convex(squared_error_of(1, s), a))
    )


@claim()
def squared_error_is_not_concave(a=real()):
    """Nor is the squared error concave, for either target."""
    s = sigmoid(a)
    return all_of(
        negation(concave(squared_error_of(0, s), a)), negation(concave(squared_error_of(1, s), a))
    )


r"""1.7, continued. The matrix of second derivatives.

As a function of target and output together, $v = (y, g)$, the squared error is a quadratic form.
Its matrix is printed correctly, but for the loss without the minus sign of 1.5, and it is positive
semidefinite: the squared error is convex in $(y, g)$.
"""


@claim("S4-1.7c")
def matrix_of_second_derivatives(v=vector(2)):
    """The second derivatives of the squared error by target and output."""
    return eq(hessian((v[1] - v[2]) ** 2, v), H)


@erratum("E4-06", "S4-1.7c", corrected_by=matrix_of_second_derivatives)
def matrix_of_the_negative(v=vector(2)):
    """The loss of which the matrix is given is the one with the minus sign."""
    return eq(hessian(-((v[1] - v[2]) ** 2), v), H)


@claim()
def negative_squared_error_is_concave(v=vector(2)):
    """With a minus sign the squared error is concave in target and output."""
    return concave(-((v[1] - v[2]) ** 2), v)


@erratum("E4-05", "S4-1.7b", corrected_by=negative_squared_error_is_concave)
def printed_loss_is_not_concave(v=vector(2)):
    """The loss with the minus sign is not concave, by its matrix of second derivatives."""
    return negation(concave(-((v[1] - v[2]) ** 2), v))


@claim()
def quadratic_form(u=vector(2)):
    """The quadratic form of the matrix is a square."""
    return eq(u.T @ H @ u, 2 * (u[1] - u[2]) ** 2)


@claim()
def eigenvalues():
    """The eigenvalues of the matrix are 0 and 4."""
    return all_of(eq(H @ stack(1, 1), 0 * stack(1, 1)), eq(H @ stack(1, -1), 4 * stack(1, -1)))


@claim("S4-1.7d")
def matrix_is_semidefinite():
    """The matrix is positive semidefinite."""
    return positive_semidefinite(H)


@erratum("E4-07", "S4-1.7d", corrected_by=matrix_is_semidefinite)
def matrix_is_not_semidefinite():
    """The matrix is not positive semidefinite."""
    return negation(positive_semidefinite(H))
