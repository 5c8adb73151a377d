"""The error function, the number pi, and the activations and densities made of them."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import pi

from symderive import diff, eq, erf, exp, gt, index, log, lt, num, prove, real, size, sqrt, vector
from symderive.language.reading import read_statement
from symderive.numeric.check import check_statement

n = size("n")
x, j = vector("x", n), index("j", n)
a, m = real("a"), real("m")
s = real("s", above=0)


def density(z: Any) -> Any:
    """The density of the standard normal law."""
    return exp(-(z**2) / 2) / sqrt(2 * pi)


def cdf(z: Any) -> Any:
    """Its distribution function."""
    return (1 + erf(z / sqrt(2))) / 2


def gelu(z: Any) -> Any:
    """z times the distribution function."""
    return z * cdf(z)


TRUE = {
    "odd": eq(erf(-a), -erf(a)),
    "at zero": eq(erf(a - a), 0),
    "symmetric": eq(cdf(-a), 1 - cdf(a)),
    "derivative": eq(diff(erf(a), a), 2 * exp(-(a**2)) / sqrt(pi)),
    "density": eq(diff(cdf(a), a), density(a)),
    "gelu": eq(diff(gelu(a), a), cdf(a) + a * density(a)),
    "gelu twice": eq(diff(gelu(a), a, a), (2 - a**2) * density(a)),
    "gelu of both signs": eq(gelu(a) - gelu(-a), a),
    "entry": eq(diff(erf(x).sum(), x[j]), 2 * exp(-(x[j] ** 2)) / sqrt(pi)),
    "score": eq(diff(log(density((a - m) / s) / s), m), (a - m) / s**2),
    "bounded": lt(erf(a), 1),
    "between": gt(cdf(a), 0),
}
FALSE = {
    "even": eq(erf(-a), erf(a)),
    "linear": eq(erf(2 * a), 2 * erf(a)),
    "symmetric": eq(cdf(-a), cdf(a)),
    "derivative": eq(diff(erf(a), a), exp(-(a**2)) / sqrt(pi)),
    "gelu sign": eq(diff(gelu(a), a), cdf(a) - a * density(a)),
    "gelu without the factor": eq(diff(gelu(a), a), cdf(a) + density(a)),
    "gelu twice": eq(diff(gelu(a), a, a), (1 - a**2) * density(a)),
    "score": eq(diff(log(density((a - m) / s) / s), m), (m - a) / s**2),
    "more than a half": gt(cdf(a), num(1) / 2),
    "a fraction": eq(pi, num(22) / 7),
    "too large": gt(pi, num(63) / 20),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name: str) -> None:
    verdict = prove(TRUE[name])
    assert verdict.status == "proved", str(verdict)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted(name: str) -> None:
    verdict = prove(FALSE[name])
    assert verdict.status == "refuted", str(verdict)


@pytest.mark.parametrize("name", ["gelu", "gelu twice", "entry", "score", "odd"])
def test_floats_agree(name: str) -> None:
    found = check_statement(read_statement(TRUE[name], None, ()), {n.term: 200}, 0)
    assert found.outcome == "passed", found


@pytest.mark.parametrize("name", ["gelu sign", "derivative", "score", "a fraction"])
def test_floats_disagree(name: str) -> None:
    found = check_statement(read_statement(FALSE[name], None, ()), {n.term: 200}, 0)
    assert found.outcome == "failed", found
