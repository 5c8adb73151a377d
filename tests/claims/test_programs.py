"""Programs that claims name: run on symbols, proved equal to the left side or refuted."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from symderive import (
    IllFormed,
    SymderiveError,
    average_pool,
    calc,
    claim,
    eq,
    exp,
    index,
    le,
    log,
    logsumexp,
    matrix,
    real,
    relu,
    runner,
    size,
    softmax,
    total,
    vector,
)
from symderive.claims.claim import PROGRAM
from symderive.results import LineOutcome

n, m = size("n"), size("m")


def entry(z, k, n, exp=math.exp):
    return exp(z[k]) / sum(exp(z[j]) for j in range(1, n + 1))


def with_two_terms(z, k, n, exp=math.exp):
    return exp(z[k]) / sum(exp(z[j]) for j in range(1, n))


def of_the_next(z, k, n, exp=math.exp):
    return exp(z[k % n + 1]) / sum(exp(z[j]) for j in range(1, n + 1))


def of_the_negative(z, k, n, exp=math.exp):
    return exp(-z[k]) / sum(exp(z[j]) for j in range(1, n + 1))


def twice(z, k, n, exp=math.exp):
    return 2 * exp(z[k]) / sum(exp(z[j]) for j in range(1, n + 1))


def beyond(z, k, n):
    return z[k + 1]


def decided(function: Callable[..., Any], at: dict[Any, int]) -> LineOutcome:
    @claim(program=function, program_at=at)
    def softmax_in_indices(z=vector(n), k=index(n)):  # noqa: B008
        """Softmax."""
        return eq(softmax(z)[k], exp(z[k]) / total(lambda j: exp(z[j]), n))

    [found] = [line for line in runner.decide(softmax_in_indices).lines if line.role == PROGRAM]
    return found


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_a_program_is_proved_to_be_the_left_side(length: int) -> None:
    assert decided(entry, {n: length}).verdict.status == "proved"


@pytest.mark.parametrize("wrong", [with_two_terms, of_the_next, of_the_negative, twice, beyond])
def test_a_wrong_program_is_refuted(wrong: Callable[..., Any]) -> None:
    found = decided(wrong, {n: 3})
    assert found.verdict.status == "refuted"
    assert not found.as_expected


def test_a_claim_with_a_wrong_program_is_not_as_expected() -> None:
    @claim(program=twice, program_at={n: 2}, numbers={n: 50})
    def softmax_in_indices(z=vector(n), k=index(n)):  # noqa: B008
        """Softmax."""
        return eq(softmax(z)[k], exp(z[k]) / total(lambda j: exp(z[j]), n))

    outcome = runner.decide(softmax_in_indices)
    assert [line.verdict.status for line in outcome.lines] == ["proved", "refuted"]
    assert [line.evidence is not None for line in outcome.lines] == [True, False]
    assert not outcome.as_expected
    assert outcome.reason.startswith("the program: ")


def pooled(X, i, j):
    return sum(X[2 * i - a, 2 * j - b] for a in range(2) for b in range(2)) / 4


def test_two_indices_and_sizes_that_it_does_not_take() -> None:
    @claim(program=pooled, program_at={m: 2, n: 1})
    def mean_of_four(X=matrix(2 * m, 2 * n), i=index(m), j=index(n)):  # noqa: B008
        """The mean of a window."""
        return eq(
            average_pool(X, 2)[i, j],
            total(lambda a, b: X[2 * i - 2 + a, 2 * j - 2 + b], 2, 2) / 4,
        )

    assert runner.decide(mean_of_four).as_expected


def smooth(beta, z, n, exp=math.exp, log=math.log):
    s = sum(exp(beta * z[k]) for k in range(1, n + 1))
    return log(s) / beta


def test_a_chain_with_hypotheses() -> None:
    @claim(program=smooth, program_at={n: 3})
    def pulled_out(beta=real(above=0), z=vector(n)):  # noqa: B008
        """The factor in front."""
        return calc(log(exp(beta * z).sum()) / beta).eq(logsumexp(beta * z) / beta, "by name")

    outcome = runner.decide(pulled_out)
    assert outcome.as_expected
    assert [line.role for line in outcome.lines] == ["line", "program"]


def rectified(t, greater=max):
    return greater(t, 0)


def test_scalars_need_no_sizes() -> None:
    @claim(program=rectified)
    def rectifier(t=real()):  # noqa: B008
        """The rectifier."""
        return eq(relu(t), (t + abs(t)) / 2)

    assert runner.decide(rectifier).as_expected


def of_unknown(z, k, y):
    return z[1] + y


def whole(z, k):
    return z


def without_its_index(z, n):
    return z[n]


ILL_FORMED = [
    (without_its_index, {n: 2}, "depends on k, which the program without_its_index has to take"),
    (entry, {}, "n is not among them"),
    (entry, {n: 9}, "at sizes from 1 to 8, and n is 9"),
    (entry, {n: 0}, "at sizes from 1 to 8, and n is 0"),
    (of_unknown, {n: 2}, "takes y, which is no variable"),
    (whole, {n: 2}, "gives a tensor"),
]


@pytest.mark.parametrize(("function", "at", "message"), ILL_FORMED)
def test_what_cannot_be_run_is_said(
    function: Callable[..., Any], at: dict[Any, int], message: str
) -> None:
    @claim(program=function, program_at=at)
    def entries(z=vector(n), k=index(n)):  # noqa: B008
        """Entries."""
        return eq(softmax(z)[k], exp(z[k]) / total(lambda j: exp(z[j]), n))

    with pytest.raises(IllFormed, match=message):
        _ = entries.written


def test_hypotheses_about_its_indices_are_refused() -> None:
    @claim(program=entry, program_at={n: 2})
    def entries(z=vector(n), k=index(n)):  # noqa: B008
        """Entries."""
        return eq(softmax(z)[k], exp(z[k]) / total(lambda j: exp(z[j]), n)).given(le(2, k))

    with pytest.raises(IllFormed, match="a hypothesis of the claim speaks of one"):
        _ = entries.written


def test_what_is_no_function_and_what_has_no_left_side() -> None:
    with pytest.raises(IllFormed, match="program= takes a function"):
        claim(program=3)
    with pytest.raises(IllFormed, match="name it with program="):
        claim(program_at={n: 3})

    @claim(program=entry, program_at={n: 2})
    def tensors(z=vector(n)):  # noqa: B008
        """No entry."""
        return eq(softmax(z), exp(z) / exp(z).sum())

    with pytest.raises(SymderiveError, match="of a tensor claim an entry"):
        _ = tensors.written
