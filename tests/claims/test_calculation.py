"""Chains: how they look in a session and in a notebook."""

from __future__ import annotations

from symderive import calc, real


def test_a_chain_shows_its_lines_and_reasons() -> None:
    b = real("b")
    chain = calc(b * b).eq(b**2, "a square").le(b**2 + 1)
    assert repr(chain) == "b*b\n  = b^2    a square\n  <= b^2 + 1"
    assert chain._repr_latex_() == (
        r"$\displaystyle \begin{aligned} b b &= b^{2} && \text{a square}"
        r" \\ & \le b^{2} + 1 \end{aligned}$"
    )


def test_a_chain_does_not_change() -> None:
    b = real("b")
    start = calc(b)
    longer = start.eq(b + 0)
    assert (len(start.links), len(longer.links)) == (0, 1)
    assert longer.last == (b + 0).term
