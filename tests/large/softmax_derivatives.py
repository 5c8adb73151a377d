"""Softmax: derivatives by scores and temperature, cumulants, marginals and conditionals."""

from sympy import Derivative, KroneckerDelta, Sum, exp, log

from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    beta,
    i,
    j,
    k,
    l,
    m,
    n,
    tau,
    y,
    z,
)


def _softmax() -> list[Identity]:
    partition = Sum(exp(z[j] / tau), (j, 1, n))
    share_i, share_k, share_l = (exp(z[index] / tau) / partition for index in (i, k, l))
    cold = Sum(y[i] * exp(z[i] / tau), (i, 1, n)) / partition
    return [
        *stated(
            "derivative of a softmax mean by the temperature is a covariance",
            Derivative(cold, tau),
            -(
                Sum(y[i] * z[i] * exp(z[i] / tau), (i, 1, n)) / partition
                - cold * Sum(z[i] * exp(z[i] / tau), (i, 1, n)) / partition
            )
            / tau**2,
            at_least(1, n),
            inverse_temperature=(
                Sum(y[i] * z[i] * exp(z[i] / tau), (i, 1, n)) / partition
                - cold * Sum(z[i] * exp(z[i] / tau), (i, 1, n)) / partition
            )
            / tau,
        ),
        *stated(
            "second derivative of log-softmax does not see its own entry",
            Derivative(z[i] / tau - log(partition), z[k], z[l]),
            share_k * (share_l - KroneckerDelta(k, l)) / tau**2,
            [*at_least(1, n), *within((k, n), (l, n))],
            sign=share_k * (KroneckerDelta(k, l) - share_l) / tau**2,
            own_share=share_i * (share_l - KroneckerDelta(k, l)) / tau**2,
        ),
        *stated(
            "second derivative of softmax",
            Derivative(share_i, z[k], z[l]),
            share_i
            * (
                (KroneckerDelta(i, k) - share_k) * (KroneckerDelta(i, l) - share_l)
                - share_k * (KroneckerDelta(k, l) - share_l)
            )
            / tau**2,
            [*at_least(1, n), *within((i, n), (k, n), (l, n))],
            last_part_lost=share_i
            * (KroneckerDelta(i, k) - share_k)
            * (KroneckerDelta(i, l) - share_l)
            / tau**2,
        ),
        *stated(
            "third derivatives of the log-partition function are third cumulants",
            Derivative(log(Sum(exp(beta * z[j]), (j, 1, n))), beta, beta, beta),
            (
                Sum(z[j] ** 3 * exp(beta * z[j]), (j, 1, n))
                - 3
                * Sum(z[j] ** 2 * exp(beta * z[j]), (j, 1, n))
                * Sum(z[j] * exp(beta * z[j]), (j, 1, n))
                / Sum(exp(beta * z[j]), (j, 1, n))
                + 2
                * Sum(z[j] * exp(beta * z[j]), (j, 1, n)) ** 3
                / Sum(exp(beta * z[j]), (j, 1, n)) ** 2
            )
            / Sum(exp(beta * z[j]), (j, 1, n)),
            at_least(1, n),
            factor_of_the_cube=(
                Sum(z[j] ** 3 * exp(beta * z[j]), (j, 1, n))
                - 3
                * Sum(z[j] ** 2 * exp(beta * z[j]), (j, 1, n))
                * Sum(z[j] * exp(beta * z[j]), (j, 1, n))
                / Sum(exp(beta * z[j]), (j, 1, n))
                + 3
                * Sum(z[j] * exp(beta * z[j]), (j, 1, n)) ** 3
                / Sum(exp(beta * z[j]), (j, 1, n)) ** 2
            )
            / Sum(exp(beta * z[j]), (j, 1, n)),
        ),
        *stated(
            "softmax of a table is the product of a marginal and a conditional",
            exp(A[i, j]) / Sum(exp(A[k, l]), (k, 1, m), (l, 1, n)),
            (Sum(exp(A[i, l]), (l, 1, n)) / Sum(exp(A[k, l]), (k, 1, m), (l, 1, n)))
            * (exp(A[i, j]) / Sum(exp(A[i, l]), (l, 1, n))),
            at_least(1, m, n),
            conditional_over_rows=(
                Sum(exp(A[i, l]), (l, 1, n)) / Sum(exp(A[k, l]), (k, 1, m), (l, 1, n))
            )
            * (exp(A[i, j]) / Sum(exp(A[k, j]), (k, 1, m))),
        ),
    ]


IDENTITIES: list[Identity] = _softmax()
