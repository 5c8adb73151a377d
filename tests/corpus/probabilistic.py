"""Mixtures, hidden Markov models, belief propagation, policy gradients, discounted returns."""

from sympy import Derivative, Expr, Ne, Sum, exp, log

from .identity import Identity, at_least, stated, within
from .symbols import (
    A,
    B,
    C,
    D,
    K,
    L,
    P,
    a,
    alpha,
    b,
    beta,
    c,
    d,
    e,
    gamma,
    i,
    j,
    k,
    l,
    m,
    n,
    p,
    q,
    s,
    t,
    tau,
    theta,
    w,
    x,
    y,
    z,
)


def _policy(action: Expr) -> Expr:
    return exp(x[action]) / Sum(exp(x[l]), (l, 1, n))


def _mixtures() -> list[Identity]:
    density = exp(w[c] - theta * (x[i] - z[c]) ** 2)
    evidence = Sum(density, (c, 1, m))
    return [
        *stated(
            "responsibilities of one observation sum to one",
            Sum(density / evidence, (c, 1, m)),
            1,
            at_least(1, m),
            sum_over_observations=n,
        ),
        *stated(
            "responsibilities sum to the number of observations",
            Sum(density / evidence, (c, 1, m), (i, 1, n)),
            n,
            at_least(1, m, n),
            number_of_components=m,
        ),
        *stated(
            "gradient of the mixture likelihood by a mean",
            Derivative(Sum(log(evidence), (i, 1, n)), z[k]),
            2 * theta * Sum(density.xreplace({c: k}) / evidence * (x[i] - z[k]), (i, 1, n)),
            [*at_least(1, m, n), *within((k, m))],
            sign=-2 * theta * Sum(density.xreplace({c: k}) / evidence * (x[i] - z[k]), (i, 1, n)),
            responsibility_unnormalised=2
            * theta
            * Sum(density.xreplace({c: k}) * (x[i] - z[k]), (i, 1, n)),
        ),
        *stated(
            "gradient of the mixture likelihood by a log-weight",
            Derivative(Sum(log(evidence), (i, 1, n)), w[k]),
            Sum(density.xreplace({c: k}) / evidence, (i, 1, n)),
            [*at_least(1, m, n), *within((k, m))],
            one_minus=Sum(1 - density.xreplace({c: k}) / evidence, (i, 1, n)),
        ),
        *stated(
            "expectation step of a mixture does not see a factor of each observation",
            exp(w[c] - theta * (x[i] - z[c]) ** 2 + theta * x[i] ** 2)
            / Sum(exp(w[b] - theta * (x[i] - z[b]) ** 2 + theta * x[i] ** 2), (b, 1, m)),
            exp(w[c] + 2 * theta * x[i] * z[c] - theta * z[c] ** 2)
            / Sum(exp(w[b] + 2 * theta * x[i] * z[b] - theta * z[b] ** 2), (b, 1, m)),
            at_least(1, m),
            norm_of_the_mean_lost=exp(w[c] + 2 * theta * x[i] * z[c])
            / Sum(exp(w[b] + 2 * theta * x[i] * z[b]), (b, 1, m)),
        ),
        *stated(
            "weighted mean of the maximisation step cancels the weighted residuals",
            Sum(
                exp(y[i]) * (x[i] - Sum(exp(y[j]) * x[j], (j, 1, n)) / Sum(exp(y[j]), (j, 1, n))),
                (i, 1, n),
            ),
            0,
            [n >= 1],
            unweighted_mean=Sum(exp(y[i]) * (x[i] - Sum(x[j], (j, 1, n)) / n), (i, 1, n)),
        ),
    ]


def _chains() -> list[Identity]:
    forward = Sum(z[a] * P[a, b], (a, 1, m))
    return [
        *stated(
            "two forward steps of a hidden Markov model",
            Sum(Sum(z[a] * P[a, b], (a, 1, m)) * L[b] * P[b, c], (b, 1, m)),
            Sum(z[a] * Sum(P[a, b] * L[b] * P[b, c], (b, 1, m)), (a, 1, m)),
            at_least(1, m),
            transition_transposed=Sum(z[a] * Sum(P[b, a] * L[b] * P[b, c], (b, 1, m)), (a, 1, m)),
        ),
        *stated(
            "forward and backward messages meet at any step",
            Sum(Sum(Sum(z[a] * P[a, b], (a, 1, m)) * L[b] * P[b, c], (b, 1, m)) * K[c], (c, 1, m)),
            Sum(forward * L[b] * Sum(P[b, c] * K[c], (c, 1, m)), (b, 1, m)),
            at_least(1, m),
            evidence_counted_twice=Sum(
                forward * L[b] ** 2 * Sum(P[b, c] * K[c], (c, 1, m)), (b, 1, m)
            ),
        ),
        *stated(
            "derivative of the likelihood of a path by a transition",
            Derivative(
                Sum(z[a] * P[a, b] * P[b, c] * y[c], (a, 1, m), (b, 1, m), (c, 1, m)), P[p, q]
            ),
            z[p] * Sum(P[q, c] * y[c], (c, 1, m)) + Sum(z[a] * P[a, p], (a, 1, m)) * y[q],
            [*at_least(1, m), *within((p, m), (q, m))],
            first_step_only=z[p] * Sum(P[q, c] * y[c], (c, 1, m)),
        ),
        *stated(
            "a stochastic matrix given by softmax rows keeps total mass",
            Sum(Sum(z[a] * exp(A[a, b]) / Sum(exp(A[a, l]), (l, 1, m)), (a, 1, m)), (b, 1, m)),
            Sum(z[a], (a, 1, m)),
            at_least(1, m),
            normalised_over_columns=Sum(
                Sum(z[a] * exp(A[a, b]) / Sum(exp(A[l, b]), (l, 1, m)), (a, 1, m)), (b, 1, m)
            ),
        ),
        *stated(
            "belief propagation on a star multiplies the messages of the leaves",
            Sum(z[a] * A[a, b] * B[a, c] * C[a, d], (a, 1, m), (b, 1, n), (c, 1, n), (d, 1, n)),
            Sum(
                z[a] * Sum(A[a, b], (b, 1, n)) * Sum(B[a, c], (c, 1, n)) * Sum(C[a, d], (d, 1, n)),
                (a, 1, m),
            ),
            at_least(1, m, n),
            messages_added=Sum(
                z[a]
                * (Sum(A[a, b], (b, 1, n)) + Sum(B[a, c], (c, 1, n)) + Sum(C[a, d], (d, 1, n))),
                (a, 1, m),
            ),
        ),
        *stated(
            "marginal of a chain by eliminating from both ends",
            Sum(A[a, b] * B[b, c] * C[c, d] * D[d, e], (a, 1, m), (b, 1, m), (d, 1, n), (e, 1, n)),
            Sum(B[b, c] * Sum(A[a, b], (a, 1, m)), (b, 1, m))
            * Sum(C[c, d] * Sum(D[d, e], (e, 1, n)), (d, 1, n)),
            at_least(1, m, n),
            middle_variable_summed=Sum(
                B[b, c] * C[c, d] * Sum(A[a, b], (a, 1, m)) * Sum(D[d, e], (e, 1, n)),
                (b, 1, m),
                (c, 1, m),
                (d, 1, n),
            ),
        ),
        *stated(
            "log-likelihood gradient of a normalised chain is a difference of expectations",
            Derivative(log(Sum(exp(A[a, b] + y[a] + z[b]), (a, 1, m), (b, 1, n))), A[p, q]),
            exp(A[p, q] + y[p] + z[q]) / Sum(exp(A[a, b] + y[a] + z[b]), (a, 1, m), (b, 1, n)),
            [*at_least(1, m, n), *within((p, m), (q, n))],
            conditional_instead=exp(A[p, q] + y[p] + z[q])
            / Sum(exp(A[a, q] + y[a] + z[q]), (a, 1, m)),
        ),
    ]


def _policies() -> list[Identity]:
    score = Derivative(log(_policy(i)), x[k])
    return [
        *stated(
            "the expected score of a softmax policy vanishes",
            Sum(_policy(i) * score, (i, 1, n)),
            0,
            [n >= 1, *within((k, n))],
            unweighted_mean=1 - n * _policy(k),
            probability_left=_policy(k),
        ),
        *stated(
            "a baseline does not change the policy gradient",
            Sum(_policy(i) * score * (y[i] - beta), (i, 1, n)),
            Sum(_policy(i) * score * y[i], (i, 1, n)),
            [n >= 1, *within((k, n))],
            baseline_remains=Sum(_policy(i) * score * y[i], (i, 1, n)) - beta,
        ),
        *stated(
            "policy gradient of a softmax policy is an advantage",
            Derivative(Sum(_policy(i) * y[i], (i, 1, n)), x[k]),
            _policy(k) * (y[k] - Sum(_policy(i) * y[i], (i, 1, n))),
            [n >= 1, *within((k, n))],
            sign=_policy(k) * (Sum(_policy(i) * y[i], (i, 1, n)) - y[k]),
            not_weighted=y[k] - Sum(_policy(i) * y[i], (i, 1, n)),
        ),
        *stated(
            "the score function estimator equals the gradient",
            Sum(_policy(i) * y[i] * score, (i, 1, n)),
            Derivative(Sum(_policy(i) * y[i], (i, 1, n)), x[k]),
            [n >= 1, *within((k, n))],
            value_squared=Derivative(Sum(_policy(i) * y[i] ** 2, (i, 1, n)), x[k]),
        ),
        *stated(
            "variance of the rewards under a policy by pairs",
            Sum(_policy(i) * y[i] ** 2, (i, 1, n)) - Sum(_policy(i) * y[i], (i, 1, n)) ** 2,
            Sum(exp(x[i] + x[j]) * (y[i] - y[j]) ** 2, (i, 1, n), (j, 1, n))
            / (2 * Sum(exp(x[l]), (l, 1, n)) ** 2),
            [n >= 1],
            half_forgotten=Sum(exp(x[i] + x[j]) * (y[i] - y[j]) ** 2, (i, 1, n), (j, 1, n))
            / Sum(exp(x[l]), (l, 1, n)) ** 2,
        ),
        *stated(
            "divergence between two softmax policies",
            Sum(
                _policy(i) * (log(_policy(i)) - log(exp(y[i]) / Sum(exp(y[l]), (l, 1, n)))),
                (i, 1, n),
            ),
            Sum(_policy(i) * (x[i] - y[i]), (i, 1, n))
            - log(Sum(exp(x[l]), (l, 1, n)))
            + log(Sum(exp(y[l]), (l, 1, n))),
            [n >= 1],
            partitions_exchanged=Sum(_policy(i) * (x[i] - y[i]), (i, 1, n))
            + log(Sum(exp(x[l]), (l, 1, n)))
            - log(Sum(exp(y[l]), (l, 1, n))),
        ),
    ]


def _returns() -> list[Identity]:
    return [
        *stated(
            "a discounted return satisfies the Bellman recursion",
            Sum(gamma ** (s - t) * x[s], (s, t, n)),
            x[t] + gamma * Sum(gamma ** (s - t - 1) * x[s], (s, t + 1, n)),
            [n >= 1, *within((t, n)), Ne(gamma, 0)],
            own_reward_discounted=gamma * x[t]
            + gamma * Sum(gamma ** (s - t - 1) * x[s], (s, t + 1, n)),
        ),
        *stated(
            "two Bellman backups of a fixed policy",
            y[i]
            + gamma * Sum(P[i, j] * (y[j] + gamma * Sum(P[j, k] * z[k], (k, 1, n))), (j, 1, n)),
            y[i]
            + gamma * Sum(P[i, j] * y[j], (j, 1, n))
            + gamma**2 * Sum(P[i, j] * P[j, k] * z[k], (j, 1, n), (k, 1, n)),
            [n >= 1],
            discount_of_the_second_step=y[i]
            + gamma * Sum(P[i, j] * y[j], (j, 1, n))
            + gamma * Sum(P[i, j] * P[j, k] * z[k], (j, 1, n), (k, 1, n)),
        ),
        *stated(
            "temporal differences telescope to the advantage",
            Sum(gamma**t * (x[t] + gamma * z[t + 1] - z[t]), (t, 0, n - 1)),
            Sum(gamma**t * x[t], (t, 0, n - 1)) + gamma**n * z[n] - z[0],
            [n >= 1],
            bootstrap_not_discounted=Sum(gamma**t * x[t], (t, 0, n - 1)) + z[n] - z[0],
        ),
        *stated(
            "a mean reward shifted by a constant",
            Sum(gamma**t * (x[t] + alpha), (t, 0, n - 1)) * (1 - gamma),
            (1 - gamma) * Sum(gamma**t * x[t], (t, 0, n - 1)) + alpha * (1 - gamma**n),
            [n >= 1],
            infinite_horizon=(1 - gamma) * Sum(gamma**t * x[t], (t, 0, n - 1)) + alpha,
        ),
        *stated(
            "sum of rewards to go",
            Sum(y[t] * Sum(x[s], (s, t, n)), (t, 1, n)),
            Sum(x[s] * Sum(y[t], (t, 1, s)), (s, 1, n)),
            [n >= 1],
            past_exchanged_with_future=Sum(x[s] * Sum(y[t], (t, s, n)), (s, 1, n)),
        ),
        *stated(
            "exponentially discounted sums by continuous rates",
            Sum(exp(-tau * t) * x[t], (t, 0, n)),
            x[0] + exp(-tau) * Sum(exp(-tau * (t - 1)) * x[t], (t, 1, n)),
            [n >= 1],
            rate_forgotten=x[0] + Sum(exp(-tau * (t - 1)) * x[t], (t, 1, n)),
        ),
        *stated(
            "gradient of a discounted return by the discount",
            Derivative(Sum(gamma**t * x[t], (t, 0, n)), gamma),
            Sum((t + 1) * gamma**t * x[t + 1], (t, 0, n - 1)),
            [n >= 1],
            factor_off_by_one=Sum(t * gamma**t * x[t + 1], (t, 0, n - 1)),
        ),
    ]


IDENTITIES: list[Identity] = [*_mixtures(), *_chains(), *_policies(), *_returns()]
