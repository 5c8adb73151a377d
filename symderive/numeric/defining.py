"""Hypotheses that say what a variable is: the variable gets that value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from symderive.errors import SymderiveError
from symderive.language.binding import dangling
from symderive.language.terms import Compare, Entry, Symbol, TensorSymbol, Term
from symderive.numeric.axes import LARGEST_FULL, blocks, count_of, ranges_from
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import is_exact
from symderive.numeric.hypotheses import Relation, relations, relevant_points
from symderive.numeric.lazy import Lazy

Make = Callable[[Mapping[Any, Any]], Evaluation]


def define(values: dict[Any, Any], given: Sequence[Term], make: Make) -> None:
    """Set variables and entries of tensors to what equations among the hypotheses say."""
    for condition in given:
        if dangling(condition):
            continue
        for relation in relations(condition, (), ()):
            term = relation.term
            if not isinstance(term, Compare) or term.relation != "=":
                continue
            sides = ((term.left, term.right), (term.right, term.left))
            if any(_defined(values, mine, other, relation, make) for mine, other in sides):
                continue


def _defined(
    values: dict[Any, Any], mine: Term, other: Term, relation: Relation, make: Make
) -> bool:
    """Give one side the value of the other, where it is a variable or entries of one.

    The variable may stand on the other side too: a projection has its fixed points as values.
    """
    variable = mine.tensor if isinstance(mine, Entry) else mine
    if not isinstance(variable, (Symbol, TensorSymbol)):
        return False
    if isinstance(values.get(variable), (int, Lazy, type(None))):
        return False
    try:
        if isinstance(mine, Entry):
            return _entries(values, mine, other, relation, make)
        if dangling(other) or relation.names:
            return False
        found = make(values).closed(other).value
    except SymderiveError:
        return False
    if found.shape != np.shape(values[variable]):
        return False
    values[variable] = found
    return True


def _entries(
    values: dict[Any, Any], mine: Entry, other: Term, relation: Relation, make: Make
) -> bool:
    """Set the entries that an equation names, for all values of its index variables."""
    run = make(values)
    ranges = ranges_from(relation.given, len(relation.names), run)
    if count_of(ranges) > LARGEST_FULL or not all(map(is_exact, mine.indices)):
        return False
    array = np.array(values[mine.tensor])
    for environment in blocks(ranges):
        relevant = relevant_points(run, relation.given, environment)
        places: list[Any] = []
        for index, size in zip(mine.indices, array.shape, strict=True):
            place, is_whole = run.integers(index, environment)
            relevant = relevant & is_whole & (place >= 1) & (place <= size)
            places.append(place - 1)
        value = run.grid(other, environment).value
        *where, what, holds = np.broadcast_arrays(*places, value, relevant)
        array[tuple(place[holds] for place in where)] = what[holds]
    values[mine.tensor] = array
    return True
