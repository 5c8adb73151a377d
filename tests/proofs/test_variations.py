"""Variations of what the sheets prove: other temperatures, targets, layouts and scalings."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    array,
    cross_entropy,
    delta,
    diag,
    diff,
    entropy,
    eq,
    exp,
    eye,
    forall,
    function,
    ge,
    grad,
    gt,
    hessian,
    index,
    inner,
    iverson,
    jacobian,
    kl,
    le,
    log,
    log_softmax,
    logsumexp,
    lt,
    matrix,
    ne,
    num,
    ones,
    outer,
    prove,
    real,
    sigmoid,
    simplex,
    size,
    softmax,
    softplus,
    sqrt,
    squared_norm,
    tanh,
    total,
    trace,
    unit,
    vector,
    vjp,
    zeros,
)

n, m, d = size("n"), size("m"), size("d")
x, y, g, u = (vector(name, n) for name in "xygu")
A, G = matrix("A", m, n), matrix("G", m, n)
W, V = matrix("W", d, n), matrix("V", m, d)
i, j, c = index("i", n), index("j", n), index("c", n)
r = index("r", m)
t, a, b = real("t"), real("a"), real("b")
tau, eps = real("tau", above=0), real("epsilon", above=0)
p, q = simplex("p", n), simplex("q", n)
S = softmax(x)
L = function("L", of=vector(n))
one = [eq(y.sum(), 1)]


def loss(z: Any, target: Any) -> Any:
    """The cross-entropy with softmax."""
    return -total(lambda k: target[k] * log_softmax(z)[k], n)


def focal(power: int) -> Any:
    """The focal loss of class c."""
    return -((1 - S[c]) ** power) * log(S[c])


def temperatures() -> dict[str, tuple[Any, list[Any], bool]]:
    """Softmax at other temperatures."""
    hot = softmax(x / tau)
    return {
        "derivative": (eq(diff(hot[i], x[j]), hot[i] * (delta(i, j) - hot[j]) / tau), [], True),
        "derivative, undivided": (
            eq(diff(hot[i], x[j]), hot[i] * (delta(i, j) - hot[j])),
            [],
            False,
        ),
        "by the temperature": (
            eq(diff(hot[i], tau), hot[i] * (inner(hot, x) - x[i]) / tau**2),
            [],
            True,
        ),
        "by the temperature, sign": (
            eq(diff(hot[i], tau), hot[i] * (x[i] - inner(hot, x)) / tau**2),
            [],
            False,
        ),
        "doubled": (eq(softmax(2 * x) * (S**2).sum(), S**2), [], True),
        "doubled, not normalised": (eq(softmax(2 * x), S**2), [], False),
        "opposite": (eq(softmax(-x)[i] * (1 / S).sum(), 1 / S[i]), [], True),
        "quotient": (eq(log(S[i] / S[j]), x[i] - x[j]), [], True),
        "quotient at a temperature": (eq(log(hot[i] / hot[j]), x[i] - x[j]), [], False),
        "free energy": (eq(grad(tau * logsumexp(x / tau), x), hot), [], True),
        "free energy, undivided": (eq(grad(logsumexp(x / tau), x), hot), [], False),
        "ordered": (lt(S[i], S[j]), [lt(x[i], x[j])], True),
        "ordered the other way": (lt(S[j], S[i]), [lt(x[i], x[j])], False),
    }


def gradients() -> dict[str, tuple[Any, list[Any], bool]]:
    """Losses on softmax."""
    smooth = (1 - a) * y + a / n * ones(n)
    return {
        "log-softmax": (eq(jacobian(log_softmax(x), x), eye(n) - outer(ones(n), S)), [], True),
        "log-softmax, transposed": (
            eq(jacobian(log_softmax(x), x), eye(n) - outer(S, ones(n))),
            [],
            False,
        ),
        "backward through log-softmax": (
            eq(vjp(log_softmax(x), x, g), g - S * g.sum()),
            [],
            True,
        ),
        "backward through softmax": (eq(vjp(S, x, g), S * (g - inner(g, S))), [], True),
        "backward without the mean": (eq(vjp(S, x, g), S * g), [], False),
        "backward with the wrong mean": (eq(vjp(S, x, g), S * (g - g.mean())), [], False),
        "smoothed": (eq(grad(loss(x, smooth), x), S - smooth), one, True),
        "smoothed, of any target": (eq(grad(loss(x, smooth), x), S - smooth), [], False),
        "smoothed, unsmoothed gradient": (eq(grad(loss(x, smooth), x), S - y), one, False),
        "focal, linear": (
            eq(diff(focal(1), x[j]), (1 - S[c] - S[c] * log(S[c])) * (S[j] - delta(c, j))),
            [],
            True,
        ),
        "focal, sign": (
            eq(diff(focal(1), x[j]), (1 - S[c] + S[c] * log(S[c])) * (S[j] - delta(c, j))),
            [],
            False,
        ),
        "focal, cubic": (
            eq(
                diff(focal(3), x[j]),
                ((1 - S[c]) ** 3 - 3 * S[c] * (1 - S[c]) ** 2 * log(S[c])) * (S[j] - delta(c, j)),
            ),
            [],
            True,
        ),
        "focal as plain": (eq(grad(focal(1), x), S - unit(c, n)), [], False),
        "hessian": (eq(hessian(loss(x, y), x), diag(S) - S @ S.T), one, True),
        "hessian, sign": (eq(hessian(loss(x, y), x), diag(S) + S @ S.T), one, False),
        "hessian, diagonal": (eq(hessian(loss(x, y), x), diag(S * (1 - S))), one, False),
        "hessian, trace": (eq(trace(hessian(loss(x, y), x)), 1 - (S**2).sum()), one, True),
        "hessian, trace of diagonal": (eq(trace(hessian(loss(x, y), x)), 1), one, False),
        "third derivative": (
            eq(
                diff(diff(S[i], x[i]), x[i]),
                S[i] * (1 - S[i]) * (1 - 2 * S[i]),
            ),
            [],
            True,
        ),
        "third derivative, factor": (
            eq(diff(diff(S[i], x[i]), x[i]), S[i] * (1 - S[i]) * (1 - S[i])),
            [],
            False,
        ),
        "squared error of softmax": (
            eq(grad(squared_norm(S - y) / 2, x), S * ((S - y) - inner(S, S - y))),
            [],
            True,
        ),
        "squared error as cross-entropy": (
            eq(grad(squared_norm(S - y) / 2, x), S - y),
            one,
            False,
        ),
        "any loss": (eq(grad(L(S), x), S * (L.grad(S) - inner(S, L.grad(S)))), [], True),
        "any loss, transposed product": (
            eq(grad(L(S), x), S * L.grad(S) - inner(S, L.grad(S))),
            [],
            False,
        ),
        "divergence": (eq(grad(kl(p, softmax(x)), x), S - p), [], True),
        "divergence, reversed": (eq(grad(kl(softmax(x), p), x), S - p), [], False),
        "entropy": (eq(grad(entropy(S), x), -S * (log(S) + entropy(S))), [], True),
        "entropy, sign": (eq(grad(entropy(S), x), S * (log(S) + entropy(S))), [], False),
        "cross-entropy is largest information": (ge(cross_entropy(p, q), entropy(p)), [], True),
        "cross-entropy is least": (le(cross_entropy(p, q), entropy(p)), [], False),
    }


def rows() -> dict[str, tuple[Any, list[Any], bool]]:
    """Softmax of the rows of a matrix."""
    P = softmax(A)
    e, f = index("e", m), index("f", n)
    return {
        "rows sum to one": (eq(P @ ones(n), ones(m)), [], True),
        "columns sum to one": (eq(P.T @ ones(m), ones(n)), [], False),
        "entries": (eq(P[r, i], exp(A[r, i]) / total(lambda k: exp(A[r, k]), n)), [], True),
        "entries over a column": (
            eq(P[r, i], exp(A[r, i]) / total(lambda k: exp(A[k, i]), m)),
            [],
            False,
        ),
        "derivative": (
            eq(
                diff(P[r, i], A[e, f]),
                iverson(eq(r, e)) * P[r, i] * (delta(i, f) - P[r, f]),
            ),
            [],
            True,
        ),
        "derivative across rows": (
            eq(diff(P[r, i], A[e, f]), P[r, i] * (delta(i, f) - P[r, f])),
            [],
            False,
        ),
        "backward": (
            eq(vjp(P, A, G), P * (G - outer((P * G).sum(axis=1), ones(n)))),
            [],
            True,
        ),
        "backward along columns": (
            eq(vjp(P, A, G), P * (G - outer(ones(m), (P * G).sum(axis=0)))),
            [],
            False,
        ),
        "shift of a row": (eq(softmax(A + outer(vector("s", m), ones(n))), P), [], True),
        "shift of a column": (eq(softmax(A + outer(ones(m), x)), P), [], False),
        "the other axis": (eq(softmax(A.T, axis=0), P.T), [], True),
        "the wrong axis": (eq(softmax(A.T), P.T), [], False),
    }


def networks() -> dict[str, tuple[Any, list[Any], bool]]:
    """Sigmoid functions by others, with other scalings."""
    v, w = vector("v", d), vector("w", m)
    plain = V @ sigmoid(W @ x + v) + w

    def scaled(by: int) -> Any:
        """The network with sigma(2z/by) written with tanh(z/by)."""
        hidden = tanh((W @ x + v) / by)
        return V @ hidden / 2 + (w + V @ ones(d) / 2)

    return {
        "halved": (eq(plain, scaled(2)), [], True),
        "not halved": (eq(plain, scaled(1)), [], False),
        "quartered": (eq(plain, scaled(4)), [], False),
        "double inside": (
            eq(V @ sigmoid(2 * (W @ x + v)) + w, scaled(1)),
            [],
            True,
        ),
        "sigmoid at a slope": (eq(sigmoid(a * t), (tanh(a * t / 2) + 1) / 2), [], True),
        "sigmoid at a slope, halved slope lost": (
            eq(sigmoid(a * t), (tanh(a * t) + 1) / 2),
            [],
            False,
        ),
        "stretched tanh": (eq(a * tanh(b * t), 2 * a * sigmoid(2 * b * t) - a), [], True),
        "stretched tanh, constant": (
            eq(a * tanh(b * t), 2 * a * sigmoid(2 * b * t) - 1),
            [],
            False,
        ),
        "two classes": (eq(softmax(array(2, lambda k: k * t))[2], sigmoid(t)), [], True),
        "two classes, other": (eq(softmax(array(2, lambda k: k * t))[1], sigmoid(t)), [], False),
        "softplus": (eq(diff(softplus(t), t), sigmoid(t)), [], True),
        "softplus, sign": (eq(diff(softplus(t), t), sigmoid(-t)), [], False),
        "softplus, difference": (eq(softplus(t) - softplus(-t), t), [], True),
        "softplus, sum": (eq(softplus(t) + softplus(-t), t), [], False),
        "addition of tanh": (
            eq(tanh(a + b) * (1 + tanh(a) * tanh(b)), tanh(a) + tanh(b)),
            [],
            True,
        ),
        "addition of tanh, sign": (
            eq(tanh(a + b) * (1 - tanh(a) * tanh(b)), tanh(a) + tanh(b)),
            [],
            False,
        ),
        "swish": (
            eq(diff(t * sigmoid(t), t), sigmoid(t) * (1 + t * (1 - sigmoid(t)))),
            [],
            True,
        ),
        "swish, without the product": (eq(diff(t * sigmoid(t), t), sigmoid(t)), [], False),
        "sigmoid of a logarithm": (eq(sigmoid(log(tau)), tau / (1 + tau)), [], True),
        "sigmoid of a logarithm, inverse": (eq(sigmoid(log(tau)), 1 / (1 + tau)), [], False),
        "layers of tanh": (
            eq(jacobian(tanh(W @ x), x), diag(1 - tanh(W @ x) ** 2) @ W),
            [],
            True,
        ),
        "layers of tanh, the other side": (
            eq(jacobian(tanh(W @ x), x), W @ diag(1 - tanh(x) ** 2)),
            [],
            False,
        ),
    }


def normalisations() -> dict[str, tuple[Any, list[Any], bool]]:
    """Layers that normalise, with and without epsilon, in slightly wrong forms."""
    v = ((x - x.mean()) ** 2).mean()
    s = sqrt(v + eps)
    hat = (x - x.mean()) / s
    rms = x / sqrt((x**2).mean() + eps)
    back = vjp(hat, x, g)
    return {
        "gradient": (eq(back, (g - g.mean() - hat * (g * hat).mean()) / s), [], True),
        "gradient, sign": (eq(back, (g - g.mean() + hat * (g * hat).mean()) / s), [], False),
        "gradient, sums": (eq(back, (g - g.sum() - hat * (g * hat).sum()) / s), [], False),
        "gradient, undivided": (eq(back, g - g.mean() - hat * (g * hat).mean()), [], False),
        "gradient by v": (eq(back, (g - g.mean() - hat * (g * hat).mean()) / v), [], False),
        "mean square is one": (eq((hat**2).mean(), 1), [], False),
        "projection": (eq(vjp(hat, x, ones(n)), zeros(n)), [], True),
        "no projection": (eq(vjp(rms, x, ones(n)), zeros(n)), [], False),
        "root mean square": (
            eq(vjp(rms, x, g), (g - rms * (g * rms).mean()) / sqrt((x**2).mean() + eps)),
            [],
            True,
        ),
        "root mean square as layer norm": (
            eq(vjp(rms, x, g), (g - g.mean() - rms * (g * rms).mean()) / sqrt((x**2).mean() + eps)),
            [],
            False,
        ),
        "scaled without epsilon": (
            eq(3 * x / sqrt(((3 * x) ** 2).mean()), x / sqrt((x**2).mean())),
            [gt(squared_norm(x), 0)],
            True,
        ),
        "negated without epsilon": (
            eq(-x / sqrt(((-x) ** 2).mean()), x / sqrt((x**2).mean())),
            [gt(squared_norm(x), 0)],
            False,
        ),
        "root of a square": (eq(sqrt(s) ** 4, v + eps), [], True),
        "derivative of a root": (eq(diff(sqrt(eps), eps), 1 / (2 * sqrt(eps))), [], True),
        "derivative of a root, factor": (eq(diff(sqrt(eps), eps), 1 / sqrt(eps)), [], False),
        "root everywhere": (eq(sqrt(t) ** 2, t), [], False),
        "root where it is defined": (eq(sqrt(t) ** 2, t), [ge(t, 0)], True),
        "derivative of a root at zero": (eq(diff(sqrt(t), t) * 2 * sqrt(t), 1), [ge(t, 0)], False),
        "dropout": (
            eq(a * 0 + (1 - a) * ((x[i] / (1 - a)) ** 2) - x[i] ** 2, x[i] ** 2 * a / (1 - a)),
            [ne(a, 1)],
            True,
        ),
        "dropout, undivided": (
            eq((1 - a) * x[i] ** 2 - x[i] ** 2, x[i] ** 2 * a / (1 - a)),
            [ne(a, 1)],
            False,
        ),
    }


GROUPS = {
    "temperatures": temperatures(),
    "gradients": gradients(),
    "rows": rows(),
    "networks": networks(),
    "normalisations": normalisations(),
}
TRUE = {
    f"{group}: {name}": (claim, given)
    for group, members in GROUPS.items()
    for name, (claim, given, holds) in members.items()
    if holds
}
FALSE = {
    f"{group}: {name}": (claim, given)
    for group, members in GROUPS.items()
    for name, (claim, given, holds) in members.items()
    if not holds
}


@pytest.mark.parametrize(("claim", "given"), TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(claim: Any, given: list[Any]) -> None:
    verdict = prove(claim.given(*given))
    assert verdict.status == "proved", str(verdict)


@pytest.mark.parametrize(("claim", "given"), FALSE.values(), ids=FALSE.keys())
def test_it_is_refuted(claim: Any, given: list[Any]) -> None:
    verdict = prove(claim.given(*given))
    assert verdict.status == "refuted", str(verdict)


def test_the_premises_are_not_empty() -> None:
    everywhere = forall(lambda k: gt(S[k], 0), n)
    assert prove(everywhere).status == "proved"
    assert prove(gt(S[i], num(1))).status == "refuted"
