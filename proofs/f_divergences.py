r"""$f$-divergences: they are not negative, and two of them are Kullback-Leibler divergences.

For a convex function $f$ with $f(1) = 0$ the divergence of a distribution with density $p_X$ from
one with density $p_Y$ is $D_f(p_X \,\|\, p_Y) = \int f(p_X / p_Y) \, p_Y \,\mathrm{d}x$.
The ratio is taken where $p_Y > 0$, which a bracket says: where it is false, nothing is asked of
what stands beside it. The integrals are taken with respect to any measure, $\mathrm{d}x$ or the one
that counts points, and those that are written are assumed to exist. A convex function is one on the
numbers $t \ge 0$, differentiable or not. An expectation names its variable and the density of that
variable. The Kullback-Leibler divergence is
$D_{\mathrm{KL}}(p \,\|\, q) = \int p \log (p / q) \,\mathrm{d}x$, over the points where $p > 0$.
"""

from symderive import *

n = size("n")
f = function("f", convex=True)
px, py = density("p_X"), density("p_Y")

# Wherever p_X is positive p_Y is, and the other way round.
covered = everywhere(lambda x: implies(eq(py(x), 0), eq(px(x), 0)))
covering = everywhere(lambda x: implies(eq(px(x), 0), eq(py(x), 0)))
normal = eq(f(1), 0)


def ratio(z):
    """The ratio of the densities."""
    return px(z) / py(z)


def over_support(function):
    """The integral over the points at which p_Y is positive."""
    return integral(lambda x: function(x) * iverson(gt(py(x), 0)))


def minus_log(t):
    """-log t."""
    return -log(t)


def log_moment(t):
    """t log t, which is 0 at 0."""
    return t * log(t) * iverson(gt(t, 0))


r"""5 (a). An $f$-divergence is not negative.

The mean of $f(p_X / p_Y)$ under $p_Y$ is at least $f$ of the mean, by Jensen's inequality. The mean
is 1 where $p_Y$ is positive wherever $p_X$ is; $p_X$ has no mass then that the bracket leaves out.
"""


@claim()
def divergence_is_not_negative(f=function(convex=True), p_X=density(), p_Y=density()):
    """An $f$-divergence is not negative."""
    return (
        calc(f_divergence(f, p_X, p_Y))
        .eq(over_support(lambda x: f(ratio(x)) * p_Y(x)), "definition", ref="S0-5a.1")
        .eq(
            expectation(lambda z: f(ratio(z)), p_Y),
            "$z$ has the density $p_Y$",
            ref="S0-5a.2",
            printed=expectation(lambda x: f(ratio(x)), p_X),
            erratum="E0-23",
        )
        .ge(f(expectation(ratio, p_Y)), "Jensen's inequality", ref="S0-5a.3")
        .eq(f(over_support(lambda x: ratio(x) * p_Y(x))), "definition", ref="S0-5a.4")
        .eq(f(1), "$p_Y$ cancels, and $p_X$ is a density", ref="S0-5a.5")
        .eq(0, "$f$ is 0 at 1", ref="S0-5a.6")
        .given(covered, normal)
    )


@erratum("E0-23", "S0-5a.2", corrected_by=divergence_is_not_negative, without=[normal])
def mean_under_the_wrong_density():
    r"""As printed, with $X$ the variable that has the density $p_X$: already for $-\log t$.

    The letter $X$ stands for a variable with another density before and after.
    """
    left = expectation(lambda x: -log(ratio(x)), py)
    return eq(left, expectation(lambda x: -log(ratio(x)), px)).given(covering)


@erratum("E0-24", "S0-5a.5", corrected_by=divergence_is_not_negative, without=[covered])
def mean_of_the_ratio_without_support():
    """Where $p_Y$ may be 0 while $p_X$ is not, the mean of the ratio need not be 1."""
    return eq(f(over_support(lambda x: ratio(x) * py(x))), f(1))


@erratum("E0-24", "S0-5a.6", corrected_by=divergence_is_not_negative, without=[covered])
def divergence_without_support():
    """Where $p_Y$ may be 0 while $p_X$ is not, an $f$-divergence can be negative."""
    return ge(f_divergence(f, px, py), 0)


@erratum("E0-39", "S0-5a.3", corrected_by=divergence_is_not_negative, without=[normal])
def jensen_for_any_function(h=function()):
    """Jensen's inequality for a function of which nothing is said."""
    return ge(expectation(lambda z: h(ratio(z)), py), h(expectation(ratio, py)))


@erratum("E0-39", "S0-5a.6", corrected_by=divergence_is_not_negative, without=[normal])
def divergence_of_any_function(h=function()):
    """The divergence of a function that is 0 at 1 and need not be convex."""
    return ge(f_divergence(h, px, py), 0).given(eq(h(1), 0))


@erratum("E0-39", "S0-5a.6", corrected_by=divergence_is_not_negative, without=[normal])
def divergence_without_value_at_one():
    """The divergence of a convex function that need not be 0 at 1."""
    return ge(f_divergence(f, px, py), 0)


r"""5 (a) for finitely many points.

The same for distributions on $n$ points, for every $n$: sums in place of integrals.
"""


@claim(numbers={n: 10**6})
def finite_divergence_is_not_negative(f=function(convex=True), p=simplex(n), q=simplex(n)):
    """An $f$-divergence of positive probabilities is not negative."""
    return (
        calc(f_divergence(f, p, q))
        .eq(total(lambda k: f(p[k] / q[k]) * q[k], n), "definition")
        .ge(f(total(lambda k: p[k] / q[k] * q[k], n)), "Jensen's inequality")
        .eq(f(p.sum()), "$q_k$ cancels")
        .eq(f(1), "probabilities add up to 1")
        .eq(0, "$f$ is 0 at 1")
        .given(normal)
    )


p, q = simplex("p", n, closed=True), simplex("q", n, closed=True)
covered_points = forall(lambda k: implies(eq(q[k], 0), eq(p[k], 0)), n)


@claim(numbers={n: 10**6})
def finite_divergence_with_zeros(
    f=function(convex=True), p=simplex(n, closed=True), q=simplex(n, closed=True)
):
    """Probabilities may be 0, as long as $p$ is where $q$ is."""
    return (
        calc(f_divergence(f, p, q))
        .eq(total(lambda k: f(p[k] / q[k]) * q[k] * iverson(gt(q[k], 0)), n), "definition")
        .ge(
            f(total(lambda k: p[k] / q[k] * q[k] * iverson(gt(q[k], 0)), n)),
            "Jensen's inequality",
        )
        .eq(f(1), "$q_k$ cancels, and $p$ has no mass where $q$ has none")
        .eq(0, "$f$ is 0 at 1")
        .given(covered_points, normal)
    )


@erratum("E0-24", corrected_by=finite_divergence_with_zeros, without=[covered_points])
def finite_divergence_without_support(p=simplex(n, closed=True), q=simplex(n, closed=True)):
    """Where $p$ may be positive and $q$ is 0, the divergence can be negative."""
    return ge(f_divergence(f, p, q), 0)


@erratum("E0-39", corrected_by=finite_divergence_is_not_negative, without=[normal])
def finite_divergence_of_any_function(h=function(), p=simplex(n), q=simplex(n)):
    """The divergence of a function that is 0 at 1 and need not be convex."""
    return ge(f_divergence(h, p, q), 0).given(eq(h(1), 0))


@claim(numbers={n: 10**6})
def divergence_of_minus_log(p=simplex(n), q=simplex(n)):
    r"""The divergence of $-\log t$ is not negative; no inequality is cited."""
    return ge(f_divergence(minus_log, p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_log_moment(p=simplex(n), q=simplex(n)):
    r"""The divergence of $t \log t$ is not negative."""
    return ge(f_divergence(lambda t: t * log(t), p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_square(p=simplex(n), q=simplex(n)):
    """The divergence of the square of $t - 1$ is not negative."""
    return ge(f_divergence(lambda t: (t - 1) ** 2, p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_distance(p=simplex(n), q=simplex(n)):
    """The divergence of half the distance of $t$ from 1 is not negative."""
    return ge(f_divergence(lambda t: absolute(t - 1) / 2, p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_line(p=simplex(n), q=simplex(n)):
    """The divergence of $t - 1$ is 0, so that 0 is the best bound."""
    return eq(f_divergence(lambda t: t - 1, p, q), 0)


r"""5 (b). Two Kullback-Leibler divergences.

Both functions are convex and 0 at 1. The divergence of $-\log t$ is the Kullback-Leibler divergence
with the distributions exchanged, that of $t \log t$ the one in the same order; the source has it
the other way round, as if $D_{\mathrm{KL}}(p \,\|\, q)$ were $\int q \log (q / p) \,\mathrm{d}x$.
For $-\log t$ both sides need $p_X > 0$ wherever $p_Y > 0$; elsewhere both are infinite.
"""


@claim("S0-5b.1")
def minus_log_is_admissible(t=real(above=0)):
    r"""$-\log t$ is convex for positive $t$, and 0 at 1."""
    return all_of(convex(-log(t), t), eq(-log(num(1)), 0))


@claim()
def minus_log_gives_kl(p_X=density(), p_Y=density()):
    r"""The divergence of $-\log t$ is $D_{\mathrm{KL}}(p_Y \,\|\, p_X)$."""
    return (
        calc(f_divergence(minus_log, p_X, p_Y))
        .eq(over_support(lambda x: -log(ratio(x)) * p_Y(x)), "definition", ref="S0-5b.2")
        .eq(
            kl_divergence(p_Y, p_X),
            r"$-\log (a / b) = \log (b / a)$",
            ref="S0-5b.3",
            printed=kl_divergence(p_X, p_Y),
            erratum="E0-25",
        )
        .given(covering)
    )


@erratum("E0-25", "S0-5b.3", corrected_by=minus_log_gives_kl)
def minus_log_in_the_wrong_order():
    """As printed, where both divergences are finite: they differ."""
    return eq(f_divergence(minus_log, px, py), kl_divergence(px, py)).given(covered)


@claim("S0-5b.4")
def log_moment_is_admissible(t=real(above=0)):
    r"""$t \log t$ is convex for positive $t$, and 0 at 1."""
    return all_of(convex(t * log(t), t), eq(1 * log(num(1)), 0))


@claim("S0-5b.4")
def log_moment_at_zero(t=real(above=0)):
    r"""$t \log t$ tends to 0 as $t$ does, which is its value at 0."""
    return tends_to(t * log(t), 0, t, 0)


@claim()
def log_moment_gives_kl(p_X=density(), p_Y=density()):
    r"""The divergence of $t \log t$ is $D_{\mathrm{KL}}(p_X \,\|\, p_Y)$."""
    return (
        calc(f_divergence(log_moment, p_X, p_Y))
        .eq(
            over_support(lambda x: ratio(x) * log(ratio(x)) * iverson(gt(p_X(x), 0)) * p_Y(x)),
            "definition",
            ref="S0-5b.5",
        )
        .eq(
            integral(lambda x: -log(p_Y(x) / p_X(x)) * p_X(x) * iverson(gt(p_X(x), 0))),
            "$p_Y$ cancels",
            ref="S0-5b.6",
        )
        .eq(
            kl_divergence(p_X, p_Y),
            r"$-\log (a / b) = \log (b / a)$",
            ref="S0-5b.7",
            printed=kl_divergence(p_Y, p_X),
            erratum="E0-26",
        )
        .given(covered)
    )


@erratum("E0-24", "S0-5b.6", corrected_by=log_moment_gives_kl, without=[covered])
def log_moment_without_support():
    """Where $p_Y$ may be 0 while $p_X$ is not, the second integrand has no value."""
    left = over_support(lambda x: ratio(x) * log(ratio(x)) * iverson(gt(px(x), 0)) * py(x))
    right = integral(lambda x: -log(py(x) / px(x)) * px(x) * iverson(gt(px(x), 0)))
    return eq(left, right)


@erratum("E0-26", "S0-5b.7", corrected_by=log_moment_gives_kl)
def log_moment_in_the_wrong_order():
    """As printed, where both divergences are finite: they differ."""
    return eq(f_divergence(log_moment, px, py), kl_divergence(py, px)).given(covering)


@claim(numbers={n: 10**6})
def minus_log_gives_kl_of_probabilities(p=simplex(n), q=simplex(n)):
    r"""For $n$ points: the divergence of $-\log t$ is $D_{\mathrm{KL}}(q \,\|\, p)$."""
    return (
        calc(f_divergence(minus_log, p, q))
        .eq(total(lambda k: -log(p[k] / q[k]) * q[k], n), "definition")
        .eq(
            kl_divergence(q, p),
            r"$-\log (a / b) = \log (b / a)$",
            printed=kl_divergence(p, q),
            erratum="E0-25",
        )
    )


@claim(numbers={n: 10**6})
def log_moment_gives_kl_of_probabilities(p=simplex(n), q=simplex(n)):
    r"""For $n$ points: the divergence of $t \log t$ is $D_{\mathrm{KL}}(p \,\|\, q)$."""
    return (
        calc(f_divergence(lambda t: t * log(t), p, q))
        .eq(total(lambda k: p[k] / q[k] * log(p[k] / q[k]) * q[k], n), "definition")
        .eq(total(lambda k: -log(q[k] / p[k]) * p[k], n), "$q_k$ cancels")
        .eq(
            kl_divergence(p, q),
            r"$-\log (a / b) = \log (b / a)$",
            printed=kl_divergence(q, p),
            erratum="E0-26",
        )
    )


r"""Further divergences.

What other convex functions give, and which of these divergences are symmetric or bounded. Adding a
multiple of $t - 1$ to the function changes nothing, and $t f(1/t)$ exchanges the distributions.
"""


def square(t):
    """The square of t - 1."""
    return (t - 1) ** 2


def half_distance(t):
    """Half the distance of t from 1."""
    return absolute(t - 1) / 2


def hellinger(t):
    """The square of sqrt(t) - 1."""
    return (sqrt(t) - 1) ** 2


def mixed(first, second):
    """The mean of log(p/m) under p, where m is the mean of two densities p and q."""
    return integral(lambda x: first(x) * log(first(x) / ((first(x) + second(x)) / 2)))


@claim()
def adding_a_line(c=real(), f=function(convex=True), p_X=density(), p_Y=density()):
    """The functions $f(t)$ and $f(t) + c (t - 1)$ have the same divergence."""
    left = expectation(lambda z: f(ratio(z)) + c * (ratio(z) - 1), p_Y)
    return eq(left, f_divergence(f, p_X, p_Y)).given(covered)


@claim()
def exchanged_distributions(
    f=function(convex=True), p=density(positive=True), q=density(positive=True)
):
    """The function $t f(1/t)$ gives the divergence with the distributions exchanged."""
    return eq(f_divergence(lambda t: t * f(1 / t), p, q), f_divergence(f, q, p))


@claim(expect="refuted")
def divergences_are_symmetric(
    f=function(convex=True), p=density(positive=True), q=density(positive=True)
):
    """An $f$-divergence is not symmetric."""
    return eq(f_divergence(f, p, q), f_divergence(f, q, p))


@claim()
def chi_squared(p_X=density(), p_Y=density()):
    """The divergence of the square of $t - 1$ is the mean of the squared ratio less 1."""
    left, right = f_divergence(square, p_X, p_Y), over_support(lambda x: p_X(x) ** 2 / p_Y(x))
    return eq(left, right - 1).given(covered)


@claim()
def kl_is_at_most_chi_squared(p_X=density(), p_Y=density()):
    """The Kullback-Leibler divergence is at most that of the square of $t - 1$."""
    return le(kl_divergence(p_X, p_Y), f_divergence(square, p_X, p_Y)).given(covered)


@claim(expect="refuted")
def chi_squared_is_at_most_kl(p=density(positive=True), q=density(positive=True)):
    """The divergence of the square of $t - 1$ is not at most the Kullback-Leibler divergence."""
    return le(f_divergence(square, p, q), kl_divergence(p, q))


@claim()
def total_variation(p_X=density(), p_Y=density()):
    """Half the distance of $t$ from 1 gives half the integral of $|p_X - p_Y|$."""
    right = integral(lambda x: absolute(p_X(x) - p_Y(x))) / 2
    return eq(f_divergence(half_distance, p_X, p_Y), right).given(covered)


@claim()
def total_variation_is_symmetric(p=density(positive=True), q=density(positive=True)):
    """The total variation is symmetric."""
    return eq(f_divergence(half_distance, p, q), f_divergence(half_distance, q, p))


@claim()
def total_variation_is_at_most_one(p=density(), q=density()):
    """The total variation is at most 1."""
    return le(integral(lambda x: absolute(p(x) - q(x))) / 2, 1)


@claim(expect="refuted")
def total_variation_is_less_than_one(p=density(), q=density()):
    """The total variation is 1 where the densities are never both positive."""
    return lt(integral(lambda x: absolute(p(x) - q(x))) / 2, 1)


@claim()
def total_variation_by_way_of_a_third(p=density(), q=density(), r=density()):
    """The total variation satisfies the triangle inequality."""

    def distance(first, second):
        return integral(lambda x: absolute(first(x) - second(x)))

    return le(distance(p, q), distance(p, r) + distance(r, q))


@claim(expect="refuted")
def kl_by_way_of_a_third(
    p=density(positive=True), q=density(positive=True), r=density(positive=True)
):
    """The Kullback-Leibler divergence does not satisfy the triangle inequality."""
    return le(kl_divergence(p, q), kl_divergence(p, r) + kl_divergence(r, q))


@claim()
def squared_hellinger_distance(p=density(positive=True), q=density(positive=True)):
    r"""The square of $\sqrt{t} - 1$ gives 2 less twice the integral of the geometric mean."""
    right = 2 - 2 * integral(lambda x: sqrt(p(x) * q(x)))
    return eq(f_divergence(hellinger, p, q), right)


@claim()
def squared_hellinger_distance_is_symmetric(p=density(positive=True), q=density(positive=True)):
    """The squared Hellinger distance is symmetric."""
    return eq(f_divergence(hellinger, p, q), f_divergence(hellinger, q, p))


@claim()
def jensen_shannon(p=density(positive=True), q=density(positive=True)):
    """The Jensen-Shannon divergence is that of a convex function."""
    right = f_divergence(lambda t: (t * log(t) - (t + 1) * log((t + 1) / 2)) / 2, p, q)
    return eq((mixed(p, q) + mixed(q, p)) / 2, right)


@claim()
def jensen_shannon_is_between(p=density(positive=True), q=density(positive=True)):
    r"""The Jensen-Shannon divergence lies between 0 and $\log 2$."""
    middle = (mixed(p, q) + mixed(q, p)) / 2
    return all_of(ge(middle, 0), le(middle, log(2)))


@claim(expect="refuted")
def one_half_of_jensen_shannon_is_at_most_zero(p=density(positive=True), q=density(positive=True)):
    """One of the two parts of that divergence alone is not bounded by 0."""
    return le(mixed(p, q), 0)
