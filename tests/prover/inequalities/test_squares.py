"""Sums of squares: Cauchy and Schwarz, quadratic forms, means of products, roots."""

import pytest

from symderive import (
    absolute,
    diag,
    eye,
    ge,
    gt,
    hessian,
    le,
    logsumexp,
    lt,
    matrix,
    mean_squared_error,
    ne,
    norm,
    num,
    real,
    simplex,
    size,
    softmax,
    sqrt,
    total,
    vector,
)
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

n, m = size("n"), size("m")
d, u, v = vector("d", n), vector("u", n), vector("v", n)
w, z = vector("w", n, above=0), vector("z", n, above=0)
p, q = simplex("p", n), simplex("q", n)
x, y, r = real("x"), real("y"), real("r")
a, b, c = real("a", above=0), real("b", above=0), real("c", above=0)
A, e = matrix("A", m, n), vector("e", m)


def deviations() -> object:
    return total(lambda k: (d[k] - d.mean()) ** 2, 1, n)


TRUE: dict[str, Claim] = {
    "the square of a mean": (le(d.mean() ** 2, (d * d).mean()),),
    "the square of a sum": (le(d.sum() ** 2, n * (d * d).sum()),),
    "Cauchy-Schwarz": (le((d.T @ u) ** 2, (d.T @ d) * (u.T @ u)),),
    "Cauchy-Schwarz with norms": (le(absolute(d.T @ u), norm(d) * norm(u)),),
    "the triangle inequality": (le(norm(d + u), norm(d) + norm(u)),),
    "Cauchy-Schwarz for quotients": (
        ge(total(lambda k: d[k] ** 2 / w[k], 1, n), d.sum() ** 2 / w.sum()),
    ),
    "the harmonic mean": (le(n / total(lambda k: 1 / w[k], 1, n), w.mean()),),
    "roots of products": (le(total(lambda k: sqrt(w[k] * z[k]), 1, n), (w.sum() + z.sum()) / 2),),
    "the covariance of a distribution": (ge(u.T @ (diag(p) - p @ p.T) @ u, 0),),
    "the Jacobian of softmax": (ge(u.T @ (diag(softmax(d)) - softmax(d) @ softmax(d).T) @ u, 0),),
    "the Hessian of log-sum-exp": (ge(u.T @ hessian(logsumexp(d), d) @ u, 0),),
    "the variance under softmax": (
        ge(total(lambda k: softmax(d)[k] * u[k] ** 2, 1, n), (softmax(d).T @ u) ** 2),
    ),
    "the variance": (ge(deviations(), 0),),
    "chi-squared": (ge(total(lambda k: (p[k] - q[k]) ** 2 / q[k], 1, n), 0),),
    "the second moment of a ratio": (ge(total(lambda k: p[k] ** 2 / q[k], 1, n), 1),),
    "squares of a simplex": (ge(total(lambda k: p[k] ** 2, 1, n), 1 / n),),
    "a mean of squares": (ge(mean_squared_error(d, u), 0),),
    "residuals": (ge((e - A @ d).T @ (e - A @ d), 0),),
    "a Gram matrix": (ge(d.T @ A.T @ A @ d, 0),),
    "Cauchy-Schwarz with a matrix": (le((e.T @ A @ d) ** 2, (e.T @ e) * ((A @ d).T @ (A @ d))),),
    "the Frobenius norm": (
        le(
            (A @ d).T @ (A @ d),
            total(lambda k, l: A[k, l] ** 2, m, n) * (d.T @ d),
        ),
    ),
    "a quadratic form": (ge(x**2 + x * y + y**2, 0),),
    "a square of three terms": (le((x + y + r) ** 2, 3 * (x**2 + y**2 + r**2)),),
    "a form by completing squares": (ge(2 * x**2 + 5 * y**2 + r**2, 4 * x * y + 2 * y * r),),
    "a quadratic polynomial": (gt(x**2 + x + 1, 0),),
    "a square in squares": (ge(x**4 + y**4, 2 * x**2 * y**2),),
    "two means": (le(2 * a * b, a**2 + b**2),),
    "two means with roots": (le(sqrt(a * b), (a + b) / 2),),
    "three means": (ge(a**3 + b**3 + c**3, 3 * a * b * c),),
    "a number and its reciprocal": (ge(a + 1 / a, 2),),
    "sums of quotients": (ge(a / (b + c) + b / (a + c) + c / (a + b), num(3) / 2),),
}

FALSE: dict[str, Claim] = {
    "the square of a mean from below": (ge(d.mean() ** 2, (d * d).mean()),),
    "the square of a mean strictly": (lt(d.mean() ** 2, (d * d).mean()), ge(n, 2)),
    "the square of a sum without n": (le(d.sum() ** 2, (d * d).sum()),),
    "the cube of a mean": (le(d.mean() ** 3, (d**3).mean()),),
    "Cauchy-Schwarz with one factor": (le((d.T @ u) ** 2, d.T @ d),),
    "Cauchy-Schwarz strictly": (lt((d.T @ u) ** 2, (d.T @ d) * (u.T @ u)), ge(n, 2)),
    "twice Cauchy-Schwarz": (le(2 * (d.T @ u) ** 2, (d.T @ d) * (u.T @ u)),),
    "Cauchy-Schwarz with another vector": (le((d.T @ u) ** 2, (d.T @ d) * (v.T @ v)),),
    "the triangle inequality from below": (ge(norm(d + u), norm(d) + norm(u)),),
    "the triangle inequality for a difference": (le(norm(d - u), norm(d) - norm(u)),),
    "a root and a product": (ge(absolute(d.T @ u), norm(d) * norm(u)),),
    "Cauchy-Schwarz for quotients from below": (
        le(total(lambda k: d[k] ** 2 / w[k], 1, n), d.sum() ** 2 / w.sum()),
    ),
    "the harmonic mean from below": (ge(n / total(lambda k: 1 / w[k], 1, n), w.mean()),),
    "roots of products, half of it": (
        le(total(lambda k: sqrt(w[k] * z[k]), 1, n), (w.sum() + z.sum()) / 3),
    ),
    "the covariance is positive": (gt(u.T @ (diag(p) - p @ p.T) @ u, 0),),
    "weights that do not add up to 1": (ge(u.T @ (diag(w) - w @ w.T) @ u, 0),),
    "twice the mean": (ge(u.T @ (diag(p) - 2 * p @ p.T) @ u, 0),),
    "the covariance above the identity": (ge(u.T @ (diag(p) - eye(n)) @ u, 0),),
    "two distributions": (ge(u.T @ (diag(p) - p @ q.T) @ u, 0),),
    "the Hessian is positive": (gt(u.T @ hessian(logsumexp(d), d) @ u, 0),),
    "the Hessian from below": (le(u.T @ hessian(logsumexp(d), d) @ u, 0),),
    "the variance is positive": (gt(deviations(), 0), ge(n, 2)),
    "chi-squared above 1": (ge(total(lambda k: (p[k] - q[k]) ** 2 / q[k], 1, n), 1),),
    "chi-squared is positive": (gt(total(lambda k: (p[k] - q[k]) ** 2 / q[k], 1, n), 0),),
    "the second moment above 2": (ge(total(lambda k: p[k] ** 2 / q[k], 1, n), 2),),
    "the second moment strictly": (gt(total(lambda k: p[k] ** 2 / q[k], 1, n), 1), ge(n, 2)),
    "the second moment from below": (le(total(lambda k: p[k] ** 2 / q[k], 1, n), 1),),
    "the second moment of weights": (ge(total(lambda k: w[k] ** 2 / z[k], 1, n), 1),),
    "squares of a simplex strictly": (gt(total(lambda k: p[k] ** 2, 1, n), 1 / n), ge(n, 2)),
    "squares of a simplex from below": (le(total(lambda k: p[k] ** 2, 1, n), 1 / n),),
    "residuals are positive": (gt((e - A @ d).T @ (e - A @ d), 0),),
    "a matrix that is no square": (ge(e.T @ A @ d, 0),),
    "the Frobenius norm from below": (
        ge(
            (A @ d).T @ (A @ d),
            total(lambda k, l: A[k, l] ** 2, m, n) * (d.T @ d),
        ),
    ),
    "an indefinite form": (ge(x**2 + 3 * x * y + y**2, 0),),
    "a form that vanishes": (gt(x**2 + x * y + y**2, 0),),
    "an indefinite form in three": (ge(5 * x**2 + 2 * y**2 + 2 * r**2 + 6 * x * y + 4 * x * r, 0),),
    "a quadratic polynomial with roots": (ge(x**2 - x, 0),),
    "an odd power": (ge(x**3 + 1, 0),),
    "two means, three times": (le(3 * a * b, a**2 + b**2),),
    "two means strictly": (lt(2 * a * b, a**2 + b**2),),
    "two means with roots from below": (ge(sqrt(a * b), (a + b) / 2),),
    "three means, four times": (ge(a**3 + b**3 + c**3, 4 * a * b * c),),
    "three means of real numbers": (ge(x**3 + y**3 + r**3, 3 * x * y * r),),
    "a number and its reciprocal strictly": (gt(a + 1 / a, 2),),
    "a real number and its reciprocal": (ge(x + 1 / x, 2), ne(x, 0)),
    "sums of quotients, too large": (ge(a / (b + c) + b / (a + c) + c / (a + b), num(8) / 5),),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert is_proved(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])
