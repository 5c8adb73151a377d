r"""The lower bound on the evidence, for hidden variables with $n$ values.

The joint probabilities of what is observed and of the hidden value $z$ are $P_z > 0$, the evidence
is $\sum_z P_z$, and the posterior is $P_z$ divided by it. The bound for a distribution $q$ is
$\sum_z q_z \log(P_z / q_z)$.
"""

from symderive import *

n, m = size("n"), size("m")

bound = define("B", lambda q, P: total(lambda z: q[z] * log(P[z] / q[z]), n))
posterior = define("pi", lambda P: P / P.sum())


@claim(numbers={n: 1000})
def posterior_sums_to_one(P=vector(n, above=0)):
    """The posterior is a distribution."""
    return eq(posterior(P).sum(), 1)


@claim(numbers={n: 1000})
def evidence(P=vector(n, above=0), q=simplex(n)):
    """The evidence is the bound and a divergence from the posterior."""
    return eq(log(P.sum()), bound(q, P) + kl(q, posterior(P)))


@claim(numbers={n: 1000})
def evidence_at_one_value(P=vector(n, above=0), z=index(n)):
    """Why: the evidence is the joint probability divided by the posterior, at every value."""
    return eq(log(P.sum()), log(P[z]) - log(posterior(P)[z]))


@claim(numbers={n: 1000})
def lower_bound(P=vector(n, above=0), q=simplex(n)):
    """The bound is at most the evidence."""
    return (
        calc(bound(q, P))
        .eq(log(P.sum()) - kl(q, posterior(P)), "as above", by=evidence)
        .le(log(P.sum()), "a divergence is not negative")
    )


@claim(numbers={n: 1000})
def bound_at_the_posterior(P=vector(n, above=0)):
    """The bound is attained at the posterior."""
    return eq(bound(posterior(P), P), log(P.sum()))


@claim(expect="undecided")
def bound_at_the_posterior_only(P=vector(n, above=0), q=simplex(n)):
    """The bound is attained nowhere else.

    The divergence of two distributions vanishes only if they are equal. What is proved of it is
    that it is not negative.
    """
    return implies(eq(bound(q, P), log(P.sum())), eq(q, posterior(P)))


@claim(numbers={n: 1000})
def bound_by_the_prior(prior=simplex(n), likelihood=vector(n, above=0), q=simplex(n)):
    """The bound is the mean logarithm of the likelihood minus a divergence from the prior."""
    return eq(
        bound(q, prior * likelihood),
        total(lambda z: q[z] * log(likelihood[z]), n) - kl(q, prior),
    )


@claim(numbers={n: 1000})
def bound_by_the_entropy(P=vector(n, above=0), q=simplex(n)):
    """The bound is the mean logarithm of the joint probability and the entropy."""
    return eq(bound(q, P), total(lambda z: q[z] * log(P[z]), n) + entropy(q))


@claim(numbers={n: 200})
def gradient_in_the_logits(P=vector(n, above=0), a=vector(n), j=index(n)):
    """Where $q$ is softmax of $a$, the gradient in $a$."""
    q = softmax(a)
    return eq(diff(bound(q, P), a[j]), q[j] * (log(P[j] / q[j]) - bound(q, P)))


@claim(numbers={n: 300})
def exponentials_of_the_bound(P=vector(n, above=0), q=simplex(n)):
    """Importance weights average to the evidence itself."""
    return eq(total(lambda z: q[z] * (P[z] / q[z]), n), P.sum())
