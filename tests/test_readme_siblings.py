"""What the README, the guide and docstrings prove, with one thing changed: never proved."""

from __future__ import annotations

import ast
import doctest
from pathlib import Path
from typing import Any

import pytest

import symderive.decide
from symderive import Verdict, prove

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
DECIDE = symderive.decide.prove.__doc__ or ""
FEWEST_SIBLINGS = 3

# For each example: the text it stands in, which call of prove it is there, and what is changed.
SOFTMAX = [
    ("p[i]*(delta(i, j) - p[j])).status", "p[i]*(delta(i, j) - p[i])).status"),
    ("p[i]*(delta(i, j) - p[j])).status", "p[j]*(delta(i, j) - p[j])).status"),
    ("p[i]*(delta(i, j) - p[j])).status", "2*p[i]*(delta(i, j) - p[j])).status"),
    ("p[i]*(delta(i, j) - p[j])).status", "p[i]*(1 - p[j])).status"),
    (">>> p = softmax(x)", ">>> p = softmax(2*x)"),
]
CONVOLUTIONS = [
    ("Sum(h[s + b - 1]*u[b]", "Sum(h[s + b]*u[b]"),
    ("Sum(inner(d + c - 1)*v[c]", "Sum(-inner(d + c - 1)*v[c]"),
    ("Sum(inner(d + c - 1)*v[c], (c, 1, l)", "Sum(inner(d + c - 1)*v[c], (c, 1, l + 1)"),
    ("Sum(u[b - c + 1]*v[c]", "Sum(u[b - c]*v[c]"),
    ("Sum(u[b - c + 1]*v[c]", "Sum(v[b - c + 1]*u[c]"),
    ("iverson((b - c >= 0) & (b - c < k))", "iverson(b - c < k)"),
    ("iverson((b - c >= 0) & (b - c < k))", "iverson((b - c >= 0) & (b - c <= k))"),
    ("(b, 1, k + l - 1)", "(b, 1, k + l - 2)"),
]
GRADIENT = [
    ("exp(beta*z[k])/weights, given", "beta*exp(beta*z[k])/weights, given"),
    ("exp(beta*z[k])/weights, given", "-exp(beta*z[k])/weights, given"),
    ("exp(beta*z[k])/weights, given", "exp(beta*z[k + 1])/weights, given"),
    ("exp(beta*z[k])/weights, given", "exp(z[k])/weights, given"),
    ("k <= m])", "k <= m + 1])"),
]
SQUARE = [
    ("(j, 1, n))", "(j, 1, n - 1))"),
    ("(j, 1, n))", "(j, 2, n))"),
    ("x[i] * x[j]", "x[i] * x[i]"),
    ("x[i] * x[j]", "-x[i] * x[j]"),
    ("** 2, square", "** 3, square"),
]
QUOTIENT_RULE = [
    ("exp(x[j])) / z**2", "exp(x[j])) / z"),
    ("exp(x[i])*z - exp(x[i])", "exp(x[i])*z + exp(x[i])"),
    ("delta(i, j)*exp(x[i])*z", "delta(i, j)*exp(x[i])"),
    ("calc(diff(p[i], x[j]))", "calc(diff(p[i], x[i]))"),
]
SPLIT_FRACTION = [
    ('p[i]*(delta(i, j) - p[j]), "split', 'p[j]*(delta(i, j) - p[j]), "split'),
    ('p[i]*(delta(i, j) - p[j]), "split', 'p[i]*(delta(i, j) + p[j]), "split'),
    ('p[i]*(delta(i, j) - p[j]), "split', 'p[i]*(delta(i, j) - 2*p[j]), "split'),
]

DISPLAYED = [
    ("progression(z[1]*w[1], z[2]*w[2], ..., z[k]*w[k])", "progression(w[1], w[2], ..., w[k])"),
    ("progression(z[1]*w[1], z[2]*w[2], ..., z[k]*w[k])", "progression(z[2], z[3], ..., z[k])"),
    (
        "progression(z[1]*w[1], z[2]*w[2], ..., z[k]*w[k])",
        "progression(z[1]*w[k], z[2]*w[k - 1], ..., z[k]*w[1])",
    ),
    ("correlate(z, w)[1], row", "correlate(z, w)[2], row"),
    ("correlate(z, w)[1], row", "2*correlate(z, w)[1], row"),
    ("row, given=[le(k, d)]", "row, given=[le(k, d + 2)]"),
]

SMOOTH_MAXIMUM = [
    ("logsumexp(beta*x)/beta, x.max(), beta, oo", "logsumexp(beta*x)/beta, x.min(), beta, oo"),
    ("logsumexp(beta*x)/beta, x.max(), beta, oo", "logsumexp(beta*x), x.max(), beta, oo"),
    ("logsumexp(beta*x)/beta, x.max(), beta, oo", "logsumexp(beta*x)/beta, x.max(), beta, 0"),
    ("logsumexp(beta*x)/beta, x.max(), beta, oo", "logsumexp(-beta*x)/beta, x.max(), beta, oo"),
]

ROOT_OF_SQUARE = [
    ("t).given(ge(t, 0))", "t).given(ge(t, -1))"),
    ("t).given(ge(t, 0))", "-t).given(ge(t, 0))"),
    ("t).given(ge(t, 0))", "2*t).given(ge(t, 0))"),
]
SHIFTED = [
    ("x[a + 1]*y[a], 1, n - 1)", "x[a]*y[a], 1, n - 1)"),
    ("x[a + 1]*y[a], 1, n - 1)", "x[a + 1]*y[a], 1, n - 2)"),
    ("iverson(lt(a, n))", "iverson(le(a, n))"),
    ("iverson(lt(a, n))", "iverson(gt(a, n))"),
]
CONVEX = [
    ("convex(s*log(s), s)", "convex(-s*log(s), s)"),
    ("convex(s*log(s), s)", "convex(log(s), s)"),
    ("convex(s*log(s), s)", "convex(s*log(s) - s**2, s)"),
]
LAYERS = [
    ("a[L] @ h[L - 1]", "a[L] @ h[L]"),
    ("a[L] @ h[L - 1]", "2*(a[L] @ h[L - 1])"),
    ("a[L] @ h[L - 1]", "a[1] @ h[L - 1]"),
]

PROVED = [
    (README, 0, SOFTMAX),
    (README, 2, CONVOLUTIONS),
    (GUIDE, 1, ROOT_OF_SQUARE),
    (GUIDE, 2, SHIFTED),
    (GUIDE, 3, CONVEX),
    (GUIDE, 4, DISPLAYED),
    (GUIDE, 6, SMOOTH_MAXIMUM),
    (GUIDE, 8, LAYERS),
    (DECIDE, 0, SQUARE),
]
REPAIRED = 3
REFUTED = [(README, 1), (README, 4), (GUIDE, 0), (GUIDE, 5), (GUIDE, 7)]
LINES = [(1, QUOTIENT_RULE), (2, SPLIT_FRACTION)]

Change = tuple[str, str]
UNCHANGED = ("", "")


def changed(text: str, change: Change) -> str:
    """The text with one passage changed, which must stand in it once."""
    if change == UNCHANGED:
        return text
    assert text.count(change[0]) == 1, change[0]
    return text.replace(*change)


def run(text: str) -> tuple[dict[str, Any], list[tuple[ast.Call, dict[str, Any]]]]:
    """The names that the examples of a text define, and its calls of prove, not made yet."""
    names: dict[str, Any] = {}
    calls = []
    for example in doctest.DocTestParser().get_examples(text):
        tree = ast.parse(example.source)
        proofs = [node for node in ast.walk(tree) if is_proof(node)]
        calls += [(proof, dict(names)) for proof in proofs]
        if not proofs and not isinstance(tree.body[0], ast.Expr):
            exec(compile(tree, "example", "exec"), names)
    return names, calls


def is_proof(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "prove"


def verdict_of(text: str, number: int, change: Change = UNCHANGED) -> Verdict:
    """The verdict of a call of prove in a text with one passage changed."""
    call, names = run(changed(text, change))[1][number]
    found: Verdict = eval(compile(ast.Expression(call), "example", "eval"), names)
    return found


def line_verdict(number: int, change: Change = UNCHANGED) -> Verdict:
    """The verdict of a line of the claim in the README."""
    claim = run(changed(README, change))[0]["softmax_jacobian"]
    return prove(claim.written.lines[number - 1].statement)


def pairs(examples: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Every example with each of its changes."""
    return [(*where, change) for *where, changes in examples for change in changes]


def test_every_call_of_prove_has_siblings() -> None:
    covered = [*[(text, number) for text, number, _ in PROVED], *REFUTED, (README, REPAIRED)]
    for page in (README, GUIDE):
        numbers = {number for text, number in covered if text is page}
        assert numbers == set(range(len(run(page)[1])))
    counts = [len(changes) for *_, changes in [*PROVED, *LINES]]
    assert min([*counts, len(GRADIENT)]) >= FEWEST_SIBLINGS


@pytest.mark.parametrize(("text", "number"), [(text, number) for text, number, _ in PROVED])
def test_the_example_is_proved(text: str, number: int) -> None:
    assert verdict_of(text, number).status == "proved"


@pytest.mark.parametrize(("text", "number"), REFUTED)
def test_the_wrong_example_is_refuted(text: str, number: int) -> None:
    assert verdict_of(text, number).status == "refuted"


@pytest.mark.parametrize(("text", "number", "change"), pairs(PROVED))
def test_a_changed_example_is_refuted(text: str, number: int, change: Change) -> None:
    verdict = verdict_of(text, number, change)
    assert verdict.status == "refuted"
    assert verdict.witness is not None


def test_the_condition_repairs_the_gradient() -> None:
    assert [bool(found) for _, found in verdict_of(README, REPAIRED).repaired] == [True]


@pytest.mark.parametrize("change", GRADIENT)
def test_no_condition_repairs_a_changed_gradient(change: Change) -> None:
    verdict = verdict_of(README, REPAIRED, change)
    assert verdict.status == "refuted"
    assert not any(found for _, found in verdict.repaired)


@pytest.mark.parametrize("number", [number for number, _ in LINES])
def test_the_line_is_proved(number: int) -> None:
    assert line_verdict(number).status == "proved"


@pytest.mark.parametrize(("number", "change"), pairs(LINES))
def test_a_changed_line_is_refuted(number: int, change: Change) -> None:
    verdict = line_verdict(number, change)
    assert verdict.status == "refuted"
    assert verdict.witness is not None
