r"""f-divergences: they are not negative, and two of them are Kullback-Leibler divergences.

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
p_X, p_Y = density("p_X"), density("p_Y")

# Wherever p_X is positive p_Y is, and the other way round.
covered = everywhere(lambda x: implies(eq(p_Y(x), 0), eq(p_X(x), 0)))
covering = everywhere(lambda x: implies(eq(p_X(x), 0), eq(p_Y(x), 0)))
normal = eq(f(1), 0)


def ratio(z):
    """The ratio of the densities."""
    return p_X(z) / p_Y(z)


def over_support(function):
    """The integral over the points at which p_Y is positive."""
    return integral(lambda x: function(x) * iverson(gt(p_Y(x), 0)))


def minus_log(t):
    """-log t."""
    return -log(t)


def log_moment(t):
    """t log t, which is 0 at 0."""
    return t * log(t) * iverson(gt(t, 0))


r"""5 (a). An f-divergence is not negative.

The mean of $f(p_X / p_Y)$ under $p_Y$ is at least $f$ of the mean, by Jensen's inequality. That mean
is 1 where $p_Y$ is positive wherever $p_X$ is; $p_X$ has no mass then that the bracket leaves out.
"""


@claim()
def divergence_is_not_negative(f=function(convex=True), p_X=density(), p_Y=density()):
    """An f-divergence is not negative."""
    return (
        calc(f_divergence(f, p_X, p_Y))
        .eq(over_support(lambda x: f(ratio(x)) * p_Y(x)), "definition", ref="S0-5a.1")
        .eq(
            expectation(lambda z: f(ratio(z)), p_Y),
            "z has the density $p_Y$",
            ref="S0-5a.2",
            printed=expectation(lambda x: f(ratio(x)), p_X),
            erratum="E0-23",
        )
        .ge(f(expectation(ratio, p_Y)), "Jensen's inequality", ref="S0-5a.3")
        .eq(f(over_support(lambda x: ratio(x) * p_Y(x))), "definition", ref="S0-5a.4")
        .eq(f(1), "$p_Y$ cancels, and $p_X$ is a density", ref="S0-5a.5")
        .eq(0, "f is 0 at 1", ref="S0-5a.6")
        .given(covered, normal)
    )


@erratum("E0-23", "S0-5a.2", corrected_by=divergence_is_not_negative, without=[normal])
def mean_under_the_wrong_density():
    """As printed, with X the variable that has the density p_X: already for -log t.

    The letter X stands for a variable with another density before and after.
    """
    left = expectation(lambda x: -log(ratio(x)), p_Y)
    return eq(left, expectation(lambda x: -log(ratio(x)), p_X)).given(covering)


@erratum("E0-24", "S0-5a.5", corrected_by=divergence_is_not_negative, without=[covered])
def mean_of_the_ratio_without_support():
    """Where p_Y may be 0 while p_X is not, the mean of the ratio need not be 1."""
    return eq(f(over_support(lambda x: ratio(x) * p_Y(x))), f(1))


@erratum("E0-24", "S0-5a.6", corrected_by=divergence_is_not_negative, without=[covered])
def divergence_without_support():
    """Where p_Y may be 0 while p_X is not, an f-divergence can be negative."""
    return ge(f_divergence(f, p_X, p_Y), 0)


@erratum("E0-39", "S0-5a.3", corrected_by=divergence_is_not_negative, without=[normal])
def jensen_for_any_function(h=function()):
    """Jensen's inequality for a function of which nothing is said."""
    return ge(expectation(lambda z: h(ratio(z)), p_Y), h(expectation(ratio, p_Y)))


@erratum("E0-39", "S0-5a.6", corrected_by=divergence_is_not_negative, without=[normal])
def divergence_of_any_function(h=function()):
    """The divergence of a function that is 0 at 1 and need not be convex."""
    return ge(f_divergence(h, p_X, p_Y), 0).given(eq(h(1), 0))


@erratum("E0-39", "S0-5a.6", corrected_by=divergence_is_not_negative, without=[normal])
def divergence_without_value_at_one():
    """The divergence of a convex function that need not be 0 at 1."""
    return ge(f_divergence(f, p_X, p_Y), 0)


r"""5 (a) for finitely many points.

The same for distributions on $n$ points, for every $n$: sums in place of integrals.
"""


@claim(numbers={n: 10**6})
def finite_divergence_is_not_negative(f=function(convex=True), p=simplex(n), q=simplex(n)):
    """An f-divergence of positive probabilities is not negative."""
    return (
        calc(f_divergence(f, p, q))
        .eq(total(lambda k: f(p[k] / q[k]) * q[k], n), "definition")
        .ge(f(total(lambda k: p[k] / q[k] * q[k], n)), "Jensen's inequality")
        .eq(f(p.sum()), "$q_k$ cancels")
        .eq(f(1), "probabilities add up to 1")
        .eq(0, "f is 0 at 1")
        .given(normal)
    )


p, q = simplex("p", n, closed=True), simplex("q", n, closed=True)
covered_points = forall(lambda k: implies(eq(q[k], 0), eq(p[k], 0)), n)


@claim(numbers={n: 10**6})
def finite_divergence_with_zeros(
    f=function(convex=True), p=simplex(n, closed=True), q=simplex(n, closed=True)
):
    """Probabilities may be 0, as long as p is where q is."""
    return (
        calc(f_divergence(f, p, q))
        .eq(total(lambda k: f(p[k] / q[k]) * q[k] * iverson(gt(q[k], 0)), n), "definition")
        .ge(
            f(total(lambda k: p[k] / q[k] * q[k] * iverson(gt(q[k], 0)), n)),
            "Jensen's inequality",
        )
        .eq(f(1), "$q_k$ cancels, and $p$ has no mass where $q$ has none")
        .eq(0, "f is 0 at 1")
        .given(covered_points, normal)
    )


@erratum("E0-24", corrected_by=finite_divergence_with_zeros, without=[covered_points])
def finite_divergence_without_support(p=simplex(n, closed=True), q=simplex(n, closed=True)):
    """Where p may be positive and q is 0, the divergence can be negative."""
    return ge(f_divergence(f, p, q), 0)


@erratum("E0-39", corrected_by=finite_divergence_is_not_negative, without=[normal])
def finite_divergence_of_any_function(h=function(), p=simplex(n), q=simplex(n)):
    """The divergence of a function that is 0 at 1 and need not be convex."""
    return ge(f_divergence(h, p, q), 0).given(eq(h(1), 0))


@claim(numbers={n: 10**6})
def divergence_of_minus_log(p=simplex(n), q=simplex(n)):
    """The divergence of -log t is not negative; no inequality is cited."""
    return ge(f_divergence(minus_log, p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_log_moment(p=simplex(n), q=simplex(n)):
    """The divergence of t log t is not negative."""
    return ge(f_divergence(lambda t: t * log(t), p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_square(p=simplex(n), q=simplex(n)):
    """The divergence of the square of t - 1 is not negative."""
    return ge(f_divergence(lambda t: (t - 1) ** 2, p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_distance(p=simplex(n), q=simplex(n)):
    """The divergence of half the distance of t from 1 is not negative."""
    return ge(f_divergence(lambda t: absolute(t - 1) / 2, p, q), 0)


@claim(numbers={n: 10**6})
def divergence_of_line(p=simplex(n), q=simplex(n)):
    """The divergence of t - 1 is 0, so that 0 is the best bound."""
    return eq(f_divergence(lambda t: t - 1, p, q), 0)


r"""5 (b). Two Kullback-Leibler divergences.

Both functions are convex and 0 at 1. The divergence of $-\log t$ is the Kullback-Leibler divergence
with the distributions exchanged, that of $t \log t$ the one in the same order; the source has it the
other way round, as if $D_{\mathrm{KL}}(p \,\|\, q)$ were $\int q \log (q / p) \,\mathrm{d}x$.
For $-\log t$ both sides need $p_X > 0$ wherever $p_Y > 0$; elsewhere both are infinite.
"""


@claim("S0-5b.1")
def minus_log_is_admissible(t=real(above=0)):
    """-log t is convex for positive t, and 0 at 1."""
    return all_of(convex(-log(t), t), eq(-log(num(1)), 0))


@claim()
def minus_log_gives_kl(p_X=density(), p_Y=density()):
    """The divergence of -log t is D_KL(p_Y || p_X)."""
    return (
        calc(f_divergence(minus_log, p_X, p_Y))
        .eq(over_support(lambda x: -log(ratio(x)) * p_Y(x)), "definition", ref="S0-5b.2")
        .eq(
            kl_divergence(p_Y, p_X),
            "$-\\log (a / b) = \\log (b / a)$",
            ref="S0-5b.3",
            printed=kl_divergence(p_X, p_Y),
            erratum="E0-25",
        )
        .given(covering)
    )


@erratum("E0-25", "S0-5b.3", corrected_by=minus_log_gives_kl)
def minus_log_in_the_wrong_order():
    """As printed, where both divergences are finite: they differ."""
    return eq(f_divergence(minus_log, p_X, p_Y), kl_divergence(p_X, p_Y)).given(covered)


@claim("S0-5b.4")
def log_moment_is_admissible(t=real(above=0)):
    """t log t is convex for positive t, and 0 at 1."""
    return all_of(convex(t * log(t), t), eq(1 * log(num(1)), 0))


@claim("S0-5b.4")
def log_moment_at_zero(t=real(above=0)):
    """t log t tends to 0 as t does, which is its value at 0."""
    return tends_to(t * log(t), 0, t, 0)


@claim()
def log_moment_gives_kl(p_X=density(), p_Y=density()):
    """The divergence of t log t is D_KL(p_X || p_Y)."""
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
            "$-\\log (a / b) = \\log (b / a)$",
            ref="S0-5b.7",
            printed=kl_divergence(p_Y, p_X),
            erratum="E0-26",
        )
        .given(covered)
    )


@erratum("E0-24", "S0-5b.6", corrected_by=log_moment_gives_kl, without=[covered])
def log_moment_without_support():
    """Where p_Y may be 0 while p_X is not, the second integrand has no value."""
    left = over_support(lambda x: ratio(x) * log(ratio(x)) * iverson(gt(p_X(x), 0)) * p_Y(x))
    right = integral(lambda x: -log(p_Y(x) / p_X(x)) * p_X(x) * iverson(gt(p_X(x), 0)))
    return eq(left, right)


@erratum("E0-26", "S0-5b.7", corrected_by=log_moment_gives_kl)
def log_moment_in_the_wrong_order():
    """As printed, where both divergences are finite: they differ."""
    return eq(f_divergence(log_moment, p_X, p_Y), kl_divergence(p_Y, p_X)).given(covering)


@claim(numbers={n: 10**6})
def minus_log_gives_kl_of_probabilities(p=simplex(n), q=simplex(n)):
    """For n points: the divergence of -log t is D_KL(q || p)."""
    return (
        calc(f_divergence(minus_log, p, q))
        .eq(total(lambda k: -log(p[k] / q[k]) * q[k], n), "definition")
        .eq(
            kl_divergence(q, p),
            "$-\\log (a / b) = \\log (b / a)$",
            printed=kl_divergence(p, q),
            erratum="E0-25",
        )
    )


@claim(numbers={n: 10**6})
def log_moment_gives_kl_of_probabilities(p=simplex(n), q=simplex(n)):
    """For n points: the divergence of t log t is D_KL(p || q)."""
    return (
        calc(f_divergence(lambda t: t * log(t), p, q))
        .eq(total(lambda k: p[k] / q[k] * log(p[k] / q[k]) * q[k], n), "definition")
        .eq(total(lambda k: -log(q[k] / p[k]) * p[k], n), "$q_k$ cancels")
        .eq(
            kl_divergence(p, q),
            "$-\\log (a / b) = \\log (b / a)$",
            printed=kl_divergence(q, p),
            erratum="E0-26",
        )
    )
