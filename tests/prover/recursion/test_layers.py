"""Recursions of symbolic depth: what is proved by induction, and what must not be."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    cases,
    diag,
    diff,
    eq,
    exp,
    eye,
    forall,
    function,
    ge,
    grad,
    hankel,
    hessian,
    index,
    jacobian,
    le,
    lt,
    matrix,
    ne,
    ones,
    product,
    prove,
    real,
    recursion,
    relu,
    size,
    size_family,
    tanh,
    tensor_family,
    total,
    vector,
    zeros,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement
from symderive.prover.writing.narrate import written_steps

L = size("L")
n = size_family("n", L)
W = tensor_family("W", lambda l: (n[l], n[l - 1]), L)
c = tensor_family("c", lambda l: (), L)
x, b, a = vector("x", n[0]), vector("b", L), vector("a", L)
s, t = real("s"), real("t")
sigma = function("sigma")
l, m = index("l", L), index("m", L)


def dense(function: Any = sigma, offset: Any = None) -> Any:
    """Dense layers without biases, or with offsets that depend on the layer."""
    added = offset or (lambda l: zeros(n[l]))
    return recursion("y", lambda l, before: function(W[l] @ before + added(l)), x, L)


def chain(step: Any, start: Any = t) -> Any:
    """A recursion of numbers."""
    return recursion("u", step, start, L)


y = dense()
scalars = chain(lambda l, before: sigma(a[l] * before + b[l]))
z = recursion("z", lambda l, before: W[l] @ y[l - 1], zeros(n[0]), L)
v = recursion(
    "v",
    lambda l, after: after @ W[l + 1] @ diag(sigma.prime(z[l])),
    eye(n[L]) @ diag(sigma.prime(z[L])),
    L,
    downward=True,
    shape=lambda l: (n[L], n[l]),
)
shifted = recursion(
    "r", lambda l, before: W[l] @ y[l - 1], ones(n[0]), L
)  # what stands at 0 is not what the step would give


def proved(claim: Any, *given: Any) -> bool:
    """What the prover says by itself."""
    return prove_statement(read_statement(claim.given(*given))).proved


TRUE = {
    "a layer": (eq(jacobian(y[l], y[l - 1]), diag(sigma.prime(z[l])) @ W[l]), []),
    "two layers": (
        eq(jacobian(y[l + 1], y[l - 1]), jacobian(y[l + 1], y[l]) @ jacobian(y[l], y[l - 1])),
        [lt(l, L)],
    ),
    "one layer fewer": (
        eq(jacobian(y[L], y[l - 1]), jacobian(y[L], y[l]) @ jacobian(y[l], y[l - 1])),
        [],
    ),
    "the last value by itself": (eq(jacobian(y[L], y[L]), eye(n[L])), []),
    "no later parameter": (eq(jacobian(y[l], y[m]), zeros(n[l], n[m])), [lt(l, m)]),
    "a whole matrix of rows": (eq(jacobian(y[L], y[l]) @ diag(sigma.prime(z[l])), v[l]), []),
    "one step of the values": (eq(y[l], sigma(W[l] @ y[l - 1])), []),
    "the start": (eq(y[0], x), []),
    "one step back": (eq(v[l], v[l + 1] @ W[l + 1] @ diag(sigma.prime(z[l]))), [lt(l, L)]),
    "a number by its parameter": (
        eq(
            diff(scalars[L], b[l]),
            diff(scalars[L], scalars[l]) * sigma.prime(a[l] * scalars[l - 1] + b[l]),
        ),
        [],
    ),
    "the input": (
        eq(diff(scalars[L], t), diff(scalars[L], scalars[1]) * sigma.prime(a[1] * t + b[1]) * a[1]),
        [],
    ),
    "for every layer": (
        forall(lambda k: eq(jacobian(y[k], y[k - 1]), diag(sigma.prime(z[k])) @ W[k]), 1, L),
        [],
    ),
    "a value beside the input": (eq(diff(scalars[0] * t, scalars[0]), t), []),
    "an earlier parameter and a later one": (
        eq(jacobian(W[l] @ y[l - 1], y[l - 1]), W[l]),
        [],
    ),
}

FALSE = {
    "a layer without its function": (eq(jacobian(y[l], y[l - 1]), W[l]), []),
    "rows that start with one": (eq(jacobian(y[L], y[l]), v[l]), []),
    "rows one layer off": (
        eq(jacobian(y[L], y[l]) @ diag(sigma.prime(z[l])), v[l + 1]),
        [lt(l, L)],
    ),
    "the last layer only": (eq(diff(scalars[L], b[l]), sigma.prime(a[L] * scalars[L - 1])), []),
    "no dependence where there may be one": (eq(diff(scalars[l], b[m]), 0), [le(l, m)]),
    "some dependence where there is none": (
        eq(diff(scalars[l], b[m]), diff(scalars[l], b[l])),
        [lt(l, m)],
    ),
    "two widths": (eq(n[l], n[m]), []),
    "two values": (eq(scalars[l], scalars[m]), []),
    "what stands at the start": (eq(shifted[l - 1], z[l - 1]), []),
    "a value that is not there": (eq(y[l + 1], y[l + 1]), []),
    "an input counted twice": (eq(diff(scalars[0] * t, t), 3 * t), []),
    "an input counted as its own value": (eq(diff(scalars[0] * t, scalars[0]), 2 * t), []),
    "a start that is scaled": (eq(scalars[0], 2 * t), []),
}

# Neither proved nor always refuted: what the rules for derivatives do not cover.
shared = chain(lambda l, before: sigma(s * before))
twice = chain(lambda l, before: sigma(a[l] * before + b[l] * b[L - l + 1]))
skipping = chain(lambda l, before: sigma(a[l] * before) + t)
from_the_family = chain(lambda l, before: sigma(c[l] * before), c[1] * t)
kinks = chain(lambda l, before: relu(a[l] * before))
poles = chain(lambda l, before: 1 / before)
mismatched = recursion("y", lambda l, before: matrix("A", 3, n[0]) @ before, x, L)
NOT_PROVED = {
    "a shared parameter, the last layer only": eq(
        diff(shared[L], s), sigma.prime(s * shared[L - 1]) * shared[L - 1]
    ),
    "a shared parameter": eq(diff(shared[L], s), 0),
    "two layers with one parameter": eq(
        diff(twice[L], b[l]),
        diff(twice[L], twice[l]) * sigma.prime(a[l] * twice[l - 1] + b[l] * b[L - l + 1]),
    ),
    "an input that comes in again": eq(diff(skipping[L], t), diff(skipping[L], skipping[0])),
    "a start with a parameter": eq(
        diff(from_the_family[L], c[l]),
        diff(from_the_family[L], from_the_family[l])
        * sigma.prime(c[l] * from_the_family[l - 1])
        * from_the_family[l - 1],
    ),
    "a kink in between": eq(diff(kinks[L], kinks[l]), diff(kinks[L], kinks[l])),
    "a pole in between": eq(poles[L], poles[L]),
    "a step of another shape": eq(mismatched[L], mismatched[L]),
    "a second derivative": eq(hessian(scalars[L], t)[1, 1], 0),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_for_every_depth_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert proved(claim, *given)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted_and_never_proved(name: str) -> None:
    claim, given = FALSE[name]
    assert not proved(claim, *given)
    assert prove(claim.given(*given)).status == "refuted"


@pytest.mark.parametrize("name", NOT_PROVED)
def test_what_the_rules_do_not_cover_is_not_proved(name: str) -> None:
    assert not proved(NOT_PROVED[name])
    assert prove(NOT_PROVED[name]).status != "proved"


def test_hypotheses_that_contradict_one_another_prove_nothing() -> None:
    assert not proved(eq(y[L], 2 * y[L]), lt(L, 1))
    assert not proved(eq(y[l], 2 * y[l]), lt(L, l))


def test_indices_are_equal_where_the_hypotheses_say_so() -> None:
    claim = eq(jacobian(y[l], y[m]), eye(n[m]))
    assert proved(eq(diff(scalars[l], scalars[m]), 1), eq(l, m))
    assert not proved(eq(diff(scalars[l], scalars[m]), 1), ne(l, m))
    assert not proved(claim)


def test_an_adjoint_needs_its_start() -> None:
    wrong = recursion(
        "q",
        lambda l, after: after @ W[l + 1] @ diag(sigma.prime(z[l])),
        eye(n[L]),
        L,
        downward=True,
        shape=lambda l: (n[L], n[l]),
    )
    claim = eq(jacobian(y[L], y[l]) @ diag(sigma.prime(z[l])), wrong[l])
    assert not proved(claim)
    assert prove(claim).status == "refuted"


def test_elementary_functions_in_the_steps() -> None:
    loss = function("loss", of=vector(n[L]))
    smooth = dense(tanh)
    inside = recursion("z", lambda l, before: W[l] @ smooth[l - 1], zeros(n[0]), L)
    slope = lambda l: 1 - tanh(inside[l]) ** 2  # noqa: E731
    back = recursion(
        "g",
        lambda l, after: (W[l + 1].T @ after) * slope(l),
        loss.grad(smooth[L]) * slope(L),
        L,
        downward=True,
    )
    assert proved(eq(grad(loss(smooth[L]), smooth[l]) * slope(l), back[l]))
    assert not proved(eq(grad(loss(smooth[L]), smooth[l]), back[l]))


def test_steps_tell_bases_and_steps_of_inductions() -> None:
    claim, given = TRUE["a whole matrix of rows"]
    outcome = prove_statement(read_statement(claim.given(*given)))
    told = [str(step) for step in written_steps(outcome.steps)]
    for word in ("induction", "base of an induction: k = L", "step of an induction: from k + 1"):
        assert any(word in line for line in told), word


def test_cases_by_the_index_of_a_layer() -> None:
    last = recursion(
        "u",
        lambda l, before: cases((sigma(a[l] * before), lt(l, L)), otherwise=a[l] * before),
        t,
        L,
    )
    assert proved(eq(diff(last[L], last[L - 1]), a[L]))
    assert proved(eq(diff(last[l], last[l - 1]), sigma.prime(a[l] * last[l - 1]) * a[l]), lt(l, L))
    assert not proved(eq(diff(last[l], last[l - 1]), a[l]))


def test_hankel_rows_of_a_value_need_room() -> None:
    assert not proved(eq(hankel(y[l], n[L]), hankel(y[l], n[L])))
    assert proved(eq(hankel(y[l], n[L]), hankel(y[l], n[L])), le(n[L], n[l]))


def test_values_need_not_be_positive() -> None:
    assert not proved(ge(exp(scalars[L]), 2))


POSITIVE = vector("e", L, above=0)
growing = chain(lambda l, before: POSITIVE[l] * before)
adding = chain(lambda l, before: before + a[l])
doubling = chain(lambda l, before: 2 * before)


def test_values_in_closed_form_are_proved_by_induction() -> None:
    assert proved(eq(adding[L], t + total(lambda k: a[k], 1, L)))
    assert proved(eq(t + total(lambda k: a[k], 1, l), adding[l]))
    assert proved(eq(doubling[L], 2**L * t))
    assert proved(eq(growing[L], t * product(lambda k: POSITIVE[k], 1, L)))
    assert proved(eq(diff(growing[L], growing[l]), product(lambda k: POSITIVE[k], l + 1, L)))


def test_closed_forms_that_fail_at_the_base_or_in_a_step_are_not_proved() -> None:
    claims = [
        eq(adding[L], total(lambda k: a[k], 1, L)),
        eq(adding[L], t + total(lambda k: a[k], 2, L)),
        eq(doubling[L], 2**L + t),
        eq(doubling[L], 2**L * t + 1),
        eq(growing[L], t),
        eq(diff(growing[L], growing[l]), product(lambda k: POSITIVE[k], l, L)),
        eq(diff(growing[L], growing[l]), 1),
    ]
    for claim in claims:
        assert not proved(claim)
        assert prove(claim).status == "refuted"
    assert not proved(eq(doubling[L], 3**L * t), lt(L, 1))
