r"""Log-sum-exp, a smooth maximum.

For $d \in \mathbb{R}^n$ and $\beta > 0$ let
$V(\beta, d) = \frac1\beta \log \sum_k e^{\beta d_k}$. It lies between the maximum of $d$ and the
maximum plus $\frac{\log n}{\beta}$, so that it tends to the maximum as $\beta$ tends to infinity,
whatever $d$ is. Its gradient is the softmax of $\beta d$. That tends to a unit vector only where
the maximum is attained once; else it is shared equally by all places where it is attained. Their
number is $c(d)$, and $R(\beta, d)$ is the sum over the other places.
"""

import math

from symderive import *

n = size("n")

positive = gt(real("beta"), 0)


smooth_maximum = define("V", lambda beta, d: log(exp(beta * d).sum()) / beta)
ties = define("c", lambda d: total(lambda k: iverson(eq(d[k], d.max())), n))
below = define(
    "R",
    lambda beta, d: total(lambda k: iverson(ne(d[k], d.max())) * exp(beta * (d[k] - d.max())), n),
)


def smooth_maximum_of(beta, d, n, exp=math.exp, log=math.log):
    """The smooth maximum."""
    z = sum(exp(beta * d[k]) for k in range(1, n + 1))
    return log(z) / beta


def unlike(d, s):
    """The entry at one place is unlike all others."""
    return forall(lambda k: implies(ne(k, s), ne(d[k], d[s])), n)


def greatest(d, s):
    """The entry at one place is greater than all others."""
    return forall(lambda k: implies(ne(k, s), lt(d[k], d[s])), n)


"""The limit is the maximum.

The greatest term is pulled out of the sum. What is left under the logarithm lies between 1 and $n$.
"""


@claim("S0-3a.1", numbers={n: 10**6})
def the_maximum(d=vector(n)):
    """No entry is greater than the maximum, and it is attained at one place at least."""
    return all_of(forall(lambda k: le(d[k], d.max()), n), le(1, ties(d)))


@claim(numbers={n: 10**6})
def at_least_the_maximum(beta=real(), d=vector(n)):
    r"""$V$ is at least the maximum, for positive $\beta$."""
    return le(d.max(), smooth_maximum(beta, d)).given(positive)


@erratum("E0-38", "S0-3a.1", corrected_by=at_least_the_maximum, without=[positive])
def any_temperature(beta=real(), d=vector(n)):
    r"""Nothing is said of $\beta$. At 0 there is no $V$, and below 0 it is a minimum."""
    return le(d.max(), smooth_maximum(beta, d))


@claim(numbers={n: 10**6}, program=smooth_maximum_of, program_at={n: 3})
def shifted_by_the_last_entry(beta=real(above=0), d=vector(n)):
    """Any number can be pulled out of the sum, the last entry for instance."""
    rest = total(lambda k: exp(beta * (d[k] - d[n])), n)
    return (
        calc(smooth_maximum(beta, d))
        .eq(
            log(exp(beta * d[n]) * rest) / beta,
            r"$e^{\beta d_n}$ is a factor of all terms",
            ref="S0-3a.2",
            printed=log(exp(beta * d[n]) + rest) / beta,
            erratum="E0-10",
        )
        .eq(
            1 / beta * (beta * d[n]) + 1 / beta * log(rest),
            r"$\log(s t) = \log s + \log t$",
            ref="S0-3a.3",
        )
    )


@claim("S0-3a.4", numbers={n: 10**6})
def one_term_is_one(beta=real(above=0), d=vector(n)):
    """Where the last entry is unlike all others, one term of the sum is 1."""
    return eq(
        smooth_maximum(beta, d),
        d[n] + log(1 + _others(beta, d)) / beta,
    ).given(unlike(d, n))


def _others(beta, d):
    """The terms of the entries that differ from the last one."""
    return total(lambda k: iverson(ne(d[k], d[n])) * exp(beta * (d[k] - d[n])), n)


@erratum("E0-12", "S0-3a.4", corrected_by=one_term_is_one, without=[unlike(vector("d", n), n)])
def one_term_is_one_in_spite_of_ties(beta=real(above=0), d=vector(n)):
    """Nothing is assumed, though every entry that equals the last one gives a term 1."""
    return eq(
        smooth_maximum(beta, d),
        d[n] + log(1 + _others(beta, d)) / beta,
    )


@claim(numbers={n: 10**6})
def the_last_entry_is_at_most_the_maximum(d=vector(n)):
    """The last entry is at most the maximum."""
    return le(d[n], d.max())


@erratum("E0-11", "S0-3a.4", corrected_by=the_last_entry_is_at_most_the_maximum)
def last_entry_for_the_maximum(d=vector(n)):
    """The last entry stands where the maximum is meant."""
    return eq(d[n], d.max())


@claim()
def other_terms_vanish(beta=real(above=0), d=vector(n)):
    """The terms of all places where the maximum is not attained tend to 0."""
    return tends_to(below(beta, d), 0, beta, oo)


@erratum("E0-11", "S0-3a.5", corrected_by=other_terms_vanish)
def terms_above_the_last_entry(beta=real(above=0), d=vector(n)):
    """With the last entry in the place of the maximum the terms need not vanish."""
    return tends_to(_others(beta, d), 0, beta, oo)


@claim()
def limit_of_the_smooth_maximum(beta=real(above=0), d=vector(n)):
    r"""For all $d$, ties included, $V$ tends to the maximum as $\beta$ tends to infinity."""
    return (
        calc(smooth_maximum(beta, d))
        .eq(
            d.max() + log(ties(d) + below(beta, d)) / beta,
            "terms equal to the greatest, and the others",
        )
        .tends_to(d.max(), beta, oo, "the logarithm stays bounded", ref="S0-3a.5")
    )


def between_the_bounds(beta, d):
    """The smooth maximum between its two bounds, with two greatest entries."""
    lower, upper = d.max() + log(ties(d)) / beta, d.max() + log(n) / beta
    return curves(
        beta,
        (0.5, 5),
        {"V": smooth_maximum(beta, d)},
        band={r"\max d + \log c / \beta": lower, r"\max d + \log n / \beta": upper},
        at={n: 6, d: (1, 3, 0, 3, 2, 1)},
    )


@claim(numbers={n: 10**6}, picture=between_the_bounds)
def two_bounds(beta=real(above=0), d=vector(n)):
    r"""How far $V$ is from the maximum, for all $\beta$."""
    return all_of(
        le(d.max() + log(ties(d)) / beta, smooth_maximum(beta, d)),
        le(smooth_maximum(beta, d), d.max() + log(n) / beta),
    )


@claim()
def rate(beta=real(above=0), d=vector(n)):
    r"""The lower bound is the sharp one: $\beta (V - \max d)$ tends to $\log c$."""
    return tends_to(beta * (smooth_maximum(beta, d) - d.max()), log(ties(d)), beta, oo)


@claim()
def low_temperature(T=real(above=0), d=vector(n)):
    r"""The limit with a temperature $T = 1/\beta$ that tends to 0."""
    return tends_to(T * log(exp(d / T).sum()), d.max(), T, 0)


"""The gradient is softmax.

It is printed with the index of the sum for the index of the entry as well.
"""


@claim(numbers={n: 10**5})
def partial_derivative(beta=real(above=0), d=vector(n), i=index(n)):
    r"""The partial derivatives of $V$, by the chain rule."""
    weights = total(lambda k: exp(beta * d[k]), n)
    return (
        calc(diff(smooth_maximum(beta, d), d[i]))
        .eq(
            1 / beta * (diff(exp(beta * d[i]), d[i]) / weights),
            "one term of the sum depends on the entry",
            ref="S0-3b.1",
        )
        .eq(
            exp(beta * d[i]) / weights,
            r"the derivative is $\beta e^{\beta d_i}$",
            ref="S0-3b.2",
            printed=beta * exp(beta * d[i]) / weights,
            erratum="E0-13",
        )
    )


@erratum(
    "E0-18",
    "S0-3b.1",
    corrected_by=partial_derivative,
    picture=lambda d: curves(d[1], (-3, 5)),
)
def one_index_for_two(beta=real(above=0), d=vector(n), i=index(n)):
    """The sum counts with the index of the entry, so that all its terms are alike."""
    weights = total(lambda k: exp(beta * d[i]), n)
    derivative = diff(smooth_maximum(beta, d), d[i])
    return eq(derivative, 1 / beta * (diff(exp(beta * d[i]), d[i]) / weights))


@erratum("E0-18", "S0-3b.2", corrected_by=partial_derivative)
def one_index_for_two_in_the_second_line(beta=real(above=0), d=vector(n), i=index(n)):
    """The second line counts with the index of the entry, too."""
    weights = total(lambda k: exp(beta * d[k]), n)
    alike = total(lambda k: exp(beta * d[i]), n)
    before = 1 / beta * (diff(exp(beta * d[i]), d[i]) / weights)
    return eq(before, exp(beta * d[i]) / alike)


@claim(numbers={n: 10**5})
def gradient_is_softmax(d=vector(n)):
    r"""For $\beta = 1$ the gradient is the softmax function."""
    return (
        calc(grad(smooth_maximum(1, d), d))
        .eq(1 / exp(d).sum() * exp(d), r"all entries, at $\beta = 1$", ref="S0-3b.3")
        .eq(softmax(d), "definition", ref="S0-3b.4")
    )


@erratum("E0-14", "S0-3b.3", corrected_by=gradient_is_softmax)
def gradient_without_beta(beta=real(above=0), d=vector(n)):
    r"""The text has $V_i$, which can be read as $V$ for any $\beta$. Then $\beta$ is missing."""
    return eq(grad(smooth_maximum(beta, d), d), 1 / exp(d).sum() * exp(d))


"""The limit of the gradient.

It is a unit vector where one entry is greater than all others.
"""


@claim(numbers={n: 10**5})
def softmax_with_ties(beta=real(above=0), d=vector(n), i=index(n)):
    """For all $d$ the limit is $1/c$ where the maximum is attained, and 0 elsewhere."""
    last = 1 + total(lambda k: iverson(ne(d[k], d[n])) * exp(beta * (d[k] - d[n])), n)
    return (
        calc(diff(smooth_maximum(beta, d), d[i]))
        .eq(
            exp(beta * d[i]) / total(lambda k: exp(beta * d[k]), n),
            "as before",
            ref="S0-3c.1",
        )
        .eq(
            exp(beta * (d[i] - d.max())) / (ties(d) + below(beta, d)),
            r"divide by $e^{\beta \max d}$",
            ref="S0-3c.2",
            printed=exp(beta * (d[i] - d.max())) / last,
            erratum="E0-15",
        )
        .tends_to(
            cases((1 / ties(d), eq(d[i], d.max())), otherwise=0),
            beta,
            oo,
            "the other terms tend to 0",
        )
    )


@erratum("E0-18", "S0-3c.1", corrected_by=softmax_with_ties)
def one_index_for_two_again(beta=real(above=0), d=vector(n), i=index(n)):
    """The index of the entry is the index of the sum, as before."""
    alike = total(lambda k: exp(beta * d[i]), n)
    return eq(diff(smooth_maximum(beta, d), d[i]), exp(beta * d[i]) / alike)


@erratum("E0-12", "S0-3c.2", corrected_by=softmax_with_ties)
def one_greatest_term(beta=real(above=0), d=vector(n), i=index(n)):
    """Terms equal to the greatest are counted once, however many there are."""
    return eq(
        exp(beta * d[i]) / total(lambda k: exp(beta * d[k]), n),
        exp(beta * (d[i] - d.max())) / (1 + below(beta, d)),
    )


@claim(numbers={n: 10**6})
def softmax_without_ties(beta=real(above=0), d=vector(n), i=index(n), s=index(n)):
    r"""Where entry $s$ is greater than all others, $c = 1$, and the limit is 1 at $s$, else 0."""
    return (
        calc(diff(smooth_maximum(beta, d), d[i]))
        .eq(
            exp(beta * (d[i] - d[s])) / (1 + below(beta, d)),
            "the maximum is attained once",
        )
        .tends_to(
            cases((1, eq(i, s)), otherwise=0),
            beta,
            oo,
            "the other terms tend to 0",
            ref="S0-3c.3",
        )
        .given(greatest(d, s))
    )


@erratum(
    "E0-16",
    "S0-3c.3",
    corrected_by=softmax_without_ties,
    without=[greatest(vector("d", n), index("s", n))],
)
def one_of_the_greatest(beta=real(above=0), d=vector(n), i=index(n), s=index(n)):
    """That entry $s$ is a greatest one is not enough."""
    limit_value = cases((1, eq(i, s)), otherwise=0)
    derivative = diff(smooth_maximum(beta, d), d[i])
    return tends_to(derivative, limit_value, beta, oo).given(eq(d[s], d.max()))


@claim()
def gradient_tends_to_a_unit_vector(beta=real(above=0), d=vector(n), s=index(n)):
    """The whole gradient, where entry $s$ is greater than all others."""
    return (
        calc(grad(smooth_maximum(beta, d), d))
        .eq(1 / exp(beta * d).sum() * exp(beta * d), "all entries", ref="S0-3c.4")
        .tends_to(unit(s, n), beta, oo, "entry by entry", ref="S0-3c.5")
        .given(greatest(d, s))
    )


@erratum("E0-17", "S0-3c.5", corrected_by=gradient_tends_to_a_unit_vector)
def the_wrong_end(beta=real(above=0), d=vector(n), s=index(n)):
    r"""It is not as $\beta$ tends to 0 that the gradient becomes a unit vector."""
    return tends_to(grad(smooth_maximum(beta, d), d), unit(s, n), beta, 0)


@claim(
    picture=lambda beta, d: curves(
        beta, (0, 4), {"p": softmax(beta * d)}, at=[{n: 3, d: (0, 1, 2)}, {n: 3, d: (0, 2, 2)}]
    )
)
def barycentre(beta=real(above=0), d=vector(n)):
    """With ties, softmax tends to the barycentre of the unit vectors of the greatest entries."""
    greatest_entries = array(n, lambda i: iverson(eq(d[i], d.max())))
    return tends_to(softmax(beta * d), greatest_entries / ties(d), beta, oo)


@claim()
def boltzmann_mean(beta=real(above=0), d=vector(n)):
    """The mean of the entries with these weights tends to the maximum."""
    return tends_to(inner(d, softmax(beta * d)), d.max(), beta, oo)


r"""The other ends.

As $\beta$ tends to 0 all entries count alike, and as $\beta$ tends to $-\infty$ the least one does.
"""


@claim()
def gradient_at_high_temperature(beta=real(above=0), d=vector(n)):
    r"""As $\beta$ tends to 0 all entries of the gradient tend to $1/n$."""
    return tends_to(grad(smooth_maximum(beta, d), d), ones(n) / n, beta, 0)


@claim()
def mean_at_high_temperature(beta=real(above=0), d=vector(n)):
    r"""As $\beta$ tends to 0, $V$ without $\frac{\log n}{\beta}$ tends to the mean."""
    return tends_to(smooth_maximum(beta, d) - log(n) / beta, d.mean(), beta, 0)


@claim(given=[ge(n, 2)])
def no_limit_at_high_temperature(beta=real(above=0), d=vector(n)):
    r"""With two entries or more, $V$ itself tends to infinity."""
    return tends_to(smooth_maximum(beta, d), oo, beta, 0)


@claim()
def smooth_minimum(beta=real(below=0), d=vector(n)):
    r"""As $\beta$ tends to $-\infty$, $V$ tends to the minimum."""
    return tends_to(smooth_maximum(beta, d), d.min(), beta, -oo)


@claim()
def softmax_at_the_least_entries(beta=real(below=0), d=vector(n), i=index(n)):
    """The partial derivatives then tend to 1 over the number of least entries, or to 0."""
    least = total(lambda k: iverson(eq(d[k], d.min())), n)
    return tends_to(
        diff(smooth_maximum(beta, d), d[i]),
        cases((1 / least, eq(d[i], d.min())), otherwise=0),
        beta,
        -oo,
    )
