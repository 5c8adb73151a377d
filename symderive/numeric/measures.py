"""Statements about integrals, at the measure that counts points: large sums of probabilities."""

from __future__ import annotations

from collections.abc import Mapping

from symderive.language.binding import free_symbols
from symderive.language.points import number_of_points, on_points
from symderive.language.terms import Statement

POINTS = 1_000_000


def counted(statement: Statement, sizes: Mapping[str, int]) -> tuple[Statement, Mapping[str, int]]:
    """The statement for that measure, with the number of points among the sizes."""
    found = on_points(statement)
    count = number_of_points(statement)
    if count in free_symbols(found) - free_symbols(statement):
        sizes = {**sizes, count.name: POINTS}
    return found, sizes
