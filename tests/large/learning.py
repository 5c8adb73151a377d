"""Learning: hidden chains, mixtures, policies, contrastive losses, graphs."""

from sympy import Derivative, Expr, KroneckerDelta, Ne, Sum, exp, log, tanh

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    C,
    H,
    R,
    V,
    W,
    X,
    Y,
    a,
    alpha,
    b,
    beta,
    c,
    d,
    e,
    f,
    g,
    h,
    i,
    j,
    k,
    l,
    lam,
    m,
    n,
    o,
    p,
    q,
    r,
    tau,
    w,
    x,
    y,
    z,
)


def _sigmoid(argument: Expr) -> Expr:
    return 1 / (1 + exp(-argument))


def _chains() -> list[Identity]:
    def move(start: Expr, end: Expr) -> Expr:
        return exp(A[start, end]) / Sum(exp(A[start, e]), (e, 1, n))

    begin = exp(w[a]) / Sum(exp(w[e]), (e, 1, n))
    evidence = Sum(
        begin * X[1, a] * move(a, b) * X[2, b] * move(b, c) * X[3, c],
        (a, 1, n),
        (b, 1, n),
        (c, 1, n),
    )
    forward = Sum(begin * X[1, a] * move(a, b), (a, 1, n)) * X[2, b]
    backward = Sum(move(b, c) * X[3, c], (c, 1, n))
    pair = Sum(begin * X[1, a] * move(a, k) * X[2, k] * move(k, c) * X[3, c], (a, 1, n), (c, 1, n))
    potential = exp(A[a, b] + B[b, c] + x[a] + y[b] + z[c])
    total = Sum(potential, (a, 1, n), (b, 1, n), (c, 1, n))
    clique = Sum(exp(A[k, l] + B[l, c] + x[k] + y[l] + z[c]), (c, 1, n))
    return [
        *stated(
            "evidence of three observations of a hidden chain, forward and backward",
            evidence,
            Sum(forward * backward, (b, 1, n)),
            at_least(1, n),
            middle_observation_twice=Sum(forward * X[2, b] * backward, (b, 1, n)),
        ),
        *stated(
            "an emission times the gradient of the evidence is a joint probability",
            Derivative(evidence, X[2, k]) * X[2, k],
            pair,
            [*within((k, n))],
            emission_counted_twice=pair * X[2, k],
        ),
        *stated(
            "a chain without observations keeps its mass",
            Sum(begin * move(a, b) * move(b, c), (a, 1, n), (b, 1, n), (c, 1, n)),
            1,
            at_least(1, n),
            transposed_step=Sum(begin * move(a, b) * move(c, b), (a, 1, n), (b, 1, n), (c, 1, n)),
        ),
        *stated(
            "gradient of the log partition function of a chain of three by a pair potential",
            Derivative(log(total), A[k, l]),
            clique / total,
            [*within((k, n), (l, n))],
            not_normalised=clique,
        ),
        *stated(
            "second derivative of the log partition function of a chain by end potentials",
            Derivative(log(total), x[k], z[l]),
            Sum(exp(A[k, b] + B[b, l] + x[k] + y[b] + z[l]), (b, 1, n)) / total
            - Sum(exp(A[k, b] + B[b, c] + x[k] + y[b] + z[c]), (b, 1, n), (c, 1, n))
            * Sum(exp(A[a, b] + B[b, l] + x[a] + y[b] + z[l]), (a, 1, n), (b, 1, n))
            / total**2,
            [*within((k, n), (l, n))],
            product_of_the_marginals_added=Sum(
                exp(A[k, b] + B[b, l] + x[k] + y[b] + z[l]), (b, 1, n)
            )
            / total
            + Sum(exp(A[k, b] + B[b, c] + x[k] + y[b] + z[c]), (b, 1, n), (c, 1, n))
            * Sum(exp(A[a, b] + B[b, l] + x[a] + y[b] + z[l]), (a, 1, n), (b, 1, n))
            / total**2,
        ),
    ]


def _mixtures() -> list[Identity]:
    distance = Sum((X[r, e] - H[c, e]) ** 2, (e, 1, d))
    joint = exp(w[c] - beta * distance)
    log_likelihood = Sum(log(Sum(joint, (c, 1, k))) - log(Sum(exp(w[c]), (c, 1, k))), (r, 1, n))
    own = joint.subs(c, p) / Sum(joint, (c, 1, k))
    policy = exp(Sum(W[c, e] * x[e], (e, 1, d)))
    partition = Sum(policy, (c, 1, k))
    chosen = exp(Sum(W[p, e] * x[e], (e, 1, d))) / partition
    return [
        *stated(
            "gradient of a mixture likelihood by a weight in logarithms",
            Derivative(log_likelihood, w[p]),
            Sum(own, (r, 1, n)) - n * exp(w[p]) / Sum(exp(w[c]), (c, 1, k)),
            [*at_least(1, n), *within((p, k))],
            prior_counted_once=Sum(own, (r, 1, n)) - exp(w[p]) / Sum(exp(w[c]), (c, 1, k)),
        ),
        *stated(
            "gradient of a mixture likelihood by a centre",
            Derivative(log_likelihood, H[p, q]),
            2 * beta * Sum(own * (X[r, q] - H[p, q]), (r, 1, n)),
            [*at_least(1, n), *within((p, k), (q, d))],
            sign=2 * beta * Sum(own * (H[p, q] - X[r, q]), (r, 1, n)),
        ),
        *stated(
            "gradient of a mixture likelihood by the precision",
            Derivative(log_likelihood, beta),
            -Sum(Sum(joint * distance, (c, 1, k)) / Sum(joint, (c, 1, k)), (r, 1, n)),
            at_least(1, n, k),
            unweighted=-Sum(distance, (c, 1, k), (r, 1, n)) / k,
        ),
        *stated(
            "policy gradient with a baseline by a weight of a linear policy",
            Derivative(Sum(policy * R[c], (c, 1, k)) / partition, W[p, f]),
            chosen * Sum(policy * (R[p] - R[c]), (c, 1, k)) / partition * x[f],
            [*within((p, k), (f, d))],
            baseline_uniform=chosen * (R[p] - Sum(R[c], (c, 1, k)) / k) * x[f],
        ),
        *stated(
            "gradient of the entropy of a softmax policy by a score",
            Derivative(
                log(Sum(exp(z[c]), (c, 1, k)))
                - Sum(z[c] * exp(z[c]), (c, 1, k)) / Sum(exp(z[c]), (c, 1, k)),
                z[p],
            ),
            -exp(z[p])
            / Sum(exp(z[c]), (c, 1, k))
            * (z[p] - Sum(z[c] * exp(z[c]), (c, 1, k)) / Sum(exp(z[c]), (c, 1, k))),
            [*within((p, k))],
            score_not_centred=-exp(z[p]) / Sum(exp(z[c]), (c, 1, k)) * z[p],
        ),
        *stated(
            "gradient of the log likelihood of pairwise comparisons",
            Derivative(-Sum(V[i, j] * log(1 + exp(x[j] - x[i])), (i, 1, n), (j, 1, n)), x[k]),
            Sum(V[k, j] * _sigmoid(x[j] - x[k]) - V[j, k] * _sigmoid(x[k] - x[j]), (j, 1, n)),
            [*within((k, n))],
            losses_added=Sum(
                V[k, j] * _sigmoid(x[j] - x[k]) + V[j, k] * _sigmoid(x[k] - x[j]), (j, 1, n)
            ),
        ),
    ]


def _losses() -> list[Identity]:
    score = beta * Sum(X[i, e] * Y[j, e], (e, 1, d))
    rows = log(Sum(exp(score), (j, 1, n)))
    contrast = Sum(rows - score.subs(j, i), (i, 1, n)) / n
    share = exp(score) / Sum(exp(score), (j, 1, n))
    at_k = exp(score.subs(i, k)) / Sum(exp(score.subs(i, k)), (j, 1, n))
    columns = exp(score.subs(j, k)) / Sum(exp(score), (j, 1, n))
    smooth = (1 - alpha) * y[i] + alpha / n
    chance = _sigmoid(x[i])
    mixed = lam * x[i] + (1 - lam) * z[i]
    return [
        *stated(
            "gradient of the contrastive loss by an anchor",
            Derivative(contrast, X[k, f]),
            beta * (Sum(at_k * Y[j, f], (j, 1, n)) - Y[k, f]) / n,
            [*within((k, n), (f, d))],
            positive_pair_added=beta * (Sum(at_k * Y[j, f], (j, 1, n)) + Y[k, f]) / n,
        ),
        *stated(
            "gradient of the contrastive loss by a candidate: it is a negative for all anchors",
            Derivative(contrast, Y[k, f]),
            beta * (Sum(columns * X[i, f], (i, 1, n)) - X[k, f]) / n,
            [*within((k, n), (f, d))],
            own_anchor_only=beta * (columns.subs(i, k) - 1) * X[k, f] / n,
        ),
        *stated(
            "Hessian of the contrastive loss of one anchor by two candidates",
            Derivative(rows - score.subs(j, i), Y[k, f], Y[l, g]),
            beta**2
            * X[i, f]
            * X[i, g]
            * share.subs(j, k)
            * (KroneckerDelta(k, l) - exp(score.subs(j, l)) / Sum(exp(score), (j, 1, n))),
            [*at_least(1, n), *within((k, n), (l, n), (f, d), (g, d))],
            temperature_once=beta
            * X[i, f]
            * X[i, g]
            * share.subs(j, k)
            * (KroneckerDelta(k, l) - exp(score.subs(j, l)) / Sum(exp(score), (j, 1, n))),
        ),
        *stated(
            "gradient of smoothed cross-entropy with targets that add up to a total",
            Derivative(Sum(smooth * (log(Sum(exp(x[j]), (j, 1, n))) - x[i]), (i, 1, n)), x[k]),
            ((1 - alpha) * Sum(y[i], (i, 1, n)) + alpha) * exp(x[k]) / Sum(exp(x[j]), (j, 1, n))
            - (1 - alpha) * y[k]
            - alpha / n,
            [*within((k, n))],
            unit_total_assumed=exp(x[k]) / Sum(exp(x[j]), (j, 1, n))
            - (1 - alpha) * y[k]
            - alpha / n,
        ),
        *stated(
            "gradient of a squared focusing factor times a logistic loss",
            Derivative(Sum((1 - chance) ** 2 * log(1 + exp(-x[i])), (i, 1, n)), x[k]),
            -((1 - _sigmoid(x[k])) ** 2)
            * (2 * _sigmoid(x[k]) * log(1 + exp(-x[k])) + 1 - _sigmoid(x[k])),
            [*within((k, n))],
            factor_two_lost=-((1 - _sigmoid(x[k])) ** 2)
            * (_sigmoid(x[k]) * log(1 + exp(-x[k])) + 1 - _sigmoid(x[k])),
        ),
        *stated(
            "squared loss of mixed examples of a linear model",
            Sum((Sum(W[o, i] * mixed, (i, 1, n)) - lam * y[o] - (1 - lam) * C[o]) ** 2, (o, 1, m)),
            lam * Sum((Sum(W[o, i] * x[i], (i, 1, n)) - y[o]) ** 2, (o, 1, m))
            + (1 - lam) * Sum((Sum(W[o, i] * z[i], (i, 1, n)) - C[o]) ** 2, (o, 1, m))
            - lam
            * (1 - lam)
            * Sum((Sum(W[o, i] * (x[i] - z[i]), (i, 1, n)) - y[o] + C[o]) ** 2, (o, 1, m)),
            at_least(1, m, n),
            linear_in_the_loss=lam * Sum((Sum(W[o, i] * x[i], (i, 1, n)) - y[o]) ** 2, (o, 1, m))
            + (1 - lam) * Sum((Sum(W[o, i] * z[i], (i, 1, n)) - C[o]) ** 2, (o, 1, m)),
        ),
        *stated(
            "distillation: gradient at a temperature with a softmax teacher",
            Derivative(
                -(tau**2)
                * Sum(
                    exp(y[i] / tau)
                    / Sum(exp(y[j] / tau), (j, 1, n))
                    * (x[i] / tau - log(Sum(exp(x[j] / tau), (j, 1, n)))),
                    (i, 1, n),
                ),
                x[k],
            ),
            tau
            * (
                exp(x[k] / tau) / Sum(exp(x[j] / tau), (j, 1, n))
                - exp(y[k] / tau) / Sum(exp(y[j] / tau), (j, 1, n))
            ),
            [*within((k, n))],
            temperature_squared_kept=tau**2
            * (
                exp(x[k] / tau) / Sum(exp(x[j] / tau), (j, 1, n))
                - exp(y[k] / tau) / Sum(exp(y[j] / tau), (j, 1, n))
            ),
        ),
    ]


def _graphs() -> list[Identity]:
    degree = Sum(A[i, j] ** 2, (j, 1, n))
    averaged = Sum(A[i, j] ** 2 * X[j, f], (j, 1, n)) / (1 + degree)
    layer = tanh(Sum(averaged * W[f, h], (f, 1, d)))
    laplacian = KroneckerDelta(i, j) * Sum(A[i, l], (l, 1, n)) - A[i, j]
    symmetric = A[i, j] + A[j, i]
    energy = Sum(symmetric * (x[i] - x[j]) * (y[i] - y[j]), (i, 1, n), (j, 1, n))
    step = (
        alpha * Sum(x[j] * exp(A[j, i]) / Sum(exp(A[j, l]), (l, 1, n)), (j, 1, n)) + (1 - alpha) / n
    )
    edge = exp(x[i] + y[j]) * iverson(Ne(i, j))
    return [
        *stated(
            "gradient of a graph layer with normalised neighbours by its weights",
            Derivative(Sum(Y[i, h] * layer, (i, 1, n), (h, 1, m)), W[p, q]),
            Sum(Y[i, q] * (1 - layer.subs(h, q) ** 2) * averaged.subs(f, p), (i, 1, n)),
            [*at_least(1, n), *within((p, d), (q, m))],
            slope_of_the_input=Sum(Y[i, q] * (1 - layer.subs(h, q) ** 2) * X[i, p], (i, 1, n)),
        ),
        *stated(
            "gradient of a graph layer with normalised neighbours by a feature",
            Derivative(Sum(Y[i, h] * layer, (i, 1, n), (h, 1, m)), X[p, q]),
            Sum(
                Y[i, h] * (1 - layer**2) * A[i, p] ** 2 / (1 + degree) * W[q, h],
                (i, 1, n),
                (h, 1, m),
            ),
            [*at_least(1, n, m), *within((p, n), (q, d))],
            degree_of_the_source=Sum(
                Y[i, h]
                * (1 - layer**2)
                * A[i, p] ** 2
                / (1 + Sum(A[p, j] ** 2, (j, 1, n)))
                * W[q, h],
                (i, 1, n),
                (h, 1, m),
            ),
        ),
        *stated(
            "derivative of a normalised neighbourhood by an edge",
            Derivative(averaged, A[k, l]),
            KroneckerDelta(i, k) * 2 * A[i, l] * (X[l, f] - averaged) / (1 + degree),
            [*within((i, n), (k, n), (l, n))],
            mean_not_removed=KroneckerDelta(i, k) * 2 * A[i, l] * X[l, f] / (1 + degree),
        ),
        *stated(
            "bilinear smoothness of two signals from the Laplacian of a symmetrised graph",
            energy,
            2
            * Sum(
                x[i]
                * (KroneckerDelta(i, j) * Sum(A[i, l] + A[l, i], (l, 1, n)) - symmetric)
                * y[j],
                (i, 1, n),
                (j, 1, n),
            ),
            at_least(1, n),
            outgoing_laplacian=2 * Sum(x[i] * laplacian * y[j], (i, 1, n), (j, 1, n)),
        ),
        *stated(
            "rank scores with teleports keep their mass",
            Sum(step, (i, 1, n)),
            alpha * Sum(x[j], (j, 1, n)) + 1 - alpha,
            at_least(1, n),
            incoming_normalisation=alpha * Sum(x[j], (j, 1, n)) + (1 - alpha) / n,
        ),
        *stated(
            "attention without self loops removes the own message",
            Sum(edge * z[j], (j, 1, n)),
            exp(x[i]) * (Sum(exp(y[j]) * z[j], (j, 1, n)) - exp(y[i]) * z[i]),
            [*within((i, n))],
            own_message_kept=exp(x[i]) * Sum(exp(y[j]) * z[j], (j, 1, n)),
        ),
        *stated(
            "closed walks of length three through a vertex pair, with and without loops",
            Sum(A[i, j] * A[j, k] * A[k, i] * iverson(Ne(i, j)), (i, 1, n), (j, 1, n), (k, 1, n)),
            Sum(A[i, j] * A[j, k] * A[k, i], (i, 1, n), (j, 1, n), (k, 1, n))
            - Sum(A[i, i] * A[i, k] * A[k, i], (i, 1, n), (k, 1, n)),
            at_least(1, n),
            only_full_loops_removed=Sum(
                A[i, j] * A[j, k] * A[k, i], (i, 1, n), (j, 1, n), (k, 1, n)
            )
            - Sum(A[i, i] ** 3, (i, 1, n)),
        ),
        *stated(
            "modularity: the null model has the same total weight",
            Sum(Sum(A[i, j] ** 2, (j, 1, n)) * Sum(A[l, k] ** 2, (l, 1, n)), (i, 1, n), (k, 1, n))
            / (1 + Sum(A[i, j] ** 2, (i, 1, n), (j, 1, n))),
            Sum(A[i, j] ** 2, (i, 1, n), (j, 1, n))
            - 1
            + 1 / (1 + Sum(A[i, j] ** 2, (i, 1, n), (j, 1, n))),
            at_least(1, n),
            total_weight=Sum(A[i, j] ** 2, (i, 1, n), (j, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_chains(), *_mixtures(), *_losses(), *_graphs()]
