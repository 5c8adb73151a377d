"""Values of unknown functions of whole tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from symderive.errors import IllFormed
from symderive.language.binding import dangling
from symderive.language.terms import Functional
from symderive.numeric.exact import Environment
from symderive.numeric.lazy import WholeFunction
from symderive.numeric.pairs import CALL_DEPTH, Pair, masked, scale_of
from symderive.numeric.summing import sum_depth

if TYPE_CHECKING:
    from symderive.numeric.evaluation import Evaluation


def functional(run: Evaluation, term: Functional, environment: Environment) -> Pair:
    """The function of all entries of its argument, or a derivative by some of them."""
    if dangling(term.argument):
        raise IllFormed(f"the argument of {term.name} depends on an index")
    run.check(term)
    argument = run.closed(term.argument)
    array = argument.value
    rows, inside = _places(run, term, array.shape, environment)
    if len(rows) == 1:
        value = _gradient(run, term, array)[rows[0]]
    else:
        value = _derivative(run, term, array, rows)
    found = Pair(np.asarray(value))
    if run.tracked:
        reach = _reach(run, term, scale_of(argument))
        depth = argument.depth + CALL_DEPTH + sum_depth(array.size)
        found = Pair(found.value, np.abs(found.value) + run.steepness * reach, depth)
    return found if np.all(inside) else masked(found, inside, np.nan)


def _places(
    run: Evaluation, term: Functional, shape: tuple[int, ...], environment: Environment
) -> tuple[list[Any], Any]:
    """The places of the entries counted from 0 row by row, and where they are in range."""
    rows: list[Any] = []
    inside: Any = True
    for row in term.rows:
        place: Any = np.int64(0)
        for index, size in zip(row, shape, strict=True):
            number, is_whole = run.integers(index, environment)
            inside = inside & is_whole & (number >= 1) & (number <= size)
            place = place * size + np.clip(number - 1, 0, max(size - 1, 0))
        rows.append(place)
    return rows, inside


def _gradient(run: Evaluation, term: Functional, array: Any) -> Any:
    """All first derivatives in a row, computed once."""
    key = term.name, term.argument
    if key not in run.gradients:
        run.gradients[key] = _derivative(run, term, array, [np.arange(array.size)])
    return run.gradients[key]


def _reach(run: Evaluation, term: Functional, scales: Any) -> Any:
    """How far the entries' scales move the value together, at slopes of at most 1."""
    given = run.functions.get(term.name)
    if isinstance(given, WholeFunction):
        return given.reach(scales, len(term.rows))
    return float(np.sum(scales)) + scales.size


def _derivative(run: Evaluation, term: Functional, array: Any, rows: list[Any]) -> Any:
    given = run.functions.get(term.name)
    if isinstance(given, WholeFunction):
        return given.at(array, rows)
    known = given if isinstance(given, tuple) else () if given is None else (given,)
    if len(known) <= len(rows):
        raise IllFormed(
            f"the derivative of order {len(rows)} of {term.name} is missing: give "
            f"{{{term.name}: (function, gradient, ..)}}, each a function of the whole array"
        )
    found = np.asarray(known[len(rows)](array), dtype=np.float64)
    flat = found.reshape((array.size,) * len(rows))
    return flat[tuple(rows)]
