"""Convexity, definiteness and shapes in floats: their definitions at random points."""

from __future__ import annotations

from symderive.errors import OutsideFragment
from symderive.language.binding import subterms
from symderive.language.defined import Defined, spelled_out
from symderive.language.order import meaning
from symderive.language.terms import Statement


def in_relations(statement: Statement) -> Statement:
    """The statement with every property replaced by its definition, to be checked at points.

    Raises:
        OutsideFragment: where a property is denied: one point at which it fails need not be drawn.
    """
    without_sets = meaning(statement)
    assert isinstance(without_sets, Statement)
    found = spelled_out(without_sets)
    if any(isinstance(part, Defined) for part in subterms(found)):
        raise OutsideFragment("points that are drawn do not show that a property fails")
    return found
