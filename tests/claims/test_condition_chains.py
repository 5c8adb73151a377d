"""Chains of conditions: each implies the next, or each is equivalent to it."""

from __future__ import annotations

import pytest

from symderive import IllFormed, calc, claim, erratum, iff, implies, index, le, lt, real, size
from symderive.language.reading import read

n = size("n")
NUMBER = real()


@claim("ring")
def larger(a=NUMBER, b=NUMBER):
    """What is less is less than more."""
    return (
        calc(lt(a, b))
        .implies(le(a, b), "weaker", ref="first", printed=lt(b, a), erratum="turned")
        .iff(le(a - b, 0), "on one side", ref="second")
        .given(le(0, a))
    )


def test_the_lines_of_a_chain_of_conditions() -> None:
    a, b = real("a"), real("b")
    lines = larger.written.lines
    assert [line.role for line in lines] == ["line", "printed", "line"]
    claims = [line.statement.claim for line in lines]
    assert claims == [
        read(implies(lt(a, b), le(a, b))),
        read(implies(lt(a, b), lt(b, a))),
        read(iff(le(a, b), le(a - b, 0))),
    ]
    assert all(line.statement.given == (read(le(0, a)),) for line in lines)


def test_what_a_chain_of_conditions_says_as_a_whole() -> None:
    a, b = real("a"), real("b")
    assert larger.written.whole.claim == read(implies(lt(a, b), le(a - b, 0)))


def test_a_chain_of_equivalences_is_one() -> None:
    @claim()
    def same(a=NUMBER, b=NUMBER):
        """Three ways to say it."""
        return calc(le(a, b)).iff(le(a - b, 0), "left").iff(le(0, b - a), "right")

    a, b = real("a"), real("b")
    assert same.written.whole.claim == read(iff(le(a, b), le(0, b - a)))


def test_an_erratum_of_a_chain_has_its_hypotheses() -> None:
    @erratum("turned", corrected_by=larger)
    def turned(a=NUMBER, b=NUMBER):
        """The wrong way round."""
        return implies(le(a, b), lt(a, b))

    assert turned.written.hypotheses == larger.written.hypotheses


def test_conditions_and_numbers_do_not_stand_in_one_chain() -> None:
    i = index("i", n)
    with pytest.raises(IllFormed, match="only conditions imply each other"):
        calc(le(i, n)).implies(n)
    with pytest.raises(IllFormed, match="a condition stands where a number is needed"):
        calc(le(i, n)).iff(le(i, n + 1)).le(n)


def test_a_line_that_says_nothing_new_is_refused() -> None:
    with pytest.raises(IllFormed, match="the same term"):
        calc(le(n, 3)).iff(le(n, 3))
