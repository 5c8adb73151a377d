"""Chains with a line that is a limit."""

from __future__ import annotations

import pytest

from symderive import calc, claim, erratum, exp, log, oo, prove, real, size, tends_to, vector
from symderive.errors import IllFormed
from symderive.language.limits import Infinity, Tends
from symderive.language.terms import Compare

n = size("n")
beta, d = real("beta", above=0), vector("d", n)
POSITIVE, POINT = real(above=0), vector(n)


@claim("limit.chain")
def smooth_maximum(beta=POSITIVE, d=POINT):
    """A chain that turns from an equation to a limit, and goes on from there."""
    return (
        calc(log(exp(beta * d).sum()) / beta)
        .eq(log(exp(beta * d).sum()) * beta**-1 + 0, "a quotient is a product")
        .tends_to(d.max(), beta, oo, "dominant terms", printed=d.min(), erratum="limit.wrong")
        .eq(-(-d).max() + d.max() + (-d).max(), "added and subtracted")
    )


def test_lines_are_statements_of_their_own() -> None:
    lines = smooth_maximum.written.lines
    assert [line.role for line in lines] == ["line", "line", "printed", "line"]
    claims = [line.statement.claim for line in lines]
    assert [type(one) for one in claims] == [Compare, Tends, Tends, Compare]
    assert [prove(line.statement).status for line in lines] == [line.expect for line in lines]


def test_the_whole_says_what_the_first_line_tends_to() -> None:
    whole = smooth_maximum.written.whole.claim
    assert isinstance(whole, Tends)
    assert whole.limit == smooth_maximum.written.lines[-1].statement.claim.right
    assert prove(smooth_maximum.written.whole).status == "proved"


def test_a_parameter_that_only_tends_counts_as_used() -> None:
    @claim()
    def decay(beta=POSITIVE):
        """It is bound by the limit."""
        return tends_to(exp(-beta), 0, beta, oo)

    @erratum("limit.decay", corrected_by=decay)
    def growth(beta=POSITIVE):
        """The wrong value."""
        return tends_to(exp(-beta), oo, beta, oo)

    assert prove(decay.written.whole).status == "proved"
    assert prove(growth.written.whole).status == "refuted"


def test_shown() -> None:
    chain = calc(exp(-beta)).tends_to(0, beta, oo, "decay")
    assert repr(chain) == "exp(-beta)\n  -> 0    decay"
    shown = chain._repr_latex_()
    assert shown is not None
    assert r"&\xrightarrow{\beta \to \infty} 0 && \text{decay}" in shown


def test_refusals() -> None:
    infinite = calc(exp(beta)).tends_to(oo, beta, oo)
    assert isinstance(infinite.last, Infinity)
    with pytest.raises(IllFormed, match="infinite limit"):
        infinite.eq(0)
    with pytest.raises(IllFormed, match="split"):
        calc(exp(-beta)).le(1).tends_to(0, beta, oo)
    with pytest.raises(IllFormed, match="two claims"):
        calc(exp(-beta)).tends_to(0, beta, oo).le(1)
    with pytest.raises(IllFormed, match="same term"):
        calc(exp(-beta)).tends_to(0, beta, oo, printed=0, erratum="x")
