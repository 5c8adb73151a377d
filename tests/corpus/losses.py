"""Softmax, log-sum-exp, cross-entropy, temperature, label smoothing, contrastive losses."""

from sympy import Derivative, Expr, KroneckerDelta, Ne, Sum, exp, log

from symderive import iverson, maximum

from .identity import Identity, at_least, false_sibling, stated, within
from .symbols import (
    U,
    W,
    X,
    Y,
    alpha,
    b,
    beta,
    c,
    centre,
    d,
    i,
    j,
    k,
    l,
    m,
    n,
    p,
    q,
    t,
    target,
    tau,
    w,
    x,
    y,
)


def _partition(scale: Expr | int = 1) -> Expr:
    return Sum(exp(scale * x[l]), (l, 1, n))


def _softmax(index: Expr, scale: Expr | int = 1) -> Expr:
    return exp(scale * x[index]) / _partition(scale)


def _log_softmax() -> list[Identity]:
    given = at_least(1, n) + within((i, n), (j, n))
    log_partition = log(_partition())
    shift = maximum(x[t], (t, 1, n))
    return [
        *stated(
            "log-softmax is the score minus log-sum-exp",
            log(_softmax(i)),
            x[i] - log_partition,
            given[:3],
            sign=x[i] + log_partition,
        ),
        *stated(
            "log-sum-exp shifted by the maximum",
            log_partition,
            shift + log(Sum(exp(x[l] - shift), (l, 1, n))),
            at_least(1, n),
            shift_subtracted=log(Sum(exp(x[l] - shift), (l, 1, n))) - shift,
            not_added_back=log(Sum(exp(x[l] - shift), (l, 1, n))),
        ),
        *stated(
            "derivative of log-softmax",
            Derivative(log(_softmax(i)), x[j]),
            KroneckerDelta(i, j) - _softmax(j),
            given,
            softmax_of_the_other_index=KroneckerDelta(i, j) - _softmax(i),
        ),
        *stated(
            "log-sum-exp of scores that are scaled and shifted",
            log(Sum(exp(x[l] + alpha), (l, 1, n))),
            alpha + log_partition,
            at_least(1, n),
            shift_times_n=n * alpha + log_partition,
        ),
        *stated(
            "log-sum-exp of equal scores",
            log(Sum(exp(alpha), (l, 1, n))),
            alpha + log(n),
            at_least(1, n),
            no_log_of_the_size=alpha + n,
        ),
        *stated(
            "log-sum-exp of two blocks",
            log(Sum(exp(x[l]), (l, 1, n + m))),
            log(exp(log(Sum(exp(x[l]), (l, 1, n)))) + exp(log(Sum(exp(x[n + l]), (l, 1, m))))),
            at_least(1, n, m),
            second_block_overlaps=log(
                Sum(exp(x[l]), (l, 1, n)) + Sum(exp(x[n + l - 1]), (l, 1, m))
            ),
        ),
    ]


def _temperature() -> list[Identity]:
    given = at_least(1, n) + within((i, n), (j, n))
    mean = Sum(x[l] * exp(beta * x[l]), (l, 1, n)) / _partition(beta)
    second = Sum(x[l] ** 2 * exp(beta * x[l]), (l, 1, n)) / _partition(beta)
    probability = _softmax(i, beta)
    tempered = stated(
        "derivative of a tempered softmax",
        Derivative(probability, x[j]),
        beta * probability * (KroneckerDelta(i, j) - _softmax(j, beta)),
        given,
        inverse_temperature_lost=probability * (KroneckerDelta(i, j) - _softmax(j, beta)),
    )
    by_beta = stated(
        "derivative of softmax by the inverse temperature",
        Derivative(probability, beta),
        probability * (x[i] - mean),
        given[:3],
        sign=probability * (mean - x[i]),
        mean_not_subtracted=probability * x[i],
    )
    energy = stated(
        "derivative of the log-partition function is the mean score",
        Derivative(log(_partition(beta)), beta),
        mean,
        at_least(1, n),
        unnormalised=Sum(x[l] * exp(beta * x[l]), (l, 1, n)),
    )
    variance = stated(
        "second derivative of the log-partition function is the variance",
        Derivative(log(_partition(beta)), beta, beta),
        second - mean**2,
        at_least(1, n),
        mean_added=second + mean**2,
        mean_not_squared=second - mean,
    )
    division = stated(
        "softmax with temperature tau is invariant under a common shift",
        exp((x[i] - alpha) / tau) / Sum(exp((x[l] - alpha) / tau), (l, 1, n)),
        exp(x[i] / tau) / Sum(exp(x[l] / tau), (l, 1, n)),
        given[:3],
        shift_by_alpha_remains=exp((x[i] - alpha) / tau) / Sum(exp(x[l] / tau), (l, 1, n)),
    )
    undefined = false_sibling(
        Identity(
            "gradient of tempered log-sum-exp",
            Derivative(log(_partition(beta)) / beta, x[j]),
            _softmax(j, beta),
            (*at_least(1, n), *within((j, n)), Ne(beta, 0)),
            True,
        ),
        "inverse temperature may vanish",
        given=at_least(1, n) + within((j, n)),
    )
    return [*tempered, *by_beta, *energy, *variance, *division, undefined]


def _cross_entropy() -> list[Identity]:
    given = at_least(1, n) + within((j, n), (i, n))
    smoothed = (1 - alpha) * KroneckerDelta(i, k) + alpha / n
    one_hot = stated(
        "gradient of the cross-entropy with a one-hot target",
        Derivative(-Sum(KroneckerDelta(i, k) * log(_softmax(i)), (i, 1, n)), x[j]),
        _softmax(j) - KroneckerDelta(j, k),
        [*at_least(1, n), *within((j, n), (k, n))],
        sign=KroneckerDelta(j, k) - _softmax(j),
    )
    outside = false_sibling(
        one_hot[0], "class outside of the range", given=[*at_least(1, n), *within((j, n)), k >= 1]
    )
    smoothing = stated(
        "gradient of the cross-entropy with label smoothing",
        Derivative(-Sum(smoothed * log(_softmax(i)), (i, 1, n)), x[j]),
        _softmax(j) - (1 - alpha) * KroneckerDelta(j, k) - alpha / n,
        [*at_least(1, n), *within((j, n), (k, n))],
        smoothing_not_divided=_softmax(j) - (1 - alpha) * KroneckerDelta(j, k) - alpha,
        hard_target=_softmax(j) - KroneckerDelta(j, k),
    )
    entropy = stated(
        "entropy of a softmax is log-sum-exp minus the mean score",
        -Sum(_softmax(i) * log(_softmax(i)), (i, 1, n)),
        log(_partition()) - Sum(x[i] * _softmax(i), (i, 1, n)),
        at_least(1, n),
        sign=log(_partition()) + Sum(x[i] * _softmax(i), (i, 1, n)),
    )
    weight = stated(
        "gradient of softmax regression by its weights",
        Derivative(
            log(Sum(exp(Sum(W[c, t] * x[t], (t, 1, d))), (c, 1, m)))
            - Sum(W[k, t] * x[t], (t, 1, d)),
            W[p, q],
        ),
        (
            exp(Sum(W[p, t] * x[t], (t, 1, d)))
            / Sum(exp(Sum(W[c, t] * x[t], (t, 1, d))), (c, 1, m))
            - KroneckerDelta(p, k)
        )
        * x[q],
        at_least(1, m, d) + within((p, m), (q, d), (k, m)),
        class_and_feature_swapped=(
            exp(Sum(W[p, t] * x[t], (t, 1, d)))
            / Sum(exp(Sum(W[c, t] * x[t], (t, 1, d))), (c, 1, m))
            - KroneckerDelta(q, k)
        )
        * x[q],
    )
    distillation = stated(
        "cross-entropy between two softmaxes",
        -Sum(exp(y[i]) / Sum(exp(y[l]), (l, 1, n)) * log(_softmax(i)), (i, 1, n)),
        log(_partition()) - Sum(exp(y[i]) * x[i], (i, 1, n)) / Sum(exp(y[l]), (l, 1, n)),
        at_least(1, n),
        students_partition_counted_n_times=n * log(_partition())
        - Sum(exp(y[i]) * x[i], (i, 1, n)) / Sum(exp(y[l]), (l, 1, n)),
    )
    weighted = stated(
        "row of the softmax Jacobian sums to zero",
        Sum(Derivative(_softmax(i), x[j]), (j, 1, n)),
        0,
        given[:1] + within((i, n)),
        softmax_left=_softmax(i),
    )
    return [
        *one_hot, outside, *smoothing, *entropy, *weight, *distillation, *weighted,
    ]  # fmt: skip


def _contrastive() -> list[Identity]:
    """Word2vec with a full softmax, negative sampling, InfoNCE."""
    scores = Sum(exp(Sum(U[b, t] * centre[t], (t, 1, d))), (b, 1, m))
    word = stated(
        "gradient of the skip-gram loss by the centre vector",
        Derivative(log(scores) - Sum(U[k, t] * centre[t], (t, 1, d)), centre[q]),
        Sum(U[c, q] * exp(Sum(U[c, t] * centre[t], (t, 1, d))), (c, 1, m)) / scores - U[k, q],
        at_least(1, m, d) + within((q, d), (k, m)),
        expectation_of_the_wrong_word=U[k, q] * exp(Sum(U[k, t] * centre[t], (t, 1, d))) / scores
        - U[k, q],
    )
    outer = stated(
        "gradient of the skip-gram loss by an outside vector",
        Derivative(log(scores) - Sum(U[k, t] * centre[t], (t, 1, d)), U[p, q]),
        (exp(Sum(U[p, t] * centre[t], (t, 1, d))) / scores - KroneckerDelta(p, k)) * centre[q],
        at_least(1, m, d) + within((q, d), (k, m), (p, m)),
        sign=(KroneckerDelta(p, k) - exp(Sum(U[p, t] * centre[t], (t, 1, d))) / scores) * centre[q],
    )
    product = Sum(Y[i, t] * centre[t], (t, 1, d))
    negative = stated(
        "gradient of the negative sampling loss by the centre vector",
        Derivative(Sum(log(1 + exp(product)), (i, 1, m)), centre[q]),
        Sum(Y[i, q] / (1 + exp(-product)), (i, 1, m)),
        at_least(1, m, d) + within((q, d)),
        sigmoid_of_minus=Sum(Y[i, q] / (1 + exp(product)), (i, 1, m)),
    )
    info = Sum(
        log(Sum(exp(Sum(X[i, t] * Y[j, t], (t, 1, d)) / tau), (j, 1, n)))
        - Sum(X[i, t] * Y[i, t], (t, 1, d)) / tau,
        (i, 1, n),
    )
    similarity = Sum(X[p, t] * Y[j, t], (t, 1, d)) / tau
    contrast = stated(
        "gradient of the contrastive loss by a query",
        Derivative(info, X[p, q]),
        Sum(Y[j, q] * exp(similarity), (j, 1, n)) / (tau * Sum(exp(similarity), (j, 1, n)))
        - Y[p, q] / tau,
        at_least(1, n, d) + within((p, n), (q, d)),
        temperature_on_the_first_term_only=Sum(Y[j, q] * exp(similarity), (j, 1, n))
        / (tau * Sum(exp(similarity), (j, 1, n)))
        - Y[p, q],
    )
    masked = Sum(iverson(Ne(j, i)) * exp(x[j]), (j, 1, n))
    leave_out = stated(
        "the partition function without one class",
        masked,
        Sum(exp(x[j]), (j, 1, n)) - exp(x[i]),
        at_least(1, n) + within((i, n)),
        without_the_first=Sum(exp(x[j]), (j, 2, n)),
    )
    return [*word, *outer, *negative, *contrast, *leave_out]


def _binary() -> list[Identity]:
    score = Sum(X[i, t] * w[t], (t, 1, d)) + beta
    likelihood = Sum(
        target[i] * log(1 + exp(-score)) + (1 - target[i]) * log(1 + exp(score)), (i, 1, n)
    )
    gradient = stated(
        "gradient of the binary cross-entropy by a weight",
        Derivative(likelihood, w[j]),
        Sum((1 / (1 + exp(-score)) - target[i]) * X[i, j], (i, 1, n)),
        at_least(1, n, d) + within((j, d)),
        sign=Sum((target[i] - 1 / (1 + exp(-score))) * X[i, j], (i, 1, n)),
    )
    offset = stated(
        "gradient of the binary cross-entropy by the bias",
        Derivative(likelihood, beta),
        Sum(1 / (1 + exp(-score)), (i, 1, n)) - Sum(target[i], (i, 1, n)),
        at_least(1, n, d),
        size_instead_of_targets=Sum(1 / (1 + exp(-score)), (i, 1, n)) - n,
    )
    sigmoid = 1 / (1 + exp(-score))
    hessian = stated(
        "Hessian of logistic regression",
        Derivative(Sum(log(1 + exp(score)), (i, 1, n)), w[j], w[k]),
        Sum(sigmoid * (1 - sigmoid) * X[i, j] * X[i, k], (i, 1, n)),
        at_least(1, n, d) + within((j, d), (k, d)),
        sigmoid_only=Sum(sigmoid * X[i, j] * X[i, k], (i, 1, n)),
        wrong_sign_in_the_variance=Sum(sigmoid * (1 + sigmoid) * X[i, j] * X[i, k], (i, 1, n)),
    )
    linear = stated(
        "binary cross-entropy from softplus and a linear term",
        likelihood,
        Sum(log(1 + exp(score)) - target[i] * score, (i, 1, n)),
        at_least(1, n, d),
        linear_term_added=Sum(log(1 + exp(score)) + target[i] * score, (i, 1, n)),
    )
    two = stated(
        "softmax over two classes is a sigmoid of the difference",
        exp(x[1]) / Sum(exp(x[l]), (l, 1, 2)),
        1 / (1 + exp(x[2] - x[1])),
        [],
        difference_reversed=1 / (1 + exp(x[1] - x[2])),
    )
    return [*gradient, *offset, *hessian, *linear, *two]


IDENTITIES: list[Identity] = [
    *_log_softmax(),
    *_temperature(),
    *_cross_entropy(),
    *_contrastive(),
    *_binary(),
]
