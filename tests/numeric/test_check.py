"""Statements at large sizes: true ones pass, and one wrong sign or index is seen."""

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from symderive.language.calculus import diff, grad, jacobian, vjp
from symderive.language.constructions import array, diag, flip, inner, ones, padded, vec
from symderive.language.declarations import function, matrix, simplex, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import entropy, exp, log, logsumexp, relu, softmax
from symderive.language.operators import (
    average_pool,
    conv_transpose,
    convolve,
    correlate,
    correlation_matrix,
    upsample,
)
from symderive.language.reading import read_statement
from symderive.language.statements import (
    all_of,
    eq,
    forall,
    ge,
    gt,
    iff,
    implies,
    le,
    lt,
    ne,
)
from symderive.language.sums import delta, iverson, maximum, total
from symderive.numeric import check
from symderive.numeric.check import evidence_of
from symderive.results.evidence import Evidence

n, m, r = size("n"), size("m"), size("r")
d, k1, k2 = size("d"), size("k1"), size("k2")
x, w, v = vector("x", d), vector("w", k1), vector("v", k2)
outputs = d - k1 + 1
h, g = vector("h", outputs), vector("g", d - k1 - k2 + 2)
i, j = index("i", n), index("j", n)
row, column = index("row", d - k1 - k2 + 2), index("column", outputs)
X, z, p = matrix("X", m, n), vector("z", n), simplex("p", n)
u, t = index("u", r * m), index("t", r * n)
image, kernel = matrix("image", m, n), matrix("kernel", k1, k2)
L = function("L", of=vector(d - k1 - k2 + 2))
SEQUENCE = {"d": 20000, "k1": 31, "k2": 57}
TILES = {"r": 37, "m": 300, "n": 200}
PLANE = {"m": 64, "n": 48, "k1": 5, "k2": 5}


def checked(write: Callable[[], Any], sizes: dict[str, int], seed: int = 0) -> Evidence:
    """The evidence on a statement, read as it is written."""
    with sympy.evaluate(False):
        statement = read_statement(write())
    return evidence_of(statement, sizes, seed)


def tiled(ones_: Any = None) -> Any:
    return conv_transpose(X, ones(r, r) if ones_ is None else ones_, stride=r)


def gradient_sum(shift: int) -> Any:
    found = total(lambda i: g[i] * diff(correlate(h, v)[i], h[column]), d - k1 - k2 + 2)
    return eq(found, total(lambda j: padded(g)[column - j + shift] * v[j], k2))


def layered(padding: int, stride: int, dilation: int, factor: int) -> Any:
    out = correlate(image, kernel, stride=stride, padding=padding, dilation=dilation)
    cotangent = matrix("G", *out.shape)
    return eq(factor * inner(vjp(out, image, cotangent), image), inner(cotangent, out))


TRUE: dict[str, tuple[Callable[[], Any], dict[str, int]]] = {
    "tiles, one entry": (
        lambda: eq(tiled()[u, t], X[(u - 1) // r + 1, (t - 1) // r + 1]),
        TILES,
    ),
    "tiles": (lambda: eq(tiled(), upsample(X, r)), TILES),
    "gradient of a convolution": (
        lambda: eq(vjp(correlate(h, v), h, g), correlate(g, flip(v), mode="full")),
        SEQUENCE,
    ),
    "gradient as a sum": (lambda: gradient_sum(1), SEQUENCE),
    "gradient of a loss": (
        lambda: eq(grad(L(correlate(h, v)), h), convolve(L.grad(correlate(h, v)), v)),
        SEQUENCE,
    ),
    "gradient through a rectifier": (
        lambda: eq(
            vjp(correlate(relu(correlate(x, w)), v), w, g),
            correlate(x, steps(correlate(x, w)) * convolve(g, v)),
        ),
        {"d": 2000, "k1": 9, "k2": 13},
    ),
    "Jacobian as a matrix": (
        lambda: eq(jacobian(correlate(h, v), h), correlation_matrix(v, outputs)),
        {"d": 422, "k1": 23, "k2": 23},
    ),
    "an entry of the Jacobian": (
        lambda: eq(diff(correlate(h, v)[row], h[column]), padded(v)[column - row + 1]),
        SEQUENCE,
    ),
    "two convolutions": (
        lambda: eq(correlate(correlate(x, w), v), correlate(x, convolve(w, v))),
        SEQUENCE,
    ),
    "images": (lambda: layered(0, 1, 1, 1), PLANE),
    "images, stride and padding": (lambda: layered(2, 3, 1, 1), PLANE),
    "images, dilation": (lambda: layered(2, 2, 3, 1), PLANE),
    "softmax": (
        lambda: eq(diff(softmax(z)[i], z[j]), softmax(z)[i] * (delta(i, j) - softmax(z)[j])),
        {"n": 900},
    ),
    "softmax as a matrix": (
        lambda: eq(jacobian(softmax(z), z), diag(softmax(z)) - softmax(z) @ softmax(z).T),
        {"n": 700},
    ),
    "variance": (
        lambda: eq(((z - z.mean()) ** 2).sum() / n, (z**2).sum() / n - z.mean() ** 2),
        {"n": 1_000_000},
    ),
    "deviations vanish": (lambda: eq((z - z.mean()).sum(), 0), {"n": 1_000_000}),
    "entropy": (lambda: le(entropy(p), log(n)), {"n": 10_000}),
    "integers": (lambda: all_of(le(1, (i + 1) // 2), le((i + 1) // 2, n)), {"n": 100_000}),
    "greatest entry": (
        lambda: eq(maximum(lambda k: z[k], 1, n), z[i]).given(
            forall(lambda k: implies(ne(k, i), lt(z[k], z[i])), n)
        ),
        {"n": 1500},
    ),
    "equivalence": (
        lambda: iff(eq(X, z_columns()), forall(lambda a, b: eq(X[a, b], z[b]), m, n)),
        {"m": 40, "n": 30},
    ),
}
TRUE["fixed points"] = (
    lambda: implies(
        eq(upsample(average_pool(X, 2), 2), X),
        forall(lambda a, b: eq(X[a, b], X[2 * ((a + 1) // 2), 2 * ((b + 1) // 2)]), m, n),
    ),
    {"m": 40, "n": 30},
)
TRUE["gradient as a sum over all outputs"] = (
    lambda: eq(
        total(lambda i: g[i] * padded(v)[column - i + 1], d - k1 - k2 + 2),
        convolve(g, v)[column],
    ),
    SEQUENCE,
)
FALSE: dict[str, tuple[Callable[[], Any], dict[str, int]]] = {
    "tiles, next entry": (
        lambda: eq(tiled()[u, t], X[(u - 1) // r + 1, t // r + 1]),
        TILES,
    ),
    "tiles, sign": (lambda: eq(tiled(), -1 * upsample(X, r)), TILES),
    "gradient, not flipped": (
        lambda: eq(vjp(correlate(h, v), h, g), correlate(g, v, mode="full")),
        SEQUENCE,
    ),
    "gradient, shifted": (lambda: gradient_sum(2), SEQUENCE),
    "gradient of a loss, not flipped": (
        lambda: eq(grad(L(correlate(h, v)), h), correlate(L.grad(correlate(h, v)), v, mode="full")),
        SEQUENCE,
    ),
    "Jacobian, one diagonal further": (
        lambda: eq(diff(correlate(h, v)[row], h[column]), padded(v)[column - row]),
        SEQUENCE,
    ),
    "Jacobian, another shape": (
        lambda: eq(jacobian(correlate(h, v), h), correlation_matrix(v, outputs + 1)),
        {"d": 422, "k1": 23, "k2": 23},
    ),
    "two convolutions, not flipped": (
        lambda: eq(correlate(correlate(x, w), v), correlate(x, correlate(w, v, mode="full"))),
        SEQUENCE,
    ),
    "images, twice": (lambda: layered(2, 2, 3, 2), PLANE),
    "softmax, sign": (
        lambda: eq(diff(softmax(z)[i], z[j]), softmax(z)[i] * (delta(i, j) + softmax(z)[j])),
        {"n": 5000},
    ),
    "variance, n - 1": (
        lambda: eq(((z - z.mean()) ** 2).sum() / (n - 1), (z**2).sum() / n - z.mean() ** 2),
        {"n": 1_000_000},
    ),
    "one of a million terms": (
        lambda: eq(total(lambda k: exp(z[k]), n), total(lambda k: exp(z[k]), n - 1)),
        {"n": 1_000_000},
    ),
    "inequality, turned": (
        lambda: le(logsumexp(z), maximum(lambda k: z[k], 1, n)),
        {"n": 10_000},
    ),
    "an index too far": (lambda: eq(z[i + 1], z[i + 1]), {"n": 1000}),
    "integers": (lambda: lt(i * i, n * n), {"n": 1000}),
    "one entry of a million": (lambda: gt(exp(z[i]), iverson(eq(i, n)) * 10**9), {"n": 1_000_000}),
    "equivalence": (
        lambda: iff(eq(X, z_columns()), forall(lambda a, b: eq(X[a, b], z[b]), m - 1, n)),
        {"m": 40, "n": 30},
    ),
}


def z_columns() -> Any:
    """A matrix with equal rows."""
    return ones(m) @ z.T


def steps(a: Any) -> Any:
    """1 where an entry is positive, else 0."""
    return array((outputs,), lambda k: iverson(gt(a[k], 0)))


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_pass(name: str) -> None:
    evidence = checked(*TRUE[name])
    assert evidence.outcome == "passed", evidence
    assert evidence.points > 0


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_fail(name: str) -> None:
    evidence = checked(*FALSE[name])
    assert evidence.outcome == "failed", evidence
    assert evidence.detail


def test_evidence_is_reproducible_and_depends_on_the_seed() -> None:
    write, sizes = FALSE["variance, n - 1"]
    first, again, other = (checked(write, sizes, seed) for seed in (4, 4, 5))
    assert first.detail == again.detail != other.detail
    assert (first.seed, other.seed) == (4, 5)
    assert dict(first.sizes) == sizes


def test_the_first_point_is_shown() -> None:
    evidence = checked(lambda: eq(z[i] * iverson(ne(i, 700)), z[i]), {"n": 1000})
    assert evidence.detail.startswith("at i = 700: left 0, right ")


def test_rounding_that_hides_the_values_is_uninformative() -> None:
    far = z + 10**9
    evidence = checked(
        lambda: eq(((far - far.mean()) ** 2).sum() / n, (far**2).sum() / n - far.mean() ** 2),
        {"n": 10_000},
    )
    assert evidence.outcome == "uninformative"
    assert not evidence


def test_error_and_tolerance_are_told() -> None:
    write, sizes = TRUE["variance"]
    evidence = checked(write, sizes, seed=3)
    assert evidence.ratio is not None
    assert evidence.power is not None
    assert evidence.ratio < 1e-1
    assert 1e-14 < evidence.power < 1e-11
    assert str(evidence).endswith(f"tolerance/value {evidence.power:.1e}, seed 3")
    wrong = checked(*FALSE["variance, n - 1"])
    assert wrong.ratio is not None
    assert wrong.ratio > 1e5


def test_what_is_no_equation_has_no_error() -> None:
    evidence = checked(lambda: le(entropy(p), log(n)), {"n": 100})
    assert evidence.error is None
    assert evidence.ratio is None
    assert evidence.power is not None


def test_the_share_that_rounding_may_have_is_told() -> None:
    far = z + 10**9
    evidence = checked(lambda: eq((far**2).sum() / n - far.mean() ** 2, 1), {"n": 1000})
    assert evidence.outcome == "uninformative"
    assert evidence.power is not None
    assert evidence.power > 1
    assert evidence.detail == f"rounding may be as large as {evidence.power:.0e} of the values"


def test_numbers_beyond_float64_are_uninformative() -> None:
    evidence = checked(lambda: eq(exp(9000 + z[i]) / exp(9000 + z[i]), 1), {"n": 10})
    assert evidence.outcome == "uninformative"


def test_hypotheses_that_fail_are_not_applicable() -> None:
    even = size("even", multiple_of=2)
    a = vector("a", even)
    assert checked(lambda: eq(a, 1 * a), {"even": 7}).outcome == "not applicable"
    b = real("b")
    contradiction = checked(lambda: eq(b, 1).given(lt(b, 0), gt(b, 0)), {})
    assert contradiction.outcome == "not applicable"


def test_a_premise_that_never_holds_is_no_evidence() -> None:
    evidence = checked(lambda: implies(gt(0, (z * z).sum()), eq(z[i], 3)), {"n": 20})
    assert evidence.outcome == "uninformative"
    assert evidence.detail == "a premise holds at none of the points drawn"


def test_missing_sizes_of_tensors_are_chosen() -> None:
    evidence = checked(
        lambda: eq(vec(average_pool(X, 2)).sum(), average_pool(X, 2).sum()), {"m": 6}
    )
    assert evidence.outcome == "passed"
    assert evidence.sizes["n"] >= 1


def test_a_check_is_given_up_after_its_time() -> None:
    cubes = read_statement(eq(total(lambda a, b, c: exp(z[a] * z[b] * z[c]), n, n, n), real("s")))
    evidence = evidence_of(cubes, {"n": 3000}, budget=0.2)
    assert evidence.outcome == "not applicable"
    assert "too long" in evidence.detail


def test_comparisons_are_large_enough_to_matter() -> None:
    assert checked(lambda: ge(exp(z[i]), 0), {"n": 1_000_000}).points == 1_000_000


def test_what_is_unforeseen_is_told_and_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(self: check.Check) -> Any:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(check.Check, "run", breaks)
    statement = read_statement(eq(z[i], 1))
    evidence = check.check_statement(statement, {"n": 3}, seed=2)
    assert evidence.outcome == "not applicable"
    assert evidence.detail == "ZeroDivisionError: by nothing"
    assert (evidence.sizes, evidence.seed) == ({"n": 3}, 2)
    with pytest.raises(ZeroDivisionError):
        check.evidence_of(statement, {"n": 3})


def test_both_ways_to_check_see_the_same() -> None:
    statement = read_statement(eq(z[i] + 1, z[i]))
    found, raising = (f(statement, {"n": 3}) for f in (check.check_statement, evidence_of))
    assert found.outcome == raising.outcome == "failed"
    assert found.detail == raising.detail
