"""The indices of a tensor gone through by variables or by digits."""

from __future__ import annotations

import pytest

from symderive.errors import OutsideFragment
from symderive.language.domains import size
from symderive.language.reading import read_statement
from symderive.language.statements import eq
from symderive.prover.axes import Axis, Cut, joined, running_over
from symderive.prover.hypotheses import hypotheses
from symderive.prover.integers import SUMMED, constant, form_of
from symderive.prover.place import Place
from symderive.prover.workspace import Workspace

m, n = size("m"), size("n")


def prepared() -> tuple[Workspace, Place]:
    work = Workspace()
    place = hypotheses(work, read_statement(eq(m + n, n + m)))
    return work, place


def test_an_index_is_one_variable_in_its_range() -> None:
    work, _ = prepared()
    length = work.variables[n.term]
    axis = Axis(work, length)
    found = joined([axis, Axis(work, constant(3))])
    assert len(found.variables) == 2
    assert found.indices == tuple(map(form_of, found.variables))
    assert [form for _, form in found.constraints][:2] == [
        form_of(found.variables[0]).shifted(-1),
        length - form_of(found.variables[0]),
    ]


def test_other_variables_in_the_same_range() -> None:
    work, _ = prepared()
    found = joined([Axis(work, constant(3))])
    v = work.fresh(SUMMED)
    moved = found.over([v])
    assert moved.indices == (form_of(v),)
    assert moved.constraints[1][1] == constant(3) - form_of(v)


def test_digits_are_repeated() -> None:
    work, place = prepared()
    radix, length = work.variables[m.term], work.variables[m.term] * work.variables[n.term]
    cut = Cut(0, radix, constant(1))
    found = running_over(work, ((cut,),), (length,), place)
    q, s = found.variables
    assert found.indices == (radix * form_of(q) + form_of(s) + constant(1),)
    again = running_over(work, ((cut,),), (length,), place)
    assert again.over(found.variables) == found
    context = place.context.extended(found.constraints)
    assert context.entails(form_of(s))
    assert context.entails(radix.shifted(-1) - form_of(s))
    assert context.entails(work.variables[n.term].shifted(-1) - form_of(q))


def test_a_cut_by_an_index_is_not_read() -> None:
    work, place = prepared()
    axis = Axis(work, constant(6))
    with pytest.raises(OutsideFragment, match="cut by an index"):
        axis.cut(work, Cut(0, form_of(work.fresh(SUMMED)), constant(0)), place)
