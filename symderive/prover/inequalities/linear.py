"""Non-negative rational combinations: exact linear programming by the simplex method.

What is found is checked again by whoever asks, so that nothing here needs to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from flint import fmpq

Column = Mapping[Any, fmpq]
Row = dict[int, fmpq]
NONE = fmpq(0)


def combination(
    target: Column,
    columns: Sequence[Column],
    signed: frozenset[int],
    wanted: frozenset[int],
    tick: Callable[[], None],
) -> dict[int, fmpq] | None:
    """Coefficients with which the columns add up to the target; None where there are none.

    They are at least 0, but for columns in ``signed``, where they may be negative. Where ``wanted``
    is not empty, one of its columns has a positive coefficient.

    >>> half = combination({"a": fmpq(1)}, [{"a": fmpq(2)}], frozenset(), frozenset(), lambda: None)
    >>> half == {0: fmpq(1, 2)}
    True
    """
    useful = _useful(target, columns, signed)
    if useful is None or (wanted and wanted.isdisjoint(useful)):
        return None
    names = sorted(useful)
    # A column that may have either sign is two columns.
    table = [(k, 1) for k in names] + [(k, -1) for k in names if k in signed]
    rows: dict[Hashable, Row] = {key: {} for key in target}
    for place, (k, sign) in enumerate(table):
        for key, c in columns[k].items():
            rows.setdefault(key, {})[place] = c * sign
    sides = [target.get(key, NONE) for key in rows]
    equations = list(rows.values())
    goal = {place: fmpq(1) for place, (k, _) in enumerate(table) if k in wanted}
    found = _solved(equations, sides, len(table), goal, tick)
    if found is None or (wanted and not sum((found.get(p, NONE) for p in goal), NONE)):
        return None
    out: dict[int, fmpq] = {}
    for place, (k, sign) in enumerate(table):
        if found.get(place):
            out[k] = out.get(k, NONE) + found[place] * sign
    return out


def _useful(target: Column, columns: Sequence[Column], signed: frozenset[int]) -> set[int] | None:
    """The columns that can take part; None where some row cannot be met.

    In a row whose side is 0, columns of one sign only can have no part in it.
    """
    left = set(range(len(columns)))
    while True:
        seen: dict[Hashable, list[tuple[int, int]]] = {}
        for k in left:
            for key, c in columns[k].items():
                if k in signed:
                    seen.setdefault(key, []).extend([(k, 1), (k, -1)])
                else:
                    seen.setdefault(key, []).append((k, 1 if c > 0 else -1))
        gone: set[int] = set()
        for key, c in target.items():
            if c and not any(sign * c > 0 for _, sign in seen.get(key, ())):
                return None
        for key, entries in seen.items():
            alone = len({sign for _, sign in entries}) == 1 or len({k for k, _ in entries}) == 1
            if alone and not target.get(key):
                gone.update(k for k, _ in entries)
        if not gone:
            return left
        left -= gone


def _solved(
    equations: list[Row],
    sides: list[fmpq],
    count: int,
    goal: Row,
    tick: Callable[[], None],
) -> dict[int, fmpq] | None:
    """A solution x >= 0 of the equations with the greatest goal; artificial variables first."""
    rows: list[Row] = []
    basis: list[int] = []
    values: list[fmpq] = []
    for number, (equation, side) in enumerate(zip(equations, sides, strict=True)):
        flip = side < 0
        row = {k: -c if flip else c for k, c in equation.items() if c}
        artificial = count + number
        row[artificial] = fmpq(1)
        rows.append(row)
        basis.append(artificial)
        values.append(-side if flip else side)
    costs: Row = {}
    for row in rows:
        for k, c in row.items():
            if k < count:
                costs[k] = costs.get(k, NONE) + c
    _run(rows, basis, values, costs, count, tick)
    if any(b >= count and v for b, v in zip(basis, values, strict=True)):
        return None
    if not goal:
        return {b: v for b, v in zip(basis, values, strict=True) if b < count and v}
    costs = dict(goal)
    for row, b in zip(rows, basis, strict=True):
        weight = goal.get(b)
        if weight:
            for k, c in row.items():
                costs[k] = costs.get(k, NONE) - weight * c
    costs = {k: c for k, c in costs.items() if k < count and k not in basis and c}
    _drive_out(rows, basis, values, costs, count)
    entering = _run(rows, basis, values, costs, count, tick)
    found = {b: v for b, v in zip(basis, values, strict=True) if v}
    if entering is None:
        return found
    # The goal has no bound: one step along the edge on which it rises.
    for b, row in zip(basis, rows, strict=True):
        found[b] = found.get(b, NONE) - row.get(entering, NONE)
    return {**found, entering: fmpq(1)}


def _drive_out(
    rows: list[Row], basis: list[int], values: list[fmpq], costs: Row, count: int
) -> None:
    """Exchange artificial variables in the basis, which are 0, for others; drop empty rows."""
    for at in range(len(rows)):
        if basis[at] >= count:
            entering = next((k for k, c in sorted(rows[at].items()) if k < count and c), None)
            if entering is not None:
                _pivot(rows, basis, values, costs, at, entering)
    kept = [at for at in range(len(rows)) if basis[at] < count]
    rows[:] = [rows[at] for at in kept]
    values[:] = [values[at] for at in kept]
    basis[:] = [basis[at] for at in kept]


def _run(
    rows: list[Row],
    basis: list[int],
    values: list[fmpq],
    costs: Row,
    count: int,
    tick: Callable[[], None],
) -> int | None:
    """Raise the goal as far as it goes; the variable with which it rises without bound, if any.

    By Bland's rule no basis comes back.
    """
    while True:
        tick()
        rising = [k for k, c in costs.items() if c > 0 and k < count]
        if not rising:
            return None
        entering = min(rising)
        best: tuple[fmpq, int, int] | None = None
        for at, row in enumerate(rows):
            c: Any = row.get(entering)
            if c is not None and c > 0:
                ratio = values[at] / c
                if best is None or (ratio, basis[at]) < best[:2]:
                    best = ratio, basis[at], at
        if best is None:
            return entering
        _pivot(rows, basis, values, costs, best[2], entering)


def _pivot(
    rows: list[Row], basis: list[int], values: list[fmpq], costs: Row, at: int, entering: int
) -> None:
    """Solve the row for the entering variable and put it in everywhere."""
    c = rows[at][entering]
    row = {k: x / c for k, x in rows[at].items()}
    rows[at], values[at] = row, values[at] / c
    basis[at] = entering
    for other, target in enumerate(rows):
        factor = target.get(entering)
        if other != at and factor:
            _subtract(target, row, factor)
            values[other] -= factor * values[at]
    factor = costs.get(entering)
    if factor:
        _subtract(costs, row, factor)


def _subtract(target: Row, row: Row, factor: fmpq) -> None:
    """Subtract a multiple of a row in place."""
    for k, x in row.items():
        total = target.get(k, NONE) - factor * x
        if total:
            target[k] = total
        else:
            target.pop(k, None)
